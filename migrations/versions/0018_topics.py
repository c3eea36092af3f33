"""Cross-cutting topics, their practice tests, and the words by which things are found.

Rules: both directions; plain column types and frozen codes, never an import from models; a column
that may not be empty comes in two steps; it must work with the data of every earlier landing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BEFORE = (
    "'criterion-finding', 'decision', 'task', 'group-agenda', 'group-minutes',"
    " 'consultation-report', 'consultation-notes', 'given-information', 'published-report',"
    " 'published-attachment'"
)
NEW = "'test-effective', 'test-efficient'"
TABLES = (
    "topic",
    "topic_version",
    "topic_chain",
    "topic_theme",
    "topic_link",
    "topic_move",
    "practice_test",
    "practice_test_plan",
    "practice_test_group",
    "practice_test_organisation",
    "practice_finding",
    "practice_alternative",
    "topic_advice",
    "topic_agenda",
    "topic_decision",
    "topic_endorsement",
    "topic_handover",
    "topic_receipt",
    "search_word",
)


def upgrade() -> None:
    _topics()
    _tests()
    _advice()
    _outcomes()
    _words()
    _allow_files(f"{BEFORE}, {NEW}")


def downgrade() -> None:
    # Before this version nothing hung on a test, and a file may not stay without what it hangs on.
    new = f"subject_kind IN ({NEW})"
    op.execute(f"DELETE FROM file_part WHERE file_id IN (SELECT id FROM file WHERE {new})")  # noqa: S608 - nothing here comes from outside
    op.execute(f"DELETE FROM file WHERE {new}")  # noqa: S608 - as above
    _allow_files(BEFORE)
    for table in reversed(TABLES):
        op.drop_table(table)


def _allow_files(subjects: str) -> None:
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_file_subject_kind_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_file_subject_kind_known"), f"subject_kind IN ({subjects})"
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


def _topics() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(200), nullable=False),
        _to("topic", "programme_id", "programme.id"),
        sa.UniqueConstraint("programme_id", "slug", name=op.f("uq_topic_programme_id_slug")),
        *_recorded("topic"),
    )
    op.create_table(
        "topic_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("origin_about", sa.Text(), nullable=False),
        sa.Column("parliament_nr", sa.String(60), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("urgency", sa.String(40), nullable=False),
        sa.Column("urgency_reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.CheckConstraint("asked <> ''", name=op.f("ck_topic_version_asks")),
        sa.CheckConstraint(
            "origin IN ('policy-initiative', 'political-priority', 'parliament', 'other')",
            name=op.f("ck_topic_version_origin_known"),
        ),
        sa.CheckConstraint(
            "origin <> 'parliament' OR (parliament_nr <> '' AND due IS NOT NULL)",
            name=op.f("ck_topic_version_parliament_numbered"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_topic_version_titled")),
        sa.CheckConstraint(
            "urgency IN ('normal', 'urgent')", name=op.f("ck_topic_version_urgency_known")
        ),
        sa.CheckConstraint("urgency_reason <> ''", name=op.f("ck_topic_version_urgency_reasoned")),
        _to("topic_version", "topic_id", "topic.id"),
        *_recorded("topic_version"),
    )
    op.create_index(
        "ix_topic_version_latest", "topic_version", ["topic_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "topic_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        _to("topic_chain", "version_id", "topic_version.id"),
        _to("topic_chain", "chain_id", "chain.id"),
        sa.UniqueConstraint(
            "version_id", "chain_id", name=op.f("uq_topic_chain_version_id_chain_id")
        ),
        *_recorded("topic_chain"),
    )
    op.create_index("ix_topic_chain_chain", "topic_chain", ["chain_id"], unique=False)
    op.create_table(
        "topic_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        _to("topic_theme", "version_id", "topic_version.id"),
        _to("topic_theme", "theme_id", "theme.id"),
        sa.UniqueConstraint(
            "version_id", "theme_id", name=op.f("uq_topic_theme_version_id_theme_id")
        ),
        *_recorded("topic_theme"),
    )
    op.create_table(
        "topic_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        _to("topic_link", "version_id", "topic_version.id"),
        sa.UniqueConstraint("version_id", "link", name=op.f("uq_topic_link_version_id_link")),
        *_recorded("topic_link"),
    )
    op.create_table(
        "topic_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "duplicate_of_id IS NULL OR state = 'closed'",
            name=op.f("ck_topic_move_duplicate_closed"),
        ),
        sa.CheckConstraint(
            "duplicate_of_id <> topic_id", name=op.f("ck_topic_move_not_its_own_duplicate")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_topic_move_reasoned")),
        sa.CheckConstraint(
            "state IN ('raised', 'test-planned', 'test-running', 'advice-given', 'decided', 'closed')",
            name=op.f("ck_topic_move_state_known"),
        ),
        _to("topic_move", "topic_id", "topic.id"),
        _to("topic_move", "duplicate_of_id", "topic.id"),
        *_recorded("topic_move"),
    )
    op.create_index(
        "ix_topic_move_latest", "topic_move", ["topic_id", "recorded_at", "id"], unique=False
    )


def _tests() -> None:
    op.create_table(
        "practice_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        _to("practice_test", "topic_id", "topic.id"),
        *_recorded("practice_test"),
    )
    op.create_index(
        "ix_practice_test_latest", "practice_test", ["topic_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "practice_test_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("tester_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_practice_test_plan_in_order")),
        sa.CheckConstraint("method <> ''", name=op.f("ck_practice_test_plan_with_method")),
        _to("practice_test_plan", "test_id", "practice_test.id"),
        _to("practice_test_plan", "tester_id", "person.id"),
        *_recorded("practice_test_plan"),
    )
    op.create_index(
        "ix_practice_test_plan_latest",
        "practice_test_plan",
        ["test_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "practice_test_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        _to("practice_test_group", "plan_id", "practice_test_plan.id"),
        _to("practice_test_group", "group_id", "buyer_group.id"),
        sa.UniqueConstraint(
            "plan_id", "group_id", name=op.f("uq_practice_test_group_plan_id_group_id")
        ),
        *_recorded("practice_test_group"),
    )
    op.create_table(
        "practice_test_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _to("practice_test_organisation", "plan_id", "practice_test_plan.id"),
        _to("practice_test_organisation", "organisation_id", "organisation.id"),
        sa.UniqueConstraint(
            "plan_id",
            "organisation_id",
            name=op.f("uq_practice_test_organisation_plan_id_organisation_id"),
        ),
        *_recorded("practice_test_organisation"),
    )
    op.create_table(
        "practice_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("strength", sa.String(40), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "question IN ('effective', 'efficient')",
            name=op.f("ck_practice_finding_question_known"),
        ),
        sa.CheckConstraint(
            "strength IN ('weak', 'moderate', 'strong')",
            name=op.f("ck_practice_finding_strength_known"),
        ),
        sa.CheckConstraint(
            "verdict IN ('yes', 'partly', 'no')", name=op.f("ck_practice_finding_verdict_known")
        ),
        sa.CheckConstraint(
            "finding <> '' AND sources <> ''", name=op.f("ck_practice_finding_with_sources")
        ),
        _to("practice_finding", "test_id", "practice_test.id"),
        *_recorded("practice_finding"),
    )
    op.create_index(
        "ix_practice_finding_latest",
        "practice_finding",
        ["test_id", "question", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "practice_alternative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        _to("practice_alternative", "test_id", "practice_test.id"),
        _to("practice_alternative", "instrument_id", "policy_instrument.id"),
        *_recorded("practice_alternative"),
    )
    op.create_index(
        "ix_practice_alternative_latest",
        "practice_alternative",
        ["test_id", "instrument_id", "recorded_at", "id"],
        unique=False,
    )


def _advice() -> None:
    op.create_table(
        "topic_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("domain", sa.String(200), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'other-domain' OR (domain <> '' AND told <> '')",
            name=op.f("ck_topic_advice_domain_told"),
        ),
        sa.CheckConstraint(
            "outcome IN ('within-mvoi', 'other-domain')", name=op.f("ck_topic_advice_outcome_known")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_topic_advice_reasoned")),
        _to("topic_advice", "topic_id", "topic.id"),
        _to("topic_advice", "test_id", "practice_test.id"),
        *_recorded("topic_advice"),
    )
    op.create_index(
        "ix_topic_advice_latest", "topic_advice", ["topic_id", "recorded_at", "id"], unique=False
    )
    op.create_table(
        "topic_agenda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("advice_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        _to("topic_agenda", "topic_id", "topic.id"),
        _to("topic_agenda", "advice_id", "topic_advice.id"),
        _to("topic_agenda", "body_id", "body.id"),
        *_recorded("topic_agenda"),
    )
    op.create_index(
        "ix_topic_agenda_latest", "topic_agenda", ["advice_id", "recorded_at", "id"], unique=False
    )


def _outcomes() -> None:
    op.create_table(
        "topic_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("advice_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("domain", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'other-domain' OR domain <> ''", name=op.f("ck_topic_decision_domain_named")
        ),
        sa.CheckConstraint(
            "outcome IN ('within-mvoi', 'other-domain')",
            name=op.f("ck_topic_decision_outcome_known"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_topic_decision_reasoned")),
        _to("topic_decision", "topic_id", "topic.id"),
        _to("topic_decision", "advice_id", "topic_advice.id"),
        _to("topic_decision", "decision_id", "decision.id"),
        sa.UniqueConstraint("advice_id", name=op.f("uq_topic_decision_advice_id")),
        *_recorded("topic_decision"),
    )
    op.create_index(
        "ix_topic_decision_latest",
        "topic_decision",
        ["topic_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "topic_endorsement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.CheckConstraint("who <> ''", name=op.f("ck_topic_endorsement_by_somebody")),
        _to("topic_endorsement", "topic_id", "topic.id"),
        _to("topic_endorsement", "decision_id", "decision.id"),
        sa.UniqueConstraint(
            "topic_id", "decision_id", name=op.f("uq_topic_endorsement_topic_id_decision_id")
        ),
        *_recorded("topic_endorsement"),
    )
    op.create_table(
        "topic_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("decided_id", sa.Integer(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("to_whom", sa.Text(), nullable=False),
        sa.CheckConstraint("what <> '' AND to_whom <> ''", name=op.f("ck_topic_handover_whole")),
        _to("topic_handover", "topic_id", "topic.id"),
        _to("topic_handover", "decided_id", "topic_decision.id"),
        *_recorded("topic_handover"),
    )
    op.create_index(
        "ix_topic_handover_latest",
        "topic_handover",
        ["topic_id", "recorded_at", "id"],
        unique=False,
    )
    op.create_table(
        "topic_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.CheckConstraint("receipt <> ''", name=op.f("ck_topic_receipt_told")),
        _to("topic_receipt", "topic_id", "topic.id"),
        _to("topic_receipt", "handover_id", "topic_handover.id"),
        sa.UniqueConstraint("handover_id", name=op.f("uq_topic_receipt_handover_id")),
        *_recorded("topic_receipt"),
    )


def _words() -> None:
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.CheckConstraint("scope IN ('topic')", name=op.f("ck_search_word_scope_known")),
        sa.UniqueConstraint(
            "scope", "word", "subject_id", name=op.f("uq_search_word_scope_word_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_subject", "search_word", ["scope", "subject_id"], unique=False)
