"""Loads the reference data: adds what is missing, never changes what is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.db import Database
from buyergroups.history.recording import recorded
from seed.chain_parts import chain_parts
from seed.parts import SEED, Key, Known, Part
from seed.programme_parts import programme_parts
from seed.register_parts import register_parts

#: How many rows were added, per table.
Counts = Mapping[str, int]


def load_reference(database: Database, now: datetime) -> Counts:
    """Add what is missing, by code; tells how much. Where nothing is, nothing is written."""
    areas.register_rules()
    with database.read() as session:
        if _complete(session, now):
            return {}
    with database.write() as session:
        return add_missing(session, now)


def add_missing(session: Session, now: datetime) -> Counts:
    """The same inside a transaction that somebody else opened."""
    known = Known(now)
    added: dict[str, int] = {}
    for part in _parts():
        missing = _missing(session, known, part)
        if not missing:
            continue
        rows = {key: part.wanted[key](known) for key in missing}
        with recorded(session, SEED, now, reason=part.reason):
            session.add_all(rows.values())
        known.ids[part.table].update({key: _id(row) for key, row in rows.items()})
        added[part.table.__tablename__] = len(rows)
    return added


def _parts() -> tuple[Part, ...]:
    return (*programme_parts(), *chain_parts(), *register_parts())


def _complete(session: Session, now: datetime) -> bool:
    known = Known(now)
    return not any(_missing(session, known, part) for part in _parts())


def _missing(session: Session, known: Known, part: Part) -> list[Key]:
    """The keys that are wanted and not there; notes the ids of those that are."""
    parents = known.keys(part.parent) if part.parent else None
    found: dict[Key, int] = {}
    for identity, *key in session.execute(part.existing):
        if parents is None:
            found[tuple(key)] = identity
        elif key[0] in parents:
            found[(*parents[key[0]], *key[1:])] = identity
    known.ids[part.table] = {key: found[key] for key in part.wanted if key in found}
    return [key for key in part.wanted if key not in found]


def _id(row: object) -> int:
    identity: int = row.id  # type: ignore[attr-defined]
    return identity
