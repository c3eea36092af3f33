"""The words of the register: sectors, and what is known, not so, or not known."""

from __future__ import annotations

from buyergroups.words import Words
from models.organisations import Sector

SECTORS: dict[Sector, Words] = {
    Sector.PUBLIC: Words("publiek", "public"),
    Sector.PRIVATE: Words("privaat", "private"),
}
#: Yes, no, or nobody knows: what the sources do not say is not made up.
KNOWN: dict[bool | None, Words] = {
    True: Words("ja", "yes"),
    False: Words("nee", "no"),
    None: Words("niet bekend", "not known"),
}
