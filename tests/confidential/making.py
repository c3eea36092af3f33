"""A consultation of the group of ICT-hardware with a supplier, and answers in confidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.access.actor import Actor
from buyergroups.confidential import services
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from models.base import sort_name
from models.confidential import ConfidentialAnswer, InConfidenceOf
from models.consultations import (
    ConsultationKind,
    ConsultationState,
    ConsultationSupplier,
    MarketConsultation,
)
from models.groups import BuyerGroup, Membership
from models.organisations import Organisation
from models.people import Language
from models.suppliers import Supplier, SupplierSize, SupplierVersion
from tests.access.people import MAKER, actor_of, person_id
from tests.support.run import NOW

#: The organisation of `publiek`, which logs; `privaat` and `expert` are members for others.
ORGANISATION = "gemeente-voorbeeldstad"
HELD = date(2026, 11, 10)
BEFORE = NOW - timedelta(hours=1)
SUPPLIER = "Voorbeeld Refurbish BV"


def make_consultation(
    session: Session,
    *,
    organisation: str = ORGANISATION,
    subject: str = "Levensduur van laptops",
    state: ConsultationState = ConsultationState.HELD,
) -> MarketConsultation:
    """Of the first group, that of ICT-hardware, held, without anybody or anything in it."""
    group = session.scalars(select(BuyerGroup).order_by(BuyerGroup.id)).first()
    assert group is not None
    found = select(Organisation.id).where(Organisation.slug == organisation)
    made = MarketConsultation(
        programme_id=group.programme_id,
        group_id=group.id,
        organisation_id=session.scalars(found).one(),
        kind=ConsultationKind.ONE_TO_ONE,
        state=state,
        subject=subject,
        summary="",
        summary_html="",
        language=Language.DUTCH,
        announced_where="",
        platform_ref="",
        platform_link="",
        held_on=HELD,
        place="",
        link="",
        invited_why="",
        sort_day=HELD,
        **stamp(MAKER, BEFORE),
    )
    with recorded(session, MAKER, BEFORE):
        session.add(made)
    return made


def add_supplier(
    session: Session, consultation: MarketConsultation, name: str = SUPPLIER
) -> Supplier:
    """A supplier that was present."""
    supplier = Supplier(programme_id=consultation.programme_id, **stamp(MAKER, BEFORE))
    with recorded(session, MAKER, BEFORE):
        session.add(supplier)
        session.flush()
        session.add(
            SupplierVersion(
                supplier_id=supplier.id,
                name=name,
                sort_name=sort_name(name),
                company_size=SupplierSize.UNKNOWN,
                reason="",
                **stamp(MAKER, BEFORE),
            )
        )
        session.add(
            ConsultationSupplier(
                consultation_id=consultation.id,
                supplier_id=supplier.id,
                invited=True,
                present=True,
                why="",
                **stamp(MAKER, BEFORE),
            )
        )
    return supplier


def keep(
    session: Session,
    actor: Actor,
    consultation: MarketConsultation,
    supplier_id: int,
    **values: Any,
) -> ConfidentialAnswer:
    """An answer in the confidence of the organisation, unless another is named."""
    given: dict[str, Any] = {
        "theme_id": None,
        "text": "Onze marge is elf procent.",
        "in_confidence_of": InConfidenceOf.ORGANISATION,
        "reader_ids": (),
        "given_on": HELD,
        "told_on": None,
        "told_how": "",
        "language": Language.DUTCH,
    }
    return services.keep_answer(
        session,
        actor,
        NOW,
        consultation=consultation,
        supplier_id=supplier_id,
        **{**given, **values},
    )


def with_supplier(session: Session) -> tuple[MarketConsultation, int]:
    """A consultation, and the number of a supplier in it."""
    file = make_consultation(session)
    return file, add_supplier(session, file).id


def answer_of(session: Session) -> ConfidentialAnswer:
    """In the confidence of the organisation of `publiek`."""
    return keep(session, actor_of(session, "publiek"), *with_supplier(session))


class Secrets:
    """One answer in each confidence, of one consultation: by `publiek`, naming `trekker`."""

    def __init__(self, database: Database, **values: Any) -> None:
        areas.register_rules()
        with database.write() as session:
            file = make_consultation(session, **values)
            supplier = add_supplier(session, file)
            self.ref, self.id, self.supplier = file.ref, file.id, supplier.ref
            self.supplier_id = supplier.id
            writer = actor_of(session, "publiek")
            named = {"reader_ids": [person_id(session, "trekker")]}
            self.answers = {
                kind: keep(
                    session,
                    writer,
                    file,
                    supplier.id,
                    in_confidence_of=kind,
                    text=f"Geheim voor {kind}",
                    **(named if kind is InConfidenceOf.NAMED else {}),
                ).ref
                for kind in InConfidenceOf
            }
        self.path = f"/marktconsultaties/{self.ref}/vertrouwelijk"

    def address(self, kind: InConfidenceOf = InConfidenceOf.ORGANISATION) -> str:
        """Of one answer."""
        return f"{self.path}/{self.answers[kind]}"


def end_memberships(database: Database, account: str) -> None:
    """Somebody leaves every group."""
    with database.write() as session, recorded(session, MAKER, NOW):
        person = person_id(session, account)
        for row in session.scalars(select(Membership).where(Membership.person_id == person)):
            row.ended_at, row.until = NOW, NOW.date()
            row.ended_by_id = person


def of_secrets(database: Database) -> dict[str, str]:
    """What the table of routes names: a file, an answer of its organisation, its supplier."""
    secrets = Secrets(database)
    answer = secrets.answers[InConfidenceOf.ORGANISATION]
    return {
        "secret_file": secrets.ref,
        "secret": answer,
        "secret_supplier": secrets.supplier,
    }
