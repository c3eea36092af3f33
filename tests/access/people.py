"""The people of the table of routes: the accounts of the demonstration, and some besides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import ANONYMOUS, Actor, load_actor
from buyergroups.accounts.services import add_person, end_role, give_role
from buyergroups.db import Database
from buyergroups.errors import NotThereError
from buyergroups.history.recording import recorded
from models.chains import Chain
from models.consultations import (
    ConsultationFollowUp,
    ConsultationKind,
    ConsultationState,
    MarketConsultation,
)
from models.documents import (
    Document,
    DocumentComment,
    DocumentSection,
    DocumentVersion,
    VersionState,
)
from models.files import FileSubject
from models.groups import BuyerGroup, GroupMeeting, Membership
from models.history import ActorKind
from models.jobs import Task
from models.organisations import Organisation
from models.people import Person, PersonSession, Role, RoleAssignment
from models.phases import PhaseAssessment, StatusUpdate
from models.plans import PlanActivity, PlanGoal
from models.pledges import Pledge, PledgeReaders, PledgeVersion
from models.tenders import GivenInformation, Tender
from tests.files.attaching import attach, decision_of, finding_of, meeting_of
from tests.support.client import DOMAIN, PASSWORD
from tests.support.run import NOW

ICT = "ict-hardware-en-mobiele-apparaten"
LONG_AGO = NOW - timedelta(days=30)
#: Who may appoint leads as well as all others: the loading of data.
MAKER = Actor(ActorKind.SEED)


def email_of(account: str) -> str:
    """Everybody's address, of the demonstration or made here."""
    return f"{account}@{DOMAIN}"


def add_others(database: Database) -> None:
    """The person whose roles have all ended, and the blocked one; nobody is blocked yet."""
    with database.write() as session:
        chain_id = session.scalars(select(Chain.id).where(Chain.slug == ICT)).one()
        for account, name in (("former", "Vroeger Iemand"), ("blocked", "Geblokkeerd Iemand")):
            person = add_person(session, MAKER, LONG_AGO, email=email_of(account), name=name)
            given = [
                give_role(session, MAKER, LONG_AGO, person_id=person.id, role=role)
                for role in (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)
            ] + [
                give_role(
                    session,
                    MAKER,
                    LONG_AGO,
                    person_id=person.id,
                    role=Role.CHAIN_LEAD,
                    chain_id=chain_id,
                )
            ]
            if account == "former":
                for assignment in given:
                    end_role(session, MAKER, NOW, assignment=assignment)


def block(database: Database, account: str) -> None:
    """As an administrator's page will do."""
    with database.write() as session, recorded(session, MAKER, NOW):
        person = session.scalars(select(Person).where(Person.email == email_of(account))).one()
        person.blocked_at = NOW


def person_id(session: Session, account: str) -> int:
    return session.scalars(select(Person.id).where(Person.email == email_of(account))).one()


def actor_of(session: Session, account: str) -> Actor:
    """Who asks, as a page would find out; the blocked are nobody."""
    if account == "stranger":
        return ANONYMOUS
    try:
        return load_actor(session, person_id(session, account), NOW)
    except NotThereError:
        return ANONYMOUS


def somebody(database: Database) -> dict[str, str]:
    """Somebody whom the pages about people can be tried on, and a role of theirs."""
    with database.read() as session:
        person = session.get_one(Person, person_id(session, "klankbord"))
        of_person = RoleAssignment.person_id == person.id
        role = session.scalars(select(RoleAssignment.id).where(of_person)).first()
    return {"person": person.ref, "role": str(role)}


def latest_session(database: Database, account: str) -> PersonSession:
    """The session that somebody began last."""
    with database.read() as session:
        return session.scalars(
            select(PersonSession)
            .where(PersonSession.person_id == person_id(session, account))
            .order_by(PersonSession.id.desc())
            .limit(1)
        ).one()


__all__ = [
    "ICT",
    "PASSWORD",
    "actor_of",
    "add_others",
    "block",
    "email_of",
    "latest_session",
    "somebody",
]


