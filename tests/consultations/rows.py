"""Consultations put into the demonstration as rows, for tests of what reads them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from models.base import sort_name
from models.chains import Chain
from models.consultations import (
    ConsultationChain,
    ConsultationInterest,
    ConsultationItem,
    ConsultationKind,
    ConsultationQuestion,
    ConsultationReport,
    ConsultationState,
    ConsultationSupplier,
    ConsultationTender,
    ItemOutcome,
    ItemReaders,
    MarketConsultation,
)
from models.groups import BuyerGroup
from models.organisations import Organisation
from models.people import Language, Person
from models.programme import Programme, Theme
from models.suppliers import Supplier, SupplierMerge, SupplierSize, SupplierVersion
from models.tenders import Tender
from seed.parts import SEED
from tests.access.people import ICT
from tests.support.run import NOW

ICT_GROUP = "ict-hardware-langer-gebruiken"
SUN_GROUP = "zonnepanelen-met-bekende-herkomst"
CITY = "gemeente-voorbeeldstad"


def _report(session: Session, made: MarketConsultation) -> ConsultationReport:
    """What was published under the subject of then, by somebody."""
    by = session.scalars(select(Person.id).order_by(Person.id)).first()
    return ConsultationReport(
        consultation_id=made.id,
        nr=1,
        title=made.subject,
        text="",
        html="",
        language=made.language,
        sha256="",
        reason="",
        **{**stamp(SEED, NOW), "recorded_by_id": by},
    )


class Rows:
    """Adds what is asked for, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def consultation(
        self,
        subject: str,
        *,
        group: str = ICT_GROUP,
        organisation: str = CITY,
        chains: tuple[str, ...] = (ICT,),
        state: ConsultationState = ConsultationState.HELD,
        held_on: date | None = date(2026, 10, 20),
        **facts: Any,
    ) -> str:
        """A consultation; its reference."""
        with self.database.write() as session, recorded(session, SEED, NOW):
            made = MarketConsultation(
                **{**EMPTY, **facts},
                programme_id=session.scalars(select(Programme.id)).first(),
                group_id=_at(session, BuyerGroup, group),
                organisation_id=_at(session, Organisation, organisation),
                state=state,
                subject=subject,
                held_on=held_on,
                sort_day=held_on or facts.get("announced_on") or date(2026, 11, 1),
                **stamp(SEED, NOW),
            )
            session.add(made)
            session.flush()
            session.add_all(
                ConsultationChain(
                    consultation_id=made.id, chain_id=_at(session, Chain, slug), **stamp(SEED, NOW)
                )
                for slug in chains
            )
            if state is ConsultationState.PUBLISHED:
                session.add(_report(session, made))
            return made.ref

    def question(self, ref: str, theme: str | None, *, removed_at: datetime | None = None) -> None:
        """A question on a theme."""
        self._child(
            ConsultationQuestion,
            ref,
            position=1,
            text="Wat kunt u?",
            theme=theme,
            removed_at=removed_at,
        )

    def item(
        self,
        ref: str,
        text: str,
        *,
        theme: str | None = None,
        readers: ItemReaders = ItemReaders.REPORT,
        outcome: ItemOutcome = ItemOutcome.OPEN,
        why: str = "",
    ) -> None:
        """Something that was heard."""
        self._child(
            ConsultationItem,
            ref,
            position=1,
            text=text,
            theme=theme,
            readers=readers,
            outcome=outcome,
            outcome_why=why,
        )

    def interest(self, ref: str, account: str) -> None:
        """Somebody is shut out of a file."""
        with self.database.read() as session:
            person_id = session.scalars(
                select(Person.id).where(Person.email == f"{account}@ketenbord.example")
            ).one()
        self._child(ConsultationInterest, ref, person_id=person_id, about="Belang")

    def supplier(self, ref: str, name: str, *, present: bool = True) -> int:
        """A new supplier that was invited; its number."""
        with self.database.write() as session, recorded(session, SEED, NOW):
            made = Supplier(
                programme_id=session.scalars(select(Programme.id)).first(), **stamp(SEED, NOW)
            )
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
            key = made.id
        self.invite(ref, key, present=present)
        return key

    def invite(self, ref: str, supplier_id: int, *, present: bool = True) -> None:
        """A supplier at a consultation."""
        self._child(
            ConsultationSupplier,
            ref,
            supplier_id=supplier_id,
            invited=True,
            present=present,
            why="",
        )

    def merge(self, supplier_id: int, into_id: int) -> None:
        """One supplier is another one."""
        with self.database.write() as session, recorded(session, SEED, NOW):
            row = SupplierMerge(
                supplier_id=supplier_id, into_id=into_id, reason="Dubbel", **stamp(SEED, NOW)
            )
            session.add(row)

    def change(self, ref: str, **facts: Any) -> None:
        """Another value of columns of the consultation itself."""
        with self.database.write() as session, recorded(session, SEED, NOW):
            row = session.scalars(
                select(MarketConsultation).where(MarketConsultation.ref == ref)
            ).one()
            for name, value in facts.items():
                setattr(row, name, value)

    def theme(self, code: str) -> int:
        """The number of a theme."""
        with self.database.read() as session:
            return session.scalars(select(Theme.id).where(Theme.code == code)).one()

    def tender(self, ref: str, *, chain: str = ICT) -> int:
        """A tender of the city that a consultation prepares; its number."""
        with self.database.write() as session, recorded(session, SEED, NOW):
            made = Tender(
                group_id=_at(session, BuyerGroup, ICT_GROUP),
                chain_id=_at(session, Chain, chain),
                organisation_id=_at(session, Organisation, CITY),
                subject="Nieuwe inkoop",
                platform_ref="",
                language=Language.DUTCH,
                **stamp(SEED, NOW),
            )
            session.add(made)
            session.flush()
            key = made.id
        self._child(ConsultationTender, ref, tender_id=key)
        return key

    def end_tender(self, key: int) -> None:
        """It does not go on."""
        with self.database.write() as session, recorded(session, SEED, NOW):
            row = session.get_one(Tender, key)
            row.ended_at, row.end_reason = NOW, "Niet nodig"

    def _child(self, model: Any, ref: str, theme: str | None = None, **facts: Any) -> None:
        with self.database.write() as session, recorded(session, SEED, NOW):
            consultation_id = session.scalars(
                select(MarketConsultation.id).where(MarketConsultation.ref == ref)
            ).one()
            if model in (ConsultationQuestion, ConsultationItem):
                facts["theme_id"] = session.scalar(select(Theme.id).where(Theme.code == theme))
            session.add(model(consultation_id=consultation_id, **facts, **stamp(SEED, NOW)))


EMPTY: dict[str, Any] = {
    "kind": ConsultationKind.DIALOGUE,
    "summary": "",
    "summary_html": "",
    "language": Language.DUTCH,
    "announced_where": "",
    "platform_ref": "",
    "platform_link": "",
    "place": "",
    "link": "",
    "invited_why": "",
}


def _at(session: Session, model: Any, slug: str) -> int:
    found: int = session.scalars(select(model.id).where(model.slug == slug)).one()
    return found
