"""Rows of chain plans: focus, goals, activities, risks, instruments, programmes, law, money; facts.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("goal_key", sa.String(10), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_plan_measurement_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_plan_measurement_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_measurement")),
    )
    op.create_index(
        "ix_plan_measurement_goal",
        "plan_measurement",
        ["document_id", "goal_key", "id"],
        unique=False,
    )
    op.create_table(
        "plan_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("activity_key", sa.String(10), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'done' OR note <> ''", name=op.f("ck_plan_progress_done_with_result")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'done', 'stopped')",
            name=op.f("ck_plan_progress_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_plan_progress_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_plan_progress_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_progress")),
    )
    op.create_index(
        "ix_plan_progress_activity",
        "plan_progress",
        ["document_id", "activity_key", "id"],
        unique=False,
    )
    op.create_table(
        "plan_activity",
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("target_group", sa.String(200), nullable=True),
        sa.Column("contribution", sa.Text(), nullable=True),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("who", sa.String(200), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "since IS NULL OR until IS NULL OR until >= since",
            name=op.f("ck_plan_activity_in_order"),
        ),
        sa.CheckConstraint(
            "level IN ('activity', 'process', 'effect')", name=op.f("ck_plan_activity_level_known")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'done', 'stopped')",
            name=op.f("ck_plan_activity_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_activity_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_activity")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_activity_version_id_key")),
    )
    op.create_table(
        "plan_focus",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_plan_focus_theme_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_focus_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_focus")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_focus_version_id_key")),
    )
    op.create_table(
        "plan_goal",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(200), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_plan_goal_theme_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_goal_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_goal")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_goal_version_id_key")),
    )
    op.create_table(
        "plan_instrument",
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("moves_first", sa.String(200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["policy_instrument.id"],
            name=op.f("fk_plan_instrument_instrument_id"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_instrument_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_instrument")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_instrument_version_id_key")),
    )
    op.create_table(
        "plan_law",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_law_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_law")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_law_version_id_key")),
    )
    op.create_table(
        "plan_money",
        sa.Column("payer", sa.String(200), nullable=False),
        sa.Column("activity_key", sa.String(10), nullable=True),
        sa.Column("amount_eur", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_eur >= 0", name=op.f("ck_plan_money_not_negative")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_plan_money_year_likely")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_money_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_money")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_money_version_id_key")),
    )
    op.create_table(
        "plan_programme",
        sa.Column("related_programme_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "related_programme_id IS NOT NULL OR name IS NOT NULL",
            name=op.f("ck_plan_programme_programme_named"),
        ),
        sa.ForeignKeyConstraint(
            ["related_programme_id"],
            ["related_programme.id"],
            name=op.f("fk_plan_programme_related_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_programme_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_programme")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_programme_version_id_key")),
    )
    op.create_table(
        "plan_risk",
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.String(40), nullable=False),
        sa.Column("severity", sa.String(40), nullable=False),
        sa.Column("mitigation", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "likelihood IN ('low', 'medium', 'high')", name=op.f("ck_plan_risk_likelihood_known")
        ),
        sa.CheckConstraint(
            "severity IN ('low', 'medium', 'high')", name=op.f("ck_plan_risk_severity_known")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["due_diligence_step.id"], name=op.f("fk_plan_risk_step_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_plan_risk_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_risk")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_plan_risk_version_id_key")),
    )


def downgrade() -> None:
    op.drop_table("plan_risk")
    op.drop_table("plan_programme")
    op.drop_table("plan_money")
    op.drop_table("plan_law")
    op.drop_table("plan_instrument")
    op.drop_table("plan_goal")
    op.drop_table("plan_focus")
    op.drop_table("plan_activity")
    op.drop_table("plan_progress")
    op.drop_table("plan_measurement")
