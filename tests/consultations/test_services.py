"""Services of consultations, on both databases: what they write, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.consultations import blocks, interests, reading, services
from buyergroups.consultations.blocks import AnswerLine, FollowUpLine, ItemLine, QuestionLine
from buyergroups.consultations.facts import Facts
from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, NotAllowedError, NotThereError, RefusedError
from models.consultations import (
    ConsultationKind,
    ConsultationMove,
    ConsultationState,
    ItemOutcome,
    ItemReaders,
)
from models.history import HistoryEntry
from tests.consultations.making import (
    COMPANY,
    TODAY,
    YESTERDAY,
    announced,
    facts,
    heard,
    logged,
    person,
    state_of,
    with_supplier,
)
from tests.support.acting import Acting

S = ConsultationState
pytestmark = pytest.mark.both_databases


def move(database: Database, ref: str, state: S, account: str = "publiek", **other: Any) -> None:
    given = {"moved_on": TODAY, **other}
    Acting(database).do(account, services.move_consultation, ref=ref, state=state, **given)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(RefusedError) as found:
        call()
    return found.value.sentence("nl")


def test_what_is_logged_was_held(demo: Database) -> None:
    made = state_of(demo, logged(demo).ref)
    assert (made.state, made.held_on, made.sort_day) == (S.HELD, YESTERDAY, YESTERDAY)
    with demo.read() as session:
        rows = session.scalars(
            select(ConsultationMove).where(ConsultationMove.consultation_id == made.id)
        ).all()
        assert [(row.was, row.state, row.moved_on) for row in rows] == [(None, S.HELD, YESTERDAY)]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"subject": " "}, "waar het over gaat"),
        ({"held_on": None}, "Vul de dag in"),
        ({"held_on": TODAY + timedelta(days=1)}, "moet nog komen"),
        ({"held_on": date(9999, 12, 31)}, "Kies een dag tussen"),
        ({"chain_ids": frozenset()}, "Kies een productketen"),
        ({"ends": time(14)}, "begintijd"),
        ({"starts": time(15), "ends": time(14)}, "eindtijd"),
        ({"held_on": date(2026, 3, 29), "starts": time(2, 30)}, "bestaat niet"),
        ({"opens_on": YESTERDAY, "closes_on": YESTERDAY - timedelta(days=1)}, "sluiting"),
        ({"platform_ref": "<script>"}, "kenmerk"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"minutes_each": 0}, "minuten"),
        ({"announced_on": TODAY + timedelta(days=2)}, "tot en met vandaag"),
    ],
)
def test_what_cannot_be_is_refused(demo: Database, wrong: dict[str, Any], why: str) -> None:
    assert why in refused(lambda: logged(demo, **wrong))
    with demo.read() as session:
        kept = select(HistoryEntry.id).where(HistoryEntry.object_type == "market_consultation")
        before = session.scalars(kept).all()
    assert why in refused(lambda: logged(demo, **wrong))
    with demo.read() as session:
        assert session.scalars(kept).all() == before


def test_a_chain_of_another_group_is_refused(demo: Database) -> None:
    other = Acting(demo).chains["zonnepanelen"]
    assert "waar de groep aan werkt" in refused(lambda: logged(demo, chain_ids=frozenset({other})))


def test_who_speaks_for_nobody_logs_nothing(demo: Database) -> None:
    for account in ("klankbord", "privaat"):
        with pytest.raises(NotAllowedError):
            logged(demo, account)
    with pytest.raises(RefusedError):
        logged(demo, "manager", "voorbeeldministerie")


def test_who_is_a_competitor_is_shut_out_of_what_they_would_log(demo: Database) -> None:
    with pytest.raises(NotAllowedError):
        logged(demo, "privaat2", "modelbank-voorbeeld-nv")
    logged(demo, "privaat", COMPANY)


def test_from_announced_to_reported_and_back(demo: Database) -> None:
    ref = announced(demo, starts=time(14), ends=time(16)).ref
    assert "moet nog komen" in refused(
        lambda: move(demo, ref, S.HELD, moved_on=TODAY + timedelta(days=1))
    )
    assert "gaat niet van" in refused(lambda: move(demo, ref, S.REPORTED))
    move(demo, ref, S.HELD)
    found = state_of(demo, ref)
    assert (found.state, found.held_on, found.sort_day) == (S.HELD, TODAY, TODAY)
    assert found.starts_at is not None
    assert found.starts_at.hour == 13, "14:00 in Amsterdam, on the day it was held"
    assert "samenvatting" in refused(lambda: move(demo, ref, S.REPORTED))
    heard(demo, ref)
    assert "vorige stap" in refused(
        lambda: move(demo, ref, S.REPORTED, moved_on=TODAY - timedelta(days=30))
    )
    move(demo, ref, S.REPORTED)
    assert "pagina van het verslag" in refused(lambda: move(demo, ref, S.PUBLISHED))
    assert refused(lambda: move(demo, ref, S.HELD)) == "Schrijf waarom."
    move(demo, ref, S.HELD, reason="Er miste een antwoord")
    assert state_of(demo, ref).held_on == TODAY


def test_what_is_called_off_stays_so(demo: Database) -> None:
    ref = announced(demo).ref
    assert refused(lambda: move(demo, ref, S.CANCELLED)) == "Schrijf waarom."
    move(demo, ref, S.CANCELLED, reason="Te weinig aanmeldingen")
    for state in S:
        refused(lambda state=state: move(demo, ref, state, reason="Toch"))  # type: ignore[misc]


def test_a_talk_of_two_needs_two_people_and_a_supplier_that_checked(demo: Database) -> None:
    ref = logged(demo, kind=ConsultationKind.ONE_TO_ONE).ref
    heard(demo, ref)
    acting = Acting(demo)
    assert "ten minste twee" in refused(lambda: move(demo, ref, S.REPORTED))
    both = [person(demo, account) for account in ("publiek", "expert")]
    acting.do("publiek", blocks.set_attendees, ref=ref, person_ids=both)
    assert "welke marktpartij" in refused(lambda: move(demo, ref, S.REPORTED))
    with_supplier(demo, ref)
    assert "controleert" in refused(lambda: move(demo, ref, S.REPORTED))
    with_supplier(demo, ref, checked_on=TODAY)
    move(demo, ref, S.REPORTED)


def test_the_second_to_save_is_told(demo: Database) -> None:
    """Whatever block it is, and whichever the other one wrote."""
    made = logged(demo)
    acting, seen = Acting(demo), state_of(demo, made.ref).version
    acting.do(
        "publiek", blocks.set_questions, ref=made.ref, seen=seen, lines=[QuestionLine("Hoe?")]
    )
    late: list[tuple[Any, dict[str, Any]]] = [
        (blocks.set_questions, {"lines": [QuestionLine("Waarom?")]}),
        (blocks.set_items, {"lines": [ItemLine("Gehoord")]}),
        (blocks.set_attendees, {"person_ids": []}),
        (blocks.set_follow_ups, {"lines": []}),
        (blocks.set_answers, {"lines": []}),
        (services.write_summary, {"text": "Kort"}),
        (services.change_facts, {"facts": facts(acting)}),
        (services.move_consultation, {"state": S.REPORTED, "moved_on": TODAY}),
    ]
    for service, values in late:
        with pytest.raises(ChangedMeanwhileError):
            acting.do("trekker", service, ref=made.ref, seen=seen, **values)
        now = state_of(demo, made.ref).version
        assert now == seen + 1


def test_every_block_touches_the_header_and_tells_nothing_of_its_text(demo: Database) -> None:
    ref, acting = logged(demo).ref, Acting(demo)
    marker = "MERKWOORD"
    mine = person(demo, "publiek")
    for service, values in (
        (blocks.set_questions, {"lines": [QuestionLine(marker)]}),
        (blocks.set_items, {"lines": [ItemLine(marker)]}),
        (blocks.set_follow_ups, {"lines": [FollowUpLine(marker, mine)]}),
        (blocks.set_answers, {"lines": [AnswerLine(marker, marker)]}),
        (services.write_summary, {"text": marker}),
        (interests.declare_interest, {"person_id": person(demo, "expert"), "about": marker}),
    ):
        before = state_of(demo, ref).version
        acting.do("publiek", service, ref=ref, **values)
        assert state_of(demo, ref).version == before + 1, service
    with demo.read() as session:
        told = session.scalars(select(HistoryEntry.changes))
        assert not any(marker in str(changes) for changes in told)


def test_lines_change_add_and_take_away(demo: Database) -> None:
    found, acting = logged(demo), Acting(demo)

    def texts() -> dict[str, int]:
        with demo.read() as session:
            return {row.text: row.id for row in reading.questions(session, found.id)}

    def write(*lines: QuestionLine) -> None:
        acting.do("publiek", blocks.set_questions, ref=found.ref, lines=lines)

    write(QuestionLine("Een"), QuestionLine("Twee"), QuestionLine(" "))
    first, second = texts()["Een"], texts()["Twee"]
    write(QuestionLine("Eén", id=first), QuestionLine("Drie"))
    assert list(texts()) == ["Eén", "Twee", "Drie"], "what was not sent stays"
    write(QuestionLine("", id=second))
    assert list(texts()) == ["Eén", "Drie"]
    write(QuestionLine("Toch twee", id=second))
    assert list(texts()) == ["Eén", "Drie", "Toch twee"], "taken away meanwhile: nothing is lost"
    other = logged(demo)
    with pytest.raises(NotThereError):
        acting.do(
            "publiek", blocks.set_questions, ref=other.ref, lines=[QuestionLine("x", id=first)]
        )
    assert "hoogstens" in refused(lambda: write(*[QuestionLine(str(nr)) for nr in range(301)]))
    assert "thema" in refused(lambda: write(QuestionLine("x", theme_id=10_000)))


def test_notes_that_a_writer_may_not_read_stay_as_they_are(demo: Database) -> None:
    """A private member keeps what the own company logged, and reads all of it; others do not."""
    made = logged(demo, "privaat", COMPANY)
    heard(demo, made.ref, "privaat")
    acting = Acting(demo)
    with demo.read() as session:
        rows = {
            account: {row.readers for row in reading.items(session, acting.actor(account), made.id)}
            for account in ("privaat", "publiek", "trekker")
        }
    assert rows == {account: set(ItemReaders) for account in rows}
    city = logged(demo)
    heard(demo, city.ref)
    with demo.read() as session:
        row = reading.items(session, acting.actor("privaat"), city.id)
        assert {item.readers for item in row} == {ItemReaders.REPORT, ItemReaders.GROUP}


def test_what_is_not_taken_up_says_why(demo: Database) -> None:
    ref, acting = logged(demo).ref, Acting(demo)
    for outcome in (ItemOutcome.NOT, ItemOutcome.PARTLY):
        line = ItemLine("Duurder", outcome=outcome)
        assert "waarom" in refused(
            lambda line=line: acting.do("publiek", blocks.set_items, ref=ref, lines=[line])  # type: ignore[misc]
        )


def test_a_follow_up_is_done_by_its_owner_or_who_keeps_the_file(demo: Database) -> None:
    made, acting = logged(demo), Acting(demo)
    owner = person(demo, "privaat")
    acting.do(
        "publiek", blocks.set_follow_ups, ref=made.ref, lines=[FollowUpLine("Uitzoeken", owner)]
    )
    with demo.read() as session:
        key = reading.follow_ups(session, made.id)[0].id

    def finish(account: str, **other: Any) -> None:
        given = {"done_on": TODAY, "result": "Gedaan", **other}
        acting.do(account, blocks.finish_follow_up, ref=made.ref, follow_up_id=key, **given)

    with pytest.raises(NotAllowedError):
        finish("expert")
    assert "opleverde" in refused(lambda: finish("privaat", result=" "))
    assert "vandaag" in refused(lambda: finish("privaat", done_on=TODAY + timedelta(days=1)))
    finish("privaat")
    assert "al afgerond" in refused(lambda: finish("publiek"))
    assert "Kies iemand" in refused(
        lambda: acting.do(
            "publiek",
            blocks.set_follow_ups,
            ref=made.ref,
            lines=[FollowUpLine("x", person(demo, "klankbord"))],
        )
    )
    assert "wie het doet" in refused(
        lambda: acting.do(
            "publiek", blocks.set_follow_ups, ref=made.ref, lines=[FollowUpLine("x", None)]
        )
    )


def test_an_interest_shuts_out_at_once_until_somebody_else_ends_it(demo: Database) -> None:
    made, acting = logged(demo), Acting(demo)
    expert = person(demo, "expert")
    with pytest.raises(NotAllowedError):
        acting.do(
            "privaat",
            interests.declare_interest,
            ref=made.ref,
            person_id=expert,
            about="Een ander",
        )
    acting.do(
        "expert", interests.declare_interest, ref=made.ref, person_id=expert, about="Adviseert"
    )
    with pytest.raises(NotAllowedError):
        acting.do("expert", blocks.set_questions, ref=made.ref, lines=[])
    with pytest.raises(NotAllowedError):
        acting.do("expert", interests.end_interest, ref=made.ref, interest_id=1, reason="Weg")
    assert "al een belang" in refused(
        lambda: acting.do(
            "trekker", interests.declare_interest, ref=made.ref, person_id=expert, about="x"
        )
    )
    with demo.read() as session:
        key = reading.interests(session, made.id)[0].id
    assert refused(
        lambda: acting.do(
            "trekker", interests.end_interest, ref=made.ref, interest_id=key, reason=" "
        )
    )
    acting.do("trekker", interests.end_interest, ref=made.ref, interest_id=key, reason="Voorbij")
    acting.do("expert", interests.declare_interest, ref=made.ref, person_id=expert, about="Weer")


def test_facts_change_and_lists_follow(demo: Database) -> None:
    made, acting = announced(demo), Acting(demo)
    new = facts(
        acting,
        held_on=None,
        announced_on=YESTERDAY,
        subject="  Anders   gezegd ",
        platform_ref="TN 12/34-5.6",
    )
    acting.do("trekker", services.change_facts, ref=made.ref, facts=new)
    found = state_of(demo, made.ref)
    assert (found.subject, found.sort_day, found.starts_at) == ("Anders gezegd", YESTERDAY, None)
    held = logged(demo)
    assert "Vul de dag in" in refused(
        lambda: acting.do("trekker", services.change_facts, ref=held.ref, facts=new)
    )
    assert isinstance(new, Facts)


#: Who keeps a file that the municipality logged: its own people, and the programme team for them.
KEEPERS = {"publiek", "trekker", "manager", "trekker2"}


def test_who_writes_what(demo: Database) -> None:
    """Of every block: whoever reads but does not keep is refused, and strangers to the group."""
    made, acting = logged(demo), Acting(demo)
    calls: list[tuple[Any, dict[str, Any]]] = [
        (blocks.set_questions, {"lines": [QuestionLine("x")]}),
        (blocks.set_items, {"lines": [ItemLine("x")]}),
        (blocks.set_attendees, {"person_ids": []}),
        (blocks.set_follow_ups, {"lines": []}),
        (blocks.set_answers, {"lines": []}),
        (blocks.add_present, {"supplier_ids": []}),
        (services.write_summary, {"text": "x"}),
        (services.change_facts, {"facts": facts(acting)}),
    ]
    for account in (*KEEPERS, "privaat", "privaat2", "expert", "klankbord", "beheer"):
        for service, values in calls:
            try:
                acting.do(account, service, ref=made.ref, **values)
                allowed = True
            except NotThereError:
                allowed = False
            assert allowed is (account in KEEPERS), (account, service)
