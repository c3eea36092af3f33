"""The words of roles."""

from __future__ import annotations

from buyergroups.words import Words
from models.people import Language, Role

ROLES: dict[Role, Words] = {
    Role.ADMINISTRATOR: Words("beheerder", "administrator"),
    Role.PROGRAMME_MANAGER: Words("programmamanager", "programme manager"),
    Role.SECRETARY: Words("secretaris", "secretary"),
    Role.CHAIN_LEAD: Words("ketentrekker", "chain lead"),
    Role.MEMBER: Words("deelnemer", "member"),
    Role.EXPERT: Words("expert", "expert"),
    Role.PARTICIPANT: Words("lid", "participant"),
}
LANGUAGES: dict[Language, str] = {Language.DUTCH: "Nederlands", Language.ENGLISH: "English"}


def role_words(role: Role, about: str | None, language: str) -> str:
    """ketentrekker Zonnepanelen; secretaris opgave-overleg; beheerder."""
    word = ROLES[role].into(language)
    return f"{word} {about}" if about else word
