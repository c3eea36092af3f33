"""Technical corrections: a new row that names the mistake, for all to see; nothing gets fresher."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.chains.queries import end_of, reading_of, selections_at, standing
from buyergroups.chains.standing import AssessmentState, Standing
from buyergroups.clock import local_day
from buyergroups.corrections.services import correct_assessment, correct_report
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.phases.services import assess_phase, report_status, say_still_correct
from buyergroups.settings.queries import settings_at
from models.base import Precision
from models.phases import PhaseAssessment, Progress, ReportKind, StagnationReason, StatusUpdate
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

SUN, ICT = "zonnepanelen", "ict-hardware-en-mobiele-apparaten"
QUIET = "elektriciteit"
FORM = "form[data-concept]"


@pytest.fixture
def act(demo: Database) -> Acting:
    return Acting(demo)


def where(act: Acting, slug: str = SUN, day: date | None = None) -> Standing:
    with act.database.read() as session:
        day = day or local_day(act.now)
        reading = reading_of(day, settings_at(session, end_of(day)))
        selections = selections_at(session, 1, reading.moment)
        viewer = act.actor("trekker")
        return standing(session, viewer, 1, act.chains[slug], reading, selections)


def report(act: Acting, slug: str = SUN, **values: Any) -> StatusUpdate:
    made: StatusUpdate = act.do(
        "trekker",
        report_status,
        chain_id=act.chains[slug],
        **({"progress": Progress.NEEDS_ATTENTION, "next_step": "Bellen"} | values),
    )
    act.forward(minutes=1)
    return made


def correct(act: Acting, wrong: StatusUpdate, slug: str = SUN, **values: Any) -> StatusUpdate:
    given = {
        "progress": wrong.progress,
        "stagnation_reason": wrong.stagnation_reason,
        "changed": None,
        "next_step": wrong.next_step or "",
        "next_step_on": wrong.next_step_on,
        "reason": "Tikfout",
    }
    made: StatusUpdate = act.do(
        "beheer",
        correct_report,
        report_id=wrong.id,
        chain_id=act.chains[slug],
        **(given | values),
    )
    act.forward(minutes=1)
    return made


def test_a_correction_names_the_mistake_and_makes_nothing_fresh(act: Acting) -> None:
    wrong = report(act)
    act.forward(days=100)
    before = where(act)
    made = correct(act, wrong, next_step="Mailen", next_step_on=date(2027, 3, 1))
    assert (made.kind, made.corrects_id) == (ReportKind.CORRECTION, wrong.id)
    now = where(act)
    assert (now.reported_at, now.fresh) == (before.reported_at, before.fresh)
    assert (now.next_step, now.next_step_on) == ("Mailen", date(2027, 3, 1))
    yesterday = where(act, day=local_day(act.now) - timedelta(days=1))
    assert yesterday.next_step == "Bellen"


def test_an_older_report_is_corrected_without_touching_the_newer_one(act: Acting) -> None:
    wrong = report(act)
    report(act, progress=Progress.ON_TRACK, next_step="Nieuw")
    before = where(act)
    correct(act, wrong, next_step="Anders")
    assert where(act) == before


def test_a_report_on_the_wrong_chain_moves_to_the_right_one(act: Acting) -> None:
    before = where(act)
    act.forward(days=1)
    report(act, ICT)
    wrong = report(act, next_step="Hoort bij elektriciteit")
    act.forward(days=1)
    correct(act, wrong, QUIET)
    assert where(act) == _as_on(before, where(act))
    there = where(act, QUIET)
    assert (there.next_step, there.reported_at) == ("Hoort bij elektriciteit", wrong.reported_at)
    then = local_day(act.now) - timedelta(days=1)
    assert where(act, SUN, then).next_step == "Hoort bij elektriciteit"
    assert where(act, QUIET, then).reported_at is None


def _as_on(before: Standing, now: Standing) -> Standing:
    """The report that held before holds again; only time went by."""
    assert before.report_id == now.report_id
    return now


def test_a_chain_without_another_report_has_none_again(act: Acting) -> None:
    wrong = report(act, SUN)
    moved = correct(act, wrong, QUIET)
    back = correct(act, moved, SUN)
    assert where(act, QUIET).reported_at is None
    assert where(act, SUN).report_id == back.id


def test_still_correct_repeats_the_correction(act: Acting) -> None:
    correct(act, report(act), next_step="Goed")
    act.do("trekker", say_still_correct, chain_id=act.chains[SUN])
    assert where(act).next_step == "Goed"


def test_a_report_is_corrected_once(act: Acting) -> None:
    wrong = report(act)
    correct(act, wrong, next_step="Goed")
    with pytest.raises(RefusedError):
        correct(act, wrong, next_step="Nog beter")


@pytest.mark.parametrize(
    "values",
    [
        {"reason": " "},
        {},
        {"progress": Progress.STAGNATES},
        {"stagnation_reason": StagnationReason.BUDGET},
        {"next_step": "", "next_step_on": date(2027, 1, 1)},
    ],
)
def test_a_correction_that_cannot_be_is_refused(act: Acting, values: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        correct(act, report(act), **values)


# ---- assessments ------------------------------------------------------------------------------


def holding(act: Acting, slug: str = SUN) -> PhaseAssessment:
    with act.database.read() as session:
        rows = session.scalars(
            select(PhaseAssessment)
            .where(
                PhaseAssessment.chain_id == act.chains[slug],
                PhaseAssessment.corrected_at.is_(None),
                PhaseAssessment.outcome.is_(None) | (PhaseAssessment.outcome == "confirmed"),
            )
            .order_by(PhaseAssessment.recorded_at.desc())
        )
        found = rows.first()
    assert found is not None
    return found


def amend(act: Acting, wrong: PhaseAssessment, slug: str = SUN, **values: Any) -> PhaseAssessment:
    given = {
        "phase_id": wrong.phase_id,
        "since": wrong.since,
        "since_precision": wrong.since_precision,
        "text": wrong.reason,
        "reason": "Verkeerde datum",
    }
    made: PhaseAssessment = act.do(
        "beheer",
        correct_assessment,
        assessment_id=wrong.id,
        chain_id=act.chains[slug],
        **(given | values),
    )
    act.forward(minutes=1)
    return made


def test_another_date_keeps_the_decision(act: Acting) -> None:
    wrong, before = holding(act), where(act)
    assert wrong.decision_id is not None
    act.forward(days=1)
    made = amend(act, wrong, since=date(2026, 2, 1), since_precision=Precision.MONTH)
    assert (made.decision_id, made.outcome, made.corrects_id) == (
        wrong.decision_id,
        wrong.outcome,
        wrong.id,
    )
    now = where(act)
    assert (now.phase_id, now.state, now.since) == (
        before.phase_id,
        AssessmentState.CONFIRMED,
        date(2026, 2, 1),
    )
    assert now.reported_at == before.reported_at
    then = where(act, day=local_day(act.now) - timedelta(days=1))
    assert (then.since, then.state) == (before.since, before.state)


def test_another_phase_is_provisional_again(act: Acting) -> None:
    wrong = holding(act)
    made = amend(act, wrong, phase_id=act.phases[3])
    assert (made.outcome, made.decision_id) == (None, None)
    assert (where(act).phase_id, where(act).state) == (
        act.phases[3],
        AssessmentState.PROVISIONAL,
    )


def test_an_assessment_of_the_wrong_chain_moves(act: Acting) -> None:
    before = where(act)
    made = act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains[SUN],
        phase_id=act.phases[2],
        since=None,
        since_precision=Precision.UNKNOWN,
        reason="Hoort elders",
    )
    act.forward(minutes=1)
    amend(act, made, QUIET)
    assert (where(act).phase_id, where(act).state) == (before.phase_id, before.state)
    assert (where(act, QUIET).phase_id, where(act, QUIET).state) == (
        act.phases[2],
        AssessmentState.PROVISIONAL,
    )


def test_only_the_one_that_holds_is_corrected(act: Acting) -> None:
    wrong = holding(act)
    act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains[SUN],
        phase_id=act.phases[2],
        since=None,
        since_precision=Precision.UNKNOWN,
        reason="Nieuwer",
    )
    with pytest.raises(RefusedError):
        amend(act, wrong, text="Anders")


def test_a_newer_assessment_elsewhere_is_not_pushed_aside(act: Acting) -> None:
    wrong = holding(act)
    act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains[ICT],
        phase_id=act.phases[2],
        since=None,
        since_precision=Precision.UNKNOWN,
        reason="Nieuwer",
    )
    with pytest.raises(RefusedError):
        amend(act, wrong, ICT)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"reason": ""},
        {"text": " "},
        {"since": date(2030, 1, 1), "since_precision": Precision.DAY},
    ],
)
def test_an_assessment_that_cannot_be_is_refused(act: Acting, values: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        amend(act, holding(act), **values)


# ---- the pages --------------------------------------------------------------------------------


@pytest.fixture
def admin(client: CheckingClient) -> CheckingClient:
    return client.as_("beheer")


def address(page: Page, kind: str) -> str:
    found = page.soup.select(f"a[href^='/{kind}/'][href$='/corrigeren']")
    assert found, kind
    return str(found[0]["href"])


@pytest.mark.both_databases
def test_from_the_history_an_administrator_corrects_a_report(admin: CheckingClient) -> None:
    history = f"/ketens/{SUN}/geschiedenis"
    where_to = address(admin.page(history), "statusupdates")
    answer = admin.send(where_to, form=FORM, stap="De goede stap", waarom_fout="Tikfout in de stap")
    assert answer.location == history
    page = admin.page(history)
    assert "De correctie is vastgelegd." in page.words
    assert "Correctie van een statusupdate" in page.words
    assert "Wat er mis was: Tikfout in de stap" in page.words
    assert "De goede stap" in admin.page(f"/ketens/{SUN}").words
    assert "al gecorrigeerd" in admin.page(where_to).words
    told = admin.as_("publiek").page(history)
    assert "Tikfout in de stap" in told.words
    assert "Corrigeren" not in told.words


def test_a_chain_that_did_not_stagnate_after_all(admin: CheckingClient) -> None:
    """The old reason stands in the form; nobody has to empty it."""
    history = f"/ketens/{SUN}/geschiedenis"
    where_to = address(admin.page(history), "statusupdates")
    assert admin.page(where_to).fields(FORM)["reden"] == "no-sustainable-alternative"
    answer = admin.send(where_to, form=FORM, voortgang="on-track", waarom_fout="Verkeerd gekozen")
    assert answer.location == history


@pytest.mark.both_databases
def test_an_assessment_is_corrected_and_moved(admin: CheckingClient) -> None:
    history = f"/ketens/{SUN}/geschiedenis"
    where_to = address(admin.page(history), "fasebeoordelingen")
    answer = admin.send(where_to, form=FORM, keten=QUIET, waarom_fout="Verkeerde keten")
    assert answer.location == f"/ketens/{QUIET}/geschiedenis"
    assert "Stond bij de keten Zonnepanelen" in admin.page(answer.location).words
    assert "Staat nu bij de keten Elektriciteit" in admin.page(history).words
    moved = admin.page(f"/ketens/{QUIET}/fase").words
    assert "Gecorrigeerd door Iris Vermeulen: Verkeerde keten" in moved
    assert "Beoordeeld door Sanne Bakker" in moved


@pytest.mark.both_databases
def test_the_logbook_leads_to_a_correction(admin: CheckingClient) -> None:
    page = admin.page("/beheer/logboek?soort=status_update")
    admin.page(address(page, "statusupdates"))
    page = admin.page("/beheer/logboek?soort=phase_assessment&handeling=toegevoegd")
    admin.page(address(page, "fasebeoordelingen"))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"waarom_fout": ""}, "Schrijf wat er mis was."),
        ({"keten": "zzz"}, "Kies een van de mogelijkheden."),
        ({"voortgang": ""}, "Kies hoe het gaat."),
        ({"stap_op": "29-2-2027"}, "bestaat niet"),
        ({"stap": "x\x00"}, "NUL"),
        ({"veranderd": "[" * 50_000}, "te ingewikkeld"),
        ({"stap": "Anders", "waarom_fout": "[" * 100_000}, "hoogstens 5000 tekens"),
    ],
)
def test_a_correction_of_a_report_with_a_mistake_keeps_the_text(
    admin: CheckingClient, values: dict[str, str], words: str
) -> None:
    where_to = address(admin.page(f"/ketens/{SUN}/geschiedenis"), "statusupdates")
    sent = {"stap": "Nieuwe stap", "waarom_fout": "Een reden"} | values
    answer = admin.send(where_to, form=FORM, **sent)
    assert answer.status_code == 422
    page = Page(answer)
    assert words in page.words
    assert page.fields(FORM)["waarom_fout"] == sent["waarom_fout"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"fase": "9"}, "Kies een van de mogelijkheden."),
        ({"sinds": "20260"}, "geen datum"),
        ({"sinds": "2031"}, "toekomst"),
        ({"waarom": ""}, "Schrijf waarom."),
        ({"waarom_fout": " "}, "Schrijf wat er mis was."),
        ({"keten": ICT}, "andere keten is zelf al beoordeeld"),
    ],
)
def test_a_correction_of_an_assessment_with_a_mistake_keeps_the_text(
    admin: CheckingClient, values: dict[str, str], words: str
) -> None:
    where_to = address(admin.page(f"/ketens/{SUN}/geschiedenis"), "fasebeoordelingen")
    sent = {"waarom": "Nieuwe tekst", "waarom_fout": "Een reden"} | values
    answer = admin.send(where_to, form=FORM, **sent)
    assert answer.status_code == 422
    assert words in Page(answer).words
