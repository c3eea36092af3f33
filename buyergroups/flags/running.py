"""The job that opens and closes flags: reads first, then writes what differs, rule by rule.

A run can be missed, doubled or killed: the next one reads what holds and what is open, and writes
the difference. What decides is a unique row per rule and subject, not who ran when.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.flags.offers import RULES, Found, Key, Look, Rule
from buyergroups.flags.rules import Differences, Held, batches, differences
from buyergroups.flags.runs import runs_by_rule
from buyergroups.flags.switches import rules_off
from buyergroups.jobs.rules import Every
from buyergroups.jobs.table import Job, Work, told
from buyergroups.settings.queries import programme, settings_at
from buyergroups.words import Words
from models.base import ChangeNumber
from models.flags import Flag, FlagRun

log = structlog.get_logger()
T = TypeVar("T")

#: So many rows a transaction: it stays well under a second, and web writes come in between.
BATCH = 500
#: Between two of these others come in: SQLite has no queue, and who waits would wait for the last.
BREATH_SECONDS = 0.02
#: What does not raise the change number (mail that is given up) is noticed this late at most.
AT_LEAST = timedelta(hours=1)
MOST_ERROR = 20_000
INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

DONE = Words(
    "Geopend: %(opened)s, gesloten: %(closed)s.", "Opened: %(opened)s, closed: %(closed)s."
)


class RulesFailedError(Exception):
    """Some rules could not be asked; all others were."""


@dataclass(frozen=True)
class Ground:
    """What a run begins with."""

    look: Look
    stand: int
    off: frozenset[str]
    runs: Mapping[str, Any]
    held: Mapping[tuple[str, str], Mapping[Key, Held]]

    @property
    def nothing_new(self) -> bool:
        """Whether nothing was written since every rule was asked, on this same day."""
        return set(RULES) == set(self.runs) and all(
            run.stand == self.stand
            and not run.error
            and local_day(run.ran_at) == self.look.today
            and timedelta(0) <= self.look.now - run.ran_at < AT_LEAST
            for run in self.runs.values()
        )


@dataclass(frozen=True)
class Asked:
    """What the rules said: what differs, and what went wrong, by rule."""

    changes: dict[str, Differences]
    failed: dict[str, str]


def run_flags(work: Work) -> Words | None:
    """Ask every rule, and write what differs; says nothing when there was nothing new.

    Raises RulesFailedError, after all other rules were asked and what they found was written.
    """
    session = work.database.reading_session()
    try:
        ground = _ground(session, work.now)
        if ground is None or ground.nothing_new:
            return None
        asked = _ask(work, session, ground)
    finally:
        session.close()
    opened, closed = 0, _close_unknown(work, ground)
    for code, change in asked.changes.items():
        _write(work, RULES[code], change)
        opened, closed = opened + len(change.opened), closed + len(change.closed)
    _note(work, ground, asked.failed)
    if asked.failed:
        why = [f"{code}:\n{text}" for code, text in asked.failed.items()]
        raise RulesFailedError("\n\n".join(why))
    return told(DONE, opened=opened, closed=closed) if opened or closed else None


FLAGS = Job(
    "aandachtspunten",
    Words("Aandachtspunten openen en sluiten", "Open and close flags"),
    Every(5),
    run_flags,
)


def _ground(session: Session, now: datetime) -> Ground | None:
    # First of all: what is written while this reads is then newer than the number says.
    stand = session.scalar(select(ChangeNumber.value)) or 0
    found = programme(session)
    if found is None:
        return None
    look = Look(now, local_day(now), settings_at(session, now), found)
    off, runs = rules_off(session), runs_by_rule(session)
    return Ground(look, stand, off, runs, held_now(session))


def held_now(session: Session) -> dict[tuple[str, str], dict[Key, Held]]:
    """The open flags by rule and kind of subject, and then by subject."""
    rows = session.execute(
        select(Flag.rule, Flag.subject_kind, Flag.subject_id, Flag.part, Flag.id, Flag.since).where(
            Flag.closed_at.is_(None)
        )
    )
    found: dict[tuple[str, str], dict[Key, Held]] = {}
    for rule, kind, subject_id, part, number, since in rows:
        found.setdefault((rule, kind), {})[Key(subject_id, part)] = Held(number, since)
    return found


def _ask(work: Work, session: Session, ground: Ground) -> Asked:
    """What differs for each rule; a rule that fails leaves its flags as they are."""
    asked = Asked({}, {})
    for rule in RULES.values():
        work.keep()
        try:
            found = [] if rule.code in ground.off else list(rule.holds(session, ground.look))
        except Exception:  # whatever it is, the other rules are asked
            log.exception("rule failed", rule=rule.code)
            asked.failed[rule.code] = traceback.format_exc()[-MOST_ERROR:]
            # On PostgreSQL nothing can be asked any more where a statement failed.
            session.rollback()
            continue
        held = ground.held.get((rule.code, rule.kind.code), {})
        asked.changes[rule.code] = differences(held, found)
    return asked


def _write(work: Work, rule: Rule, change: Differences) -> None:
    """In transactions of its own, each short; what another run wrote meanwhile stays as it is."""
    for closing in _breathing(work, change.closed):
        with work.database.write() as session:
            _close(session, work.now, Flag.id.in_(closing))
    for moving in _breathing(work, list(change.moved.items())):
        with work.database.write() as session:
            _move(session, dict(moving))
    for opening in _breathing(work, change.opened):
        with work.database.write() as session:
            _open(session, work.now, rule, opening)


def _breathing(work: Work, rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in parts, with room for other writers before each but the first."""
    for number, part in enumerate(batches(rows, BATCH)):
        if number:
            time.sleep(BREATH_SECONDS)
        work.keep()
        yield part


