"""Pages to invite, to answer an invitation, to ask to join a group, and to answer that."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.accounts.access import Reachable
from buyergroups.chains.page import the_programme
from buyergroups.errors import NotThereError
from buyergroups.groups import labels as group_labels
from buyergroups.groups import members, membership
from buyergroups.groups import queries as groups
from buyergroups.groups.keeping import done, role_options, seen_number
from buyergroups.groups.page import SECTION, GroupPage, group_page
from buyergroups.joining import labels, queries, services
from buyergroups.joining.forms import AnswerForm, AskForm, InviteForm, RefuseForm
from buyergroups.joining.inviting import Invitee
from buyergroups.joining.rules import ASKABLE
from buyergroups.organisations.lookup import names
from buyergroups.people.labels import LANGUAGES
from buyergroups.protocol import queries as protocol
from buyergroups.protocol.accepting import ACCEPT_MISSING
from buyergroups.protocol.labels import INTERESTS
from buyergroups.protocol.rules import ABOUT_MISSING, INTEREST_MISSING
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, new_key, press, send, writing
from models.organisations import Sector
from models.people import Language

blueprint = Blueprint("joining", __name__)

INVITED = Words("De uitnodiging is verstuurd.", "The invitation was sent.")
WITHDRAWN = Words("Ingetrokken.", "Withdrawn.")
JOINED = Words("Je doet mee. Welkom in de groep.", "You take part. Welcome to the group.")
DECLINED = Words("Je hebt de uitnodiging afgeslagen.", "You declined the invitation.")
ASKED = Words(
    "Je vraag is verstuurd. De trekker van de groep antwoordt; je krijgt een mail.",
    "Your request was sent. The lead of the group will answer; you will get a mail.",
)
ANSWERED = Words("Je antwoord is vastgelegd.", "Your answer was recorded.")
SECTION_OF_CHAINS = "chains"


def _days() -> int:
    return state.settings()[SettingKey.INVITATION_DAYS]


def link_for(ref: str, token: str | None) -> str:
    """The whole address of an invitation, for in a mail."""
    there = url_for("joining.invitation", ref=ref)
    path = url_for("entry.invitation", token=token, volgende=there) if token else there
    return _whole(path)


def _whole(path: str) -> str:
    """An address as a mail has it."""
    return state.tracker().settings.base_url + path


# ---- invitations, by who runs the group -------------------------------------------------------


@blueprint.route("/buyer-groups/<slug>/uitnodigen", methods=["GET", "POST"])
def invite(slug: str) -> ResponseReturnValue:
    """Ask somebody by mail; who has not answered yet."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    written = writing(InviteForm, taal=Language.DUTCH)
    if request.method == "POST":
        address = _send_invitation(header, written)
        if address is not None:
            return done(INVITED, address)
    session, actor = state.reading(), state.actor()
    requests = queries.requests(session, header.group.id)
    return form_page(
        "joining/invite.html",
        written,
        names=names(session, actor, state.now()),
        roles=role_options(),
        languages=[(code.value, name) for code, name in LANGUAGES.items()],
        invitations=queries.invitations(session, header.group.id),
        requests=requests,
        may_mail={row.id for row in requests if can(actor, Action.MAIL_SEE, _reachable(row))},
        key=new_key(),
        now=state.now(),
        labels_of=labels,
        no_mail_server=not state.tracker().settings.smtp_url,
        protocol=protocol.latest_protocol(session, the_programme().id),
        private_chains=membership.private_chains(header.group, written.refused),
        **header.context(),
    )


def _reachable(row: queries.Asked) -> Reachable:
    """Whoever asks is not in the group yet."""
    return Reachable(row.person_id)


def _send_invitation(header: GroupPage, written: Writing) -> str | None:
    form, days = written.form, _days()

    def act(session: Session) -> str:
        invitee = Invitee(
            email=form.email.data,
            name=form.naam.data,
            organisation_id=form.organisatie.organisation_id,
            role=form.rol.data,
            in_core=form.kerngroep.data,
            is_secretary=form.secretaris.data,
            language=form.taal.data,
        )
        services.invite_member(
            session,
            state.actor(),
            state.now(),
            group_id=header.group.id,
            invitee=invitee,
            days=days,
            link_for=link_for,
        )
        return url_for("joining.invite", slug=header.group.slug)

    return send(written, act, {membership.WORKS_ELSEWHERE: "organisatie"})


@blueprint.post("/buyer-groups/<slug>/uitnodigingen/<ref>/opnieuw")
def again(slug: str, ref: str) -> ResponseReturnValue:
    """Another mail; the link before is over."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    days = _days()

    def act(session: Session) -> str:
        services.invite_member_again(
            session, state.actor(), state.now(), ref=ref, days=days, link_for=link_for
        )
        return url_for("joining.invite", slug=header.group.slug)

    return done(INVITED, press(act))


@blueprint.post("/buyer-groups/<slug>/uitnodigingen/<ref>/intrekken")
def withdraw(slug: str, ref: str) -> ResponseReturnValue:
    """Nobody can accept it any more."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header

    def act(session: Session) -> str:
        services.withdraw_invitation(session, state.actor(), state.now(), ref=ref)
        return url_for("joining.invite", slug=header.group.slug)

    return done(WITHDRAWN, press(act))


# ---- an invitation, by who was invited --------------------------------------------------------


