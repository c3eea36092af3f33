"""Reads the programme, and the settings as they hold or as they held at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.settings.catalogue import CATALOGUE, SettingKey
from models.consultations import ConsultationReport
from models.people import Person
from models.programme import Programme, Setting

_KNOWN = {key.value: key for key in SettingKey}
_CHOICES = select(Setting.recorded_at, Setting.key, Setting.value).order_by(
    Setting.recorded_at, Setting.id
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that somebody chose for a setting."""

    recorded_at: datetime
    key: str
    value: int


def choices(session: Session) -> Sequence[Choice]:
    """Everything that was ever chosen, the oldest first."""
    return [Choice(*row) for row in session.execute(_CHOICES)]


def values_at(chosen: Iterable[Choice], moment: datetime) -> Mapping[SettingKey, int]:
    """Every setting with its value at a moment; the default where nobody chose one."""
    values = {key: definition.default for key, definition in CATALOGUE.items()}
    for choice in chosen:
        if choice.key in _KNOWN and choice.recorded_at <= moment:
            values[_KNOWN[choice.key]] = choice.value
    return values


def settings_at(session: Session, moment: datetime) -> Mapping[SettingKey, int]:
    """The same, read at once."""
    return values_at(choices(session), moment)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value that was chosen, by whom and why."""

    value: int
    recorded_at: datetime
    reason: str
    by: str | None


def history(session: Session) -> Mapping[SettingKey, Sequence[Chosen]]:
    """Everything that was chosen for each setting, the newest first."""
    rows = session.execute(
        select(Setting.key, Setting.value, Setting.recorded_at, Setting.reason, Person.name)
        .outerjoin(Person, Person.id == Setting.recorded_by_id)
        .order_by(Setting.recorded_at.desc(), Setting.id.desc())
    )
    found: dict[SettingKey, list[Chosen]] = {key: [] for key in SettingKey}
    for row in rows:
        if row.key in _KNOWN:
            chosen = Chosen(row.value, row.recorded_at, row.reason, row.name)
            found[_KNOWN[row.key]].append(chosen)
    return found


_PROGRAMME = select(
    Programme.id,
    Programme.code,
    Programme.name_nl,
    Programme.records_from,
    Programme.is_demonstration,
    select(ConsultationReport.id).exists(),
).order_by(Programme.id)


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The programme that this tracker works for."""

    id: int
    code: str
    name_nl: str
    records_from: date
    is_demonstration: bool
    #: Whether the public can read anything; beside the programme it costs a page no statement.
    has_reports: bool


def programme(session: Session) -> ProgrammeRow | None:
    """The programme; None when nothing was loaded yet."""
    row = session.execute(_PROGRAMME).first()
    return None if row is None else ProgrammeRow(*row)
