"""The words of what organisations buy."""

from __future__ import annotations

from buyergroups.groups.labels import SECTORS
from buyergroups.words import Words
from models.demand import HowKnown

__all__ = ["HOW_KNOWN", "KEPT_BACK", "SECTORS", "TOO_LOW", "UNKNOWN"]

HOW_KNOWN: dict[HowKnown, Words] = {
    HowKnown.MEASURED: Words("gemeten: uit de administratie", "measured: from the books"),
    HowKnown.CONTRACTED: Words("uit contracten", "from contracts"),
    HowKnown.ESTIMATED: Words("geschat", "estimated"),
}
KEPT_BACK = Words("niet getoond", "not shown")
TOO_LOW = Words("schatting lijkt te laag", "estimate seems too low")
UNKNOWN = Words("niet bekend", "not known")
