"""The agenda of a group: planned, changed, minutes with versions, on the page of today."""

from __future__ import annotations

import pytest

from tests.support.client import CheckingClient, Page, in_english

pytestmark = pytest.mark.both_databases
GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
FORM = "form[data-concept]"
MEETING = {"titel": "Fabrieksbezoek", "dag": "01-12-2026", "tijd": "9.30", "plaats": "Online"}


def test_a_meeting_is_planned_changed_and_reported_on(client: CheckingClient) -> None:
    client.as_("publiek")
    made = client.send(f"{GROUP}/agenda/nieuw", form=FORM, **MEETING).location
    page = client.page(made)
    assert "1 dec 2026 om 09:30" in page.words
    assert "Fabrieksbezoek" in client.as_("privaat").page("/").words
    client.as_("publiek")
    client.send(f"{made}/wijzigen", form=FORM, tijd="10:00", vervalt="ja")
    assert "gaat niet door" in client.page(made).words
    today = client.as_("privaat").page("/")
    assert "Fabrieksbezoek" not in " ".join(today.all("[aria-labelledby=straks] li"))
    assert "Gaat niet door: Fabrieksbezoek" in today.words
    client.as_("publiek")
    client.send(f"{made}/verslag", form=FORM, verslag="Eerste **tekst**")
    client.send(f"{made}/verslag", form=FORM, verslag="Tweede tekst <script>x</script>")
    page = client.page(made)
    assert "Tweede tekst" in page.words
    assert "Eerste tekst" in page.words
    assert "<script>x" not in client.open(made).text
    assert "Verslag van Fabrieksbezoek" in client.as_("privaat").page("/").words


@pytest.mark.parametrize(
    "wrong",
    [
        {"tijd": "25:00"},
        {"tijd": "x"},
        {"tijd": "1\u0660:00"},
        {"dag": ""},
        {"dag": "31-02-2026"},
        {"titel": " "},
        {"link": "javascript:alert(1)"},
    ],
)
def test_what_is_no_meeting_is_a_sentence(client: CheckingClient, wrong: dict[str, str]) -> None:
    answer = client.as_("trekker").send(f"{GROUP}/agenda/nieuw", form=FORM, **{**MEETING, **wrong})
    assert answer.status_code == 422


def test_two_who_write_minutes_lose_nothing(client: CheckingClient) -> None:
    client.as_("publiek")
    made = client.send(f"{GROUP}/agenda/nieuw", form=FORM, **MEETING).location
    old = client.page(f"{made}/verslag").fields(FORM)
    client.send(f"{made}/verslag", form=FORM, verslag="Van de een")
    answer = client.open(f"{made}/verslag", method="POST", data={**old, "verslag": "Van de ander"})
    assert answer.status_code == 409
    assert "Van de een" in answer.text
    assert "Van de ander" in answer.text


def test_a_time_that_the_clock_skips_is_refused(client: CheckingClient) -> None:
    client.as_("publiek")
    sent = {**MEETING, "dag": "28-03-2027", "tijd": "02:30"}
    answer = client.send(f"{GROUP}/agenda/nieuw", form=FORM, **sent)
    assert answer.status_code == 422
    page = Page(answer)
    assert "Op deze dag slaat de klok 02:30 over" in page.words
    assert page.fields(FORM)["tijd"] == "02:30"
    assert "klok" not in page.fields(FORM)
    in_english(client)
    answer = client.send(f"{GROUP}/agenda/nieuw", form=FORM, **sent)
    assert "On this day the clock skips 02:30" in answer.text
    assert client.send(f"{GROUP}/agenda/nieuw", form=FORM, **{**sent, "tijd": "03:00"}).location


def test_of_a_time_that_comes_twice_it_is_asked_which(client: CheckingClient) -> None:
    client.as_("publiek")
    assert "zomertijd" not in client.page(f"{GROUP}/agenda/nieuw").words
    sent = {**MEETING, "dag": "31-10-2027", "tijd": "02:30"}
    answer = client.send(f"{GROUP}/agenda/nieuw", form=FORM, **sent)
    assert answer.status_code == 422
    asked = Page(answer)
    assert "Op deze dag is het twee keer 02:30" in asked.words
    assert "Welke van de twee?" in asked.words
    assert asked.fields(FORM)["plaats"] == MEETING["plaats"]
    made = {}
    for half in ("zomertijd", "wintertijd"):
        data = {**client.page(f"{GROUP}/agenda/nieuw").fields(FORM), **sent, "klok": half}
        made[half] = client.open(f"{GROUP}/agenda/nieuw", method="POST", data=data).location
        assert f"31 okt 2027 om 02:30 ({half})" in client.page(made[half]).words
        changing = client.page(f"{made[half]}/wijzigen")
        assert changing.fields(FORM)["klok"] == half
    order = client.page(f"{GROUP}/agenda").words
    assert order.index("(wintertijd)") < order.index("(zomertijd)")
    later = client.send(f"{made['zomertijd']}/wijzigen", form=FORM, tijd="04:00")
    assert "31 okt 2027 om 04:00" in client.page(later.location).words


def test_which_of_the_two_is_kept_with_what_was_typed(client: CheckingClient) -> None:
    client.as_("publiek")
    form = client.page(f"{GROUP}/agenda/nieuw").fields(FORM)
    sent = {**form, **MEETING, "dag": "31-10-2027", "tijd": "02:30", "klok": "wintertijd"}
    assert client.post("/concept", data=sent).status_code == 200
    kept = client.page(f"{GROUP}/agenda/nieuw")
    assert kept.fields(FORM)["klok"] == "wintertijd"


def test_minutes_are_a_link_away(client: CheckingClient) -> None:
    client.as_("publiek")
    made = client.send(f"{GROUP}/agenda/nieuw", form=FORM, **MEETING).location
    link = f"main td a[href='{made}#verslag']"
    assert client.page(f"{GROUP}/agenda").all(link) == []
    client.send(f"{made}/verslag", form=FORM, verslag="Wat er gezegd is")
    assert client.page(f"{GROUP}/agenda").all(link) == ["ja : verslag van Fabrieksbezoek"]
    assert client.page(made).all("#verslag") == ["Verslag"]