@blueprint.route("/buyer-groups/uitnodigingen/<ref>", methods=["GET", "POST"])
def invitation(ref: str) -> ResponseReturnValue:
    """Accept; looking at the page uses nothing up."""
    actor = state.actor()
    found = queries.own_invitation(state.reading(), actor, ref)
    if not found.waits(state.now()):
        return page("joining/over.html", section=SECTION, invitation=found, status=labels), 404
    private = found.sector is Sector.PRIVATE
    latest = _protocol() if private else None
    written = writing(AnswerForm, gezien=latest.id if latest else "")
    if request.method == "POST":
        address = _accept(found, written)
        if address is not None:
            return done(JOINED, address)
        latest = _protocol() if private else None
    return form_page(
        "joining/invitation.html",
        written,
        section=SECTION,
        invitation=found,
        group=groups.group_by_id(state.reading(), found.group_id),
        private=private,
        protocol=latest,
        interests=[(code.value, w.into(state.language())) for code, w in INTERESTS.items()],
        group_labels=group_labels,
        key=new_key(),
    )


def _protocol() -> Any:
    return protocol.latest_protocol(state.reading(), the_programme().id)


def _accept(found: queries.Invited, written: Writing) -> str | None:
    form = written.form

    def act(session: Session) -> str:
        services.accept_invitation(
            session,
            state.actor(),
            state.now(),
            ref=found.ref,
            protocol_id=seen_number(form.gezien.data) if form.akkoord.data else None,
            interest=form.belang.data,
            about=form.toelichting.data or "",
        )
        return url_for("groups.group", slug=found.group_slug)

    where = {
        ACCEPT_MISSING: "akkoord",
        INTEREST_MISSING: "belang",
        ABOUT_MISSING: "toelichting",
    }
    return send(written, act, where)


@blueprint.post("/buyer-groups/uitnodigingen/<ref>/afslaan")
def decline(ref: str) -> ResponseReturnValue:
    """Say no."""
    queries.own_invitation(state.reading(), state.actor(), ref)

    def act(session: Session) -> str:
        services.decline_invitation(session, state.actor(), state.now(), ref=ref)
        return "/"

    return done(DECLINED, press(act))


# ---- a request to join ------------------------------------------------------------------------


@blueprint.route("/buyer-groups/<slug>/meedoen", methods=["GET", "POST"])
def ask(slug: str) -> ResponseReturnValue:
    """'Ik wil meedoen': name and scope of an open group are known to everyone signed in."""
    actor = state.actor()
    require(actor, Action.GROUP_JOIN)
    group = groups.group_at(state.reading(), the_programme().id, slug)
    if not group.is_open or group.id in actor.member_of:
        raise NotThereError(f"nothing to ask of group {group.id}")
    before = queries.last_request(state.reading(), actor, group.id)
    written = writing(AskForm)
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.ask_to_join(
                session,
                actor,
                state.now(),
                group_id=group.id,
                role=form.rol.data,
                wish=form.waarom.data,
            )
            return url_for("joining.ask", slug=group.slug)

        address = send(written, act)
        if address is not None:
            return done(ASKED, address)
        before = queries.last_request(state.reading(), actor, group.id)
    return form_page(
        "joining/ask.html",
        written,
        section=SECTION_OF_CHAINS,
        group=group,
        before=before,
        private_chains=membership.private_chains(group, written.refused),
        outcomes=labels.REQUESTS,
        organisation=members.organisation_of(state.reading(), state.now(), actor.person_id),
        roles=[choice for choice in role_options() if choice[0] in set(ASKABLE)],
        group_labels=group_labels,
        key=new_key(),
    )


@blueprint.post("/buyer-groups/<slug>/meedoen/<ref>/intrekken")
def withdraw_request(slug: str, ref: str) -> ResponseReturnValue:
    """Whoever asked does not want to any more."""

    def act(session: Session) -> str:
        services.withdraw_request(session, state.actor(), state.now(), ref=ref)
        return url_for("joining.ask", slug=slug)

    return done(WITHDRAWN, press(act))


@blueprint.post("/buyer-groups/<slug>/aanvragen/<ref>/aannemen")
def accept_request(slug: str, ref: str) -> ResponseReturnValue:
    """Let somebody in; a private organisation accepts the protocol first."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    queries.request_of_group(state.reading(), header.group.id, ref)
    days, link = _days(), _whole(url_for("groups.group", slug=header.group.slug))

    def act(session: Session) -> str:
        services.accept_request(
            session, state.actor(), state.now(), ref=ref, days=days, link_for=link_for, link=link
        )
        return url_for("joining.invite", slug=header.group.slug)

    return done(ANSWERED, press(act))


@blueprint.route("/buyer-groups/<slug>/aanvragen/<ref>/afwijzen", methods=["GET", "POST"])
def refuse_request(slug: str, ref: str) -> ResponseReturnValue:
    """Say no, with a reason that whoever asked reads."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    asked = queries.request_of_group(state.reading(), header.group.id, ref)
    written = writing(RefuseForm)
    form: Any = written.form
    link = _whole(url_for("joining.ask", slug=header.group.slug))
    if request.method == "POST":

        def act(session: Session) -> str:
            services.refuse_request(
                session, state.actor(), state.now(), ref=ref, reason=form.reden.data, link=link
            )
            return url_for("joining.invite", slug=header.group.slug)

        address = send(written, act)
        if address is not None:
            return done(ANSWERED, address)
    return form_page("joining/refuse.html", written, asked=asked, **header.context())
