"""Who reads and writes what was given in confidence, through the services and on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from buyergroups.access.permissions import Action, can, visible_to
from buyergroups.confidential import queries, services
from buyergroups.db import Database
from buyergroups.errors import (
    ChangedMeanwhileError,
    NotAllowedError,
    NotThereError,
    RefusedError,
)
from buyergroups.history.recording import recorded, stamp
from models.confidential import (
    AccessKind,
    ConfidentialAccess,
    ConfidentialAnswer,
    ConfidentialReader,
    InConfidenceOf,
)
from models.consultations import ConsultationInterest, MarketConsultation
from models.history import HistoryEntry
from models.people import Language, RoleAssignment
from tests.access.people import MAKER, actor_of, add_others, person_id
from tests.access.routes import SIGNED_IN
from tests.confidential.making import (
    HELD,
    Secrets,
    add_supplier,
    end_memberships,
    keep,
    make_consultation,
)
from tests.support.run import NOW

ORGANISATION, NAMED, TEAM = InConfidenceOf
#: `opgave` is a secretary, `trekker2` leads other chains: both are in the programme team.
READERS = {
    ORGANISATION: {"publiek"},
    NAMED: {"publiek", "trekker"},
    TEAM: {"manager", "trekker", "trekker2", "opgave"},
}


@pytest.fixture
def secrets(demo: Database) -> Secrets:
    add_others(demo)
    return Secrets(demo)


def readers(database: Database, ref: str) -> set[str]:
    """Who reads an answer: asked of one, and of the rows of the table."""
    with database.read() as session:
        answer = session.scalars(
            select(ConfidentialAnswer).where(ConfidentialAnswer.ref == ref)
        ).one()
        found = set()
        for who in SIGNED_IN:
            actor = actor_of(session, who)
            seen = select(ConfidentialAnswer.id).where(
                ConfidentialAnswer.id == answer.id, visible_to(actor, ConfidentialAnswer)
            )
            in_list = session.scalar(seen) is not None
            assert in_list == can(actor, Action.CONFIDENTIAL_READ, answer)
            found |= {who} if in_list else set()
        return found


def test_each_answer_is_for_those_in_whose_confidence_it_is(
    demo: Database, secrets: Secrets
) -> None:
    for kind, ref in secrets.answers.items():
        assert readers(demo, ref) == READERS[kind], kind


def test_access_ends_with_the_membership(demo: Database, secrets: Secrets) -> None:
    end_memberships(demo, "publiek")
    for kind, ref in secrets.answers.items():
        assert readers(demo, ref) == READERS[kind] - {"publiek"}, kind


def test_access_ends_with_the_lead(demo: Database, secrets: Secrets) -> None:
    with demo.write() as session, recorded(session, MAKER, NOW):
        lead = person_id(session, "trekker")
        for row in session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == lead)):
            row.until, row.ended_at = NOW.date(), NOW
            row.ended_by_id = lead
    assert readers(demo, secrets.answers[NAMED]) == {"publiek"}
    assert readers(demo, secrets.answers[TEAM]) == READERS[TEAM] - {"trekker"}


def test_an_interest_shuts_out_of_answers_too(demo: Database, secrets: Secrets) -> None:
    with demo.write() as session, recorded(session, MAKER, NOW):
        for who in ("publiek", "manager"):
            session.add(
                ConsultationInterest(
                    consultation_id=secrets.id,
                    person_id=person_id(session, who),
                    about="Aandelen",
                    **stamp(MAKER, NOW),
                )
            )
    assert readers(demo, secrets.answers[ORGANISATION]) == set()
    assert readers(demo, secrets.answers[NAMED]) == {"trekker"}
    assert readers(demo, secrets.answers[TEAM]) == READERS[TEAM] - {"manager"}


def test_a_lead_who_is_not_named_reads_nothing(demo: Database, secrets: Secrets) -> None:
    with demo.write() as session:
        file = session.get_one(MarketConsultation, secrets.id)
        own = keep(
            session,
            actor_of(session, "publiek"),
            file,
            secrets.supplier_id,
            in_confidence_of=NAMED,
            reader_ids=[person_id(session, "expert")],
        )
        ref = own.ref
    assert readers(demo, ref) == {"publiek", "expert"}


@pytest.mark.parametrize(
    ("account", "kind", "reads"),
    [
        ("publiek", ORGANISATION, True),
        ("publiek", NAMED, True),
        ("publiek", TEAM, False),
        ("trekker", ORGANISATION, None),
        ("trekker", NAMED, True),
        ("trekker", TEAM, True),
        ("manager", ORGANISATION, None),
        ("manager", NAMED, None),
        ("manager", TEAM, True),
        ("beheer", TEAM, None),
        ("privaat", ORGANISATION, None),
        ("expert", NAMED, None),
        ("former", ORGANISATION, None),
    ],
)
def test_who_writes_in_whose_confidence(
    demo: Database, account: str, kind: InConfidenceOf, reads: bool | None
) -> None:
    """`reads`: whether they read it back; None where they may not write it."""
    add_others(demo)
    with demo.write() as session:
        file = make_consultation(session)
        supplier = add_supplier(session, file)
        actor = actor_of(session, account)
        if reads is None:
            with pytest.raises((RefusedError, NotAllowedError)):
                keep(session, actor, file, supplier.id, in_confidence_of=kind)
            assert session.scalar(select(func.count()).select_from(ConfidentialAnswer)) == 0
        else:
            made = keep(session, actor, file, supplier.id, in_confidence_of=kind)
            assert can(actor, Action.CONFIDENTIAL_READ, made) is reads


def test_a_private_member_names_others_and_is_no_reader(demo: Database) -> None:
    add_others(demo)
    with demo.write() as session:
        file = make_consultation(session, organisation="voorbeeld-logistiek-bv")
        supplier = add_supplier(session, file)
        actor = actor_of(session, "privaat")
        with pytest.raises(RefusedError, match="Choose who reads it"):
            keep(session, actor, file, supplier.id, in_confidence_of=NAMED)
        made = keep(
            session,
            actor,
            file,
            supplier.id,
            in_confidence_of=NAMED,
            reader_ids=[person_id(session, "publiek")],
        )
        ref = made.ref
    assert readers(demo, ref) == {"publiek"}


@pytest.mark.parametrize("who", ["privaat", "manager", "beheer", "klankbord", "trekker2"])
def test_only_public_members_and_leads_are_named(demo: Database, who: str) -> None:
    with demo.write() as session:
        file = make_consultation(session)
        supplier = add_supplier(session, file)
        with pytest.raises(RefusedError, match="Name only"):
            keep(
                session,
                actor_of(session, "publiek"),
                file,
                supplier.id,
                in_confidence_of=NAMED,
                reader_ids=[person_id(session, who)],
            )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "  "}, "Write what"),
        ({"given_on": NOW.date() + timedelta(days=1)}, "This day has not come"),
        ({"told_on": NOW.date() + timedelta(days=1)}, "was told has not come"),
        ({"told_how": "per mail"}, "Also fill in"),
    ],
)
def test_what_is_wrong_is_a_sentence(demo: Database, values: dict[str, Any], sentence: str) -> None:
    with demo.write() as session:
        file = make_consultation(session)
        supplier = add_supplier(session, file)
        with pytest.raises(RefusedError, match=sentence):
            keep(session, actor_of(session, "publiek"), file, supplier.id, **values)


def test_a_supplier_stands_with_the_consultation(demo: Database, secrets: Secrets) -> None:
    with demo.write() as session:
        other = make_consultation(session, subject="Iets anders")
        writer, file = actor_of(session, "publiek"), session.get_one(MarketConsultation, secrets.id)
        with pytest.raises(RefusedError, match="does not stand with"):
            keep(session, writer, other, secrets.supplier_id)
        with pytest.raises(NotThereError):
            keep(session, writer, file, secrets.supplier_id, theme_id=999_999)


def replace(database: Database, account: str, ref: str, **values: Any) -> str:
    given: dict[str, Any] = {
        "theme_id": None,
        "text": "Anders",
        "in_confidence_of": ORGANISATION,
        "reader_ids": (),
        "given_on": HELD,
        "told_on": date(2026, 11, 11),
        "told_how": "per mail",
        "language": Language.DUTCH,
    }
    with database.write() as session:
        made = services.replace_answer(
            session, actor_of(session, account), NOW, ref=ref, **{**given, **values}
        )
        return made.ref


def test_another_text_is_another_row_and_the_old_one_stays(
    demo: Database, secrets: Secrets
) -> None:
    old = secrets.answers[ORGANISATION]
    new = replace(demo, "publiek", old)
    with demo.read() as session:
        actor = actor_of(session, "publiek")
        shown = queries.answers_in(session, actor, secrets.id)
        assert {new} == {row.ref for row in shown if row.confidence is ORGANISATION}
        found = queries.answer_at(session, actor, secrets.id, old)
        assert found.replaced
        story = queries.story_of(session, actor, found)
        assert [row.ref for row in story] == [new, old]
        texts = queries.texts_of(session, actor, [row.id for row in story])
        assert set(texts.values()) == {"Anders", "Geheim voor organisation"}
        kinds = [row.kind for row in queries.accesses_of(session, actor, [found.id])[found.id]]
        assert kinds == [AccessKind.REPLACED, AccessKind.WRITTEN]
    with pytest.raises(ChangedMeanwhileError):
        replace(demo, "publiek", old)


def test_the_old_text_is_for_who_reads_all_that_came_after(
    demo: Database, secrets: Secrets
) -> None:
    """Neither who came to the confidence later, nor who left it, reads what was said before."""
    old = secrets.answers[ORGANISATION]
    middle = replace(demo, "publiek", old, in_confidence_of=TEAM)
    assert readers(demo, middle) == READERS[TEAM]
    assert readers(demo, old) == set()
    newest = replace(
        demo,
        "trekker",
        middle,
        in_confidence_of=NAMED,
        reader_ids=[],
    )
    assert readers(demo, newest) == {"trekker"}
    assert readers(demo, middle) == {"trekker"}
    assert readers(demo, old) == set()


def test_who_may_not_read_replaces_nothing(demo: Database, secrets: Secrets) -> None:
    for account in ("trekker", "manager", "beheer", "privaat", "expert"):
        with pytest.raises(NotThereError):
            replace(demo, account, secrets.answers[ORGANISATION])


def test_reading_and_taking_along_are_recorded_for_readers_only(
    demo: Database, secrets: Secrets
) -> None:
    ref = secrets.answers[NAMED]
    with demo.write() as session:
        services.record_reading(session, actor_of(session, "trekker"), NOW, ref=ref)
        answer = session.scalars(
            select(ConfidentialAnswer).where(ConfidentialAnswer.ref == ref)
        ).one()
        number = answer.id
        for account in ("beheer", "manager", "expert", "privaat"):
            actor = actor_of(session, account)
            with pytest.raises(NotThereError):
                services.record_reading(session, actor, NOW, ref=ref)
            with pytest.raises(NotThereError):
                services.record_export(session, actor, NOW, answer_ids=[number])
        services.record_export(session, actor_of(session, "publiek"), NOW, answer_ids=[number])
        # One that is not for them among those that are: none of it.
        team = secrets.answers[TEAM]
        other = session.scalars(
            select(ConfidentialAnswer.id).where(ConfidentialAnswer.ref == team)
        ).one()
        with pytest.raises(NotThereError):
            services.record_export(
                session, actor_of(session, "publiek"), NOW, answer_ids=[number, other]
            )
        told = session.scalars(
            select(ConfidentialAccess.kind)
            .where(ConfidentialAccess.answer_id == number)
            .order_by(ConfidentialAccess.id)
        ).all()
    assert told == [AccessKind.WRITTEN, AccessKind.READ, AccessKind.EXPORTED]


def test_nothing_of_it_stands_in_the_history(demo: Database, secrets: Secrets) -> None:
    with demo.read() as session:
        version = session.get_one(MarketConsultation, secrets.id).version
        tables = set(session.scalars(select(HistoryEntry.object_type)))
        assert not {table for table in tables if "confidential" in table}
    replace(demo, "publiek", secrets.answers[ORGANISATION])
    with demo.read() as session:
        after = session.get_one(MarketConsultation, secrets.id)
        assert after.version == version
        assert session.scalar(select(func.count()).select_from(ConfidentialReader)) == 2
