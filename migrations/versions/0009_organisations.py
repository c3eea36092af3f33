"""The register of organisations in versions, merges, who works where since when, and removal.

What stood on an organisation becomes its first version, at the moment that the history tells. The
organisation of a person becomes a period of which the first day is not known.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PRECISIONS = "('day', 'month', 'year', 'unknown')"


def sort_text(length: int) -> sa.types.TypeEngine[str]:
    """A sort key compares by code point on every database."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    create_register()
    create_people()
    first = "SELECT min(h.id) FROM history_entry h WHERE h.action = 'insert'"
    op.execute(
        f"""
        INSERT INTO organisation_version (organisation_id, name, sort_name, type_id, sector,
            bound_by_procurement_law, signed_precision, since_precision, reason,
            recorded_at, recorded_kind, recorded_by_id)
        SELECT o.id, o.name, o.sort_name, o.type_id, o.sector, o.bound_by_procurement_law,
            'unknown', 'unknown', 'Overgenomen uit het eerste register',
            COALESCE(e.at, CURRENT_TIMESTAMP), COALESCE(e.actor_kind, 'command'), e.person_id
        FROM organisation o LEFT JOIN history_entry e ON e.id = (
            {first} AND h.object_type = 'organisation' AND h.object_id = o.id)
        ORDER BY o.id
        """  # noqa: S608 - nothing here comes from outside
    )
    op.execute(
        f"""
        INSERT INTO affiliation (person_id, organisation_id, since_precision,
            recorded_at, recorded_kind, recorded_by_id)
        SELECT p.id, p.organisation_id, 'unknown',
            COALESCE(e.at, CURRENT_TIMESTAMP), COALESCE(e.actor_kind, 'command'), e.person_id
        FROM person p LEFT JOIN history_entry e ON e.id = (
            {first} AND h.object_type = 'person' AND h.object_id = p.id)
        WHERE p.organisation_id IS NOT NULL ORDER BY p.id
        """  # noqa: S608 - as above
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_organisation_type_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_organisation_sector_known"), type_="check")
        for column in ("name", "sort_name", "type_id", "sector", "bound_by_procurement_law"):
            batch_op.drop_column(column)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_person_organisation_id"), type_="foreignkey")
        batch_op.drop_column("organisation_id")
        batch_op.add_column(sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True))


