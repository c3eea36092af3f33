"""The page on which the programme manager says who leads a chain, from when and until when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.accounts import entering
from buyergroups.chains.page import ChainPage
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.people import queries as people
from buyergroups.people import services
from buyergroups.people.naming import person_called
from buyergroups.people.rules import RoleChoice
from buyergroups.upkeep import queries
from buyergroups.upkeep.forms import EndLeadForm, LeadForm
from buyergroups.upkeep.views import SECTION, managed
from buyergroups.web import state
from buyergroups.web.formats import typed_day
from buyergroups.web.views import page
from buyergroups.words import Words
from models.people import Person, Role

blueprint = Blueprint("leads", __name__)

APPOINTED = Words("%(name)s is ketentrekker.", "%(name)s is chain lead.")
ENDED = Words("Vastgelegd tot wanneer %(name)s trekker is.", "Recorded until when %(name)s leads.")


@blueprint.get("/ketens/<slug>/beheer/trekkers")
def leads(slug: str) -> ResponseReturnValue:
    """Who leads a chain, did, or will."""
    header = managed(slug, Action.LEAD_APPOINT)
    return _page(header) if isinstance(header, ChainPage) else header


@blueprint.post("/ketens/<slug>/beheer/trekkers")
def appoint(slug: str) -> ResponseReturnValue:
    """Somebody leads the chain from a day on."""
    header = managed(slug, Action.LEAD_APPOINT)
    if not isinstance(header, ChainPage):
        return header
    form = LeadForm()
    found = _person(form) if form.validate() else None
    if found is None or _wrong_password(form):
        return _page(header, form=form), 422
    choice = RoleChoice(Role.CHAIN_LEAD, chain_id=header.chain_id)

    def act(session: Session, person: Person) -> None:
        services.appoint(
            session,
            state.actor(),
            state.now(),
            person=person,
            choice=choice,
            since=form.sinds.data,
            reason=form.reden.data.strip(),
        )

    try:
        name = _change(found.ref, act)
    except RefusedError as error:
        form.persoon.errors = [error.sentence(state.language())]
        return _page(header, form=form), 422
    return _done(header, APPOINTED, name)


@blueprint.post("/ketens/<slug>/beheer/trekkers/<int:number>/beeindigen")
def end(slug: str, number: int) -> ResponseReturnValue:
    """Somebody does not lead the chain any more, from a day on."""
    header = managed(slug, Action.LEAD_APPOINT)
    if not isinstance(header, ChainPage):
        return header
    held = queries.leads(state.reading(), state.now(), header.chain_id)
    found = next((row for row in held if row.id == number), None)
    if found is None:
        raise NotThereError(f"lead {number}")
    form = EndLeadForm()
    if not form.validate() or _wrong_password(form):
        return _page(header, end_form=form, ending=number), 422

    def act(session: Session, person: Person) -> None:
        services.dismiss(
            session,
            state.actor(),
            state.now(),
            person=person,
            assignment_id=number,
            until=form.tot.data,
            reason=form.reden.data.strip(),
        )

    try:
        name = _change(found.ref, act)
    except RefusedError as error:
        form.tot.errors = [error.sentence(state.language())]
        return _page(header, end_form=form, ending=number), 422
    return _done(header, ENDED, name)


def _page(
    header: ChainPage,
    *,
    form: LeadForm | None = None,
    end_form: EndLeadForm | None = None,
    ending: int | None = None,
) -> str:
    return page(
        "upkeep/leads.html",
        section=SECTION,
        form=form or LeadForm(formdata=None),
        end_form=end_form or EndLeadForm(formdata=None),
        ending=ending,
        held=queries.leads(state.reading(), state.now(), header.chain_id),
        typed_today=typed_day(state.today()),
        **header.context(),
    )


def _person(form: Any) -> Person | None:
    """Whom a name or mail address means; the form says what is wrong with it."""
    try:
        return person_called(state.reading(), state.actor(), form.persoon.data)
    except RefusedError as error:
        form.persoon.errors = [error.sentence(state.language())]
        return None


def _wrong_password(form: Any) -> bool:
    """Whoever gives or takes rights gives their own password; the form says what is wrong."""
    mistake = entering.own_password_mistake(form.password.data)
    if mistake is not None:
        form.password.errors = [mistake.into(state.language())]
    return mistake is not None


def _change(ref: str, act: Callable[[Session, Person], None]) -> str:
    with state.writing() as session:
        person = people.person_by_ref(session, state.actor(), ref)
        act(session, person)
        return person.name


def _done(header: ChainPage, words: Words, name: str) -> ResponseReturnValue:
    flash(words.into(state.language(), name=name))
    return redirect(url_for("leads.leads", slug=header.standing.slug), 303)
