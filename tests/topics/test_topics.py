"""Topics through services and pages: the whole way, who may, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.chains.services import record_procedure
from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, NotAllowedError, RefusedError
from buyergroups.home.offers import Visit
from buyergroups.practice_tests import rules as test_rules
from buyergroups.practice_tests import services as tests
from buyergroups.practice_tests.rules import Advice, Answer, Plan
from buyergroups.topics import outcomes, queries, rules, services, today
from buyergroups.topics.queries import Standing
from buyergroups.topics.rules import Facts, Turn
from models.decisions import Decision
from models.files import FileSubject
from models.flags import Flag
from models.people import Person
from models.practice_tests import PracticeQuestion, PracticeTest, Strength, Verdict
from models.programme import Programme
from models.searching import SearchWord
from models.topics import (
    AdviceOutcome,
    Topic,
    TopicEndorsement,
    TopicOrigin,
    TopicState,
    Urgency,
)
from tests.files.attaching import attach
from tests.flags.making import run
from tests.printing.test_pdf import made, words
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.beginning import begin
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW
from tests.support.system import need

TODAY = date(2026, 11, 21)
FORM = "form[data-concept]"
PFAS = "/vraagstukken/pfas"
NEW: dict[str, str] = {
    "titel": "Onderhoud van bruggen",
    "gevraagd": "Kan inkoop zorgen dat reparatie vaker kan?",
    "herkomst": "other",
    "urgentie": "normal",
    "waarom": "Het kwam ter sprake.",
}
ANSWER = Answer(Verdict.YES, "Het werkt", Strength.STRONG, "Twee gesprekken")


class Way(Acting):
    """A topic on its way, on a database with the demonstration."""

    def facts(self, title: str = "Onderhoud van bruggen", **more: Any) -> Facts:
        return Facts(
            **{
                "title": title,
                "asked": "Kan inkoop helpen?",
                "origin": TopicOrigin.OTHER,
                "origin_about": "",
                "parliament_nr": "",
                "due": None,
                "urgency": Urgency.NORMAL,
                "urgency_reason": "Daarom",
                **more,
            }
        )

    def raise_one(self, title: str = "Onderhoud van bruggen", **more: Any) -> Any:
        with self.database.read() as session:
            programme_id = session.scalars(select(Programme.id)).one()
        return self.do(
            "publiek",
            services.raise_topic,
            programme_id=programme_id,
            facts=self.facts(title, **more),
        )

    def plan(self, account: str = "expert") -> Plan:
        with self.database.read() as session:
            email = f"{account}@ketenbord.example"
            tester = session.scalars(select(Person.id).where(Person.email == email)).one()
        return Plan(tester, TODAY, TODAY + timedelta(days=30), "Gesprekken")

    def tested(self, topic: Topic) -> None:
        self.do(
            "trekker", tests.plan_test, topic_id=topic.id, plan=self.plan(), reason="Het speelt"
        )
        self.do("expert", tests.start_test, topic_id=topic.id, on=TODAY, reason="Begonnen")

    def hand_over(self, topic: Topic) -> None:
        given = {"handed_on": TODAY, "what": "Het verslag", "to_whom": "De chef"}
        self.do("manager", outcomes.hand_over, topic_id=topic.id, **given)

    def answered(self, topic: Topic, *questions: PracticeQuestion) -> None:
        for question in questions or tuple(PracticeQuestion):
            self.do(
                "expert",
                tests.answer_question,
                topic_id=topic.id,
                question=question,
                answer=ANSWER,
            )

    def advised(self, topic: Topic, outcome: AdviceOutcome = AdviceOutcome.OTHER_DOMAIN) -> None:
        self.tested(topic)
        self.answered(topic)
        advice = Advice(outcome, "Stoffenbeleid", "De chef", "Daarom")
        self.do("expert", tests.give_advice, topic_id=topic.id, advice=advice, on=TODAY)

    def decided(
        self, topic: Topic, outcome: AdviceOutcome, *, account: str = "opgave", on: date = TODAY
    ) -> None:
        def act(session: Session, actor: Any, now: Any) -> None:
            body = self.body(session)
            decision = record_procedure(
                session,
                actor,
                now,
                body=body,
                decided_on=on,
                who_agreed="Allen",
                document="Brief",
                text="Besloten",
            )
            outcomes.decide_topic(
                session,
                actor,
                now,
                topic_id=topic.id,
                body=body,
                decision=decision,
                outcome=outcome,
                domain="Stoffenbeleid",
                reason="Zoals geadviseerd",
            )

        self.within(account, act)

    def now_is(self, topic: Topic) -> Standing:
        actor = self.actor("klankbord")
        with self.database.read() as session:
            return queries.topic(session, actor, topic.programme_id, topic.slug)


def test_the_whole_way_to_another_domain(demo: Database) -> None:
    way = Way(demo)
    topic = way.raise_one(chain_ids=(way.chains["zonnepanelen"],))
    assert way.now_is(topic).turn is Turn.TEAM
    way.tested(topic)
    found = way.now_is(topic)
    assert (found.state, found.turn, found.ends_on) == (
        TopicState.RUNNING,
        Turn.TESTER,
        TODAY + timedelta(days=30),
    )
    way.answered(topic, PracticeQuestion.EFFECTIVE)
    advice = Advice(AdviceOutcome.WITHIN_MVOI, "", "", "Daarom")
    with pytest.raises(RefusedError) as refused:
        way.do("expert", tests.give_advice, topic_id=topic.id, advice=advice, on=TODAY)
    assert "doelmatig" in refused.value.sentence("nl")
    assert way.now_is(topic).advice_id is None
    way.answered(topic, PracticeQuestion.EFFICIENT)
    advice = Advice(AdviceOutcome.OTHER_DOMAIN, "Stoffenbeleid", "De chef", "Daarom")
    way.do("expert", tests.give_advice, topic_id=topic.id, advice=advice, on=TODAY)
    way.within(
        "manager",
        lambda *who: outcomes.put_on_agenda(
            *who, topic_id=topic.id, body=way.body(who[0]), meeting_on=date(2026, 12, 15)
        ),
    )
    assert way.now_is(topic).agenda_on == date(2026, 12, 15)
    way.decided(topic, AdviceOutcome.OTHER_DOMAIN)
    with pytest.raises(RefusedError):
        way.do("manager", services.close_topic, topic_id=topic.id, on=TODAY, reason="Klaar")
    way.hand_over(topic)
    assert way.now_is(topic).turn is Turn.OTHERS
    receipt = {"topic_id": topic.id, "received_on": TODAY, "receipt": "Brief 12"}
    way.do("manager", outcomes.confirm_receipt, **receipt)
    with pytest.raises(ChangedMeanwhileError):
        way.do("manager", outcomes.confirm_receipt, **receipt)
    way.do("manager", services.close_topic, topic_id=topic.id, on=TODAY, reason="Klaar")
    found = way.now_is(topic)
    assert (found.state, found.turn, found.received_on) == (
        TopicState.CLOSED,
        Turn.NOBODY,
        TODAY,
    )


def test_decided_within_mvoi_it_stands_with_its_chains_and_is_endorsed(demo: Database) -> None:
    way = Way(demo)
    chain_id = way.chains["zonnepanelen"]
    topic = way.raise_one(chain_ids=(chain_id,))
    way.advised(topic, AdviceOutcome.WITHIN_MVOI)

    def there() -> list[str]:
        with demo.read() as session:
            rows = queries.of_chain(session, way.actor("privaat"), chain_id)
        return [row.title for row in rows]

    assert "Onderhoud van bruggen" not in there()
    way.decided(topic, AdviceOutcome.WITHIN_MVOI)
    assert "Onderhoud van bruggen" in there()

    def endorse(session: Session, actor: Any, now: Any) -> None:
        body = way.body(session, code)
        outcomes.endorse_topic(
            session,
            actor,
            now,
            topic_id=topic.id,
            body=body,
            decision=record_procedure(
                session,
                actor,
                now,
                body=body,
                decided_on=TODAY,
                who_agreed="Allen",
                document="Brief",
                text="Bekrachtigd",
            ),
            who="Drie partijen",
        )

    code = "bestuurlijk-overleg"
    with pytest.raises(NotAllowedError):
        way.within("opgave", endorse)
    way.within("manager", endorse)
    code = "opgave-overleg"
    with pytest.raises(RefusedError):
        way.within("manager", endorse)


def test_a_decision_twice_leaves_nothing_behind(demo: Database) -> None:
    way = Way(demo)
    topic = way.raise_one()
    way.advised(topic)
    for account, on, error in (
        ("trekker", TODAY, NotAllowedError),
        ("opgave", TODAY + timedelta(days=1), RefusedError),
        ("opgave", TODAY - timedelta(days=1), RefusedError),
    ):
        with pytest.raises(error):
            way.decided(topic, AdviceOutcome.OTHER_DOMAIN, account=account, on=on)
    way.decided(topic, AdviceOutcome.OTHER_DOMAIN)
    with demo.read() as session:
        before = session.scalar(select(func.count()).select_from(Decision))
    with pytest.raises(ChangedMeanwhileError):
        way.decided(topic, AdviceOutcome.WITHIN_MVOI)
    with demo.read() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == before


def test_a_duplicate_is_closed_with_a_link_and_never_of_itself(demo: Database) -> None:
    way = Way(demo)
    first, second = way.raise_one(), way.raise_one()
    assert second.slug == f"{first.slug}-2"

    def close(topic: Topic, of: Topic) -> Any:
        return way.do(
            "manager",
            services.close_topic,
            topic_id=topic.id,
            on=TODAY,
            reason="Hetzelfde",
            duplicate_of=of.slug,
        )

    with pytest.raises(RefusedError) as refused:
        close(first, first)
    assert refused.value.words is rules.OWN_DUPLICATE
    assert way.now_is(first).state is TopicState.RAISED
    assert close(second, first).duplicate_of_id == first.id
    with pytest.raises(RefusedError) as refused:
        close(first, second)
    assert refused.value.words is rules.DUPLICATE_CIRCLE
    way.do("manager", services.step_back, topic_id=second.id, on=TODAY, reason="Toch niet")
    assert way.now_is(second).state is TopicState.RAISED


def test_a_step_back_begins_the_test_anew(demo: Database) -> None:
    way = Way(demo)
    topic = way.raise_one()
    way.advised(topic)
    with pytest.raises(RefusedError):
        way.do("manager", services.close_topic, topic_id=topic.id, on=TODAY, reason="Weg ermee")
    for wanted in (TopicState.RUNNING, TopicState.PLANNED, TopicState.RAISED):
        way.do("manager", services.step_back, topic_id=topic.id, on=TODAY, reason="Nog niet")
        assert way.now_is(topic).state is wanted
    found = way.now_is(topic)
    assert (found.tester_id, found.starts_on) == (None, None)
    way.tested(topic)
    advice = Advice(AdviceOutcome.WITHIN_MVOI, "", "", "Daarom")
    with pytest.raises(RefusedError) as refused:
        way.do("expert", tests.give_advice, topic_id=topic.id, advice=advice, on=TODAY)
    assert "nog niet beantwoord" in refused.value.sentence("nl").lower(), "of a new test"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"origin": TopicOrigin.PARLIAMENT, "due": TODAY}, rules.NUMBER_MISSING),
        ({"origin": TopicOrigin.PARLIAMENT, "parliament_nr": "1"}, rules.DUE_MISSING),
        ({"due": date(1900, 1, 1)}, rules.ODD_DAY),
        ({"links": ("javascript:alert(1)",)}, rules.NO_WEB_ADDRESS),
        ({"urgency_reason": " "}, rules.URGENCY_MISSING),
        ({"title": "🙂"}, rules.TITLE_UNREADABLE),
    ],
)
def test_facts_that_do_not_fit_are_a_sentence(
    demo: Database, more: dict[str, Any], words: object
) -> None:
    with pytest.raises(RefusedError) as refused:
        Way(demo).raise_one(**more)
    assert refused.value.words is words


def test_words_follow_the_topic_and_rights_follow_the_test(demo: Database) -> None:
    way = Way(demo)
    topic = way.raise_one("Café-apparatuur")

    def known() -> set[str]:
        with demo.read() as session:
            asked = select(SearchWord.word).where(SearchWord.subject_id == topic.id)
            return set(session.scalars(asked))

    assert "cafe" in known()
    facts = way.facts("Koffie-apparatuur")
    way.do("publiek", services.change_topic, topic_id=topic.id, facts=facts)
    assert "koffie" in known()
    assert "cafe" not in known()
    with pytest.raises(NotAllowedError):
        way.do("expert", services.change_topic, topic_id=topic.id, facts=facts)
    plan = way.plan("publiek")
    backwards = Plan(plan.tester_id, TODAY, TODAY - timedelta(days=1), "Zo")
    with pytest.raises(RefusedError) as refused:
        way.do("manager", tests.plan_test, topic_id=topic.id, plan=backwards, reason="x")
    assert refused.value.words is test_rules.ENDS_BEFORE_START
    way.do("manager", tests.plan_test, topic_id=topic.id, plan=plan, reason="Nu")
    with pytest.raises(NotAllowedError):
        way.do("expert", tests.start_test, topic_id=topic.id, on=TODAY, reason="Ik ook")
    way.do("publiek", tests.start_test, topic_id=topic.id, on=TODAY, reason="Begonnen")
    way.do("manager", tests.change_plan, topic_id=topic.id, plan=way.plan("expert"))
    with pytest.raises(NotAllowedError):
        way.do(
            "publiek",
            tests.answer_question,
            topic_id=topic.id,
            question=PracticeQuestion.EFFICIENT,
            answer=ANSWER,
        )


# ---- pages ------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_what_looks_like_it_is_shown_before_it_is_raised(client: CheckingClient) -> None:
    client.as_("publiek")
    new = {**NEW, "titel": "PFAS in verf", "links": "https://voorbeeld.example/a"}
    shown = client.send("/vraagstukken/nieuw", form=FORM, **new)
    assert shown.status_code == 200
    assert "Er is al iets dat hierop lijkt" in shown.text
    assert 'href="/vraagstukken/pfas"' in shown.text
    again = Page(shown)
    assert len(again.soup.select("button[form=vraagstuk]")) == 1, "beside what is shown"
    fields = again.fields(FORM)
    wrong = Page(client.post("/vraagstukken/nieuw", data={**fields, "waarom": ""}))
    assert wrong.status == 422
    assert "Toch opbrengen" in wrong.words
    assert wrong.fields(FORM)["getoond"] == fields["getoond"]
    other = {**fields, "titel": "PFAS en klimaatneutrale infrastructuur"}
    assert "(KCI)" in client.post("/vraagstukken/nieuw", data=other).text, "it was not shown yet"
    assert "Vraagstuk opbrengen" in Page(
        client.post("/vraagstukken/nieuw", data={**other, "waarom": ""})
    ).all(".kb-actions button")
    made = client.post("/vraagstukken/nieuw", data=fields)
    assert made.status_code == 303
    twice = client.post("/vraagstukken/nieuw", data=fields)
    assert twice.location == made.location, "what it made itself is nothing that looks like it"
    page = client.page(made.location)
    assert page.heading == "PFAS in verf"
    assert "Lijkt hierop" in page.words
    assert "gedeelde woorden: pfas" in page.words
    kci = {**NEW, "titel": "Klimaatneutrale infrastructuur"}
    shown = client.send("/vraagstukken/nieuw", form=FORM, **kci)
    assert "Klimaatneutrale en Circulaire Infrastructuur (KCI)" in shown.text


def test_a_draft_does_not_keep_what_was_shown(client: CheckingClient) -> None:
    new = {**NEW, "titel": "PFAS in verf"}
    shown = Page(client.as_("publiek").send("/vraagstukken/nieuw", form=FORM, **new))
    assert shown.soup.select_one(f"{FORM}[data-concept-unsaved]"), "the script keeps it"
    assert client.post("/concept", data=shown.fields(FORM)).status_code == 200
    back = client.page("/vraagstukken/nieuw")
    assert not back.soup.select("[data-concept-unsaved]")
    assert (back.fields(FORM)["titel"], back.fields(FORM)["getoond"]) == ("PFAS in verf", "")


@pytest.mark.both_databases
def test_the_second_to_save_keeps_their_text(client: CheckingClient) -> None:
    client.as_("trekker2")
    address = f"{PFAS}/praktijktoets/doelmatig"
    old = client.page(address).fields(FORM)
    text = {"uitkomst": "yes", "sterkte": "weak", "bronnen": "Een gesprek"}
    assert client.send(address, form=FORM, bevinding="Van de een", **text).status_code == 303
    answer = client.open(address, method="POST", data={**old, **text, "bevinding": "Van de ander"})
    assert answer.status_code == 409
    assert "Van de een" in answer.text
    assert "Van de ander" in answer.text
    page = client.page(f"{PFAS}/praktijktoets")
    assert "Van de een" in page.words
    for changed in (PFAS, "/vraagstukken"):
        assert "door Joost van Dalen" in client.page(changed).all("#gewijzigd")[0]
    stale = client.page(f"{PFAS}/wijzigen").fields(FORM)
    client.send(f"{PFAS}/wijzigen", form=FORM, titel="PFAS in kleding")
    answer = client.open(f"{PFAS}/wijzigen", method="POST", data={**stale, "titel": "Anders"})
    assert answer.status_code == 409
    assert "PFAS in kleding" in answer.text


def test_lists_narrow_and_export_the_same(client: CheckingClient) -> None:
    client.as_("klankbord")
    page = client.page("/vraagstukken?herkomst=parliament")
    assert "PFAS" in page.words
    assert "Leveringszekerheid" not in page.words
    exported = client.open("/vraagstukken.csv?herkomst=parliament").text
    assert "PFAS" in exported
    assert "Leveringszekerheid" not in exported
    assert client.open("/vraagstukken.xlsx").data[:2] == b"PK"
    table = client.page("/vraagstukken?toon=tabel&keten=schoonmaak&thema=pollution-biodiversity")
    assert table.all("tbody th") == ["PFAS dringend"]
    assert client.page("/vraagstukken?zoek=zzz").all(".kb-empty")
    assert client.open("/vraagstukken.csv?stand=x").status_code == 422


def test_a_group_that_one_may_not_see_is_not_named(client: CheckingClient) -> None:
    address = "/vraagstukken/afzetmarkt-voor-secundaire-kunststoffen/praktijktoets"
    assert "ICT-hardware langer gebruiken" in client.as_("publiek").page(address).words
    page = client.as_("klankbord").page(address)
    assert "ICT-hardware langer gebruiken" not in page.words
    assert "Met welke buyer groups" not in page.words


@pytest.mark.parametrize(
    ("address", "account", "wrong", "told"),
    [
        ("/nieuw", "publiek", {"titel": "a\x00b"}, "NUL"),
        ("/nieuw", "publiek", {"herkomst": "parliament"}, "nummer van de motie"),
        ("/nieuw", "publiek", {"links": "ftp://x"}, "https://"),
        ("/pfas/sluiten", "manager", {"dubbel": "pfas", "reden": "x"}, "dubbel zijn met zichzelf"),
        ("/pfas/sluiten", "manager", {"dubbel": "bestaat-niet", "reden": "x"}, "Kies een van"),
        ("/pfas/sluiten", "manager", {"op": "01-01-2030", "reden": "x"}, "tot en met vandaag"),
        ("/pfas/praktijktoets/plannen", "manager", {"tot": "01-01-2026"}, "eindigt voordat"),
        ("/pfas/praktijktoets/plannen", "manager", {"wie": "niemand"}, "Niemand heet zo"),
        ("/pfas/praktijktoets/plannen", "manager", {"organisaties": "Zzz"}, "Zzz"),
        ("/pfas/praktijktoets/plannen", "manager", {"groep": "999999"}, ""),
        (
            "/pfas/praktijktoets/advies",
            "trekker2",
            {"uitkomst": "within-mvoi", "reden": "x"},
            "doelmatig",
        ),
    ],
)
def test_bad_input_is_a_sentence(
    client: CheckingClient, address: str, account: str, wrong: dict[str, str], told: str
) -> None:
    client.as_(account)
    first = NEW if address == "/nieuw" else {}
    answer = client.send(f"/vraagstukken{address}", form=FORM, **{**first, **wrong})
    assert answer.status_code == (422 if told else 404)
    assert told in answer.text


@pytest.mark.data("fresh")
def test_an_empty_tracker_says_how_to_begin(client: CheckingClient, database: Database) -> None:
    begin(database)
    page = client.as_("baas").page("/vraagstukken")
    assert page.heading == "Vraagstukken 0"
    assert "Breng het eerste vraagstuk op" in page.words
    assert client.open("/vraagstukken.csv").status_code == 200
    assert "nog geen vraagstuk" in client.page("/ketens/catering/vraagstukken").words
    made = client.send("/vraagstukken/nieuw", form=FORM, **NEW)
    assert client.page(made.location).heading == NEW["titel"]
    assert "nog geen praktijktoets gepland" in client.page(f"{made.location}/praktijktoets").words


def test_the_report_on_paper_with_its_evidence(
    client: CheckingClient, app: Flask, database: Database, clock: StandingClock
) -> None:
    with database.read() as session:
        test_id = session.scalars(
            select(PracticeTest.id)
            .join(Topic, Topic.id == PracticeTest.topic_id)
            .where(Topic.slug == "pfas")
        ).one()
    kind = FileSubject.TEST_EFFECTIVE
    with pytest.raises(NotAllowedError):
        attach(database, "publiek", kind=kind, subject_id=test_id)
    attach(database, "trekker2", kind=kind, subject_id=test_id, name="gesprekken.pdf")
    client.as_("klankbord")
    assert "gesprekken.pdf" in client.page(f"{PFAS}/praktijktoets").words
    need("pango")
    text = words(made(client, app, database, clock, f"{PFAS}/praktijktoets"))
    for part in ("PFAS", "Doeltreffend", "voor jassen is er een alternatief", "gesprekken.pdf"):
        assert part in text, part
    decided = "/vraagstukken/afzetmarkt-voor-secundaire-kunststoffen/praktijktoets"
    text = words(made(client, app, database, clock, decided))
    for part in ("Besluit van het opgave-overleg", "OO-2026-", "Bekrachtigd in het bestuurlijk"):
        assert part in text, part


def test_a_topic_that_waits_is_flagged_until_somebody_does_what_it_waits_for(
    demo: Database,
) -> None:
    """Every stage at which a topic can wait, each with the day on which that is noticed."""

    way = Way(demo)

    def flagged(day: date) -> set[str]:
        run(way.database, NOW + (day - TODAY))
        with way.database.read() as session:
            which = select(Flag.rule).where(
                Flag.subject_kind == "topic", Flag.subject_id == topic.id, Flag.closed_at.is_(None)
            )
            return set(session.scalars(which))

    day = timedelta(days=1)
    topic = way.raise_one()
    assert flagged(TODAY + 30 * day) == set()
    assert flagged(TODAY + 31 * day) == {"topic-without-test"}
    planned = {"topic_id": topic.id, "plan": way.plan(), "reason": "Het speelt"}
    way.do("trekker", tests.plan_test, **planned)
    assert flagged(TODAY) == set()
    assert flagged(TODAY + day) == {"test-not-begun"}
    way.do("expert", tests.start_test, topic_id=topic.id, on=TODAY, reason="Begonnen")
    assert flagged(TODAY + 30 * day) == set()
    assert flagged(TODAY + 31 * day) == {"test-too-long"}
    way.answered(topic, PracticeQuestion.EFFECTIVE)
    assert flagged(TODAY + 31 * day) == {"test-too-long"}
    way.answered(topic, PracticeQuestion.EFFICIENT)
    # Answered before the end that was planned: until then the test is not done.
    assert flagged(TODAY + 44 * day) == set()
    assert flagged(TODAY + 45 * day) == {"test-without-advice"}
    advice = Advice(AdviceOutcome.WITHIN_MVOI, "", "", "Daarom")
    way.do("expert", tests.give_advice, topic_id=topic.id, advice=advice, on=TODAY)
    assert flagged(TODAY) == set()
    assert flagged(TODAY + day) == {"advice-on-no-agenda"}
    way.within(
        "manager",
        lambda *who: outcomes.put_on_agenda(
            *who, topic_id=topic.id, body=way.body(who[0]), meeting_on=TODAY + 5 * day
        ),
    )
    with pytest.raises(RefusedError):
        way.within(
            "manager",
            lambda *who: outcomes.put_on_agenda(
                *who, topic_id=topic.id, body=way.body(who[0]), meeting_on=TODAY + 400 * day
            ),
        )
    assert flagged(TODAY + 5 * day) == set()
    # The day passed and nothing was decided: it is on no agenda again.
    assert flagged(TODAY + 6 * day) == {"advice-on-no-agenda"}
    way.decided(topic, AdviceOutcome.WITHIN_MVOI)
    assert flagged(TODAY + day) == set()


def test_who_does_the_test_gets_its_flags_and_solves_them(
    client: CheckingClient, database: Database
) -> None:
    way = Way(database)
    topic = way.raise_one()
    way.do("trekker", tests.plan_test, topic_id=topic.id, plan=way.plan(), reason="Het speelt")
    run(database, NOW + timedelta(days=1))
    for who, theirs in (("expert", True), ("manager", True), ("klankbord", False)):
        page = client.as_(who).page("/aandachtspunten")
        listed = " ".join(page.all("tbody th"))
        assert ("De praktijktoets had moeten beginnen" in listed) is theirs, who
        if theirs:
            assert "wie de toets doet" in page.all("tbody td[data-label='Van wie']")
        flag = "/aandachtspunten/" + client_flag(database, topic)
        button = f"a[href='/vraagstukken/{topic.slug}/praktijktoets/starten']"
        assert bool(client.page(flag).all(button)) is theirs, who


def test_dates_that_come_are_told_to_whom_they_concern(demo: Database) -> None:
    way = Way(demo)
    soon, due = TODAY + timedelta(days=10), TODAY + timedelta(days=12)
    motion = {"origin": TopicOrigin.PARLIAMENT, "parliament_nr": "M-1", "due": due}
    first, second = way.raise_one("Een brug", **motion), way.raise_one("Een weg")
    way.tested(first)
    way.advised(second)
    way.within(
        "manager",
        lambda *who: outcomes.put_on_agenda(
            *who, topic_id=second.id, body=way.body(who[0]), meeting_on=soon
        ),
    )

    def told(account: str, day: date) -> set[tuple[str, str]]:
        with demo.read() as session:
            moment = NOW + (day - TODAY)
            visit = Visit(way.actor(account), moment, "nl", None)
            lines = today.coming(session, visit)
        return {(line.subject, line.what) for line in lines}

    assert told("expert", TODAY) == set()
    ends = TODAY + timedelta(days=30)
    assert told("expert", ends - timedelta(days=14)) == {
        ("Een brug", "praktijktoets loopt tot 21 dec 2026")
    }
    assert told("expert", ends + timedelta(days=1)) == set()
    assert told("manager", TODAY) >= {
        ("Een brug", "uiterlijk 3 dec 2026 af te doen"),
        ("Een weg", "advies op de agenda van het opgave-overleg van 1 dec 2026"),
    }
    assert told("klankbord", TODAY) == set()


def client_flag(database: Database, topic: Topic) -> str:
    with database.read() as session:
        return session.scalars(
            select(Flag.ref).where(Flag.subject_kind == "topic", Flag.subject_id == topic.id)
        ).one()


def test_a_decision_is_on_the_advice_that_was_looked_at(
    client: CheckingClient, database: Database
) -> None:
    way = Way(database)
    topic = way.raise_one()
    way.advised(topic, AdviceOutcome.WITHIN_MVOI)
    path = f"/vraagstukken/{topic.slug}"
    typed = {"reden": "Zo", "akkoord": "Allen", "document": "Brief"}
    old = {**client.as_("manager").page(f"{path}/besluit").fields(FORM), **typed}
    old_agenda = client.page(f"{path}/agenda").fields(FORM)
    way.do("manager", services.step_back, topic_id=topic.id, on=TODAY, reason="Het kan beter")
    advice = Advice(AdviceOutcome.OTHER_DOMAIN, "Landbouw", "De chef", "Toch niet")
    way.do("expert", tests.give_advice, topic_id=topic.id, advice=advice, on=TODAY)
    agenda = {**old_agenda, "overleg": "01-12-2026"}
    answer = client.open(f"{path}/agenda", method="POST", data=agenda)
    assert answer.status_code == 409
    answer = client.open(f"{path}/besluit", method="POST", data=old)
    assert answer.status_code == 409
    assert "Iemand anders heeft dit vraagstuk intussen" in answer.text
    assert "Landbouw" in answer.text
    assert "Zo" in answer.text
    assert way.now_is(topic).decided is None
    # The secretary of the opgave-overleg may as well; nobody else, and no page once it was made.
    for who, status in (("opgave", 200), ("trekker", 404), ("bestuurlijk", 404), ("manager", 200)):
        assert client.as_(who).get(f"{path}/besluit").status_code == status, who
    assert client.send(f"{path}/besluit", form=FORM, **typed).status_code == 303
    assert client.open(f"{path}/besluit").status_code == 404


def test_what_is_closed_is_opened_again_before_it_is_changed(
    client: CheckingClient, database: Database
) -> None:
    way = Way(database)
    topic = way.raise_one()
    path = f"/vraagstukken/{topic.slug}/wijzigen"
    assert client.as_("manager").get(path).status_code == 200
    way.do("manager", services.close_topic, topic_id=topic.id, on=TODAY, reason="Klaar")
    assert client.get(path).status_code == 404


def test_an_endorsement_follows_the_decision_and_is_recorded_once(
    client: CheckingClient, database: Database
) -> None:
    way = Way(database)
    topic = way.raise_one()
    way.advised(topic, AdviceOutcome.WITHIN_MVOI)
    way.decided(topic, AdviceOutcome.WITHIN_MVOI)
    path = f"/vraagstukken/{topic.slug}/bekrachtiging"
    typed = {"wie": "Twee partijen", "akkoord": "Allen", "document": "Brief"}
    old = client.as_("manager").page(path).fields(FORM)
    answer = client.send(path, form=FORM, **typed, besloten_op="01-01-2026")
    assert answer.status_code == 422
    assert "Kies die dag of later" in answer.text
    assert client.send(path, form=FORM, **typed).status_code == 303
    answer = client.open(path, method="POST", data={**old, **typed})
    assert answer.status_code == 409
    assert "Twee partijen" in answer.text
    with database.read() as session:
        asked = select(TopicEndorsement).where(TopicEndorsement.topic_id == topic.id)
        assert len(session.scalars(asked).all()) == 1


def test_the_page_of_a_topic_says_what_it_waits_for(
    demo: Database, client: CheckingClient, clock: StandingClock
) -> None:
    topic = Way(demo).raise_one()
    clock.forward(days=40)
    run(demo, clock())
    address = f"/vraagstukken/{topic.slug}"
    assert "Er is geen praktijktoets gepland" in client.as_("klankbord").page(address).words
    mark = client.as_("manager").page(address).soup.select_one("section[aria-labelledby=aandacht]")
    assert mark is not None
    assert mark.select_one(f"a[href='{address}/praktijktoets/plannen']") is not None
