"""`can` for one thing and `visible_to` for a list say the same, for every table and everybody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.access.actor import ANONYMOUS, Actor
from buyergroups.access.permissions import Action, can, scoped_models, visible_to
from buyergroups.accounts.services import start_session
from buyergroups.db import Database
from buyergroups.following.kinds import Kind
from buyergroups.following.services import follow
from buyergroups.history.recording import recorded, stamp
from models.base import EVERYONE, Base
from models.chains import Chain
from models.confidential import ConfidentialAnswer, InConfidenceOf
from models.consultations import (
    ConsultationItem,
    ConsultationReport,
    ConsultationState,
    ConsultationSupplier,
    ItemReaders,
    MarketConsultation,
)
from models.decisions import Decision
from models.demand import Volume
from models.documents import Document, DocumentVersion
from models.files import FileType
from models.flags import Flag
from models.following import Follow
from models.groups import BuyerGroup
from models.history import ActorKind, HistoryEntry
from models.imports import Import, ImportKind
from models.jobs import Task
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Person, PersonSession
from models.phases import CriterionFinding, PhaseAssessment, StatusUpdate
from models.pledges import Pledge, PledgeReaders, PledgeVersion
from models.programme import Programme
from models.suppliers import Supplier, SupplierMerge
from models.tenders import Tender
from models.topics import Topic
from tests.access.people import ICT, actor_of, add_others, block, person_id
from tests.access.routes import EVERYBODY
from tests.confidential.making import Secrets
from tests.flags.making import of_flags
from tests.suppliers.making import of_suppliers
from tests.support.run import NOW

#: To see a row of a table is to be allowed this. A table with a scope and no line here fails.
SEE: dict[type[Base], Action] = {
    DocumentVersion: Action.DOCUMENT_SEE,
    Chain: Action.CHAIN_SEE,
    Decision: Action.DECISION_SEE,
    Person: Action.PERSON_SEE,
    Organisation: Action.ORGANISATION_SEE,
    PersonSession: Action.SESSION_SEE,
    StatusUpdate: Action.BOARD_SEE,
    PhaseAssessment: Action.BOARD_SEE,
    CriterionFinding: Action.BOARD_SEE,
    Task: Action.TASK_SEE,
    Follow: Action.FOLLOW_SEE,
    HistoryEntry: Action.HISTORY_SEE,
    BuyerGroup: Action.GROUP_SEE,
    Volume: Action.VOLUME_SEE,
    Pledge: Action.PLEDGE_SEE,
    Import: Action.IMPORT_SEE,
    ConfidentialAnswer: Action.CONFIDENTIAL_READ,
    Tender: Action.TENDER_SEE,
    Supplier: Action.SUPPLIER_SEE,
    MarketConsultation: Action.CONSULTATION_SEE,
    ConsultationItem: Action.CONSULTATION_ITEM_READ,
    ConsultationReport: Action.REPORT_SEE,
    Topic: Action.TOPIC_SEE,
    Flag: Action.FLAG_SEE,
}
#: The programme team sees every group, and members their own; an administrator as such none.
GROUPS_OF = {"publiek": 1, "privaat": 1, "privaat2": 1, "expert": 2}
#: How much of a table somebody sees: everything unless it is named here.
OWN_PEOPLE = {"former", "publiek", "privaat", "privaat2", "expert", "bestuurlijk", "klankbord"}


#: An answer in each confidence; the named one names `trekker` beside its writer.
IN_CONFIDENCE = {
    InConfidenceOf.ORGANISATION: {"publiek"},
    InConfidenceOf.NAMED: {"publiek", "trekker"},
    InConfidenceOf.TEAM: {"manager", "trekker", "trekker2", "opgave"},
}


def begin_sessions(database: Database) -> None:
    Secrets(database)
    of_suppliers(database)
    of_flags(database)
    with database.write() as session:
        for account in set(EVERYBODY) - {"stranger"}:
            start_session(
                session, NOW, person_id=person_id(session, account), address="-", device="-"
            )
            session.add(
                Task(kind="x", asked_by_id=person_id(session, account), asked_at=NOW, given={})
            )
            if account != "blocked":
                actor = actor_of(session, account)
                follow(session, actor, NOW, kind=Kind.CHAIN, key=1)
                with recorded(session, actor, NOW):
                    session.add(_import(actor))


def _import(actor: Actor) -> Import:
    return Import(
        kind=ImportKind.ORGANISATIONS,
        name="x.csv",
        media=FileType.CSV,
        size=1,
        sha256="",
        told={},
        **stamp(actor, NOW),
    )


def published(database: Database) -> None:
    """A version of a report of a consultation that the seed made: for everybody signed in."""
    with database.write() as session:
        actor = actor_of(session, "trekker")
        consultation_id = session.scalars(select(MarketConsultation.id).limit(1)).one()
        with recorded(session, actor, NOW):
            session.add(
                ConsultationReport(
                    consultation_id=consultation_id,
                    nr=99,
                    title="x",
                    text="x",
                    html="",
                    language="nl",
                    sha256="x",
                    reason="x",
                    **stamp(actor, NOW),
                )
            )


def seen(session: Session, actor: Actor, model: type[Base]) -> set[int]:
    """What a list would show."""
    return set(session.scalars(select(model.id).where(visible_to(actor, model))))  # type: ignore[attr-defined]


def allowed(session: Session, actor: Actor, model: type[Base]) -> set[int]:
    """What a page about one thing would show."""
    rows = session.scalars(select(model))
    return {row.id for row in rows if can(actor, SEE[model], row)}  # type: ignore[attr-defined]


def test_every_table_with_a_scope_is_looked_at() -> None:
    areas.register_rules()
    assert set(scoped_models()) == set(SEE)


def test_one_and_many_say_the_same(demo: Database) -> None:
    areas.register_rules()
    add_others(demo)
    begin_sessions(demo)
    published(demo)
    block(demo, "blocked")
    with demo.read() as session:
        for who in EVERYBODY:
            actor = actor_of(session, who)
            for model in SEE:
                assert seen(session, actor, model) == allowed(session, actor, model), (who, model)


def test_how_much_everybody_sees(demo: Database) -> None:
    areas.register_rules()
    add_others(demo)
    begin_sessions(demo)
    published(demo)
    block(demo, "blocked")
    with demo.read() as session:
        for who in EVERYBODY:
            actor = actor_of(session, who)
            for model in SEE:
                found, there = seen(session, actor, model), set(session.scalars(select(model.id)))  # type: ignore[attr-defined]
                assert there, model
                assert found == expected(who, actor, model, there, session), (who, model)


#: The tables of which somebody sees their own rows only, by the column that says whose they are.
OWN: dict[type[Base], Any] = {
    PersonSession: PersonSession.person_id,
    Task: Task.asked_by_id,
    HistoryEntry: HistoryEntry.person_id,
    Follow: Follow.person_id,
    Import: Import.recorded_by_id,
}


def expected(
    who: str, actor: Actor, model: type[Base], there: set[int], session: Session
) -> set[int]:
    if who in ("stranger", "blocked"):
        return set()
    if model is Person and who in OWN_PEOPLE:
        return {actor.person_id or 0}
    if model is DocumentVersion and not actor.in_programme_team:
        return _texts(actor, session)
    if model in BY_MEMBER and (model is ConfidentialAnswer or not actor.in_programme_team):
        return set(BY_MEMBER[model](session, who, model))
    if model not in OWN or (who == "beheer" and model not in (Follow, HistoryEntry, Import)):
        return there
    return _own(who, actor, model, session)


def _in_confidence(session: Session, who: str, _: type[Base]) -> set[int]:
    kinds = [kind for kind, readers in IN_CONFIDENCE.items() if who in readers]
    said = ConfidentialAnswer.in_confidence_of.in_(kinds)
    return set(session.scalars(select(ConfidentialAnswer.id).where(said)))


#: What a private member is shown is its own; a public one sees public ones besides. By address of
#: the organisation.
OWN_ORGANISATION = {
    "publiek": "gemeente-voorbeeldstad",
    "expert": "voorbeeldinstituut-voor-materialen",
    "privaat": "voorbeeld-logistiek-bv",
    "privaat2": "modelbank-voorbeeld-nv",
}


def _shown(session: Session, who: str, model: type[Base]) -> set[int]:
    if who not in OWN_ORGANISATION:
        return set()
    rows = session.execute(
        select(
            model.id,  # type: ignore[attr-defined]
            Organisation.slug,
            OrganisationVersion.sector,
            *((Volume.chain_id,) if model is Volume else (PledgeVersion.readers,)),
        )
        .join(Organisation, Organisation.id == model.organisation_id)  # type: ignore[attr-defined]
        .join(OrganisationVersion, OrganisationVersion.organisation_id == Organisation.id)
        .outerjoin(PledgeVersion, PledgeVersion.pledge_id == (Pledge.id if model is Pledge else -1))
    ).all()
    public = who in ("publiek", "expert")
    ict = session.scalars(select(Chain.id).where(Chain.slug == ICT)).one()
    seen = set()
    for key, slug, sector, about in rows:
        theirs = public and sector is Sector.PUBLIC and about == ict
        readers = {PledgeReaders.GROUP, *([PledgeReaders.PUBLIC] if public else [])}
        if slug == OWN_ORGANISATION[who] or (theirs if model is Volume else about in readers):
            seen.add(key)
    return seen


def _groups(session: Session, who: str, _: type[Base]) -> set[int]:
    keys = session.scalars(select(BuyerGroup.id).order_by(BuyerGroup.id))
    return set(list(keys)[: GROUPS_OF.get(who, 0)])


def _tenders(session: Session, who: str, _: type[Base]) -> set[int]:
    """Published ones in one's group, one's own, and for public members those of each other."""
    rows = session.execute(
        select(Tender.id, Tender.published_on, Organisation.slug).join(
            Organisation, Organisation.id == Tender.organisation_id
        )
    ).all()
    if who not in OWN_ORGANISATION:
        return set()
    public = who in ("publiek", "expert")
    return {
        key
        for key, published_on, slug in rows
        if published_on or slug == OWN_ORGANISATION[who] or (public and "bank" not in slug)
    }


def _files(session: Session, who: str) -> set[int]:
    """The files of one's groups; `privaat2` declared to be a competitor and reads none."""
    groups = _groups(session, who, BuyerGroup) if who != "privaat2" else set()
    return set(
        session.scalars(
            select(MarketConsultation.id).where(MarketConsultation.group_id.in_(groups))
        )
    )


