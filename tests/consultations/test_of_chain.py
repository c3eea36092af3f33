"""The consultations of a chain: what was heard and done with it, what is open, and stacking."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.consultations.stacking import weigh
from buyergroups.db import Database
from models.consultations import ConsultationState, ItemOutcome, ItemReaders
from tests.access.people import ICT
from tests.consultations.rows import ICT_GROUP, SUN_GROUP, Rows
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

#: A chain of which the demonstration has no consultation, and one with an adopted plan.
ROADS = "wegen"
TAB = f"/ketens/{ROADS}/marktconsultaties"
pytestmark = pytest.mark.both_databases


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database)


def warning(page: Page) -> str:
    return " ".join(words for words in page.all(".kb-alert") if "stapelt" in words)


def test_what_was_heard_stands_per_theme_with_what_was_done(
    client: CheckingClient, rows: Rows
) -> None:
    first = rows.consultation("Eerste gesprek", chains=(ROADS,), held_on=date(2025, 3, 1))
    later = rows.consultation("Tweede gesprek", chains=(ROADS,), held_on=date(2026, 9, 1))
    rows.item(first, "Te lange levertijd", theme="climate", outcome=ItemOutcome.OPEN)
    rows.item(
        later, "Kan al", theme="climate", outcome=ItemOutcome.TAKEN_UP, why="Het is een eis nu"
    )
    rows.item(later, "Zonder onderwerp", outcome=ItemOutcome.NOT, why="Niet aan ons")
    page = client.as_("publiek").page(TAB)
    table = [
        line.split()
        for line in page.all("main table tbody tr")
        if "2025" in line and "2026" in line
    ]
    assert table[0][:6] == ["Klimaat", "2", "1", "1", "–", "–"]
    words = page.words
    assert words.index("Kan al") < words.rindex("Te lange levertijd") < words.index("Niet aan ons")
    assert "Het is een eis nu" in words
    assert page.all("#open") == ["Nog open 1"]
    only = client.page(f"{TAB}?thema=climate")
    assert "Niet aan ons" not in only.words
    assert "Kan al" not in client.page(f"{TAB}?uitkomst=open").words
    assert client.open(f"{TAB}?thema=x&uitkomst=x").status_code == 200
    assert client.open(f"{TAB}?pagina=x").status_code == 422


def test_notes_are_for_whom_they_are(client: CheckingClient, rows: Rows) -> None:
    ref = rows.consultation("Gesprek", chains=(ROADS,), state=ConsultationState.PUBLISHED)
    rows.item(ref, "In het verslag", readers=ItemReaders.REPORT)
    rows.item(ref, "Voor publieke deelnemers", readers=ItemReaders.PUBLIC_MEMBERS)
    rows.item(ref, "Voor de hele groep", readers=ItemReaders.GROUP)
    assert "Voor publieke deelnemers" in client.as_("publiek").page(TAB).words
    private = client.as_("privaat").page(TAB)
    assert "Voor de hele groep" in private.words
    assert "Voor publieke deelnemers" not in private.words
    assert private.all("#open") == ["Nog open 2"]
    for account in ("klankbord", "beheer"):
        page = client.as_(account).page(TAB)
        assert "Marktconsultaties van deze keten 1" in page.words
        for secret in ("In het verslag", "Voor de hele groep", "langer gebruiken", "gehoord 1"):
            assert secret not in page.words.replace("Wat er gehoord is", ""), (account, secret)
        assert page.soup.select("#open, #gehoord") == []


def test_suppliers_are_counted_in_files_that_one_may_read(
    client: CheckingClient, rows: Rows
) -> None:
    ours = rows.consultation("Ons gesprek", chains=(ROADS,))
    theirs = rows.consultation("Hun gesprek", chains=(ROADS,), group=SUN_GROUP)
    off = rows.consultation("Afgelast", chains=(ROADS,), state=ConsultationState.CANCELLED)
    one, two = rows.supplier(ours, "Een BV"), rows.supplier(ours, "Een B.V.")
    rows.supplier(ours, "Niet gekomen BV", present=False)
    rows.supplier(theirs, "Ander BV")
    rows.supplier(off, "Nooit gesproken BV")
    rows.invite(theirs, one)
    assert "2 marktpartijen gehoord" in client.as_("publiek").page(TAB).words
    assert "3 marktpartijen gehoord" in client.as_("manager").page(TAB).words
    rows.merge(two, one)
    assert "1 marktpartij gehoord" in client.as_("publiek").page(TAB).words
    assert "2 marktpartijen gehoord" in client.as_("manager").page(TAB).words
    assert "gehoord</li>" not in client.as_("klankbord").open(TAB).text


def test_a_plan_with_focus_warns_of_what_is_asked_besides(
    client: CheckingClient, rows: Rows
) -> None:
    tab = f"/ketens/{ICT}/marktconsultaties"
    client.as_("publiek")
    before = warning(client.page(tab))
    ref = rows.consultation("Nieuw gesprek")
    for theme in ("circular", "climate", "social-return", "chain-responsibility", None):
        rows.question(ref, theme)
    # In focus, or what does not count: it warns of nothing new.
    assert warning(client.page(tab)) == before
    rows.question(ref, "diversity-inclusion", removed_at=NOW)
    assert warning(client.page(tab)) == before
    rows.question(ref, "diversity-inclusion")
    assert "Diversiteit" in warning(client.page(tab))
    assert "richt zich op" in warning(client.page(tab))
    # Who cannot read what was asked is not told of it either.
    assert warning(client.as_("klankbord").page(tab)) == ""
    rows.change(ref, state=ConsultationState.CANCELLED)
    assert warning(client.as_("publiek").page(tab)) == before


def test_without_a_plan_more_themes_than_a_plan_should_have_is_stacking(
    client: CheckingClient, rows: Rows
) -> None:
    ref = rows.consultation("Gesprek", chains=(ROADS,))
    for theme in ("circular", "climate", "human-rights"):
        rows.question(ref, theme)
    client.as_("publiek")
    assert warning(client.page(TAB)) == ""
    rows.question(ref, "social-return")
    assert warning(client.page(TAB)) == ""
    rows.question(ref, "diversity-inclusion")
    assert "4 thema's" in warning(client.page(TAB))
    assert "hooguit 3" in warning(client.page(TAB))


def test_whoever_asks_more_is_warned_where_they_ask_it(client: CheckingClient, rows: Rows) -> None:
    ref = rows.consultation("Nieuw gesprek")
    rows.question(ref, "diversity-inclusion")
    pages = (
        f"/marktconsultaties/vastleggen?groep={ICT_GROUP}",
        f"/marktconsultaties/aankondigen?groep={ICT_GROUP}",
        f"/marktconsultaties/{ref}",
        f"/marktconsultaties/{ref}/vragen",
    )
    client.as_("publiek")
    for address in pages:
        assert "Diversiteit" in warning(client.page(address)), address
    # Cancelled, it asks nothing, and says nothing of what others ask.
    rows.change(ref, state=ConsultationState.CANCELLED)
    assert warning(client.page(pages[2])) == ""
    assert "Diversiteit" not in warning(client.page(pages[0]))


def test_a_theme_that_is_about_to_be_asked_is_warned_of(client: CheckingClient, rows: Rows) -> None:
    ref = rows.consultation("Nieuw gesprek")
    address = f"/marktconsultaties/{ref}/vragen"
    sent = client.as_("publiek").page(address).fields("form[data-concept]")
    theme = str(rows.theme("diversity-inclusion"))
    filled = {**sent, "v0-vraag": "Wie werkt er?", "v0-thema": theme, "erbij": "v"}
    assert "Diversiteit" in warning(Page(client.post(address, data=filled)))


def test_a_tender_asks_what_its_consultations_ask(client: CheckingClient, rows: Rows) -> None:
    ref = rows.consultation("Gesprek", chains=(ICT,))
    for theme in ("circular", "climate", "human-rights", "diversity-inclusion"):
        rows.question(ref, theme)
    client.as_("publiek")
    assert warning(client.page(TAB)) == ""
    tender = rows.tender(ref, chain=ROADS)
    assert "4 thema's" in warning(client.page(TAB))
    # Whoever may not see that there is a tender is not told by a warning.
    assert "4 thema's" not in warning(client.as_("privaat").page(TAB))
    rows.end_tender(tender)
    assert warning(client.as_("publiek").page(TAB)) == ""


@given(
    asked=st.sets(st.integers(1, 8)),
    focus=st.frozensets(st.integers(1, 6)),
    most=st.integers(1, 4),
)
def test_a_warning_names_just_what_is_beyond(
    asked: set[int], focus: frozenset[int], most: int
) -> None:
    counting = (3, 1, 2, 4, 5)
    found = weigh(counting, asked, focus, most)
    assert set(found.asked) == asked & set(counting)
    assert set(found.beyond) == (set(found.asked) - focus if focus else set())
    assert found.warns == (bool(found.beyond) or len(found.asked) > most)
    assert [*found.beyond] == [theme for theme in counting if theme in found.beyond]


def test_the_list_is_short_and_leads_to_all(client: CheckingClient, rows: Rows) -> None:
    for nr in range(12):
        rows.consultation(f"Gesprek {nr:02d}", chains=(ROADS,), held_on=date(2026, 1, 1 + nr))
    page = client.as_("publiek").page(TAB)
    assert "Alle 12, met filters" in page.words
    assert page.all("main tbody th a")[0] == "Gesprek 11"
    assert len(page.all("main tbody th a")) == 10
    link = page.soup.find("a", string=lambda text: bool(text and "Alle 12" in text))
    assert link is not None
    assert client.page(str(link["href"])).heading == "Marktconsultaties 12"
