"""Writes chains: versions, coverage, impact, selections, and decisions by written procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.chains import queries, rules
from buyergroups.clock import local_day
from buyergroups.errors import RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.base import Precision, sort_name
from models.chains import (
    ChainVersion,
    Coverage,
    CoverageKind,
    Impact,
    ImpactLevel,
    SelectedChain,
    YearlySelection,
)
from models.decisions import Body, Decision, DecisionKind

DECIDED_IN_FUTURE = Words(
    "Een besluit kan niet in de toekomst genomen zijn.", "A decision cannot lie in the future."
)
PROCEDURE_INCOMPLETE = Words(
    "Vul in wie akkoord ging en in welk document dat staat.",
    "Fill in who agreed and which document says so.",
)
BODY_DECIDES_NOTHING = Words("Dit overleg neemt geen besluiten.", "This body takes no decisions.")


def record_procedure(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    body: Body,
    decided_on: date,
    who_agreed: str,
    document: str,
    text: str,
) -> Decision:
    """A decision by written procedure, with the next number of its body and year.

    Recorded by the secretary of the body or the programme manager. Raises RefusedError for a date
    in the future, a body that decides nothing, or when who agreed or the document is missing.
    """
    require(actor, Action.PHASE_DECIDE, body)
    if decided_on > local_day(now):
        raise RefusedError(DECIDED_IN_FUTURE)
    if not (who_agreed.strip() and document.strip()):
        raise RefusedError(PROCEDURE_INCOMPLETE)
    if not body.decides:
        raise RefusedError(BODY_DECIDES_NOTHING)
    nr = _next_number(session, body, decided_on.year)
    decision = Decision(
        programme_id=body.programme_id,
        body_id=body.id,
        kind=DecisionKind.WRITTEN_PROCEDURE,
        decided_on=decided_on,
        year=decided_on.year,
        nr=nr,
        reference=rules.decision_reference(body.prefix, decided_on.year, nr),
        who_agreed=who_agreed,
        document=document,
        text=text,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as=acted_for(actor, body)):
        session.add(decision)
    return decision


def _next_number(session: Session, body: Body, year: int) -> int:
    # Two recorders wait for each other here, so that a number is given out once.
    session.execute(select(Body.id).where(Body.id == body.id).with_for_update())
    highest = session.scalar(
        select(func.max(Decision.nr)).where(Decision.body_id == body.id, Decision.year == year)
    )
    return (highest or 0) + 1


def acted_for(actor: Actor, body: Body) -> str:
    """The role in which somebody records what a body decided."""
    role = "secretary" if body.id in actor.secretary_of else "programme-manager"
    return f"{role}:body/{body.id}"


def select_chains(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    year: int,
    choices: Sequence[rules.Choice],
    decision: Decision,
    expected: int,
    other_number_reason: str = "",
) -> YearlySelection:
    """The selection for a year as decided; a later one for the same year replaces it."""
    require(actor, Action.CHAIN_SELECT)
    facts = queries.selection_facts(session, decision.programme_id, now, before_year=year)
    mistake = rules.selection_mistake(
        choices,
        priority=facts.priority,
        covered=facts.covered,
        previous=facts.previous,
        expected=expected,
        other_number_reason=other_number_reason,
    )
    if mistake is not None:
        raise RefusedError(mistake.words, **mistake.values)
    selection = YearlySelection(
        programme_id=decision.programme_id,
        year=year,
        decision_id=decision.id,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as="programme-manager"):
        session.add(selection)
        session.flush()
        session.add_all(_lines(selection, choices, facts.ids))
    return selection


def _lines(
    selection: YearlySelection, choices: Sequence[rules.Choice], ids: Mapping[str, int]
) -> list[SelectedChain]:
    return [
        SelectedChain(
            selection_id=selection.id,
            chain_id=ids[choice.slug],
            outcome=choice.outcome,
            reason=choice.reason,
            covered_reason=choice.covered_reason or None,
        )
        for choice in choices
    ]


def cover_chain(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    kind: CoverageKind,
    covered_by: str | None = None,
    related_programme_id: int | None = None,
    part: str | None = None,
    since: date | None = None,
    since_precision: Precision = Precision.UNKNOWN,
    reason: str,
) -> Coverage:
    """Say that another programme works in the chain, possibly does, or no longer does."""
    require(actor, Action.CHAIN_COVER)
    coverage = Coverage(
        chain_id=chain_id,
        kind=kind,
        covered_by=covered_by,
        related_programme_id=related_programme_id,
        part=part,
        since=since,
        since_precision=since_precision,
        reason=reason,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, reason=reason):
        session.add(coverage)
    return coverage


def set_impact(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    theme_id: int,
    level: ImpactLevel,
    reason: str,
) -> Impact:
    """How much procurement can do for a theme in a chain, by expert judgement."""
    require(actor, Action.CHAIN_EDIT)
    impact = Impact(
        chain_id=chain_id, theme_id=theme_id, level=level, reason=reason, **stamp(actor, now)
    )
    with recorded(session, actor, now, reason=reason):
        session.add(impact)
    return impact


def change_chain(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    name_nl: str,
    cluster_id: int,
    priority: bool,
    in_criteria_tool: bool,
    reason: str,
    decision_id: int | None = None,
) -> ChainVersion:
    """Another name, cluster or priority from now on; history stays readable under the old name."""
    require(actor, Action.CHAIN_EDIT)
    version = ChainVersion(
        chain_id=chain_id,
        cluster_id=cluster_id,
        name_nl=name_nl,
        sort_name=sort_name(name_nl),
        priority=priority,
        in_criteria_tool=in_criteria_tool,
        decision_id=decision_id,
        reason=reason,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, reason=reason):
        session.add(version)
    return version
