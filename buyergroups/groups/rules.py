"""Pure rules of groups: the moves between states, periods, addresses."""

from __future__ import annotations

import re
from datetime import date, timedelta

from buyergroups.words import Words
from models.base import sort_name
from models.groups import GroupState

#: From which state a group may go to which; every other pair is refused.
MOVES = frozenset(
    {
        (GroupState.FORMING, GroupState.ACTIVE),
        (GroupState.FORMING, GroupState.CLOSED),
        (GroupState.ACTIVE, GroupState.CLOSED),
        (GroupState.CLOSED, GroupState.ACTIVE),
    }
)
#: How far ahead a membership may begin or end.
AHEAD = timedelta(days=731)
FIRST_DAY = date(2015, 1, 1)

NO_SUCH_MOVE = Words(
    "Een groep gaat niet van '%(was)s' naar '%(now)s'.",
    "A group does not go from '%(was)s' to '%(now)s'.",
)
NOT_YET = Words(
    "Kies een dag tot en met vandaag: de stand geldt vanaf die dag.",
    "Choose a day up to today: the state holds from that day.",
)
BEFORE_LAST = Words(
    "De vorige stand geldt vanaf %(day)s. Kies die dag of later.",
    "The state before holds from %(day)s. Choose that day or later.",
)
END_BEFORE_START = Words(
    "De einddatum ligt voor de begindatum (%(since)s).",
    "The end date lies before the start date (%(since)s).",
)
ODD_DAY = Words(
    "Kies een dag tussen %(first)s en %(last)s.", "Choose a day between %(first)s and %(last)s."
)
BEFORE_GROUP = Words(
    "De groep bestaat vanaf %(day)s. Kies die dag of later.",
    "The group exists from %(day)s. Choose that day or later.",
)
BAD_ADDRESS = Words(
    "Gebruik in het adres alleen kleine letters, cijfers en streepjes.",
    "Use only lower-case letters, digits and hyphens in the address.",
)
RESERVED = Words(
    "Het adres '%(slug)s' is van een vaste pagina. Kies een ander.",
    "The address '%(slug)s' is that of a fixed page. Choose another.",
)
_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
#: Addresses under /buyer-groups that are pages of their own.
TAKEN = frozenset({"nieuw", "uitnodigingen", "mededingingsprotocol"})


def next_states(state: GroupState) -> list[GroupState]:
    """Where a group can go from a state."""
    return [other for other in GroupState if (state, other) in MOVES]


def state_mistake(since: date, last: date, today: date) -> Words | None:
    """Why a state cannot hold from a day, or None."""
    if since > today:
        return NOT_YET
    return BEFORE_LAST if since < last else None


def is_odd(day: date, today: date) -> bool:
    """Whether nobody means this day."""
    return not FIRST_DAY <= day <= today + AHEAD


def overlap(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Whether two periods share a day; an end is the first day that is not in it."""
    return (until is None or other_since < until) and (other_until is None or since < other_until)


def address_of(name: str) -> str:
    """A name as an address: lower case, no accents, a hyphen for everything between words."""
    plain = sort_name(name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:120].strip("-")


def is_address(text: str) -> bool:
    """Whether this can be the address of a group."""
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= 120


def names_in(text: str) -> list[str]:
    """The names of a text with one a line, each once."""
    lines = (" ".join(line.split())[:200] for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))
