"""Pages on which the programme manager keeps what a chain is, who covers it, and its impact."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains import labels, services
from buyergroups.chains.forms import seen
from buyergroups.chains.page import (
    ChainPage,
    chain_page,
    the_clusters,
    the_programme,
    the_themes,
)
from buyergroups.chains.queries import impacts
from buyergroups.chains.reference import ThemeRow
from buyergroups.groups.demand import latest_demand
from buyergroups.phases.queries import deciding_body
from buyergroups.upkeep import queries
from buyergroups.upkeep.forms import NEW, NO, OTHER, YES, CoverageForm, FactsForm, impact_form
from buyergroups.web import state
from buyergroups.web.formats import day_words
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing
from models.base import Precision

blueprint = Blueprint("upkeep", __name__)
SECTION = "chains"

RECORDED = Words("Vastgelegd.", "Recorded.")
NEW_DECISION = Words("nieuw besluit, per schriftelijke ronde", "new decision, by written procedure")
OTHER_PROGRAMME = Words("een ander programma", "another programme")
YES_NO = {YES: Words("ja", "yes"), NO: Words("nee", "no")}
#: What the register says; decisions of the programme are in Dutch.
IS_PRIORITY = Words("%(chain)s is een prioritaire keten.", "%(chain)s is a priority chain.")
NO_PRIORITY = Words("%(chain)s is geen prioritaire keten.", "%(chain)s is not a priority chain.")


def managed(slug: str, action: Action) -> ChainPage | ResponseReturnValue:
    """The chain, for whoever keeps its facts; for others there is no such page."""
    require(state.actor(), action)
    return chain_page(slug)


def options(words: Any) -> list[tuple[str, str]]:
    """Codes with their words, in the reader's language."""
    return [(str(code), text.into(state.language())) for code, text in words.items()]


@blueprint.get("/ketens/<slug>/beheer")
def overview(slug: str) -> ResponseReturnValue:
    """What the manager keeps of a chain, as it is now, with where to change it."""
    header = managed(slug, Action.CHAIN_EDIT)
    if not isinstance(header, ChainPage):
        return header
    session, chain_id = state.reading(), header.chain_id
    return page(
        "upkeep/overview.html",
        section=SECTION,
        facts=queries.facts(session, chain_id),
        coverage=queries.coverage(session, chain_id),
        impact=queries.impact(session, chain_id),
        impacts=impacts(session, chain_id, header.reading.moment),
        themes=_themes(header),
        leads=[row for row in queries.leads(session, state.now(), chain_id) if not row.until],
        demand=latest_demand(session, chain_id),
        may_mark=can(state.actor(), Action.PRIVATE_DEMAND_MARK),
        may_cover=can(state.actor(), Action.CHAIN_COVER),
        may_appoint=can(state.actor(), Action.LEAD_APPOINT),
        **header.context(),
    )


def _themes(header: ChainPage) -> list[ThemeRow]:
    return [row for row in the_themes(header.reading.day.year) if row.scored]


def _show(template: str, header: ChainPage, written: Writing, **values: Any) -> ResponseReturnValue:
    return form_page(
        template,
        written,
        section=SECTION,
        back=url_for("upkeep.overview", slug=header.standing.slug),
        **values,
        **header.context(),
    )


def _done(address: str) -> ResponseReturnValue:
    flash(RECORDED.into(state.language()))
    return redirect(address, 303)


# ---- what a chain is --------------------------------------------------------------------------


@blueprint.route("/ketens/<slug>/beheer/gegevens", methods=["GET", "POST"])
def facts(slug: str) -> ResponseReturnValue:
    """Name, cluster, priority and criteria tool."""
    header = managed(slug, Action.CHAIN_EDIT)
    if not isinstance(header, ChainPage):
        return header
    found = queries.facts(state.reading(), header.chain_id)
    now = found.ChainVersion
    clusters = {str(row.id): row.name for row in the_clusters(header.reading.moment)}
    decisions = _decisions()
    written = writing(
        FactsForm,
        gezien=now.id,
        naam=now.name_nl,
        ook_bekend=now.also_named_nl or "",
        cluster=str(now.cluster_id),
        prioritair=YES if now.priority else NO,
        criteriatool=YES if now.in_criteria_tool else NO,
        besloten_op=state.today(),
    )
    form: Any = written.form
    form.cluster.codes, form.besluit.codes = clusters, {*decisions, NEW}
    form.prioritair.codes = form.criteriatool.codes = YES_NO
    if request.method == "POST":
        done = _send_facts(header, written)
        if done is not None:
            return _done(done)
        written.theirs = queries.facts(state.reading(), header.chain_id)
    return _show(
        "upkeep/facts.html",
        header,
        written,
        clusters=clusters,
        decisions=[
            (NEW, NEW_DECISION.into(state.language())),
            *((key, text[:120]) for key, text in decisions.items()),
        ],
        yes_no=options(YES_NO),
    )


def _decisions() -> dict[str, str]:
    """The decisions that a change can come from, in words."""
    language = state.language()
    return {
        str(row.id): f"{row.reference}, {day_words(row.decided_on, language)}: {row.text}"
        for row in queries.decisions(state.reading(), state.actor(), the_programme().id)
    }


