"""Documents in sections: versions, moves, texts, comments, and the questions per section.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_document_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_document_kind_subject_id")),
    )
    op.create_table(
        "document_prompts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("section", sa.String(60), nullable=False),
        sa.Column("prompts_nl", sa.Text(), nullable=False),
        sa.Column("prompts_en", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_document_prompts_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_document_prompts_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_prompts")),
    )
    op.create_index(
        "ix_document_prompts_latest",
        "document_prompts",
        ["programme_id", "kind", "section", "id"],
        unique=False,
    )
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=True),
        sa.Column("started_from_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "adopted_by_id <> submitted_by_id", name=op.f("ck_document_version_adopted_by_another")
        ),
        sa.CheckConstraint(
            "(nr IS NULL) = (adopted_by_id IS NULL)",
            name=op.f("ck_document_version_adopted_by_somebody"),
        ),
        sa.CheckConstraint(
            "(nr IS NULL) = (adopted_at IS NULL)", name=op.f("ck_document_version_adopted_dated")
        ),
        sa.CheckConstraint(
            "(state IN ('adopted', 'superseded')) = (nr IS NOT NULL)",
            name=op.f("ck_document_version_adopted_numbered"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in-review', 'adopted', 'superseded', 'withdrawn')",
            name=op.f("ck_document_version_state_known"),
        ),
        sa.CheckConstraint(
            "(state = 'superseded') = (superseded_at IS NOT NULL)",
            name=op.f("ck_document_version_superseded"),
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["person.id"], name=op.f("fk_document_version_adopted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_document_version_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_from_id"],
            ["document_version.id"],
            name=op.f("fk_document_version_started_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_document_version_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint("document_id", "nr", name=op.f("uq_document_version_document_id_nr")),
    )
    op.create_index(
        "uq_document_version_one_adopted",
        "document_version",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("state = 'adopted'"),
        postgresql_where=sa.text("state = 'adopted'"),
    )
    op.create_index(
        "uq_document_version_one_open",
        "document_version",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'in-review')"),
        postgresql_where=sa.text("state IN ('draft', 'in-review')"),
    )
    op.create_table(
        "document_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(40), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'in-review', 'adopted', 'superseded', 'withdrawn')",
            name=op.f("ck_document_move_state_known"),
        ),
        sa.CheckConstraint(
            "was IN ('draft', 'in-review', 'adopted', 'superseded', 'withdrawn')",
            name=op.f("ck_document_move_was_known"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_document_move_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_document_move_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_move")),
    )
    op.create_index("ix_document_move_version", "document_move", ["version_id", "id"], unique=False)
    op.create_table(
        "document_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("prompts_nl", sa.Text(), nullable=False),
        sa.Column("prompts_en", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "language IN ('nl', 'en')", name=op.f("ck_document_section_language_known")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["person.id"], name=op.f("fk_document_section_edited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_document_section_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_section")),
        sa.UniqueConstraint("version_id", "code", name=op.f("uq_document_section_version_id_code")),
    )
    op.create_table(
        "document_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "language IN ('nl', 'en')", name=op.f("ck_document_comment_language_known")
        ),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)",
            name=op.f("ck_document_comment_resolved_by"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_document_comment_said")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_document_comment_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["person.id"], name=op.f("fk_document_comment_resolved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["document_section.id"], name=op.f("fk_document_comment_section_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_comment")),
    )
    op.create_index(
        "ix_document_comment_section", "document_comment", ["section_id", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("document_comment")
    op.drop_table("document_section")
    op.drop_table("document_move")
    op.drop_table("document_version")
    op.drop_table("document_prompts")
    op.drop_table("document")
