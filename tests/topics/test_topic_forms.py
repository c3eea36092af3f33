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
    assert len(_told_in_order(page)) == count, page.all("main [role=alert]")


def _told_in_order(page: Page) -> list[str]:
    told = [str(link["href"])[1:] for link in page.soup.select("main [role=alert] a")]
    fields = [str(tag["id"]) for tag in page.soup.select(f"{FORM} [id]")]
    assert told == sorted(told, key=fields.index)
    return told


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
    assert len(_told_in_order(page)) == len(told)


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


def test_chains_to_tick_say_what_is_ticked_and_begin_with_ones_own(client: CheckingClient) -> None:
    page = client.as_("trekker").page("/vraagstukken/nieuw")
    assert page.all("#keten") == ["Welke productketens raakt het? geen gekozen"]
    names = page.all("input[name=keten] + span")
    own = [name for name in names if name.endswith("jouw keten")]
    assert own
    assert own == names[: len(own)]
    fields = page.fields(FORM)
    ticked = [str(box["value"]) for box in page.soup.select("input[name=keten]")][:5]
    sent = client.post("/vraagstukken/nieuw", data={**fields, "keten": ticked})
    told = Page(sent).all("#keten")[0]
    assert f"5 gekozen: {own[0].removesuffix(' jouw keten')}, " in told
    assert told.endswith(", \u2026"), "four by name"
    assert not Page(sent).soup.select("details.kb-ticks[open]")


def test_a_plan_offers_whom_and_what_there_is(demo: Database, client: CheckingClient) -> None:
    address = f"/vraagstukken/{raised(Way(demo)).slug}/praktijktoets/plannen"
    page = client.as_("manager").page(address)
    assert "Eva Lindeman" in page.all("datalist#wie-keuze option")
    assert page.soup.select("input[name=organisaties][list=organisaties-namen]")
    offered = page.soup.select("datalist#organisaties-namen option")
    names = [str(option["value"]) for option in offered][:5]
    lines = ["organisaties", *(f"organisaties-{nr}" for nr in range(2, 6))]
    days = {"wie": "expert@ketenbord.example", "van": "23-11-2026", "tot": "24-11-2026"}
    plan = {**days, "methode": "Gesprekken", "reden": "Nu", **dict(zip(lines, names, strict=True))}
    wrong = client.send(address, form=FORM, **{**plan, "organisaties": "Zzz", lines[4]: "Yyy"})
    for name in ("Zzz", "Yyy"):
        assert f"Geen organisatie heet &#39;{name}&#39;" in wrong.text, "both at once"
    assert client.post("/concept", data=Page(wrong).fields(FORM)).status_code == 200
    kept = client.page(address).fields(FORM)
    assert [kept[line] for line in lines] == ["Zzz", *names[1:4], "Yyy"], "a draft keeps them apart"
    client.post("/concept/weg", data=kept)
    assert client.send(address, form=FORM, **plan).status_code == 303
    page = client.page(address)
    assert sorted(page.fields(FORM)[line] for line in lines) == sorted(names)
    assert len(page.soup.select("fieldset input[name^=organisaties]")) == 10
    assert page.soup.select("details.kb-ticks[open] input[name=organisaties-4]")


def test_what_was_found_is_told_where_one_lands(demo: Database, client: CheckingClient) -> None:
    address = f"/vraagstukken/{running(Way(demo)).slug}/praktijktoets"
    sent = client.as_("expert").send(f"{address}/doelmatig", form=FORM, bronnen="Drie gesprekken")
    assert sent.location == address, "what an address points at takes the focus from the message"
    assert client.page(sent.location).soup.select("[role=status][autofocus]")
