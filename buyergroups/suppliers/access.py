"""Who sees which suppliers: those of consultations that one may see, and those one entered.

What one entered only, and was merged since, is no more than the name that one typed
(`entered_by`).

That a supplier was heard is confidential business of the group that heard it. The programme team
reads all consultations, and so all suppliers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.consultations.access import files_scope
from buyergroups.suppliers.merged import home_of, is_alone
from models.base import Base
from models.consultations import ConsultationSupplier, MarketConsultation
from models.groups import MemberRole
from models.history import ActorKind
from models.suppliers import Supplier


def may_open(actor: Actor, _: Any = None) -> bool:
    """The register is for the programme team and members of groups."""
    return actor.is_person and (actor.in_programme_team or bool(actor.memberships))


def may_see(actor: Actor, supplier: Any) -> bool:
    """The same as `suppliers_scope`, of one supplier."""
    if not isinstance(supplier, Supplier):
        return False
    session = object_session(supplier)
    found = select(Supplier.id).where(Supplier.id == supplier.id, suppliers_scope(actor))
    return session is not None and session.scalar(found) is not None


def may_keep(actor: Actor, supplier: Any = None) -> bool:
    """The programme team and members, observers excepted; of one supplier, who sees it."""
    keeps = (
        actor.in_programme_team
        or actor.kind is ActorKind.SEED
        or any(row.role is not MemberRole.OBSERVER for row in actor.memberships)
    )
    return keeps and (supplier is None or may_see(actor, supplier))


def may_merge(actor: Actor, _: Any = None) -> bool:
    """Merging touches the files of all groups: the programme team."""
    return actor.in_programme_team


def may_compare(actor: Actor, _: Any = None) -> bool:
    """Whether all were treated equally is for who answers for it: the programme team."""
    return actor.in_programme_team


def may_forget(actor: Actor, _: Any = None) -> bool:
    """A job alone, once the term has passed."""
    return actor.kind is ActorKind.JOB


def suppliers_scope(actor: Actor) -> ColumnElement[bool]:
    """All for the programme team; members those of the files they read, and what they entered.

    Whoever sees a supplier by a file sees what was merged into it, and what it was merged into.
    Having entered one shows that one, and only until it is merged: otherwise a name that somebody
    types would open, after a merge, what is known of a supplier that others heard.
    """
    if actor.in_programme_team or actor.kind is ActorKind.SEED:
        return true()
    if not may_open(actor):
        return false()
    heard = (
        select(home_of(ConsultationSupplier.supplier_id))
        .join(MarketConsultation, MarketConsultation.id == ConsultationSupplier.consultation_id)
        .where(ConsultationSupplier.removed_at.is_(None), files_scope(actor))
        # A statement about a consultation may ask this of its suppliers: these rows are its own.
        .correlate(None)
    )
    entered = and_(Supplier.recorded_by_id == actor.person_id, is_alone(Supplier.id))
    return or_(home_of(Supplier.id).in_(heard), entered)


def entered_by(actor: Actor) -> ColumnElement[bool]:
    """Those that somebody entered, merged or not: they may be shown the name that they typed."""
    return Supplier.recorded_by_id == actor.person_id if may_open(actor) else false()


RULES: Mapping[Action, Rule] = {
    Action.CONTACTS_FORGET: may_forget,
    Action.SUPPLIERS_COMPARE: may_compare,
    Action.SUPPLIERS_OPEN: may_open,
    Action.SUPPLIER_KEEP: may_keep,
    Action.SUPPLIER_MERGE: may_merge,
    Action.SUPPLIER_SEE: may_see,
}
SCOPES: Mapping[type[Base], Scope] = {Supplier: suppliers_scope}
