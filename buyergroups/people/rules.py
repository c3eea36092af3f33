"""Pure rules of roles: which there are to choose, and when a period can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from buyergroups.words import Words
from models.people import Role

#: Roles of somebody as such; the others are about a chain or a body.
GENERAL = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.MEMBER, Role.EXPERT)
OF_A_BODY = (Role.SECRETARY, Role.PARTICIPANT)
#: What makes somebody part of the programme team, or administrator.
MORE_RIGHTS = frozenset(
    {Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.SECRETARY, Role.CHAIN_LEAD}
)
FIRST_DAY = date(2017, 1, 1)
AHEAD = timedelta(days=731)
CONFIRM_EVERY = timedelta(days=365)

OUT_OF_REACH = Words(
    "Kies een dag tussen %(first)s en %(last)s.", "Choose a day between %(first)s and %(last)s."
)


@dataclass(frozen=True)
class RoleChoice:
    """A role that can be given, with the chain or body that it is about."""

    role: Role
    chain_id: int | None = None
    body_id: int | None = None


def day_mistake(day: date, today: date) -> Words | None:
    """Why a role cannot begin or end on a day, or None."""
    return None if FIRST_DAY <= day <= today + AHEAD else OUT_OF_REACH


def safe_cell(text: str) -> str:
    """A cell of a table that no spreadsheet takes for a formula."""
    start = text.lstrip(" ")[:1]
    return f"'{text}" if start in set("=+-@\t\r\0＝＋－＠") and start else text
