"""The settings that administrators can change, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from buyergroups.words import Words


class SettingKey(StrEnum):
    """The keys; what the sources do not say is a setting."""

    AGEING_DAYS = "ageing-days"
    STALE_DAYS = "stale-days"
    CHAINS_PER_YEAR = "chains-per-year"
    SESSION_IDLE_MINUTES = "session-idle-minutes"
    SESSION_HOURS = "session-hours"


@dataclass(frozen=True)
class Definition:
    """A setting: what it is by default, between which bounds, and what it means."""

    default: int
    low: int
    high: int
    words: Words


CATALOGUE: dict[SettingKey, Definition] = {
    SettingKey.AGEING_DAYS: Definition(
        90, 1, 3650, Words("Dagen tot een statusupdate veroudert", "Days until a report ages")
    ),
    SettingKey.STALE_DAYS: Definition(
        120, 1, 3650, Words("Dagen tot een keten verouderd is", "Days until a chain is stale")
    ),
    # The Agenda selects five a year unless the opgave-overleg decides otherwise.
    SettingKey.CHAINS_PER_YEAR: Definition(
        5, 1, 58, Words("Ketens per jaarselectie", "Chains in a yearly selection")
    ),
    SettingKey.SESSION_IDLE_MINUTES: Definition(
        60,
        5,
        1440,
        Words("Minuten zonder activiteit tot afmelden", "Idle minutes until signed out"),
    ),
    SettingKey.SESSION_HOURS: Definition(
        12, 1, 168, Words("Uren tot opnieuw aanmelden", "Hours until signing in again")
    ),
}
