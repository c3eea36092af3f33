"""Who may see and change people, roles and sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.history import ActorKind
from models.people import Person, PersonSession


def may_edit_people(actor: Actor, _: Any) -> bool:
    """Administrators; commands and the loading of data make the first ones."""
    return actor.is_administrator or actor.kind in (ActorKind.COMMAND, ActorKind.SEED)


def may_appoint_leads(actor: Actor, _: Any) -> bool:
    """The programme manager says who leads a chain; an administrator has no mandate over it."""
    return actor.is_programme_manager or actor.kind in (ActorKind.COMMAND, ActorKind.SEED)


def may_list_people(actor: Actor, _: Any = None) -> bool:
    """The pages about people are for the programme team and administrators."""
    return actor.is_person and (actor.in_programme_team or actor.is_administrator)


def may_confirm_rights(actor: Actor, _: Any = None) -> bool:
    """Administrators confirm once a year who has which rights."""
    return actor.is_person and actor.is_administrator


def may_see_person(actor: Actor, person: Any) -> bool:
    """Oneself; the programme team and administrators see everybody."""
    return actor.is_person and (
        actor.in_programme_team or actor.is_administrator or actor.person_id == person.id
    )


def may_see_mail(actor: Actor, person_id: Any) -> bool:
    """Of people outside one's own groups: the programme team. One's own: everybody."""
    return actor.is_person and (actor.in_programme_team or actor.person_id == person_id)


def people_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see_person`, for a list."""
    if not actor.is_person:
        return false()
    if actor.in_programme_team or actor.is_administrator:
        return true()
    return Person.id == actor.person_id


def may_see_session(actor: Actor, row: Any) -> bool:
    """One's own; an administrator ends everybody's and so sees them."""
    return actor.is_person and (actor.is_administrator or row.person_id == actor.person_id)


def sessions_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see_session`, for a list."""
    if not actor.is_person:
        return false()
    own = PersonSession.person_id == actor.person_id
    return or_(own, true()) if actor.is_administrator else own


RULES: Mapping[Action, Rule] = {
    Action.PEOPLE_LIST: may_list_people,
    Action.PERSON_EDIT: may_edit_people,
    Action.PERSON_SEE: may_see_person,
    Action.MAIL_SEE: may_see_mail,
    Action.LEAD_APPOINT: may_appoint_leads,
    Action.RIGHTS_CONFIRM: may_confirm_rights,
    Action.SESSION_SEE: may_see_session,
    Action.SESSION_END: may_see_session,
}
SCOPES: Mapping[type[Base], Scope] = {Person: people_scope, PersonSession: sessions_scope}
