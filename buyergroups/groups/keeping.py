"""Pages on which a group is begun and kept: facts, state, chains, the roles of its members."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import the_programme
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.groups import labels, members, membership, queries, services
from buyergroups.groups.forms import (
    ChainForm,
    EndForm,
    FactsForm,
    MemberForm,
    RoleForm,
    StartForm,
    StateForm,
)
from buyergroups.groups.page import SECTION, GroupPage, group_page
from buyergroups.groups.rules import (
    BAD_ADDRESS,
    BEFORE_GROUP,
    END_BEFORE_START,
    NOT_YET,
    ODD_DAY,
    RESERVED,
    next_states,
)
from buyergroups.organisations.lookup import names
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("group_keeping", __name__)

STARTED = Words("De groep is begonnen. Nodig deelnemers uit.", "The group began. Invite members.")
RECORDED = Words("Vastgelegd.", "Recorded.")
ADDED = Words("Deze persoon doet mee.", "This person takes part.")
_FACTS_WHERE = {
    BAD_ADDRESS: "adres",
    RESERVED: "adres",
    services.ADDRESS_TAKEN: "adres",
    services.NAME_TAKEN: "naam",
}
#: No organisation has this key.
NOWHERE = 0


def done(words: Words, address: str) -> ResponseReturnValue:
    """Say so, and go on."""
    flash(words.into(state.language()))
    return redirect(address, 303)


def _day(data: Any) -> Any:
    return data or state.today()


@blueprint.route("/buyer-groups/nieuw", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """Begin a group on a chain of one's own; the programme manager on any."""
    actor = state.actor()
    require(actor, Action.GROUP_START)
    own = None if actor.is_programme_manager else actor.leads
    chains = queries.chain_options(state.reading(), own)
    written = writing(StartForm, vanaf=state.today(), keten=request.args.get("keten", ""))
    form: Any = written.form
    form.keten.codes = chains
    if request.method == "POST":

        def act(session: Session) -> str:
            made = services.start_group(
                session,
                actor,
                state.now(),
                programme_id=programme_id,
                name=form.naam.data,
                scope=form.waarover.data,
                chain_ids=[chains[form.keten.data][0]],
                since=_day(form.vanaf.data),
                language=state.language(),
            )
            return url_for("groups.group", slug=made.slug)

        programme_id = the_programme().id
        address = send(written, act, {services.NAME_TAKEN: "naam"})
        if address is not None:
            return done(STARTED, address)
    return form_page(
        "groups/start.html",
        written,
        section=SECTION,
        chains=[(slug, name) for slug, (_, name) in chains.items()],
    )


@blueprint.route("/buyer-groups/<slug>/gegevens", methods=["GET", "POST"])
def facts(slug: str) -> ResponseReturnValue:
    """Name, address, scope and involved market parties."""
    header = group_page(slug, Action.GROUP_KEEP)
    if not isinstance(header, GroupPage):
        return header
    now = header.group
    written = writing(
        FactsForm,
        gezien=now.version_id,
        naam=now.name,
        adres=now.slug,
        waarover=now.scope,
        marktpartijen=now.market_parties,
    )
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            address = form.adres.data.strip()
            services.change_group(
                session,
                state.actor(),
                state.now(),
                group_id=now.id,
                name=form.naam.data,
                slug=address,
                scope=form.waarover.data,
                market_parties=form.marktpartijen.data or "",
                reason=form.reden.data,
                language=state.language(),
                seen=seen_number(form.gezien.data),
            )
            return url_for("groups.group", slug=address)

        address = send(written, act, _FACTS_WHERE)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.group_by_id(state.reading(), now.id)
    return form_page("groups/facts.html", written, **header.context())


@blueprint.route("/buyer-groups/<slug>/stand", methods=["GET", "POST"])
def standing(slug: str) -> ResponseReturnValue:
    """Another state, with the day and the reason."""
    header = group_page(slug, Action.GROUP_KEEP)
    if not isinstance(header, GroupPage):
        return header
    now = header.group
    written = writing(StateForm, gezien=now.standing_id, vanaf=state.today())
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.move_group(
                session,
                state.actor(),
                state.now(),
                group_id=now.id,
                state=form.stand.data,
                since=_day(form.vanaf.data),
                reason=form.reden.data,
                seen=seen_number(form.gezien.data),
            )
            return url_for("groups.group", slug=now.slug)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.group_by_id(state.reading(), now.id)
    choices = [
        (code.value, labels.STATES[code].words.into(state.language()))
        for code in next_states(now.state)
    ]
    return form_page("groups/state.html", written, choices=choices, **header.context())


@blueprint.route("/buyer-groups/<slug>/ketens", methods=["GET", "POST"])
def chains(slug: str) -> ResponseReturnValue:
    """The chains that the group works on; another one."""
    header = group_page(slug, Action.GROUP_KEEP)
    if not isinstance(header, GroupPage):
        return header
    group = header.group
    own = None if state.actor().is_programme_manager else state.actor().leads
    options = {
        slug: found
        for slug, found in queries.chain_options(state.reading(), own).items()
        if found[0] not in group.chain_ids
    }
    written = writing(ChainForm, vanaf=state.today())
    form: Any = written.form
    form.keten.codes = options
    if request.method == "POST":

        def act(session: Session) -> str:
            services.add_chain(
                session,
                state.actor(),
                state.now(),
                group_id=group.id,
                chain_id=options[form.keten.data][0],
                since=_day(form.vanaf.data),
            )
            return url_for("group_keeping.chains", slug=group.slug)

        address = send(written, act, {BEFORE_GROUP: "vanaf"})
        if address is not None:
            return done(RECORDED, address)
    rows = queries.chains_of(state.reading(), [group.id], former=True).get(group.id, ())
    return form_page(
        "groups/chains.html",
        written,
        rows=rows,
        options=[(slug, name) for slug, (_, name) in options.items()],
        **header.context(),
    )


