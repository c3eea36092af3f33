"""Runs of the job, and flags on what only some may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from buyergroups import areas
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.flags import offers
from buyergroups.flags.running import run_flags
from buyergroups.jobs.table import Work
from buyergroups.words import Words
from models.flags import Flag
from tests.support.run import NOW

SETTINGS = Settings()


def run(database: Database, now: datetime = NOW) -> Words | None:
    """One run of the job, with the rules of all areas unless others were declared."""
    if not offers.RULES:
        areas.register_rules()
    return run_flags(Work(database, SETTINGS, lambda: now, now))


def opened(database: Database) -> dict[str, list[str]]:
    """The references of the open flags, by rule."""
    found: dict[str, list[str]] = {}
    with database.read() as session:
        rows = session.execute(
            select(Flag.rule, Flag.ref).where(Flag.closed_at.is_(None)).order_by(Flag.id)
        )
        for rule, ref in rows:
            found.setdefault(rule, []).append(ref)
    return found


def of_flags(database: Database) -> dict[str, str]:
    """A flag on a chain, one on the file of a group, and one on a sheet, of the demonstration."""
    run(database)
    found = opened(database)
    return {
        "chain_flag": found["next-step-past"][0],
        "file_flag": found["report-overdue"][0],
        "sheet_flag": found["information-not-for-all"][0],
    }


def keys(database: Database) -> Collection[tuple[str, int, str]]:
    """What is open: rule, subject and part."""
    with database.read() as session:
        rows = session.execute(
            select(Flag.rule, Flag.subject_id, Flag.part).where(Flag.closed_at.is_(None))
        ).all()
    assert len(set(rows)) == len(rows)
    return {(row[0], row[1], row[2]) for row in rows}


__all__ = ["keys", "of_flags", "opened", "run"]
