"""Makes consultations and suppliers for the tests: rows, as other parts of it write them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.access.actor import Actor
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from buyergroups.suppliers import services
from buyergroups.suppliers.rules import SupplierFacts
from models.base import sort_name
from models.chains import Chain
from models.consultations import (
    ConsultationChain,
    ConsultationInterest,
    ConsultationKind,
    ConsultationState,
    ConsultationSupplier,
    MarketConsultation,
)
from models.groups import BuyerGroup, Membership
from models.people import Language
from models.programme import Programme
from models.suppliers import Supplier, SupplierMerge, SupplierSize, SupplierVersion
from seed.parts import SEED
from tests.access.people import ICT, actor_of, person_id
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

HELD = date(2026, 10, 1)
FIRST_GROUP = "ict-hardware-langer-gebruiken"


@contextmanager
def acting(database: Database, account: str) -> Iterator[tuple[Session, Actor]]:
    """A writing session, and who writes."""
    areas.register_rules()
    with database.write() as session:
        yield session, actor_of(session, account)


def programme_id(session: Session) -> int:
    return session.scalars(select(Programme.id)).one()


def consult(
    database: Database,
    suppliers: dict[str, dict[str, Any]],
    *,
    chain: str = ICT,
    group: str = FIRST_GROUP,
    **values: Any,
) -> str:
    """A consultation of a group with these suppliers, by name; its reference."""
    areas.register_rules()
    with database.write() as session, recorded(session, SEED, NOW):
        found = session.scalars(select(BuyerGroup).where(BuyerGroup.slug == group)).one()
        member = select(Membership.organisation_id).where(Membership.group_id == found.id)
        facts = {
            "kind": ConsultationKind.DIALOGUE,
            "state": ConsultationState.HELD,
            "subject": "Marktdialoog laptops",
            "held_on": HELD,
            "minutes_each": 30,
            "invited_why": "Iedereen van de marktdag",
            "organisation_id": session.scalars(member.order_by(Membership.id)).first(),
            **values,
        }
        made = MarketConsultation(
            programme_id=found.programme_id,
            group_id=found.id,
            summary="",
            summary_html="",
            language=Language.DUTCH,
            announced_where="",
            platform_ref="",
            platform_link="",
            place="",
            link="",
            sort_day=facts["held_on"] or HELD,
            **facts,
            **stamp(SEED, NOW),
        )
        session.add(made)
        session.flush()
        about = session.scalars(select(Chain.id).where(Chain.slug == chain)).one()
        whose = {"consultation_id": made.id, **stamp(SEED, NOW)}
        session.add(ConsultationChain(chain_id=about, **whose))
        for name, row in suppliers.items():
            whole = {"invited": True, "present": True, "why": "", **row}
            whole.setdefault("supplier_id", supplier(session, name))
            session.add(ConsultationSupplier(**whole, **whose))
        return made.ref


def supplier(session: Session, name: str) -> int:
    """The supplier of this name, entered by the loading of data; its id."""
    sought = select(SupplierVersion.supplier_id).where(SupplierVersion.sort_name == sort_name(name))
    found = session.scalar(sought.order_by(SupplierVersion.supplier_id))
    if found is not None:
        return found
    facts = SupplierFacts(name)
    made = services.add_supplier(
        session, SEED, NOW, programme_id=programme_id(session), facts=facts
    )
    return made.id


def double(session: Session, name: str) -> int:
    """Another one of the same name, as somebody enters who does not see the first."""
    made = Supplier(programme_id=programme_id(session), **stamp(SEED, NOW))
    with recorded(session, SEED, NOW):
        session.add(made)
        session.flush()
        session.add(
            SupplierVersion(
                supplier_id=made.id,
                name=name,
                sort_name=sort_name(name),
                company_size=SupplierSize.UNKNOWN,
                reason="",
                **stamp(SEED, NOW),
            )
        )
    return made.id


def ref_of(database: Database, name: str) -> str:
    """The reference of the last supplier with this name."""
    with database.read() as session:
        return (
            session.scalars(
                select(Supplier.ref)
                .join(SupplierVersion, SupplierVersion.supplier_id == Supplier.id)
                .where(SupplierVersion.name == name)
                .order_by(SupplierVersion.id.desc())
            ).first()
            or ""
        )


def id_of(database: Database, name: str) -> int:
    """The id of the first supplier that had this name."""
    with database.read() as session:
        return supplier(session, name)


def merge(database: Database, name: str, into: str) -> None:
    with acting(database, "manager") as (session, actor):
        services.merge_supplier(
            session,
            actor,
            NOW,
            supplier_id=supplier(session, name),
            into_id=supplier(session, into),
            reason="Dubbel",
        )


def homes(session: Session) -> dict[int, int]:
    """Where every merged supplier leads."""
    return {row.supplier_id: row.into_id for row in session.scalars(select(SupplierMerge))}


def shut_out(database: Database, ref: str, account: str) -> None:
    """Somebody has an interest in a consultation."""
    with database.write() as session, recorded(session, SEED, NOW):
        about = session.scalars(select(MarketConsultation).where(MarketConsultation.ref == ref))
        session.add(
            ConsultationInterest(
                consultation_id=about.one().id,
                person_id=person_id(session, account),
                about="Mijn broer werkt daar",
                **stamp(SEED, NOW),
            )
        )


def sent(
    client: CheckingClient,
    address: str,
    status: int = 303,
    form: str = "form[data-concept]",
    **values: str,
) -> Page:
    """A form of a page filled in and sent; the answer."""
    answer = client.send(address, form=form, **values)
    assert answer.status_code == status, f"{answer.status}\n{answer.text[:2000]}"
    return Page(answer)


def submitted(
    client: CheckingClient, address: str, fields: dict[str, str], status: int = 303
) -> Page:
    """Fields as they were on a page, sent."""
    answer = client.post(address, data=fields)
    assert answer.status_code == status, f"{answer.status}\n{answer.text[:2000]}"
    return Page(answer)


def of_demonstration(database: Database) -> set[str]:
    """The names of the suppliers that were there before the test."""
    with database.read() as session:
        rows = select(SupplierVersion.name).where(SupplierVersion.recorded_at < NOW)
        return set(session.scalars(rows))


def added(database: Database) -> int:
    """How many suppliers the test added."""
    with database.read() as session:
        of_test = select(func.count()).select_from(Supplier).where(Supplier.recorded_at >= NOW)
        return session.scalar(of_test) or 0


def named(session: Session) -> dict[int, str]:
    """The name of each supplier by its id, merged or not."""
    rows = session.scalars(select(SupplierVersion).order_by(SupplierVersion.id))
    return {row.supplier_id: row.name for row in rows}


def of_suppliers(database: Database) -> dict[str, str]:
    """For the table of routes: a file with a supplier on its list, and one that no member sees."""
    heard = consult(database, {"Alfa": {}, "Oude Alfa": {}})
    with acting(database, "manager") as (session, actor):
        seen, unseen = supplier(session, "Alfa"), supplier(session, "Verborgen")
        contact = services.add_contact(session, actor, NOW, supplier_id=seen, name="Jan")
        attended = session.scalars(
            select(ConsultationSupplier.id).where(ConsultationSupplier.supplier_id == seen)
        ).one()
        wish = services.add_wish(
            session,
            actor,
            NOW,
            supplier_id=seen,
            chain_id=session.scalars(select(Chain.id)).first() or 0,
            asked_on=HELD,
        )
        named = {"contact": str(contact.id), "attended": str(attended), "wish": str(wish.id)}
    assert unseen
    merge(database, "Oude Alfa", "Alfa")
    refs = {"supplier": "Alfa", "unseen": "Verborgen", "merged": "Oude Alfa"}
    return {"heard": heard, **named, **{key: ref_of(database, name) for key, name in refs.items()}}
