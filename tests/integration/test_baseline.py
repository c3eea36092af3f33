"""The baseline: several chains at once, all or nothing, provisional until one decision."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from buyergroups.baseline.services import (
    BaselineRow,
    RowsChangedError,
    RowsRefusedError,
    record_baseline,
)
from buyergroups.chains.meanwhile import Seen
from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, NotAllowedError, RefusedError
from buyergroups.phases import queries
from buyergroups.phases.services import assess_phase, confirm_together, report_status
from buyergroups.writing.services import body_hash, typed_fields
from models.base import Precision
from models.decisions import Decision
from models.history import HistoryEntry
from models.phases import AssessmentOutcome, PhaseAssessment, Progress, StatusUpdate
from models.writing import Draft
from tests.support.acting import Acting
from tests.support.beginning import LED, begin
from tests.support.client import CheckingClient, Page

PATH = "/nulmeting"
TOGETHER = "/fasebeoordelingen/bevestigen"
FORM = "form[data-concept]"
NONE = Seen(None)


@pytest.fixture
def act(fresh: Database) -> Acting:
    begin(fresh)
    return Acting(fresh)


def row(act: Acting, slug: str, phase: int = 2, **values: Any) -> BaselineRow:
    usual: dict[str, Any] = {
        "since": date(2026, 3, 1),
        "since_precision": Precision.MONTH,
        "evidence": "Drie aanbieders.",
        "progress": Progress.ON_TRACK,
        "assessed": NONE,
        "reported": NONE,
    }
    return BaselineRow(chain_id=act.chains[slug], phase_id=act.phases[phase], **{**usual, **values})


def counts(database: Database) -> tuple[int, int, int]:
    """Assessments, reports and decisions."""
    with database.read() as session:
        found = [
            session.scalar(select(func.count()).select_from(model))
            for model in (PhaseAssessment, StatusUpdate, Decision)
        ]
    return tuple(number or 0 for number in found)  # type: ignore[return-value]


# ---- the service ------------------------------------------------------------------------------


def test_all_rows_are_recorded_in_one_go(fresh: Database, act: Acting) -> None:
    rows = [
        row(act, "zonnepanelen", link="https://voorbeeld.example/bewijs", next_step="Marktdag"),
        row(act, "catering", 1, since=None, since_precision=Precision.UNKNOWN),
    ]
    act.do("eerste", record_baseline, rows=rows)
    assert counts(fresh) == (2, 2, 0)
    with fresh.read() as session:
        found = {made.chain_id: made for made in session.scalars(select(PhaseAssessment))}
        solar, catering = found[act.chains["zonnepanelen"]], found[act.chains["catering"]]
        entries = session.scalars(
            select(HistoryEntry).where(HistoryEntry.object_type == "phase_assessment")
        ).all()
    assert solar.outcome is None
    assert solar.reason == "Drie aanbieders.\nhttps://voorbeeld.example/bewijs"
    assert (solar.since, solar.since_precision) == (date(2026, 3, 1), Precision.MONTH)
    assert (catering.since, catering.since_precision) == (None, Precision.UNKNOWN)
    assert {entry.acted_as for entry in entries} == {
        f"chain-lead:chain/{key}" for key in (solar.chain_id, catering.chain_id)
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": date(2031, 1, 1), "since_precision": Precision.YEAR},
        {"evidence": " "},
        {"link": "javascript:alert(1)"},
        {"progress": Progress.STAGNATES},
        {"next_step_on": date(2027, 1, 1)},
    ],
)
def test_one_wrong_row_and_nothing_is_recorded(
    fresh: Database, act: Acting, wrong: dict[str, Any]
) -> None:
    rows = [row(act, "catering"), row(act, "zonnepanelen", **wrong)]
    with pytest.raises(RowsRefusedError) as refused:
        act.do("eerste", record_baseline, rows=rows)
    assert set(refused.value.rows) == {act.chains["zonnepanelen"]}
    assert counts(fresh) == (0, 0, 0)


def test_a_chain_of_somebody_else_is_refused_with_all_the_rest(
    fresh: Database, act: Acting
) -> None:
    with pytest.raises(NotAllowedError):
        act.do("eerste", record_baseline, rows=[row(act, "catering"), row(act, "batterijen")])
    assert counts(fresh) == (0, 0, 0)


@pytest.mark.parametrize("rows", [0, 2])
def test_nothing_and_the_same_chain_twice(fresh: Database, act: Acting, rows: int) -> None:
    with pytest.raises(RefusedError):
        act.do("eerste", record_baseline, rows=[row(act, "catering")] * rows)
    assert counts(fresh) == (0, 0, 0)


def test_whoever_is_second_is_told_of_each_chain(fresh: Database, act: Acting) -> None:
    act.do("tweede", record_baseline, rows=[row(act, "catering", 3)])
    act.forward(minutes=1)
    rows = [row(act, "catering"), row(act, "zonnepanelen")]
    with pytest.raises(RowsChangedError) as changed:
        act.do("eerste", record_baseline, rows=rows)
    assert set(changed.value.rows) == {act.chains["catering"]}
    assert counts(fresh) == (1, 1, 0)


def test_without_progress_the_last_report_holds(fresh: Database, act: Acting) -> None:
    report = act.do(
        "eerste",
        report_status,
        chain_id=act.chains["catering"],
        progress=Progress.NEEDS_ATTENTION,
    )
    act.forward(minutes=1)
    given = row(act, "catering", progress=None, reported=Seen(report.id))
    act.do("eerste", record_baseline, rows=[given])
    assert counts(fresh) == (1, 1, 0)


@pytest.mark.sqlite_only
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(LED),
            st.sampled_from([1, 2, 3, 4]),
            st.sampled_from(["", "Bewijs"]),
            st.sampled_from([None, *Progress]),
            st.sampled_from(["", "Marktdag"]),
        ),
        max_size=4,
    )
)
def test_it_is_always_all_or_nothing(act: Acting, drawn: list[Any]) -> None:
    rows = [
        row(act, slug, phase, evidence=evidence, progress=progress, next_step=step, assessed=None)
        for slug, phase, evidence, progress, step in drawn
    ]
    before = counts(act.database)
    act.forward(minutes=1)
    rows = [BaselineRow(**{**_fields(item), "reported": None}) for item in rows]
    try:
        act.do("eerste", record_baseline, rows=rows)
    except RefusedError:
        assert counts(act.database) == before
    else:
        told = sum(item.progress is not None or bool(item.next_step) for item in rows)
        assert counts(act.database) == (before[0] + len(rows), before[1] + told, 0)


def _fields(item: BaselineRow) -> dict[str, Any]:
    return {name: getattr(item, name) for name in BaselineRow.__dataclass_fields__}


# ---- one decision ------------------------------------------------------------------------------


def refs(database: Database) -> list[str]:
    with database.read() as session:
        return [waits.ref for waits in queries.waiting(session)]


def confirm(act: Acting, who: str, chosen: list[str], **values: Any) -> Decision:
    usual: dict[str, Any] = {
        "decided_on": date(2026, 11, 20),
        "who_agreed": "Alle leden",
        "document": "Ronde 1",
        "text": "Nulmeting",
    }

    def steps(session: Any, actor: Any, now: Any) -> Any:
        body = act.body(session)
        return confirm_together(session, actor, now, refs=chosen, body=body, **{**usual, **values})

    return act.within(who, steps)  # type: ignore[no-any-return]


@pytest.mark.parametrize("who", ["baas", "notulist"])
def test_one_decision_confirms_several(fresh: Database, act: Acting, who: str) -> None:
    act.do("eerste", record_baseline, rows=[row(act, slug) for slug in LED])
    act.forward(days=1)
    first, *rest = refs(fresh)
    decision = confirm(act, who, rest)
    assert counts(fresh) == (4, 4, 1)
    with fresh.read() as session:
        made = {one.ref: one for one in session.scalars(select(PhaseAssessment))}
    assert {made[ref].decision_id for ref in rest} == {decision.id}
    assert {made[ref].outcome for ref in rest} == {AssessmentOutcome.CONFIRMED}
    assert made[first].outcome is None
    assert refs(fresh) == [first]


@pytest.mark.parametrize(
    "values",
    [{"document": " "}, {"who_agreed": ""}, {"decided_on": date(2027, 1, 1)}],
)
def test_a_procedure_that_is_not_whole_confirms_nothing(
    fresh: Database, act: Acting, values: dict[str, Any]
) -> None:
    act.do("eerste", record_baseline, rows=[row(act, slug) for slug in LED])
    with pytest.raises(RefusedError):
        confirm(act, "notulist", refs(fresh), **values)
    assert len(refs(fresh)) == 4


def test_one_that_was_withdrawn_stops_all(fresh: Database, act: Acting) -> None:
    act.do("eerste", record_baseline, rows=[row(act, "catering"), row(act, "zonnepanelen")])
    chosen = refs(fresh)
    act.forward(minutes=1)
    act.do(
        "tweede",
        assess_phase,
        chain_id=act.chains["catering"],
        phase_id=act.phases[1],
        since=None,
        since_precision=Precision.UNKNOWN,
        reason="Toch fase I.",
    )
    with pytest.raises(ChangedMeanwhileError, match="Catering"):
        confirm(act, "notulist", chosen)
    assert counts(fresh)[2] == 0
    for unknown in ([], ["bcdfghjkmn"]):
        with pytest.raises(ChangedMeanwhileError):
            confirm(act, "notulist", unknown)


@pytest.mark.parametrize("who", ["eerste", "tweede"])
def test_a_lead_confirms_nothing(fresh: Database, act: Acting, who: str) -> None:
    act.do("eerste", record_baseline, rows=[row(act, "catering")])
    with pytest.raises(NotAllowedError):
        confirm(act, who, refs(fresh))


# ---- the pages ---------------------------------------------------------------------------------

both = pytest.mark.both_databases


@pytest.fixture
def lead(client: CheckingClient, act: Acting) -> CheckingClient:
    return client.as_("eerste")


def fields(act: Acting, slug: str, **values: str) -> dict[str, str]:
    return {f"k{act.chains[slug]}-{name}": text for name, text in values.items()}


WHOLE = {
    "fase": "2",
    "sinds": "maart 2026",
    "voortgang": "on-track",
    "stap": "Marktdag",
    "stap_op": "15 jan 2027",
    "bewijs": "Drie aanbieders.",
    "link": "https://voorbeeld.example/x",
}


@both
@pytest.mark.data("fresh")
def test_from_the_first_page_to_one_decision(
    lead: CheckingClient, act: Acting, new_client: Callable[[], CheckingClient]
) -> None:
    today = lead.page("/")
    assert "3 van je ketens zijn nog niet in een fase beoordeeld" in today.words
    assert len(today.all(".kb-today__line")) == 1, "not another line for each chain"
    for page in (today, lead.page("/bord"), lead.page("/ketens")):
        assert page.soup.select_one(f"main a[href='{PATH}']")
    form = lead.page(PATH)
    assert form.all("fieldset legend") == [
        "Catering",
        "ICT-hardware en mobiele apparaten",
        "Wegen",
        "Zonnepanelen",
    ]
    sent = form.fields(FORM)
    sent |= fields(act, "zonnepanelen", **WHOLE) | fields(
        act, "catering", **{**WHOLE, "fase": "1", "sinds": "", "stap": "", "stap_op": ""}
    )
    answer = lead.post(PATH, data=sent)
    assert (answer.status_code, answer.location) == (303, PATH)
    assert lead.post(PATH, data=sent).location == PATH, "a double click records once"
    assert counts(act.database) == (2, 2, 0)
    after = lead.page(PATH)
    assert "De nulmeting van 2 ketens is vastgelegd." in after.words
    assert after.all("fieldset legend") == ["ICT-hardware en mobiele apparaten", "Wegen"]
    phase = lead.page("/ketens/zonnepanelen/fase")
    assert "sinds mrt 2026 voorlopig" in phase.words
    assert phase.soup.select_one("a[href='https://voorbeeld.example/x'][rel~=nofollow]")

    secretary = new_client().as_("notulist")
    assert "2 wachten op een besluit" in secretary.page("/").words
    page = secretary.page(TOGETHER)
    boxes = [str(box["value"]) for box in page.soup.select("input[type=checkbox][checked]")]
    assert len(boxes) == 2
    # The evidence of the baseline meets no criterion by itself; the phase assessed stands out.
    told = "Criteria gehaald toen: I 0 van 4 · II 0 van 3 · III 0 van 4 · IV 0 van 3"
    assert page.words.count(told) == 2
    assert page.all(".kb-picks li b:not(label b)") == ["II 0 van 3", "I 0 van 4"]
    values: Any = page.fields(FORM) | {"gekozen": boxes, "akkoord": "Allen", "document": "Ronde 1"}
    assert secretary.post(TOGETHER, data=values).location == TOGETHER
    told = secretary.page(TOGETHER).words
    assert "2 fasebeoordelingen zijn bevestigd, als besluit OO-2026-01." in told
    assert "Er wacht geen fasebeoordeling op een besluit." in told
    with act.database.read() as session:
        text = session.scalars(select(Decision.text)).one()
    assert text.startswith("Nulmeting bevestigd: ")
    assert "Zonnepanelen (II Competitie)" in text
    cards = new_client().as_("baas").page("/bord").all(".kb-card")
    assert len(cards) == 2
    assert all("voorlopig" not in card for card in cards)


@pytest.mark.data("fresh")
@pytest.mark.parametrize(
    ("values", "where", "words"),
    [
        ({"fase": "", "bewijs": "x"}, "fase", "Kies de fase."),
        ({"fase": "9"}, "fase", "Kies de fase."),
        ({"fase": "2\x00"}, "fase", "NUL"),
        ({"voortgang": ""}, "voortgang", "Kies hoe het gaat."),
        ({"voortgang": "zzz"}, "voortgang", "Kies een van de mogelijkheden."),
        ({"voortgang": "stagnates"}, "reden", "Kies waarom de keten stagneert."),
        ({"reden": "budget"}, "reden", "hoort alleen bij"),
        ({"sinds": "29 februari 2027"}, "sinds", "bestaat niet"),
        ({"sinds": "20260"}, "sinds", "geen datum"),
        ({"sinds": "2031"}, "sinds", "toekomst"),
        ({"stap": "", "stap_op": "1-1-2027"}, "stap", "Schrijf bij de datum ook"),
        ({"stap_op": "1-1-20260"}, "stap_op", "geen datum"),
        ({"bewijs": " "}, "bewijs", "Schrijf waaruit dat blijkt."),
        ({"bewijs": "[" * 100_000}, "bewijs", "hoogstens 8000 tekens"),
        ({"bewijs": "x\x00"}, "bewijs", "NUL"),
        ({"link": "javascript:alert(1)"}, "link", "https://"),
        ({"link": "https://a b"}, None, ""),
        ({"stap": "\u202eomgekeerd\u202c"}, None, ""),
    ],
)
def test_a_row_that_is_not_whole_says_so_and_keeps_all_rows(
    lead: CheckingClient, act: Acting, values: dict[str, str], where: str | None, words: str
) -> None:
    other = fields(act, "catering", **WHOLE)
    sent = lead.page(PATH).fields(FORM) | other
    sent |= fields(act, "zonnepanelen", **{**WHOLE, **values})
    answer = lead.post(PATH, data=sent)
    if where is None:
        assert answer.status_code in (303, 422)
        return
    page = Page(answer)
    assert answer.status_code == 422
    key = f"k{act.chains['zonnepanelen']}-{where}"
    assert any(words in text for text in page.all(f"[id='{key}-fout']"))
    assert any("Zonnepanelen" in text for text in page.all(f"[role=alert] a[href='#{key}']"))
    assert page.soup.select_one(f"[id='{key}'][aria-invalid=true]")
    kept = page.fields(FORM)
    assert {name: kept[name] for name in other} == other
    assert counts(act.database) == (0, 0, 0)


@pytest.mark.data("fresh")
def test_nothing_filled_in_is_asked_about(lead: CheckingClient) -> None:
    answer = lead.send(PATH, form=FORM)
    assert answer.status_code == 422
    assert "Vul minstens één keten in." in Page(answer).words


@both
@pytest.mark.data("fresh")
def test_the_second_lead_sees_both_and_loses_nothing(lead: CheckingClient, act: Acting) -> None:
    sent = lead.page(PATH).fields(FORM)
    sent |= fields(act, "catering", **WHOLE) | fields(act, "zonnepanelen", **WHOLE)
    act.do("tweede", record_baseline, rows=[row(act, "catering", 4, evidence="Van de ander.")])
    answer = lead.post(PATH, data=sent)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Iemand anders was je voor" in page.words
    assert "Van de ander." in page.words
    kept = page.fields(FORM)
    for slug in ("catering", "zonnepanelen"):
        mine = fields(act, slug, **WHOLE)
        assert {name: kept[name] for name in mine} == mine
    assert counts(act.database) == (1, 1, 0)
    empty = fields(act, "catering", **dict.fromkeys(WHOLE, ""))
    assert lead.post(PATH, data=kept | empty).status_code == 303
    assert counts(act.database) == (2, 2, 0)


@pytest.mark.data("fresh")
def test_recording_mine_all_the_same_withdraws_theirs(lead: CheckingClient, act: Acting) -> None:
    sent = lead.page(PATH).fields(FORM) | fields(act, "catering", **WHOLE)
    act.do("tweede", record_baseline, rows=[row(act, "catering", 4)])
    again = Page(lead.post(PATH, data=sent)).fields(FORM)
    assert lead.post(PATH, data=again).status_code == 303
    with act.database.read() as session:
        outcomes = session.scalars(select(PhaseAssessment.outcome).order_by(PhaseAssessment.id))
        assert list(outcomes) == [AssessmentOutcome.WITHDRAWN, None]


@both
@pytest.mark.data("fresh")
def test_a_draft_of_many_fields_comes_back_whole(
    lead: CheckingClient, act: Acting, new_client: Callable[[], CheckingClient]
) -> None:
    typed: dict[str, str] = {}
    for number, slug in enumerate(LED):
        typed |= fields(act, slug, **{**WHOLE, "bewijs": f"Bewijs {number}", "reden": ""})
    sent = lead.page(PATH).fields(FORM) | typed
    assert lead.post("/concept", data=sent | {"concept": PATH}).status_code == 200
    telephone = new_client().as_("eerste").page(PATH)
    kept = telephone.fields(FORM)
    assert {name: kept[name] for name in typed} == typed
    act.do("tweede", record_baseline, rows=[row(act, "catering", 4, evidence="Van de ander.")])
    late = lead.page(PATH)
    assert "Van de ander." in late.words
    assert late.fields(FORM)[f"k{act.chains['catering']}-bewijs"] == "Bewijs 0"
    assert lead.post(PATH, data=late.fields(FORM)).status_code == 303
    with act.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.data("fresh")
def test_a_chain_that_is_not_mine_cannot_be_slipped_in(lead: CheckingClient, act: Acting) -> None:
    sent = lead.page(PATH).fields(FORM) | fields(act, "batterijen", **WHOLE)
    assert lead.post(PATH, data=sent).status_code == 422
    assert counts(act.database) == (0, 0, 0)


@pytest.mark.data("fresh")
def test_a_manager_sees_how_far_it_is_and_fills_in_nothing(
    client: CheckingClient, act: Acting
) -> None:
    act.do("eerste", record_baseline, rows=[row(act, "catering", 2)])
    client.as_("baas")
    assert "prioritaire ketens zijn nog niet in een fase beoordeeld" in client.page("/").words
    page = client.page(PATH)
    assert len(page.all("table tbody tr")) == 20
    assert any("Catering II Competitie voorlopig" in text for text in page.all("tbody tr"))
    assert page.soup.select_one(FORM) is None
    token = page.fields(".kb-lang form")["csrf_token"]
    assert client.post(PATH, data={"csrf_token": token}).status_code == 404


def test_when_all_is_assessed_the_links_are_gone(client: CheckingClient) -> None:
    client.as_("trekker")
    assert "Al je ketens zijn in een fase beoordeeld." in client.page(PATH).words
    for address in ("/", "/bord", "/ketens"):
        assert client.page(address).soup.select_one(f"main a[href='{PATH}']") is None


# ---- confirming several, as a page --------------------------------------------------------------


@both
@pytest.mark.data("fresh")
def test_what_changed_while_the_secretary_typed(client: CheckingClient, act: Acting) -> None:
    act.do("eerste", record_baseline, rows=[row(act, "catering"), row(act, "zonnepanelen")])
    page = client.as_("notulist").page(TOGETHER)
    boxes = [str(box["value"]) for box in page.soup.select("input[type=checkbox]")]
    sent: Any = page.fields(FORM) | {"gekozen": boxes, "akkoord": "Allen", "document": "Ronde 1"}
    act.forward(minutes=1)
    act.do(
        "tweede",
        assess_phase,
        chain_id=act.chains["catering"],
        phase_id=act.phases[1],
        since=None,
        since_precision=Precision.UNKNOWN,
        reason="Toch fase I.",
    )
    answer = client.post(TOGETHER, data=sent)
    shown = Page(answer)
    assert answer.status_code == 409
    assert "de beoordeling van: Catering" in shown.words
    assert shown.fields(FORM)["document"] == "Ronde 1"
    ticked = [str(box["value"]) for box in shown.soup.select("input[type=checkbox][checked]")]
    assert len(ticked) == 1, "the new assessment is not ticked by itself"
    assert counts(act.database)[2] == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"akkoord": " "}, "Schrijf wie akkoord ging."),
        ({"document": ""}, "Noem het document"),
        ({"besloten_op": ""}, "Vul in wanneer dit is besloten."),
        ({"besloten_op": "29-2-2027"}, "bestaat niet"),
        ({"besloten_op": "1 jan 2027"}, "toekomst"),
        ({"gekozen": ""}, "Kies minstens een"),
        ({"gekozen": "x\x00"}, "Kies minstens een"),
        ({"gekozen": "[" * 100_000}, "er iets veranderd"),
    ],
)
def test_a_mistake_in_the_procedure_gets_a_sentence(
    client: CheckingClient, values: dict[str, str], words: str
) -> None:
    page = client.as_("opgave").page(TOGETHER)
    box = page.soup.select_one("input[type=checkbox]")
    assert box is not None
    sent = {"akkoord": "Allen", "document": "d", "gekozen": str(box["value"])} | values
    answer = client.post(TOGETHER, data=page.fields(FORM) | sent)
    assert answer.status_code in (409, 422)
    assert words in Page(answer).words


@pytest.mark.parametrize("ticked", [0, 1, 2])
def test_boxes_stay_as_they_were_ticked_in_a_draft(client: CheckingClient, ticked: int) -> None:
    page = client.as_("opgave").page(TOGETHER)
    boxes = [str(box["value"]) for box in page.soup.select("input[type=checkbox]")]
    sent: Any = page.fields(FORM) | {"gekozen": boxes[:ticked], "concept": TOGETHER}
    assert client.post("/concept", data=sent).status_code == 200
    again = client.page(TOGETHER).soup.select("input[type=checkbox][checked]")
    assert [str(box["value"]) for box in again] == boxes[:ticked]


# ---- at the same time ----------------------------------------------------------------------------


def at_once(*works: Callable[[], Any]) -> list[str]:
    """How each of them ended: done, or the name of what was raised."""
    ready, ended = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        ready.wait(10)
        try:
            work()
        except RefusedError as error:
            ended.append(type(error).__name__)
        else:
            ended.append("done")

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ended)


@pytest.mark.data("fresh")
def test_two_leads_at_once_and_one_is_told(own_database: Database) -> None:
    begin(own_database)
    one, other = Acting(own_database), Acting(own_database)
    rows = [row(one, slug) for slug in LED]
    ended = at_once(
        lambda: one.do("eerste", record_baseline, rows=rows),
        lambda: other.do("tweede", record_baseline, rows=rows[::-1]),
    )
    assert ended == ["RowsChangedError", "done"]
    assert counts(own_database) == (4, 4, 0)


@pytest.mark.data("fresh")
def test_confirming_while_somebody_assesses_again(own_database: Database) -> None:
    begin(own_database)
    act = Acting(own_database)
    act.do("eerste", record_baseline, rows=[row(act, slug) for slug in LED])
    chosen, later = refs(own_database), Acting(own_database)
    later.forward(minutes=1)
    last = {slug: _last_id(own_database, act.chains[slug]) for slug in LED}
    again = [row(act, slug, 3, assessed=last[slug], reported=None) for slug in LED]
    ended = at_once(
        lambda: confirm(later, "notulist", chosen),
        lambda: confirm(later, "baas", chosen),
        lambda: later.do("tweede", record_baseline, rows=again),
    )
    # Whoever came first, there is one decision on all four, or none.
    assert ended.count("done") in (1, 2), ended
    with own_database.read() as session:
        confirmed = session.scalars(
            select(PhaseAssessment).where(PhaseAssessment.outcome == AssessmentOutcome.CONFIRMED)
        ).all()
    assert len(confirmed) in (0, 4)
    assert len({made.decision_id for made in confirmed}) == counts(own_database)[2] <= 1


def _last_id(database: Database, chain_id: int) -> Seen:
    with database.read() as session:
        return Seen(queries.last_assessment_id(session, chain_id))


def test_a_draft_holds_the_fields_of_forty_chains() -> None:
    sent = {f"k{chain}-{name}": "x" for chain in range(40) for name in (*WHOLE, "gezien", "gemeld")}
    assert typed_fields(sent) == sent
    assert body_hash(sent) != body_hash(sent | {"k39-bewijs": "y"})