def of_group(database: Database) -> dict[str, str]:
    """The buyer group of ICT-hardware, the membership of its expert, a meeting, and pledges."""
    with database.read() as session:
        group = session.scalars(select(BuyerGroup).order_by(BuyerGroup.id)).first()
        assert group is not None
        member = session.scalars(
            select(Membership.id).where(
                Membership.group_id == group.id,
                Membership.person_id == person_id(session, "expert"),
            )
        ).one()
        meeting = session.scalars(
            select(GroupMeeting.ref).where(GroupMeeting.group_id == group.id)
        ).first()
        rows = session.execute(
            select(PledgeVersion.readers, Pledge.ref)
            .join(Pledge, Pledge.id == PledgeVersion.pledge_id)
            .where(Pledge.group_id == group.id)
            .order_by(Pledge.id.desc())
        )
        pledges = {row.readers: row.ref for row in rows}
        consultation = session.scalars(
            select(MarketConsultation)
            .where(
                MarketConsultation.group_id == group.id,
                MarketConsultation.kind == ConsultationKind.MARKET_DAY,
                MarketConsultation.state == ConsultationState.HELD,
            )
            .order_by(MarketConsultation.id)
        ).first()
        assert consultation is not None
        follow_up = session.scalars(
            select(ConsultationFollowUp.id).where(
                ConsultationFollowUp.consultation_id == consultation.id
            )
        ).first()
        tenders = {
            row.slug: row.ref
            for row in session.execute(
                select(Organisation.slug, Tender.ref)
                .join(Tender, Tender.organisation_id == Organisation.id)
                .where(Tender.group_id == group.id)
            )
        }
        line = session.scalars(select(GivenInformation.ref).order_by(GivenInformation.id)).first()
    return {
        "consultation": consultation.ref,
        "consultation_id": str(consultation.id),
        "follow_up": str(follow_up),
        "group": group.slug,
        "membership": str(member),
        "meeting": str(meeting),
        "pledge": pledges[PledgeReaders.GROUP],
        "kept_pledge": pledges[PledgeReaders.TEAM],
        "tender": tenders["gemeente-voorbeeldstad"],
        "kept_tender": tenders["modelbank-voorbeeld-nv"],
        "line": str(line),
    }


def open_assessment(database: Database, slug: str) -> str:
    """The reference of the provisional assessment of a chain."""
    with database.read() as session:
        found = session.scalar(
            select(PhaseAssessment.ref)
            .join(Chain, Chain.id == PhaseAssessment.chain_id)
            .where(Chain.slug == slug, PhaseAssessment.outcome.is_(None))
        )
    assert found is not None, slug
    return found


def of_plans(database: Database) -> dict[str, str]:
    """Of the plan in review a remark and a goal; of the adopted one a goal and an activity.

    And a remark on the text of a group that is in review.
    """

    def remark(session: Session, *kinds: str) -> str:
        asked = (
            select(func.max(DocumentComment.id))
            .join(DocumentSection, DocumentSection.id == DocumentComment.section_id)
            .join(DocumentVersion, DocumentVersion.id == DocumentSection.version_id)
            .join(Document, Document.id == DocumentVersion.document_id)
        )
        return str(session.scalars(asked.where(Document.kind.in_(kinds))).one())

    def key(session: Session, model: Any, state: VersionState) -> str:
        asked = select(model.key).join(DocumentVersion, DocumentVersion.id == model.version_id)
        found = session.scalars(asked.where(DocumentVersion.state == state).order_by(model.id))
        return str(found.first())

    with database.read() as session:
        return {
            "remark": remark(session, "chain-plan"),
            "text_remark": remark(session, "market-vision", "market-strategy"),
            "goal": key(session, PlanGoal, VersionState.IN_REVIEW),
            "kept_goal": key(session, PlanGoal, VersionState.ADOPTED),
            "kept_activity": key(session, PlanActivity, VersionState.ADOPTED),
        }


def of_files(database: Database) -> dict[str, str]:
    """A finding and a meeting of a group, each with a file, a decision, what a task made."""
    finding_id, decision_id = finding_of(database), decision_of(database)
    file, meeting_id = attach(database), meeting_of(database)
    paper, minuted = (
        attach(database, kind=kind, subject_id=meeting_id, name="stuk.pdf")
        for kind in (FileSubject.GROUP_AGENDA, FileSubject.GROUP_MINUTES)
    )
    with database.write() as session:
        task = Task(kind="x", asked_by_id=person_id(session, "manager"), asked_at=NOW, given={})
        session.add(task)
        session.flush()
        task_id = task.id
    result = attach(database, "manager", kind=FileSubject.TASK, subject_id=task_id, name="bord.pdf")
    return {
        "finding": str(finding_id),
        "decision": str(decision_id),
        "file": file.ref,
        "result": result.ref,
        "gathering": str(meeting_id),
        "paper": paper.ref,
        "minuted": minuted.ref,
    }


def of_chain(database: Database, slug: str) -> dict[str, str]:
    """A report on a chain, and the assignment of its lead."""
    with database.read() as session:
        report = session.scalars(
            select(StatusUpdate.ref)
            .join(Chain, Chain.id == StatusUpdate.chain_id)
            .where(Chain.slug == slug)
            .order_by(StatusUpdate.id.desc())
        ).first()
        lead = session.scalars(
            select(RoleAssignment.id)
            .join(Chain, Chain.id == RoleAssignment.chain_id)
            .where(Chain.slug == slug, RoleAssignment.ended_at.is_(None))
        ).first()
    assert report is not None, slug
    return {"report": report, "lead": str(lead)}
