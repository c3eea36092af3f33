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
    INVITATION_DAYS = "invitation-days"
    RESET_HOURS = "reset-hours"
    ADDRESS_HOURS = "address-hours"
    FACTOR_REQUIRED = "factor-required"


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
    SettingKey.INVITATION_DAYS: Definition(
        14, 1, 60, Words("Dagen dat een uitnodiging werkt", "Days that an invitation works")
    ),
    SettingKey.RESET_HOURS: Definition(
        2,
        1,
        48,
        Words(
            "Uren dat een link voor een nieuw wachtwoord werkt",
            "Hours that a link for a new password works",
        ),
    ),
    SettingKey.ADDRESS_HOURS: Definition(
        24,
        1,
        168,
        Words(
            "Uren dat een link voor een nieuw mailadres werkt",
            "Hours that a link for a new mail address works",
        ),
    ),
    SettingKey.FACTOR_REQUIRED: Definition(
        0,
        0,
        1,
        Words(
            "Tweede factor verplicht voor programmateam en beheerders (1 = ja, 0 = nee)",
            "Second factor required for programme team and administrators (1 = yes, 0 = no)",
        ),
    ),
}
