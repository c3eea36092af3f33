"""Reports by the lead, decisions by written procedure, and the yearly selection."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.chains.queries import reading_of, selections_at, standing
from buyergroups.chains.rules import Choice
from buyergroups.chains.services import cover_chain, record_procedure, select_chains
from buyergroups.chains.standing import Freshness, Standing
from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.markup.render import render
from buyergroups.phases.services import report_status, say_still_correct
from buyergroups.settings.queries import settings_at
from models.chains import CoverageKind, SelectionOutcome
from models.decisions import Decision
from models.history import ActorKind, HistoryEntry
from models.phases import Progress, ReportKind, StagnationReason, StatusUpdate
from tests.support.acting import Acting

SLUG = "zonnepanelen"
FIVE = (
    ("ict-hardware-en-mobiele-apparaten", SelectionOutcome.CONTINUE),
    ("zonnepanelen", SelectionOutcome.DEEPEN),
    ("catering", SelectionOutcome.CONTINUE),
    ("batterijen", SelectionOutcome.CONTINUE),
    ("schoonmaak", SelectionOutcome.ADD),
)


@pytest.fixture
def act(demo: Database) -> Acting:
    return Acting(demo)


def where(act: Acting, slug: str = SLUG) -> Standing:
    with act.database.read() as session:
        reading = reading_of(local_day(act.now), settings_at(session, act.now))
        selections = selections_at(session, 1, reading.moment)
        viewer = act.actor("trekker")
        return standing(session, viewer, 1, act.chains[slug], reading, selections)


def report(act: Acting, **values: object) -> StatusUpdate:
    made: StatusUpdate = act.do(
        "trekker",
        report_status,
        **({"chain_id": act.chains[SLUG], "progress": Progress.ON_TRACK} | values),
    )
    act.forward(minutes=1)
    return made


def test_a_report_is_on_the_card_at_once(act: Acting) -> None:
    report(act, next_step="Marktdag", next_step_on=date(2026, 12, 12), changed=render("**Ja**"))
    now = where(act)
    assert (now.progress, now.next_step, now.fresh) == (
        Progress.ON_TRACK,
        "Marktdag",
        Freshness.FRESH,
    )


def test_its_markdown_is_rendered_once_and_harmless(act: Acting) -> None:
    made = report(
        act, changed=render("**vet** <script>x</script> [a](javascript:x) ![b](http://c/d.png)")
    )
    html = made.changed_html or ""
    assert "<strong>vet</strong>" in html
    assert all(bad not in html for bad in ("<script", "javascript:", "<img", "onerror"))


@pytest.mark.parametrize(
    "values",
    [
        {"progress": Progress.STAGNATES},
        {"progress": Progress.ON_TRACK, "stagnation_reason": StagnationReason.BUDGET},
        {"next_step_on": date(2026, 12, 1)},
    ],
)
def test_parts_that_do_not_fit_get_a_sentence(act: Acting, values: dict[str, object]) -> None:
    with pytest.raises(RefusedError) as refused:
        report(act, **values)
    assert refused.value.sentence("nl") != refused.value.sentence("en")


def test_still_correct_makes_fresh_and_repeats_the_rest(act: Acting) -> None:
    report(act, progress=Progress.NEEDS_ATTENTION, next_step="Bellen", changed=render("Tekst"))
    act.forward(days=200)
    assert where(act).fresh is Freshness.STALE
    made = act.do("trekker", say_still_correct, chain_id=act.chains[SLUG])
    assert made.kind is ReportKind.STILL_CORRECT
    assert (where(act).fresh, where(act).progress, where(act).next_step) == (
        Freshness.FRESH,
        Progress.NEEDS_ATTENTION,
        "Bellen",
    )


def test_there_is_nothing_to_confirm_where_nothing_was_reported(act: Acting) -> None:
    chain = act.chains["netwerken-datacenterhardware-en-telefoniediensten"]
    with pytest.raises(RefusedError):
        act.do("trekker3", say_still_correct, chain_id=chain)


@pytest.mark.parametrize("kind", [CoverageKind.COVERED, CoverageKind.POSSIBLE])
def test_a_chain_that_is_possibly_covered_counts_as_covered(
    act: Acting, kind: CoverageKind
) -> None:
    act.do("manager", cover_chain, chain_id=act.chains[SLUG], kind=kind, reason="proef")
    act.forward(days=200)
    assert where(act).covered
    assert where(act).fresh is not Freshness.STALE


def procedure(act: Acting, account: str = "opgave", **values: Any) -> Decision:
    def steps(session: Session, actor: Actor, now: datetime) -> Decision:
        given = {"decided_on": local_day(now), "who_agreed": "allen", "document": "d", "text": "t"}
        body = act.body(session)
        return record_procedure(session, actor, now, body=body, **(given | values))  # type: ignore[arg-type]

    made: Decision = act.within(account, steps)
    act.forward(minutes=1)
    return made


def test_decisions_are_numbered_per_body_and_year(act: Acting) -> None:
    first, second = procedure(act), procedure(act, "manager")
    assert second.nr == first.nr + 1
    assert procedure(act, decided_on=date(2024, 12, 31)).reference == "OO-2024-01"


@pytest.mark.parametrize(
    "values",
    [
        {"decided_on": date(2026, 11, 22)},
        {"who_agreed": " "},
        {"document": ""},
    ],
)
def test_a_procedure_says_who_agreed_when_and_where(act: Acting, values: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        procedure(act, **values)


def choose(act: Acting, *choices: Choice, year: int = 2028, **values: str) -> None:
    decision = procedure(act)
    act.do(
        "manager",
        select_chains,
        year=year,
        choices=list(choices),
        decision=decision,
        expected=5,
        **values,
    )


def five() -> list[Choice]:
    return [Choice(slug, outcome, "reden") for slug, outcome in FIVE]


def test_five_chains_are_selected_and_completed_ones_leave(act: Acting) -> None:
    choose(act, *five(), Choice("wmo-hulpmiddelen", SelectionOutcome.COMPLETE, "klaar"))
    with act.database.read() as session:
        chosen = selections_at(session, 1, act.now)[2028]
    assert chosen.chain_ids == {act.chains[slug] for slug, _ in FIVE}
    assert where(act, "wmo-hulpmiddelen").completed


def test_a_later_decision_on_the_same_year_replaces_it(act: Acting) -> None:
    choose(act, *five())
    before = act.now
    act.forward(days=1)
    choose(act, *five()[:4], other_number_reason="Vier is genoeg")
    with act.database.read() as session:
        assert len(selections_at(session, 1, before)[2028].chain_ids) == 5
        assert len(selections_at(session, 1, act.now)[2028].chain_ids) == 4


@pytest.mark.parametrize(
    ("choice", "word"),
    [
        (Choice("wegen", SelectionOutcome.ADD, "reden"), "belegd"),
        (Choice("papier", SelectionOutcome.ADD, "reden"), "prioritair"),
        (Choice("bedrijfskleding", SelectionOutcome.CONTINUE, "reden"), "vorige"),
        (Choice("bedrijfskleding", SelectionOutcome.ADD, " "), "reden"),
        (Choice("bedrijfskleding", SelectionOutcome.ADD, "reden"), "6"),
    ],
)
def test_a_selection_that_breaks_a_rule_gets_a_sentence(
    act: Acting, choice: Choice, word: str
) -> None:
    chosen = five() if word == "6" else five()[:4]
    with pytest.raises(RefusedError) as refused:
        choose(act, *chosen, choice)
    assert word in refused.value.sentence("nl")


def test_a_covered_chain_enters_with_a_reason_of_its_own(act: Acting) -> None:
    own = Choice("wegen", SelectionOutcome.ADD, "reden", covered_reason="Het deel over asfalt")
    choose(act, *five()[:4], own)
    with act.database.read() as session:
        assert act.chains["wegen"] in selections_at(session, 1, act.now)[2028].chain_ids


def test_history_says_who_in_which_role_and_keeps_no_text(act: Acting) -> None:
    made = report(act, changed=render("Geheim verhaal"), next_step="Geheime stap")
    with act.database.read() as session:
        entry = session.scalars(
            select(HistoryEntry).where(
                HistoryEntry.object_type == "status_update", HistoryEntry.object_id == made.id
            )
        ).one()
    assert entry.person_id == act.actor("trekker").person_id
    assert entry.actor_kind is ActorKind.PERSON
    assert entry.acted_as == f"chain-lead:chain/{act.chains[SLUG]}"
    assert entry.changes["progress"] == [None, "on-track"]
    assert entry.changes["next_step"] == "changed"
    assert "Geheim" not in str(entry.changes)
    assert entry.at == act.now - timedelta(minutes=1)