def _send_facts(header: ChainPage, written: Writing) -> str | None:
    form: Any = written.form
    actor, now = state.actor(), state.now()

    def act(session: Session) -> str:
        priority = form.prioritair.data == YES
        chosen = form.besluit.data
        decision_id = int(chosen) if chosen and chosen != NEW else None
        if form.decides:
            words = IS_PRIORITY if priority else NO_PRIORITY
            decision_id = services.record_procedure(
                session,
                actor,
                now,
                body=deciding_body(session),
                decided_on=form.besloten_op.data,
                who_agreed=form.akkoord.data.strip(),
                document=form.document.data.strip(),
                text=words.into("nl", chain=form.naam.data.strip()),
            ).id
        services.change_chain(
            session,
            actor,
            now,
            chain_id=header.chain_id,
            name_nl=" ".join(form.naam.data.split()),
            also_named=" ".join((form.ook_bekend.data or "").split()),
            cluster_id=int(form.cluster.data),
            priority=priority,
            in_criteria_tool=form.criteriatool.data == YES,
            decision_id=decision_id,
            reason=form.reden.data,
            seen=seen(form.gezien.data),
        )
        return url_for("upkeep.overview", slug=header.standing.slug)

    return send(written, act)


# ---- another programme ------------------------------------------------------------------------


@blueprint.route("/ketens/<slug>/beheer/belegging", methods=["GET", "POST"])
def coverage(slug: str) -> ResponseReturnValue:
    """Whether another programme works in the chain."""
    header = managed(slug, Action.CHAIN_COVER)
    if not isinstance(header, ChainPage):
        return header
    found = queries.coverage(state.reading(), header.chain_id)
    programmes = queries.related_programmes(state.reading(), the_programme().id)
    written = writing(CoverageForm, **_coverage_now(found))
    form: Any = written.form
    form.programma.codes = {*(str(key) for key, _ in programmes), OTHER}
    if request.method == "POST":
        done = _send_coverage(header, written)
        if done is not None:
            return _done(done)
        written.theirs = queries.coverage(state.reading(), header.chain_id)
    return _show(
        "upkeep/coverage.html",
        header,
        written,
        kinds=options(labels.COVERAGE),
        programmes=[
            *((str(key), name) for key, name in programmes),
            (OTHER, OTHER_PROGRAMME.into(state.language())),
        ],
    )


def _coverage_now(found: Any) -> dict[str, Any]:
    """What the form begins with."""
    if found is None:
        return {"gezien": ""}
    now = found.Coverage
    listed = str(now.related_programme_id) if now.related_programme_id else None
    return {
        "gezien": now.id,
        "soort": now.kind,
        "programma": listed or (OTHER if now.covered_by else ""),
        "naam": "" if listed else now.covered_by or "",
        "deel": now.part or "",
        "sinds": (now.since, now.since_precision),
    }


def _send_coverage(header: ChainPage, written: Writing) -> str | None:
    form: Any = written.form
    since, precision = form.sinds.data or (None, Precision.UNKNOWN)
    listed = form.programma.data not in ("", OTHER)

    def act(session: Session) -> str:
        services.cover_chain(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            kind=form.soort.data,
            covered_by=" ".join((form.naam.data or "").split()),
            related_programme_id=int(form.programma.data) if listed else None,
            part=form.deel.data,
            since=since,
            since_precision=precision,
            reason=form.reden.data,
            seen=seen(form.gezien.data),
        )
        return url_for("upkeep.overview", slug=header.standing.slug)

    return send(written, act)


# ---- impact -----------------------------------------------------------------------------------


@blueprint.route("/ketens/<slug>/beheer/impact", methods=["GET", "POST"])
def impact(slug: str) -> ResponseReturnValue:
    """How much procurement can do for each theme in the chain."""
    header = managed(slug, Action.CHAIN_EDIT)
    if not isinstance(header, ChainPage):
        return header
    themes, moment = _themes(header), header.reading.moment
    found = queries.impact(state.reading(), header.chain_id)
    known = impacts(state.reading(), header.chain_id, moment)
    written = writing(
        impact_form(themes),
        gezien=found.Impact.id if found else "",
        **{f"impact_{key}": level for key, level in known.items()},
    )
    if request.method == "POST":
        done = _send_impact(header, written)
        if done is not None:
            return _done(done)
        written.theirs = queries.impact(state.reading(), header.chain_id)
        known = impacts(state.reading(), header.chain_id, moment)
    return _show(
        "upkeep/impact.html",
        header,
        written,
        themes=themes,
        known=known,
        levels=options({code: words for code, (words, _) in labels.IMPACT.items()}),
    )


def _send_impact(header: ChainPage, written: Writing) -> str | None:
    form: Any = written.form

    def act(session: Session) -> str:
        services.set_impacts(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            levels=form.levels,
            reason=form.reden.data,
            seen=seen(form.gezien.data),
        )
        return url_for("upkeep.overview", slug=header.standing.slug)

    return send(written, act)
