"""Whatever is sent: too much, too many, in another shape, in no known writing. Never a crash."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from buyergroups.accounts.gate import MOST_KEPT
from buyergroups.app import MAXIMUM_BODY, MAXIMUM_FIELDS
from buyergroups.db import Database
from models.people import SignInTry
from tests.support.client import CheckingClient, Page, in_english

HTMX = {"HX-Request": "true"}
FORM = "application/x-www-form-urlencoded"
ADDRESSES = ("/inloggen", "/taal", "/uitloggen", "/mijn/sessies/andere/beeindigen")


def token(client: CheckingClient) -> str:
    return client.page("/privacy").fields("form")["csrf_token"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_form_that_is_too_large(
    client: CheckingClient, address: str, headers: dict[str, str]
) -> None:
    client.as_("publiek")
    data = {"csrf_token": token(client), "email": "a " * MAXIMUM_BODY}
    page = Page(client.post(address, data=data, headers=headers))
    assert page.status == 413
    assert page.heading == "Dit is te groot"
    assert client.get("/bord").status_code == 200


@pytest.mark.both_databases
def test_what_was_typed_in_a_form_that_is_too_large_is_kept(client: CheckingClient) -> None:
    address = "/ketens/zonnepanelen/statusupdate"
    fields = client.as_("trekker").page(address).fields("form[data-concept]")
    sent = {**fields, "veranderd": "Kort. " + "x" * MAXIMUM_BODY, "stap": "Marktdag"}
    home = {"Origin": "http://localhost", "Referer": f"http://localhost{address}?sinds=maand"}
    evil = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
    page = Page(client.post(address, data=sent, headers=evil))
    assert (page.status, page.soup.select(f"main a[href='{address}']")) == (413, [])
    assert client.page(address).fields("form[data-concept]")["stap"] != "Marktdag"
    page = Page(client.post(address, data=sent, headers=home))
    assert page.status == 413
    assert "Wat je typte is bewaard" in page.words
    assert "60.000" in page.words
    english = Page(in_english(client).post(address, data=sent, headers=home))
    assert "60,000" in english.words
    client.post("/taal", data={"taal": "nl", "csrf_token": fields["csrf_token"]})
    back = page.soup.select_one("main a.kb-button--primary")
    assert back is not None
    again = client.page(str(back["href"]))
    kept = again.fields("form[data-concept]")
    assert kept["stap"] == "Marktdag"
    assert kept["veranderd"].startswith("Kort. xxx")
    assert "staat er weer" in again.words
    # More than is read at all: at least the way back is there.
    page = Page(client.post(address, data={**sent, "stap": "y" * MOST_KEPT}, headers=home))
    assert page.status == 413
    assert page.soup.select(f"main a[href='{address}?sinds=maand']")


def test_a_form_as_large_as_may_be_is_read(client: CheckingClient) -> None:
    data = {"csrf_token": token(client), "taal": "en", "x": "a" * (MAXIMUM_BODY - 1000)}
    assert client.post("/taal", data=data).status_code == 303


def test_a_stranger_may_not_send_much_either(client: CheckingClient, database: Database) -> None:
    data = {"csrf_token": token(client), "email": "a@b.nl", "password": "x" * MAXIMUM_BODY}
    assert client.post("/inloggen", data=data).status_code == 413
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(SignInTry)) == 0


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", FORM, "application/json", "text/plain"]
)
def test_more_than_was_said(client: CheckingClient, kind: str) -> None:
    """The length that is told is not trusted: a missing or a false one changes nothing."""
    body = b"x" * (MAXIMUM_BODY + 1)
    for length in (str(len(body)), "10", "-1", "0", "abc", "9" * 30):
        answer = client.post(
            "/taal", data=body, content_type=kind, headers={"Content-Length": length}
        )
        assert answer.status_code in (400, 413), length


def test_too_many_parts(client: CheckingClient) -> None:
    data = {f"f{nr}": "x" for nr in range(MAXIMUM_FIELDS + 1)}
    sent = {**data, "csrf_token": token(client)}
    page = Page(client.post("/taal", data=sent, content_type="multipart/form-data"))
    assert (page.status, page.heading) == (413, "Dit is te groot")


def test_many_small_fields(client: CheckingClient) -> None:
    """They fit in the size that is allowed; only the known ones are looked at."""
    body = f"csrf_token={token(client)}&taal=en&" + "&".join(f"f{nr}=" for nr in range(50_000))
    assert len(body) < MAXIMUM_BODY
    assert client.post("/taal", data=body, content_type=FORM).status_code == 303


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"taal": "en"}'),
        ("application/json", b"{" * 10_000),
        ("application/json", b'{"email": ["a"], "password": {"b": 1}, "taal": 3}'),
        ("application/json", b"[1, 2]"),
        ("application/json", b"null"),
        ("text/plain", b"taal=en"),
        ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("multipart/form-data; boundary=" + "x" * 5000, b"--x--"),
        ("multipart/form-data; boundary=\xff", b"--x--"),
        (FORM, b"\xff\xfe=\xff&taal=\xed\xa0\x80"),
        (FORM + "; charset=utf-16", "taal=en".encode("utf-16")),
        (FORM + "; charset=bestaat-niet", b"taal=en"),
        ("", b"taal=en"),
        ("/", b""),
        ("x" * 5000, b"taal=en"),
    ],
    ids=lambda value: ascii(value[:25]),
)
@pytest.mark.parametrize("address", ["/inloggen", "/taal", "/uitloggen"])
def test_a_form_in_another_shape(
    client: CheckingClient, address: str, kind: str, body: bytes
) -> None:
    """With the token in a header, so that the view itself gets to see it."""
    client.as_("publiek")
    headers = {"X-CSRFToken": token(client), "Content-Type": kind}
    answer = client.post(address, data=body, headers=headers)
    assert answer.status_code in (303, 400, 413, 422)


@pytest.mark.parametrize("value", ["\x00", b"\xff\xfe", "x" * 4000, "\ufffd"])
def test_a_token_of_rubbish(client: CheckingClient, value: Any) -> None:
    client.as_("publiek")
    assert client.post("/taal", data={"csrf_token": value}).status_code == 400
    assert client.get("/bord").status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize("ref", ["%00", "x" * 3000, "%ff", "1", "-1", "..", "%2e%2e%2fandere"])
def test_a_reference_of_rubbish(client: CheckingClient, ref: str) -> None:
    client.as_("publiek")
    answer = client.post(f"/mijn/sessies/{ref}/beeindigen", data={"csrf_token": token(client)})
    assert answer.status_code in (404, 422)


def test_repeated_fields(client: CheckingClient) -> None:
    fields = f"csrf_token={token(client)}&csrf_token=x&taal=en&taal=nl&volgende=/a&volgende=//b"
    answer = client.post("/taal", data=fields, content_type=FORM)
    assert (answer.status_code, answer.location) == (303, "/a")


def test_a_language_that_is_none(client: CheckingClient) -> None:
    for language in ("de", "", "EN", "\x00", "en" * 1000):
        data = {"csrf_token": token(client), "taal": language}
        assert client.post("/taal", data=data).status_code == 303
        assert client.page("/privacy").soup.html["lang"] == "nl"  # type: ignore[index]


def test_a_file_where_words_belong(client: CheckingClient) -> None:
    data = {
        "csrf_token": token(client),
        "email": (BytesIO(b"a@b.nl"), "a.txt"),
        "password": (BytesIO(b"x"), "../../b.txt"),
    }
    assert client.post("/inloggen", data=data).status_code == 422
