"""Files: what hangs on what, and the bytes in parts.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SUBJECTS = "'criterion-finding', 'decision', 'task'"
TYPES = (
    "'pdf', 'png', 'jpeg', 'odt', 'ods', 'odp', 'docx', 'xlsx', 'pptx', 'text', 'csv', 'markdown'"
)
KINDS = "'person', 'job', 'command', 'seed'"


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("subject_kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            f"subject_kind IN ({SUBJECTS})", name=op.f("ck_file_subject_kind_known")
        ),
        sa.CheckConstraint(f"media IN ({TYPES})", name=op.f("ck_file_media_known")),
        sa.CheckConstraint("size > 0", name=op.f("ck_file_not_empty")),
        sa.CheckConstraint("recorded_by_id IS NOT NULL", name=op.f("ck_file_by_a_person")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_file_withdrawal_recorded"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR erased_at IS NOT NULL",
            name=op.f("ck_file_withdrawn_erased"),
        ),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_file_chain_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_file_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_file_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("ref", name=op.f("uq_file_ref")),
    )
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.create_index("ix_file_subject", ["subject_kind", "subject_id"], unique=False)
        batch_op.create_index("ix_file_chain", ["chain_id"], unique=False)
    op.create_table(
        "file_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_file_part_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_part")),
        sa.UniqueConstraint("file_id", "nr", name=op.f("uq_file_part_file_id_nr")),
    )


def downgrade() -> None:
    op.drop_table("file_part")
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_index("ix_file_chain")
        batch_op.drop_index("ix_file_subject")
    op.drop_table("file")
