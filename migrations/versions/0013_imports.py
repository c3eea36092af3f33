"""Imports: a file that somebody sent, its bytes in parts, and what becomes of each row.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TYPES = (
    "'pdf', 'png', 'jpeg', 'odt', 'ods', 'odp', 'docx', 'xlsx', 'pptx', 'text', 'csv', 'markdown'"
)


def upgrade() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('organisations', 'members', 'baseline')",
            name=op.f("ck_import_run_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('received', 'previewed', 'unreadable', 'applied')",
            name=op.f("ck_import_run_state_known"),
        ),
        sa.CheckConstraint(f"media IN ({TYPES})", name=op.f("ck_import_run_media_known")),
        sa.CheckConstraint(
            "(kind = 'members') = (group_id IS NOT NULL)",
            name=op.f("ck_import_run_members_of_group"),
        ),
        sa.CheckConstraint(
            "(state = 'applied') = (applied_at IS NOT NULL)",
            name=op.f("ck_import_run_applied_whole"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_import_run_not_empty")),
        sa.CheckConstraint("recorded_by_id IS NOT NULL", name=op.f("ck_import_run_by_a_person")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["buyer_group.id"], name=op.f("fk_import_run_group_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_import_run_task_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_import_run_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint("ref", name=op.f("uq_import_run_ref")),
    )
    op.create_index("ix_import_run_by", "import_run", ["recorded_by_id", "id"], unique=False)
    op.create_table(
        "import_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_import_part_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_part")),
        sa.UniqueConstraint("import_id", "nr", name=op.f("uq_import_part_import_id_nr")),
    )
    op.create_table(
        "import_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "fate IN ('new', 'changed', 'unchanged', 'refused')",
            name=op.f("ck_import_line_fate_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_run.id"], name=op.f("fk_import_line_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_line")),
        sa.UniqueConstraint("import_id", "nr", name=op.f("uq_import_line_import_id_nr")),
    )
    op.create_index("ix_import_line_fate", "import_line", ["import_id", "fate", "nr"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_import_line_fate", table_name="import_line")
    op.drop_table("import_line")
    op.drop_table("import_part")
    op.drop_index("ix_import_run_by", table_name="import_run")
    op.drop_table("import_run")
