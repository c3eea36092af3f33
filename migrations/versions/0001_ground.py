"""The ground: programme, chains, phases, people, decisions, history.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def sort_text(length: int) -> sa.types.TypeEngine[str]:
    """A sort key compares by code point on every database."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "change_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_number")),
    )
    op.execute("INSERT INTO change_number (id, value) VALUES (1, 0)")
    op.create_table(
        "loaded_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_loaded_part_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loaded_part")),
        sa.UniqueConstraint("name", name=op.f("uq_loaded_part_name")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=True),
        sa.Column("agenda_name_nl", sa.String(200), nullable=False),
        sa.Column("agenda_short", sa.String(200), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("to_year", sa.Integer(), nullable=False),
        sa.Column("records_from", sa.Date(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('open', 'failed', 'signed-in', 'refused')",
            name=op.f("ck_sign_in_try_outcome_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_try_account", ["account_hash", "at"], unique=False)
        batch_op.create_index("ix_sign_in_try_address", ["address", "at"], unique=False)
        batch_op.create_index("ix_sign_in_try_at", ["at"], unique=False)

    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("prefix", sa.String(60), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column("members", sa.Text(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_body_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_body_programme_id_code")),
    )
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_chain_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
        sa.UniqueConstraint("programme_id", "slug", name=op.f("uq_chain_programme_id_slug")),
    )
    op.create_table(
        "cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_cluster_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_cluster_programme_id_code")),
    )
    op.create_table(
        "due_diligence_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_due_diligence_step_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_diligence_step")),
        sa.UniqueConstraint(
            "programme_id", "nr", name=op.f("uq_due_diligence_step_programme_id_nr")
        ),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_precision", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(due_precision = 'unknown') = (due IS NULL)", name=op.f("ck_milestone_due_precise")
        ),
        sa.CheckConstraint(
            "due_precision IN ('day', 'month', 'year', 'unknown')",
            name=op.f("ck_milestone_due_precision_known"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_milestone_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_milestone_programme_id_code")),
    )
    op.create_table(
        "organisation_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("spend_bn_eur", sa.String(60), nullable=True),
        sa.Column("spend_year", sa.Integer(), nullable=True),
        sa.Column("examples_nl", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "sector IN ('public', 'private')", name=op.f("ck_organisation_type_sector_known")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_organisation_type_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_type")),
        sa.UniqueConstraint(
            "programme_id", "code", name=op.f("uq_organisation_type_programme_id_code")
        ),
    )
    op.create_table(
        "phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("role_nl", sa.String(200), nullable=False),
        sa.Column("role_en", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_phase_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_phase_programme_id_code")),
        sa.UniqueConstraint("programme_id", "nr", name=op.f("uq_phase_programme_id_nr")),
    )
    op.create_table(
        "policy_instrument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_policy_instrument_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_instrument")),
        sa.UniqueConstraint(
            "programme_id", "code", name=op.f("uq_policy_instrument_programme_id_code")
        ),
    )
    op.create_table(
        "related_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("since_year", sa.Integer(), nullable=True),
        sa.Column("revised_year", sa.Integer(), nullable=True),
        sa.Column("ended_year", sa.Integer(), nullable=True),
        sa.Column("active_in", sa.JSON(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_related_programme_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_programme")),
        sa.UniqueConstraint(
            "programme_id", "code", name=op.f("uq_related_programme_programme_id_code")
        ),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_approach", sa.Boolean(), nullable=False),
        sa.Column("scored_per_chain", sa.Boolean(), nullable=False),
        sa.Column("sdgs", sa.JSON(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_theme_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_theme_programme_id_code")),
    )
    op.create_table(
        "chain_slug",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_chain_slug_chain_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_chain_slug_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_slug")),
        sa.UniqueConstraint("programme_id", "slug", name=op.f("uq_chain_slug_programme_id_slug")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_name", sort_text(200), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=True),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("bound_by_procurement_law", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "sector IN ('public', 'private')", name=op.f("ck_organisation_sector_known")
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["organisation_type.id"], name=op.f("fk_organisation_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "phase_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_phase_criterion_phase_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_criterion")),
        sa.UniqueConstraint("phase_id", "code", name=op.f("uq_phase_criterion_phase_id_code")),
    )
    op.create_table(
        "theme_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_name_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_name")),
        sa.UniqueConstraint("theme_id", "from_year", name=op.f("uq_theme_name_theme_id_from_year")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_name", sort_text(200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('nl', 'en')", name=op.f("ck_person_language_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("ref", name=op.f("uq_person_ref")),
    )
    op.create_table(
        "cluster_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("short_nl", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_name_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_cluster_name_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_name")),
    )
    with op.batch_alter_table("cluster_name", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cluster_name_latest", ["cluster_id", "recorded_at", "id"], unique=False
        )

    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("related_programme_id", sa.Integer(), nullable=True),
        sa.Column("covered_by", sa.String(200), nullable=True),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("since_precision", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(since_precision = 'unknown') = (since IS NULL)",
            name=op.f("ck_coverage_since_precise"),
        ),
        sa.CheckConstraint(
            "kind IN ('covered', 'possible', 'none')", name=op.f("ck_coverage_kind_known")
        ),
        sa.CheckConstraint(
            "since_precision IN ('day', 'month', 'year', 'unknown')",
            name=op.f("ck_coverage_since_precision_known"),
        ),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_coverage_chain_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_coverage_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["related_programme_id"],
            ["related_programme.id"],
            name=op.f("fk_coverage_related_programme_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    with op.batch_alter_table("coverage", schema=None) as batch_op:
        batch_op.create_index("ix_coverage_latest", ["chain_id", "recorded_at", "id"], unique=False)

    op.create_table(
        "criterion_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("link", sa.String(2000), nullable=True),
        sa.Column("evidence_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state = 'open' OR evidence <> ''", name=op.f("ck_criterion_finding_evidenced")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'partly', 'met')", name=op.f("ck_criterion_finding_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["chain.id"], name=op.f("fk_criterion_finding_chain_id")
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["phase_criterion.id"], name=op.f("fk_criterion_finding_criterion_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_criterion_finding_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_finding")),
    )
    with op.batch_alter_table("criterion_finding", schema=None) as batch_op:
        batch_op.create_index(
            "ix_criterion_finding_latest",
            ["chain_id", "criterion_id", "recorded_at", "id"],
            unique=False,
        )

    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("acted_as", sa.String(60), nullable=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("object_type", sa.String(60), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("request_id", sa.String(200), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "action IN ('insert', 'update')", name=op.f("ck_history_entry_action_known")
        ),
        sa.CheckConstraint(
            "actor_kind IN ('person', 'job', 'command', 'seed')",
            name=op.f("ck_history_entry_actor_kind_known"),
        ),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_history_entry_chain_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_history_entry_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.create_index("ix_history_entry_chain", ["chain_id", "id"], unique=False)
        batch_op.create_index("ix_history_entry_object", ["object_type", "object_id"], unique=False)
        batch_op.create_index("ix_history_entry_person", ["person_id", "id"], unique=False)

    op.create_table(
        "impact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "level IN ('none', 'small', 'medium', 'large', 'unknown')",
            name=op.f("ck_impact_level_known"),
        ),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_impact_chain_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_impact_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_impact_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact")),
    )
    with op.batch_alter_table("impact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_impact_latest", ["chain_id", "theme_id", "recorded_at", "id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_meeting_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("ref", name=op.f("uq_meeting_ref")),
    )
    op.create_table(
        "person_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(40), nullable=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_person_session_key_hash")),
        sa.UniqueConstraint("ref", name=op.f("uq_person_session_ref")),
    )
    with op.batch_alter_table("person_session", schema=None) as batch_op:
        batch_op.create_index("ix_person_session_person", ["person_id", "ended_at"], unique=False)

    op.create_table(
        "role_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(role = 'chain-lead') = (chain_id IS NOT NULL)",
            name=op.f("ck_role_assignment_lead_of_chain"),
        ),
        sa.CheckConstraint(
            "(role IN ('secretary', 'participant')) = (body_id IS NOT NULL)",
            name=op.f("ck_role_assignment_part_of_body"),
        ),
        sa.CheckConstraint(
            "role IN ('administrator', 'programme-manager', 'secretary', 'chain-lead', 'member', 'expert', 'participant')",
            name=op.f("ck_role_assignment_role_known"),
        ),
        sa.CheckConstraint(
            "(until IS NULL) = (ended_at IS NULL)", name=op.f("ck_role_assignment_end_recorded")
        ),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_role_assignment_period_in_order")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_role_assignment_body_id")),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["chain.id"], name=op.f("fk_role_assignment_chain_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_role_assignment_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_assignment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_role_assignment_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
    )
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.create_index("ix_role_assignment_chain", ["chain_id"], unique=False)
        batch_op.create_index("ix_role_assignment_person", ["person_id"], unique=False)

    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_setting_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_setting_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_setting_latest", ["programme_id", "key", "recorded_at"], unique=False
        )

    op.create_table(
        "status_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress", sa.String(40), nullable=False),
        sa.Column("stagnation_reason", sa.String(40), nullable=True),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("changed_html", sa.Text(), nullable=True),
        sa.Column("next_step", sa.String(200), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'correction') = (corrects_id IS NOT NULL)",
            name=op.f("ck_status_update_correction_names"),
        ),
        sa.CheckConstraint(
            "(progress = 'stagnates') = (stagnation_reason IS NOT NULL)",
            name=op.f("ck_status_update_stagnation_reasoned"),
        ),
        sa.CheckConstraint(
            "kind IN ('update', 'still-correct', 'correction')",
            name=op.f("ck_status_update_kind_known"),
        ),
        sa.CheckConstraint(
            "progress IN ('on-track', 'needs-attention', 'stagnates')",
            name=op.f("ck_status_update_progress_known"),
        ),
        sa.CheckConstraint(
            "stagnation_reason IN ('no-overarching-policy', 'capacity', 'budget', 'knowledge', 'no-sustainable-alternative', 'no-measurable-indicator', 'market-not-willing', 'other')",
            name=op.f("ck_status_update_stagnation_reason_known"),
        ),
        sa.CheckConstraint(
            "next_step_on IS NULL OR next_step IS NOT NULL",
            name=op.f("ck_status_update_dated_step_has_words"),
        ),
        sa.CheckConstraint("recorded_by_id IS NOT NULL", name=op.f("ck_status_update_by_a_person")),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_status_update_chain_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["status_update.id"], name=op.f("fk_status_update_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_status_update_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_update")),
        sa.UniqueConstraint("ref", name=op.f("uq_status_update_ref")),
    )
    with op.batch_alter_table("status_update", schema=None) as batch_op:
        batch_op.create_index(
            "ix_status_update_latest", ["chain_id", "recorded_at", "id"], unique=False
        )

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("who_agreed", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'meeting') = (meeting_id IS NOT NULL)", name=op.f("ck_decision_meeting_named")
        ),
        sa.CheckConstraint(
            "kind = 'meeting' OR (who_agreed <> '' AND document <> '')",
            name=op.f("ck_decision_procedure_documented"),
        ),
        sa.CheckConstraint(
            "kind IN ('meeting', 'written-procedure')", name=op.f("ck_decision_kind_known")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_decision_body_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_decision_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_decision_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("body_id", "year", "nr", name=op.f("uq_decision_body_id_year_nr")),
        sa.UniqueConstraint(
            "programme_id", "reference", name=op.f("uq_decision_programme_id_reference")
        ),
    )
    op.create_table(
        "chain_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(200), nullable=False),
        sa.Column("also_named_nl", sa.String(200), nullable=True),
        sa.Column("sort_name", sort_text(200), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("in_criteria_tool", sa.Boolean(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_chain_version_chain_id")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_chain_version_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_chain_version_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_chain_version_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_version")),
    )
    with op.batch_alter_table("chain_version", schema=None) as batch_op:
        batch_op.create_index(
            "ix_chain_version_latest", ["chain_id", "recorded_at", "id"], unique=False
        )

    op.create_table(
        "phase_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("since_precision", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome_reason", sa.Text(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(since_precision = 'unknown') = (since IS NULL)",
            name=op.f("ck_phase_assessment_since_precise"),
        ),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'returned', 'withdrawn')",
            name=op.f("ck_phase_assessment_outcome_known"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'withdrawn' OR decision_id IS NOT NULL",
            name=op.f("ck_phase_assessment_outcome_decided"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_phase_assessment_reasoned")),
        sa.CheckConstraint(
            "since_precision IN ('day', 'month', 'year', 'unknown')",
            name=op.f("ck_phase_assessment_since_precision_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (outcome_at IS NULL)",
            name=op.f("ck_phase_assessment_outcome_dated"),
        ),
        sa.CheckConstraint(
            "recorded_by_id IS NOT NULL", name=op.f("ck_phase_assessment_by_a_person")
        ),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["chain.id"], name=op.f("fk_phase_assessment_chain_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["phase_assessment.id"], name=op.f("fk_phase_assessment_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_phase_assessment_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_by_id"], ["person.id"], name=op.f("fk_phase_assessment_outcome_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_phase_assessment_phase_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_phase_assessment_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_assessment")),
        sa.UniqueConstraint("ref", name=op.f("uq_phase_assessment_ref")),
    )
    with op.batch_alter_table("phase_assessment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_phase_assessment_latest", ["chain_id", "recorded_at", "id"], unique=False
        )
        batch_op.create_index(
            "uq_phase_assessment_one_open",
            ["chain_id"],
            unique=True,
            sqlite_where=sa.text("outcome IS NULL AND corrected_at IS NULL"),
            postgresql_where=sa.text("outcome IS NULL AND corrected_at IS NULL"),
        )

    op.create_table(
        "yearly_selection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_yearly_selection_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_yearly_selection_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_yearly_selection_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_selection")),
    )
    with op.batch_alter_table("yearly_selection", schema=None) as batch_op:
        batch_op.create_index(
            "ix_yearly_selection_latest", ["programme_id", "year", "recorded_at"], unique=False
        )

    op.create_table(
        "selected_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("covered_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('continue', 'deepen', 'complete', 'add')",
            name=op.f("ck_selected_chain_outcome_known"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_selected_chain_reasoned")),
        sa.ForeignKeyConstraint(
            ["chain_id"], ["chain.id"], name=op.f("fk_selected_chain_chain_id")
        ),
        sa.ForeignKeyConstraint(
            ["selection_id"], ["yearly_selection.id"], name=op.f("fk_selected_chain_selection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selected_chain")),
        sa.UniqueConstraint(
            "selection_id", "chain_id", name=op.f("uq_selected_chain_selection_id_chain_id")
        ),
    )
    with op.batch_alter_table("selected_chain", schema=None) as batch_op:
        batch_op.create_index("ix_selected_chain_chain", ["chain_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("person_id", "form", name=op.f("uq_draft_person_id_form")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("result", sa.String(2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("key <> ''", name=op.f("ck_submission_keyed")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_submission_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("key", name=op.f("uq_submission_key")),
    )


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_table("draft")
    with op.batch_alter_table("selected_chain", schema=None) as batch_op:
        batch_op.drop_index("ix_selected_chain_chain")

    op.drop_table("selected_chain")
    with op.batch_alter_table("yearly_selection", schema=None) as batch_op:
        batch_op.drop_index("ix_yearly_selection_latest")

    op.drop_table("yearly_selection")
    with op.batch_alter_table("phase_assessment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_phase_assessment_one_open",
            sqlite_where=sa.text("outcome IS NULL AND corrected_at IS NULL"),
            postgresql_where=sa.text("outcome IS NULL AND corrected_at IS NULL"),
        )
        batch_op.drop_index("ix_phase_assessment_latest")

    op.drop_table("phase_assessment")
    with op.batch_alter_table("chain_version", schema=None) as batch_op:
        batch_op.drop_index("ix_chain_version_latest")

    op.drop_table("chain_version")
    op.drop_table("decision")
    with op.batch_alter_table("status_update", schema=None) as batch_op:
        batch_op.drop_index("ix_status_update_latest")

    op.drop_table("status_update")
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.drop_index("ix_setting_latest")

    op.drop_table("setting")
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_role_assignment_person")
        batch_op.drop_index("ix_role_assignment_chain")

    op.drop_table("role_assignment")
    with op.batch_alter_table("person_session", schema=None) as batch_op:
        batch_op.drop_index("ix_person_session_person")

    op.drop_table("person_session")
    op.drop_table("meeting")
    with op.batch_alter_table("impact", schema=None) as batch_op:
        batch_op.drop_index("ix_impact_latest")

    op.drop_table("impact")
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_history_entry_person")
        batch_op.drop_index("ix_history_entry_object")
        batch_op.drop_index("ix_history_entry_chain")

    op.drop_table("history_entry")
    with op.batch_alter_table("criterion_finding", schema=None) as batch_op:
        batch_op.drop_index("ix_criterion_finding_latest")

    op.drop_table("criterion_finding")
    with op.batch_alter_table("coverage", schema=None) as batch_op:
        batch_op.drop_index("ix_coverage_latest")

    op.drop_table("coverage")
    with op.batch_alter_table("cluster_name", schema=None) as batch_op:
        batch_op.drop_index("ix_cluster_name_latest")

    op.drop_table("cluster_name")
    op.drop_table("person")
    op.drop_table("theme_name")
    op.drop_table("phase_criterion")
    op.drop_table("organisation")
    op.drop_table("chain_slug")
    op.drop_table("theme")
    op.drop_table("related_programme")
    op.drop_table("policy_instrument")
    op.drop_table("phase")
    op.drop_table("organisation_type")
    op.drop_table("milestone")
    op.drop_table("due_diligence_step")
    op.drop_table("cluster")
    op.drop_table("chain")
    op.drop_table("body")
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_try_at")
        batch_op.drop_index("ix_sign_in_try_address")
        batch_op.drop_index("ix_sign_in_try_account")

    op.drop_table("sign_in_try")
    op.drop_table("programme")
    op.drop_table("loaded_part")
    op.drop_table("change_number")
