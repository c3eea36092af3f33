"""Forms of topics and their tests: all that is wrong at once, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import Tag

from buyergroups.db import Database
from buyergroups.practice_tests import services as tests
from models.topics import AdviceOutcome, Topic
from tests.support.client import CheckingClient, Page
from tests.topics.test_topics import FORM, NEW, TODAY, Way


def raised(way: Way) -> Topic:
    topic: Topic = way.raise_one()
    return topic


def planned(way: Way) -> Topic:
    topic = raised(way)
    way.do("trekker", tests.plan_test, topic_id=topic.id, plan=way.plan(), reason="Het speelt")
    return topic


def running(way: Way) -> Topic:
    topic = raised(way)
    way.tested(topic)
    way.answered(topic)
    return topic


def advised(way: Way) -> Topic:
    topic = raised(way)
    way.advised(topic)
    return topic


def elsewhere(way: Way) -> Topic:
    topic = advised(way)
    way.decided(topic, AdviceOutcome.OTHER_DOMAIN)
    return topic


def handed_over(way: Way) -> Topic:
    topic = elsewhere(way)
    way.hand_over(topic)
    return topic


def within(way: Way) -> Topic:
    topic = raised(way)
    way.advised(topic, AdviceOutcome.WITHIN_MVOI)
    way.decided(topic, AdviceOutcome.WITHIN_MVOI)
    return topic


@pytest.mark.parametrize(
    ("stage", "path", "account", "count"),
    [
        (raised, "wijzigen", "manager", 3),
        (raised, "sluiten", "manager", 2),
        (planned, "terug", "manager", 2),
        (raised, "praktijktoets/plannen", "manager", 5),
        (planned, "praktijktoets/plannen", "manager", 4),
        (planned, "praktijktoets/starten", "expert", 2),
        (running, "praktijktoets/doelmatig", "expert", 2),
        (running, "praktijktoets/alternatief/pricing", "expert", 1),
        (running, "praktijktoets/advies", "expert", 3),
        (advised, "agenda", "manager", 1),
        (advised, "besluit", "opgave", 5),
        (within, "bekrachtiging", "manager", 4),
        (elsewhere, "overdracht", "manager", 3),
        (handed_over, "ontvangst", "manager", 2),
    ],
)
def test_what_is_wrong_is_told_at_once_in_the_order_of_the_page(
    demo: Database,
    client: CheckingClient,
    stage: Callable[[Way], Topic],
    path: str,
    account: str,
    count: int,
) -> None:
    """Every line left empty. What was chosen already stays so: a browser sends no less."""
    address = f"/vraagstukken/{stage(Way(demo)).slug}/{path}"
    empty = dict.fromkeys(_typed(client.as_(account).page(address)), "")
    page = Page(client.send(address, form=FORM, **empty))
    assert page.status == 422
    told = [str(link["href"])[1:] for link in page.soup.select("main [role=alert] a")]
    fields = [str(tag["id"]) for tag in page.soup.select(f"{FORM} [id]")]
    assert told == sorted(told, key=fields.index)
    assert len(told) == count, page.all("main [role=alert]")


def _typed(page: Page) -> list[str]:
    fields: list[Tag] = page.soup.select(f"{FORM} input:not([type]), {FORM} textarea")
    return [str(field["name"]) for field in fields]


@pytest.mark.parametrize(
    ("stage", "path", "account", "wrong", "sentences"),
    [
        (
            None,
            "nieuw",
            "publiek",
            {**NEW, "titel": "🙂", "uiterlijk": "01-01-2010", "links": "ftp://x", "waarom": ""},
            ["met letters of cijfers", "Kies een dag tussen", "waarom dit nu", "https://"],
        ),
        (
            None,
            "nieuw",
            "publiek",
            {**NEW, "herkomst": "parliament", "gevraagd": ""},
            ["wat er van inkoop", "het nummer van de motie", "afgedaan moet zijn"],
        ),
        (
            raised,
            "praktijktoets/plannen",
            "manager",
            {"van": "23-11-2026", "tot": "22-11-2026", "organisaties": "Zzz", "wie": "Zzz"},
            ["Niemand heet zo", "eindigt voordat hij begint", "Geen organisatie heet 'Zzz'"],
        ),
        (
            running,
            "praktijktoets/advies",
            "expert",
            {"uitkomst": "other-domain", "op": "22-11-2026"},
            ["het beleidsdomein", "wie daar is ingelicht", "waarom je dit adv", "tot en met vand"],
        ),
        (
            planned,
            "praktijktoets/starten",
            "expert",
            {"op": "20-11-2026"},
            ["De vorige stap was op 21-11-2026", "Schrijf waarmee de toets begint."],
        ),
        (
            advised,
            "besluit",
            "opgave",
            {"domein": "", "besloten_op": "22-11-2026"},
            ["het beleidsdomein", "Schrijf waarom.", "wie akkoord", "toekomst", "het document"],
        ),
        (
            elsewhere,
            "overdracht",
            "manager",
            {"op": "20-11-2026", "wie": "De chef"},
            ["Besloten is op 21-11-2026", "Schrijf wat is overgedragen."],
        ),
        (
            handed_over,
            "ontvangst",
            "manager",
            {"op": "20-11-2026"},
            ["Overgedragen is op 21-11-2026", "Schrijf wie de ontvangst"],
        ),
    ],
)
def test_days_and_choices_are_told_with_what_is_missing(
    demo: Database,
    client: CheckingClient,
    stage: Callable[[Way], Topic] | None,
    path: str,
    account: str,
    wrong: dict[str, str],
    sentences: list[str],
) -> None:
    within = f"{stage(Way(demo)).slug}/" if stage else ""
    page = Page(client.as_(account).send(f"/vraagstukken/{within}{path}", form=FORM, **wrong))
    assert page.status == 422
    told = page.all("main [role=alert] li")
    for sentence in sentences:
        assert any(sentence in one for one in told), (sentence, told)
    assert told[0].find(sentences[0]) >= 0, "the first of the page first"


def test_a_decision_that_was_taken_meanwhile_is_a_conflict_whatever_the_day(
    demo: Database, client: CheckingClient
) -> None:
    way = Way(demo)
    topic = advised(way)
    address = f"/vraagstukken/{topic.slug}/besluit"
    fields = client.as_("opgave").page(address).fields(FORM)
    way.decided(topic, AdviceOutcome.WITHIN_MVOI, on=TODAY)
    filled = {"akkoord": "Allen", "document": "Brief", "reden": "Zo", "besloten_op": "20-11-2026"}
    assert client.post(address, data={**fields, **filled}).status_code == 409
