"""The list and one flag: who sees what, what people do with it, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.flags.filters import Filters, Show
from buyergroups.flags.offers import RULES
from buyergroups.flags.queries import all_listed
from buyergroups.flags.services import assign_flag, snooze_flag
from buyergroups.history.recording import recorded, stamp
from buyergroups.phases.queries import OPGAVE_OVERLEG
from buyergroups.phases.services import say_still_correct
from models.chains import Chain
from models.consultations import ConsultationTender, MarketConsultation
from models.decisions import Body, Decision, Meeting
from models.flags import Flag, FlagEvent
from models.notices import OutboxMail
from models.organisations import Organisation
from models.people import Affiliation, Person
from models.phases import PhaseAssessment
from models.tenders import Tender
from seed.bulk import load_bulk
from seed.parts import SEED
from tests.flags.making import opened, run
from tests.support.acting import Acting, actors
from tests.support.client import CheckingClient
from tests.support.run import NOW
from tests.support.statements import Statements

LIST = "/aandachtspunten"


@pytest.fixture
def flags(database: Database) -> dict[str, list[str]]:
    run(database)
    return opened(database)


def flag_of(database: Database, ref: str) -> Flag:
    with database.read() as session:
        return session.scalars(select(Flag).where(Flag.ref == ref)).one()


@pytest.mark.both_databases
def test_snoozed_assigned_and_commented_on(
    client: CheckingClient, database: Database, flags: dict[str, list[str]]
) -> None:
    one = f"{LIST}/{flags['chain-stale'][0]}"
    client.as_("manager")
    assert "De keten is verouderd" in client.page(f"{LIST}?toon=alle").words
    assert (
        "De keten is verouderd" not in client.page(LIST).all("main table")[0]
    )  # its lead answers for it
    assert client.send(f"{one}/toewijzen", wie=_somebody(client, one)).status_code == 303
    assert client.send(f"{one}/opmerking", opmerking="Bel even.").status_code == 303
    sent = client.send(f"{one}/uitstellen", tot="01-12-2026", reden="Na de marktdag.")
    assert sent.status_code == 303
    words = client.page(one).words
    for said in ("Uitgesteld tot 1 dec 2026", "Na de marktdag.", "Bel even.", "Toegewezen aan"):
        assert said in words
    assert "De keten is verouderd" not in client.page(f"{LIST}?toon=alle").all("main table")[0]
    assert "De keten is verouderd" in client.page(f"{LIST}?toon=uitgesteld").words
    client.send(one, form="form[action$=terughalen]")
    assert "De keten is verouderd" in client.page(f"{LIST}?toon=alle").all("main table")[0]
    with database.read() as session:
        assert len(session.scalars(select(FlagEvent)).all()) == 4


def _somebody(client: CheckingClient, one: str) -> str:
    page = client.page(f"{one}/toewijzen")
    return next(
        str(option["value"]) for option in page.soup.select("#wie option[value]:not([value=''])")
    )


def test_what_cannot_be_is_a_sentence_and_changes_nothing(
    client: CheckingClient, database: Database, flags: dict[str, list[str]]
) -> None:
    ref = flags["chain-stale"][0]
    one = f"{LIST}/{ref}"
    client.as_("manager")
    for day, said in {
        "20-11-2026": "Kies een dag na vandaag",
        "21-11-2026": "Kies een dag na vandaag",
        "24-05-2027": "hoogstens een half jaar",
        "31-02-2027": "31-02-2027",
        "": "op welke dag",
    }.items():
        answer = client.send(f"{one}/uitstellen", tot=day, reden="Daarom")
        assert (answer.status_code, said in answer.text) == (422, True), day
    assert client.send(f"{one}/uitstellen", tot="01-12-2026", reden=" ").status_code == 422
    both = client.send(f"{one}/uitstellen", tot="31-02-2027", reden="").text
    assert "31-02-2027" in both
    assert "Schrijf waarom." in both, "told together"
    both = client.send(f"{one}/uitstellen", tot="", reden="").text
    assert "op welke dag" in both
    assert "Schrijf waarom." in both
    assert "Kies aan wie je het toewijst." in client.send(f"{one}/toewijzen", wie="").text
    # Who may not see the subject cannot be asked, whoever sends their reference.
    other = f"{LIST}/{flags['report-overdue'][0]}"
    stranger = "bcdfghjkmn"
    assert client.send(f"{other}/toewijzen", wie=stranger).status_code == 422
    sent = client.send(f"{one}/opmerking", to=f"{one}/terughalen", opmerking="")
    assert sent.status_code == 422
    assert flag_of(database, ref).snoozed_until is None
    with database.read() as session:
        assert not session.scalars(select(FlagEvent)).all()


def test_two_at_once_and_twice(
    client: CheckingClient, database: Database, flags: dict[str, list[str]]
) -> None:
    ref = flags["chain-stale"][0]
    address = f"{LIST}/{ref}/uitstellen"
    client.as_("manager")
    form = client.page(address).fields("main form")
    fields = {**form, "tot": "01-12-2026", "reden": "Mijn reden"}
    first = client.post(address, data=fields)
    again = client.post(address, data=fields)
    assert first.location == again.location
    with database.read() as session:
        assert len(session.scalars(select(FlagEvent)).all()) == 1
    late = {**fields, "inzending": "anders", "reden": "Een andere reden"}
    conflict = client.post(address, data=late)
    assert conflict.status_code == 409
    assert "Mijn reden" in conflict.text
    assert "Een andere reden" in conflict.text


def test_solving_it_makes_it_go_and_it_stays_readable(
    client: CheckingClient, database: Database, flags: dict[str, list[str]]
) -> None:
    ref = flags["chain-stale"][0]
    chain_id = flag_of(database, ref).subject_id
    act = Acting(database)
    who = "trekker2"
    page = client.as_(who).page(f"{LIST}/{ref}")
    assert page.soup.select_one("main a[href$='/statusupdate']")
    act.do(who, say_still_correct, chain_id=chain_id)
    run(database, NOW + timedelta(minutes=5))
    assert "Opgelost." in client.page(f"{LIST}/{ref}").words
    assert "chain-stale" not in opened(database)


def test_nobody_learns_of_what_they_may_not_see(
    client: CheckingClient, database: Database, flags: dict[str, list[str]]
) -> None:
    """Neither from the list, its counts, its choices and its files, nor from an address."""
    hidden = {"report-overdue", "report-unpublished", "information-not-for-all"}
    total = sum(len(refs) for refs in flags.values())
    secret = sum(len(flags.get(code, ())) for code in hidden)
    assert secret
    client.as_("klankbord")
    page = client.page(f"{LIST}?toon=alle")
    assert page.heading.endswith(str(total - secret))
    assert not page.soup.select("#groep")
    assert "marktconsultatie is te laat" not in page.all("main table")[0]
    for code in hidden:
        for ref in flags.get(code, ()):
            assert client.get(f"{LIST}/{ref}").status_code == 404
    assert len(client.get(f"{LIST}.csv?toon=alle").text.strip().splitlines()) == total - secret + 1


def test_a_tender_of_a_private_member_is_told_by_no_flag_on_a_consultation(
    client: CheckingClient, database: Database
) -> None:
    """Who reads the file and does not see the tender learns nothing of its day."""
    with database.write() as session:
        company = session.scalars(
            select(Organisation.id).where(Organisation.slug == "modelbank-voorbeeld-nv")
        ).one()
        tender = session.scalars(select(Tender).where(Tender.organisation_id == company)).first()
        assert tender is not None
        held = session.scalars(
            select(MarketConsultation.id).where(
                MarketConsultation.group_id == tender.group_id, MarketConsultation.state == "held"
            )
        ).first()
        session.execute(
            update(Tender)
            .where(Tender.id == tender.id)
            .values(
                planned=(NOW + timedelta(days=7)).date(), planned_precision="day", published_on=None
            )
        )
        with recorded(session, SEED, NOW):
            session.add(
                ConsultationTender(consultation_id=held, tender_id=tender.id, **stamp(SEED, NOW))
            )
    run(database)
    (ref,) = opened(database)["report-before-tender"]
    assert client.as_("manager").get(f"{LIST}/{ref}").status_code == 200
    for who in ("publiek", "privaat", "expert", "klankbord"):
        assert client.as_(who).get(f"{LIST}/{ref}").status_code == 404, who

    # Published without it: that is what the rule is there to prevent, and it goes on showing.
    with database.write() as session:
        session.execute(
            update(Tender)
            .where(Tender.ended_at.is_(None), Tender.published_on.is_(None))
            .values(published_on=NOW.date())
        )
    run(database)
    assert ref in opened(database)["report-before-tender"]


def test_the_file_and_the_marks(
    client: CheckingClient, database: Database, flags: dict[str, list[str]]
) -> None:
    client.as_("manager")
    book = load_workbook(BytesIO(client.get(f"{LIST}.xlsx?toon=alle").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == sum(len(refs) for refs in flags.values()) + 1
    activity = flag_of(database, flags["activity-overdue"][0])
    assert activity.part
    chain = client.page("/ketens/ict-hardware-en-mobiele-apparaten")
    assert "Een activiteit had klaar moeten zijn" in chain.all("[aria-labelledby=aandacht]")[0]
    group = client.page("/buyer-groups/ict-hardware-langer-gebruiken")
    assert "Het verslag van de marktconsultatie is te laat" in group.words
    with database.write() as session:
        chain_id = session.scalars(
            select(Chain.id).where(Chain.slug == "ict-hardware-en-mobiele-apparaten")
        ).one()
        session.execute(
            update(Flag)
            .where(Flag.chain_id == chain_id, Flag.rule == "activity-overdue")
            .values(rule="plan-without-goals", subject_kind="chain", subject_id=chain_id, part="")
        )
    plan = "/ketens/ict-hardware-en-mobiele-apparaten/plan"
    for who, solves in (("trekker", True), ("manager", False)):
        board = client.as_(who).page("/bord")
        assert "Het vastgestelde productketenplan heeft geen doelen" in board.words, who
        assert bool(board.all(f".kb-card__do a[href='{plan}']")) is solves, who


@pytest.mark.both_databases
def test_mail_and_people_are_for_administrators(client: CheckingClient, database: Database) -> None:
    with database.write() as session:
        session.add(
            OutboxMail(
                to_address="weg@voorbeeld.example",
                language="nl",
                subject="Geheime groep",
                text="x",
                kind="x",
                message_id="x",
                queued_at=NOW,
                due_at=NOW,
                given_up_at=NOW,
            )
        )
        worker = session.scalars(select(Affiliation).where(Affiliation.until.is_(None))).first()
        assert worker is not None
        session.execute(
            update(Affiliation)
            .where(Affiliation.id == worker.id)
            .values(since=None, since_precision="unknown", until=NOW.date(), ended_at=NOW)
        )
    run(database)
    found = opened(database)
    assert {"mail-undelivered", "person-without-organisation"} <= set(found)
    page = client.as_("beheer").page(LIST)
    assert "weg@voorbeeld.example" in page.words
    assert "Geheime groep" not in page.words
    assert "een mail kon niet worden bezorgd" in client.page("/").words
    address = f"{LIST}/{found['mail-undelivered'][0]}"
    assert client.page(address).heading.startswith("Een mail kon niet")
    assert client.as_("manager").get(address).status_code == 404


def test_a_rule_is_switched_off_with_a_reason(
    client: CheckingClient, database: Database, flags: dict[str, list[str]]
) -> None:
    address = "/beheer/aandachtspunten"
    client.as_("beheer")
    assert client.send(f"{address}/chain-stale", reden="").status_code == 422
    assert client.send(f"{address}/chain-stale", reden="Eerst de nulmeting.").status_code == 303
    assert "uit" in client.page(address).all("main tbody tr")[0]
    assert "Eerst de nulmeting." in client.page(f"{address}/chain-stale").words
    run(database, NOW + timedelta(minutes=5))
    assert "chain-stale" not in opened(database)


def test_as_many_statements_for_many_as_for_few(
    client: CheckingClient,
    demo: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    """A page of the most urgent can be about fewer kinds of subjects, and never about more."""
    addresses = [f"{LIST}?toon=alle", f"{LIST}?toon=uitgesteld", "/bord", "/beheer/aandachtspunten"]

    def each() -> list[Statements]:
        found = []
        for address in addresses:
            with counted(demo) as seen:
                client.page(address)
            found.append(seen)
        return found

    client.as_("manager")
    run(demo)
    few = each()
    load_bulk(demo, NOW, chains=60, people=30, groups=5, consultations=600, seed=1)
    run(demo)
    assert sum(len(refs) for refs in opened(demo).values()) > 100
    for address, small, large in zip(addresses, few, each(), strict=True):
        assert len(large) <= len(small) <= 24, f"{address}\n{small}\n\n{large}"


def test_an_assessment_waits_for_more_than_one_meeting(
    client: CheckingClient, database: Database
) -> None:
    with database.read() as session:
        open_ones = session.execute(
            select(PhaseAssessment.id, PhaseAssessment.ref, PhaseAssessment.recorded_at).where(
                PhaseAssessment.outcome.is_(None), PhaseAssessment.corrected_at.is_(None)
            )
        ).all()
        body_id = session.scalars(select(Body.id).where(Body.code == OPGAVE_OVERLEG)).one()
    first = min(open_ones, key=lambda row: row.recorded_at)
    recorded_on = local_day(first.recorded_at)

    def meet(*days: int) -> dict[str, list[str]]:
        with database.write() as session, recorded(session, SEED, NOW):
            for after in days:
                held = recorded_on + timedelta(days=after)
                session.add(Meeting(body_id=body_id, held_on=held, **stamp(SEED, NOW)))
        run(database, NOW + timedelta(days=400))
        return opened(database)

    # The day of the assessment itself is no meeting that it waited for, and one meeting is no wait.
    about = select(PhaseAssessment.decision_id).where(PhaseAssessment.decision_id.is_not(None))
    with database.write() as session:
        before, after = (recorded_on + timedelta(days=days) for days in (-1, 3))
        session.execute(update(Decision).values(decided_on=after))
        # Decisions about other things by written procedure, on whichever day, are no meetings.
        session.execute(update(Decision).where(Decision.id.in_(about)).values(decided_on=before))
    assert "assessment-waits" not in meet(0, 1, 1)
    assert meet(8)["assessment-waits"]
    with database.read() as session:
        flag = session.scalars(
            select(Flag).where(Flag.rule == "assessment-waits", Flag.subject_id == first.id)
        ).one()
    assert flag.since == recorded_on + timedelta(days=8)
    decide = f"/fasebeoordelingen/{first.ref}/besluit"
    page = client.as_("manager").page(f"{LIST}/{flag.ref}")
    assert page.all(f"main a[href='{decide}']")
    # Who leads the chain waits as well: others decide.
    for who in ("publiek", "trekker", "trekker2"):
        page = client.as_(who).page(f"{LIST}/{flag.ref}")
        assert page.all(f"main a[href='{decide}']") == [], who


def test_what_was_put_off_rests_on_the_page_of_today_too(
    client: CheckingClient, database: Database
) -> None:
    run(database)
    act = Acting(database)
    for who, rule, words in (
        ("trekker2", "next-step-past", "volgende stap was"),
        ("trekker2", "chain-stale", "bijgewerkt"),
        ("trekker", "activity-overdue", "had klaar moeten zijn"),
        ("publiek", "report-overdue", "verslag moet klaar zijn op 13 nov 2026"),
        ("manager", "topic-without-test", "nog geen praktijktoets gepland"),
    ):
        asked = " ".join(client.as_(who).page("/").all(".kb-today__what"))
        assert words in asked, who
        with database.read() as session:
            rows = all_listed(session, act.actor(who), NOW.date(), Filters(rule=rule))
        until = NOW.date() + timedelta(days=9)
        act.do(who, snooze_flag, ref=rows[0].ref, until=until, reason="Eerst iets anders")
        assert words not in " ".join(client.page("/").all(".kb-today__what")), who


def test_the_list_says_whose_it_is_and_the_page_what_to_do(
    client: CheckingClient, database: Database
) -> None:
    run(database)
    refs = opened(database)
    table = client.as_("manager").page(f"{LIST}?toon=alle")
    whose = table.all("tbody td[data-label='Van wie']")
    assert {"Sanne Bakker", "Joost van Dalen", "programmamanager"} <= set(whose)
    page = client.page(f"{LIST}/{refs['topic-without-test'][0]}")
    assert "Plan een praktijktoets, of sluit het vraagstuk met een reden." in page.words
    for rule in RULES.values():
        assert rule.todo, rule.code
    rows = client.get(f"{LIST}.csv?toon=alle").get_data(as_text=True)
    assert "http://127.0.0.1:8000/vraagstukken/" in rows


def test_an_administrator_sees_for_how_many_a_rule_holds(
    client: CheckingClient, database: Database
) -> None:
    run(database)
    held = len(opened(database)["report-overdue"])
    assert held
    rows = client.as_("beheer").page("/beheer/aandachtspunten").all("tbody tr")
    (row,) = [row for row in rows if row.startswith("Het verslag van de marktconsultatie is te")]
    assert f" {held} niet voor jou te zien" in row
    for address in (f"{LIST}", f"{LIST}?toon=alle&regel=report-overdue"):
        assert "niet voor jou" not in client.page(address).words


def test_an_assignment_to_who_sees_it_no_more_is_said(
    client: CheckingClient, database: Database
) -> None:
    run(database)
    act, (ref,) = Acting(database), opened(database)["information-not-for-all"]
    with database.read() as session:
        member = session.scalars(select(Person).where(Person.email.startswith("publiek@"))).one()
    act.do("trekker", assign_flag, ref=ref, person=member.ref, note="Wil jij dit doen?")
    assert "Ziet dit niet meer" not in client.as_("trekker").page(f"{LIST}/{ref}").words
    with database.write(counts=True) as session:
        session.execute(update(Person).where(Person.id == member.id).values(blocked_at=NOW))
    assert "Ziet dit niet meer" in client.page(f"{LIST}/{ref}").words


def test_the_way_to_solve_it_is_open_to_who_gets_it(
    client: CheckingClient, database: Database
) -> None:
    """For everybody and every flag that they see, of all rules that hold in a year and a half."""
    later = NOW + timedelta(days=500)
    run(database, later)
    rules = set()
    for who, actor in actors(database):
        with database.read() as session:
            rows = all_listed(session, actor, later.date(), Filters(show=Show.ALL))
        client.as_(who)
        for row in rows:
            assert client.get(f"{LIST}/{row.ref}").status_code == 200, (who, row.rule.code)
            if row.solve:
                rules.add(row.rule.code)
                assert client.get(row.solve).status_code == 200, (who, row.rule.code, row.solve)
    assert len(rules) >= 12, sorted(rules)
