"""Pure rules of privacy: when a name may go, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from models.people import Role

#: What somebody was, the most telling first; the one that stands in place of the name.
#: In Dutch, as names of chains and organisations: it is kept, and read in both languages.
FORMER: dict[Role, str] = {
    Role.PROGRAMME_MANAGER: "Voormalig programmamanager",
    Role.SECRETARY: "Voormalig secretaris",
    Role.CHAIN_LEAD: "Voormalig ketentrekker",
    Role.ADMINISTRATOR: "Voormalig beheerder",
    Role.EXPERT: "Voormalig expert",
    Role.PARTICIPANT: "Voormalig lid van een overleg",
    Role.MEMBER: "Voormalig deelnemer",
}
FORMER_NOBODY = "Voormalig gebruiker"
#: A domain that never is: RFC 2606 keeps it for that.
REMOVED_DOMAIN = "verwijderd.invalid"


def name_of_role(held: Iterable[Role]) -> str:
    """What stands in place of a name, by the roles that somebody ever had."""
    roles = set(held)
    return next((words for role, words in FORMER.items() if role in roles), FORMER_NOBODY)


def address_of(ref: str) -> str:
    """What stands in place of a mail address; each is another one, and none gets mail."""
    return f"{ref}@{REMOVED_DOMAIN}"


def free_from(ended_on: date | None, days: int) -> date | None:
    """The day from which a name may go; None while it is not known when the last role ended."""
    return None if ended_on is None else ended_on + timedelta(days=days)


def is_over(ended_on: date | None, days: int, today: date) -> bool:
    """Whether the retention term after the last role has passed."""
    day = free_from(ended_on, days)
    return day is not None and day <= today
