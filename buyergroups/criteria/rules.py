"""Pure rules of criteria: when one can retire, and whether it is still what a form showed."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from buyergroups.words import Words

AHEAD = timedelta(days=731)
TOO_EARLY = Words(
    "Een criterium kan vandaag vervallen of later, niet eerder: wat toen gold blijft leesbaar.",
    "A criterion can retire today or later, not earlier: what held then stays readable.",
)
TOO_LATE = Words("Kies een dag binnen twee jaar.", "Choose a day within two years.")
OVER = Words(
    "Dit criterium is al vervallen. Voeg zo nodig een nieuw toe.",
    "This criterion has retired already. Add a new one if needed.",
)


def retire_mistake(day: date, today: date) -> Words | None:
    """Why a criterion cannot retire on a day, or None."""
    if day < today:
        return TOO_EARLY
    return TOO_LATE if day > today + AHEAD else None


def is_over(retired_on: date | None, today: date) -> bool:
    """Whether it does not hold any more."""
    return retired_on is not None and retired_on <= today


def fingerprint(text_nl: str, text_en: str, retired_on: date | None) -> str:
    """What a form showed of a criterion, in short."""
    whole = "\x1f".join((text_nl, text_en, retired_on.isoformat() if retired_on else ""))
    return hashlib.sha256(whole.encode()).hexdigest()[:20]


def moved(order: list[int], item: int, *, up: bool) -> list[int]:
    """The order with one item a place up or down; at the end it stays where it is."""
    at = order.index(item)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return order
    changed = list(order)
    changed[at], changed[to] = changed[to], changed[at]
    return changed
