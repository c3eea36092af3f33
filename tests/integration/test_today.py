"""The page of today: what needs somebody, and the one click that does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from buyergroups.accounts.services import add_person, give_role
from buyergroups.db import Database
from buyergroups.phases.services import report_status, say_still_correct
from models.people import Role
from models.phases import Progress, ReportKind, StagnationReason, StatusUpdate
from tests.support.acting import Acting
from tests.support.apps import StandingClock
from tests.support.beginning import MAKER, begin
from tests.support.client import DOMAIN, CheckingClient, Page
from tests.support.run import NOW
from tests.support.statements import statements


def told(client: CheckingClient) -> list[str]:
    return client.page("/").all(".kb-today__what")


def test_a_lead_sees_what_is_stale_past_or_returned(client: CheckingClient) -> None:
    page = client.as_("trekker2").page("/")
    line, test = page.all(".kb-today__what")
    assert line.startswith("Schoonmaak ")
    assert test == "PFAS je praktijktoets loopt tot 11 dec 2026"
    parts = page.all(".kb-today__what span")
    assert "teruggegeven" in parts[0]
    assert "bijgewerkt 22 weken geleden" in parts[1]
    assert "volgende stap was 7 aug 2026" in parts[2]
    assert "4 dingen vragen je aandacht" in page.words
    buttons = [words.split(" :")[0].split(":")[0] for words in page.all(".kb-today .kb-button")]
    assert sorted(buttons) == sorted(set(buttons)), "each deed once"


def test_still_correct_from_here_and_the_line_is_gone(client: CheckingClient) -> None:
    client.as_("trekker2")
    answer = client.send("/", form="form[action='/ketens/schoonmaak/nog-actueel']")
    assert answer.location == "/"
    assert not [line for line in told(client) if "bijgewerkt" in line]


def test_a_chain_that_was_never_reported_on_asks_for_it(client: CheckingClient) -> None:
    lines = told(client.as_("trekker3"))
    assert any("Netwerken" in line and "nog geen statusupdate" in line for line in lines)


@pytest.mark.parametrize("account", ["opgave", "manager"])
def test_who_decides_sees_what_waits(client: CheckingClient, account: str) -> None:
    lines = told(client.as_(account))
    assert any(line.startswith("Batterijen") and "wacht op besluit" in line for line in lines)
    assert any(line.startswith("ICT-hardware") for line in lines)


@pytest.mark.parametrize("account", ["bestuurlijk", "beheer", "klankbord"])
def test_nothing_to_do_says_so_with_one_useful_thing(client: CheckingClient, account: str) -> None:
    page = client.as_(account).page("/")
    assert "Niets vraagt je aandacht." in page.words
    assert page.soup.select_one("main a[href='/bord']")


def test_what_changed_since_the_visit_before_this_one(
    client: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    client.as_("publiek").page("/")
    clock.forward(days=1)
    act = Acting(demo, clock.now)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
    )
    clock.forward(days=1)
    page = client.as_("publiek").page("/")
    assert "Sinds je vorige bezoek" in page.words
    assert "Zonnepanelen : statusupdate, op koers" in page.words
    assert "Catering" not in " ".join(page.all("[aria-labelledby=nieuws] li"))
    clock.forward(days=1)
    assert "Niets nieuws van anderen." in client.as_("publiek").page("/").words


def test_it_reads_in_english_too(client: CheckingClient) -> None:
    client.as_("trekker2")
    client.send("/", form=".kb-lang form:last-of-type", taal="en")
    page = client.page("/")
    assert page.heading == "Today"
    assert "4 things need your attention." in page.words
    assert "last reported 22 weeks ago" in page.words


@pytest.mark.parametrize("address", ["/", "/bord"])
def test_a_page_that_is_kept_is_of_one_session(
    new_client: Callable[[], CheckingClient], address: str
) -> None:
    """Somebody who signs in elsewhere gets a page whose forms work there."""
    first, second = new_client().as_("trekker"), new_client().as_("trekker")
    for client in (first, second):
        answer = client.send(address, form=".kb-lang form:last-of-type", taal="en")
        assert answer.status_code == 303
        client.send(address, form=".kb-lang form:first-of-type", taal="nl")


@pytest.mark.both_databases
def test_looking_again_reads_next_to_nothing(client: CheckingClient, demo: Database) -> None:
    client.as_("trekker")
    first = client.page("/")
    with statements(demo.engine) as seen:
        again = client.page("/")
    assert len(seen) == 2, str(seen)
    assert again.words == first.words
    act = Acting(demo)
    act.forward(minutes=1)
    act.do("trekker2", say_still_correct, chain_id=act.chains["schoonmaak"])
    with statements(demo.engine) as seen:
        client.page("/")
    assert len(seen) > 2


def test_what_changed_meanwhile_is_there(client: CheckingClient, demo: Database) -> None:
    client.as_("trekker2")
    assert "bijgewerkt 22 weken geleden" in " ".join(told(client))
    act = Acting(demo)
    act.forward(minutes=1)
    act.do("trekker2", say_still_correct, chain_id=act.chains["schoonmaak"])
    assert "bijgewerkt 22 weken geleden" not in " ".join(told(client))


@pytest.mark.both_databases
def test_still_correct_clicked_twice_is_said_once(client: CheckingClient, demo: Database) -> None:
    client.as_("trekker2")
    form = "form[action='/ketens/schoonmaak/nog-actueel']"
    sent = client.page("/").fields(form)
    answers = [client.post("/ketens/schoonmaak/nog-actueel", data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Vastgelegd: Schoonmaak is nog actueel." in client.page("/ketens/schoonmaak").words
    with demo.read() as session:
        mine = select(func.count(StatusUpdate.id)).where(
            StatusUpdate.kind == ReportKind.STILL_CORRECT,
            StatusUpdate.recorded_at == client.clock(),
        )
        assert session.scalar(mine) == 1


# ---- a step that is due --------------------------------------------------------------------------

SOLAR = "/ketens/zonnepanelen"
STEP = f"{SOLAR}/volgende-stap"
DONE = f"form[action='{STEP}/afgerond']"
MOVE = f"form[action='{STEP}']"


def last_report(database: Database) -> StatusUpdate:
    with database.read() as session:
        return session.scalars(select(StatusUpdate).order_by(StatusUpdate.id.desc())).first()  # type: ignore[return-value]


@pytest.fixture
def due(client: CheckingClient, clock: StandingClock, demo: Database) -> CheckingClient:
    """The lead of Zonnepanelen, on the day of the next step."""
    act = Acting(demo, clock.now)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.STAGNATES,
        stagnation_reason=StagnationReason.BUDGET,
        next_step="**Markt**dag <b>",
        next_step_on=date(2026, 11, 28),
    )
    clock.forward(days=(date(2026, 11, 28) - clock.now.date()).days)
    return client.as_("trekker")


@pytest.mark.both_databases
def test_a_step_of_today_is_done_in_one_click(due: CheckingClient, demo: Database) -> None:
    page = due.page("/")
    assert "volgende stap is vandaag: **Markt**dag <b>" in page.words
    sent = page.fields(DONE)
    answer = due.post(f"{STEP}/afgerond", data=sent)
    assert (answer.status_code, answer.location) == (303, STEP)
    row = last_report(demo)
    assert (row.progress, row.stagnation_reason) == (Progress.STAGNATES, StagnationReason.BUDGET)
    assert (row.next_step, row.next_step_on) == (None, None)
    assert (row.changed or "").startswith("Afgerond: ")
    assert "<b>" not in (row.changed_html or "")
    assert due.post(f"{STEP}/afgerond", data=sent).location == STEP, "a double click does it once"
    assert last_report(demo).id == row.id
    asked = due.page(STEP)
    assert "Zonnepanelen: '**Markt**dag <b>' is afgerond." in asked.words
    assert "Wat is de volgende stap?" in asked.words
    assert not due.page("/").soup.select(DONE)
    answer = due.send(STEP, form="form[data-concept]", stap="Evaluatie", stap_op="15 jan 2027")
    assert answer.location == "/"
    assert last_report(demo).next_step_on == date(2027, 1, 15)


@pytest.mark.both_databases
def test_a_step_gets_another_day_in_a_short_form(
    due: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    clock.forward(days=2)
    page = due.as_("trekker").page("/")
    assert "volgende stap was 28 nov 2026" in page.words
    before = last_report(demo)
    sent = page.fields(MOVE) | {"stap_op": "29-2-2027"}
    refused = due.post(STEP, data=sent)
    assert refused.status_code == 422
    assert "bestaat niet" in Page(refused).words
    assert Page(refused).fields("form[data-concept]")["stap_op"] == "29-2-2027"
    assert last_report(demo).id == before.id
    answer = due.post(STEP, data=page.fields(MOVE) | {"stap_op": "12 dec 2026"})
    assert (answer.status_code, answer.location) == (303, "/")
    row = last_report(demo)
    assert (row.next_step, row.next_step_on) == ("**Markt**dag <b>", date(2026, 12, 12))
    assert (row.changed, row.progress) == (None, before.progress)
    assert "De volgende stap van Zonnepanelen is vastgelegd." in due.page("/").words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"stap": " "}, "Schrijf wat de volgende stap is."),
        ({"stap": "x" * 201}, "hoogstens 200"),
        ({"stap": "x\x00"}, "NUL"),
        ({"stap": "[" * 100_000}, "hoogstens 200"),
        ({"stap_op": "1-1-20260"}, "geen datum"),
        ({"stap_op": "\u202e1-1-2027"}, "geen datum"),
    ],
)
def test_a_step_that_cannot_be_gets_a_sentence(
    due: CheckingClient, demo: Database, values: dict[str, str], words: str
) -> None:
    before = last_report(demo).id
    answer = due.send(STEP, form="form[data-concept]", **values)
    assert answer.status_code == 422
    assert words in Page(answer).words
    assert last_report(demo).id == before


def test_a_step_that_somebody_else_changed_shows_both(
    due: CheckingClient, demo: Database, clock: StandingClock
) -> None:
    page = due.page("/")
    done, moved = page.fields(DONE), page.fields(MOVE) | {"stap_op": "1-2-2027"}
    act = Acting(demo, clock.now)
    act.forward(minutes=1)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step="Van de ander",
    )
    assert due.post(f"{STEP}/afgerond", data=done).status_code == 409
    answer = due.post(STEP, data=moved)
    assert answer.status_code == 409
    assert "Van de ander" in Page(answer).words
    assert Page(answer).fields("form[data-concept]")["stap_op"] == "1-2-2027"


def test_the_message_after_a_click_names_the_chain(client: CheckingClient) -> None:
    client.as_("trekker2").send("/", form="form[action='/ketens/schoonmaak/nog-actueel']")
    assert "Vastgelegd: Schoonmaak is nog actueel." in client.page("/").words


# ---- visits --------------------------------------------------------------------------------------


def test_a_day_is_one_visit(client: CheckingClient, demo: Database, clock: StandingClock) -> None:
    client.as_("publiek").page("/")
    clock.forward(hours=1)
    act = Acting(demo, clock.now)
    act.do(
        "trekker", report_status, chain_id=act.chains["zonnepanelen"], progress=Progress.ON_TRACK
    )
    clock.forward(hours=1)
    client.as_("publiek").page("/")
    clock.forward(days=1)
    for _ in range(3):
        page = client.as_("publiek").page("/")
        assert "Zonnepanelen : statusupdate, op koers" in page.words, "after lunch as well"
        clock.forward(hours=1)
    clock.forward(days=1)
    page = client.as_("publiek").page("/")
    assert "Niets nieuws van anderen." in page.words
    month = client.page("/?sinds=maand")
    assert "De laatste maand" in month.words
    assert "Zonnepanelen : statusupdate, op koers" in month.words


@pytest.mark.both_databases
@pytest.mark.parametrize("odd", ["x", "maand\x00", "[" * 2000, "\u202e"])
def test_another_period_is_as_none(client: CheckingClient, odd: str) -> None:
    page = client.as_("publiek").page("/", query_string={"sinds": odd})
    assert "De laatste maand" not in page.words


@pytest.mark.both_databases
@pytest.mark.parametrize("account", ["manager", "opgave", "trekker", "trekker2", "trekker3"])
def test_the_number_is_that_of_the_lines(client: CheckingClient, account: str) -> None:
    page = client.as_(account).page("/")
    lines = page.all(".kb-today__what span")
    assert f"{len(lines)} ding" in page.words
    assert not [line for line in lines if "wachten op een besluit" in line]
    waits = [line for line in lines if "wacht op besluit" in line]
    beside = page.all("[aria-labelledby=nu] > .kb-list-note")
    # To confirm them together is another way to do the same: it stands beside, and does not count.
    if len(waits) > 1:
        assert beside == ["Fasebeoordelingen: 2 wachten op een besluit. Samen bevestigen"]
    else:
        assert beside == []


@pytest.mark.both_databases
def test_a_lead_reports_on_a_chain_that_asks_for_nothing_from_here(client: CheckingClient) -> None:
    page = client.as_("trekker2").page("/")
    own = page.soup.select("[aria-labelledby=eigen] li")
    # Schoonmaak stands above, with the same buttons. Bedrijfskleding is on no board by default.
    assert [item.a.text for item in own if item.a] == ["Bedrijfskleding", "Catering"]
    assert page.all("#eigen") == ["Je andere ketens"]
    assert "op koers, bijgewerkt 4 weken geleden" in own[0].get_text(" ", strip=True)
    link = own[0].select_one("a.kb-button")
    assert link
    assert link["href"] == "/ketens/bedrijfskleding/statusupdate"
    form = "form[action='/ketens/bedrijfskleding/nog-actueel']"
    assert client.send("/", form=form).location == "/"
    after = client.page("/").soup.select("[aria-labelledby=eigen] li")
    assert not after[0].select("form"), "who reported today has nothing to add by a click"
    assert client.as_("trekker").page("/").all("#eigen") == ["Je ketens"]
    for account in ("manager", "publiek", "beheer"):
        assert not client.as_(account).page("/").all("#eigen")


def test_many_that_wait_are_one_line(client: CheckingClient, demo: Database) -> None:
    page = client.as_("opgave").page("/")
    assert "4 dingen vragen je aandacht" in page.words
    assert page.soup.select_one("a[href='/fasebeoordelingen/bevestigen']")
    assert "beoordeeld op 4 nov 2026 door" in page.words


@pytest.mark.both_databases
def test_without_a_programme_manager_the_administrator_is_told_to_invite_one(
    client: CheckingClient, fresh: Database
) -> None:
    with fresh.write() as session:
        person = add_person(session, MAKER, NOW, email=f"iemand@{DOMAIN}", name="Iemand")
        give_role(session, MAKER, NOW, person_id=person.id, role=Role.ADMINISTRATOR)
    page = client.as_("iemand").page("/")
    assert page.all(".kb-today__what")[0].startswith("Programmamanager Nog niemand heeft deze rol.")
    link = page.soup.select_one(".kb-today a.kb-button")
    assert link
    assert link["href"] == "/personen/uitnodigen?rol=programme-manager"
    form = client.page(str(link["href"])).soup
    assert [box["value"] for box in form.select("input[name=roles][checked]")] == [
        "programme-manager"
    ]
    begin(fresh)
    assert told(client) == []
