"""Pure rules of topics: the moves between states, whose turn it is, and what fits together.

Source: "Cross-cutting topics" in the domain. The first five moves are its line; the others put
right what was recorded too early, and end what need not be tested.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from buyergroups.errors import RefusedError
from buyergroups.groups.rules import address_of
from buyergroups.phases.rules import is_web_address
from buyergroups.words import Words
from models.topics import AdviceOutcome, TopicOrigin, TopicState, Urgency

_S = TopicState

#: From raised to closed.
ON_THE_WAY = (_S.RAISED, _S.PLANNED, _S.RUNNING, _S.ADVISED, _S.DECIDED, _S.CLOSED)
#: One step back, with a reason. A decision is never taken back: a closed topic begins anew.
BACK = {
    _S.PLANNED: _S.RAISED,
    _S.RUNNING: _S.PLANNED,
    _S.ADVISED: _S.RUNNING,
    _S.CLOSED: _S.RAISED,
}
#: Before there is an advice a topic can be closed without a decision: it is a duplicate, say.
CLOSABLE = frozenset({_S.RAISED, _S.PLANNED, _S.RUNNING, _S.DECIDED})
#: From which state a topic may go to which; every other pair is refused.
MOVES = frozenset(
    {
        *pairwise(ON_THE_WAY),
        *BACK.items(),
        *((state, _S.CLOSED) for state in CLOSABLE),
    }
)
#: How far ahead or back somebody means a day.
AHEAD = timedelta(days=3660)
#: No agenda is made for later; an advice on it would wait unnoticed.
AGENDA_AHEAD = timedelta(days=366)
FIRST_DAY = date(2015, 1, 1)
MOST_LINKS = 20

TITLE_MISSING = Words("Schrijf waar het over gaat.", "Write what it is about.")
TITLE_UNREADABLE = Words(
    "Noem het met letters of cijfers, zodat het te vinden is.",
    "Name it with letters or digits, so that it can be found.",
)
ASKED_MISSING = Words(
    "Schrijf wat er van inkoop gevraagd wordt.", "Write what is asked of procurement."
)
URGENCY_MISSING = Words("Schrijf waarom dit nu speelt.", "Write why this matters now.")
NUMBER_MISSING = Words(
    "Vul het nummer van de motie of toezegging in.",
    "Fill in the number of the motion or commitment.",
)
DUE_MISSING = Words(
    "Vul in wanneer de motie of toezegging afgedaan moet zijn.",
    "Fill in by when the motion or commitment is to be done.",
)
NO_WEB_ADDRESS = Words(
    "Schrijf elke link als een volledig adres dat begint met https://, op een eigen regel.",
    "Write each link as a whole address that begins with https://, on a line of its own.",
)
TOO_MANY_LINKS = Words("Geef hoogstens %(most)s links.", "Give at most %(most)s links.")
ODD_DAY = Words(
    "Kies een dag tussen %(first)s en %(last)s.", "Choose a day between %(first)s and %(last)s."
)
NO_SUCH_MOVE = Words(
    "Dit vraagstuk is in de stand '%(was)s'. Van daar gaat het niet naar '%(to)s'.",
    "This topic is in the state '%(was)s'. From there it does not go to '%(to)s'.",
)
NOT_YET = Words("Kies een dag tot en met vandaag.", "Choose a day up to today.")
BEFORE_LAST = Words(
    "De vorige stap was op %(day)s. Kies die dag of later.",
    "The step before was on %(day)s. Choose that day or later.",
)
OWN_DUPLICATE = Words(
    "Een vraagstuk kan niet dubbel zijn met zichzelf. Kies het andere vraagstuk.",
    "A topic cannot be its own duplicate. Choose the other topic.",
)
DUPLICATE_CIRCLE = Words(
    "Het andere vraagstuk is zelf gesloten als dubbel. Kies het vraagstuk dat overblijft.",
    "The other topic was itself closed as a duplicate. Choose the topic that remains.",
)
DOMAIN_MISSING = Words(
    "Noem het beleidsdomein waar het beter past.", "Name the policy domain where it fits better."
)
TOLD_MISSING = Words("Schrijf wie daar is ingelicht.", "Write who was informed there.")


class Turn(enum.Enum):
    """Who has the ball."""

    TEAM = "team"
    TESTER = "tester"
    STEERING = "steering"
    OTHERS = "others"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Facts:
    """What somebody says of a topic."""

    title: str
    asked: str
    origin: TopicOrigin
    origin_about: str
    parliament_nr: str
    due: date | None
    urgency: Urgency
    urgency_reason: str
    chain_ids: tuple[int, ...] = ()
    theme_ids: tuple[int, ...] = ()
    links: tuple[str, ...] = ()


def can_move(was: TopicState, to: TopicState) -> bool:
    """Whether a topic may go from one state to another."""
    return (was, to) in MOVES


def next_states(state: TopicState) -> list[TopicState]:
    """Where a topic can go from a state."""
    return [other for other in TopicState if (state, other) in MOVES]


def turn(state: TopicState, decided: AdviceOutcome | None, *, handed: bool, received: bool) -> Turn:
    """Who has to do something; a topic that goes elsewhere is closed when it was received."""
    if state is TopicState.DECIDED and decided is AdviceOutcome.OTHER_DOMAIN:
        return Turn.OTHERS if handed and not received else Turn.TEAM
    return {
        TopicState.RAISED: Turn.TEAM,
        TopicState.PLANNED: Turn.TESTER,
        TopicState.RUNNING: Turn.TESTER,
        TopicState.ADVISED: Turn.STEERING,
        TopicState.DECIDED: Turn.TEAM,
        TopicState.CLOSED: Turn.NOBODY,
    }[state]


def day_refusal(
    day: date, first: date, today: date, before: Words = BEFORE_LAST
) -> RefusedError | None:
    """Why something cannot be done on a day, or None; `before`: what to say of one too early."""
    if day > today:
        return RefusedError(NOT_YET)
    return RefusedError(before, day=f"{first:%d-%m-%Y}") if day < first else None


def odd_day(day: date, today: date, ahead: timedelta = AHEAD) -> RefusedError | None:
    """Why nobody means this day, or None."""
    first, last = FIRST_DAY, today + ahead
    if first <= day <= last:
        return None
    return RefusedError(ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")


def facts_refusals(facts: Facts, today: date) -> list[RefusedError]:
    """All that is missing or makes no sense."""
    of_parliament = facts.origin is TopicOrigin.PARLIAMENT
    titled = bool(facts.title.strip())
    no_address = any(not is_web_address(link) or len(link) > 500 for link in facts.links)
    mistakes = (
        (not titled, TITLE_MISSING),
        (titled and not address_of(facts.title), TITLE_UNREADABLE),
        (not facts.asked.strip(), ASKED_MISSING),
        (not facts.urgency_reason.strip(), URGENCY_MISSING),
        (of_parliament and not facts.parliament_nr.strip(), NUMBER_MISSING),
        (of_parliament and facts.due is None, DUE_MISSING),
        (no_address, NO_WEB_ADDRESS),
    )
    found = [RefusedError(words) for wrong, words in mistakes if wrong]
    odd = None if facts.due is None else odd_day(facts.due, today)
    if odd is not None:
        found.append(odd)
    if len(facts.links) > MOST_LINKS:
        found.append(RefusedError(TOO_MANY_LINKS, most=MOST_LINKS))
    return found


def outcome_mistake(outcome: AdviceOutcome, domain: str) -> Words | None:
    """What goes elsewhere goes to a domain that has a name."""
    elsewhere = outcome is AdviceOutcome.OTHER_DOMAIN
    return DOMAIN_MISSING if elsewhere and not domain.strip() else None
