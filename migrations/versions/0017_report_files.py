"""Attachments of published reports; wishes of suppliers taken back; contact persons without a name.

What consultations and their reports are called is found without accents.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = (
    "'criterion-finding', 'decision', 'task', 'group-agenda', 'group-minutes', "
    "'consultation-report', 'consultation-notes', 'given-information', 'published-report'"
)
#: A copy of what hung on the report when it was published: for everybody, and of no group.
NEW = "'published-attachment'"


def upgrade() -> None:
    _allow_files(f"{BEFORE}, {NEW}")
    with op.batch_alter_table("supplier_wish", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_reason", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_supplier_wish_removed_whole"),
            "(removed_at IS NULL) = (removed_reason IS NULL)",
        )
    with op.batch_alter_table("supplier_contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_supplier_contact_anonymised_after_end"),
            "anonymised_at IS NULL OR ended_at IS NOT NULL",
        )

    _find_by("market_consultation", "subject")
    _find_by("consultation_report", "title")


def _find_by(table: str, column: str) -> None:
    """A column beside another one: the same without case and accents."""
    folded = sa.Column(
        f"sort_{column}", sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(folded)
    rows = sa.table(table, sa.column("id"), sa.column(column), sa.column(f"sort_{column}"))
    connection = op.get_bind()
    found = connection.execute(sa.select(rows.c.id, rows.c[column])).all()
    if found:
        connection.execute(
            sa.update(rows)
            .where(rows.c.id == sa.bindparam("key"))
            .values({f"sort_{column}": sa.bindparam("folded")}),
            [{"key": row[0], "folded": _folded(row[1])} for row in found],
        )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(f"sort_{column}", existing_type=sa.String(200), nullable=False)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))[:200]


def downgrade() -> None:
    for table, column in (("consultation_report", "title"), ("market_consultation", "subject")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(f"sort_{column}")
    # Before this version a wish that was taken back could not be told from one that holds.
    op.execute("DELETE FROM supplier_wish WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("supplier_contact", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_supplier_contact_anonymised_after_end"), type_="check")
        batch_op.drop_column("anonymised_at")
    with op.batch_alter_table("supplier_wish", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_supplier_wish_removed_whole"), type_="check")
        batch_op.drop_column("removed_reason")
        batch_op.drop_column("removed_at")
    # Nothing hung on these either, and a file may not stay without what it hangs on.
    new = f"subject_kind IN ({NEW})"
    op.execute(f"DELETE FROM file_part WHERE file_id IN (SELECT id FROM file WHERE {new})")  # noqa: S608 - nothing here comes from outside
    op.execute(f"DELETE FROM file WHERE {new}")  # noqa: S608 - as above
    _allow_files(BEFORE)


def _allow_files(subjects: str) -> None:
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_file_subject_kind_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_file_subject_kind_known"), f"subject_kind IN ({subjects})"
        )
