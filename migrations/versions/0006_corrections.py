"""Corrections: why one was made, and one for each row; the reason for another number of chains.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("yearly_selection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other_number_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("phase_assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("correction_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("status_update", schema=None) as batch_op:
        batch_op.drop_index("ix_status_update_latest")
        batch_op.create_index(
            "ix_status_update_latest",
            ["chain_id", "reported_at", "recorded_at", "id"],
            unique=False,
        )
        batch_op.create_index("uq_status_update_corrected_once", ["corrects_id"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("status_update", schema=None) as batch_op:
        batch_op.drop_index("uq_status_update_corrected_once")
        batch_op.drop_index("ix_status_update_latest")
        batch_op.create_index(
            "ix_status_update_latest", ["chain_id", "recorded_at", "id"], unique=False
        )
    with op.batch_alter_table("phase_assessment", schema=None) as batch_op:
        batch_op.drop_column("correction_reason")
    with op.batch_alter_table("yearly_selection", schema=None) as batch_op:
        batch_op.drop_column("other_number_reason")
