"""The job that opens and closes flags: reads first, then writes what differs, rule by rule.

A run can be missed, doubled or killed: the next one reads what holds and what is open, and writes
the difference. What decides is a unique row per rule and subject, not who ran when.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.flags.offers import RULES, Found, Key, Look, Rule
from buyergroups.flags.rules import Differences, Held, batches, differences
from buyergroups.flags.switches import rules_off
from buyergroups.jobs.rules import Every
from buyergroups.jobs.table import Job, Work, told
from buyergroups.settings.queries import programme, settings_at
from buyergroups.words import Words
from models.base import ChangeNumber
from models.flags import Flag, FlagRun

log = structlog.get_logger()

#: So many rows a transaction: it stays well under a second, and web writes come in between.
BATCH = 1000
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
    runs: Mapping[str, FlagRun]

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


def run_flags(work: Work) -> Words | None:
    """Ask every rule, and write what differs; says nothing when there was nothing new.

    Raises RulesFailedError, after all other rules were asked.
    """
    with work.database.read() as session:
        ground = _ground(session, work.now)
    if ground is None or ground.nothing_new:
        return None
    opened = closed = 0
    failed: dict[str, str] = {}
    for rule in RULES.values():
        work.keep()
        try:
            change = _asked(work, rule, ground)
        except Exception:  # whatever it is, the other rules are asked
            log.exception("rule failed", rule=rule.code)
            failed[rule.code] = traceback.format_exc()[-MOST_ERROR:]
            continue
        _write(work, rule.code, rule.kind.code, change)
        opened, closed = opened + len(change.opened), closed + len(change.closed)
    closed += _close_unknown(work)
    _note(work, ground, failed)
    if failed:
        raise RulesFailedError("\n\n".join(f"{code}:\n{text}" for code, text in failed.items()))
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
    runs = {run.rule: run for run in session.scalars(select(FlagRun))}
    return Ground(look, stand, rules_off(session), runs)


def _asked(work: Work, rule: Rule, ground: Ground) -> Differences:
    with work.database.read() as session:
        found = [] if rule.code in ground.off else list(rule.holds(session, ground.look))
        return differences(held_by(session, rule), found)


def held_by(session: Session, rule: Rule) -> dict[Key, Held]:
    """The open flags of a rule, by their subjects."""
    rows = session.execute(
        select(Flag.subject_id, Flag.part, Flag.id, Flag.since).where(
            Flag.rule == rule.code, Flag.subject_kind == rule.kind.code, Flag.closed_at.is_(None)
        )
    )
    return {Key(subject_id, part): Held(number, since) for subject_id, part, number, since in rows}


def _write(work: Work, code: str, kind: str, change: Differences) -> None:
    """In transactions of its own, each short; what another run wrote meanwhile stays as it is."""
    for closing in batches(change.closed, BATCH):
        work.keep()
        with work.database.write() as session:
            _close(session, work.now, Flag.id.in_(closing))
    for moving in batches(list(change.moved.items()), BATCH):
        work.keep()
        with work.database.write() as session:
            _move(session, dict(moving))
    for opening in batches(change.opened, BATCH):
        work.keep()
        with work.database.write() as session:
            _open(session, work.now, code, kind, opening)


def _open(session: Session, now: datetime, code: str, kind: str, found: Any) -> None:
    # Another run may have opened the same one since we looked: then that is the one.
    insert = INSERTS[session.get_bind().dialect.name]
    rows = [_row(now, code, kind, one) for one in found]
    session.connection().execute(insert(Flag.__table__).on_conflict_do_nothing(), rows)


def _row(now: datetime, code: str, kind: str, found: Found) -> dict[str, Any]:
    return {
        "rule": code,
        "subject_kind": kind,
        "subject_id": found.id,
        "part": found.part,
        "chain_id": found.chain_id,
        "group_id": found.group_id,
        "organisation_id": found.organisation_id,
        "since": found.since,
        "opened_at": now,
    }


def _close(session: Session, now: datetime, which: Any) -> int:
    done: Any = session.execute(
        update(Flag)
        .where(which, Flag.closed_at.is_(None))
        .values(closed_at=now, version=Flag.version + 1)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


def _move(session: Session, moved: Mapping[int, Any]) -> None:
    one = update(Flag).where(Flag.id == bindparam("number")).values(since=bindparam("then"))
    session.connection().execute(
        one, [{"number": number, "then": since} for number, since in moved.items()]
    )


def _close_unknown(work: Work) -> int:
    """Close what no rule stands for any more."""
    unknown = Flag.rule.not_in(list(RULES))
    with work.database.read() as session:
        left = session.scalars(select(Flag.id).where(unknown, Flag.closed_at.is_(None))).all()
    for closing in batches(left, BATCH):
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
