"""Files at the agenda and the minutes of a buyer group, with the group that they are of.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE = "'criterion-finding', 'decision', 'task'"
OF_GROUP = "'group-agenda', 'group-minutes'"


def upgrade() -> None:
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_file_group_id"), "buyer_group", ["group_id"], ["id"])
        batch_op.drop_constraint(op.f("ck_file_subject_kind_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_file_subject_kind_known"), f"subject_kind IN ({BEFORE}, {OF_GROUP})"
        )
        batch_op.create_check_constraint(
            op.f("ck_file_group_named"),
            f"(group_id IS NOT NULL) = (subject_kind IN ({OF_GROUP}))",
        )
        batch_op.create_index("ix_file_group", ["group_id", "recorded_at"], unique=False)


def downgrade() -> None:
    # Before this version nothing hung in a group, and what is of a group may not stay without it.
    of_group = f"subject_kind IN ({OF_GROUP})"
    op.execute(f"DELETE FROM file_part WHERE file_id IN (SELECT id FROM file WHERE {of_group})")  # noqa: S608 - nothing here comes from outside
    op.execute(f"DELETE FROM file WHERE {of_group}")  # noqa: S608 - as above
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_index("ix_file_group")
        batch_op.drop_constraint(op.f("ck_file_group_named"), type_="check")
        batch_op.drop_constraint(op.f("ck_file_subject_kind_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_file_subject_kind_known"), f"subject_kind IN ({BEFORE})"
        )
        batch_op.drop_constraint(op.f("fk_file_group_id"), type_="foreignkey")
        batch_op.drop_column("group_id")
