"""Buyer groups: what they are about, who takes part, who was invited, and when they meet.

What is known of a group is kept as rows with a moment of recording: the latest row holds.
Source of the words and rules: "Buyer group" in the domain.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    PROGRAMME_TEAM,
    Base,
    CleanText,
    Code,
    HistoryMark,
    Key,
    Ref,
    ShortText,
    SortText,
    mark,
    one_of,
    references,
)
from models.history import Recorded
from models.people import Language

VALUE = mark(HistoryMark.VALUE)


def _one_open(name: str, condition: str, *columns: str) -> Index:
    """At most one row for which the condition holds."""
    return Index(
        name,
        *columns,
        unique=True,
        sqlite_where=text(condition),
        postgresql_where=text(condition),
    )


class OfGroup:
    """What happens in a group is for its members and the programme team, in the history too."""

    @property
    def history_audience(self) -> str:
        """Who may read in the history that this row changed."""
        return PROGRAMME_TEAM


class GroupState(enum.StrEnum):
    """In oprichting, actief, gesloten."""

    FORMING = "forming"
    ACTIVE = "active"
    CLOSED = "closed"


class MemberRole(enum.StrEnum):
    """What somebody is in a group: the six roles of the domain."""

    CLIENT = "client"
    BUYER = "buyer"
    CONTRACT_MANAGER = "contract-manager"
    EXPERT = "expert"
    LEAD = "lead"
    OBSERVER = "observer"


class BuyerGroup(Base):
    """A group of organisations that buy together. Its address is its name with hyphens."""

    __tablename__ = "buyer_group"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    slug: Mapped[ShortText] = mapped_column(info=VALUE)


class GroupSlug(Base):
    """A former address of a group; it redirects."""

    __tablename__ = "group_slug"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    group_id: Mapped[int] = references("buyer_group.id")
    slug: Mapped[ShortText] = mapped_column(info=VALUE)


class GroupVersion(OfGroup, Recorded, Base):
    """Name, scope and involved market parties of a group from the moment of recording on."""

    __tablename__ = "group_version"
    __table_args__ = (Index("ix_group_version_latest", "group_id", "recorded_at", "id"),)

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    name: Mapped[ShortText] = mapped_column(info=VALUE)
    sort_name: Mapped[SortText]
    #: Markdown, and its HTML as it was made safe when it was kept.
    scope: Mapped[str]
    scope_html: Mapped[str]
    #: Suppliers that are involved without a member's rights, by name, one a line.
    market_parties: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
    reason: Mapped[str]


class GroupStanding(OfGroup, Recorded, Base):
    """The state of a group from a day on, and why."""

    __tablename__ = "group_standing"
    __table_args__ = (
        one_of("state", GroupState),
        Index("ix_group_standing_latest", "group_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    state: Mapped[GroupState] = mapped_column(Code(GroupState), info=VALUE)
    since: Mapped[date] = mapped_column(info=VALUE)
    reason: Mapped[str]


class GroupChain(OfGroup, Recorded, Base):
    """A chain that a group works on, from a day to the day (not included) on which it stopped."""

    __tablename__ = "group_chain"
    __table_args__ = (
        CheckConstraint("(until IS NULL) = (ended_at IS NULL)", name="end_recorded"),
        CheckConstraint("until IS NULL OR until >= since", name="period_in_order"),
        Index("ix_group_chain_chain", "chain_id"),
        _one_open("uq_group_chain_open", "until IS NULL", "group_id", "chain_id"),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    chain_id: Mapped[int] = references("chain.id")
    since: Mapped[date] = mapped_column(info=VALUE)
    until: Mapped[date | None] = mapped_column(info=VALUE)
    ended_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    ended_by_id: Mapped[int | None] = references("person.id", nullable=True)


class PrivateDemand(Recorded, Base):
    """Whether private organisations have a large share of the demand in a chain; last row holds.

    Only where they do, private organisations join the buyer groups of the chain.
    """

    __tablename__ = "private_demand"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        Index("ix_private_demand_latest", "chain_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    chain_id: Mapped[int] = references("chain.id")
    large: Mapped[bool] = mapped_column(info=VALUE)
    since: Mapped[date] = mapped_column(info=VALUE)
    reason: Mapped[str]


class Membership(OfGroup, Recorded, Base):
    """A person in a group for an organisation, from a day to the day (not included) it ended.

    Another role is another row, so that earlier ones stay readable. An end is recorded once.
    """

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", MemberRole),
        CheckConstraint("(until IS NULL) = (ended_at IS NULL)", name="end_recorded"),
        CheckConstraint("until IS NULL OR until >= since", name="period_in_order"),
        Index("ix_membership_person", "person_id"),
        Index("ix_membership_group", "group_id", "until"),
        _one_open("uq_membership_open", "until IS NULL", "group_id", "person_id"),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    person_id: Mapped[int] = references("person.id")
    organisation_id: Mapped[int] = references("organisation.id")
    role: Mapped[MemberRole] = mapped_column(Code(MemberRole), info=VALUE)
    in_core: Mapped[bool] = mapped_column(info=VALUE)
    is_secretary: Mapped[bool] = mapped_column(info=VALUE)
    since: Mapped[date] = mapped_column(info=VALUE)
    until: Mapped[date | None] = mapped_column(info=VALUE)
    ended_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    ended_by_id: Mapped[int | None] = references("person.id", nullable=True)
    end_reason: Mapped[str | None]


class InvitationOutcome(enum.StrEnum):
    """What came of an invitation; without one it still waits, or its time has passed."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class GroupInvitation(OfGroup, Recorded, Base):
    """Somebody is asked into a group. Its address works until it is answered, once."""

    __tablename__ = "group_invitation"
    __table_args__ = (
        one_of("role", MemberRole),
        one_of("outcome", InvitationOutcome),
        CheckConstraint("(outcome IS NULL) = (outcome_at IS NULL)", name="answered_whole"),
        Index("ix_group_invitation_person", "person_id"),
        _one_open("uq_group_invitation_open", "outcome IS NULL", "group_id", "person_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    group_id: Mapped[int] = references("buyer_group.id")
    person_id: Mapped[int] = references("person.id")
    #: As whoever invites typed them: what somebody is called here says nothing about others.
    email: Mapped[str] = mapped_column(CleanText(254))
    name: Mapped[ShortText]
    organisation_id: Mapped[int] = references("organisation.id")
    role: Mapped[MemberRole] = mapped_column(Code(MemberRole), info=VALUE)
    in_core: Mapped[bool] = mapped_column(info=VALUE)
    is_secretary: Mapped[bool] = mapped_column(info=VALUE)
    expires_at: Mapped[datetime] = mapped_column(info=VALUE)
    outcome: Mapped[InvitationOutcome | None] = mapped_column(Code(InvitationOutcome), info=VALUE)
    outcome_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    outcome_by_id: Mapped[int | None] = references("person.id", nullable=True)


class RequestOutcome(enum.StrEnum):
    """What came of a request to join."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class JoinRequest(OfGroup, Recorded, Base):
    """Somebody asks to join a group; its lead accepts, or refuses with a reason."""

    __tablename__ = "join_request"
    __table_args__ = (
        one_of("role", MemberRole),
        one_of("outcome", RequestOutcome),
        CheckConstraint("(outcome IS NULL) = (outcome_at IS NULL)", name="answered_whole"),
        CheckConstraint("outcome <> 'refused' OR answer IS NOT NULL", name="refused_with_reason"),
        Index("ix_join_request_person", "person_id"),
        _one_open("uq_join_request_open", "outcome IS NULL", "group_id", "person_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    group_id: Mapped[int] = references("buyer_group.id")
    person_id: Mapped[int] = references("person.id")
    organisation_id: Mapped[int] = references("organisation.id")
    role: Mapped[MemberRole] = mapped_column(Code(MemberRole), info=VALUE)
    wish: Mapped[str]
    outcome: Mapped[RequestOutcome | None] = mapped_column(Code(RequestOutcome), info=VALUE)
    answer: Mapped[str | None]
    outcome_at: Mapped[datetime | None] = mapped_column(info=VALUE)
    outcome_by_id: Mapped[int | None] = references("person.id", nullable=True)


class ProtocolVersion(Recorded, Base):
    """A version of the competition protocol (mededingingsprotocol); the last one holds."""

    __tablename__ = "protocol_version"
    __table_args__ = (UniqueConstraint("programme_id", "nr"),)

    id: Mapped[Key]
    programme_id: Mapped[int] = references("programme.id")
    nr: Mapped[int] = mapped_column(info=VALUE)
    text: Mapped[str]
    text_html: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
    reason: Mapped[str]


class ProtocolAcceptance(OfGroup, Recorded, Base):
    """A private member accepted a version of the protocol, in a group, for an organisation."""

    __tablename__ = "protocol_acceptance"
    __table_args__ = (
        UniqueConstraint(
            "group_id", "person_id", "organisation_id", "protocol_id", name="uq_acceptance_once"
        ),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    person_id: Mapped[int] = references("person.id")
    organisation_id: Mapped[int] = references("organisation.id")
    protocol_id: Mapped[int] = references("protocol_version.id")


class InterestKind(enum.StrEnum):
    """What else the organisation of a private member is to others in the group."""

    NONE = "none"
    SUPPLIER = "supplier"
    COMPETITOR = "competitor"
    BOTH = "both"


class InterestDeclaration(OfGroup, Recorded, Base):
    """Where the organisation of a private member is supplier or competitor too; last row holds."""

    __tablename__ = "interest_declaration"
    __table_args__ = (
        one_of("kind", InterestKind),
        CheckConstraint("kind = 'none' OR about <> ''", name="explained"),
        Index("ix_interest_declaration_latest", "group_id", "person_id", "recorded_at", "id"),
    )

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    person_id: Mapped[int] = references("person.id")
    organisation_id: Mapped[int] = references("organisation.id")
    kind: Mapped[InterestKind] = mapped_column(Code(InterestKind), info=VALUE)
    about: Mapped[str]


class GroupMeeting(OfGroup, Recorded, Base):
    """A meeting of a group; what is planned stands in its latest plan."""

    __tablename__ = "group_meeting"
    __table_args__ = (Index("ix_group_meeting_group", "group_id"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    group_id: Mapped[int] = references("buyer_group.id")


class MeetingPlan(OfGroup, Recorded, Base):
    """When and where a group meets, or that it does not after all, from the recording on."""

    __tablename__ = "meeting_plan"
    __table_args__ = (Index("ix_meeting_plan_latest", "meeting_id", "recorded_at", "id"),)

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    meeting_id: Mapped[int] = references("group_meeting.id")
    title: Mapped[ShortText]
    starts_at: Mapped[datetime] = mapped_column(info=VALUE)
    place: Mapped[ShortText]
    link: Mapped[str]
    cancelled: Mapped[bool] = mapped_column(info=VALUE)


class GroupMinutes(OfGroup, Recorded, Base):
    """The minutes of a meeting (Markdown) from the moment of recording on; last row holds."""

    __tablename__ = "group_minutes"
    __table_args__ = (Index("ix_group_minutes_latest", "meeting_id", "recorded_at", "id"),)

    id: Mapped[Key]
    group_id: Mapped[int] = references("buyer_group.id")
    meeting_id: Mapped[int] = references("group_meeting.id")
    text: Mapped[str]
    text_html: Mapped[str]
    language: Mapped[Language] = mapped_column(Code(Language))
