"""The words, tones and shapes of what is said about a group and its members."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.organisations import labels as organisations
from buyergroups.words import Words
from models.groups import GroupState, MemberRole
from models.organisations import Sector

STATES: dict[GroupState, Label] = {
    GroupState.FORMING: Label(Words("in oprichting", "being formed"), "provisional", "half"),
    GroupState.ACTIVE: Label(Words("actief", "active"), "good", "check"),
    GroupState.CLOSED: Label(Words("gesloten", "closed"), "tag", "square"),
}

ROLES: dict[MemberRole, Words] = {
    MemberRole.CLIENT: Words("intern opdrachtgever", "internal client"),
    MemberRole.BUYER: Words("inkoper", "buyer"),
    MemberRole.CONTRACT_MANAGER: Words("contractmanager", "contract manager"),
    MemberRole.EXPERT: Words("expert", "expert"),
    MemberRole.LEAD: Words("trekker", "lead"),
    MemberRole.OBSERVER: Words("waarnemer", "observer"),
}

#: Public and private are told apart by a word and a shape.
SECTORS: dict[Sector, Label] = {
    Sector.PUBLIC: Label(organisations.SECTORS[Sector.PUBLIC], "tag", "disc"),
    Sector.PRIVATE: Label(organisations.SECTORS[Sector.PRIVATE], "tag", "triangle"),
}
#: A fact of its own, beside public or private.
BOUND: dict[bool | None, Words] = {
    True: Words("aanbestedingsplichtig", "bound by procurement law"),
    False: Words("niet aanbestedingsplichtig", "not bound by procurement law"),
    None: Words(
        "niet bekend of aanbestedingsplichtig", "not known whether bound by procurement law"
    ),
}
CORE = Words("kerngroep", "core group")
SECRETARY = Words("secretaris", "secretary")


def function(role: MemberRole, language: str, *, in_core: bool, is_secretary: bool) -> str:
    """What somebody is in a group, in words."""
    said = [ROLES[role], *([CORE] if in_core else []), *([SECRETARY] if is_secretary else [])]
    return ", ".join(words.into(language) for words in said)
