"""Pure rules of consultations: the moves between states, when a report is due, days and times.

Source: "Consultations" in the domain. Nothing here asks a clock or a database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from buyergroups.clock import ClockHalf, moments_at
from buyergroups.words import Words
from models.consultations import ConsultationKind, ConsultationState, ItemOutcome

_S = ConsultationState
#: From which state a consultation may go to which; every other pair is refused.
MOVES = frozenset(
    {
        (_S.ANNOUNCED, _S.OPEN),
        (_S.ANNOUNCED, _S.HELD),
        (_S.ANNOUNCED, _S.CANCELLED),
        (_S.OPEN, _S.HELD),
        (_S.OPEN, _S.CANCELLED),
        (_S.HELD, _S.REPORTED),
        (_S.REPORTED, _S.HELD),
        (_S.REPORTED, _S.PUBLISHED),
    }
)
#: In these it has been held.
WAS_HELD = frozenset({_S.HELD, _S.REPORTED, _S.PUBLISHED})
#: It is still to come.
TO_COME = frozenset({_S.ANNOUNCED, _S.OPEN})
#: The way from beginning to end, where nothing is cancelled or taken back.
ON_THE_WAY = (_S.ANNOUNCED, _S.OPEN, _S.HELD, _S.REPORTED, _S.PUBLISHED)
#: So many people of the group are there at a one-to-one talk, at least (domain).
LEAST_AT_ONE_TO_ONE = 2
#: Earlier than this nothing was held that belongs here; further ahead nobody plans. Our design.
FIRST_DAY = date(2010, 1, 1)
AHEAD = timedelta(days=5 * 366)
LONGEST_PLATFORM_REF = 60
#: The sources say no form of a reference on the national platform; so little is asked.
_PLATFORM_REF = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9\-./ ]{0,58}[A-Za-z0-9])?", re.ASCII)

NO_SUCH_MOVE = Words(
    "Een marktconsultatie gaat niet van '%(was)s' naar '%(now)s'.",
    "A market consultation does not go from '%(was)s' to '%(now)s'.",
)
ODD_DAY = Words(
    "Kies een dag tussen %(first)s en %(last)s.", "Choose a day between %(first)s and %(last)s."
)
NOT_YET_HELD = Words(
    "Deze dag moet nog komen. Leg vast wat gehouden is, of kondig de consultatie aan.",
    "This day is still to come. Log what was held, or announce the consultation.",
)
ALREADY_PAST = Words(
    "Deze dag is al geweest. Kies 'Consultatie vastleggen' voor wat gehouden is.",
    "This day is past. Choose 'Log consultation' for what was held.",
)
NOT_YET = Words("Kies een dag tot en met vandaag.", "Choose a day up to today.")
BEFORE_LAST = Words(
    "De vorige stap was op %(day)s. Kies die dag of later.",
    "The step before was on %(day)s. Choose that day or later.",
)
CLOSES_FIRST = Words(
    "De sluiting ligt voor de opening (%(day)s).", "It closes before it opens (%(day)s)."
)
ENDS_FIRST = Words("De eindtijd ligt voor de begintijd.", "It ends before it starts.")
END_ALONE = Words("Vul ook de begintijd in.", "Fill in when it starts as well.")
TIME_ALONE = Words(
    "Vul bij een tijd ook de dag in.", "Fill in the day as well where there is a time."
)
NO_SUCH_TIME = Words(
    "Die tijd bestaat niet op die dag: de klok gaat dan een uur vooruit.",
    "There is no such time on that day: the clock goes forward an hour.",
)
STARTS_TWICE = Words(
    "De begintijd is er op die dag twee keer: de wintertijd begint. Kies welke je bedoelt.",
    "The time of the start comes twice on that day: winter time begins. Choose which you mean.",
)
ENDS_TWICE = Words(
    "De eindtijd is er op die dag twee keer: de wintertijd begint. Kies welke je bedoelt.",
    "The time of the end comes twice on that day: winter time begins. Choose which you mean.",
)
DAY_MISSING = Words("Vul de dag in.", "Fill in the day.")
ODD_REF = Words(
    "Gebruik in het kenmerk alleen letters, cijfers, spaties en - . /, hoogstens 60 tekens.",
    "Use only letters, digits, spaces and - . / in the reference, at most 60 characters.",
)

#: What has to be there before a report can be ready.
REPORT_EMPTY = Words(
    "Schrijf een samenvatting, of leg iets vast dat in het verslag mag.",
    "Write a summary, or record something that may stand in the report.",
)
TOO_FEW = Words(
    "Bij een een-op-eengesprek zijn ten minste twee mensen van de groep. Leg vast wie.",
    "At a one-to-one talk there are at least two people of the group. Record who.",
)
NOBODY_HEARD = Words("Leg vast welke marktpartij erbij was.", "Record which supplier was present.")
UNCHECKED = Words(
    "De marktpartij controleert het verslag van een een-op-eengesprek. Leg vast wanneer dat was.",
    "The supplier checks the report of a one-to-one talk. Record when that was.",
)


def next_states(state: ConsultationState) -> list[ConsultationState]:
    """Where somebody can take a consultation from a state; publishing is an act of its own."""
    return [to for to in _S if (state, to) in MOVES and to is not _S.PUBLISHED]


def next_step(kind: ConsultationKind, state: ConsultationState) -> ConsultationState | None:
    """The move that is usual next, or None at the end: only answers in writing are open first."""
    if state not in ON_THE_WAY[:-1]:
        return None
    if state is _S.ANNOUNCED and kind is not ConsultationKind.WRITTEN:
        return _S.HELD
    return ON_THE_WAY[ON_THE_WAY.index(state) + 1]


def needs_reason(was: ConsultationState, state: ConsultationState) -> bool:
    """Whether a move asks for a reason: what is called off, and what is taken back."""
    return state is _S.CANCELLED or (was, state) == (_S.REPORTED, _S.HELD)


def is_odd(day: date, today: date) -> bool:
    """Whether a day is not one on which anything of a consultation can be."""
    return not FIRST_DAY <= day <= today + AHEAD


def report_due(held_on: date, days: int, planned: date | None = None) -> date:
    """By which day the report is due, that day included.

    So many days after it was held, and in any case before the tender that it prepares is
    published: `planned` is the first day that this can be. Never before it was held: a tender
    that comes at once asks for it on that day.
    """
    due = held_on + timedelta(days=days)
    return due if planned is None else max(held_on, min(due, planned - timedelta(days=1)))


def sort_day(held_on: date | None, announced_on: date | None, logged_on: date) -> date:
    """By which day lists are sorted: held, else announced, else logged."""
    return held_on or announced_on or logged_on


def is_platform_ref(text: str) -> bool:
    """Whether this can be a reference on the national platform; empty is none."""
    return not text or _PLATFORM_REF.fullmatch(text) is not None


def comes_twice(day: date | None, at: time | None) -> bool:
    """Whether the clock in Amsterdam shows a time twice on a day: an hour in late October."""
    return day is not None and at is not None and len(moments_at(day, at)) > 1


def moment_at(day: date, at: time, half: ClockHalf | None = None) -> datetime | None:
    """When the clock in Amsterdam shows a time on a day (UTC); None where it never does.

    Of the hour that comes twice in autumn `half` says which is meant; unsaid it is the first.
    """
    found = moments_at(day, at)
    return found.get(half) or min(found.values(), default=None)


def needs_why(outcome: ItemOutcome) -> bool:
    """Whether an outcome is explained: what is not taken up, or partly."""
    return outcome in (ItemOutcome.PARTLY, ItemOutcome.NOT)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What decides whether a report can be ready."""

    kind: ConsultationKind
    #: People of the group who attend, suppliers present, and of these those that did not check.
    attendees: int
    present: int
    unchecked: int
    #: Whether there is a summary, or anything that was heard and may stand in the report.
    has_report: bool


def missing(ready: Readiness) -> list[Words]:
    """What is still missing before the report of a held consultation can be ready."""
    talk = ready.kind is ConsultationKind.ONE_TO_ONE
    wanting = (
        (not ready.has_report, REPORT_EMPTY),
        (talk and ready.attendees < LEAST_AT_ONE_TO_ONE, TOO_FEW),
        (talk and ready.present == 0, NOBODY_HEARD),
        (talk and ready.unchecked > 0, UNCHECKED),
    )
    return [words for wrong, words in wanting if wrong]
