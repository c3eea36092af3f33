"""Flags: what the tracker noticed, what people did with it, how each rule fared, on or off.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OPEN = "closed_at IS NULL"


def upgrade() -> None:
    _flags()
    _events()
    op.create_table(
        "flag_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stand", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.UniqueConstraint("rule", name=op.f("uq_flag_run_rule")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_run")),
    )
    op.create_table(
        "flag_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_flag_switch_reasoned")),
        *_recorded("flag_switch"),
    )
    op.create_index(
        "ix_flag_switch_latest", "flag_switch", ["rule", "recorded_at", "id"], unique=False
    )


def downgrade() -> None:
    for table in ("flag_switch", "flag_run", "flag_event", "flag"):
        op.drop_table(table)


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f(f"fk_{table}_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _flags() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("subject_kind", sa.String(60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(60), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("flag", "chain_id", "chain.id"),
        _to("flag", "group_id", "buyer_group.id"),
        _to("flag", "organisation_id", "organisation.id"),
        _to("flag", "assigned_to_id", "person.id"),
        sa.UniqueConstraint("ref", name=op.f("uq_flag_ref")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(
        "uq_flag_open",
        "flag",
        ["rule", "subject_kind", "subject_id", "part"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_index("ix_flag_subject", "flag", ["subject_kind", "subject_id", "part"], unique=False)
    op.create_index("ix_flag_chain", "flag", ["chain_id", "closed_at"], unique=False)
    op.create_index("ix_flag_group", "flag", ["group_id", "closed_at"], unique=False)
    op.create_index("ix_flag_assigned_to", "flag", ["assigned_to_id", "closed_at"], unique=False)


def _events() -> None:
    op.create_table(
        "flag_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('snoozed', 'woken', 'assigned', 'remarked')",
            name=op.f("ck_flag_event_kind_known"),
        ),
        sa.CheckConstraint("language IN ('nl', 'en')", name=op.f("ck_flag_event_language_known")),
        sa.CheckConstraint(
            "(kind = 'snoozed') = (until IS NOT NULL)", name=op.f("ck_flag_event_snoozed_until")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('snoozed', 'remarked') OR text <> ''", name=op.f("ck_flag_event_said")
        ),
        sa.CheckConstraint(
            "kind = 'assigned' OR person_id IS NULL", name=op.f("ck_flag_event_assigned_to")
        ),
        _to("flag_event", "flag_id", "flag.id"),
        _to("flag_event", "person_id", "person.id"),
        *_recorded("flag_event"),
    )
    op.create_index("ix_flag_event_flag", "flag_event", ["flag_id", "id"], unique=False)