def _consultations(session: Session, who: str, _: type[Base]) -> set[int]:
    """What was published everybody knows of; of the others only who reads their file."""
    published = select(MarketConsultation.id).where(
        MarketConsultation.state == ConsultationState.PUBLISHED
    )
    known = set(session.scalars(published)) if who != "stranger" else set()
    return known | _files(session, who)


def _items(session: Session, who: str, _: type[Base]) -> set[int]:
    """Notes for public members are for these, and for the organisation that logged them."""
    own = OWN_ORGANISATION.get(who)
    rows = session.execute(
        select(ConsultationItem.id, ConsultationItem.readers, Organisation.slug)
        .join(MarketConsultation, MarketConsultation.id == ConsultationItem.consultation_id)
        .join(Organisation, Organisation.id == MarketConsultation.organisation_id)
        .where(ConsultationItem.consultation_id.in_(_files(session, who)))
    )
    return {
        key
        for key, readers, slug in rows
        if readers is not ItemReaders.PUBLIC_MEMBERS or who in ("publiek", "expert") or slug == own
    }


def _suppliers(session: Session, who: str, _: type[Base]) -> set[int]:
    """Those of the files that one reads, what was merged with them, and what one entered."""
    if who not in OWN_ORGANISATION:
        return set()
    entered = set(
        session.scalars(
            select(Supplier.id).where(Supplier.recorded_by_id == person_id(session, who))
        )
    )
    for merge in session.scalars(select(SupplierMerge)):
        entered -= {merge.supplier_id, merge.into_id}
    heard = set(
        session.scalars(
            select(ConsultationSupplier.supplier_id).where(
                ConsultationSupplier.consultation_id.in_(_files(session, who))
            )
        )
    )
    into = select(SupplierMerge.into_id).where(SupplierMerge.supplier_id.in_(heard))
    return heard | set(session.scalars(into)) | entered


