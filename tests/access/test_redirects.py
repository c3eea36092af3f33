"""After signing in one comes back to a page of this site, whatever the address said."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buyergroups.web.addresses import own_path
from tests.access.signing import sign_in
from tests.support.client import CheckingClient

NewClient = Callable[[], CheckingClient]
SITE = "https://ketenbord.example"

OUTSIDE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "HTTPS://evil.example/bord",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "mailto:x@evil.example",
    "evil.example",
    "@evil.example",
    "bord",
    "",
    "/\x00/evil.example",
    "/\x7f/evil.example",
    "/bord\r\nSet-Cookie: a=b",
    "/\u202e/bord",
    "/\u200b/bord",
    "/\ufeff/bord",
    "/" + "a" * 5000,
    "\u2028//evil.example",
]
INSIDE = [
    "/",
    "/bord",
    "/bord?op=2026-01-01&cluster=gww",
    "/bord?a=b#kaart",
    "/ketens/zonnepanelen/fase",
    "/bord?volgende=//evil.example",
    "/bord?u=https://evil.example",
    "/ketens/caf\u00e9",
    "/.//evil.example",
    "/%2F%2Fevil.example",
    "/%5Cevil.example",
]


def as_a_browser(target: str) -> str:
    """Where a browser goes (WHATWG): tabs and newlines dropped, a backslash read as a slash."""
    bare = re.sub(r"[\t\n\r]", "", target.strip("".join(map(chr, range(33)))))
    return urljoin(f"{SITE}/inloggen", bare.replace("\\", "/"))


@pytest.mark.parametrize("target", OUTSIDE, ids=lambda text: ascii(text[:30]))
def test_an_address_outside_is_not_followed(target: str) -> None:
    assert own_path(target) is None


@pytest.mark.parametrize("target", INSIDE)
def test_an_address_of_this_site_is(target: str) -> None:
    assert own_path(target) == target


def test_none_is_none() -> None:
    assert own_path(None) is None


HOSTILE = st.text(st.sampled_from("/\\\t\n\r \x00:@.?#%eJ\u202e\u2044\uff0f"), max_size=12)


@given(st.one_of(HOSTILE.map(lambda text: "/" + text), HOSTILE, st.text(max_size=40)))
@example("/\t/evil.example")
@example("/\\/evil.example")
def test_whatever_is_followed_stays_here(target: str) -> None:
    found = own_path(target)
    if found is None:
        return
    assert found == target
    assert as_a_browser(found).startswith(f"{SITE}/")
    assert urlsplit(as_a_browser(found)).hostname == "ketenbord.example"


@pytest.mark.parametrize("target", OUTSIDE, ids=lambda text: ascii(text[:30]))
def test_signing_in_ends_on_the_board_instead(client: CheckingClient, target: str) -> None:
    page = client.page(f"/inloggen?{urlencode({'volgende': target})}")
    assert page.fields()["volgende"] == ""
    answer = sign_in(client, "publiek", volgende=target)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get(f"/inloggen?{urlencode({'volgende': target})}").location == "/"


def test_signing_in_ends_where_somebody_was_going(client: CheckingClient) -> None:
    sent = client.get("/bord?cluster=gww&toon=alle")
    page = client.page(sent.location)
    assert page.fields()["volgende"] == "/bord?cluster=gww&toon=alle"
    answer = sign_in(client, "publiek", volgende=page.fields()["volgende"])
    assert answer.location == "/bord?cluster=gww&toon=alle"


def test_where_somebody_was_going_survives_a_mistake(client: CheckingClient) -> None:
    page = client.page("/inloggen?volgende=/ketens")
    for password, status in (("", 422), ("dit is het niet", 422)):
        answer = sign_in(client, "publiek", password, volgende=page.fields()["volgende"])
        assert answer.status_code == status
        assert 'name="volgende" value="/ketens"' in answer.text


@pytest.mark.parametrize(
    ("asked", "volgende"),
    [
        ("//evil.example/x", None),
        ("/%5Cevil.example", None),
        ("/%09/evil.example", None),
        ("/bord?a=%00", "/bord?a=%00"),
        ("/ketens/caf%C3%A9", "/ketens/caf%C3%A9"),
    ],
)
def test_sent_to_sign_in_from_a_hostile_address(
    client: CheckingClient, asked: str, volgende: str | None
) -> None:
    answer = client.get(asked, base_url="http://localhost")
    assert answer.status_code in (302, 308)
    assert answer.location.startswith("/inloggen") or "evil" not in urlsplit(answer.location).netloc
    assert "\\" not in answer.location


@pytest.mark.parametrize("target", OUTSIDE, ids=lambda text: ascii(text[:30]))
def test_the_choice_of_language_goes_nowhere_else(client: CheckingClient, target: str) -> None:
    token = client.page("/inloggen").fields()["csrf_token"]
    answer = client.post("/taal", data={"csrf_token": token, "taal": "nl", "volgende": target})
    assert (answer.status_code, answer.location) == (303, "/")
