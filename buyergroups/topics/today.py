"""What topics offer to the page of today: what waits for whom, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.home.offers import Deed, Line, Offer, Visit, settings_of
from buyergroups.phases.queries import deciding_body_or_none
from buyergroups.settings.catalogue import SettingKey
from buyergroups.topics import queries
from buyergroups.topics.queries import Standing
from buyergroups.topics.rules import Turn
from buyergroups.web.formats import day_words, distance
from buyergroups.words import Words
from models.people import Language
from models.topics import AdviceOutcome, TopicState

SOON = timedelta(days=14)
#: More than these of one kind is one line, with the way to the list.
MOST = 4

TO_PLAN = Words(
    "opgebracht %(far)s, nog geen praktijktoets gepland", "raised %(far)s, no practice test planned"
)
TO_START = Words("je praktijktoets begint op %(day)s", "your practice test begins on %(day)s")
TO_START_LATE = Words(
    "je praktijktoets zou beginnen op %(day)s", "your practice test was to begin on %(day)s"
)
TO_FINISH = Words("je praktijktoets loopt tot %(day)s", "your practice test runs until %(day)s")
TO_FINISH_LATE = Words(
    "je praktijktoets zou klaar zijn op %(day)s", "your practice test was to be done on %(day)s"
)
TO_DECIDE = Words(
    "advies van %(day)s wacht op een besluit", "advice of %(day)s waits for a decision"
)
ON_AGENDA = Words(
    "advies wacht op een besluit, op de agenda van %(day)s",
    "advice waits for a decision, on the agenda of %(day)s",
)
TO_HAND_OVER = Words(
    "gaat naar een ander beleidsdomein: leg de overdracht vast",
    "goes to another policy domain: record the handover",
)
TO_RECEIVE = Words(
    "overgedragen %(far)s, ontvangst nog niet bevestigd",
    "handed over %(far)s, receipt not confirmed yet",
)
TO_CLOSE = Words(
    "overgedragen en ontvangen: je kunt het sluiten", "handed over and received: you can close it"
)
TEST_BEGINS = Words("praktijktoets begint op %(day)s", "practice test begins on %(day)s")
TEST_ENDS = Words("praktijktoets loopt tot %(day)s", "practice test runs until %(day)s")
AGENDA_COMES = Words(
    "advies op de agenda van het opgave-overleg van %(day)s",
    "advice on the agenda of the opgave-overleg of %(day)s",
)
DUE = Words("uiterlijk %(day)s af te doen", "to be done by %(day)s")
MANY = Words("Vraagstukken", "Cross-cutting topics")
MANY_WAIT = Words("%(count)s wachten op een praktijktoets", "%(count)s wait for a practice test")
PLAN = Words("Toets plannen", "Plan the test")
START = Words("Toets beginnen", "Begin the test")
LOOK = Words("Bekijk", "View")
WORK = Words("Naar de toets", "To the test")
DECIDE = Words("Besluit vastleggen", "Record decision")
HAND_OVER = Words("Overdracht vastleggen", "Record handover")
RECEIVED = Words("Ontvangst vastleggen", "Record receipt")
CLOSE = Words("Vraagstuk sluiten", "Close the topic")


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """What the reader has to do for a topic to go on."""
    rows = _waiting(session, visit)
    actor, decides = visit.actor, _decides(session, visit)
    made = [_of_tester(row, visit) for row in rows if row.tester_id == actor.person_id]
    if decides:
        days = settings_of(session, visit)[SettingKey.TEST_PLAN_DAYS]
        made += [_of_programme(row, visit, days) for row in rows]
    return _short([line for line in made if line is not None], visit)


def coming(session: Session, visit: Visit) -> Sequence[Line]:
    """In two weeks: tests of one's own that begin or end, agendas with an advice, and motions.

    What is due today or is late stands above already.
    """
    decides = _decides(session, visit)
    found = []
    for row in _waiting(session, visit):
        if row.tester_id == visit.actor.person_id:
            found.append(_comes(row, visit, TEST_BEGINS, _when(row, TopicState.PLANNED)))
            found.append(_comes(row, visit, TEST_ENDS, _when(row, TopicState.RUNNING)))
        if decides and row.state is TopicState.ADVISED:
            found.append(_comes(row, visit, AGENDA_COMES, row.agenda_on))
        if decides and row.state is not TopicState.DECIDED:
            found.append(_comes(row, visit, DUE, row.due))
    return [line for line in found if line is not None]


def _when(row: Standing, state: TopicState) -> date | None:
    """The day on which the test of a topic in this state begins, or ends."""
    if row.state is not state:
        return None
    return row.starts_on if state is TopicState.PLANNED else row.ends_on


def _comes(row: Standing, visit: Visit, words: Words, day: date | None) -> Line | None:
    today = local_day(visit.now)
    if day is None or not today <= day <= today + SOON:
        return None
    what = words.into(visit.language, day=day_words(day, visit.language))
    dutch = row.language is Language.DUTCH
    return Line(row.title, _path(row), what, 0, "", dutch=dutch, on=day)


def _waiting(session: Session, visit: Visit) -> list[Standing]:
    return visit.once("topics", lambda: queries.waiting(session, visit.actor))


def _decides(session: Session, visit: Visit) -> bool:
    """Whether the reader records what the opgave-overleg decides; asked of secretaries only."""
    if visit.actor.is_programme_manager or not visit.actor.secretary_of:
        return visit.actor.is_programme_manager
    body = visit.once("deciding body", lambda: deciding_body_or_none(session))
    return body is not None and body.id in visit.actor.secretary_of


def _short(made: list[Line], visit: Visit) -> list[Line]:
    """With many to plan one line stands for them all."""
    plans = [line for line in made if line.deeds and line.deeds[0].words == PLAN]
    if len(plans) <= MOST:
        return made
    what = MANY_WAIT.into(visit.language, count=len(plans))
    address = f"/vraagstukken?stand={TopicState.RAISED.value}"
    deed = Deed(LOOK, address)
    many = Line(MANY.into(visit.language), address, what, 55, "warn", (deed,), dutch=False)
    return [*(line for line in made if line not in plans), many]


def _of_tester(row: Standing, visit: Visit) -> Line | None:
    today, path = local_day(visit.now), f"{_path(row)}/praktijktoets"
    if row.state is TopicState.PLANNED and row.starts_on is not None:
        words, late = (TO_START_LATE, True) if row.starts_on < today else (TO_START, False)
        day = day_words(row.starts_on, visit.language)
        return _line(row, visit, words, late=late, deed=Deed(START, f"{path}/starten"), day=day)
    if row.state is TopicState.RUNNING and row.ends_on is not None:
        words, late = (TO_FINISH_LATE, True) if row.ends_on < today else (TO_FINISH, False)
        day = day_words(row.ends_on, visit.language)
        return _line(row, visit, words, late=late, deed=Deed(WORK, path), day=day)
    return None


def _of_programme(row: Standing, visit: Visit, days: int) -> Line | None:
    """For the programme manager, and the secretary of the opgave-overleg.

    `days`: so long after it was raised a test is to be planned.
    """
    path = _path(row)
    if row.state is TopicState.RAISED:
        deed = Deed(PLAN, f"{path}/praktijktoets/plannen")
        late = (local_day(visit.now) - row.since).days > days
        line = _line(row, visit, TO_PLAN, late=late, deed=deed, far=_far(row.since, visit))
        return replace(line, flag=("topic-without-test", row.id, ""))
    if row.state is TopicState.ADVISED:
        words, day = (ON_AGENDA, row.agenda_on) if row.agenda_on else (TO_DECIDE, row.since)
        deed = Deed(DECIDE, f"{path}/besluit")
        return _line(row, visit, words, deed=deed, day=day_words(day, visit.language))
    return _decided(row, visit) if row.state is TopicState.DECIDED else None


def _decided(row: Standing, visit: Visit) -> Line | None:
    """What goes elsewhere is handed over, received and closed; what stays asks for nothing now."""
    path = _path(row)
    if row.decided is not AdviceOutcome.OTHER_DOMAIN:
        return None
    if row.turn is Turn.OTHERS and row.handed_on is not None:
        deed = Deed(RECEIVED, f"{path}/ontvangst")
        return _line(row, visit, TO_RECEIVE, deed=deed, far=_far(row.handed_on, visit))
    if row.handed_on is None:
        return _line(row, visit, TO_HAND_OVER, deed=Deed(HAND_OVER, f"{path}/overdracht"))
    return _line(row, visit, TO_CLOSE, deed=Deed(CLOSE, f"{path}/sluiten"))


def _line(
    row: Standing, visit: Visit, words: Words, *, deed: Deed, late: bool = False, **values: str
) -> Line:
    return Line(
        row.title,
        _path(row),
        words.into(visit.language, **values),
        65 if late else 45,
        "warn" if late else "none",
        (deed,),
        dutch=row.language is Language.DUTCH,
    )


def _path(row: Standing) -> str:
    return f"/vraagstukken/{row.slug}"


def _far(day: date, visit: Visit) -> str:
    return distance((day - local_day(visit.now)).days, visit.language)


OFFER = Offer(lines, coming)
