"""`If-None-Match` on board and chain pages: 304 while nothing changed, for the same reader only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from werkzeug.test import TestResponse

from buyergroups.accounts.services import give_role
from buyergroups.db import Database
from buyergroups.phases.services import say_still_correct
from buyergroups.web import assets, unchanged
from models.people import Role
from tests.access.people import LONG_AGO, MAKER, person_id
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient
from tests.support.statements import Statements

CHAIN = "/ketens/catering"
PLAN = "/ketens/ict-hardware-en-mobiele-apparaten/plan"
#: Of these the page itself is kept as well.
KEPT = [
    PLAN,
    f"{PLAN}/versies/1",
    f"{CHAIN}/buyer-groups",
    "/buyer-groups",
    "/organisaties",
]
PAGES = [
    "/bord",
    "/bord?toon=prioritair&cluster=energie",
    "/bord?op=2026-03-01",
    "/bord/tabel",
    "/bord/impact",
    "/bord/tijdlijn",
    "/ketens",
    "/ketens?naam=zonne",
    CHAIN,
    f"{CHAIN}/fase",
    f"{CHAIN}/geschiedenis",
    *KEPT,
]
#: From `NOW` until five minutes before midnight in Amsterdam.
BEFORE_MIDNIGHT = 12 * 60 + 55
pytestmark = pytest.mark.both_databases


def tag(client: CheckingClient, address: str, **headers: str) -> str:
    """The tag that an address has now."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    assert answer.headers["ETag"].startswith('W/"')
    return answer.headers["ETag"]


def ask(client: CheckingClient, address: str, known: str, **headers: str) -> TestResponse:
    return client.get(address, headers={"If-None-Match": known, **headers})


def change(database: Database) -> None:
    act = Acting(database)
    act.forward(minutes=1)
    act.do("trekker2", say_still_correct, chain_id=act.chains["schoonmaak"])


@pytest.mark.parametrize("address", PAGES)
def test_nothing_new_is_empty_until_something_changes(
    client: CheckingClient, demo: Database, address: str
) -> None:
    client.as_("publiek")
    known = tag(client, address)
    for _ in range(2):
        answer = ask(client, address, known)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == known
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Vary"] == "Cookie, HX-Request"
    change(demo)
    answer = ask(client, address, known)
    assert answer.status_code == 200
    assert answer.data
    assert answer.headers["ETag"] != known


