"""The words of what organisations buy."""

from __future__ import annotations

from buyergroups.words import Words
from models.demand import HowKnown
from models.people import Sector

HOW_KNOWN: dict[HowKnown, Words] = {
    HowKnown.MEASURED: Words("gemeten: uit de administratie", "measured: from the books"),
    HowKnown.CONTRACTED: Words("uit contracten", "from contracts"),
    HowKnown.ESTIMATED: Words("geschat", "estimated"),
}
SECTORS: dict[Sector, Words] = {
    Sector.PUBLIC: Words("publiek", "public"),
    Sector.PRIVATE: Words("privaat", "private"),
}
#: Shapes beside the words, so that colour never carries the meaning alone.
SHAPES: dict[Sector, str] = {Sector.PUBLIC: "disc", Sector.PRIVATE: "square"}
