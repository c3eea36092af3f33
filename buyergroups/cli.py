"""Commands: `flask --app wsgi ...`. Each does one thing and says what it did."""

from __future__ import annotations

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from buyergroups import upgrade
from buyergroups.access.actor import Actor
from buyergroups.accounts.passwords import Passwords
from buyergroups.accounts.rules import password_mistake
from buyergroups.accounts.services import make_administrator
from buyergroups.clock import utc_now
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.web import state
from models.history import ActorKind
from seed import bulk, demo, reference

db_commands = AppGroup("db", help="The tables of the database.")
seed_commands = AppGroup("seed", help="Data: reference, demonstration, and much of it.")
people_commands = AppGroup("people", help="People.")


def register_commands(app: Flask) -> None:
    """Add the commands to an application."""
    for group in (db_commands, seed_commands, people_commands):
        app.cli.add_command(group)


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
@click.option("--groups", default=0, help="Not there yet: only 0.")
@click.option("--consultations", default=0, help="Not there yet: only 0.")
@click.option("--people", default=0, show_default=True, help="How many extra people.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same data.")
def seed_bulk(chains: int, groups: int, consultations: int, people: int, seed: int) -> None:
    """Load much made-up data, for the benchmark."""
    if groups or consultations:
        raise click.ClickException("There are no groups and consultations in this version yet.")
    bulk.load_bulk(_database(), utc_now(), chains=chains, people=people, seed=seed)
    click.echo(f"Loaded {chains} chains and {people} people.")


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
