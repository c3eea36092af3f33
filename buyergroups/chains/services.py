"""Writes chains: versions, coverage, impact, selections, and decisions by written procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.chains import queries, rules, selection
from buyergroups.chains.meanwhile import Seen, latest_of, still_the_last
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotThereError, RefusedError
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
from models.programme import RelatedProgramme, Theme

DECIDED_IN_FUTURE = Words(
    "Een besluit kan niet in de toekomst genomen zijn.", "A decision cannot lie in the future."
)
PROCEDURE_INCOMPLETE = Words(
    "Vul in wie akkoord ging en in welk document dat staat.",
    "Fill in who agreed and which document says so.",
)
BODY_DECIDES_NOTHING = Words("Dit overleg neemt geen besluiten.", "This body takes no decisions.")
NAME_MISSING = Words("Schrijf hoe de keten heet.", "Write what the chain is called.")
SINCE_IN_FUTURE = Words(
    "Sinds wanneer een ander programma hier werkt, kan niet in de toekomst liggen.",
    "Since when another programme works here cannot lie in the future.",
)
NAME_UNREADABLE = Words(
    "In een naam staan letters, en geen onzichtbare tekens.",
    "A name has letters, and no invisible signs.",
)
PRIORITY_UNDECIDED = Words(
    "Of een keten prioritair is, verandert alleen door een besluit. Kies of beschrijf dat besluit.",
    "Whether a chain is a priority changes by a decision only. Choose or describe that decision.",
)
NOTHING_CHANGED = Words(
    "Er is niets veranderd om vast te leggen.", "Nothing was changed that could be recorded."
)
SELECTED_MEANWHILE = Words(
    "Iemand anders heeft intussen een jaarselectie voor %(year)s vastgelegd.",
    "Somebody else has recorded a selection for %(year)s meanwhile.",
)
COVERED_MEANWHILE = Words(
    "Iemand anders heeft intussen vastgelegd of deze keten belegd is.",
    "Somebody else has recorded meanwhile whether this chain is covered.",
)
IMPACT_MEANWHILE = Words(
    "Iemand anders heeft intussen de impact in deze keten vastgelegd.",
    "Somebody else has recorded the impact in this chain meanwhile.",
)
EDITED_MEANWHILE = Words(
    "Iemand anders heeft intussen de gegevens van deze keten gewijzigd.",
    "Somebody else has changed the facts of this chain meanwhile.",
)


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
    seen: Seen | None = None,
) -> YearlySelection:
    """The selection for a year as decided; a later one for the same year replaces it.

    `seen`: the selection of that year that the form showed. Raises ChangedMeanwhileError when
    there is another one, RefusedError for choices that break a rule.
    """
    require(actor, Action.CHAIN_SELECT)
    programme_id = decision.programme_id
    if seen is not None and seen.id != selection.latest_of_year(session, programme_id, year):
        raise ChangedMeanwhileError(SELECTED_MEANWHILE, year=year)
    facts = selection.selection_facts(session, programme_id, now, before_year=year)
    _refuse_choices(choices, facts, expected, other_number_reason)
    other = sum(choice.selected for choice in choices) != expected
    made = YearlySelection(
        programme_id=programme_id,
        year=year,
        decision_id=decision.id,
        other_number_reason=other_number_reason.strip() if other else None,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as="programme-manager"):
        session.add(made)
        session.flush()
        session.add_all(_lines(made, choices, facts.ids))
    return made


def _refuse_choices(
    choices: Sequence[rules.Choice],
    facts: selection.SelectionFacts,
    expected: int,
    other_number_reason: str,
) -> None:
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


def _lines(
    made: YearlySelection, choices: Sequence[rules.Choice], ids: Mapping[str, int]
) -> list[SelectedChain]:
    return [
        SelectedChain(
            selection_id=made.id,
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
    seen: Seen | None = None,
) -> Coverage:
    """Say that another programme works in the chain, possibly does, or no longer does.

    A related programme is kept with its name of now. Raises RefusedError, ChangedMeanwhileError.
    """
    require(actor, Action.CHAIN_COVER)
    still_the_last(session, chain_id, seen, latest_of(Coverage, chain_id), COVERED_MEANWHILE)
    since = rules.first_day(since, since_precision)
    if since is not None and not rules.not_in_future(since, local_day(now)):
        raise RefusedError(SINCE_IN_FUTURE)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    if related_programme_id is not None:
        covered_by = session.get_one(RelatedProgramme, related_programme_id).name_nl
    coverage = Coverage(chain_id=chain_id, kind=kind, reason=reason.strip(), **stamp(actor, now))
    coverage.since_precision = Precision.UNKNOWN
    if kind is not CoverageKind.NONE:
        coverage.covered_by = (covered_by or "").strip() or None
        coverage.related_programme_id = related_programme_id
        coverage.part = (part or "").strip() or None
        coverage.since = since
        coverage.since_precision = since_precision if since is not None else Precision.UNKNOWN
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


def set_impacts(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    levels: Mapping[int, ImpactLevel],
    reason: str,
    seen: Seen | None = None,
) -> list[Impact]:
    """The impact on several themes at once, with one reason; what stays the same is left out.

    Raises RefusedError without a reason, when nothing differs, or for a theme that is not scored.
    """
    require(actor, Action.CHAIN_EDIT)
    still_the_last(session, chain_id, seen, latest_of(Impact, chain_id), IMPACT_MEANWHILE)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    known = queries.impacts(session, chain_id, now)
    changed = {key: level for key, level in levels.items() if known.get(key) is not level}
    if not changed:
        raise RefusedError(NOTHING_CHANGED)
    scored = set(session.scalars(select(Theme.id).where(Theme.scored_per_chain)))
    if not changed.keys() <= scored:
        raise NotThereError("theme that is not scored")
    return [
        set_impact(
            session,
            actor,
            now,
            chain_id=chain_id,
            theme_id=theme_id,
            level=level,
            reason=reason.strip(),
        )
        for theme_id, level in changed.items()
    ]


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
    also_named: str | None = None,
    seen: Seen | None = None,
) -> ChainVersion:
    """Another name, cluster or priority from now on; history stays readable under the old name.

    `also_named`: another name in use; None leaves it as it was. Raises RefusedError.
    """
    require(actor, Action.CHAIN_EDIT)
    was = _version(session, chain_id, seen)
    other = was.also_named_nl if also_named is None else also_named.strip() or None
    new = (name_nl.strip(), other, cluster_id, priority, in_criteria_tool)
    _refuse_facts(was, new, reason, decision_id)
    version = ChainVersion(
        chain_id=chain_id,
        cluster_id=cluster_id,
        name_nl=new[0],
        also_named_nl=other,
        sort_name=sort_name(new[0]),
        priority=priority,
        in_criteria_tool=in_criteria_tool,
        decision_id=decision_id,
        reason=reason.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now, reason=reason):
        session.add(version)
    return version


def _version(session: Session, chain_id: int, seen: Seen | None) -> ChainVersion:
    last = latest_of(ChainVersion, chain_id)
    still_the_last(session, chain_id, seen, last, EDITED_MEANWHILE)
    return session.scalars(select(ChainVersion).where(ChainVersion.id.in_(last))).one()


def _refuse_facts(
    was: ChainVersion, new: tuple[object, ...], reason: str, decision_id: int | None
) -> None:
    old = (was.name_nl, was.also_named_nl, was.cluster_id, was.priority, was.in_criteria_tool)
    mistakes = (
        (not new[0], NAME_MISSING),
        (not rules.is_name(str(new[0])), NAME_UNREADABLE),
        (not reason.strip(), WHY_MISSING),
        (new == old, NOTHING_CHANGED),
        (was.priority is not new[3] and decision_id is None, PRIORITY_UNDECIDED),
    )
    for wrong, words in mistakes:
        if wrong:
            raise RefusedError(words)
