"""Writes the settings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.errors import RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.settings.catalogue import CATALOGUE, SettingKey
from buyergroups.words import Words
from models.programme import Setting

OUT_OF_BOUNDS = Words(
    "Vul een heel getal in van %(low)s tot en met %(high)s.",
    "Enter a whole number from %(low)s up to and including %(high)s.",
)


def change_setting(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    programme_id: int,
    key: SettingKey,
    value: int,
    reason: str,
) -> Setting:
    """Choose a value from now on; raises RefusedError outside the bounds."""
    require(actor, Action.SETTING_EDIT)
    definition = CATALOGUE[key]
    if not definition.low <= value <= definition.high:
        raise RefusedError(OUT_OF_BOUNDS, low=definition.low, high=definition.high)
    row = Setting(
        programme_id=programme_id, key=key.value, value=value, reason=reason, **stamp(actor, now)
    )
    with recorded(session, actor, now, acted_as="administrator", reason=reason):
        session.add(row)
    return row