@blueprint.route("/buyer-groups/<slug>/ketens/<int:number>/beeindigen", methods=["GET", "POST"])
def end_chain(slug: str, number: int) -> ResponseReturnValue:
    """The group stops working on a chain, with the day and the reason."""
    header = group_page(slug, Action.GROUP_KEEP)
    if not isinstance(header, GroupPage):
        return header
    group = header.group
    chain = next((row for row in group.chains if row.id == number), None)
    if chain is None:
        raise NotThereError(f"chain {number} of group {group.id}")
    written = writing(EndForm, tot=state.today())
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.end_chain(
                session,
                state.actor(),
                state.now(),
                group_id=group.id,
                number=number,
                until=_day(form.tot.data),
                reason=form.reden.data,
            )
            return url_for("group_keeping.chains", slug=group.slug)

        address = send(written, act, {NOT_YET: "tot", END_BEFORE_START: "tot"})
        if address is not None:
            return done(RECORDED, address)
    return form_page("groups/end_chain.html", written, chain=chain, **header.context())


@blueprint.route("/buyer-groups/<slug>/deelnemers/toevoegen", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    """Somebody with an account takes part from a day on, without an invitation."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    if not header.group.is_open:
        raise NotThereError(f"group {header.group.id} is closed")
    session, actor, now = state.reading(), state.actor(), state.now()
    written = writing(MemberForm, vanaf=state.today())
    if request.method == "POST":
        address = _send_member(header, written)
        if address is not None:
            return done(ADDED, address)
    return form_page(
        "groups/add.html",
        written,
        people=members.known_people(session, actor, now),
        names=names(session, actor, now),
        roles=role_options(),
        private_chains=membership.private_chains(header.group, written.refused),
        **header.context(),
    )


def _send_member(header: GroupPage, written: Writing) -> str | None:
    form: Any = written.form

    def act(session: Session) -> str:
        person_id = form.persoon.person_id
        organisation_id = form.organisatie.organisation_id
        if organisation_id is None:
            works = members.organisation_of(session, state.now(), person_id)
            organisation_id = works[0] if works else NOWHERE
        services.add_member(
            session,
            state.actor(),
            state.now(),
            group_id=header.group.id,
            person_id=person_id,
            organisation_id=organisation_id,
            role=form.rol.data,
            since=_day(form.vanaf.data),
            in_core=form.kerngroep.data,
            is_secretary=form.secretaris.data,
        )
        return url_for("groups.members", slug=header.group.slug)

    where = {
        membership.ALREADY_MEMBER: "persoon",
        membership.NO_ORGANISATION: "organisatie",
        membership.PRIVATE_ELSEWHERE: "organisatie",
        services.INVITE_INSTEAD: "organisatie",
        ODD_DAY: "vanaf",
        BEFORE_GROUP: "vanaf",
    }
    return send(written, act, where)


@blueprint.route("/buyer-groups/<slug>/deelnemers/<int:number>", methods=["GET", "POST"])
def role(slug: str, number: int) -> ResponseReturnValue:
    """Another role for a member, from today."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    member = members.member(state.reading(), state.now(), header.group.id, number)
    if member.until is not None:
        raise NotThereError(f"membership {number} has ended")
    written = writing(
        RoleForm, rol=member.role, kerngroep=member.in_core, secretaris=member.is_secretary
    )
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.change_member(
                session,
                state.actor(),
                state.now(),
                group_id=header.group.id,
                membership_id=number,
                role=form.rol.data,
                in_core=form.kerngroep.data,
                is_secretary=form.secretaris.data,
                reason=form.reden.data,
            )
            return url_for("groups.members", slug=header.group.slug)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
    return form_page(
        "groups/role.html", written, member=member, roles=role_options(), **header.context()
    )


@blueprint.route("/buyer-groups/<slug>/deelnemers/<int:number>/beeindigen", methods=["GET", "POST"])
def end(slug: str, number: int) -> ResponseReturnValue:
    """The day from which somebody takes part no longer; everybody can end their own."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    member = members.member(state.reading(), state.now(), header.group.id, number)
    own = member.person_id == state.actor().person_id
    if member.until is not None or not (own or header.may_run):
        raise NotThereError(f"membership {number}")
    written = writing(EndForm, tot=state.today())
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.end_member(
                session,
                state.actor(),
                state.now(),
                group_id=header.group.id,
                membership_id=number,
                until=_day(form.tot.data),
                reason=form.reden.data,
            )
            # Whoever left the group does not see its pages any more.
            return "/" if own else url_for("groups.members", slug=header.group.slug)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
    return form_page("groups/end.html", written, member=member, own=own, **header.context())


def role_options() -> list[tuple[str, str]]:
    """The roles of members, in words."""
    return [(role.value, words.into(state.language())) for role, words in labels.ROLES.items()]


def seen_number(text: str | None) -> int | None:
    """The row that a form was filled in beside; raises RefusedError for what is none."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise RefusedError(services.CHANGED_MEANWHILE)
    return int(text)