def _flags(session: Session, who: str, _: type[Base]) -> set[int]:
    """On chains all; on files and sheets as these are seen; on people administrators."""
    actor, found = actor_of(session, who), set()
    for flag in session.scalars(select(Flag)):
        about: dict[str, Any] = {
            "consultation": (MarketConsultation, Action.CONSULTATION_READ),
            "sheet": (Tender, Action.SHEET_SEE),
            "person": (Person, Action.PERSON_SEE),
        }
        if flag.subject_kind in about:
            model, action = about[flag.subject_kind]
            if can(actor, action, session.get(model, flag.subject_id)):
                found.add(flag.id)
        else:
            assert flag.subject_kind in ("chain", "plan-activity", "topic"), flag.subject_kind
            found.add(flag.id)
    return found


#: What members see of it, one by one; the programme team sees all but what is in confidence.
BY_MEMBER: dict[type[Base], Any] = {
    BuyerGroup: _groups,
    Volume: _shown,
    Pledge: _shown,
    ConfidentialAnswer: _in_confidence,
    Tender: _tenders,
    Supplier: _suppliers,
    MarketConsultation: _consultations,
    ConsultationItem: _items,
    Flag: _flags,
}


def _texts(actor: Actor, session: Session) -> set[int]:
    """Adopted plans, drafts of the plans of one's chains, and all texts of one's groups."""
    of_plan = Document.kind == "chain-plan"
    own_chains = Document.subject_id.in_(actor.group_chains)
    own_groups = Document.subject_id.in_(actor.member_of)
    asked = (
        select(DocumentVersion.id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            or_(
                and_(of_plan, or_(DocumentVersion.nr.is_not(None), own_chains)),
                and_(not_(of_plan), own_groups),
            )
        )
    )
    return set(session.scalars(asked))


def _own(who: str, actor: Actor, model: type[Base], session: Session) -> set[int]:
    own = set(session.scalars(select(model.id).where(OWN[model] == actor.person_id)))  # type: ignore[attr-defined]
    if model is HistoryEntry and who == "beheer":
        # Who follows what, and what happens in a group, an administrator as such does not see.
        told = select(HistoryEntry.id).where(HistoryEntry.audience == EVERYONE)
        return own | set(session.scalars(told))
    return own


def test_what_has_no_rule_nobody_may(demo: Database) -> None:
    areas.register_rules()
    with demo.read() as session:
        manager = actor_of(session, "manager")
        assert seen(session, manager, Programme) == set()
    assert not can(manager, "nothing.known")  # type: ignore[arg-type]


def test_every_action_has_a_rule_and_strangers_may_nothing() -> None:
    areas.register_rules()
    for action in Action:
        things = [None, Chain(id=1), 1, Person(id=1), PersonSession(person_id=1)]
        for thing in things:
            try:
                assert not can(ANONYMOUS, action, thing), (action, thing)
            except AttributeError:
                continue
    job = Actor(ActorKind.JOB)
    assert not can(job, Action.PHASE_ASSESS, 1)
    assert not can(job, Action.STATUS_REPORT, 1)
