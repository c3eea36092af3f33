"""Suppliers, market consultations with their three audiences, tenders and calendar feeds.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BEFORE = "'criterion-finding', 'decision', 'task', 'group-agenda', 'group-minutes'"
OF_GROUP = "'group-agenda', 'group-minutes'"
OF_FILE = "'consultation-report', 'consultation-notes', 'given-information'"
#: The PDF of a published report is for everybody, and of no group.
NEW = f"{OF_FILE}, 'published-report'"
TABLES = (
    "supplier",
    "supplier_version",
    "supplier_merge",
    "supplier_contact",
    "supplier_wish",
    "tender",
    "market_consultation",
    "consultation_chain",
    "consultation_move",
    "consultation_interest",
    "consultation_tender",
    "consultation_question",
    "consultation_attendee",
    "consultation_supplier",
    "consultation_item",
    "consultation_follow_up",
    "platform_answer",
    "consultation_report",
    "confidential_answer",
    "confidential_reader",
    "confidential_access",
    "given_information",
    "given_to",
    "calendar_feed",
)


def upgrade() -> None:
    _suppliers()
    _tenders()
    _consultations()
    _blocks()
    _reports()
    _confidential()
    _given()
    _calendars()
    _allow_files(f"{BEFORE}, {NEW}", f"{OF_GROUP}, {OF_FILE}")


def downgrade() -> None:
    # Before this version nothing hung on these, and a file may not stay without what it hangs on.
    new = f"subject_kind IN ({NEW})"
    op.execute(f"DELETE FROM file_part WHERE file_id IN (SELECT id FROM file WHERE {new})")  # noqa: S608 - nothing here comes from outside
    op.execute(f"DELETE FROM file WHERE {new}")  # noqa: S608 - as above
    _allow_files(BEFORE, OF_GROUP)
    for table in reversed(TABLES):
        op.drop_table(table)


def _allow_files(subjects: str, of_group: str) -> None:
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_file_subject_kind_known"), type_="check")
        batch_op.drop_constraint(op.f("ck_file_group_named"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_file_subject_kind_known"), f"subject_kind IN ({subjects})"
        )
        batch_op.create_check_constraint(
            op.f("ck_file_group_named"), f"(group_id IS NOT NULL) = (subject_kind IN ({of_group}))"
        )


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


def _suppliers() -> None:
    op.create_table(
        "supplier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        _to("supplier", "programme_id", "programme.id"),
        sa.UniqueConstraint("ref", name=op.f("uq_supplier_ref")),
        *_recorded("supplier"),
    )
    op.create_index("ix_supplier_recorded_by", "supplier", ["recorded_by_id"], unique=False)
    op.create_table(
        "supplier_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column(
            "sort_name",
            sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kvk", sa.String(8), nullable=True),
        sa.Column("company_size", sa.String(40), nullable=False),
        sa.Column("website", sa.String(200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_supplier_version_named")),
        sa.CheckConstraint(
            "company_size IN ('sme', 'large', 'unknown')",
            name=op.f("ck_supplier_version_company_size_known"),
        ),
        _to("supplier_version", "supplier_id", "supplier.id"),
        *_recorded("supplier_version"),
    )
    op.create_index(
        "ix_supplier_version_latest",
        "supplier_version",
        ["supplier_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_supplier_version_sort_name", "supplier_version", ["sort_name"], unique=False
    )
    op.create_table(
        "supplier_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_supplier_merge_reasoned")),
        sa.CheckConstraint("into_id <> supplier_id", name=op.f("ck_supplier_merge_into_another")),
        _to("supplier_merge", "into_id", "supplier.id"),
        _to("supplier_merge", "supplier_id", "supplier.id"),
        sa.UniqueConstraint("supplier_id", name=op.f("uq_supplier_merge_supplier_id")),
        *_recorded("supplier_merge"),
    )
    op.create_index("ix_supplier_merge_into", "supplier_merge", ["into_id"], unique=False)
    op.create_table(
        "supplier_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("function", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_supplier_contact_named")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_supplier_contact_ended_whole"),
        ),
        _to("supplier_contact", "ended_by_id", "person.id"),
        _to("supplier_contact", "supplier_id", "supplier.id"),
        *_recorded("supplier_contact"),
    )
    op.create_index(
        "ix_supplier_contact_supplier", "supplier_contact", ["supplier_id"], unique=False
    )
    op.create_table(
        "supplier_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _to("supplier_wish", "chain_id", "chain.id"),
        _to("supplier_wish", "supplier_id", "supplier.id"),
        *_recorded("supplier_wish"),
    )
    op.create_index(
        "ix_supplier_wish_chain", "supplier_wish", ["chain_id", "supplier_id"], unique=False
    )
    op.create_index("ix_supplier_wish_supplier", "supplier_wish", ["supplier_id"], unique=False)


def _tenders() -> None:
    op.create_table(
        "tender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("planned", sa.Date(), nullable=True),
        sa.Column("planned_precision", sa.String(40), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("platform_ref", sa.String(60), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(planned_precision = 'unknown') = (planned IS NULL)",
            name=op.f("ck_tender_planned_precise"),
        ),
        sa.CheckConstraint(
            "planned_precision IN ('day', 'month', 'year', 'unknown')",
            name=op.f("ck_tender_planned_precision_known"),
        ),
        sa.CheckConstraint("subject <> ''", name=op.f("ck_tender_named")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("ck_tender_ended_whole")
        ),
        _to("tender", "chain_id", "chain.id"),
        _to("tender", "group_id", "buyer_group.id"),
        _to("tender", "organisation_id", "organisation.id"),
        sa.UniqueConstraint("ref", name=op.f("uq_tender_ref")),
        *_recorded("tender"),
    )
    op.create_index("ix_tender_chain", "tender", ["chain_id", "planned"], unique=False)
    op.create_index("ix_tender_group", "tender", ["group_id", "planned"], unique=False)
    op.create_index("ix_tender_organisation", "tender", ["organisation_id"], unique=False)


def _consultations() -> None:
    op.create_table(
        "market_consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("summary_html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("announced_where", sa.String(200), nullable=False),
        sa.Column("platform_ref", sa.String(60), nullable=False),
        sa.Column("platform_link", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("minutes_each", sa.Integer(), nullable=True),
        sa.Column("invited_why", sa.Text(), nullable=False),
        sa.Column("sort_day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('written', 'dialogue', 'market-day', 'one-to-one')",
            name=op.f("ck_market_consultation_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('announced', 'open', 'held', 'reported', 'published', 'cancelled')",
            name=op.f("ck_market_consultation_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('held', 'reported', 'published') OR held_on IS NOT NULL",
            name=op.f("ck_market_consultation_held_dated"),
        ),
        sa.CheckConstraint("subject <> ''", name=op.f("ck_market_consultation_named")),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at >= starts_at",
            name=op.f("ck_market_consultation_times_in_order"),
        ),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at IS NOT NULL",
            name=op.f("ck_market_consultation_ends_after_start"),
        ),
        sa.CheckConstraint(
            "minutes_each IS NULL OR minutes_each > 0",
            name=op.f("ck_market_consultation_some_time"),
        ),
        _to("market_consultation", "group_id", "buyer_group.id"),
        _to("market_consultation", "organisation_id", "organisation.id"),
        _to("market_consultation", "programme_id", "programme.id"),
        sa.UniqueConstraint("ref", name=op.f("uq_market_consultation_ref")),
        *_recorded("market_consultation"),
    )
    op.create_index(
        "ix_market_consultation_group",
        "market_consultation",
        ["group_id", "sort_day", "id"],
        unique=False,
    )
    op.create_index(
        "ix_market_consultation_listed",
        "market_consultation",
        ["programme_id", "sort_day", "id", "state", "group_id"],
        unique=False,
    )
    op.create_index(
        "ix_market_consultation_state",
        "market_consultation",
        ["state", "sort_day", "id"],
        unique=False,
    )
    op.create_table(
        "consultation_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _to("consultation_chain", "chain_id", "chain.id"),
        _to("consultation_chain", "consultation_id", "market_consultation.id"),
        *_recorded("consultation_chain"),
    )
    op.create_index(
        "ix_consultation_chain_chain",
        "consultation_chain",
        ["chain_id", "consultation_id"],
        unique=False,
    )
    op.create_index(
        "uq_consultation_chain_once",
        "consultation_chain",
        ["consultation_id", "chain_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "consultation_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(40), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('announced', 'open', 'held', 'reported', 'published', 'cancelled')",
            name=op.f("ck_consultation_move_state_known"),
        ),
        sa.CheckConstraint(
            "was IN ('announced', 'open', 'held', 'reported', 'published', 'cancelled')",
            name=op.f("ck_consultation_move_was_known"),
        ),
        _to("consultation_move", "consultation_id", "market_consultation.id"),
        *_recorded("consultation_move"),
    )
    op.create_index(
        "ix_consultation_move_consultation",
        "consultation_move",
        ["consultation_id", "id"],
        unique=False,
    )
    op.create_table(
        "consultation_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("about <> ''", name=op.f("ck_consultation_interest_explained")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_reason IS NULL)",
            name=op.f("ck_consultation_interest_removed_whole"),
        ),
        _to("consultation_interest", "consultation_id", "market_consultation.id"),
        _to("consultation_interest", "person_id", "person.id"),
        *_recorded("consultation_interest"),
    )
    op.create_index(
        "ix_consultation_interest_person", "consultation_interest", ["person_id"], unique=False
    )
    op.create_index(
        "uq_consultation_interest_once",
        "consultation_interest",
        ["consultation_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "consultation_tender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _to("consultation_tender", "consultation_id", "market_consultation.id"),
        _to("consultation_tender", "tender_id", "tender.id"),
        *_recorded("consultation_tender"),
    )
    op.create_index(
        "ix_consultation_tender_tender", "consultation_tender", ["tender_id"], unique=False
    )
    op.create_index(
        "uq_consultation_tender_once",
        "consultation_tender",
        ["consultation_id", "tender_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )


def _blocks() -> None:
    op.create_table(
        "consultation_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_consultation_question_asked")),
        _to("consultation_question", "consultation_id", "market_consultation.id"),
        _to("consultation_question", "theme_id", "theme.id"),
        *_recorded("consultation_question"),
    )
    op.create_index(
        "ix_consultation_question_consultation",
        "consultation_question",
        ["consultation_id", "position"],
        unique=False,
    )
    op.create_index(
        "ix_consultation_question_theme",
        "consultation_question",
        ["theme_id", "consultation_id"],
        unique=False,
    )
    op.create_table(
        "consultation_attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _to("consultation_attendee", "consultation_id", "market_consultation.id"),
        _to("consultation_attendee", "organisation_id", "organisation.id"),
        _to("consultation_attendee", "person_id", "person.id"),
        *_recorded("consultation_attendee"),
    )
    op.create_index(
        "ix_consultation_attendee_person", "consultation_attendee", ["person_id"], unique=False
    )
    op.create_index(
        "uq_consultation_attendee_once",
        "consultation_attendee",
        ["consultation_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "consultation_supplier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "invited OR present", name=op.f("ck_consultation_supplier_invited_or_present")
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes >= 0", name=op.f("ck_consultation_supplier_some_time")
        ),
        _to("consultation_supplier", "consultation_id", "market_consultation.id"),
        _to("consultation_supplier", "supplier_id", "supplier.id"),
        *_recorded("consultation_supplier"),
    )
    op.create_index(
        "ix_consultation_supplier_supplier",
        "consultation_supplier",
        ["supplier_id", "consultation_id"],
        unique=False,
    )
    op.create_index(
        "uq_consultation_supplier_once",
        "consultation_supplier",
        ["consultation_id", "supplier_id"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "consultation_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("readers", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("outcome_why", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('open', 'taken-up', 'partly', 'not')",
            name=op.f("ck_consultation_item_outcome_known"),
        ),
        sa.CheckConstraint(
            "readers IN ('report', 'public-members', 'group')",
            name=op.f("ck_consultation_item_readers_known"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_consultation_item_said")),
        _to("consultation_item", "consultation_id", "market_consultation.id"),
        _to("consultation_item", "theme_id", "theme.id"),
        *_recorded("consultation_item"),
    )
    op.create_index(
        "ix_consultation_item_consultation",
        "consultation_item",
        ["consultation_id", "position"],
        unique=False,
    )
    op.create_table(
        "consultation_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("what <> ''", name=op.f("ck_consultation_follow_up_said")),
        _to("consultation_follow_up", "consultation_id", "market_consultation.id"),
        _to("consultation_follow_up", "owner_id", "person.id"),
        *_recorded("consultation_follow_up"),
    )
    op.create_index(
        "ix_consultation_follow_up_consultation",
        "consultation_follow_up",
        ["consultation_id"],
        unique=False,
    )
    op.create_index(
        "ix_consultation_follow_up_owner",
        "consultation_follow_up",
        ["owner_id", "done_on"],
        unique=False,
    )
    op.create_table(
        "platform_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("question <> ''", name=op.f("ck_platform_answer_asked")),
        _to("platform_answer", "consultation_id", "market_consultation.id"),
        *_recorded("platform_answer"),
    )
    op.create_index(
        "ix_platform_answer_consultation",
        "platform_answer",
        ["consultation_id", "position"],
        unique=False,
    )


def _reports() -> None:
    op.create_table(
        "consultation_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "nr = 1 OR reason <> ''", name=op.f("ck_consultation_report_corrected_with_reason")
        ),
        sa.CheckConstraint("nr >= 1", name=op.f("ck_consultation_report_numbered")),
        sa.CheckConstraint(
            "recorded_by_id IS NOT NULL", name=op.f("ck_consultation_report_by_a_person")
        ),
        _to("consultation_report", "consultation_id", "market_consultation.id"),
        sa.UniqueConstraint(
            "consultation_id", "nr", name=op.f("uq_consultation_report_consultation_id_nr")
        ),
        *_recorded("consultation_report"),
    )


def _confidential() -> None:
    op.create_table(
        "confidential_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("in_confidence_of", sa.String(40), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "in_confidence_of IN ('organisation', 'named', 'team')",
            name=op.f("ck_confidential_answer_in_confidence_of_known"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_confidential_answer_said")),
        sa.CheckConstraint(
            "recorded_by_id IS NOT NULL", name=op.f("ck_confidential_answer_by_a_person")
        ),
        _to("confidential_answer", "consultation_id", "market_consultation.id"),
        _to("confidential_answer", "replaces_id", "confidential_answer.id"),
        _to("confidential_answer", "supplier_id", "supplier.id"),
        _to("confidential_answer", "theme_id", "theme.id"),
        sa.UniqueConstraint("ref", name=op.f("uq_confidential_answer_ref")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_confidential_answer_replaces_id")),
        *_recorded("confidential_answer"),
    )
    op.create_index(
        "ix_confidential_answer_consultation",
        "confidential_answer",
        ["consultation_id"],
        unique=False,
    )
    op.create_index(
        "ix_confidential_answer_supplier", "confidential_answer", ["supplier_id"], unique=False
    )
    op.create_table(
        "confidential_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _to("confidential_reader", "answer_id", "confidential_answer.id"),
        _to("confidential_reader", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidential_reader")),
        sa.UniqueConstraint(
            "answer_id", "person_id", name=op.f("uq_confidential_reader_answer_id_person_id")
        ),
    )
    op.create_index(
        "ix_confidential_reader_person", "confidential_reader", ["person_id"], unique=False
    )
    op.create_table(
        "confidential_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('written', 'read', 'replaced', 'exported')",
            name=op.f("ck_confidential_access_kind_known"),
        ),
        _to("confidential_access", "answer_id", "confidential_answer.id"),
        _to("confidential_access", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidential_access")),
    )
    op.create_index(
        "ix_confidential_access_answer", "confidential_access", ["answer_id", "id"], unique=False
    )


def _given() -> None:
    op.create_table(
        "given_information",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(10), nullable=False),
        sa.Column("tender_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("all_since", sa.Date(), nullable=True),
        sa.Column("all_where", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("what <> ''", name=op.f("ck_given_information_said")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_reason IS NULL)",
            name=op.f("ck_given_information_removed_whole"),
        ),
        sa.CheckConstraint(
            "all_since IS NULL OR all_since >= given_on", name=op.f("ck_given_information_in_order")
        ),
        _to("given_information", "consultation_id", "market_consultation.id"),
        _to("given_information", "group_id", "buyer_group.id"),
        _to("given_information", "tender_id", "tender.id"),
        sa.UniqueConstraint("ref", name=op.f("uq_given_information_ref")),
        *_recorded("given_information"),
    )
    op.create_index(
        "ix_given_information_consultation", "given_information", ["consultation_id"], unique=False
    )
    op.create_index(
        "ix_given_information_tender", "given_information", ["tender_id", "given_on"], unique=False
    )
    op.create_table(
        "given_to",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("given_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _to("given_to", "given_id", "given_information.id"),
        _to("given_to", "supplier_id", "supplier.id"),
        sa.UniqueConstraint(
            "given_id", "supplier_id", name=op.f("uq_given_to_given_id_supplier_id")
        ),
        *_recorded("given_to"),
    )
    op.create_index("ix_given_to_supplier", "given_to", ["supplier_id"], unique=False)


def _calendars() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _to("calendar_feed", "person_id", "person.id"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
        *_recorded("calendar_feed"),
    )
    op.create_index(
        "uq_calendar_feed_open",
        "calendar_feed",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
