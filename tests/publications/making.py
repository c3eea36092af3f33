"""A consultation whose report is ready, made row by row: who takes part in it is of no account."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import render
from buyergroups.publications import queries, services
from buyergroups.publications.report import Report, compose
from models.base import sort_name
from models.chains import Chain
from models.confidential import ConfidentialAnswer, InConfidenceOf
from models.consultations import (
    ConsultationAttendee,
    ConsultationChain,
    ConsultationFollowUp,
    ConsultationItem,
    ConsultationKind,
    ConsultationMove,
    ConsultationQuestion,
    ConsultationReport,
    ConsultationState,
    ConsultationSupplier,
    ItemOutcome,
    ItemReaders,
    MarketConsultation,
    PlatformAnswer,
)
from models.files import File, FileSubject
from models.groups import BuyerGroup, Membership
from models.organisations import Organisation
from models.people import Language
from models.programme import Programme, Theme
from models.suppliers import Supplier, SupplierContact, SupplierSize, SupplierVersion
from tests.files.attaching import attach
from tests.files.samples import PDF
from tests.support.acting import Acting

#: Of this group `publiek` and `privaat` are members, and `trekker` leads its chain.
GROUP = "ict-hardware-langer-gebruiken"
CHAIN = "ict-hardware-en-mobiele-apparaten"
LOGGED_BY = "gemeente-voorbeeldstad"
#: A word for each thing that never stands in a report.
NOTE, CONFIDENTIAL, FOLLOW_UP, INVITED, LINK = (
    "merkwoordnotitie",
    "merkwoordvertrouwelijk",
    "merkwoordvervolg",
    "merkwoorduitgenodigd",
    "https://merkwoordkoppeling.example/",
)
SECRETS = (NOTE, CONFIDENTIAL, FOLLOW_UP, INVITED, "merkwoordkoppeling")


def consultation(session: Session, by: dict[str, Any], **facts: Any) -> MarketConsultation:
    """One whose report is ready, in a session where somebody records."""
    group = session.scalars(select(BuyerGroup).where(BuyerGroup.slug == GROUP)).one()
    found = select(Organisation.id).where(Organisation.slug == LOGGED_BY)
    row = MarketConsultation(
        **{
            "programme_id": session.scalars(select(Programme.id)).one(),
            "group_id": group.id,
            "organisation_id": session.scalars(found).one(),
            "kind": ConsultationKind.DIALOGUE,
            "state": ConsultationState.REPORTED,
            "subject": "Laptops langer gebruiken",
            "summary": "Wij spraken over **onderdelen**.",
            "summary_html": "",
            "language": Language.DUTCH,
            "announced_on": date(2026, 9, 1),
            "announced_where": "nieuwsbrief van de groep",
            "platform_ref": "2026-123456",
            "platform_link": "https://platform.example/2026-123456",
            "held_on": date(2026, 10, 1),
            "place": "Utrecht",
            "link": LINK,
            "invited_why": INVITED,
            "sort_day": date(2026, 10, 1),
            **facts,
        },
        **by,
    )
    session.add(row)
    session.flush()
    _blocks(session, row, by)
    return row


def _blocks(session: Session, row: MarketConsultation, by: dict[str, Any]) -> None:
    of = {"consultation_id": row.id, **by}
    chain = session.scalars(select(Chain.id).where(Chain.slug == CHAIN)).one()
    theme = session.scalars(select(Theme.id).where(Theme.code == "circular")).first()
    session.add(ConsultationChain(chain_id=chain, **of))
    session.add(ConsultationMove(state=row.state, moved_on=row.sort_day, reason="", **of))
    session.add(ConsultationQuestion(position=1, text="Hoe lang?", theme_id=theme, **of))
    for nr, (text, readers) in enumerate(
        (
            ("Vijf jaar kan", ItemReaders.REPORT),
            (f"{NOTE} van de een", ItemReaders.PUBLIC_MEMBERS),
            (f"{NOTE} van de ander", ItemReaders.GROUP),
        ),
        1,
    ):
        session.add(
            ConsultationItem(
                position=nr,
                text=text,
                readers=readers,
                theme_id=theme,
                outcome=ItemOutcome.PARTLY,
                outcome_why="Eerst een proef" if readers is ItemReaders.REPORT else NOTE,
                **of,
            )
        )
    session.add(PlatformAnswer(position=1, question="Mag het gebruikt zijn?", answer="Ja.", **of))
    person = session.scalars(
        select(Membership.person_id).where(Membership.group_id == row.group_id)
    ).first()
    assert person is not None
    session.add(ConsultationFollowUp(what=FOLLOW_UP, owner_id=person, result="", **of))
    session.add(ConsultationAttendee(person_id=person, **of))


class Making:
    """Makes consultations and what hangs on them, as the lead of the chain."""

    def __init__(self, database: Database) -> None:
        self.act = Acting(database)
        self.database = database

    def write(self, add: Any) -> Any:
        """Rows in one transaction; `add` gets the session and the columns of who recorded."""

        def steps(session: Session, actor: Actor, now: Any) -> Any:
            with recorded(session, actor, now):
                return add(session, stamp(actor, now))

        return self.act.within("trekker", steps)

    def consultation(self, **facts: Any) -> MarketConsultation:
        """One whose report is ready, with a question, items for each audience and an answer."""

        def add(session: Session, by: dict[str, Any]) -> MarketConsultation:
            return consultation(session, by, **facts)

        made: MarketConsultation = self.write(add)
        return made

    def supplier(self, name: str, **facts: Any) -> int:
        """A supplier of the register, of whatever consultation."""

        def add(session: Session, by: dict[str, Any]) -> int:
            programme = session.scalars(select(Programme.id)).one()
            row = Supplier(programme_id=programme, **by)
            session.add(row)
            session.flush()
            values = {"company_size": SupplierSize.UNKNOWN, "reason": "", **facts}
            session.add(
                SupplierVersion(
                    supplier_id=row.id, name=name, sort_name=sort_name(name), **values, **by
                )
            )
            return row.id

        made: int = self.write(add)
        return made

    def present(self, row: MarketConsultation, supplier_id: int, **facts: Any) -> int:
        """A supplier was there; what is given may say that it agreed, or checked."""
        values = {"invited": True, "present": True, "why": INVITED, **facts}

        def add(session: Session, by: dict[str, Any]) -> int:
            of = {"consultation_id": row.id, **by}
            made = ConsultationSupplier(supplier_id=supplier_id, **values, **of)
            session.add(made)
            session.flush()
            return made.id

        made: int = self.write(add)
        return made

    def attendee(self, row: MarketConsultation, count: int) -> None:
        """So many people of the group attend."""

        def add(session: Session, by: dict[str, Any]) -> None:
            there = select(ConsultationAttendee.person_id).where(
                ConsultationAttendee.consultation_id == row.id
            )
            known = set(session.scalars(there))
            asked = select(Membership.person_id).where(Membership.group_id == row.group_id)
            for person in sorted(set(session.scalars(asked)) - known)[: count - len(known)]:
                session.add(ConsultationAttendee(consultation_id=row.id, person_id=person, **by))

        self.write(add)

    def checked(self, row: MarketConsultation, day: date) -> None:
        """Every supplier that was there checked the report."""

        def add(session: Session, _: dict[str, Any]) -> None:
            there = select(ConsultationSupplier).where(
                ConsultationSupplier.consultation_id == row.id
            )
            for one in session.scalars(there):
                one.checked_on = day

        self.write(add)

    def contact(self, supplier_id: int, **facts: Any) -> None:
        values = {"name": "Iemand", "function": "", "email": "", "phone": "", **facts}
        self.write(
            lambda session, by: session.add(
                SupplierContact(supplier_id=supplier_id, **values, **by)
            )
        )

    def confided(self, row: MarketConsultation, supplier_id: int) -> None:
        """Something was said in confidence, to the team."""
        self.write(
            lambda session, by: session.add(
                ConfidentialAnswer(
                    consultation_id=row.id,
                    supplier_id=supplier_id,
                    in_confidence_of=InConfidenceOf.TEAM,
                    given_on=row.sort_day,
                    told_how="",
                    text=CONFIDENTIAL,
                    language=Language.DUTCH,
                    **by,
                )
            )
        )

    def change(self, row: MarketConsultation, **facts: Any) -> None:
        """Another summary, say: a correction of the file."""

        def add(session: Session, _: dict[str, Any]) -> None:
            found = session.get_one(MarketConsultation, row.id)
            for name, value in facts.items():
                setattr(found, name, value)

        self.write(add)

    def attach(
        self,
        row: MarketConsultation,
        name: str,
        content: bytes = PDF,
        kind: FileSubject = FileSubject.CONSULTATION_REPORT,
    ) -> File:
        """A file that hangs on the report."""
        return attach(self.database, kind=kind, subject_id=row.id, name=name, content=content)

    def report(self, row: MarketConsultation) -> Report:
        """As it would be published now."""
        with self.database.read() as session:
            return compose(queries.facts(session, session.get_one(MarketConsultation, row.id)))

    def publish(
        self, row: MarketConsultation, who: str = "trekker", *, after: int = 0, reason: str = ""
    ) -> ConsultationReport:
        """As it stands now, by somebody who may."""
        report = self.report(row)
        made: ConsultationReport = self.act.do(
            who,
            services.publish_report,
            ref=row.ref,
            shown=report.text,
            after=after,
            laid_out=render(report.below_title),
            reason=reason,
        )
        return made


def of_publications(database: Database) -> dict[str, str]:
    """A consultation whose report everybody reads, with its PDF."""
    making = Making(database)
    row = making.consultation()
    making.attach(row, "bijlage.pdf")
    version = making.publish(row)
    attach(database, kind=FileSubject.PUBLISHED_REPORT, subject_id=version.id, name="verslag.pdf")
    with database.read() as session:
        shown = queries.published_files(session, version.id)[0].ref
    return {"published": row.ref, "unpublished": making.consultation().ref, "shown_file": shown}
