"""Who sees which suppliers: those of consultations that one may see, and those one entered.

That a supplier was heard is confidential business of the group that heard it. The programme team
reads all consultations, and so all suppliers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from buyergroups.consultations.access import files_scope
from models.base import Base
from models.consultations import ConsultationSupplier, MarketConsultation
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


def may_merge(actor: Actor, _: Any = None) -> bool:
    """Merging touches the files of all groups: the programme team."""
    return actor.in_programme_team


def suppliers_scope(actor: Actor) -> ColumnElement[bool]:
    """All for the programme team; members those of the files they read, and what they entered.

    What was merged into another one is found through that one.
    """
    if not actor.is_person:
        return false()
    if actor.in_programme_team:
        return true()
    present = (
        select(ConsultationSupplier.supplier_id)
        .join(MarketConsultation, MarketConsultation.id == ConsultationSupplier.consultation_id)
        .where(ConsultationSupplier.removed_at.is_(None), files_scope(actor))
    )
    return or_(Supplier.id.in_(present), Supplier.recorded_by_id == actor.person_id)


RULES: Mapping[Action, Rule] = {
    Action.SUPPLIERS_OPEN: may_open,
    Action.SUPPLIER_SEE: may_see,
    Action.SUPPLIER_MERGE: may_merge,
}
SCOPES: Mapping[type[Base], Scope] = {Supplier: suppliers_scope}
