"""People: links that work once, the second factor, and who confirmed the rights.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_email", sa.String(254), nullable=True),
        sa.CheckConstraint(
            "(kind = 'address') = (new_email IS NOT NULL)",
            name=op.f("ck_one_time_link_address_named"),
        ),
        sa.CheckConstraint(
            "kind IN ('invitation', 'reset', 'address')",
            name=op.f("ck_one_time_link_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_one_time_link_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index("ix_one_time_link_person", "one_time_link", ["person_id", "kind", "made_at"])
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
    )
    op.create_index("ix_second_factor_person", "second_factor", ["person_id", "ended_at"])
    op.create_table(
        "used_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factor_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["second_factor.id"], name=op.f("fk_used_code_factor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_code")),
        sa.UniqueConstraint("factor_id", "step", name=op.f("uq_used_code_factor_id_step")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factor_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["second_factor.id"], name=op.f("fk_recovery_code_factor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_factor_id", "recovery_code", ["factor_id"])
    op.create_table(
        "half_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("try_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_half_sign_in_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["try_id"], ["sign_in_try.id"], name=op.f("fk_half_sign_in_try_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_sign_in")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_half_sign_in_key_hash")),
    )
    op.create_index("ix_half_sign_in_person", "half_sign_in", ["person_id", "ended_at"])
    op.create_table(
        "rights_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignments", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_rights_confirmation_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_confirmation")),
    )


def downgrade() -> None:
    op.drop_table("rights_confirmation")
    op.drop_table("half_sign_in")
    op.drop_table("recovery_code")
    op.drop_table("used_code")
    op.drop_table("second_factor")
    op.drop_table("one_time_link")