def test_a_304_reads_who_asks_and_nothing_more(
    client: CheckingClient,
    demo: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    known = tag(client.as_("publiek"), CHAIN)
    with counted(demo) as seen:
        assert ask(client, CHAIN, known).status_code == 304
    assert len(seen) <= 2, str(seen)


@pytest.mark.parametrize("address", [*KEPT, CHAIN, "/ketens"])
def test_who_looks_again_gets_the_page_made_before(
    client: CheckingClient,
    demo: Database,
    address: str,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    first = client.as_("publiek").get(address)
    with counted(demo) as seen:
        again = client.get(address)
    assert len(seen) <= 2, str(seen)
    assert (again.status_code, again.data) == (200, first.data)
    assert again.headers["ETag"] == first.headers["ETag"]
    change(demo)
    with counted(demo) as seen:
        client.get(address)
    assert len(seen) > 2, str(seen)


def test_what_was_no_page_is_no_page_again(client: CheckingClient) -> None:
    client.as_("publiek")
    for _ in range(2):
        answer = client.get("/organisaties?soort=onzin")
        assert (answer.status_code, "ETag" in answer.headers) == (422, False)


def test_how_a_tag_may_be_written(client: CheckingClient) -> None:
    known = tag(client.as_("publiek"), CHAIN)
    strong = known.removeprefix("W/")
    for text in (known, strong, f'"x", {known}', f'{strong} , W/"y"', "*"):
        assert ask(client, CHAIN, text).status_code == 304, text
    for text in ("", '"x"', strong.strip('"')[:-1], strong[:-2] + '"', "W/", '"'):
        assert ask(client, CHAIN, text).status_code == 200, text
    assert client.head(CHAIN, headers={"If-None-Match": known}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ketens/bestaat-niet", 404),
        ("/bord?cluster=bestaat-niet", 422),
        ("/bord?toon=onzin", 422),
        ("/bord/tabel?sorteer=onzin", 422),
        ("/ketens?toon=onzin", 422),
        ("/bord?jaar=&cluster=energie", 302),
    ],
)
def test_a_star_stands_for_pages_that_are_there(
    client: CheckingClient, address: str, status: int
) -> None:
    answer = ask(client.as_("publiek"), address, "*")
    assert answer.status_code == status
    assert "ETag" not in answer.headers


def test_a_stranger_signs_in(client: CheckingClient) -> None:
    known = tag(client.as_("publiek"), CHAIN)
    for text in (known, "*"):
        assert ask(client.nobody(), CHAIN, text).status_code == 302


def test_of_another_reader_language_session_or_page(
    client: CheckingClient,
    new_client: Callable[[], CheckingClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.as_("publiek")
    known = {address: tag(client, address) for address in PAGES}
    assert len(set(known.values())) == len(PAGES)
    # Another session of the same person: the forms of the page would not work there.
    assert ask(new_client().as_("publiek"), CHAIN, known[CHAIN]).status_code == 200
    # Even if two sessions had the same token.
    monkeypatch.setattr(unchanged, "form_token", lambda: "token")
    known = {address: tag(client, address) for address in PAGES}
    for who in ("privaat", "trekker", "manager"):
        other = new_client().as_(who)
        for address in PAGES:
            assert ask(other, address, known[address]).status_code == 200, who
    assert ask(client, PAGES[0], known[PAGES[1]]).status_code == 200


def test_of_another_language(client: CheckingClient) -> None:
    client.as_("publiek")
    dutch = tag(client, CHAIN)
    client.post("/taal", data=client.page(CHAIN).fields("#taal-en"))
    assert ask(client, CHAIN, dutch).status_code == 200
    english = tag(client, CHAIN)
    assert english != dutch
    assert "Chain lead" in client.page(CHAIN).words


def test_of_another_day(client: CheckingClient, clock: StandingClock) -> None:
    clock.forward(minutes=BEFORE_MIDNIGHT)
    client.as_("publiek")
    known = {address: tag(client, address) for address in PAGES}
    clock.forward(minutes=4)
    for address in PAGES:
        assert ask(client, address, known[address]).status_code == 304
    clock.forward(minutes=2)
    for address in PAGES:
        assert ask(client, address, known[address]).status_code == 200


def test_rights_that_begin_today_without_a_write(
    client: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    with demo.write() as session:
        give_role(
            session,
            MAKER,
            LONG_AGO,
            person_id=person_id(session, "publiek"),
            role=Role.PROGRAMME_MANAGER,
            since=date(2026, 11, 22),
        )
    clock.forward(minutes=BEFORE_MIDNIGHT)
    known = tag(client.as_("publiek"), CHAIN)
    assert "Keten beheren" not in client.page(CHAIN).words
    clock.forward(minutes=6)
    answer = ask(client, CHAIN, known)
    assert answer.status_code == 200
    assert "Keten beheren" in answer.text


def test_a_part_of_the_page_is_not_the_page(client: CheckingClient) -> None:
    client.as_("publiek")
    whole = tag(client, "/bord")
    part = {"HX-Request": "true"}
    answer = ask(client, "/bord", whole, **part)
    assert answer.status_code == 200
    assert "<!doctype" not in answer.text
    assert ask(client, "/bord", answer.headers["ETag"], **part).status_code == 304
    assert ask(client, "/bord", answer.headers["ETag"]).status_code == 200


def test_the_poll_of_an_open_board_stays_as_it_was(client: CheckingClient, demo: Database) -> None:
    page = client.as_("publiek").page("/bord")
    stand = page.soup.select_one("[data-stand]")["data-stand"]  # type: ignore[index]
    part = {"HX-Request": "true"}
    address = f"/bord?stand={stand}"
    assert client.get(address, headers=part).status_code == 204
    for known in ("*", '"x"'):
        answer = ask(client, address, known, **part)
        assert (answer.status_code, answer.data) == (204, b"")
    change(demo)
    answer = client.get(address, headers=part)
    assert answer.status_code == 200
    assert ask(client, address, answer.headers["ETag"], **part).status_code == 304


def test_what_there_is_to_tell_is_told(client: CheckingClient) -> None:
    client.as_("publiek")
    known = tag(client, CHAIN)
    client.send(CHAIN, form=".kb-page-head form")
    answer = ask(client, CHAIN, known)
    assert answer.status_code == 200
    assert "Je volgt Catering." in answer.text
    assert "ETag" not in answer.headers
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Iets om te vertellen")]
    answer = ask(client, CHAIN, "*")
    assert "Iets om te vertellen" in answer.text


@pytest.mark.sqlite_only
def test_after_an_upgrade_no_tag_holds(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tag(client.as_("publiek"), CHAIN)
    monkeypatch.setattr(unchanged, "_program", lambda: ("other",))
    assert ask(client, CHAIN, known).status_code == 200


@pytest.mark.sqlite_only
def test_the_program_is_more_than_its_static_files() -> None:
    first = unchanged._program()
    assert len(set(first)) == 2
    assert assets.content_hash() not in first
