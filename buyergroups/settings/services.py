"""Writes the settings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.settings import queries
from buyergroups.settings.catalogue import CATALOGUE, SettingKey
from buyergroups.words import Words
from models.programme import Programme, Setting

OUT_OF_BOUNDS = Words(
    "Vul een heel getal in van %(low)s tot en met %(high)s.",
    "Enter a whole number from %(low)s up to and including %(high)s.",
)
SAME = Words("Deze waarde geldt al.", "This value holds already.")
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft deze instelling intussen veranderd.",
    "Somebody else has changed this setting meanwhile.",
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
    expected: int | None = None,
) -> Setting:
    """Choose a value from now on; raises RefusedError outside the bounds or without a reason.

    `expected`: the value that the form showed; raises ChangedMeanwhileError when it is another.
    """
    require(actor, Action.SETTING_EDIT)
    definition = CATALOGUE[key]
    # Two who change a setting at once wait for each other here.
    session.execute(select(Programme.id).where(Programme.id == programme_id).with_for_update())
    held = queries.settings_at(session, now)[key]
    if expected is not None and held != expected:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if not definition.low <= value <= definition.high:
        raise RefusedError(OUT_OF_BOUNDS, low=definition.low, high=definition.high)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    if held == value:
        raise RefusedError(SAME)
    row = Setting(
        programme_id=programme_id,
        key=key.value,
        value=value,
        reason=reason.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as="administrator", reason=reason):
        session.add(row)
    return row
