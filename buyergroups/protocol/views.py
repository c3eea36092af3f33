"""Pages of the competition protocol, of declarations, and of where private demand is large."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains.page import ChainPage, chain_page, the_programme
from buyergroups.errors import NotThereError
from buyergroups.groups import demand as demands
from buyergroups.groups.keeping import RECORDED, done, seen_number
from buyergroups.groups.page import SECTION, GroupPage, group_page
from buyergroups.protocol import queries, services
from buyergroups.protocol.accepting import ACCEPT_MISSING
from buyergroups.protocol.forms import (
    NO,
    YES,
    AcceptForm,
    DemandForm,
    InterestForm,
    ProtocolForm,
)
from buyergroups.protocol.labels import INTERESTS
from buyergroups.protocol.rules import ABOUT_MISSING
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("protocol", __name__)

ACCEPTED = Words("Je akkoord is vastgelegd.", "That you accept was recorded.")
YES_NO = {YES: Words("ja", "yes"), NO: Words("nee", "no")}


@blueprint.get("/buyer-groups/mededingingsprotocol")
def protocol() -> ResponseReturnValue:
    """The version that holds, and those of before."""
    require(state.actor(), Action.PROTOCOL_SEE)
    return page(
        "protocol/protocol.html",
        section=SECTION,
        versions=queries.protocols(state.reading(), the_programme().id),
        may_edit=can(state.actor(), Action.PROTOCOL_EDIT),
    )


@blueprint.route("/buyer-groups/mededingingsprotocol/wijzigen", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """A new version, which every private member is asked to accept."""
    actor = state.actor()
    require(actor, Action.PROTOCOL_EDIT)
    programme_id = the_programme().id
    latest = queries.latest_protocol(state.reading(), programme_id)
    written = writing(
        ProtocolForm, gezien=latest.nr if latest else 0, tekst=latest.text if latest else ""
    )
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.write_protocol(
                session,
                actor,
                state.now(),
                programme_id=programme_id,
                text=form.tekst.data,
                reason=form.reden.data,
                language=state.language(),
                seen=seen_number(form.gezien.data),
            )
            return url_for("protocol.protocol")

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.latest_protocol(state.reading(), programme_id)
    return form_page("protocol/edit.html", written, section=SECTION, latest=latest)


def _private_member(slug: str) -> GroupPage | ResponseReturnValue:
    """The group of a private member; for others there is no such page."""
    header = group_page(slug)
    if isinstance(header, GroupPage) and not queries.is_private_in(
        state.reading(), state.actor(), header.group.id
    ):
        raise NotThereError(f"no private member of group {header.group.id}")
    return header


@blueprint.route("/buyer-groups/<slug>/protocol", methods=["GET", "POST"])
def accept(slug: str) -> ResponseReturnValue:
    """Accept the version that holds, as a private member."""
    header = _private_member(slug)
    if not isinstance(header, GroupPage):
        return header
    actor, group = state.actor(), header.group
    latest = queries.latest_protocol(state.reading(), the_programme().id)
    written = writing(AcceptForm, gezien=latest.id if latest else "")
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.accept_protocol(
                session,
                actor,
                state.now(),
                group_id=group.id,
                protocol_id=seen_number(form.gezien.data) if form.akkoord.data else None,
            )
            return url_for("groups.group", slug=group.slug)

        address = send(written, act, {ACCEPT_MISSING: "akkoord"})
        if address is not None:
            return done(ACCEPTED, address)
        latest = queries.latest_protocol(state.reading(), the_programme().id)
    waits = queries.to_accept(state.reading(), actor, state.now(), [group.id])
    return form_page(
        "protocol/accept.html", written, protocol=latest, waits=bool(waits), **header.context()
    )


@blueprint.route("/buyer-groups/<slug>/belangen", methods=["GET", "POST"])
def interest(slug: str) -> ResponseReturnValue:
    """Where one's organisation is supplier or competitor too."""
    header = _private_member(slug)
    if not isinstance(header, GroupPage):
        return header
    actor, group = state.actor(), header.group
    now = queries.own_declaration(state.reading(), actor, group.id)
    written = writing(
        InterestForm, belang=now.kind if now else None, toelichting=now.about if now else ""
    )
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.declare_interest(
                session,
                actor,
                state.now(),
                group_id=group.id,
                kind=form.belang.data,
                about=form.toelichting.data or "",
            )
            return url_for("groups.group", slug=group.slug)

        address = send(written, act, {ABOUT_MISSING: "toelichting"})
        if address is not None:
            return done(RECORDED, address)
    interests = [(code.value, words.into(state.language())) for code, words in INTERESTS.items()]
    return form_page(
        "protocol/interest.html", written, interests=interests, now=now, **header.context()
    )


@blueprint.get("/buyer-groups/<slug>/belangen/overzicht")
def declared(slug: str) -> ResponseReturnValue:
    """What private members accepted and declared; for who runs the group."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    return page(
        "protocol/declared.html",
        acceptances=queries.acceptances(state.reading(), header.group.id),
        declarations=queries.declarations(state.reading(), header.group.id),
        interests=INTERESTS,
        **header.context(),
    )


@blueprint.route("/ketens/<slug>/private-vraag", methods=["GET", "POST"])
def demand(slug: str) -> ResponseReturnValue:
    """Whether private organisations have a large share of the demand in a chain."""
    require(state.actor(), Action.PRIVATE_DEMAND_MARK)
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    now = demands.latest_demand(state.reading(), header.chain_id)
    written = writing(
        DemandForm,
        gezien=now.id if now else 0,
        groot=(YES if now.large else NO) if now else "",
        vanaf=state.today(),
    )
    written.form.groot.codes = YES_NO
    if request.method == "POST":
        address = _mark(header, written)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = demands.latest_demand(state.reading(), header.chain_id)
    return form_page(
        "protocol/demand.html",
        written,
        section="chains",
        yes_no=[(code, words.into(state.language())) for code, words in YES_NO.items()],
        **header.context(),
    )


def _mark(header: ChainPage, written: Writing) -> str | None:
    form = written.form

    def act(session: Session) -> str:
        services.mark_private_demand(
            session,
            state.actor(),
            state.now(),
            chain_id=header.chain_id,
            large=form.groot.data == YES,
            since=form.vanaf.data or state.today(),
            reason=form.reden.data,
            seen=seen_number(form.gezien.data),
        )
        return url_for("groups.of_chain", slug=header.standing.slug)

    return send(written, act)
