"""Commands: `flask --app wsgi ...`. Each does one thing and says what it did."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from buyergroups import upgrade
from buyergroups.access.actor import Actor
from buyergroups.accounts.passwords import Passwords
from buyergroups.accounts.rules import password_mistake
from buyergroups.accounts.services import make_administrator
from buyergroups.background import jobs_commands, tasks_commands
from buyergroups.backups.cells import BackupError
from buyergroups.backups.making import make_backup
from buyergroups.backups.restoring import check_backup, restore_backup
from buyergroups.clock import utc_now
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.history.checking import check
from buyergroups.history.sealing import seal
from buyergroups.people.services import invite_by_codes
from buyergroups.web import state
from models.history import ActorKind
from models.people import Language
from seed import bulk, demo, reference

db_commands = AppGroup("db", help="The tables of the database.")
seed_commands = AppGroup("seed", help="Data: reference, demonstration, and much of it.")
people_commands = AppGroup("people", help="People.")
history_commands = AppGroup("history", help="Who changed what: the seals on it.")


def register_commands(app: Flask) -> None:
    """Add the commands to an application."""
    for group in (
        db_commands,
        seed_commands,
        people_commands,
        history_commands,
        jobs_commands,
        tasks_commands,
    ):
        app.cli.add_command(group)
    for command in (backup, restore):
        app.cli.add_command(command)


def _database() -> Database:
    return current_app.extensions[state.EXTENSION].database  # type: ignore[no-any-return]


@db_commands.command("upgrade")
@click.argument("target", default="head")
def db_upgrade(target: str) -> None:
    """Bring the tables to the version of this code, or to TARGET."""
    before = upgrade.current(_database())
    upgrade.upgrade(_database(), target)
    click.echo(f"Tables: {before or 'none'} -> {upgrade.current(_database())}")


@db_commands.command("downgrade")
@click.argument("target")
def db_downgrade(target: str) -> None:
    """Bring the tables back to version TARGET. Data of later versions is lost."""
    upgrade.downgrade(_database(), target)
    click.echo(f"Tables: {upgrade.current(_database()) or 'none'}")


@seed_commands.command("reference")
def seed_reference() -> None:
    """Load what is missing of the Agenda MVOI; change nothing that is there."""
    counts = reference.load_reference(_database(), utc_now())
    added = ", ".join(f"{table} {count}" for table, count in counts.items() if count)
    click.echo(f"Added: {added}" if added else "Nothing was missing.")


@seed_commands.command("demo")
def seed_demo() -> None:
    """Load the fictitious demonstration; each part once."""
    if current_app.extensions[state.EXTENSION].settings.production:
        raise click.ClickException("The demonstration does not go into a production database.")
    parts = demo.load_demo(_database(), utc_now())
    click.echo(f"Loaded: {', '.join(parts)}" if parts else "Everything was there already.")


@seed_commands.command("bulk")
@click.option("--chains", default=0, show_default=True, help="How many extra chains.")
@click.option("--groups", default=0, show_default=True, help="How many extra buyer groups.")
@click.option("--consultations", default=0, show_default=True, help="How many consultations.")
@click.option("--people", default=0, show_default=True, help="How many extra people.")
@click.option("--organisations", default=0, show_default=True, help="How many extra organisations.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same data.")
def seed_bulk(
    chains: int, groups: int, consultations: int, people: int, organisations: int, seed: int
) -> None:
    """Load much made-up data, for the benchmark."""
    if current_app.extensions[state.EXTENSION].settings.production:
        raise click.ClickException("Made-up data does not go into a production database.")
    added = bulk.load_bulk(
        _database(),
        utc_now(),
        chains=chains,
        people=people,
        organisations=organisations,
        groups=groups,
        consultations=consultations,
        seed=seed,
    )
    click.echo(
        f"Added {added.chains} chains, {added.people} people, "
        f"{added.organisations} organisations, {added.groups} groups "
        f"and {added.consultations} consultations."
    )


@people_commands.command("invite")
@click.option("--email", prompt="Mail address")
@click.option("--name", prompt="Name")
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option(
    "--organisation", default="", help="The address of the organisation, as in /organisaties."
)
@click.option(
    "--role", "roles", multiple=True, help="A code such as member or chain-lead:catering."
)
def people_invite(
    email: str, name: str, language: str, organisation: str, roles: tuple[str, ...]
) -> None:
    """Mail somebody a link to choose a password; without a mail server it is shown here."""
    tracker, now = current_app.extensions[state.EXTENSION], utc_now()
    base = tracker.settings.base_url
    try:
        with _database().write() as session:
            _, link = invite_by_codes(
                session,
                Actor(ActorKind.COMMAND),
                now,
                email=email,
                name=name,
                language=Language(language),
                organisation=organisation,
                codes=roles,
                link_for=lambda token: f"{base}/uitnodiging/{token}",
            )
    except RefusedError as error:
        raise click.ClickException(error.sentence("en")) from error
    if tracker.settings.smtp_url:
        click.echo(f"A mail to {email} is on its way.")
    else:
        click.echo(f"There is no mail server (SMTP_URL), so the mail waits. The link: {link}")


@people_commands.command("admin")
@click.option("--email", prompt="Mail address")
@click.option("--name", prompt="Name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def people_admin(email: str, name: str, *, password_stdin: bool) -> None:
    """Make somebody administrator; asks for a password."""
    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    mistake = password_mistake(password, [name, email.partition("@")[0]])
    if mistake is not None:
        raise click.ClickException(mistake.into("en", low=12, high=200))
    password_hash = Passwords().hash(password)
    actor = Actor(ActorKind.COMMAND)
    try:
        with _database().write() as session:
            person = make_administrator(
                session, actor, utc_now(), email=email, name=name, password_hash=password_hash
            )
            made = person.email
    except RefusedError as error:
        raise click.ClickException(error.sentence("en")) from error
    click.echo(f"{made} is administrator.")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything in the database to FILE, as it is at this moment."""
    try:
        made = make_backup(_database(), file, utc_now())
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Backup: {file}, version {made.migration} of the tables, {len(made.tables)} tables, "
        f"{made.rows} rows."
    )


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Only read FILE to the end and say whether it is whole.",
)
@with_appcontext
def restore(file: Path, *, only_check: bool) -> None:
    """Load the backup in FILE into an empty database: all of it, or nothing."""
    try:
        found = check_backup(file) if only_check else restore_backup(_database(), file)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{'Whole' if only_check else 'Restored'}: the backup of {found.made_at}, "
        f"{len(found.tables)} tables, {found.rows} rows."
    )


@history_commands.command("seal")
def history_seal() -> None:
    """Seal what is not sealed yet; the scheduler does it each minute."""
    click.echo(f"Sealed {seal(_database(), utc_now())} entries.")


@history_commands.command("check")
@click.option("--noted", help="A seal that was noted earlier, as this command prints it.")
def history_check(noted: str | None) -> None:
    """Walk the history and say which entry is the first that is not as it was sealed."""
    with _database().read() as session:
        found = check(session, noted)
    if found.broken is not None:
        raise click.ClickException(found.broken.sentence("en"))
    click.echo(
        f"{found.last.nr} entries are as they were sealed; {found.unsealed} are not sealed yet."
    )
    click.echo(f"Last seal, to be noted elsewhere: {found.last.note}")
