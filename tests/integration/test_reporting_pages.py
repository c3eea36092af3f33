"""Reporting in the pages: in under a minute, once, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from buyergroups.db import Database
from buyergroups.phases.services import assess_phase, report_status
from models.base import Precision
from models.phases import PhaseAssessment, Progress, StatusUpdate
from models.writing import Draft
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.client import CheckingClient, Page

CHAIN = "/ketens/zonnepanelen"
REPORT = f"{CHAIN}/statusupdate"
FORM = "form[data-concept]"


@pytest.fixture
def lead(client: CheckingClient) -> CheckingClient:
    return client.as_("trekker")


def reports(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(StatusUpdate)).one()


def fill(page: Page, **values: str) -> dict[str, str]:
    return page.fields(FORM) | values


def test_a_report_is_on_the_chain_and_on_the_board(lead: CheckingClient) -> None:
    answer = lead.send(
        REPORT,
        form=FORM,
        voortgang="needs-attention",
        reden="",
        veranderd="**Twee** aanbieders stopten.",
        stap="Marktdag",
        stap_op="12-12-2026",
    )
    assert (answer.status_code, answer.location) == (303, CHAIN)
    page = lead.page(CHAIN)
    assert "Je statusupdate is vastgelegd." in page.words
    assert "Twee aanbieders stopten." in page.words
    board = lead.page("/bord")
    card = next(text for text in board.all(".kb-card") if text.startswith("Zonnepanelen"))
    assert "aandacht nodig" in card
    assert "Marktdag" in card
    assert "12 dec 2026" in card


def test_the_form_begins_with_what_was_reported_last(lead: CheckingClient) -> None:
    fields = lead.page(REPORT).fields(FORM)
    assert fields["voortgang"] == "stagnates"
    assert fields["reden"] == "no-sustainable-alternative"
    assert fields["stap_op"] == "25-12-2026"
    assert fields["veranderd"] == ""


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"voortgang": ""}, "Kies hoe het gaat."),
        ({"voortgang": "zzz"}, "Kies een van de mogelijkheden."),
        ({"voortgang": "stagnates", "reden": ""}, "Kies waarom de keten stagneert."),
        ({"voortgang": "on-track", "reden": "budget"}, "hoort alleen bij"),
        ({"reden": "zzz"}, "Kies een van de mogelijkheden."),
        ({"stap_op": "29-02-2027"}, "bestaat niet"),
        ({"stap_op": "1-1-20260"}, "geen datum"),
        ({"stap_op": "\x00"}, "geen datum"),
        ({"stap": "", "stap_op": "1-1-2027"}, "Schrijf bij de datum ook"),
        ({"veranderd": "x\x00y"}, "NUL"),
        ({"veranderd": "[" * 100_000}, "hoogstens 50000 tekens"),
        ({"veranderd": "[" * 50_000}, "te ingewikkeld"),
        ({"stap": "x" * 201}, "hoogstens 200 tekens"),
    ],
)
def test_a_mistake_gets_a_sentence_and_the_text_stays(
    lead: CheckingClient, demo: Database, values: dict[str, str], words: str
) -> None:
    before = reports(demo)
    sent = fill(lead.page(REPORT), stap="Een eigen stap") | values
    answer = lead.post(REPORT, data=sent)
    page = Page(answer)
    assert answer.status_code == 422
    assert words in page.words
    kept = page.fields(FORM)
    assert kept["stap"] == sent["stap"]
    assert len(kept["veranderd"]) >= len(sent["veranderd"]) - 1
    assert reports(demo) == before


def test_the_old_reason_goes_when_the_chain_moves_again(lead: CheckingClient) -> None:
    sent = fill(lead.page(REPORT), voortgang="on-track", veranderd="Er is een alternatief.")
    assert sent["reden"] == "no-sustainable-alternative"
    assert lead.post(REPORT, data=sent).status_code == 303
    assert "op koers" in lead.page(CHAIN).words


def test_the_old_reason_stays_while_nobody_chose_how_it_goes(lead: CheckingClient) -> None:
    answer = lead.post(REPORT, data=fill(lead.page(REPORT), voortgang="", veranderd="Nieuws"))
    assert answer.status_code == 422
    assert Page(answer).fields(FORM)["reden"] == "no-sustainable-alternative"


def test_right_to_left_and_emoji_are_kept_as_they_are(lead: CheckingClient) -> None:
    odd = "\u202eomgekeerd\u202c 👩‍👩‍👧 e\u0301"
    lead.send(REPORT, form=FORM, veranderd=odd)
    assert "omgekeerd" in lead.page(CHAIN).words


def test_the_same_form_twice_reports_once(lead: CheckingClient, demo: Database) -> None:
    before = reports(demo)
    sent = fill(lead.page(REPORT), veranderd="Een keer")
    first, second = lead.post(REPORT, data=sent), lead.post(REPORT, data=sent)
    assert first.location == second.location == CHAIN
    assert reports(demo) == before + 1


def test_the_same_form_with_another_text_is_refused(lead: CheckingClient, demo: Database) -> None:
    sent = fill(lead.page(REPORT), veranderd="Een")
    lead.post(REPORT, data=sent)
    before = reports(demo)
    answer = lead.post(REPORT, data=sent | {"veranderd": "Twee"})
    assert answer.status_code == 409
    assert "al verstuurd" in answer.text
    assert Page(answer).fields(FORM)["veranderd"] == "Twee"
    assert reports(demo) == before


def test_the_second_who_saves_sees_both_texts_and_chooses(
    lead: CheckingClient, demo: Database
) -> None:
    sent = fill(lead.page(REPORT), voortgang="on-track", reden="", veranderd="Mijn tekst")
    act = Acting(demo)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.NEEDS_ATTENTION,
        next_step="Stap van de ander",
    )
    before = reports(demo)
    answer = lead.post(REPORT, data=sent)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Iemand anders was je voor" in page.words
    assert "Stap van de ander" in page.words
    assert page.fields(FORM)["veranderd"] == "Mijn tekst"
    assert reports(demo) == before
    again = lead.post(REPORT, data=page.fields(FORM))
    assert again.status_code == 303
    assert reports(demo) == before + 1


def test_still_correct_is_one_click_from_chain_and_board(
    lead: CheckingClient, demo: Database
) -> None:
    before = reports(demo)
    answer = lead.send(CHAIN, form=f"form[action='{CHAIN}/nog-actueel']")
    assert answer.location == CHAIN
    board = lead.page("/bord")
    buttons = board.soup.select("button[form=nog-actueel]")
    assert [str(button["formaction"]) for button in buttons] == [
        "/ketens/ict-hardware-en-mobiele-apparaten/nog-actueel"
    ]
    sent = board.fields("form#nog-actueel") | {"gezien": str(buttons[0]["value"])}
    assert lead.post(str(buttons[0]["formaction"]), data=sent).location == "/bord"
    assert reports(demo) == before + 2
    again = lead.post(str(buttons[0]["formaction"]), data=sent)
    assert again.location == "/bord"
    assert reports(demo) == before + 2


def test_a_report_that_says_nothing_new_is_asked_about(
    lead: CheckingClient, demo: Database
) -> None:
    before = reports(demo)
    sent = lead.page(REPORT).fields(FORM)
    page = Page(lead.post(REPORT, data=sent))
    assert page.status == 422
    assert "Er is niets veranderd. Bedoel je Nog actueel?" in page.words
    assert reports(demo) == before
    still = page.fields(f"main form[action='{CHAIN}/nog-actueel']")
    assert lead.post(f"{CHAIN}/nog-actueel", data=still).location == CHAIN
    assert reports(demo) == before + 1
    sent = lead.page(REPORT).fields(FORM)
    assert lead.post(REPORT, data=sent | {"toch": "ja"}).location == CHAIN
    assert reports(demo) == before + 2


@pytest.mark.parametrize(
    ("address", "values", "where", "words"),
    [
        (REPORT, {"voortgang": "stagnates", "reden": ""}, "reden", "Kies waarom"),
        (REPORT, {"stap": "", "stap_op": "1-1-2027"}, "stap", "Schrijf bij de datum"),
        (
            REPORT,
            {"voortgang": "on-track", "reden": "", "veranderd": "[" * 50_000},
            "veranderd",
            "te",
        ),
        (f"{CHAIN}/fase/criteria/1", {"stand": "met", "onderbouwing": ""}, "onderbouwing", "Geef"),
        (f"{CHAIN}/fase/criteria/1", {"stand": "open", "link": "x"}, "link", "https://"),
        (f"{CHAIN}/fase/beoordelen", {"sinds": "2031", "waarom": "x"}, "sinds", "toekomst"),
    ],
)
def test_a_mistake_stands_at_its_field_and_above_with_a_link(
    lead: CheckingClient, address: str, values: dict[str, str], where: str, words: str
) -> None:
    page = Page(lead.send(address, form=FORM, **values))
    assert page.status == 422
    assert any(words in text for text in page.all(f"#{where}-fout"))
    assert any(words in text for text in page.all(f"[role=alert] a[href='#{where}']"))
    assert page.soup.select_one(f"[aria-describedby~='{where}-fout']")


def test_the_decision_page_says_from_what_to_what(client: CheckingClient) -> None:
    ict = "/ketens/ict-hardware-en-mobiele-apparaten/fase"
    page = client.as_("opgave").page(ict)
    decide = str(next(a["href"] for a in page.soup.select("a") if a.text == "Besluit vastleggen"))
    words = client.page(decide).words
    assert "II Competitie → wordt III Synergie & integratie" in words
    assert "De criteria zoals ze er toen voor stonden" in words


@pytest.mark.parametrize("account", ["trekker2", "manager", "beheer", "publiek", "opgave"])
@pytest.mark.parametrize("path", ["/statusupdate", "/fase/beoordelen", "/fase/criteria/1"])
def test_for_others_there_is_no_such_page(client: CheckingClient, account: str, path: str) -> None:
    client.as_(account).page(CHAIN + path, status=404)
    assert "Statusupdate" not in client.page(CHAIN).all(".kb-now__actions a")


def test_a_draft_comes_back_on_any_device_and_goes_when_it_is_recorded(
    lead: CheckingClient, new_client: Callable[[], CheckingClient], demo: Database
) -> None:
    page = lead.page(REPORT)
    sent = fill(page, concept=REPORT, veranderd="Half af")
    assert lead.post("/concept", data=sent).text.startswith("Concept bewaard om")
    telephone = new_client().as_("trekker")
    elsewhere = telephone.page(REPORT)
    assert elsewhere.fields(FORM)["veranderd"] == "Half af"
    assert "Je concept van" in elsewhere.words
    assert "Half af" not in new_client().as_("trekker2").page("/bord").text
    assert telephone.post(REPORT, data=elsewhere.fields(FORM)).status_code == 303
    assert lead.page(REPORT).fields(FORM)["veranderd"] == ""
    with demo.read() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_draft_can_be_thrown_away(lead: CheckingClient) -> None:
    page = lead.page(REPORT)
    lead.post("/concept", data=fill(page, concept=REPORT, veranderd="Weg ermee"))
    answer = lead.send(REPORT, form="form[action='/concept/weg']")
    assert answer.location == REPORT
    assert lead.page(REPORT).fields(FORM)["veranderd"] == ""


@pytest.mark.parametrize("path", ["", "//evil.example", "https://evil.example", "/" + "x" * 300])
def test_a_draft_belongs_to_a_page_of_this_site(lead: CheckingClient, path: str) -> None:
    sent = fill(lead.page(REPORT), concept=path)
    assert lead.post("/concept", data=sent).status_code == 422


def test_nobody_keeps_more_drafts_than_fifty(lead: CheckingClient, demo: Database) -> None:
    sent = fill(lead.page(REPORT))
    for number in range(55):
        lead.post("/concept", data=sent | {"concept": f"/ketens/zonnepanelen/{number}"})
    with demo.read() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 50


def test_a_criterion_is_met_on_evidence(lead: CheckingClient) -> None:
    page = lead.page(f"{CHAIN}/fase")
    link = next(a for a in page.soup.select("a") if a.text.startswith("Bijwerken"))
    address = str(link["href"])
    refused = lead.send(address, form=FORM, stand="met", onderbouwing="")
    assert refused.status_code == 422
    answer = lead.send(
        address,
        form=FORM,
        stand="met",
        onderbouwing="Drie koplopers",
        link="https://voorbeeld.example/x",
        van="1-11-2026",
    )
    assert answer.location == f"{CHAIN}/fase"
    assert "Drie koplopers" in lead.page(f"{CHAIN}/fase").words


def test_a_link_that_could_act_is_refused(lead: CheckingClient) -> None:
    answer = lead.send(
        f"{CHAIN}/fase/criteria/1",
        form=FORM,
        stand="met",
        onderbouwing="x",
        link="javascript:alert(1)",
    )
    assert answer.status_code == 422


def test_assessing_and_confirming_a_phase(
    lead: CheckingClient, new_client: Callable[[], CheckingClient]
) -> None:
    answer = lead.send(
        f"{CHAIN}/fase/beoordelen", form=FORM, fase="3", sinds="10-2026", waarom="Het is breed."
    )
    assert answer.location == f"{CHAIN}/fase"
    page = lead.page(f"{CHAIN}/fase")
    assert "sinds okt 2026 voorlopig" in page.words
    assert "Van fase III Synergie & integratie zijn" in page.words
    assert not [a for a in page.soup.select("a") if a.text == "Besluit vastleggen"]
    secretary = new_client().as_("opgave")
    page = secretary.page(f"{CHAIN}/fase")
    decide = str(next(a["href"] for a in page.soup.select("a") if a.text == "Besluit vastleggen"))
    lead.page(decide, status=404)
    missing = secretary.send(decide, form=FORM, uitkomst="returned", akkoord="", document="")
    assert missing.status_code == 422
    done = secretary.send(
        decide, form=FORM, uitkomst="confirmed", akkoord="allen", document="ronde 9"
    )
    assert done.location == f"{CHAIN}/fase"
    assert "Vastgelegd als besluit OO-2026-" in secretary.page(f"{CHAIN}/fase").words
    assert "niets meer te besluiten" in secretary.page(decide).words


def test_deciding_on_what_was_withdrawn_meanwhile_gets_a_sentence(
    client: CheckingClient, demo: Database
) -> None:
    act = Acting(demo)

    def assess(phase: int) -> str:
        made = act.do(
            "trekker",
            assess_phase,
            chain_id=act.chains["zonnepanelen"],
            phase_id=act.phases[phase],
            since=None,
            since_precision=Precision.UNKNOWN,
            reason="x",
        )
        act.forward(minutes=1)
        return str(made.ref)

    ref = assess(2)
    secretary = client.as_("opgave")
    address = f"/fasebeoordelingen/{ref}/besluit"
    sent = fill(secretary.page(address), uitkomst="confirmed", akkoord="allen", document="d")
    assess(3)
    answer = secretary.post(address, data=sent)
    assert answer.status_code == 409
    assert "ingetrokken" in answer.text
    with demo.read() as session:
        row = session.scalars(select(PhaseAssessment).where(PhaseAssessment.ref == ref)).one()
        assert row.decision_id is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"fase": "9"}, "Kies een fase."),
        ({"sinds": "30-2-2026"}, "bestaat niet"),
        ({"sinds": "ooit"}, "geen datum"),
        ({"sinds": "1-1-2031"}, "toekomst"),
        ({"waarom": " "}, "Schrijf waarom."),
    ],
)
def test_an_assessment_that_cannot_be_gets_a_sentence(
    lead: CheckingClient, values: dict[str, str], words: str
) -> None:
    sent = {"fase": "2", "sinds": "2026", "waarom": "Daarom"} | values
    answer = lead.send(f"{CHAIN}/fase/beoordelen", form=FORM, **sent)
    assert answer.status_code == 422
    assert words in Page(answer).words


def test_a_preview_is_safe_and_keeps_nothing(lead: CheckingClient, demo: Database) -> None:
    before = reports(demo)
    sent = fill(lead.page(REPORT), veranderd="**vet** <script>x</script>")
    answer = lead.post("/voorbeeld", data=sent, headers={"HX-Request": "true"})
    assert "<strong>vet</strong>" in answer.text
    assert "<script" not in answer.text
    assert reports(demo) == before


SAME_ORIGIN = {"Origin": "http://localhost"}


def test_a_text_sent_after_the_session_timed_out_is_there_again(
    lead: CheckingClient, clock: StandingClock, demo: Database
) -> None:
    sent = fill(lead.page(REPORT), veranderd="Lang over nagedacht")
    before = reports(demo)
    clock.forward(minutes=61)
    answer = lead.post(REPORT, data=sent, headers=SAME_ORIGIN)
    assert answer.location == f"/inloggen?volgende={REPORT}"
    assert reports(demo) == before
    lead.as_("trekker")
    page = lead.page(REPORT)
    assert page.fields(FORM)["veranderd"] == "Lang over nagedacht"
    assert reports(demo) == before


def test_it_is_there_for_the_same_person_only(
    lead: CheckingClient, clock: StandingClock, demo: Database
) -> None:
    sent = fill(lead.page(REPORT), veranderd="Van mij")
    clock.forward(minutes=61)
    lead.post(REPORT, data=sent, headers=SAME_ORIGIN)
    assert "Van mij" not in lead.as_("trekker2").page("/ketens/catering/statusupdate").text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
def test_another_site_leaves_no_draft(
    lead: CheckingClient, clock: StandingClock, demo: Database, headers: dict[str, str]
) -> None:
    sent = fill(lead.page(REPORT), veranderd="Ondergeschoven")
    clock.forward(minutes=61)
    assert lead.post(REPORT, data=sent, headers=headers).location == "/inloggen"
    with demo.read() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_text_sent_with_an_old_token_is_there_again(lead: CheckingClient, demo: Database) -> None:
    sent = fill(lead.page(REPORT), veranderd="Andere token")
    lead.as_("trekker")
    before = reports(demo)
    answer = lead.post(REPORT, data=sent, headers=SAME_ORIGIN)
    assert (answer.status_code, answer.location) == (303, REPORT)
    assert lead.page(REPORT).fields(FORM)["veranderd"] == "Andere token"
    assert reports(demo) == before
    assert lead.post(REPORT, data=sent).status_code == 400


@pytest.mark.both_databases
def test_who_confirms_several_sees_the_criteria_of_each(client: CheckingClient) -> None:
    """As they stood when the phase was assessed: what is found later does not count."""
    page = client.as_("opgave").page("/fasebeoordelingen/bevestigen")
    rows = {item.split(":")[0].strip(): item for item in page.all(".kb-picks li")}
    told = "Criteria gehaald toen: I 4 van 4 · II 3 van 3 · III 2 van 4 · IV 0 van 3"
    assert told in rows["ICT-hardware en mobiele apparaten"]
    assert "Criteria gehaald toen: I 1 van 4 · II 0 van 3" in rows["Batterijen"]
