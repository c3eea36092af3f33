"""How each page works, in the page itself: in both languages, with the settings that hold."""

from __future__ import annotations

import pytest

from buyergroups.db import Database
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.services import change_setting
from models.programme import Programme
from tests.support.acting import Acting
from tests.support.beginning import begin
from tests.support.client import CheckingClient

CHAIN = "/ketens/zonnepanelen"
#: Each main page, who opens it, and how many sentences about the rules it has.
PAGES = [
    ("publiek", "/", 5),
    ("publiek", "/bord", 5),
    ("publiek", "/bord/tabel", 4),
    ("publiek", "/bord/impact", 3),
    ("publiek", "/bord/tijdlijn", 4),
    ("publiek", "/ketens", 4),
    ("publiek", CHAIN, 5),
    ("publiek", f"{CHAIN}/fase", 5),
    ("publiek", f"{CHAIN}/geschiedenis", 3),
    ("trekker", f"{CHAIN}/statusupdate", 5),
    ("trekker", f"{CHAIN}/fase/beoordelen", 6),
    ("trekker", "/nulmeting", 5),
    ("publiek", "/jaarselectie", 4),
    ("publiek", "/jaarselectie/2027", 4),
    ("manager", "/personen", 4),
    ("beheer", "/beheer", 4),
    ("publiek", "/buyer-groups", 3),
    ("publiek", "/buyer-groups/ict-hardware-langer-gebruiken", 5),
    ("publiek", "/buyer-groups/ict-hardware-langer-gebruiken/vraag", 5),
    ("publiek", "/organisaties", 3),
    ("opgave", "/fasebeoordelingen/bevestigen", 3),
    ("manager", "/beheer/fasecriteria", 3),
    ("publiek", "/mijn/ketens", 1),
]
STALE = ["/", "/bord", "/bord/tabel", "/ketens", f"{CHAIN}/statusupdate"]
HELP = "main details.kb-help"


@pytest.mark.parametrize(("account", "address", "number"), PAGES)
def test_each_page_says_how_it_works(
    client: CheckingClient, account: str, address: str, number: int
) -> None:
    client.as_(account)
    told = {}
    for language, toggle in (("nl", "Hoe werkt deze pagina?"), ("en", "How does this page work?")):
        client.send("/", form=f"#taal-{language}")
        page = client.page(address)
        assert page.all(f"{HELP} summary") == [toggle]
        told[language] = page.all(f"{HELP} li")
        assert len(told[language]) == len(set(told[language])) == number
        assert max(len(line) for line in told[language]) <= 200, "short"
    assert not set(told["nl"]) & set(told["en"])


def test_a_rule_has_the_same_words_everywhere(client: CheckingClient) -> None:
    said: dict[str, set[str]] = {"Verouderd:": set(), "als voorlopig": set(), "overschreven": set()}
    for account, address, _ in PAGES:
        for line in client.as_(account).page(address).all(f"{HELP} li"):
            for word, lines in said.items():
                if word in line:
                    lines.add(line)
    assert {word: len(lines) for word, lines in said.items()} == dict.fromkeys(said, 1)


@pytest.mark.both_databases
def test_the_numbers_are_those_of_the_settings(client: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    with demo.read() as session:
        programme_id = session.query(Programme.id).scalar()
    values = {
        SettingKey.AGEING_DAYS: 33,
        SettingKey.STALE_DAYS: 44,
        SettingKey.CHAINS_PER_YEAR: 7,
        SettingKey.INVITATION_DAYS: 1,
    }
    for key, value in values.items():
        act.do(
            "beheer",
            change_setting,
            programme_id=programme_id,
            key=key,
            value=value,
            reason="omdat",
        )
    for address in STALE:
        words = " ".join(client.as_("trekker").page(address).all(f"{HELP} li"))
        assert "meer dan 33 dagen niets gehoord" in words, address
        assert "meer dan 44 dagen" in words, address
    words = " ".join(client.page("/jaarselectie").all(f"{HELP} li"))
    assert "kiest 7 ketens per jaar" in words
    words = " ".join(client.as_("manager").page("/personen").all(f"{HELP} li"))
    assert "werkt 1 dag." in words


@pytest.mark.data("fresh")
def test_with_nothing_recorded_yet(client: CheckingClient, fresh: Database) -> None:
    begin(fresh)
    there = [page for page in PAGES if not page[1].startswith("/buyer-groups/")]
    for account, address, number in there:
        who = {"trekker": "eerste", "manager": "baas", "beheer": "baas"}.get(account, "notulist")
        assert len(client.as_(who).page(address).all(f"{HELP} li")) == number, address
