"""Who may do what through which service, and how each is called; as data, beside the routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.accounts import services as accounts
from buyergroups.baseline import services as baseline
from buyergroups.baseline.services import BaselineRow
from buyergroups.calendars import services as calendars
from buyergroups.capture import services as capture
from buyergroups.capture.services import Captured
from buyergroups.chains import rules
from buyergroups.chains import services as chains
from buyergroups.chains.meanwhile import Seen
from buyergroups.confidential import services as confidential
from buyergroups.consultations import services as consultations
from buyergroups.consultations.facts import Facts as ConsultationFacts
from buyergroups.corrections import services as corrections
from buyergroups.criteria import services as criteria
from buyergroups.demand import services as demand
from buyergroups.digests import services as digests
from buyergroups.digests.rules import Choice
from buyergroups.documents import services as documents
from buyergroups.documents.kinds import Subject
from buyergroups.documents.rules import Move
from buyergroups.files import services as files
from buyergroups.files.kinds import content_of
from buyergroups.flags import services as flags
from buyergroups.following import services as following
from buyergroups.following.kinds import Kind
from buyergroups.gatherings import services as gatherings
from buyergroups.groups import services as groups
from buyergroups.groups.places import Place
from buyergroups.history.recording import recorded, stamp
from buyergroups.imports import rules as rules_of_imports
from buyergroups.imports import services as imports
from buyergroups.imports.rules import Outcome
from buyergroups.jobs import services as jobs
from buyergroups.joining import services as joining
from buyergroups.joining.inviting import Invitee
from buyergroups.markup.render import Rendered
from buyergroups.news import services as news
from buyergroups.notices import services as notices
from buyergroups.organisations import services as organisations
from buyergroups.organisations.rules import Facts
from buyergroups.people import services as people
from buyergroups.people.rules import RoleChoice
from buyergroups.phases import services as phases
from buyergroups.plans import services as plans
from buyergroups.plans.parts import LAWS
from buyergroups.pledges import services as pledges
from buyergroups.practice_tests import services as practice_tests
from buyergroups.practice_tests.rules import Advice, Answer, Plan
from buyergroups.privacy import services as privacy
from buyergroups.profile import services as profile
from buyergroups.protocol import services as protocol
from buyergroups.publications import services as publications
from buyergroups.publications.queries import facts
from buyergroups.publications.report import compose
from buyergroups.settings import services as settings
from buyergroups.settings.catalogue import SettingKey
from buyergroups.suppliers import services as suppliers
from buyergroups.suppliers.rules import SupplierFacts
from buyergroups.tasks import services as tasks
from buyergroups.tenders import services as tenders
from buyergroups.topics import services as topics
from buyergroups.topics.rules import Facts as TopicFacts
from models.base import Precision
from models.chains import Chain, ChainVersion, CoverageKind, ImpactLevel, SelectionOutcome
from models.confidential import InConfidenceOf
from models.consultations import (
    ConsultationKind,
    ConsultationReport,
    ConsultationState,
    MarketConsultation,
)
from models.decisions import Body, Decision
from models.demand import HowKnown
from models.documents import Document, DocumentComment, DocumentVersion, VersionState
from models.files import File, FileSubject, FileType
from models.flags import Flag
from models.groups import (
    BuyerGroup,
    GroupChain,
    GroupInvitation,
    GroupMeeting,
    GroupState,
    InterestKind,
    JoinRequest,
    MemberRole,
    Membership,
    ProtocolVersion,
)
from models.history import ActorKind
from models.imports import Fate, ImportKind
from models.jobs import Task
from models.organisations import Organisation, Sector
from models.people import (
    Affiliation,
    EndReason,
    Language,
    Person,
    PersonSession,
    Role,
    RoleAssignment,
)
from models.phases import (
    CriterionFinding,
    CriterionState,
    Phase,
    PhaseAssessment,
    PhaseCriterion,
    Progress,
    StatusUpdate,
)
from models.plans import ActivityState
from models.pledges import Pledge, PledgeReaders, PledgeState
from models.practice_tests import PracticeQuestion, Strength, Verdict
from models.programme import PolicyInstrument, Programme, Theme
from models.tenders import Tender
from models.topics import AdviceOutcome, Topic, TopicOrigin, Urgency
from tests.access.people import ICT
from tests.access.routes import SIGNED_IN
from tests.confidential.making import answer_of, keep, with_supplier
from tests.files.samples import PDF
from tests.publications.making import consultation
from tests.support.run import NOW

DECIDERS = {"manager", "opgave"}
KEEPERS = {"beheer", *DECIDERS}
ANYBODY = set(SIGNED_IN)
MEMBERS_OF_GROUPS = {"publiek", "privaat", "privaat2", "expert"}
TEAM_MEMBERS = {"manager", "trekker", "trekker2", "opgave"}
GROUP_KEEPERS = {"manager", "trekker"}
RUNNERS = {*GROUP_KEEPERS, "publiek"}

#: Who may do it; everybody else is refused. ICT-hardware is led by `trekker`, not by `trekker2`.
TEXT_WRITERS = {"publiek", "privaat", "trekker"}
WHO_MAY: dict[str, set[str]] = {
    "report_status": {"trekker"},
    "say_still_correct": {"trekker"},
    "change_step": {"trekker"},
    "record_finding": {"trekker"},
    "record_baseline": {"trekker"},
    "assess_phase": {"trekker"},
    "record_procedure": DECIDERS,
    "confirm_assessment": DECIDERS,
    "confirm_together": DECIDERS,
    "return_assessment": DECIDERS,
    "follow": ANYBODY,
    "unfollow": ANYBODY,
    "choose_digest": ANYBODY,
    "unsubscribe": ANYBODY,
    "mark_seen": ANYBODY,
    "select_chains": {"manager"},
    "cover_chain": {"manager"},
    "set_impact": {"manager"},
    "set_impacts": {"manager"},
    "change_chain": {"manager"},
    # Technical errors only: administrators have no mandate over content.
    "correct_report": {"beheer"},
    "correct_assessment": {"beheer"},
    "add_criterion": {"manager"},
    "reword_criterion": {"manager"},
    "replace_criterion": {"manager"},
    "retire_criterion": {"manager"},
    "move_criterion": {"manager"},
    "change_setting": {"beheer"},
    "add_person": {"beheer"},
    "set_password": {"beheer"},
    "make_administrator": {"beheer"},
    "give_role": {"beheer"},
    "give_role to a lead": {"manager"},
    "end_role": {"beheer"},
    "end_role of a lead": {"manager"},
    "end_session": {"beheer"},
    "end_session of one's own": ANYBODY,
    "choose_language": ANYBODY,
    # People and their rights: administrators; who leads a chain is the manager's.
    "invite": {"beheer"},
    "invite with a lead": set(),
    "invite_by_codes": {"beheer"},
    "invite_again": {"beheer"},
    "appoint": {"beheer"},
    "appoint a lead": {"manager"},
    "dismiss": {"beheer"},
    "dismiss a lead": {"manager"},
    "block": {"beheer"},
    "unblock": {"beheer"},
    "sign_out_everywhere": {"beheer"},
    "remove_factor": {"beheer"},
    "confirm_rights": {"beheer"},
    # Plans: ICT-hardware is led by `trekker`. The programme team reviews, the manager adopts.
    "start_version": {"trekker"},
    "write_section": {"trekker"},
    "move_version to submit": {"trekker"},
    "move_version to return": TEAM_MEMBERS,
    "move_version to adopt": {"manager"},
    "move_version to withdraw": {"trekker"},
    "comment": {*TEAM_MEMBERS, "expert"},
    "resolve_comment": TEAM_MEMBERS,
    # The texts of the group of ICT-hardware: its core group writes, and the lead of its chain.
    "start_version of a group": TEXT_WRITERS,
    "write_section of a group": TEXT_WRITERS,
    "move_version to submit, of a group": TEXT_WRITERS,
    "move_version to return, of a group": {*TEXT_WRITERS, "manager"},
    "move_version to adopt, of a group": {"manager", "trekker"},
    "move_version to withdraw, of a group": TEXT_WRITERS,
    "comment of a group": {*TEAM_MEMBERS, "publiek", "privaat", "privaat2", "expert"},
    "change_prompts": {"beheer"},
    "save_row": {"trekker"},
    "remove_row": {"trekker"},
    "record_measurement": {"trekker"},
    "record_progress": {"trekker"},
    # Buyer groups: of ICT-hardware, whose secretary is `publiek`.
    "start_group": {"manager", "trekker"},
    "change_group": GROUP_KEEPERS,
    "move_group": GROUP_KEEPERS,
    "add_chain": GROUP_KEEPERS,
    "end_chain": GROUP_KEEPERS,
    "add_member": RUNNERS,
    "change_member": RUNNERS,
    "end_member": {*RUNNERS, "expert"},
    "plan_meeting": RUNNERS,
    "change_meeting": RUNNERS,
    "write_minutes": RUNNERS,
    # For the company of `privaat`, and for a municipality.
    "state_volume": {*TEAM_MEMBERS, "privaat"},
    "withdraw_volume": {*TEAM_MEMBERS, "privaat"},
    "estimate_market": GROUP_KEEPERS,
    "make_pledge": {*TEAM_MEMBERS, "privaat"},
    "change_pledge": {*TEAM_MEMBERS, "publiek"},
    "add_supplier": {*TEAM_MEMBERS, *MEMBERS_OF_GROUPS},
    "match_or_add": {*TEAM_MEMBERS, *MEMBERS_OF_GROUPS},
    # Of one that the team entered, and no file of a member has.
    "change_supplier": TEAM_MEMBERS,
    "merge_supplier": TEAM_MEMBERS,
    "add_contact": TEAM_MEMBERS,
    "end_contact": TEAM_MEMBERS,
    "add_wish": TEAM_MEMBERS,
    "remove_wish": TEAM_MEMBERS,
    # A job alone.
    "forget_contacts": set(),
    "plan_tender": {*TEAM_MEMBERS, "privaat"},
    "change_tender": {*TEAM_MEMBERS, "publiek"},
    "publish_tender": {*TEAM_MEMBERS, "publiek"},
    "end_tender": {*TEAM_MEMBERS, "publiek"},
    "link_tenders": {*TEAM_MEMBERS, "publiek"},
    "move_pledge": {*TEAM_MEMBERS, "publiek"},
    # Cross-cutting topics: of the demonstration one was raised by `opgave`, one is tested by
    # `trekker2`, one was decided on.
    "raise_topic": {*TEAM_MEMBERS, "publiek", "expert", "bestuurlijk", "klankbord"},
    "change_topic": TEAM_MEMBERS,
    "step_back": TEAM_MEMBERS,
    "close_topic": TEAM_MEMBERS,
    "plan_test": TEAM_MEMBERS,
    "change_plan": TEAM_MEMBERS,
    "start_test": TEAM_MEMBERS,
    "answer_question": TEAM_MEMBERS,
    "answer_question of who does the test": {*TEAM_MEMBERS, "publiek"},
    "describe_alternative": TEAM_MEMBERS,
    "give_advice": TEAM_MEMBERS,
    # The report of a consultation of that group.
    "publish_report": RUNNERS,
    "ask_for_pdf": RUNNERS,
    "copy_files": RUNNERS,
    # For the company of `privaat`; and the file of the market day of the municipality.
    "announce_consultation": {*TEAM_MEMBERS, "privaat"},
    "log_consultation": {*TEAM_MEMBERS, "privaat"},
    "capture_consultation": {*TEAM_MEMBERS, "privaat"},
    "change_facts": {*TEAM_MEMBERS, "publiek"},
    "write_summary": {*TEAM_MEMBERS, "publiek"},
    "move_consultation": {*TEAM_MEMBERS, "publiek"},
    # In confidence, for the municipality of `publiek`: the team writes what is for the team.
    "keep_answer": {*TEAM_MEMBERS, "publiek"},
    "replace_answer": {"publiek"},
    "record_reading": {"publiek"},
    "record_export": {"publiek"},
    "invite_member": RUNNERS,
    "invite_member_again": RUNNERS,
    "withdraw_invitation": RUNNERS,
    "accept_invitation": {"klankbord"},
    "decline_invitation": {"klankbord"},
    "ask_to_join": ANYBODY,
    "accept_request": RUNNERS,
    "refuse_request": RUNNERS,
    "withdraw_request": {"klankbord"},
    "accept_protocol": {"publiek", "privaat", "privaat2", "expert"},
    "declare_interest": {"publiek", "privaat", "privaat2", "expert"},
    "write_protocol": {"manager"},
    "mark_private_demand": {"manager"},
    # Flags: of a chain that `trekker2` leads.
    "snooze_flag": TEAM_MEMBERS,
    "wake_flag": TEAM_MEMBERS,
    "assign_flag": TEAM_MEMBERS,
    "remark_on_flag": TEAM_MEMBERS,
    "switch_rule": {"beheer"},
    # Background work.
    "request_run": {"beheer"},
    "pause": {"beheer"},
    "resume": {"beheer"},
    "try_again": {"beheer"},
    "attach_file": {"trekker"},
    "attach_file to a decision": DECIDERS,
    "attach_file to a task": {"manager"},
    "attach_file to an agenda": RUNNERS,
    "attach_file to minutes": RUNNERS,
    "withdraw_file of a meeting": RUNNERS,
    "withdraw_file": {"trekker"},
    # What people attached, a job leaves alone; people erase nothing but by withdrawing it.
    "erase_old": set(),
    # A file is sent by who may change what it is about, and is theirs alone after that.
    "receive_import": KEEPERS,
    "receive_import of members": RUNNERS,
    "receive_import of a baseline": {"manager", "trekker", "trekker2"},
    "ask_to_apply": {"manager"},
    "keep_preview": {"manager"},
    "keep_unreadable": {"manager"},
    "keep_problem": {"manager"},
    "apply_import": {"manager"},
    "erase_imports": set(),
    "import_baseline": {"trekker"},
    "import_baseline of a chain that waits": {"manager", "trekker"},
    "queue_task": ANYBODY,
    # One's own account.
    "change_name": ANYBODY,
    "make_feed": ANYBODY,
    "end_feed": ANYBODY,
    "ask_address": ANYBODY,
    "change_address": ANYBODY,
    "change_password": ANYBODY,
    "confirm_factor": ANYBODY,
    "switch_off_factor": ANYBODY,
    "renew_recovery_codes": ANYBODY,
    # The register, and who is in it.
    "add_organisation": KEEPERS,
    "change_organisation": KEEPERS,
    "merge_organisation": KEEPERS,
    # One's own data; administrators answer.
    "ask_removal": ANYBODY,
    "withdraw_removal": ANYBODY,
    "refuse_removal": {"beheer"},
    "anonymise_person": {"beheer"},
}


@dataclass
class Ground:
    """What the services are about: the chain ICT-hardware, and somebody else."""

    session: Session
    actor: Actor
    chain_id: int
    somebody: int

    def call(self, service: Callable[..., Any], **values: Any) -> Any:
        return service(self.session, self.actor, NOW, **values)

    def on_chain(self, service: Callable[..., Any], **values: Any) -> Any:
        return self.call(service, chain_id=self.chain_id, **values)

    def first(self, model: type[Any], *conditions: Any) -> Any:
        found = self.session.scalars(select(model).where(*conditions).order_by(model.id)).first()
        assert found is not None, model
        return found

    @property
    def person(self) -> Person:
        return self.session.get_one(Person, self.somebody)

    @property
    def body(self) -> Body:
        return self.first(Body, Body.code == "opgave-overleg")  # type: ignore[no-any-return]

    @property
    def decision(self) -> Decision:
        return self.first(Decision, Decision.body_id == self.body.id)  # type: ignore[no-any-return]

    @property
    def open_assessment(self) -> PhaseAssessment:
        return self.first(  # type: ignore[no-any-return]
            PhaseAssessment,
            PhaseAssessment.chain_id == self.chain_id,
            PhaseAssessment.outcome.is_(None),
        )


def on_plan(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    """On the plan of zonnepanelen, of the same lead: it is in review."""

    def call(ground: Ground) -> Any:
        version = ground.first(DocumentVersion, DocumentVersion.state == VersionState.IN_REVIEW)
        return ground.call(service, version_id=version.id, **values)

    return call


def on_text(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    """On the market strategy of the group of ICT-hardware: it is in review."""

    def call(ground: Ground) -> Any:
        about = ground.first(Document, Document.kind == "market-strategy")
        version = ground.first(DocumentVersion, DocumentVersion.document_id == about.id)
        return ground.call(service, version_id=version.id, **values)

    return call


def on_flag(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    """On a flag on a chain that another lead has."""

    def call(ground: Ground) -> Any:
        flag = ground.first(Flag, Flag.rule == "chain-stale")
        return ground.call(service, ref=flag.ref, **values)

    return call


def decide(ground: Ground, service: Callable[..., Any], **values: Any) -> None:
    ground.call(
        service,
        assessment=ground.open_assessment,
        body=ground.body,
        decision=ground.decision,
        **values,
    )


def choose(ground: Ground) -> None:
    choice = rules.Choice(ICT, SelectionOutcome.ADD, "omdat")
    ground.call(
        chains.select_chains,
        year=2028,
        choices=[choice],
        decision=ground.decision,
        expected=1,
    )


def attach(ground: Ground, kind: FileSubject, subject_id: int) -> None:
    ground.call(
        files.attach_file,
        kind=kind,
        subject_id=subject_id,
        name="x.pdf",
        media=FileType.PDF,
        content=content_of(BytesIO(PDF)),
    )


def attach_to_finding(ground: Ground) -> None:
    chain = CriterionFinding.chain_id == ground.chain_id
    attach(ground, FileSubject.FINDING, ground.first(CriterionFinding, chain).id)


def send_import(
    ground: Ground, kind: ImportKind = ImportKind.ORGANISATIONS, group_id: int | None = None
) -> Any:
    return ground.call(
        imports.receive_import,
        kind=kind,
        group_id=group_id,
        name="x.csv",
        media=FileType.CSV,
        content=content_of(BytesIO(b"naam\nx\n")),
    )


def send_members(ground: Ground) -> Any:
    in_group = (
        BuyerGroup.id
        == select(GroupChain.group_id)
        .where(GroupChain.chain_id == ground.chain_id)
        .order_by(GroupChain.id)
        .limit(1)
        .scalar_subquery()
    )
    return send_import(ground, ImportKind.MEMBERS, ground.first(BuyerGroup, in_group).id)


def with_import(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    """On a file that the manager sent."""

    def call(ground: Ground) -> Any:
        manager = ground.first(Person, Person.email.like("manager@%"))
        own = replace(ground, actor=load_actor(ground.session, manager.id, NOW))
        return ground.call(service, ref=send_import(own).ref, **values)

    return call


def fill_in(seen: int | None) -> Callable[[Ground], Any]:
    row = BaselineRow(
        chain_id=0,
        phase_id=1,
        since=None,
        since_precision=Precision.UNKNOWN,
        evidence="x",
        assessed=Seen(seen),
        reported=Seen(seen),
    )
    return lambda g: g.call(baseline.import_baseline, rows=[replace(row, chain_id=g.chain_id)])


def attach_to_task(ground: Ground) -> None:
    manager = ground.first(Person, Person.email.like("manager@%"))
    task = Task(kind="x", asked_by_id=manager.id, asked_at=NOW, given={})
    ground.session.add(task)
    ground.session.flush()
    attach(ground, FileSubject.TASK, task.id)


def attach_to_meeting(kind: FileSubject) -> Callable[[Ground], None]:
    def call(ground: Ground) -> None:
        of_group = GroupMeeting.group_id == group_of(ground)
        attach(ground, kind, ground.first(GroupMeeting, of_group).id)

    return call


def as_lead(ground: Ground) -> Ground:
    lead = ground.first(Person, Person.email.like("trekker@%"))
    return replace(ground, actor=load_actor(ground.session, lead.id, NOW))


def _ready(ground: Ground) -> MarketConsultation:
    """A consultation whose report is ready, logged by the lead."""
    lead = as_lead(ground).actor
    with recorded(ground.session, lead, NOW):
        return consultation(ground.session, stamp(lead, NOW))


def publish(ground: Ground) -> str:
    row = _ready(ground)
    report = compose(facts(ground.session, row))
    laid_out = Rendered(report.below_title, "<p>x</p>")
    ground.call(
        publications.publish_report, ref=row.ref, shown=report.text, after=0, laid_out=laid_out
    )
    return row.ref


def ask_for_pdf(ground: Ground) -> None:
    ground.call(publications.ask_for_pdf, ref=publish(as_lead(ground)), nr=1)


def withdraw_of_meeting(ground: Ground) -> None:
    attach_to_meeting(FileSubject.GROUP_AGENDA)(as_lead(ground))
    ground.call(files.withdraw_file, ref=ground.first(File).ref, reason="omdat")


def withdraw(ground: Ground) -> None:
    attach_to_finding(as_lead(ground))
    ground.call(files.withdraw_file, ref=ground.first(File).ref, reason="omdat")


def change(ground: Ground) -> None:
    version = ground.first(ChainVersion, ChainVersion.chain_id == ground.chain_id)
    ground.on_chain(
        chains.change_chain,
        name_nl="Andere naam",
        cluster_id=version.cluster_id,
        priority=True,
        in_criteria_tool=True,
        reason="omdat",
    )


def end_role(ground: Ground, role: Role) -> None:
    assignment = ground.first(
        RoleAssignment, RoleAssignment.role == role, RoleAssignment.ended_at.is_(None)
    )
    ground.call(accounts.end_role, assignment=assignment)


def end_session(ground: Ground, person: int | None) -> None:
    row = ground.first(PersonSession, PersonSession.person_id == person)
    ground.call(accounts.end_session, ref=row.ref, reason=EndReason.ENDED_ELSEWHERE)


def invite(ground: Ground, role: RoleChoice) -> None:
    ground.call(
        people.invite,
        email="nieuw@x.example",
        name="Nieuw",
        language=Language.DUTCH,
        organisation_id=None,
        roles=[role],
        days=7,
        link_for=str,
    )


def invite_by_codes(ground: Ground) -> None:
    ground.call(
        people.invite_by_codes,
        email="nieuw@x.example",
        name="Nieuw",
        language=Language.DUTCH,
        organisation="",
        codes=["expert"],
        link_for=str,
    )


def appoint(ground: Ground, role: RoleChoice) -> None:
    ground.call(people.appoint, person=ground.person, choice=role, since=None, reason="omdat")


def dismiss(ground: Ground, role: Role) -> None:
    assignment = ground.first(
        RoleAssignment, RoleAssignment.role == role, RoleAssignment.ended_at.is_(None)
    )
    person = ground.session.get_one(Person, assignment.person_id)
    ground.call(
        people.dismiss, person=person, assignment_id=assignment.id, until=None, reason="omdat"
    )


def on_person(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    return lambda ground: ground.call(service, person=ground.person, **values)


NEW_ORGANISATION = Facts("Nieuwe organisatie", Sector.PUBLIC)
TEXTS = {"text_nl": "Nieuw", "text_en": "New", "reason": "omdat"}


def on_criterion(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    return lambda ground: ground.call(
        service, criterion_id=ground.first(PhaseCriterion).id, **values
    )


def group_of(ground: Ground) -> int:
    """The buyer group of ICT-hardware."""
    found: BuyerGroup = ground.first(BuyerGroup, BuyerGroup.slug == "ict-hardware-langer-gebruiken")
    return found.id


def place_of(ground: Ground) -> Place:
    """The company of `privaat` in that group."""
    row = ground.first(Organisation, Organisation.slug == "voorbeeld-logistiek-bv")
    return Place(group_of(ground), row.id)


def facts_of(ground: Ground) -> ConsultationFacts:
    """What a consultation of ICT-hardware was about."""
    return ConsultationFacts(
        ConsultationKind.DIALOGUE,
        "Iets",
        frozenset({ground.chain_id}),
        held_on=date(2026, 11, 20),
    )


def market_day(ground: Ground) -> str:
    """The reference of the market day that was held."""
    row = ground.first(
        MarketConsultation,
        MarketConsultation.kind == ConsultationKind.MARKET_DAY,
        MarketConsultation.state == ConsultationState.HELD,
    )
    return str(row.ref)


def tender_facts(ground: Ground) -> tenders.Facts:
    return tenders.Facts("Iets", ground.chain_id, None, Precision.UNKNOWN, "")


def on_figure(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    return lambda ground: ground.on_chain(service, place=place_of(ground), year=2026, **values)


def on_group(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    return lambda ground: ground.call(service, group_id=group_of(ground), **values)


def on_member(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    def act(ground: Ground) -> None:
        expert = ground.first(Person, Person.email.like("expert@%"))
        row = ground.first(
            Membership,
            Membership.person_id == expert.id,
            Membership.group_id == group_of(ground),
        )
        ground.call(service, group_id=row.group_id, membership_id=row.id, **values)

    return act


def on_meeting(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    return lambda g: g.call(
        service, ref=g.first(GroupMeeting, GroupMeeting.group_id == group_of(g)).ref, **values
    )


def as_klankbord(ground: Ground) -> Ground:
    person = ground.first(Person, Person.email.like("klankbord@%"))
    actor = load_actor(ground.session, person.id, NOW)
    return Ground(ground.session, actor, ground.chain_id, ground.somebody)


def invitee(ground: Ground) -> Invitee:
    person = ground.first(Person, Person.email.like("klankbord@%"))
    works = ground.first(Affiliation, Affiliation.person_id == person.id)
    return Invitee(person.email, "Yusuf", works.organisation_id, MemberRole.BUYER)


def on_invitation(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    """Of `klankbord`, made by the loading of data."""

    def act(ground: Ground) -> None:
        made: GroupInvitation = joining.invite_member(
            ground.session,
            Actor(ActorKind.SEED),
            NOW,
            group_id=group_of(ground),
            invitee=invitee(ground),
            days=7,
            link_for=lambda ref, _: ref,
        )
        ground.call(service, ref=made.ref, **values)

    return act


def on_request(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    """Of `klankbord`, who wants to join."""

    def act(ground: Ground) -> None:
        made: JoinRequest = as_klankbord(ground).call(
            joining.ask_to_join, group_id=group_of(ground), role=MemberRole.BUYER, wish="Graag"
        )
        ground.call(service, ref=made.ref, **values)

    return act


def change_the_group(ground: Ground) -> None:
    ground.call(
        groups.change_group,
        group_id=group_of(ground),
        name="Anders",
        slug="anders",
        scope="Anders",
        market_parties="",
        reason="omdat",
    )


def of_manager(ground: Ground, name: str) -> int:
    """A supplier that no member sees."""
    maker = load_actor(ground.session, ground.first(Person, Person.email.like("manager@%")).id, NOW)
    made = suppliers.match_or_add(
        ground.session, maker, NOW, programme_id=ground.first(Programme).id, names=[name]
    )
    return made[0].id


def on_supplier(service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    return lambda g: g.call(service, supplier_id=of_manager(g, "Verborgen B.V."), **values)


def merge_two(ground: Ground) -> None:
    one, other = of_manager(ground, "Verborgen B.V."), of_manager(ground, "Verborgen N.V.")
    ground.call(suppliers.merge_supplier, supplier_id=one, into_id=other, reason="omdat")


def end_contact(ground: Ground) -> None:
    supplier_id = of_manager(ground, "Verborgen B.V.")
    manager = ground.first(Person, Person.email.like("manager@%"))
    contact = suppliers.add_contact(
        ground.session,
        load_actor(ground.session, manager.id, NOW),
        NOW,
        supplier_id=supplier_id,
        name="Jan",
    )
    ground.call(suppliers.end_contact, contact_id=contact.id)


def remove_wish(ground: Ground) -> None:
    lead = as_lead(ground)
    made = suppliers.add_wish(
        lead.session,
        lead.actor,
        NOW,
        supplier_id=of_manager(ground, "Verborgen B.V."),
        chain_id=ground.chain_id,
        asked_on=date(2026, 11, 1),
    )
    ground.call(suppliers.remove_wish, wish_id=made.id, reason="omdat")


def copy_files(ground: Ground) -> None:
    lead = as_lead(ground)
    publish(lead)
    row = ground.first(MarketConsultation)
    attach(lead, FileSubject.CONSULTATION_REPORT, row.id)
    version = ground.first(ConsultationReport)
    ground.call(
        files.copy_files,
        refs=[ground.first(File).ref],
        kind=FileSubject.PUBLISHED_ATTACHMENT,
        subject_id=version.id,
    )


ANSWER = Answer(Verdict.YES, "Het werkt", Strength.WEAK, "Een gesprek")


def topic_facts() -> TopicFacts:
    return TopicFacts(
        title="Nieuw vraagstuk",
        asked="Iets",
        origin=TopicOrigin.OTHER,
        origin_about="",
        parliament_nr="",
        due=None,
        urgency=Urgency.NORMAL,
        urgency_reason="omdat",
    )


def plan_of_test(ground: Ground) -> Plan:
    day = date(2026, 11, 21)
    return Plan(tester_id=ground.somebody, starts_on=day, ends_on=day, method="Gesprekken")


def on_topic(begin: str, service: Callable[..., Any], **values: Any) -> Callable[[Ground], Any]:
    """On the topic of which the address begins like this."""

    def call(ground: Ground) -> Any:
        topic = ground.first(Topic, Topic.slug.startswith(begin))
        return ground.call(service, topic_id=topic.id, **values)

    return call


def answer_as_tester(ground: Ground) -> None:
    """On a test that was given to the member for a municipality."""
    topic = ground.first(Topic, Topic.slug == "pfas")
    tester = ground.first(Person, Person.email == "publiek@ketenbord.example")
    plan = replace(plan_of_test(ground), tester_id=tester.id)
    manager = ground.first(Person, Person.email == "manager@ketenbord.example")
    practice_tests.change_plan(
        ground.session,
        load_actor(ground.session, manager.id, NOW),
        NOW,
        topic_id=topic.id,
        plan=plan,
    )
    ground.call(
        practice_tests.answer_question,
        topic_id=topic.id,
        question=PracticeQuestion.EFFICIENT,
        answer=ANSWER,
    )


CALLS: dict[str, Callable[[Ground], Any]] = {
    "report_status": lambda g: g.on_chain(phases.report_status, progress=Progress.ON_TRACK),
    "say_still_correct": lambda g: g.on_chain(phases.say_still_correct),
    "change_step": lambda g: g.on_chain(phases.change_step, next_step="Marktdag"),
    "record_baseline": lambda g: g.call(
        baseline.record_baseline,
        rows=[
            BaselineRow(
                chain_id=g.chain_id,
                phase_id=g.first(Phase).id,
                since=None,
                since_precision=Precision.UNKNOWN,
                evidence="omdat",
                progress=Progress.ON_TRACK,
            )
        ],
    ),
    "record_finding": lambda g: g.on_chain(
        phases.record_finding,
        criterion_id=g.first(PhaseCriterion).id,
        state=CriterionState.OPEN,
    ),
    "assess_phase": lambda g: g.on_chain(
        phases.assess_phase,
        phase_id=g.first(Phase).id,
        since=date(2026, 1, 1),
        since_precision=Precision.YEAR,
        reason="omdat",
    ),
    "record_procedure": lambda g: g.call(
        chains.record_procedure,
        body=g.body,
        decided_on=date(2026, 11, 1),
        who_agreed="Iedereen",
        document="Brief",
        text="Tekst",
    ),
    "confirm_assessment": lambda g: decide(g, phases.confirm_assessment),
    "confirm_together": lambda g: g.call(
        phases.confirm_together,
        refs=[g.open_assessment.ref],
        body=g.body,
        decided_on=date(2026, 11, 1),
        who_agreed="Iedereen",
        document="Brief",
        text="Tekst",
    ),
    "return_assessment": lambda g: decide(g, phases.return_assessment, reason="omdat"),
    "choose_digest": lambda g: g.call(digests.choose_digest, choice=Choice(hour=9)),
    "unsubscribe": lambda g: g.call(digests.unsubscribe),
    "follow": lambda g: g.call(following.follow, kind=Kind.CHAIN, key=g.chain_id),
    "unfollow": lambda g: g.call(following.unfollow, kind=Kind.CHAIN, key=g.chain_id),
    "mark_seen": lambda g: g.call(news.mark_seen, until=NOW),
    "select_chains": choose,
    "cover_chain": lambda g: g.on_chain(
        chains.cover_chain, kind=CoverageKind.POSSIBLE, reason="omdat"
    ),
    "set_impact": lambda g: g.on_chain(
        chains.set_impact, theme_id=g.first(Theme).id, level=ImpactLevel.SMALL, reason="omdat"
    ),
    "set_impacts": lambda g: g.on_chain(
        chains.set_impacts, levels={g.first(Theme).id: ImpactLevel.SMALL}, reason="omdat"
    ),
    "change_chain": change,
    "correct_report": lambda g: g.on_chain(
        corrections.correct_report,
        report_id=g.first(StatusUpdate).id,
        progress=Progress.ON_TRACK,
        stagnation_reason=None,
        changed=None,
        next_step="",
        next_step_on=None,
        reason="omdat",
    ),
    "correct_assessment": lambda g: g.on_chain(
        corrections.correct_assessment,
        assessment_id=g.open_assessment.id,
        phase_id=g.first(Phase).id,
        since=None,
        since_precision=Precision.UNKNOWN,
        text="omdat",
        reason="omdat",
    ),
    "add_criterion": lambda g: g.call(criteria.add_criterion, phase_id=g.first(Phase).id, **TEXTS),
    "reword_criterion": on_criterion(criteria.reword_criterion, **TEXTS),
    "replace_criterion": on_criterion(criteria.replace_criterion, **TEXTS),
    "retire_criterion": on_criterion(criteria.retire_criterion, retired_on=None, reason="omdat"),
    "move_criterion": on_criterion(criteria.move_criterion, up=False),
    "start_version": lambda g: g.call(
        documents.start_version,
        programme_id=g.first(Programme).id,
        subject=Subject("chain-plan", g.chain_id),
    ),
    "write_section": on_plan(documents.write_section, code="scope", text=None),
    "move_version to submit": on_plan(documents.move_version, move=Move.SUBMIT),
    "move_version to return": on_plan(documents.move_version, move=Move.RETURN, reason="omdat"),
    "move_version to adopt": on_plan(documents.move_version, move=Move.ADOPT, reason="omdat"),
    "move_version to withdraw": on_plan(documents.move_version, move=Move.WITHDRAW, reason="x"),
    "comment": on_plan(documents.comment, code="scope", text="tekst"),
    "resolve_comment": lambda g: on_plan(
        documents.resolve_comment,
        comment_id=g.first(DocumentComment, DocumentComment.resolved_at.is_(None)).id,
        resolved=True,
    )(g),
    "start_version of a group": lambda g: g.call(
        documents.start_version,
        programme_id=g.first(Programme).id,
        subject=Subject("market-vision", g.first(BuyerGroup).id),
    ),
    "write_section of a group": on_text(documents.write_section, code="demand", text=None),
    "move_version to submit, of a group": on_text(documents.move_version, move=Move.SUBMIT),
    "move_version to return, of a group": on_text(
        documents.move_version, move=Move.RETURN, reason="omdat"
    ),
    "move_version to adopt, of a group": on_text(
        documents.move_version, move=Move.ADOPT, reason="omdat"
    ),
    "move_version to withdraw, of a group": on_text(
        documents.move_version, move=Move.WITHDRAW, reason="x"
    ),
    "comment of a group": on_text(documents.comment, code="demand", text="tekst"),
    "save_row": on_plan(plans.save_row, part=LAWS, values={"name": "x"}),
    "remove_row": on_plan(plans.remove_row, part=LAWS, key="bcdfghjkmn"),
    "record_measurement": lambda g: g.on_chain(
        plans.record_measurement, goal_key="bcdfghjkmn", measured_on=date(2026, 11, 1), value=1
    ),
    "record_progress": lambda g: g.on_chain(
        plans.record_progress, activity_key="bcdfghjkmn", state=ActivityState.RUNNING
    ),
    "change_prompts": lambda g: g.call(
        documents.change_prompts,
        programme_id=g.first(Programme).id,
        kind="chain-plan",
        section="scope",
        prompts_nl="a",
        prompts_en="b",
        reason="omdat",
    ),
    "change_setting": lambda g: g.call(
        settings.change_setting,
        programme_id=g.first(Programme).id,
        key=SettingKey.STALE_DAYS,
        value=100,
        reason="omdat",
    ),
    "add_person": lambda g: g.call(accounts.add_person, email="nieuw@x.example", name="Nieuw"),
    "set_password": lambda g: g.call(
        accounts.set_password, person=g.session.get_one(Person, g.somebody), password_hash="x"
    ),
    "make_administrator": lambda g: g.call(
        accounts.make_administrator, email="nieuw@x.example", name="Nieuw", password_hash="x"
    ),
    "give_role": lambda g: g.call(accounts.give_role, person_id=g.somebody, role=Role.EXPERT),
    "give_role to a lead": lambda g: g.on_chain(
        accounts.give_role, person_id=g.somebody, role=Role.CHAIN_LEAD
    ),
    "end_role": lambda g: end_role(g, Role.EXPERT),
    "end_role of a lead": lambda g: end_role(g, Role.CHAIN_LEAD),
    "end_session": lambda g: end_session(g, g.somebody),
    "end_session of one's own": lambda g: end_session(g, g.actor.person_id or g.somebody),
    "choose_language": lambda g: g.call(accounts.choose_language, language=Language.ENGLISH),
    "invite": lambda g: invite(g, RoleChoice(Role.EXPERT)),
    "invite with a lead": lambda g: invite(g, RoleChoice(Role.CHAIN_LEAD, chain_id=g.chain_id)),
    "invite_by_codes": invite_by_codes,
    "invite_again": on_person(people.invite_again, days=7, link_for=str),
    "appoint": lambda g: appoint(g, RoleChoice(Role.EXPERT)),
    "appoint a lead": lambda g: appoint(g, RoleChoice(Role.CHAIN_LEAD, chain_id=g.chain_id)),
    "dismiss": lambda g: dismiss(g, Role.EXPERT),
    "dismiss a lead": lambda g: dismiss(g, Role.CHAIN_LEAD),
    "block": on_person(people.block, reason="omdat"),
    "unblock": on_person(people.unblock, reason="omdat"),
    "sign_out_everywhere": on_person(people.sign_out_everywhere),
    "remove_factor": on_person(people.remove_factor),
    "confirm_rights": lambda g: g.call(people.confirm_rights, assignments=[]),
    "request_run": lambda g: g.call(jobs.request_run, job="outbox"),
    "pause": lambda g: g.call(jobs.pause, job="outbox", reason="omdat"),
    "resume": lambda g: g.call(jobs.resume, job="outbox"),
    "try_again": lambda g: g.call(notices.try_again, ref="bcdfghjkmn"),
    "attach_file": attach_to_finding,
    "attach_file to a decision": lambda g: attach(g, FileSubject.DECISION, g.decision.id),
    "attach_file to a task": attach_to_task,
    "attach_file to an agenda": attach_to_meeting(FileSubject.GROUP_AGENDA),
    "attach_file to minutes": attach_to_meeting(FileSubject.GROUP_MINUTES),
    "withdraw_file of a meeting": withdraw_of_meeting,
    "withdraw_file": withdraw,
    "erase_old": lambda g: g.call(files.erase_old, kind=FileSubject.TASK, before=NOW, most=1),
    "receive_import": send_import,
    "receive_import of members": send_members,
    "receive_import of a baseline": lambda g: send_import(g, ImportKind.BASELINE),
    "ask_to_apply": with_import(imports.ask_to_apply),
    "keep_preview": with_import(
        imports.keep_preview, head=["x"], notices=[], outcomes=[Outcome(2, "x", Fate.UNCHANGED)]
    ),
    "keep_unreadable": with_import(imports.keep_unreadable, why=rules_of_imports.NOTHING),
    "keep_problem": with_import(imports.keep_problem, why=rules_of_imports.NOTHING),
    "apply_import": with_import(imports.apply_import, outcomes=[], record=lambda *_: None),
    "erase_imports": lambda g: g.call(imports.erase_imports, before=NOW, most=1),
    "import_baseline": fill_in(-1),
    "import_baseline of a chain that waits": fill_in(None),
    "queue_task": lambda g: g.call(tasks.queue_task, kind="check"),
    "make_feed": lambda g: g.call(calendars.make_feed, token="x"),
    "end_feed": lambda g: g.call(calendars.end_feed),
    "change_name": lambda g: g.call(profile.change_name, name="Nieuw", language=Language.DUTCH),
    "ask_address": lambda g: g.call(
        profile.ask_address, email="nieuw@x.example", hours=24, link_for=str
    ),
    "change_address": lambda g: g.call(profile.change_address, token="x"),
    "change_password": lambda g: g.call(profile.change_password, password_hash="x", this="-"),
    "confirm_factor": lambda g: g.call(profile.confirm_factor, code="000000"),
    "switch_off_factor": lambda g: g.call(profile.switch_off_factor, required=False),
    "renew_recovery_codes": lambda g: g.call(profile.renew_recovery_codes),
    "add_organisation": lambda g: g.call(
        organisations.add_organisation, facts=NEW_ORGANISATION, reason="omdat"
    ),
    "change_organisation": lambda g: g.call(
        organisations.change_organisation,
        organisation_id=g.first(Organisation).id,
        facts=NEW_ORGANISATION,
        reason="omdat",
    ),
    "merge_organisation": lambda g: g.call(
        organisations.merge_organisation,
        organisation_id=g.first(Organisation).id,
        into_id=g.first(Organisation, Organisation.slug == "gemeente-utrecht").id,
        merged_on=None,
        reason="omdat",
    ),
    "ask_removal": lambda g: g.call(privacy.ask_removal, wish=""),
    "withdraw_removal": lambda g: g.call(privacy.withdraw_removal),
    "refuse_removal": lambda g: g.call(
        privacy.refuse_removal, person_id=g.somebody, answer="omdat"
    ),
    "anonymise_person": lambda g: g.call(
        privacy.anonymise_person, person_id=g.somebody, reason="omdat", days=1
    ),
    "start_group": lambda g: g.call(
        groups.start_group,
        programme_id=g.first(Programme).id,
        name="Nieuw",
        scope="Iets",
        chain_ids=[g.chain_id],
        since=date(2026, 11, 1),
    ),
    "change_group": change_the_group,
    "move_group": on_group(
        groups.move_group, state=GroupState.CLOSED, since=date(2026, 11, 20), reason="omdat"
    ),
    "add_chain": lambda g: g.call(
        groups.add_chain,
        group_id=group_of(g),
        chain_id=g.first(Chain, Chain.slug == "catering").id,
        since=date(2026, 11, 1),
    ),
    "end_chain": lambda g: g.call(
        groups.end_chain,
        group_id=group_of(g),
        number=g.first(GroupChain, GroupChain.group_id == group_of(g)).id,
        until=date(2026, 11, 20),
        reason="omdat",
    ),
    "add_member": lambda g: g.call(
        groups.add_member,
        group_id=group_of(g),
        person_id=g.somebody,
        organisation_id=g.first(Organisation).id,
        role=MemberRole.BUYER,
        since=date(2026, 11, 20),
    ),
    "change_member": on_member(
        groups.change_member,
        role=MemberRole.OBSERVER,
        in_core=False,
        is_secretary=False,
        reason="omdat",
    ),
    "end_member": on_member(groups.end_member, until=date(2026, 11, 21), reason="omdat"),
    "plan_meeting": on_group(gatherings.plan_meeting, title="Iets", starts_at=NOW, place=""),
    "change_meeting": on_meeting(
        gatherings.change_meeting, title="Anders", starts_at=NOW, place=""
    ),
    "write_minutes": on_meeting(gatherings.write_minutes, text="Verslag"),
    "state_volume": on_figure(demand.state_volume, euro=1, how_known=HowKnown.MEASURED),
    "withdraw_volume": on_figure(demand.withdraw_volume, reason="omdat"),
    "estimate_market": lambda g: g.on_chain(
        demand.estimate_market, year=2026, euro=1, source="Onderzoek"
    ),
    "make_pledge": lambda g: g.call(
        pledges.make_pledge,
        place=place_of(g),
        title="Iets",
        about="",
        expected=None,
        readers=PledgeReaders.TEAM,
    ),
    "change_pledge": lambda g: g.call(
        pledges.change_pledge,
        ref=g.first(Pledge).ref,
        title="Iets",
        about="",
        expected=None,
        readers=PledgeReaders.TEAM,
    ),
    "move_pledge": lambda g: g.call(
        pledges.move_pledge,
        ref=g.first(Pledge).ref,
        state=PledgeState.DONE,
        since=date(2026, 11, 21),
        note="Klaar",
    ),
    "snooze_flag": on_flag(flags.snooze_flag, until=date(2026, 12, 1), reason="Later"),
    "wake_flag": on_flag(flags.wake_flag),
    "assign_flag": on_flag(flags.assign_flag, person="", seen=1),
    "remark_on_flag": on_flag(flags.remark_on_flag, text="Wij bellen."),
    "switch_rule": lambda g: g.call(
        flags.switch_rule, code="chain-stale", is_on=False, reason="stil"
    ),
    "publish_report": publish,
    "ask_for_pdf": ask_for_pdf,
    "copy_files": copy_files,
    "announce_consultation": lambda g: g.call(
        consultations.announce_consultation, place=place_of(g), facts=facts_of(g)
    ),
    "log_consultation": lambda g: g.call(
        consultations.log_consultation, place=place_of(g), facts=facts_of(g)
    ),
    "capture_consultation": lambda g: g.call(
        capture.capture_consultation, place=place_of(g), captured=Captured(facts_of(g))
    ),
    "change_facts": lambda g: g.call(
        consultations.change_facts, ref=market_day(g), facts=facts_of(g)
    ),
    "write_summary": lambda g: g.call(consultations.write_summary, ref=market_day(g), text="x"),
    "move_consultation": lambda g: g.call(
        consultations.move_consultation,
        ref=market_day(g),
        state=ConsultationState.REPORTED,
        moved_on=date(2026, 11, 21),
    ),
    "keep_answer": lambda g: keep(g.session, g.actor, *with_supplier(g.session)),
    "replace_answer": lambda g: g.call(
        confidential.replace_answer,
        ref=answer_of(g.session).ref,
        theme_id=None,
        text="Anders",
        in_confidence_of=InConfidenceOf.ORGANISATION,
        reader_ids=(),
        given_on=date(2026, 11, 10),
        told_on=None,
        told_how="",
        language=Language.DUTCH,
    ),
    "record_reading": lambda g: g.call(confidential.record_reading, ref=answer_of(g.session).ref),
    "record_export": lambda g: g.call(
        confidential.record_export, answer_ids=[answer_of(g.session).id]
    ),
    "invite_member": lambda g: g.call(
        joining.invite_member,
        group_id=group_of(g),
        invitee=invitee(g),
        days=7,
        link_for=lambda ref, _: ref,
    ),
    "invite_member_again": on_invitation(
        joining.invite_member_again, days=7, link_for=lambda ref, _: ref
    ),
    "withdraw_invitation": on_invitation(joining.withdraw_invitation),
    "accept_invitation": on_invitation(joining.accept_invitation),
    "decline_invitation": on_invitation(joining.decline_invitation),
    "ask_to_join": on_group(joining.ask_to_join, role=MemberRole.BUYER, wish="Graag"),
    "accept_request": on_request(
        joining.accept_request, days=7, link_for=lambda ref, _: ref, link="-"
    ),
    "refuse_request": on_request(joining.refuse_request, reason="omdat", link="-"),
    "withdraw_request": on_request(joining.withdraw_request),
    "accept_protocol": lambda g: g.call(
        protocol.accept_protocol, group_id=group_of(g), protocol_id=g.first(ProtocolVersion).id
    ),
    "declare_interest": on_group(protocol.declare_interest, kind=InterestKind.NONE, about=""),
    "write_protocol": lambda g: g.call(
        protocol.write_protocol,
        programme_id=g.first(Programme).id,
        text="Anders",
        reason="omdat",
    ),
    "mark_private_demand": lambda g: g.on_chain(
        protocol.mark_private_demand, large=False, since=date(2026, 11, 1), reason="omdat"
    ),
    "add_supplier": lambda g: g.call(
        suppliers.add_supplier,
        programme_id=g.first(Programme).id,
        facts=SupplierFacts("Voorbeeld B.V."),
    ),
    "match_or_add": lambda g: g.call(
        suppliers.match_or_add, programme_id=g.first(Programme).id, names=["Voorbeeld B.V."]
    ),
    "change_supplier": on_supplier(
        suppliers.change_supplier, facts=SupplierFacts("Anders B.V."), reason="omdat"
    ),
    "merge_supplier": merge_two,
    "add_contact": on_supplier(suppliers.add_contact, name="Jan"),
    "end_contact": end_contact,
    "add_wish": lambda g: on_supplier(
        suppliers.add_wish, chain_id=g.chain_id, asked_on=date(2026, 11, 1)
    )(g),
    "remove_wish": remove_wish,
    "forget_contacts": lambda g: g.call(suppliers.forget_contacts, before=NOW, most=1),
    "plan_tender": lambda g: g.call(tenders.plan_tender, place=place_of(g), facts=tender_facts(g)),
    "change_tender": lambda g: g.call(
        tenders.change_tender, ref=g.first(Tender).ref, facts=tender_facts(g), seen=1
    ),
    "publish_tender": lambda g: g.call(
        tenders.publish_tender, ref=g.first(Tender).ref, on=date(2026, 11, 21), seen=1
    ),
    "link_tenders": lambda g: g.call(
        tenders.link_tenders,
        ref=market_day(g),
        tender_ids=[],
        seen=g.first(MarketConsultation, MarketConsultation.ref == market_day(g)).version,
    ),
    "end_tender": lambda g: g.call(
        tenders.end_tender, ref=g.first(Tender).ref, reason="omdat", seen=1
    ),
    "raise_topic": lambda g: g.call(
        topics.raise_topic, programme_id=g.first(Programme).id, facts=topic_facts()
    ),
    "change_topic": on_topic("leveringszekerheid", topics.change_topic, facts=topic_facts()),
    "step_back": on_topic("pfas", topics.step_back, on=date(2026, 11, 21), reason="omdat"),
    "close_topic": on_topic("pfas", topics.close_topic, on=date(2026, 11, 21), reason="omdat"),
    "plan_test": lambda g: on_topic(
        "leveringszekerheid", practice_tests.plan_test, plan=plan_of_test(g), reason="omdat"
    )(g),
    "change_plan": lambda g: on_topic("pfas", practice_tests.change_plan, plan=plan_of_test(g))(g),
    "start_test": on_topic(
        "pfas", practice_tests.start_test, on=date(2026, 11, 21), reason="omdat"
    ),
    "answer_question": on_topic(
        "pfas", practice_tests.answer_question, question=PracticeQuestion.EFFICIENT, answer=ANSWER
    ),
    "answer_question of who does the test": answer_as_tester,
    "describe_alternative": lambda g: on_topic(
        "pfas",
        practice_tests.describe_alternative,
        instrument_id=g.first(PolicyInstrument).id,
        does="Iets",
    )(g),
    "give_advice": on_topic(
        "pfas",
        practice_tests.give_advice,
        advice=Advice(AdviceOutcome.WITHIN_MVOI, "", "", "omdat"),
        on=date(2026, 11, 21),
    ),
}
