"""Consultations of the demonstration's group of ICT-hardware, made through the services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.consultations import blocks, services
from buyergroups.consultations.blocks import ItemLine
from buyergroups.consultations.facts import Facts
from buyergroups.db import Database
from buyergroups.groups.places import Place
from buyergroups.history.recording import recorded
from buyergroups.suppliers.services import match_or_add
from models.consultations import (
    ConsultationKind,
    ConsultationSupplier,
    ItemReaders,
    MarketConsultation,
)
from models.groups import BuyerGroup
from models.organisations import Organisation
from models.people import Person
from models.programme import Programme
from tests.access.people import ICT
from tests.support.acting import Acting
from tests.support.client import DOMAIN
from tests.support.run import NOW

GROUP = "ict-hardware-langer-gebruiken"
TODAY = local_day(NOW)
YESTERDAY = TODAY - timedelta(days=1)
FORM = "form[data-concept]"
CITY, COMPANY = "gemeente-voorbeeldstad", "voorbeeld-logistiek-bv"


def place(database: Database, organisation: str = CITY) -> Place:
    with database.read() as session:
        return Place(
            session.scalars(select(BuyerGroup.id).where(BuyerGroup.slug == GROUP)).one(),
            session.scalars(select(Organisation.id).where(Organisation.slug == organisation)).one(),
        )


def person(database: Database, account: str) -> int:
    with database.read() as session:
        email = f"{account}@{DOMAIN}"
        return session.scalars(select(Person.id).where(Person.email == email)).one()


def facts(acting: Acting, **other: Any) -> Facts:
    given: dict[str, Any] = {
        "kind": ConsultationKind.DIALOGUE,
        "subject": "Reparatie van laptops",
        "chain_ids": frozenset({acting.chains[ICT]}),
        "held_on": YESTERDAY,
    }
    return Facts(**{**given, **other})


def logged(
    database: Database, account: str = "publiek", organisation: str = CITY, **other: Any
) -> MarketConsultation:
    """One that was held yesterday."""
    acting = Acting(database)
    made: MarketConsultation = acting.do(
        account,
        services.log_consultation,
        place=place(database, organisation),
        facts=facts(acting, **other),
    )
    return made


def announced(
    database: Database, account: str = "publiek", *, now: datetime = NOW, **other: Any
) -> MarketConsultation:
    """One that is to be held in a week."""
    acting = Acting(database, now)
    given = {"held_on": TODAY + timedelta(days=7), **other}
    made: MarketConsultation = acting.do(
        account,
        services.announce_consultation,
        place=place(database),
        facts=facts(acting, **given),
    )
    return made


def heard(database: Database, ref: str, account: str = "publiek") -> None:
    """Something for each kind of reader."""
    Acting(database).do(
        account,
        blocks.set_items,
        ref=ref,
        lines=[
            ItemLine("Voor het verslag", readers=ItemReaders.REPORT),
            ItemLine("Voor publieke deelnemers", readers=ItemReaders.PUBLIC_MEMBERS),
            ItemLine("Voor de hele groep", readers=ItemReaders.GROUP),
        ],
    )


def with_supplier(database: Database, ref: str, checked_on: date | None = None) -> None:
    """A supplier that was present, and perhaps checked the report."""
    acting = Acting(database)

    def add(session: Any, actor: Any, now: Any) -> None:
        programme_id = session.scalars(select(Programme.id)).first()
        found = match_or_add(
            session, actor, now, programme_id=programme_id, names=["Voorbeeld Refurbish B.V."]
        )
        blocks.add_present(session, actor, now, ref=ref, supplier_ids=[found[0].id])
        if checked_on is not None:
            row = session.scalars(
                select(ConsultationSupplier)
                .join(MarketConsultation)
                .where(MarketConsultation.ref == ref)
            ).one()
            with recorded(session, actor, now):
                row.checked_on = checked_on

    acting.within("publiek", add)


def state_of(database: Database, ref: str) -> MarketConsultation:
    with database.read() as session:
        return session.scalars(
            select(MarketConsultation).where(MarketConsultation.ref == ref)
        ).one()
