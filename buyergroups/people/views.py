"""Pages about people: the list, one person with their roles, an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.accounts import entering
from buyergroups.errors import RefusedError
from buyergroups.organisations.lookup import names
from buyergroups.people import labels, queries, services
from buyergroups.people.forms import EndForm, InviteForm, ReasonForm, RoleForm
from buyergroups.people.rules import RoleChoice
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.formats import typed_day
from buyergroups.web.views import page
from buyergroups.words import Words
from models.people import Person, Role

blueprint = Blueprint("people", __name__)
SECTION = "people"

INVITED = Words("%(name)s is uitgenodigd.", "%(name)s has been invited.")
ROLE_GIVEN = Words("De rol is gegeven.", "The role has been given.")
ROLE_ENDED = Words("De rol is beëindigd.", "The role has been ended.")
BLOCKED = Words(
    "%(name)s is geblokkeerd en overal uitgelogd.",
    "%(name)s is blocked and signed out everywhere.",
)
UNBLOCKED = Words("De blokkade is opgeheven.", "The block has been lifted.")
SIGNED_OUT = Words("%(name)s is overal uitgelogd.", "%(name)s is signed out everywhere.")
FACTOR_OFF = Words("De tweede factor is uitgezet.", "The second factor has been switched off.")


@blueprint.get("/personen")
def people() -> ResponseReturnValue:
    """Who there is, with organisation and the roles of now."""
    actor = state.actor()
    require(actor, Action.PEOPLE_LIST)
    filters = _filters()
    found = queries.people(state.reading(), actor, state.now(), filters)
    to: Callable[..., str] = lambda nr: url_for(  # noqa: E731
        "people.people", **{**_without_page(), "pagina": nr}
    )
    return page(
        "people/list.html",
        section=SECTION,
        found=found,
        filters=filters,
        to=to,
        names=names(state.reading(), actor, state.now()),
        roles=labels.ROLES,
        role_words=labels.role_words,
        may_edit=can(actor, Action.PERSON_EDIT),
        invitation_days=state.settings()[SettingKey.INVITATION_DAYS],
        filtered=bool(filters.name or filters.role or filters.organisation),
    )


def _filters() -> queries.Filters:
    """What the address says; what makes no sense narrows nothing."""
    typed_page = request.args.get("pagina", "")
    role = request.args.get("rol", "")
    return queries.Filters(
        name=" ".join(request.args.get("naam", "").replace("\0", "").split())[:100],
        role=Role(role) if role in set(Role) else None,
        organisation=request.args.get("organisatie", "").replace("\0", "")[:200],
        page=int(typed_page)
        if typed_page.isascii()
        and typed_page.isdigit()
        and 0 < int(typed_page[:6]) < 100_000
        and len(typed_page) < 6
        else 1,
    )


def _without_page() -> dict[str, str]:
    names = ("naam", "rol", "organisatie")
    return {name: request.args[name] for name in names if request.args.get(name)}


# ---- an invitation ----------------------------------------------------------------------------


@blueprint.get("/personen/uitnodigen")
def invite() -> ResponseReturnValue:
    """The form to invite somebody; an address can name a role to begin with."""
    require(state.actor(), Action.PERSON_EDIT)
    form, choices = InviteForm(), _choices()
    form.roles.data = [code for code in request.args.getlist("rol") if code in choices]
    return _invite_page(form)


@blueprint.post("/personen/uitnodigen")
def invite_post() -> ResponseReturnValue:
    """Somebody new gets a mail with a link to choose a password."""
    actor = state.actor()
    require(actor, Action.PERSON_EDIT)
    form, choices = InviteForm(), _choices()
    form.roles.codes = choices
    if not form.validate() or _wrong_password(form):
        return _invite_page(form), 422
    values = {
        "email": form.email.data,
        "name": " ".join(form.name.data.split()),
        "language": form.language.data,
        "organisation_id": form.organisation.organisation_id,
        "roles": [choices[code][0] for code in dict.fromkeys(form.roles.data or ())],
        "days": state.settings()[SettingKey.INVITATION_DAYS],
        "link_for": _invitation_link,
    }
    try:
        with state.writing() as writing:
            person, _ = services.invite(writing, actor, state.now(), **values)
            ref = person.ref
    except RefusedError as error:
        form.email.errors = [error.sentence(state.language())]
        return _invite_page(form), 422
    flash(INVITED.into(state.language(), name=values["name"]))
    return redirect(url_for("people.person", ref=ref), 303)


def _invite_page(form: InviteForm) -> str:
    return page(
        "people/invite.html",
        section=SECTION,
        form=form,
        names=names(state.reading(), state.actor(), state.now()),
        choices=_choice_words(_choices()),
        days=state.settings()[SettingKey.INVITATION_DAYS],
        **_mail_state(),
    )


def _mail_state() -> dict[str, Any]:
    """Without a mail server mails wait, and whoever invites should know."""
    no_server = not state.tracker().settings.smtp_url
    waiting = queries.waiting_mails(state.reading()) if no_server else 0
    return {"no_mail_server": no_server, "waiting": waiting}


def _invitation_link(token: str) -> str:
    return state.tracker().settings.base_url + url_for("entry.invitation", token=token)


def _choices() -> dict[str, tuple[RoleChoice, str | None, str | None]]:
    """The roles that this reader may give."""
    actor = state.actor()
    return queries.role_choices(
        state.reading(),
        state.now(),
        leads=can(actor, Action.LEAD_APPOINT),
        others=can(actor, Action.PERSON_EDIT),
    )


def _choice_words(
    choices: dict[str, tuple[RoleChoice, str | None, str | None]],
) -> list[tuple[str, str]]:
    language = state.language()
    return [
        (code, labels.role_words(choice.role, en if language == "en" else nl, language))
        for code, (choice, nl, en) in choices.items()
    ]


def _wrong_password(form: Any) -> bool:
    """Whoever gives or takes rights gives their own password; the form says what is wrong."""
    mistake = entering.own_password_mistake(form.password.data)
    if mistake is not None:
        form.password.errors = [mistake.into(state.language())]
    return mistake is not None


# ---- one person -------------------------------------------------------------------------------


@blueprint.get("/personen/<ref>")
def person(ref: str) -> ResponseReturnValue:
    """One person with roles of now and before."""
    return _person_page(ref)


def _person_page(
    ref: str,
    *,
    role_form: RoleForm | None = None,
    end_form: EndForm | None = None,
    ending: int | None = None,
    reason_form: ReasonForm | None = None,
) -> str:
    actor = state.actor()
    require(actor, Action.PEOPLE_LIST)
    found = queries.person_by_ref(state.reading(), actor, ref)
    roles = queries.roles_of(state.reading(), state.now(), [found.id], only_now=False)
    may_edit = can(actor, Action.PERSON_EDIT)
    role_form = role_form or RoleForm(formdata=None)
    return page(
        "people/person.html",
        section=SECTION,
        person=found,
        affiliations=queries.affiliations(state.reading(), state.now(), found.id),
        roles=roles.get(found.id, []),
        role_words=labels.role_words,
        languages=labels.LANGUAGES,
        choices=_choice_words(_choices()),
        account=queries.account_of(state.reading(), state.now(), found.id) if may_edit else None,
        may_edit=may_edit,
        may_end={Role.CHAIN_LEAD: can(actor, Action.LEAD_APPOINT)},
        oneself=found.id == actor.person_id,
        role_form=role_form,
        end_form=end_form or EndForm(formdata=None),
        ending=ending,
        reason_form=reason_form or ReasonForm(formdata=None),
        today=typed_day(state.today()),
    )


def _person_to_change(ref: str, action: Action) -> Person:
    require(state.actor(), action)
    require(state.actor(), Action.PEOPLE_LIST)
    return queries.person_by_ref(state.reading(), state.actor(), ref)


@blueprint.post("/personen/<ref>/rollen")
def give_role(ref: str) -> ResponseReturnValue:
    """Give a role from a day on."""
    actor = state.actor()
    require(actor, Action.PEOPLE_LIST)
    choices = _choices()
    if not choices:
        require(actor, Action.PERSON_EDIT)
    queries.person_by_ref(state.reading(), actor, ref)
    form = RoleForm()
    form.role.codes = choices
    if not form.validate() or _wrong_password(form):
        return _person_page(ref, role_form=form), 422

    def change(writing: Session, found: Person) -> None:
        services.appoint(
            writing,
            actor,
            state.now(),
            person=found,
            choice=choices[form.role.data][0],
            since=form.since.data,
            reason=form.reason.data,
        )

    try:
        _change(ref, change)
    except RefusedError as error:
        form.role.errors = [error.sentence(state.language())]
        return _person_page(ref, role_form=form), 422
    flash(ROLE_GIVEN.into(state.language()))
    return redirect(url_for("people.person", ref=ref), 303)


@blueprint.post("/personen/<ref>/rollen/<int:number>/beeindigen")
def end_role(ref: str, number: int) -> ResponseReturnValue:
    """End a role on a day, today by default."""
    actor = state.actor()
    require(actor, Action.PEOPLE_LIST)
    found = queries.person_by_ref(state.reading(), actor, ref)
    roles = queries.roles_of(state.reading(), state.now(), [found.id], only_now=False)
    held = next((row for row in roles.get(found.id, []) if row.id == number), None)
    lead = held is not None and held.role is Role.CHAIN_LEAD
    require(actor, Action.LEAD_APPOINT if lead else Action.PERSON_EDIT)
    form = EndForm()
    if held is not None and (not form.validate() or _wrong_password(form)):
        return _person_page(ref, end_form=form, ending=number), 422

    def change(writing: Session, somebody: Person) -> None:
        services.dismiss(
            writing,
            actor,
            state.now(),
            person=somebody,
            assignment_id=number,
            until=form.until.data,
            reason=form.reason.data,
        )

    try:
        _change(ref, change)
    except RefusedError as error:
        form.until.errors = [error.sentence(state.language())]
        return _person_page(ref, end_form=form, ending=number), 422
    flash(ROLE_ENDED.into(state.language()))
    return redirect(url_for("people.person", ref=ref), 303)


def _change(ref: str, change: Callable[[Session, Person], Any]) -> str:
    """One write about somebody; what they are called."""
    with state.writing() as writing:
        found = queries.person_by_ref(writing, state.actor(), ref)
        change(writing, found)
        return found.name


def _changed(
    ref: str, words: Words, change: Callable[[Session, Person], Any]
) -> ResponseReturnValue:
    _person_to_change(ref, Action.PERSON_EDIT)
    name = _change(ref, change)
    flash(words.into(state.language(), name=name))
    return redirect(url_for("people.person", ref=ref), 303)


@blueprint.post("/personen/<ref>/blokkeren")
def block(ref: str) -> ResponseReturnValue:
    """Nobody comes in with this account any more, from now on."""
    return _with_reason(ref, BLOCKED, services.block)


@blueprint.post("/personen/<ref>/deblokkeren")
def unblock(ref: str) -> ResponseReturnValue:
    """The person may sign in again."""
    return _with_reason(ref, UNBLOCKED, services.unblock)


def _with_reason(ref: str, words: Words, service: Callable[..., None]) -> ResponseReturnValue:
    _person_to_change(ref, Action.PERSON_EDIT)
    form = ReasonForm()
    if not form.validate():
        return _person_page(ref, reason_form=form), 422
    actor, now, reason = state.actor(), state.now(), form.reason.data
    try:
        return _changed(
            ref, words, lambda w, found: service(w, actor, now, person=found, reason=reason)
        )
    except RefusedError as error:
        form.reason.errors = [error.sentence(state.language())]
        return _person_page(ref, reason_form=form), 422


@blueprint.post("/personen/<ref>/sessies/beeindigen")
def end_sessions(ref: str) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    actor, now = state.actor(), state.now()
    return _changed(
        ref, SIGNED_OUT, lambda w, found: services.sign_out_everywhere(w, actor, now, person=found)
    )


@blueprint.post("/personen/<ref>/uitnodigen")
def invite_again(ref: str) -> ResponseReturnValue:
    """Another mail with another link; the one before is over."""
    actor, now = state.actor(), state.now()
    days = state.settings()[SettingKey.INVITATION_DAYS]
    return _changed(
        ref,
        INVITED,
        lambda w, found: services.invite_again(
            w, actor, now, person=found, days=days, link_for=_invitation_link
        ),
    )


@blueprint.post("/personen/<ref>/tweede-factor/uitzetten")
def remove_factor(ref: str) -> ResponseReturnValue:
    """Whoever lost app and recovery codes signs in without, and gets a mail about it."""
    actor, now = state.actor(), state.now()
    return _changed(
        ref, FACTOR_OFF, lambda w, found: services.remove_factor(w, actor, now, person=found)
    )
