"""Following groups and topics, until when somebody saw what was new, and the digest.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OPEN = sa.text("until IS NULL")
ONE = (
    "(CASE WHEN chain_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN group_id IS NULL THEN 0 ELSE 1"
    " END) + (CASE WHEN topic_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("topic_id", sa.Integer(), nullable=True))
        batch_op.alter_column("chain_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_foreign_key(op.f("fk_follow_group_id"), "buyer_group", ["group_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_follow_topic_id"), "topic", ["topic_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_follow_one_thing"), ONE)
        for kind in ("group", "topic"):
            batch_op.create_index(
                f"uq_follow_{kind}_open",
                ["person_id", f"{kind}_id"],
                unique=True,
                sqlite_where=OPEN,
                postgresql_where=OPEN,
            )
    _seen()
    _digests()


def downgrade() -> None:
    op.drop_table("digest")
    op.drop_table("digest_choice")
    op.drop_table("news_seen")
    # Before this version only chains could be followed.
    op.execute("DELETE FROM follow WHERE chain_id IS NULL")
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.drop_index("uq_follow_topic_open")
        batch_op.drop_index("uq_follow_group_open")
        batch_op.drop_constraint(op.f("ck_follow_one_thing"), type_="check")
        batch_op.drop_constraint(op.f("fk_follow_topic_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_follow_group_id"), type_="foreignkey")
        batch_op.alter_column("chain_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("topic_id")
        batch_op.drop_column("group_id")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _seen() -> None:
    op.create_table(
        "news_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        _to("news_seen", "person_id", "person.id"),
        sa.UniqueConstraint("person_id", name=op.f("uq_news_seen_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_seen")),
    )


def _digests() -> None:
    op.create_table(
        "digest_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(40), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "rhythm IN ('weekly', 'daily', 'never')", name=op.f("ck_digest_choice_rhythm_known")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_digest_choice_weekday_known")),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_digest_choice_hour_known")),
        _to("digest_choice", "person_id", "person.id"),
        _to("digest_choice", "recorded_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_choice")),
    )
    op.create_index(
        "ix_digest_choice_latest", "digest_choice", ["person_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("since <= until", name=op.f("ck_digest_in_order")),
        _to("digest", "person_id", "person.id"),
        _to("digest", "mail_id", "outbox_mail.id"),
        sa.UniqueConstraint("person_id", "planned_at", name=op.f("uq_digest_person_id_planned_at")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_digest_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
    )
