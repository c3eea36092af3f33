"""An entry of the history as people read it: who did what, in which role, from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, DateTime
from sqlalchemy.orm import Session

from buyergroups.clock import AMSTERDAM, local_day
from buyergroups.history.recording import CHANGED
from buyergroups.logbook import codes, fields, labels
from buyergroups.logbook.queries import ChainName, Names, names
from buyergroups.web.formats import day_words, moment_words
from models import Base
from models.base import Code, UtcInstant
from models.people import Role


@dataclass(frozen=True)
class Said:
    """A value in words; `dutch` when it is Dutch whatever the language of the page."""

    text: str
    dutch: bool = False


@dataclass(frozen=True)
class Change:
    """A field with its value before and after; None when only that it changed was kept."""

    field: str
    was: Said | None
    now: Said | None


@dataclass(frozen=True)
class Line:
    """An entry in words."""

    id: int
    at: datetime
    who: str
    role: str
    what: str
    action: str
    action_code: str
    object_type: str
    object_id: int
    chain: ChainName | None
    changes: Sequence[Change]
    reason: str | None
    request_id: str | None
    sealed_at: datetime | None

    @property
    def told(self) -> list[Change]:
        """The fields whose values were kept."""
        return [change for change in self.changes if change.now is not None]

    @property
    def untold(self) -> list[str]:
        """The fields of which only is known that they changed."""
        return [change.field for change in self.changes if change.now is None]

    @property
    def day(self) -> date:
        """The day, in Amsterdam."""
        return local_day(self.at)

    @property
    def time(self) -> str:
        """The time on the clock of Amsterdam."""
        return f"{self.at.astimezone(AMSTERDAM):%H:%M}"


def lines(
    session: Session, rows: Sequence[Any], chains: Iterable[ChainName], language: str
) -> list[Line]:
    """Entries in words, with one statement for the names in all of them."""
    known = {chain.id: chain for chain in chains}
    wanted = {item for row in rows for item in _references(row.HistoryEntry)}
    called = names(session, wanted, known.values())
    return [_line(row, known, called, language) for row in rows]


def _line(row: Any, chains: dict[int, ChainName], called: Names, language: str) -> Line:
    entry = row.HistoryEntry
    kind = labels.KINDS.get(entry.object_type)
    return Line(
        id=entry.id,
        at=entry.at,
        who=row.person or labels.ACTORS[entry.actor_kind].into(language),
        role=_role(entry.acted_as, called, language),
        what=kind.into(language) if kind else entry.object_type,
        action=labels.ACTIONS[entry.action].into(language),
        action_code=entry.action,
        object_type=entry.object_type,
        object_id=entry.object_id,
        chain=chains.get(entry.chain_id),
        changes=[
            _change(entry.object_type, field, change, called, language)
            for field, change in entry.changes.items()
            # The chain is named above; a programme has one name.
            if field not in ("chain_id", "programme_id")
        ],
        reason=entry.reason,
        request_id=entry.request_id,
        sealed_at=row.sealed_at,
    )


def _role(acted_as: str | None, called: Names, language: str) -> str:
    if not acted_as:
        return ""
    code, _, about = acted_as.partition(":")
    role = codes.CODES[Role].get(Role(code)) if code in set(Role) else None
    word = role.into(language) if role else code
    subject = _subject(about)
    found = called.name(*subject, language) if subject else None
    if found is None:
        return labels.ACTED_AS.into(language, role=word)
    return labels.ACTED_FOR.into(language, role=word, about=found[0])


def _subject(about: str) -> tuple[str, int] | None:
    table, _, number = about.partition("/")
    return (table, int(number)) if number.isascii() and number.isdigit() else None


def _references(entry: Any) -> Iterator[tuple[str, int]]:
    """The rows that an entry names by their id."""
    subject = _subject((entry.acted_as or "").partition(":")[2])
    if subject:
        yield subject
    for field, change in entry.changes.items():
        target = _target(entry.object_type, field)
        if target and change != CHANGED:
            yield from ((target, value) for value in change if type(value) is int)


def _change(table: str, field: str, change: Any, called: Names, language: str) -> Change:
    words = fields.FIELDS.get(field)
    name = words.into(language) if words else field
    if change == CHANGED:
        return Change(name, None, None)
    was, now = change
    return Change(
        name,
        None if was is None else _said(table, field, was, called, language),
        _said(table, field, now, called, language),
    )


def _said(table: str, field: str, value: Any, called: Names, language: str) -> Said:
    if value is None:
        return Said(labels.NOTHING.into(language))
    if isinstance(value, bool):
        return Said((labels.YES if value else labels.NO).into(language))
    target = _target(table, field)
    if target is not None and isinstance(value, int):
        found = called.name(target, value, language)
        return Said(*found) if found else Said(labels.NUMBERED.into(language, number=value))
    return _plain_said(table, field, value, language)


def _plain_said(table: str, field: str, value: Any, language: str) -> Said:
    type_ = _type(table, field)
    if not isinstance(value, str):
        return Said(str(value))
    if isinstance(type_, Code):
        words = codes.CODES.get(type_.kind, {}).get(value)
        return Said(words.into(language) if words else value)
    try:
        if isinstance(type_, (UtcInstant, DateTime)):
            return Said(moment_words(datetime.fromisoformat(value), language))
        if isinstance(type_, Date):
            return Said(day_words(date.fromisoformat(value), language))
    except ValueError:
        return Said(value)
    return Said(value, dutch=field.endswith("_nl"))


@cache
def _column(table: str, field: str) -> Any:
    """The column of a field; None for one that an earlier version had."""
    known = Base.metadata.tables.get(table)
    return None if known is None else known.columns.get(field)


def _type(table: str, field: str) -> Any:
    column = _column(table, field)
    return None if column is None else column.type


def _target(table: str, field: str) -> str | None:
    column = _column(table, field)
    keys = () if column is None else tuple(column.foreign_keys)
    return keys[0].column.table.name if keys else None
