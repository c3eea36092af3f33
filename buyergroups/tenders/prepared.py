"""The tab of a consultation with the tenders that it prepares."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.consultations.page import consultation_page
from buyergroups.errors import RefusedError
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.tenders import labels, queries, services
from buyergroups.tenders.forms import LinkForm
from buyergroups.tenders.queries import Planned
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.writing.sending import form_page, send, writing

blueprint = Blueprint("prepared", __name__)


@blueprint.get("/marktconsultaties/<ref>/aanbestedingen")
def tenders(ref: str) -> ResponseReturnValue:
    """Which tenders a consultation prepares, as far as the reader may see them."""
    header = consultation_page(ref)
    session, actor = state.reading(), state.actor()
    rows = queries.tenders_of_consultation(session, actor, header.consultation.id)
    return page(
        "tenders/prepared.html",
        rows=rows,
        open=queries.openness_of(session, rows, state.today(), actor),
        tender_labels=labels,
        **header.context(),
    )


@blueprint.route("/marktconsultaties/<ref>/aanbestedingen/kiezen", methods=["GET", "POST"])
def link(ref: str) -> ResponseReturnValue:
    """Choose them from those of the group."""
    header = consultation_page(ref, Action.CONSULTATION_KEEP)
    session, actor = state.reading(), state.actor()
    linked = queries.tenders_of_consultation(session, actor, header.consultation.id)
    every, _ = queries.tenders_of_group(session, actor, header.consultation.group_id)
    there = {row.ref for row in linked}
    offered = [row for row in every if row.ended_at is None or row.ref in there]
    written = writing(LinkForm, aanbestedingen=sorted(there), gezien=header.consultation.version)
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.link_tenders(
                session,
                actor,
                state.now(),
                ref=ref,
                tender_ids=_chosen(every, form.aanbestedingen.data),
                seen=number_seen(form.gezien.data),
            )
            return url_for("prepared.tenders", ref=ref)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
        if written.conflict:
            header = consultation_page(ref, Action.CONSULTATION_KEEP)
            written.theirs = queries.tenders_of_consultation(
                state.reading(), actor, header.consultation.id
            )
    return form_page(
        "tenders/link.html",
        written,
        offered=offered,
        chosen=set(form.aanbestedingen.data or ()),
        **header.context(),
    )


def _chosen(every: Iterable[Planned], refs: Collection[str]) -> list[int]:
    """What was chosen, also what is offered no longer: the service says why it cannot be."""
    ids = {row.ref: row.id for row in every}
    if not ids.keys() >= set(refs):
        raise RefusedError(services.OTHER_GROUP)
    return [ids[ref] for ref in sorted(set(refs))]
