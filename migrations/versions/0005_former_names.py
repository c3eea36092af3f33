"""What people were called before they changed their name, for the board of an earlier day.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_former_name_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.create_index("ix_former_name_person", ["person_id", "until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.drop_index("ix_former_name_person")
    op.drop_table("former_name")
