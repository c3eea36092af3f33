"""Settings in the pages: what each is, who changed it and why, and one changed with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from buyergroups.db import Database
from buyergroups.settings.catalogue import CATALOGUE, SettingKey
from buyergroups.settings.services import change_setting
from models.programme import Setting
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

LIST = "/beheer/instellingen"
STALE = f"{LIST}/stale-days"
FACTOR = f"{LIST}/factor-required"
FORM = "form[data-concept]"

pytestmark = pytest.mark.both_databases


@pytest.fixture
def admin(client: CheckingClient) -> CheckingClient:
    return client.as_("beheer")


def test_every_setting_is_there_with_default_and_bounds(admin: CheckingClient) -> None:
    page = admin.page(LIST)
    shown = page.all("tbody tr")
    assert len(shown) == len(CATALOGUE)
    for definition in CATALOGUE.values():
        line = next(text for text in shown if definition.words.nl in text)
        if not definition.yes_no:
            assert f"{definition.low} tot en met {definition.high}" in line
    assert "ja of nee" in page.words
    for key in SettingKey:
        admin.page(f"{LIST}/{key.value}")


def test_a_change_holds_at_once_and_says_who_and_why(admin: CheckingClient) -> None:
    answer = admin.send(STALE, form=FORM, waarde="150", reden="Halfjaarritme")
    assert answer.location == STALE
    page = admin.page(STALE)
    assert "Nu: 150." in page.words
    assert "120 → wordt 150" in page.words
    assert "Halfjaarritme" in page.words
    listed = next(
        text for text in admin.page(LIST).all("tbody tr") if "tot een keten verouderd is" in text
    )
    assert "150" in listed
    assert "Halfjaarritme" in listed


def test_yes_or_no_is_a_choice(admin: CheckingClient) -> None:
    page = admin.page(FACTOR)
    assert len(page.soup.select("input[type=radio][name=waarde]")) == 2
    assert "1 = ja" not in page.words
    answer = admin.send(FACTOR, form=FORM, waarde="0", reden="Niets")
    assert answer.status_code == 422
    assert "geldt al" in answer.text
    bad = admin.send(FACTOR, form=FORM, waarde="2", reden="Niets")
    assert "Kies een van de mogelijkheden." in bad.text


@pytest.mark.parametrize(
    "typed", ["", "0", "3651", "-5", "1.5", "x", "٣٠", "9" * 5000, "1e3", "\x00", "\u202e9"]
)
def test_what_is_no_number_in_the_bounds_gets_a_sentence(
    admin: CheckingClient, database: Database, typed: str
) -> None:
    answer = admin.send(STALE, form=FORM, waarde=typed, reden="Mijn reden")
    page = Page(answer)
    assert answer.status_code == 422
    assert "van 1 tot en met 3650" in page.words
    assert page.fields(FORM)["reden"] == "Mijn reden"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Setting)) == 0


def test_a_change_needs_a_reason(admin: CheckingClient) -> None:
    answer = admin.send(STALE, form=FORM, waarde="150", reden=" ")
    assert answer.status_code == 422
    assert Page(answer).fields(FORM)["waarde"] == "150"


def test_who_saves_second_is_told(admin: CheckingClient, database: Database) -> None:
    fields = admin.page(STALE).fields(FORM)
    Acting(database).do(
        "beheer",
        change_setting,
        programme_id=1,
        key=SettingKey.STALE_DAYS,
        value=200,
        reason="Van de ander",
    )
    answer = admin.post(STALE, data=fields | {"waarde": "150", "reden": "Van mij"})
    page = Page(answer)
    assert answer.status_code == 409
    assert "Van de ander" in page.words
    assert page.fields(FORM)["waarde"] == "150"
    assert admin.post(STALE, data=page.fields(FORM)).status_code == 303


@pytest.mark.parametrize("account", ["manager", "trekker", "publiek"])
def test_for_others_there_is_no_such_page(client: CheckingClient, account: str) -> None:
    client.as_(account).page(LIST, status=404)
    client.page(STALE, status=404)
    client.as_("beheer").page(f"{LIST}/bestaat-niet", status=404)
