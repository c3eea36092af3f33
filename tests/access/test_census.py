"""Every route, method and role answers as the table of `routes.py` says, and none is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from buyergroups.accounts.gate import PUBLIC_ENDPOINTS, PUBLIC_FOLDER
from buyergroups.db import Database
from tests.access.people import (
    ICT,
    add_others,
    block,
    latest_session,
    of_chain,
    of_files,
    of_group,
    of_plans,
    open_assessment,
    somebody,
)
from tests.access.routes import EVERYBODY, NOT_THERE, PUBLIC, ROWS, SIGNED_IN, STRANGERS, Row
from tests.access.signing import TOKEN
from tests.confidential.making import of_secrets
from tests.flags.making import of_flags
from tests.publications.making import of_publications
from tests.suppliers.making import of_suppliers
from tests.support.client import CheckingClient

METHODS = ("GET", "POST", "PUT", "DELETE", "PROPFIND")
HTMX = {"HX-Request": "true"}
#: Where what is tried comes before any rule about roles, these stand for everybody.
FEW = pytest.mark.parametrize("census", ["stranger", "blocked", "beheer", "publiek"], indirect=True)


class Census:
    """Somebody before every address; after a write that was done they come in again."""

    def __init__(
        self, database: Database, new_client: Callable[[], CheckingClient], who: str
    ) -> None:
        self.database, self.new_client, self.who = database, new_client, who
        add_others(database)
        new_client().as_("opgave" if who == "expert" else "expert")
        self.other = latest_session(database, "opgave" if who == "expert" else "expert").ref
        self.names = {
            "chain": ICT,
            "other_session": self.other,
            **somebody(self.database),
            "own_session": "bcdfghjkmp",
            "assessment": open_assessment(self.database, ICT),
            **of_chain(self.database, ICT),
            **of_plans(self.database),
            **of_group(self.database),
            **of_files(self.database),
            **of_publications(self.database),
            **of_secrets(self.database),
            **of_suppliers(self.database),
            **of_flags(self.database),
        }
        self.begin()

    def begin(self) -> None:
        """Come in again."""
        self.client, self.token = self.new_client(), ""
        if self.who == "stranger":
            return
        self.client.as_(self.who)
        self.names["own_session"] = latest_session(self.database, self.who).ref
        if self.who == "blocked":
            block(self.database, self.who)

    def ask(self, method: str, address: str, **kwargs: object) -> TestResponse:
        """What is looked at whole is looked at once, as one of the roles."""
        self.client.checks = method == "GET" and self.who in ("stranger", "publiek")
        return self.client.open(address.format(**self.names), method=method, **kwargs)

    def send(self, row: Row) -> TestResponse:
        """Send the form of a row, with the token of a page that was open."""
        self.token = self.token or self.client.page("/privacy").fields("form")["csrf_token"]
        answer = self.ask(row.method, row.example, data={**row.form, "csrf_token": self.token})
        if answer.status_code in (200, 303):
            self.begin()
        return answer

    def with_token(self) -> dict[str, str]:
        """The header that lets a write through, for who has a session."""
        if self.who in STRANGERS:
            return {}
        self.token = self.token or self.client.page("/privacy").fields("form")["csrf_token"]
        return {"X-CSRFToken": self.token}

    def try_row(self, row: Row) -> str | None:
        """What is wrong with the answer, if anything."""
        answer = self.ask("GET", row.example) if row.method == "GET" else self.send(row)
        wanted = row.expected(self.who)
        wrong = answer.status_code != wanted or not self.well_sent(answer)
        return f"{_line(row, answer)}, expected {wanted}" if wrong else None

    @property
    def thoroughness(self) -> int | None:
        """How many of the things that are the same for every role are tried as this one."""
        return None if self.who in ("stranger", "publiek") else 1

    def well_sent(self, answer: TestResponse) -> bool:
        """Who is sent away from a page that is not public comes to sign-in."""
        if answer.status_code != 302 or self.who not in STRANGERS:
            return True
        return answer.location == "/inloggen" or answer.location.startswith("/inloggen?volgende=")


def _line(row: Row, answer: TestResponse) -> str:
    return f"{row.method} {row.example}: {answer.status_code} {answer.location or ''}"


@pytest.fixture(params=EVERYBODY)
def census(
    request: pytest.FixtureRequest, database: Database, new_client: Callable[[], CheckingClient]
) -> Census:
    """Everybody in turn, or the few that a test names."""
    return Census(database, new_client, request.param)


def without_tokens(text: str) -> str:
    """The page without what is another one in every answer."""
    return TOKEN.sub("", text)


def own_rules(app: Flask) -> Iterator[Rule]:
    yield from app.url_map.iter_rules()


def allowed(rule: Rule) -> set[str]:
    return set(rule.methods or ())


# ---- the table is whole -----------------------------------------------------------------------


def test_every_route_and_method_has_a_row(app: Flask) -> None:
    there = {
        (method, rule.rule)
        for rule in own_rules(app)
        for method in allowed(rule) - {"HEAD", "OPTIONS"}
    }
    assert {(row.method, row.rule) for row in ROWS} == there


def test_a_row_with_an_example_is_about_its_own_rule(app: Flask) -> None:
    names = dict.fromkeys(
        (
            "chain",
            "own_session",
            "other_session",
            "assessment",
            "report",
            "person",
            "group",
            "meeting",
            "pledge",
            "kept_pledge",
            "tender",
            "kept_tender",
            "line",
            "goal",
            "kept_goal",
            "kept_activity",
            "consultation",
            "published",
            "unpublished",
            "secret_file",
            "secret",
            "secret_supplier",
        ),
        "x",
    ) | dict.fromkeys(
        (
            "role",
            "lead",
            "consultation_id",
            "follow_up",
            "remark",
            "text_remark",
            "finding",
            "decision",
            "membership",
        ),
        "0",
    )
    names |= dict.fromkeys(("supplier", "unseen", "merged", "heard"), "x")
    names |= dict.fromkeys(("contact", "attended", "wish"), "0")
    names |= {"shown_file": "x"}
    names |= dict.fromkeys(("chain_flag", "file_flag", "sheet_flag"), "x")
    names |= {"file": "x", "result": "x", "gathering": "0", "paper": "x", "minuted": "x"}
    for row in ROWS:
        with app.test_request_context(row.example.format(**names), method=row.method) as context:
            assert context.request.url_rule is not None, row
            assert context.request.url_rule.rule == row.rule


def test_the_list_of_public_addresses_is_that_of_the_gate(app: Flask) -> None:
    public = {rule.rule for rule in own_rules(app) if rule.endpoint in PUBLIC_ENDPOINTS}
    assert public == {row.rule for row in PUBLIC}
    assert {row.rule for row in ROWS if row.stranger not in (302, 303)} <= public


# ---- everybody at every address ---------------------------------------------------------------


def test_every_route_answers_as_the_table_says(census: Census) -> None:
    assert [fault for row in ROWS if (fault := census.try_row(row))] == []


@pytest.mark.postgresql_only
@pytest.mark.parametrize("census", ["manager", "publiek"], indirect=True)
def test_every_route_answers_so_on_postgresql(census: Census) -> None:
    assert [fault for row in ROWS if (fault := census.try_row(row))] == []


@FEW
def test_head_is_get_without_a_body(census: Census) -> None:
    for row in (row for row in ROWS if row.method == "GET"):
        answer = census.ask("HEAD", row.example)
        assert (answer.status_code, answer.data) == (row.expected(census.who), b""), row


@FEW
def test_options_tells_nothing(census: Census, app: Flask) -> None:
    public = {row.rule for row in PUBLIC}
    for rule in own_rules(app):
        row = next(row for row in ROWS if row.rule == rule.rule)
        answer = census.ask("OPTIONS", row.example)
        expected = 302 if census.who in STRANGERS and rule.rule not in public else None
        assert answer.status_code in ({expected} if expected else {302, 404}), rule
        assert not answer.allow, rule


@FEW
def test_a_method_that_an_address_does_not_know(census: Census, app: Flask) -> None:
    known: dict[str, set[str]] = {}
    for rule in own_rules(app):
        known.setdefault(rule.rule, set()).update(allowed(rule))
    for address, methods in known.items():
        example = next(row.example for row in ROWS if row.rule == address)
        for method in sorted(set(METHODS) - methods, key=METHODS.index)[: census.thoroughness]:
            answer = census.ask(method, example, headers=census.with_token())
            expected = 302 if census.who in STRANGERS else 404
            assert answer.status_code == expected, (method, address)
            assert census.well_sent(answer)
            assert not answer.allow, (method, address)


@FEW
def test_unknown_addresses_tell_a_stranger_nothing(census: Census) -> None:
    asked = [("GET", address) for address in NOT_THERE]
    for method, address in [
        *asked,
        ("POST", "/beheer/x"),
        ("PUT", "/beheer/x"),
        ("HEAD", "/mijn/x"),
    ]:
        answer = census.ask(method, address, headers=census.with_token())
        private = not address.startswith(PUBLIC_FOLDER)
        expected = 302 if private and census.who in STRANGERS else 404
        assert answer.status_code == expected, (method, address)
        assert census.well_sent(answer)


#: Ways to find out whether an address is there, for who may not see it.
WAYS = ("GET", "HEAD", "POST", "POST with token", "PUT", "DELETE", "OPTIONS", "PROPFIND", "TRACE")


@pytest.mark.parametrize("census", ["publiek", "manager", "former"], indirect=True)
def test_not_yours_and_not_there_are_the_same_whichever_way_it_is_asked(census: Census) -> None:
    hidden = {row.rule: row for row in ROWS if hidden_from(census.who, row)}
    seen = {row.rule for row in ROWS if row.expected(census.who) != 404}
    census.client.checks = False
    for way in WAYS:
        method = way.partition(" ")[0]
        headers = census.with_token() if "token" in way else {}
        there = told(census, method, "/beheer/bestaat-niet", headers)
        assert there[0] in (400, 404), way
        for rule in hidden.keys() - seen:
            address = hidden[rule].example.format(**census.names)
            assert told(census, method, address, headers) == there, (way, address)
        slashes = told(census, method, "/beheer//logboek", headers)
        assert slashes[0] == there[0], way


def hidden_from(who: str, row: Row) -> bool:
    """There for somebody, but not for this one."""
    return row.expected(who) == 404 and any(row.expected(other) != 404 for other in SIGNED_IN)


def told(
    census: Census, method: str, address: str, headers: dict[str, str]
) -> tuple[int, str, dict[str, str]]:
    """All that an answer says, without the address itself."""
    answer = census.ask(method, address, headers=headers)
    kept = {name: value for name, value in answer.headers if name != "Set-Cookie"}
    kept.pop("Content-Length", None)
    text = without_tokens(answer.text).replace(quote(address), "").replace(address, "")
    return answer.status_code, text, kept


@pytest.mark.parametrize("census", ["stranger", "blocked", "publiek"], indirect=True)
def test_a_part_of_a_page_is_not_for_strangers(census: Census) -> None:
    """htmx follows a 302 and would put the sign-in page inside the page; it is told to go there."""
    public = {row.rule for row in PUBLIC}
    rows = [row for row in ROWS if row.rule not in public]
    if census.who not in STRANGERS:
        rows = list({row.rule: row for row in rows}.values())  # one of each rule is enough
    for address in [row.example for row in rows] + list(NOT_THERE[:3]):
        for method in ("GET", "POST"):
            answer = census.ask(method, address, headers=HTMX)
            if census.who in STRANGERS:
                found = (answer.status_code, answer.headers.get("HX-Redirect"), answer.data)
                assert found == (401, "/inloggen", b""), (method, address)
            else:
                assert answer.status_code != 401, (method, address)


def test_no_write_without_the_token(census: Census) -> None:
    without_a_valid_token(census, {}, {})


@FEW
def test_no_write_with_a_token_that_was_made_up(census: Census) -> None:
    without_a_valid_token(census, HTMX, {})
    without_a_valid_token(census, HTMX, {"csrf_token": "made-up"})
    without_a_valid_token(census, {}, {"csrf_token": ""})


def without_a_valid_token(census: Census, headers: dict[str, str], token: dict[str, str]) -> None:
    public = {row.rule for row in PUBLIC}
    for row in (row for row in ROWS if row.method == "POST"):
        answer = census.ask("POST", row.example, data={**row.form, **token}, headers=headers)
        expected = 400
        if census.who in STRANGERS and row.rule not in public:
            expected = 401 if headers else 302
        assert answer.status_code == expected, row
        assert expected != 400 or "<h1" in answer.text


def test_a_token_of_somebody_else_is_none(new_client: Callable[[], CheckingClient]) -> None:
    theirs = new_client().as_("publiek").page("/privacy").fields("form")["csrf_token"]
    mine = new_client().as_("trekker")
    mine.page("/privacy")
    assert mine.post("/taal", data={"csrf_token": theirs, "taal": "en"}).status_code == 400
    header = {"X-CSRFToken": theirs}
    assert mine.post("/taal", data={"taal": "en"}, headers=header).status_code == 400


def test_the_token_may_come_in_a_header(client: CheckingClient) -> None:
    token = client.as_("publiek").page("/privacy").fields("form")["csrf_token"]
    answer = client.post("/taal", data={"taal": "en"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 303


# ---- in house style ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "address", "status", "heading"),
    [
        ("GET", "/bestaat-niet", 404, "Deze pagina is er niet"),
        ("GET", "/ketens/bestaat-niet", 404, "Deze pagina is er niet"),
        ("DELETE", "/bord", 400, "Deze vraag klopt niet"),
        ("PROPFIND", "/bord", 404, "Deze pagina is er niet"),
        ("POST", "/taal", 400, "Deze vraag klopt niet"),
    ],
)
def test_no_is_said_in_house_style(
    client: CheckingClient, method: str, address: str, status: int, heading: str
) -> None:
    answer = client.as_("publiek").open(address, method=method)
    assert answer.status_code == status
    assert f">{heading}</h1>" in answer.text
    assert 'href="/bord"' in answer.text
    assert len(SIGNED_IN) == 12


def test_not_there_and_not_yours_cannot_be_told_apart(
    new_client: Callable[[], CheckingClient], database: Database
) -> None:
    new_client().as_("expert")
    theirs = latest_session(database, "expert").ref
    client = new_client().as_("publiek")
    token = client.page("/privacy").fields("form")["csrf_token"]
    answers = [
        client.post(f"/mijn/sessies/{ref}/beeindigen", data={"csrf_token": token})
        for ref in (theirs, "bcdfghjkmn")
    ]
    theirs_told, unknown_told = (without_tokens(answer.text) for answer in answers)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert theirs_told.replace(theirs, "bcdfghjkmn") == unknown_told
