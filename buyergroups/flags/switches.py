"""Which rules are on: all, but those that somebody switched off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.db import latest_id
from models.flags import FlagSwitch
from models.people import Person


def rules_off(session: Session) -> frozenset[str]:
    """The codes of the rules that are off."""
    newest = latest_id(FlagSwitch, rule=FlagSwitch.rule)
    rows = select(FlagSwitch.rule).where(FlagSwitch.id == newest, FlagSwitch.is_on.is_(False))
    return frozenset(session.scalars(rows))


def history_of(session: Session, code: str) -> Sequence[Any]:
    """When a rule was switched on or off, by whom and why, the newest first."""
    return session.execute(
        select(
            FlagSwitch.id, FlagSwitch.is_on, FlagSwitch.recorded_at, FlagSwitch.reason, Person.name
        )
        .outerjoin(Person, Person.id == FlagSwitch.recorded_by_id)
        .where(FlagSwitch.rule == code)
        .order_by(FlagSwitch.recorded_at.desc(), FlagSwitch.id.desc())
    ).all()
