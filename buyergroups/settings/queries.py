"""Reads the programme, and the settings as they hold or as they held at an earlier moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from buyergroups.settings.catalogue import CATALOGUE, SettingKey
from models.programme import Programme, Setting

_KNOWN = {key.value: key for key in SettingKey}
_ROWS = (
    select(Setting.key, Setting.value)
    .where(Setting.recorded_at <= bindparam("moment"))
    .order_by(Setting.recorded_at, Setting.id)
)


def settings_at(session: Session, moment: datetime) -> Mapping[SettingKey, int]:
    """Every setting with its value at a moment; the default where nobody chose one."""
    values = {key: definition.default for key, definition in CATALOGUE.items()}
    for key, value in session.execute(_ROWS, {"moment": moment}):
        if key in _KNOWN:
            values[_KNOWN[key]] = value
    return values


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The programme that this tracker works for."""

    id: int
    code: str
    name_nl: str
    records_from: date
    is_demonstration: bool


def programme(session: Session) -> ProgrammeRow | None:
    """The programme; None when nothing was loaded yet."""
    row = session.execute(
        select(
            Programme.id,
            Programme.code,
            Programme.name_nl,
            Programme.records_from,
            Programme.is_demonstration,
        ).order_by(Programme.id)
    ).first()
    return None if row is None else ProgrammeRow(*row)
