"""A page takes a fixed number of statements, however many chains and people there are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from buyergroups.db import Database
from seed.bulk import load_bulk
from tests.access.people import ICT
from tests.support.client import CheckingClient
from tests.support.run import NOW
from tests.support.statements import Statements

#: Who opens what, and how many statements that takes at most when nothing was kept.
PAGES = [
    ("manager", "/", 20),
    ("trekker", "/", 17),
    ("publiek", "/", 14),
    ("trekker", "/", 16),
    ("publiek", "/", 16),
    ("beheer", "/personen", 10),
    ("manager", "/personen?rol=member&naam=a", 10),
    ("beheer", "/personen/rechten", 10),
    ("publiek", "/ketens", 12),
    ("trekker", f"/ketens/{ICT}", 17),
    ("trekker", f"/ketens/{ICT}/fase", 16),
    ("publiek", "/mijn/ketens", 10),
    ("trekker", f"/ketens/{ICT}", 19),
    ("publiek", "/bord/tijdlijn?toon=alle", 17),
    ("publiek", "/bord/tijdlijn?toon=alle&sinds=2026-06-01", 23),
    ("trekker", f"/ketens/{ICT}/fase", 18),
    ("publiek", f"/ketens/{ICT}/geschiedenis", 22),
    ("trekker", f"/ketens/{ICT}/statusupdate", 16),
    ("publiek", f"/ketens/{ICT}/plan", 34),
    ("manager", "/ketens/zonnepanelen/plan/concept", 34),
    ("beheer", "/beheer/logboek", 12),
    ("publiek", "/jaarselectie/2027", 14),
    ("beheer", "/", 16),
    ("publiek", "/organisaties", 10),
    ("publiek", "/organisaties?naam=bulk&sector=public&ondertekenaar=ja&stand=alle", 10),
    ("manager", "/organisaties/koepel-van-voorbeeldgemeenten", 10),
    ("manager", "/organisaties/gemeente-voorbeeldstad/geschiedenis", 8),
    ("manager", "/organisaties/gemeente-voorbeeldstad/wijzigen", 14),
    ("manager", "/organisaties/gemeente-voorbeeldstad/samenvoegen/gemeente-utrecht", 16),
    ("publiek", "/organisaties.csv", 10),
    ("beheer", "/personen/bewaartermijn", 8),
]


@pytest.mark.both_databases
@pytest.mark.parametrize(("account", "address", "most"), PAGES)
def test_the_same_number_for_few_and_for_many(
    client: CheckingClient,
    demo: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
    account: str,
    address: str,
    most: int,
) -> None:
    client.as_(account)
    with counted(demo) as few:
        client.page(address)
    load_bulk(demo, NOW, chains=120, people=300, organisations=300, seed=1)
    with counted(demo) as many:
        client.page(address)
    assert len(many) == len(few), str(many)
    assert len(few) <= most, str(few)
