"""Where the plan of a chain is, and what its pages need: names, rows, and how it fares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from buyergroups.chains.page import ChainPage, chain_page, the_programme, the_themes
from buyergroups.clock import local_day
from buyergroups.documents.pages import Place
from buyergroups.documents.queries import VersionRow
from buyergroups.plans import queries
from buyergroups.plans.faring import ActivityNow, Fares, faring
from buyergroups.plans.glance import GoalChart, goal_charts, risk_matrix, timeline
from buyergroups.plans.kind import KIND
from buyergroups.plans.parts import RISKS, Names
from buyergroups.web import state
from buyergroups.web.charts.lanes import Swim
from buyergroups.web.charts.matrix import Matrix

SECTION = "chains"
PATH = "/ketens/<slug>/plan"


def place_of(slug: str) -> Place | ResponseReturnValue:
    """The plan of the chain at an address, or the redirect from a former address."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    return Place(
        kind=KIND,
        programme_id=header.programme.id,
        subject_id=header.chain_id,
        home=url_for("plans.plan", slug=header.standing.slug),
        layout="layouts/chain.html",
        menu=SECTION,
        name=header.standing.name,
        file=f"plan-{header.standing.slug}",
        context=header.context(),
    )


def names_for(version: VersionRow | None) -> Names:
    """What things are called, in the year in which a version was adopted, else now."""
    year = state.today().year
    if version is not None and version.adopted_at is not None:
        year = local_day(version.adopted_at).year
    programme_id = the_programme().id
    return state.remembered(
        ("plan names", year), lambda session: queries.names(session, programme_id, year)
    )


def scored_themes() -> frozenset[int]:
    """The themes that count as focus: all but social return."""
    return frozenset(row.id for row in the_themes(state.today().year) if row.scored)


def fares(place: Place, version: VersionRow, found: Mapping[str, Sequence[Any]]) -> Fares:
    """How a version fares. Of the one that holds by the facts on it; a draft says itself how far
    its activities are, and goals were measured whatever is being written; of one that was
    replaced as it said then.
    """
    session = state.reading()
    replaced = version.superseded_at is not None
    holds = version.adopted_at is not None and not replaced
    return faring(
        found,
        queries.progress(session, place.subject_id) if holds else {},
        {} if replaced else queries.measurements(session, place.subject_id),
        adopted_at=version.adopted_at,
        today=state.today(),
    )


@dataclass(frozen=True)
class Glance:
    """How a version fares, drawn."""

    timeline: Swim | None
    goals: Sequence[GoalChart]
    matrix: Matrix | None


def glance(
    known: Fares,
    found: Mapping[str, Sequence[Any]],
    activities: Sequence[ActivityNow] | None = None,
) -> Glance:
    """The charts of a version; the timeline is of these activities, else of all."""
    today, language = state.today(), state.language()
    return Glance(
        timeline=timeline(known.activities if activities is None else activities, today, language),
        goals=goal_charts(known.goals, today, language),
        matrix=risk_matrix(found[RISKS.code], language),
    )
