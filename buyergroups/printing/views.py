"""The buttons "PDF maken": they start a task and show its page."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import ChainPage, chain_page, the_programme
from buyergroups.documents.compare import code_of
from buyergroups.documents.downloads import version_asked
from buyergroups.documents.pages import Place
from buyergroups.documents.queries import VersionRow
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.phases.filters import read_query
from buyergroups.plans import page as plans
from buyergroups.practice_tests.queries import last_test
from buyergroups.printing.making import PDF
from buyergroups.printing.sheets import tender_with_sheet
from buyergroups.strategies import page as strategies
from buyergroups.tasks.services import queue_task
from buyergroups.tasks.table import ONLY_CHAIN, ONLY_GROUP
from buyergroups.topics.page import topic_page
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import press

blueprint = Blueprint("printing", __name__)

LONGEST_QUERY = 1000
NO_PDF = Words("Er wordt geen PDF gemaakt. %(reasons)s", "No PDF is made. %(reasons)s")


@blueprint.post("/bord/pdf")
def board() -> ResponseReturnValue:
    """The board with the filters that the reader chose."""
    require(state.actor(), Action.BOARD_SEE)
    asked = parse_qs(request.form.get("bord", "")[:LONGEST_QUERY].replace("\x00", ""))
    query, mistakes = read_query(
        MultiDict(asked),
        today=state.today(),
        records_from=the_programme().records_from,
        language=state.language(),
    )
    if mistakes:
        reasons = " ".join(mistake.sentence(state.language()) for mistake in mistakes)
        raise RefusedError(NO_PDF, reasons=reasons)
    return _start({"adres": query.address(url_for("phases.board"), page=1)})


@blueprint.post("/ketens/<slug>/pdf")
def chain(slug: str) -> ResponseReturnValue:
    """A chain as it stands now."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    now_called = header.standing.slug
    return _start({"adres": url_for("chains.overview", slug=now_called), "keten": now_called})


@blueprint.post("/ketens/<slug>/plan/pdf")
def plan(slug: str) -> ResponseReturnValue:
    """A version of the plan of a chain, for who may see it."""
    place = plans.place_of(slug)
    if not isinstance(place, Place):
        return place
    slug = place.context["chain"].standing.slug
    version = _asked_version(place)
    # Who may read a draft no longer, gets no file of it either.
    only = {ONLY_CHAIN: place.subject_id} if version.nr is None else {}
    return _start({"adres": _address(place, version), "plan": slug, **only})


@blueprint.post(f"{strategies.PATH}/pdf")
def group_text(slug: str, which: str) -> ResponseReturnValue:
    """A version of the vision or strategy of a group, for who may see it."""
    place = strategies.place_of(slug, which)
    if not isinstance(place, Place):
        return place
    slug = place.context["group"].slug
    given = {"groep": slug, "tekst": which, ONLY_GROUP: place.subject_id}
    return _start({"adres": _address(place, _asked_version(place)), **given})


@blueprint.post("/buyer-groups/<slug>/aanbestedingen/<ref>/kennisblad/pdf")
def sheet(slug: str, ref: str) -> ResponseReturnValue:
    """The sheet of the knowledge lead of a tender, for who may see it."""
    found = tender_with_sheet(slug, ref)
    slug = found.header.group.slug
    only = {ONLY_GROUP: found.tender.group_id}
    address = url_for("sheets.tender", slug=slug, ref=ref)
    return _start({"adres": address, "groep": slug, "kennisblad": ref, **only})


@blueprint.post("/vraagstukken/<slug>/praktijktoets/pdf")
def practice_test(slug: str) -> ResponseReturnValue:
    """The report of the last practice test of a topic."""
    found = topic_page(slug).topic
    if last_test(state.reading(), state.actor(), found.id) is None:
        raise NotThereError(f"test of {slug[:80]}")
    return _start({"adres": url_for("practice_tests.report", slug=slug), "toets": slug})


def _asked_version(place: Place) -> VersionRow:
    """The version that the button is about; raises NotThereError."""
    return version_asked(place, request.form.get("versie", ""))


def _address(place: Place, version: VersionRow) -> str:
    return f"{place.home}?versie={code_of(version)}"


def _start(given: dict[str, Any]) -> ResponseReturnValue:
    # Who presses twice comes to the same task, as long as it is not done.
    def act(session: Session) -> str:
        task = queue_task(session, state.actor(), state.now(), kind=PDF.name, given=given)
        return url_for("administration.task", ref=task.ref)

    return redirect(press(act), 303)
