"""The list of chains: every chain, by cluster, and found by a part of its name."""

from __future__ import annotations

import pytest

from tests.support.client import CheckingClient, Page


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    return client.as_("klankbord")


def names(page: Page) -> list[str]:
    return page.all("tbody th[scope=row]")


def test_every_chain_stands_in_its_cluster(reader: CheckingClient) -> None:
    page = reader.page("/ketens")
    assert len(names(page)) == 58
    assert len(page.all(".kb-table__group")) == 6


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("zonnepanelen", ["Zonnepanelen"]),
        ("MOBIELE hard", ["ICT-hardware en mobiele apparaten"]),
        ("  zónne  ", ["Zonnepanelen"]),
    ],
)
def test_a_chain_is_found_by_parts_of_its_name(
    reader: CheckingClient, asked: str, found: list[str]
) -> None:
    page = reader.get("/ketens", query_string={"naam": asked})
    assert names(Page(page)) == found


@pytest.mark.parametrize("asked", ["bestaat niet", "\x00", "\u202e", "[" * 5000])
def test_nothing_found_says_so_and_leads_on(reader: CheckingClient, asked: str) -> None:
    page = Page(reader.get("/ketens", query_string={"naam": asked}))
    assert not names(page)
    assert "Geen keten heet zo." in page.words
    assert page.soup.select_one("main .kb-alert a[href='/ketens']")


def test_the_priority_chains_alone(reader: CheckingClient) -> None:
    page = reader.page("/ketens?toon=prioritair")
    assert len(names(page)) == 20
    assert set(page.all("tbody td .kb-badge--tag")) == {"prioritair"}
    assert page.all(".kb-views [aria-current]") == ["prioritair (20)"]
    found = Page(reader.get("/ketens", query_string={"naam": "zonne", "toon": "prioritair"}))
    assert names(found) == ["Zonnepanelen"]
