"""Writes consultations: announced or logged, their facts, and from one state to the next.

The blocks of a file stand in `blocks`, who is shut out in `interests`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import AMSTERDAM, local_day
from buyergroups.consultations import labels, queries, rules
from buyergroups.consultations.facts import CHAIN_MISSING, Facts
from buyergroups.consultations.holding import hold, live, record_move, touch
from buyergroups.errors import WHY_MISSING, RefusedError
from buyergroups.groups import membership
from buyergroups.groups.places import Place, takes_part
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import render
from buyergroups.words import Words
from models.consultations import (
    ConsultationChain,
    ConsultationMove,
    ConsultationState,
    MarketConsultation,
)
from models.groups import BuyerGroup
from models.people import Language

NO_MEMBER = Words(
    "Deze organisatie neemt niet deel aan de groep.", "This organisation is not in the group."
)
GROUP_CLOSED = Words(
    "Deze groep is gesloten: er komen geen marktconsultaties bij.",
    "This group is closed: there are no more market consultations.",
)
OTHER_CHAIN = Words(
    "Kies een keten waar de groep aan werkt.", "Choose a chain that the group works on."
)
PUBLISHED_APART = Words(
    "Publiceren gaat op de pagina van het verslag.",
    "A report is published on the page of the report.",
)


def announce_consultation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    place: Place,
    facts: Facts,
    language: Language = Language.DUTCH,
) -> MarketConsultation:
    """The group will consult the market, on a day from today. Raises RefusedError."""
    require(actor, Action.CONSULTATION_LOG, place)
    if facts.held_on is not None and rules.FIRST_DAY <= facts.held_on < local_day(now):
        raise RefusedError(rules.ALREADY_PAST)
    if not membership.lock(session, place.group_id).is_open:
        raise RefusedError(GROUP_CLOSED)
    return _begin(session, actor, now, place, facts, language, ConsultationState.ANNOUNCED)


def log_consultation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    place: Place,
    facts: Facts,
    summary: str = "",
    language: Language = Language.DUTCH,
) -> MarketConsultation:
    """The group consulted the market, on a day up to today. Raises RefusedError."""
    require(actor, Action.CONSULTATION_LOG, place)
    return _begin(session, actor, now, place, facts, language, ConsultationState.HELD, summary)


def _begin(
    session: Session,
    actor: Actor,
    now: datetime,
    place: Place,
    facts: Facts,
    language: Language,
    state: ConsultationState,
    summary: str = "",
) -> MarketConsultation:
    if not takes_part(session, now, place):
        raise RefusedError(NO_MEMBER)
    _refuse_facts(session, now, place.group_id, facts, state)
    made = MarketConsultation(
        programme_id=session.get_one(BuyerGroup, place.group_id).programme_id,
        group_id=place.group_id,
        organisation_id=place.organisation_id,
        state=state,
        summary=summary.strip(),
        summary_html=render(summary.strip()).html,
        language=language,
        sort_day=local_day(now),
        **stamp(actor, now),
    )
    facts.write(made)
    made.sort_day = rules.sort_day(facts.held_on, facts.announced_on, local_day(now))
    with recorded(session, actor, now):
        session.add(made)
        session.flush()
        since = facts.held_on if state is ConsultationState.HELD else facts.announced_on
        first = since or local_day(now)
        record_move(session, actor, now, made, state, first, first=True)
        _set_chains(session, actor, now, made, facts.chain_ids)
    # Who is shut out of the files of a group begins none there either.
    require(actor, Action.CONSULTATION_READ, made)
    return made


def change_facts(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    facts: Facts,
    seen: int | None = None,
) -> MarketConsultation:
    """Other facts: when and what. Raises RefusedError, and ChangedMeanwhileError."""
    consultation = hold(session, actor, ref, seen)
    known = {row.id for row in queries.chains_of(session, consultation.id)}
    _refuse_facts(session, now, consultation.group_id, facts, consultation.state, known)
    with recorded(session, actor, now):
        facts.write(consultation)
        _set_chains(session, actor, now, consultation, facts.chain_ids)
        touch(consultation)
    return consultation


def write_summary(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    text: str,
    seen: int | None = None,
) -> None:
    """What it was about and what the group does with it, for the report; in Markdown."""
    consultation = hold(session, actor, ref, seen)
    laid_out = render(text.strip())
    with recorded(session, actor, now):
        consultation.summary, consultation.summary_html = laid_out.text, laid_out.html
        touch(consultation)


def move_consultation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    state: ConsultationState,
    moved_on: date,
    reason: str = "",
    seen: int | None = None,
) -> MarketConsultation:
    """The consultation goes to another state on a day; held on that day, where it was held.

    Raises RefusedError where the table has no such move, where something is missing or a reason
    is; ChangedMeanwhileError where somebody else was first.
    """
    consultation = hold(session, actor, ref, seen)
    if state is ConsultationState.PUBLISHED and (consultation.state, state) in rules.MOVES:
        raise RefusedError(PUBLISHED_APART)
    if (consultation.state, state) not in rules.MOVES:
        was, to = (labels.STATES[code].words.nl for code in (consultation.state, state))
        raise RefusedError(rules.NO_SUCH_MOVE, was=was, now=to)
    _refuse_day(session, now, consultation, state, moved_on)
    if rules.needs_reason(consultation.state, state) and not reason.strip():
        raise RefusedError(WHY_MISSING)
    if state is ConsultationState.REPORTED:
        wanting = rules.missing(queries.readiness(session, consultation))
        if wanting:
            raise RefusedError(wanting[0])
    with recorded(session, actor, now):
        if state is ConsultationState.HELD and consultation.state in rules.TO_COME:
            _hold_on(consultation, moved_on)
        record_move(session, actor, now, consultation, state, moved_on, reason)
        touch(consultation)
    return consultation


def _hold_on(consultation: MarketConsultation, day: date) -> None:
    """It was held on this day, at the times of the clock that were planned."""
    if consultation.held_on != day:
        for name in ("starts_at", "ends_at"):
            planned: datetime | None = getattr(consultation, name)
            if planned is not None:
                at = planned.astimezone(AMSTERDAM).time()
                setattr(consultation, name, rules.moment_at(day, at))
        if consultation.starts_at is None:
            consultation.ends_at = None
    consultation.held_on = day


def _refuse_day(
    session: Session,
    now: datetime,
    consultation: MarketConsultation,
    state: ConsultationState,
    day: date,
) -> None:
    today = local_day(now)
    if rules.is_odd(day, today):
        first = rules.FIRST_DAY
        raise RefusedError(rules.ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{today:%d-%m-%Y}")
    if day > today:
        held = state is ConsultationState.HELD
        raise RefusedError(rules.NOT_YET_HELD if held else rules.NOT_YET)
    last = session.scalars(
        select(ConsultationMove.moved_on)
        .where(ConsultationMove.consultation_id == consultation.id)
        .order_by(ConsultationMove.id.desc())
        .limit(1)
    ).first()
    if last is not None and day < last:
        raise RefusedError(rules.BEFORE_LAST, day=f"{last:%d-%m-%Y}")


def _refuse_facts(
    session: Session,
    now: datetime,
    group_id: int,
    facts: Facts,
    state: ConsultationState,
    known: Collection[int] = (),
) -> None:
    today = local_day(now)
    facts.refuse(today)
    if state in rules.WAS_HELD:
        if facts.held_on is None:
            raise RefusedError(rules.DAY_MISSING)
        if facts.held_on > today:
            raise RefusedError(rules.NOT_YET_HELD)
    offered = {row.id for row in queries.chains_of_group(session, group_id)}
    if not facts.chain_ids:
        raise RefusedError(CHAIN_MISSING)
    if not facts.chain_ids <= offered | set(known):
        raise RefusedError(OTHER_CHAIN)


def _set_chains(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: MarketConsultation,
    wanted: Collection[int],
) -> None:
    there = {row.chain_id: row for row in live(session, ConsultationChain, consultation)}
    for chain_id, row in there.items():
        if chain_id not in wanted:
            row.removed_at = now
    for chain_id in sorted(set(wanted) - there.keys()):
        session.add(
            ConsultationChain(
                consultation_id=consultation.id, chain_id=chain_id, **stamp(actor, now)
            )
        )
