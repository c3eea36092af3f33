"""Buyer groups: what they are, members, invitations, requests, the protocol, meetings.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SORT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "buyer_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_buyer_group_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_group")),
        sa.UniqueConstraint("programme_id", "slug", name=op.f("uq_buyer_group_programme_id_slug")),
    )
    op.create_table(
        "group_slug",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_group_slug_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_group_slug_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_slug")),
        sa.UniqueConstraint("programme_id", "slug", name=op.f("uq_group_slug_programme_id_slug")),
    )
    op.create_table(
        "group_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(until IS NULL) = (ended_at IS NULL)", name=op.f("ck_group_chain_end_recorded")
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_group_chain_period_in_order")
        ),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_group_chain_chain_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_group_chain_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_group_chain_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_group_chain_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_chain")),
    )
    op.create_index("ix_group_chain_chain", "group_chain", ["chain_id"], unique=False)
    op.create_index(
        "uq_group_chain_open",
        "group_chain",
        ["group_id", "chain_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "group_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("in_core", sa.Boolean(), nullable=False),
        sa.Column("is_secretary", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'declined', 'withdrawn', 'replaced')",
            name=op.f("ck_group_invitation_outcome_known"),
        ),
        sa.CheckConstraint(
            "role IN ('client', 'buyer', 'contract-manager', 'expert', 'lead', 'observer')",
            name=op.f("ck_group_invitation_role_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (outcome_at IS NULL)",
            name=op.f("ck_group_invitation_answered_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_group_invitation_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_group_invitation_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["outcome_by_id"], ["person.id"], name=op.f("fk_group_invitation_outcome_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_invitation_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_group_invitation_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_invitation")),
        sa.UniqueConstraint("ref", name=op.f("uq_group_invitation_ref")),
    )
    op.create_index("ix_group_invitation_person", "group_invitation", ["person_id"], unique=False)
    op.create_index(
        "uq_group_invitation_open",
        "group_invitation",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "group_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_group_meeting_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_group_meeting_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_meeting")),
        sa.UniqueConstraint("ref", name=op.f("uq_group_meeting_ref")),
    )
    op.create_index("ix_group_meeting_group", "group_meeting", ["group_id"], unique=False)
    op.create_table(
        "group_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('forming', 'active', 'closed')", name=op.f("ck_group_standing_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_group_standing_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_group_standing_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_standing")),
    )
    op.create_index(
        "ix_group_standing_latest",
        "group_standing",
        ["group_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "group_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_name", SORT, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_html", sa.Text(), nullable=False),
        sa.Column("market_parties", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_group_version_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_group_version_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_version")),
    )
    op.create_index(
        "ix_group_version_latest", "group_version", ["group_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "interest_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind = 'none' OR about <> ''", name=op.f("ck_interest_declaration_explained")
        ),
        sa.CheckConstraint(
            "kind IN ('none', 'supplier', 'competitor', 'both')",
            name=op.f("ck_interest_declaration_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_interest_declaration_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_interest_declaration_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interest_declaration_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_interest_declaration_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declaration")),
    )
    op.create_index(
        "ix_interest_declaration_latest",
        "interest_declaration",
        ["group_id", "person_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome <> 'refused' OR answer IS NOT NULL",
            name=op.f("ck_join_request_refused_with_reason"),
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'refused', 'withdrawn')",
            name=op.f("ck_join_request_outcome_known"),
        ),
        sa.CheckConstraint(
            "role IN ('client', 'buyer', 'contract-manager', 'expert', 'lead', 'observer')",
            name=op.f("ck_join_request_role_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (outcome_at IS NULL)", name=op.f("ck_join_request_answered_whole")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_join_request_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_join_request_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_by_id"], ["person.id"], name=op.f("fk_join_request_outcome_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_join_request_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_join_request_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint("ref", name=op.f("uq_join_request_ref")),
    )
    op.create_index("ix_join_request_person", "join_request", ["person_id"], unique=False)
    op.create_index(
        "uq_join_request_open",
        "join_request",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("in_core", sa.Boolean(), nullable=False),
        sa.Column("is_secretary", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "role IN ('client', 'buyer', 'contract-manager', 'expert', 'lead', 'observer')",
            name=op.f("ck_membership_role_known"),
        ),
        sa.CheckConstraint(
            "(until IS NULL) = (ended_at IS NULL)", name=op.f("ck_membership_end_recorded")
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_membership_period_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_membership_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_membership_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_membership_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_group", "membership", ["group_id", "until"], unique=False)
    op.create_index("ix_membership_person", "membership", ["person_id"], unique=False)
    op.create_index(
        "uq_membership_open",
        "membership",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "private_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("large", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_private_demand_reasoned")),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["chain.id"], name=op.f("fk_private_demand_chain_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_private_demand_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_demand")),
    )
    op.create_index(
        "ix_private_demand_latest",
        "private_demand",
        ["chain_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "protocol_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_protocol_version_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_protocol_version_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_version")),
        sa.UniqueConstraint("programme_id", "nr", name=op.f("uq_protocol_version_programme_id_nr")),
    )
    op.create_table(
        "group_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_group_minutes_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["group_meeting.id"], name=op.f("fk_group_minutes_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_group_minutes_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_minutes")),
    )
    op.create_index(
        "ix_group_minutes_latest",
        "group_minutes",
        ["meeting_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "meeting_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_meeting_plan_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["group_meeting.id"], name=op.f("fk_meeting_plan_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_meeting_plan_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_plan")),
    )
    op.create_index(
        "ix_meeting_plan_latest", "meeting_plan", ["meeting_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "protocol_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_protocol_acceptance_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_protocol_acceptance_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_protocol_acceptance_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_id"],
            ["protocol_version.id"],
            name=op.f("fk_protocol_acceptance_protocol_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_protocol_acceptance_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_acceptance")),
        sa.UniqueConstraint(
            "group_id", "person_id", "organisation_id", "protocol_id", name="uq_acceptance_once"
        ),
    )


def downgrade() -> None:
    op.drop_table("protocol_acceptance")
    op.drop_table("meeting_plan")
    op.drop_table("group_minutes")
    op.drop_table("protocol_version")
    op.drop_table("private_demand")
    op.drop_table("membership")
    op.drop_table("join_request")
    op.drop_table("interest_declaration")
    op.drop_table("group_version")
    op.drop_table("group_standing")
    op.drop_table("group_meeting")
    op.drop_table("group_invitation")
    op.drop_table("group_chain")
    op.drop_table("group_slug")
    op.drop_table("buyer_group")
