"""Whatever stands in an address: a page with a sentence and the right status, never a crash."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.client import CheckingClient, Page

HTMX = {"HX-Request": "true"}
ICT = "ict-hardware-en-mobiele-apparaten"
LONG = "a" * 5000
RTL = "\u202e2026-01-01"

#: A filter of the board that makes no sense, and the beginning of what is said about it.
MISTAKES = [
    ("op", "30-02-2026", "De dag 30-02-2026 bestaat niet."),
    ("op", "2026-02-30", "De dag 2026-02-30 bestaat niet."),
    ("op", "2025-02-29", "De dag 2025-02-29 bestaat niet."),
    ("op", "2026-13-01", "De dag 2026-13-01 bestaat niet."),
    ("op", "0000-00-00", "De dag 0000-00-00 bestaat niet."),
    ("op", "20260-01-01", "is geen datum. Schrijf hem als"),
    ("op", "9999-12-31", "Kijk het jaar van"),
    ("op", "2026-11-22", "ligt in de toekomst"),
    ("op", "2024-11-20", "Ketenbord houdt de ketens bij sinds"),
    ("op", "0001-01-01", "Kijk het jaar van"),
    ("op", "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661", "is geen datum"),
    ("op", "2026-01-01\x00", "is geen datum"),
    ("op", RTL, "is geen datum"),
    ("op", LONG, "is geen datum"),
    ("op", "1" * 5000, "is geen datum"),
    ("op", "gisteren", "is geen datum"),
    ("op", "<script>alert(1)</script>", "is geen datum"),
    ("op", "-1", "is geen datum"),
    ("op", "1e3", "is geen datum"),
    ("jaar", "abc", "is geen jaar"),
    ("jaar", "-1", "is geen jaar"),
    ("jaar", "0", "is geen jaar"),
    ("jaar", "20260", "is geen jaar"),
    ("jaar", "\u0662\u0660\u0662\u0667", "is geen jaar"),
    ("jaar", "2\u00b2", "is geen jaar"),
    ("jaar", "9" * 5000, "is geen jaar"),
    ("jaar", "2027\x00", "is geen jaar"),
    ("pagina", "0", "is geen bladzijde"),
    ("pagina", "-1", "is geen bladzijde"),
    ("pagina", "99999", "is geen bladzijde"),
    ("pagina", "1.5", "is geen bladzijde"),
    ("pagina", "\u0661", "is geen bladzijde"),
    ("toon", "zzz", "is geen keuze"),
    ("toon", "ALLE", "is geen keuze"),
    ("toon", LONG, "is geen keuze"),
    ("volgorde", "zzz", "is geen volgorde"),
    ("cluster", "bestaat-niet", "bestaat niet"),
    ("cluster", "gww\x00", "bestaat niet"),
    ("cluster", "'; DROP TABLE chain; --", "bestaat niet"),
    ("cluster", LONG, "bestaat niet"),
    ("thema", "bestaat-niet", "bestaat niet"),
    ("thema", RTL, "bestaat niet"),
    ("trekker", "bestaat-niet", "Deze ketentrekker heeft hier geen ketens."),
    ("trekker", LONG, "Deze ketentrekker heeft hier geen ketens."),
]


def shown(client: CheckingClient, query: str, sentence: str) -> None:
    """The sentence stands on the page, which has status 422, whole and as a fragment."""
    page = Page(client.get(f"/bord?{query}", follow_redirects=True))
    assert page.status == 422, page.words[:300]
    assert sentence in page.words
    assert page.heading
    client.checks = False  # the same words, looked at above
    fragment = Page(client.get(f"/bord?{query}", headers=HTMX))
    assert fragment.status == 422
    assert sentence in fragment.words
    assert "<script>alert" not in page.text + fragment.text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    MISTAKES,
    ids=[f"{name}={value[:20]!a}" for name, value, _ in MISTAKES],
)
def test_a_filter_that_makes_no_sense(
    client: CheckingClient, name: str, value: str, sentence: str
) -> None:
    shown(client.as_("publiek"), urlencode({name: value}), sentence)


def test_several_mistakes_are_all_told(client: CheckingClient) -> None:
    client.as_("publiek")
    query = urlencode({"op": "x", "jaar": "abc", "toon": "zzz", "cluster": "y", "pagina": "0"})
    words = client.page(f"/bord?{query}", status=422).words
    for part in ("geen datum", "geen jaar", "geen keuze", "Het cluster 'y'", "geen bladzijde"):
        assert part in words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jaar", "2000"),
        ("jaar", "2999"),
        ("pagina", "9999"),
        ("thema", "klimaat"),
        ("trekker", "geen"),
        ("op", "2024-11-21"),
        ("onbekend", "x"),
        ("toon", ""),
        ("op", "   "),
        ("cluster[]", "gww"),
        ("", "x"),
    ],
)
def test_what_makes_sense_but_finds_little(client: CheckingClient, name: str, value: str) -> None:
    answer = client.as_("publiek").get(f"/bord?{urlencode({name: value})}", follow_redirects=True)
    assert answer.status_code in (200, 422)
    assert Page(answer).heading


@pytest.mark.parametrize(
    "query",
    [
        "op=2026-01-01&op=x",
        "cluster=gww&cluster=ict&cluster=",
        "jaar=2027&jaar=abc&toon=selectie",
        "&".join(f"p{nr}=x" for nr in range(500)),
        "op=2026-01-01;jaar=2027",
        "op",
        "=",
        "&&&",
        "?",
        "op=%",
        "op=%zz",
        "%ff=%fe",
        "cluster=%c3%28",
        "cluster=%ed%a0%80",
        "cluster=%00",
        "toon=alle#kaart",
    ],
)
def test_an_address_written_strangely(client: CheckingClient, query: str) -> None:
    client.checks = False  # each is a board that another test looks at
    for headers in ({}, HTMX):
        answer = client.as_("publiek").get(f"/bord?{query}", headers=headers, follow_redirects=True)
        assert answer.status_code in (200, 422)


VALUES = st.one_of(
    st.sampled_from(["2026-01-01", "30-02-2026", "alle", "selectie", "2027", "gww", "1", "2", ""]),
    st.text(max_size=8),
)
NAMES = ["op", "jaar", "toon", "cluster", "thema", "trekker", "volgorde", "pagina", "sinds"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5))
def test_any_combination(client: CheckingClient, asked: dict[str, str]) -> None:
    """At most one redirect, to an address that stays as it is."""
    client.as_("publiek")
    answer = client.get(f"/bord?{urlencode(asked)}")
    if answer.status_code == 302:
        answer = client.get(answer.location)
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    "slug",
    [
        "bestaat-niet",
        "ICT-HARDWARE",
        "\x00",
        "\u202e",
        "a" * 5000,
        "' OR 1=1 --",
        "..%2f..%2fetc",
        "\U0001f600",
        "%ff%fe",
        "<script>alert(1)</script>",
        "zonnepanelen ",
        "{{7*7}}",
    ],
    ids=lambda text: ascii(text[:20]),
)
@pytest.mark.both_databases
def test_a_chain_that_is_not_there(client: CheckingClient, slug: str) -> None:
    client.as_("publiek")
    path = slug if "%" in slug else quote(slug)
    for tab in ("", "/fase", "/geschiedenis"):
        page = client.page(f"/ketens/{path}{tab}", status=404)
        assert page.heading == "Deze pagina is er niet"
        assert "<script>alert" not in page.text
        assert "49" not in page.words


@pytest.mark.parametrize("number", ["0", "-1", "abc", "99999", "1.0", "\u0661", "\x00", LONG])
def test_a_page_of_history_that_makes_no_sense(client: CheckingClient, number: str) -> None:
    address = f"/ketens/{ICT}/geschiedenis?{urlencode({'pagina': number})}"
    page = client.as_("publiek").page(address, status=422)
    assert "is geen bladzijde" in page.words


def test_a_page_of_history_beyond_the_last(client: CheckingClient) -> None:
    client.as_("publiek").page(f"/ketens/{ICT}/geschiedenis?pagina=9999")


@pytest.mark.parametrize(
    "path", ["//bord", "///", "/bord//", "/./bord", "/bord/..", "/ketens//fase", "/%2f%2fbord"]
)
def test_slashes_and_dots(client: CheckingClient, path: str) -> None:
    answer = client.as_("publiek").get(path, base_url="http://localhost")
    assert answer.status_code in (200, 302, 308, 404)
    assert not answer.location or answer.location.startswith(("/", "http://localhost/"))
    assert not (answer.location or "").startswith("//")


@pytest.mark.parametrize("address", ["/bord", f"/ketens/{ICT}", "/inloggen"])
def test_large_and_odd_headers(client: CheckingClient, address: str) -> None:
    headers = {
        "Accept-Language": "x" * 20_000,
        "Accept": "application/" + "y" * 20_000,
        "X-Anything": "\u00ff" * 5000,
        "Cookie": "sessie=niets; taal=" + "z" * 5000,
        "HX-Current-URL": "javascript:alert(1)",
        "HX-Target": "<script>",
        "If-None-Match": '"x"',
        "Range": "bytes=0-10",
        "If-Modified-Since": "niet ooit",
        "Content-Length": "0",
    }
    assert client.get(address, headers=headers).status_code in (200, 302)


@pytest.mark.parametrize(
    "value",
    ["", "x", "a.b.c", "." * 4000, "eyJhIjoxfQ.aaaaaa.bbbbbb", "\u00e9", '"; Path=/', "null"],
)
def test_a_cookie_that_is_not_ours(client: CheckingClient, value: str) -> None:
    client.set_cookie("sessie", value)
    client.set_cookie("taal", value)
    client.set_cookie("remember_token", value)
    assert client.get("/bord").status_code == 302
    assert client.page("/inloggen").heading == "Inloggen"


@pytest.mark.parametrize("number", ["0", "999999999", "9999999999", "9" * 20, "9" * 5000])
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("trekker", "/bestanden/toevoegen/onderbouwing/{}"),
        ("manager", "/bestanden/toevoegen/besluit/{}"),
        ("manager", "/beheer/fasecriteria/{}"),
        ("manager", "/buyer-groups/ict-hardware-langer-gebruiken/deelnemers/{}"),
    ],
)
def test_a_number_that_nothing_has(
    client: CheckingClient, who: str, address: str, number: str
) -> None:
    assert client.as_(who).get(address.format(number)).status_code == 404


def test_a_form_that_says_it_saw_a_number_of_a_thousand_figures(client: CheckingClient) -> None:
    client.as_("beheer")
    address = "/beheer/vragen/chain-plan/goals"
    fields = client.page(address).fields("form[data-concept]")
    sent = fields | {"gezien": "9" * 5000, "reden": "Daarom"}
    assert client.post(address, data=sent).status_code == 409
