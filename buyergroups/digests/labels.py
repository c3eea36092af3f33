"""The words of digests: how often, what stands in them, and their fixed subject."""

from __future__ import annotations

from babel.dates import get_day_names

from buyergroups.digests.rules import Choice
from buyergroups.words import Words
from models.digests import Rhythm

#: It says nothing of what is in it: subjects are read over shoulders and kept in logs.
SUBJECT = Words("Je overzicht van Ketenbord", "Your Ketenbord digest")

RHYTHMS: dict[Rhythm, Words] = {
    Rhythm.WEEKLY: Words("Elke week", "Every week"),
    Rhythm.DAILY: Words("Elke dag", "Every day"),
    Rhythm.NEVER: Words("Nooit", "Never"),
}
COMING = Words("Binnenkort", "Coming up")
#: How often it comes, in a sentence.
WEEKLY = Words("elke %(day)s om %(hour)s", "every %(day)s at %(hour)s")
DAILY = Words("elke dag om %(hour)s", "every day at %(hour)s")
NEVER = Words("niet", "never")


def day_name(weekday: int, language: str) -> str:
    """A day of the week, Monday is 0; as it stands in a sentence."""
    return str(get_day_names("wide", locale=language)[weekday])


def hour_words(hour: int) -> str:
    """A whole hour as the clock shows it: 08:00."""
    return f"{hour:02d}:00"


def choice_words(choice: Choice, language: str) -> str:
    """How often a digest comes: elke maandag om 08:00."""
    hour = hour_words(choice.hour)
    if choice.rhythm is Rhythm.WEEKLY:
        return WEEKLY.into(language, day=day_name(choice.weekday, language), hour=hour)
    return (DAILY if choice.rhythm is Rhythm.DAILY else NEVER).into(language, hour=hour)