def _open(session: Session, now: datetime, rule: Rule, found: Sequence[Found]) -> None:
    # Another run may have opened the same one since we looked: then that is the one.
    insert = INSERTS[session.get_bind().dialect.name]
    rows = [_row(now, rule, one) for one in found]
    session.connection().execute(insert(Flag.__table__).on_conflict_do_nothing(), rows)


def _row(now: datetime, rule: Rule, found: Found) -> dict[str, Any]:
    return {
        "rule": rule.code,
        "subject_kind": rule.kind.code,
        "subject_id": found.id,
        "part": found.part,
        "chain_id": found.chain_id,
        "group_id": found.group_id,
        "organisation_id": found.organisation_id,
        "since": found.since,
        "opened_at": now,
    }


def _close(session: Session, now: datetime, which: ColumnElement[bool]) -> None:
    session.execute(
        update(Flag)
        .where(which, Flag.closed_at.is_(None))
        .values(closed_at=now, version=Flag.version + 1)
        .execution_options(synchronize_session=False)
    )


def _move(session: Session, moved: Mapping[int, Any]) -> None:
    one = update(Flag).where(Flag.id == bindparam("number")).values(since=bindparam("then"))
    session.connection().execute(
        one, [{"number": number, "then": since} for number, since in moved.items()]
    )


def _close_unknown(work: Work, ground: Ground) -> int:
    """Close what no rule stands for any more."""
    known = {(rule.code, rule.kind.code) for rule in RULES.values()}
    left = [
        flag.id for of, flags in ground.held.items() if of not in known for flag in flags.values()
    ]
    for closing in _breathing(work, left):
        with work.database.write() as session:
            _close(session, work.now, Flag.id.in_(closing))
    return len(left)


def _note(work: Work, ground: Ground, failed: Mapping[str, str]) -> None:
    """Say how each rule fared. Only a rule that begins or ceases to fail makes new pages."""
    before = {code for code, run in ground.runs.items() if run.error}
    with work.database.write(counts=before != set(failed)) as session:
        known = {run.rule: run for run in session.scalars(select(FlagRun).with_for_update())}
        for code in RULES:
            run = known.get(code) or FlagRun(rule=code)
            run.ran_at, run.stand, run.error = work.now, ground.stand, failed.get(code)
            session.add(run)
