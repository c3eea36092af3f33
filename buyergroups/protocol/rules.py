"""Pure rules of the protocol: what a declaration of interest needs."""

from __future__ import annotations

from buyergroups.words import Words
from models.groups import InterestKind

INTEREST_MISSING = Words(
    "Kies of je organisatie ook leverancier of concurrent is.",
    "Choose whether your organisation is a supplier or competitor too.",
)
ABOUT_MISSING = Words(
    "Schrijf waarvan je organisatie leverancier of concurrent is.",
    "Write of what your organisation is a supplier or competitor.",
)


def interest_mistake(kind: InterestKind | None, about: str) -> Words | None:
    """What a declaration of interest lacks, or None."""
    if kind is None:
        return INTEREST_MISSING
    if kind is not InterestKind.NONE and not about.strip():
        return ABOUT_MISSING
    return None
