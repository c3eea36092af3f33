"""Reads consultations: one, its chains, and who may read what of its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import latest_version
from buyergroups.access.permissions import visible_to
from buyergroups.db import second
from buyergroups.errors import NotThereError
from models.chains import Chain, ChainVersion
from models.consultations import ConsultationChain, MarketConsultation
from models.groups import BuyerGroup, GroupVersion
from models.organisations import Organisation, OrganisationVersion


@dataclass(frozen=True, slots=True)
class Owners:
    """The group of a consultation and the organisation that logged it."""

    slug: str
    group: str
    organisation_slug: str
    organisation: str


def consultation_at(session: Session, actor: Actor, ref: str) -> MarketConsultation:
    """A consultation that the reader may know of; raises NotThereError otherwise."""
    found = session.scalar(
        select(MarketConsultation).where(
            MarketConsultation.ref == ref, visible_to(actor, MarketConsultation)
        )
    )
    if found is None:
        raise NotThereError(f"consultation {ref}")
    return found


def _newest(model: Any, owner: Any, column: Any) -> Any:
    latest = second(model)
    return (
        select(latest.id)
        .where(getattr(latest, owner) == column)
        .order_by(latest.recorded_at.desc(), latest.id.desc())
        .limit(1)
        .correlate(column.class_)
        .scalar_subquery()
    )


def chains_of(session: Session, consultation_id: int) -> Sequence[Any]:
    """The chains that a consultation is about, by name: id, slug, name."""
    newest = _newest(ChainVersion, "chain_id", Chain.id)
    return session.execute(
        select(Chain.id, Chain.slug, ChainVersion.name_nl.label("name"))
        .join(ConsultationChain, ConsultationChain.chain_id == Chain.id)
        .join(ChainVersion, ChainVersion.id == newest)
        .where(
            ConsultationChain.consultation_id == consultation_id,
            ConsultationChain.removed_at.is_(None),
        )
        .order_by(ChainVersion.sort_name)
    ).all()


def owners_of(session: Session, consultation: MarketConsultation) -> Owners:
    """Whose consultation it is; for readers of the file only."""
    newest = _newest(GroupVersion, "group_id", BuyerGroup.id)
    row: Any = session.execute(
        select(BuyerGroup.slug, GroupVersion.name, Organisation.slug, OrganisationVersion.name)
        .select_from(BuyerGroup)
        .join(GroupVersion, GroupVersion.id == newest)
        .join(Organisation, Organisation.id == consultation.organisation_id)
        .join(OrganisationVersion, OrganisationVersion.id == latest_version(Organisation.id))
        .where(BuyerGroup.id == consultation.group_id)
    ).one()
    return Owners(*row)
