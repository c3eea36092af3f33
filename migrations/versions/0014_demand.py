"""What organisations buy, how large markets are, and what members pledge to bring in.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _demand()
    _pledges()


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f(f"fk_{table}_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _demand() -> None:
    op.create_table(
        "volume",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("euro", sa.BigInteger(), nullable=True),
        sa.Column("how_known", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "how_known IN ('measured', 'contracted', 'estimated')",
            name=op.f("ck_volume_how_known_known"),
        ),
        sa.CheckConstraint("euro IS NULL OR euro >= 0", name=op.f("ck_volume_not_negative")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_volume_year_of_this_age")),
        _to("volume", "chain_id", "chain.id"),
        _to("volume", "organisation_id", "organisation.id"),
        *_recorded("volume"),
    )
    op.create_index(
        "ix_volume_latest",
        "volume",
        ["chain_id", "year", "organisation_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_index("ix_volume_organisation", "volume", ["organisation_id"], unique=False)
    op.create_table(
        "market_estimate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("euro", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("euro IS NULL OR euro > 0", name=op.f("ck_market_estimate_positive")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_market_estimate_sourced")),
        sa.CheckConstraint(
            "year BETWEEN 2000 AND 2100", name=op.f("ck_market_estimate_year_of_this_age")
        ),
        _to("market_estimate", "chain_id", "chain.id"),
        *_recorded("market_estimate"),
    )
    op.create_index(
        "ix_market_estimate_latest",
        "market_estimate",
        ["chain_id", "year", "recorded_at", "id"],
        unique=False,
    )


def _pledges() -> None:
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _to("pledge", "group_id", "buyer_group.id"),
        _to("pledge", "organisation_id", "organisation.id"),
        *_recorded("pledge"),
        sa.UniqueConstraint("ref", name=op.f("uq_pledge_ref")),
    )
    op.create_index("ix_pledge_group", "pledge", ["group_id", "organisation_id"], unique=False)
    op.create_table(
        "pledge_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("readers", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "readers IN ('team', 'public', 'group')", name=op.f("ck_pledge_version_readers_known")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_pledge_version_titled")),
        _to("pledge_version", "group_id", "buyer_group.id"),
        _to("pledge_version", "pledge_id", "pledge.id"),
        *_recorded("pledge_version"),
    )
    op.create_index(
        "ix_pledge_version_latest",
        "pledge_version",
        ["pledge_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "pledge_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('promised', 'preparing', 'running', 'done', 'withdrawn')",
            name=op.f("ck_pledge_standing_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('done', 'withdrawn') OR note <> ''",
            name=op.f("ck_pledge_standing_explained"),
        ),
        _to("pledge_standing", "group_id", "buyer_group.id"),
        _to("pledge_standing", "pledge_id", "pledge.id"),
        *_recorded("pledge_standing"),
    )
    op.create_index(
        "ix_pledge_standing_latest",
        "pledge_standing",
        ["pledge_id", "recorded_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    for table in (
        "pledge_standing",
        "pledge_version",
        "pledge",
        "market_estimate",
        "volume",
    ):
        op.drop_table(table)
