"""Walks the seals of the history and names the first entry that is not as it was sealed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.history.sealing import BEGIN, COLUMNS, Seal, hash_of, last_seal
from buyergroups.words import Words
from models.history import HistoryEntry, HistorySeal

AT_ONCE = 1000


class Fault(StrEnum):
    """What became of an entry."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    NOTE = "note"


SENTENCES: dict[Fault, Words] = {
    Fault.CHANGED: Words(
        "Regel %(entry)s is veranderd nadat hij verzegeld was, of een zegel ervoor of erop.",
        "Entry %(entry)s was changed after it was sealed, or a seal before or on it was.",
    ),
    Fault.REMOVED: Words(
        "Regel %(entry)s, of de eerste daarna die er stond, is verwijderd.",
        "Entry %(entry)s, or the first one after it that was there, was removed.",
    ),
    Fault.INSERTED: Words(
        "Regel %(entry)s is toegevoegd tussen regels die al verzegeld waren.",
        "Entry %(entry)s was inserted between entries that were sealed already.",
    ),
    Fault.NOTE: Words(
        "Het genoteerde zegel klopt niet: de geschiedenis is opnieuw gemaakt of ingekort.",
        "The seal that was noted is not there: the history was made anew or cut short.",
    ),
}


@dataclass(frozen=True)
class Broken:
    """The first entry at which the history is not what was sealed."""

    fault: Fault
    entry_id: int

    def sentence(self, language: str) -> str:
        """What is wrong, in the reader's language."""
        return SENTENCES[self.fault].into(language, entry=self.entry_id)


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    last: Seal
    unsealed: int
    broken: Broken | None


def check(session: Session, noted: str | None = None) -> Checked:
    """Walk the whole chain; `noted` is a `Seal.note` that was kept elsewhere."""
    last = last_seal(session)
    found = [item for item in (_walk(session), _inserted(session, last)) if item is not None]
    broken = min(found, key=lambda item: item.entry_id, default=None)
    if broken is None and noted is not None and not _still_there(session, noted):
        broken = Broken(Fault.NOTE, 0)
    unsealed = session.scalar(
        select(func.count()).select_from(HistoryEntry).where(HistoryEntry.id > last.entry_id)
    )
    return Checked(last, unsealed or 0, broken)


def _walk(session: Session) -> Broken | None:
    """The first seal that does not follow from the one before it and from its entry."""
    rows = session.execute(
        select(
            HistorySeal.nr,
            HistorySeal.entry_id.label("sealed_id"),
            HistorySeal.hash.label("seal"),
            *COLUMNS,
        )
        .outerjoin(HistoryEntry, HistoryEntry.id == HistorySeal.entry_id)
        .order_by(HistorySeal.nr),
        execution_options={"yield_per": AT_ONCE},
    )
    before = Seal()
    for row in rows:
        fault = _fault(before, row)
        if fault is not None:
            rows.close()
            return fault
        before = Seal(row.nr, row.sealed_id, row.seal)
    return None


def _fault(before: Seal, row: Any) -> Broken | None:
    if row.nr != before.nr + 1:
        return Broken(Fault.REMOVED, before.entry_id + 1)
    if row.id is None:
        return Broken(Fault.REMOVED, row.sealed_id)
    if row.sealed_id <= before.entry_id or hash_of(before.hash, row) != row.seal:
        return Broken(Fault.CHANGED, row.sealed_id)
    return None


def _inserted(session: Session, last: Seal) -> Broken | None:
    first = session.scalar(
        select(func.min(HistoryEntry.id))
        .outerjoin(HistorySeal, HistorySeal.entry_id == HistoryEntry.id)
        .where(HistorySeal.id.is_(None), HistoryEntry.id <= last.entry_id)
    )
    return None if first is None else Broken(Fault.INSERTED, first)


def _still_there(session: Session, noted: str) -> bool:
    nr, _, kept = noted.strip().partition(":")
    if not (nr.isascii() and nr.isdigit() and len(nr) <= 9):
        return False
    if int(nr) == 0:
        return kept == BEGIN
    found = session.scalar(select(HistorySeal.hash).where(HistorySeal.nr == int(nr)))
    return found == kept