def recorded() -> list[sa.Column[object]]:
    """The columns of a row with a moment of recording."""
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_kind", sa.String(40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
    ]


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A foreign key under its usual name."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def create_register() -> None:
    op.create_table(
        "organisation_slug",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        key("organisation_slug", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_slug")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug_slug")),
    )
    with op.batch_alter_table("organisation_slug", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_slug_organisation_id"), ["organisation_id"], unique=False
        )
    op.create_table(
        "organisation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_name", sort_text(200), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=True),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("bound_by_procurement_law", sa.Boolean(), nullable=True),
        sa.Column("signatory", sa.Boolean(), nullable=True),
        sa.Column("signed", sa.Date(), nullable=True),
        sa.Column("signed_precision", sa.String(40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kvk", sa.String(8), nullable=True),
        sa.Column("oin", sa.String(20), nullable=True),
        sa.Column("website", sa.String(200), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("since_precision", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *recorded(),
        *checks(
            "organisation_version",
            sector_known="sector IN ('public', 'private')",
            signed_precision_known=f"signed_precision IN {PRECISIONS}",
            signed_precise="(signed_precision = 'unknown') = (signed IS NULL)",
            since_precision_known=f"since_precision IN {PRECISIONS}",
            since_precise="(since_precision = 'unknown') = (since IS NULL)",
            signed_by_signatory="signatory OR signed IS NULL",
            in_order="since IS NULL OR until IS NULL OR until >= since",
            not_own_parent="parent_id IS NULL OR parent_id <> organisation_id",
            reasoned="reason <> ''",
        ),
        key("organisation_version", "organisation_id", "organisation"),
        key("organisation_version", "type_id", "organisation_type"),
        key("organisation_version", "parent_id", "organisation"),
        key("organisation_version", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_version")),
    )
    with op.batch_alter_table("organisation_version", schema=None) as batch_op:
        batch_op.create_index(
            "ix_organisation_version_latest",
            ["organisation_id", "recorded_at", "id"],
            unique=False,
        )
        batch_op.create_index("ix_organisation_version_parent", ["parent_id"], unique=False)
    op.create_table(
        "organisation_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *recorded(),
        *checks(
            "organisation_merge", into_another="into_id <> organisation_id", reasoned="reason <> ''"
        ),
        key("organisation_merge", "organisation_id", "organisation"),
        key("organisation_merge", "into_id", "organisation"),
        key("organisation_merge", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merge")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_organisation_merge_organisation_id")),
    )
    with op.batch_alter_table("organisation_merge", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_merge_into", ["into_id"], unique=False)


def checks(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    """Check constraints under their usual names."""
    return [
        sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
        for name, condition in conditions.items()
    ]


def create_people() -> None:
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("since_precision", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        *recorded(),
        *checks(
            "affiliation",
            since_precision_known=f"since_precision IN {PRECISIONS}",
            since_precise="(since_precision = 'unknown') = (since IS NULL)",
            end_recorded="(until IS NULL) = (ended_at IS NULL)",
            in_order="since IS NULL OR until IS NULL OR until >= since",
        ),
        key("affiliation", "person_id", "person"),
        key("affiliation", "organisation_id", "organisation"),
        key("affiliation", "ended_by_id", "person"),
        key("affiliation", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.create_index("ix_affiliation_person", ["person_id"], unique=False)
        batch_op.create_index(
            "ix_affiliation_organisation", ["organisation_id", "until"], unique=False
        )
        once(batch_op, "uq_affiliation_open", "until IS NULL")
    op.create_table(
        "removal_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        *recorded(),
        *checks(
            "removal_request",
            outcome_known="outcome IN ('granted', 'refused', 'withdrawn')",
            handled_whole="(outcome IS NULL) = (handled_at IS NULL)",
        ),
        key("removal_request", "person_id", "person"),
        key("removal_request", "handled_by_id", "person"),
        key("removal_request", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_request")),
    )
    with op.batch_alter_table("removal_request", schema=None) as batch_op:
        batch_op.create_index("ix_removal_request_person", ["person_id"], unique=False)
        once(batch_op, "uq_removal_request_open", "handled_at IS NULL")


def once(batch_op: object, name: str, condition: str) -> None:
    """At most one row of a person for which the condition holds."""
    batch_op.create_index(  # type: ignore[attr-defined]
        name,
        ["person_id"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(200), nullable=True))
        batch_op.add_column(sa.Column("sort_name", sort_text(200), nullable=True))
        batch_op.add_column(sa.Column("type_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sector", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("bound_by_procurement_law", sa.Boolean(), nullable=True))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
    latest = (
        "(SELECT v.{0} FROM organisation_version v WHERE v.organisation_id = organisation.id"
        " ORDER BY v.recorded_at DESC, v.id DESC LIMIT 1)"
    )
    columns = ("name", "sort_name", "type_id", "sector", "bound_by_procurement_law")
    values = ", ".join(f"{column} = {latest.format(column)}" for column in columns)
    op.execute(f"UPDATE organisation SET {values}")  # noqa: S608 - as above
    op.execute(
        "UPDATE person SET organisation_id = (SELECT a.organisation_id FROM affiliation a"
        " WHERE a.person_id = person.id AND a.until IS NULL)"
    )
    for table in (
        "removal_request",
        "affiliation",
        "organisation_merge",
        "organisation_version",
        "organisation_slug",
    ):
        op.drop_table(table)
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(200), nullable=False)
        batch_op.alter_column("sort_name", existing_type=sort_text(200), nullable=False)
        batch_op.alter_column("sector", existing_type=sa.String(40), nullable=False)
        batch_op.create_foreign_key(
            op.f("fk_organisation_type_id"), "organisation_type", ["type_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_sector_known"), "sector IN ('public', 'private')"
        )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("anonymised_at")
        batch_op.create_foreign_key(
            op.f("fk_person_organisation_id"), "organisation", ["organisation_id"], ["id"]
        )
