"""The words of what private members declare."""

from __future__ import annotations

from buyergroups.words import Words
from models.groups import InterestKind

INTERESTS: dict[InterestKind, Words] = {
    InterestKind.NONE: Words(
        "geen van beide: mijn organisatie koopt alleen in",
        "neither: my organisation only buys",
    ),
    InterestKind.SUPPLIER: Words(
        "ook leverancier van wat de groep koopt", "also a supplier of what the group buys"
    ),
    InterestKind.COMPETITOR: Words(
        "concurrent van anderen in de groep", "a competitor of others in the group"
    ),
    InterestKind.BOTH: Words(
        "ook leverancier, en concurrent van anderen in de groep",
        "also a supplier, and a competitor of others in the group",
    ),
}
