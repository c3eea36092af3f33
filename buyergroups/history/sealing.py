"""Seals the history: each entry's hash includes the one before it, so no entry changes unseen.

Entries are sealed in order of id. On PostgreSQL ids are given out in order but committed in any:
entry 7 can appear after entry 8. So the sealer first takes the table's SHARE lock for an instant.
Whoever has an id holds a lock against which that one waits, so when it is granted every id up to
the highest is committed or will never be: that highest is how far is sealed. Writers wait for
that instant only, never while hashes are made. On SQLite there is one writer at a time.

The chain has no secret in it: who can write the tables can make all of it anew, or cut off its
end. Against that the last seal is told (`Seal.note`), to be kept where they cannot write.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, text
from sqlalchemy.orm import Session

from buyergroups.db import Database
from models.history import HistoryEntry, HistorySeal

#: How many entries one transaction seals.
BATCH = 500
#: What an entry says, for ever in this order of meaning: a column that comes later is not in it.
FIELDS = (
    "id",
    "at",
    "actor_kind",
    "person_id",
    "acted_as",
    "action",
    "object_type",
    "object_id",
    "chain_id",
    "group_id",
    "audience",
    "reason",
    "request_id",
    "changes",
)
COLUMNS = tuple(getattr(HistoryEntry, name) for name in FIELDS)
#: What stands before the first entry.
BEGIN = "0" * 64


@dataclass(frozen=True)
class Seal:
    """How far the history is sealed."""

    nr: int = 0
    entry_id: int = 0
    hash: str = BEGIN

    @property
    def note(self) -> str:
        """To be kept elsewhere; `history check --noted` says whether it is still true."""
        return f"{self.nr}:{self.hash}"


def hash_of(before: str, entry: Any) -> str:
    """The hash of an entry after another one; the same on every database."""
    said = {name: _plain(getattr(entry, name)) for name in FIELDS}
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    # A lone half of a letter pair cannot be encoded, and must not stop the sealing.
    return hashlib.sha256(f"{before}\n{written}".encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def seal(database: Database, now: datetime) -> int:
    """Seal what is not sealed yet; how many. A second time, or two at once, adds nothing."""
    last = _highest(database)
    sealed = 0
    while True:
        with database.write(counts=False) as session:
            added = _seal_some(session, last, now)
        sealed += added
        if added < BATCH:
            return sealed


def _highest(database: Database) -> int:
    """The id up to which no entry can appear any more."""
    with database.write(counts=False) as session:
        if session.get_bind().dialect.name == "postgresql":
            # Not for long: who writes next stands behind this one.
            session.execute(text("SET LOCAL lock_timeout = '3s'"))
            session.execute(text("LOCK TABLE history_entry IN SHARE MODE"))
        return session.scalar(select(func.max(HistoryEntry.id))) or 0


def _seal_some(session: Session, last: int, now: datetime) -> int:
    if session.get_bind().dialect.name == "postgresql":
        # A second sealer waits here, and then finds that nothing is left to do.
        session.execute(text("LOCK TABLE history_seal IN SHARE ROW EXCLUSIVE MODE"))
    before = last_seal(session)
    entries: Sequence[Row[Any]] = session.execute(
        select(*COLUMNS)
        .where(HistoryEntry.id > before.entry_id, HistoryEntry.id <= last)
        .order_by(HistoryEntry.id)
        .limit(BATCH)
    ).all()
    made, digest = [], before.hash
    for nr, entry in enumerate(entries, before.nr + 1):
        digest = hash_of(digest, entry)
        made.append({"nr": nr, "entry_id": entry.id, "hash": digest, "sealed_at": now})
    if made:
        session.execute(insert(HistorySeal), made)
    return len(made)


def last_seal(session: Session) -> Seal:
    """The newest seal; one before the first entry when there is none."""
    row = session.execute(
        select(HistorySeal.nr, HistorySeal.entry_id, HistorySeal.hash)
        .order_by(HistorySeal.nr.desc())
        .limit(1)
    ).one_or_none()
    return Seal(*row) if row else Seal()
