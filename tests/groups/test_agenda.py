"""The agenda of a group: planned, changed, minutes with versions, on the page of today."""

from __future__ import annotations

import pytest

from tests.support.client import CheckingClient

pytestmark = pytest.mark.both_databases
GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
FORM = "form[data-concept]"
MEETING = {"titel": "Marktdag", "dag": "01-12-2026", "tijd": "9.30", "plaats": "Online"}


def test_a_meeting_is_planned_changed_and_reported_on(client: CheckingClient) -> None:
    client.as_("publiek")
    made = client.send(f"{GROUP}/agenda/nieuw", form=FORM, **MEETING).location
    page = client.page(made)
    assert "1 dec 2026 om 09:30" in page.words
    assert "Marktdag" in client.as_("privaat").page("/").words
    client.as_("publiek")
    client.send(f"{made}/wijzigen", form=FORM, tijd="10:00", vervalt="ja")
    assert "gaat niet door" in client.page(made).words
    assert "Marktdag" not in client.as_("privaat").page("/").words
    client.as_("publiek")
    client.send(f"{made}/verslag", form=FORM, verslag="Eerste **tekst**")
    client.send(f"{made}/verslag", form=FORM, verslag="Tweede tekst <script>x</script>")
    page = client.page(made)
    assert "Tweede tekst" in page.words
    assert "Eerste tekst" in page.words
    assert "<script>x" not in client.open(made).text
    assert "Verslag van Marktdag" in client.as_("privaat").page("/").words


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
