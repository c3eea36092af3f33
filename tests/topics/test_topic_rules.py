"""The table of moves of a topic, whose turn it is, what an advice rests on, and folded words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.practice_tests import rules as test_rules
from buyergroups.practice_tests.rules import Advice, Plan
from buyergroups.searching.queries import Wanted
from buyergroups.searching.wording import finds, folded, words_of
from buyergroups.topics import rules
from buyergroups.topics.labels import STATES, TURNS, WHO_NEXT
from buyergroups.topics.rules import Turn
from models.practice_tests import PracticeQuestion
from models.topics import AdviceOutcome, TopicState

S = TopicState


@given(st.lists(st.sampled_from(TopicState), max_size=15))
def test_nothing_is_decided_without_an_advice_and_no_advice_without_a_test(
    wishes: list[TopicState],
) -> None:
    """Whatever is tried in whatever order, only the moves of the table happen."""
    state, before = S.RAISED, {S.RAISED}
    for wish in wishes:
        if not rules.can_move(state, wish):
            continue
        if rules.BACK.get(state) is wish:
            # What stands after the step back has to be done again.
            before = set(rules.ON_THE_WAY[: rules.ON_THE_WAY.index(wish) + 1])
        state = wish
        before.add(state)
        if state in (S.ADVISED, S.DECIDED):
            assert {S.PLANNED, S.RUNNING, S.ADVISED} <= before
        assert not rules.can_move(state, state)
        assert rules.next_states(state), "nothing is stuck"


def test_a_decision_is_never_taken_back_and_an_advice_is_never_passed_over() -> None:
    assert rules.next_states(S.DECIDED) == [S.CLOSED]
    assert rules.next_states(S.ADVISED) == [S.RUNNING, S.DECIDED]
    assert {now for now in S if rules.can_move(now, S.DECIDED)} == {S.ADVISED}


def test_every_state_says_whose_turn_it_is() -> None:
    assert STATES.keys() == WHO_NEXT.keys() == set(TopicState)
    assert TURNS.keys() == set(Turn)
    turns = {rules.turn(state, None, handed=False, received=False) for state in TopicState}
    assert turns == set(Turn) - {Turn.OTHERS}
    elsewhere = AdviceOutcome.OTHER_DOMAIN
    assert rules.turn(S.DECIDED, elsewhere, handed=False, received=False) is Turn.TEAM
    assert rules.turn(S.DECIDED, elsewhere, handed=True, received=False) is Turn.OTHERS
    assert rules.turn(S.DECIDED, elsewhere, handed=True, received=True) is Turn.TEAM


def test_a_test_does_not_end_before_it_begins() -> None:
    first, last = date(2026, 12, 1), date(2026, 11, 30)
    refused = test_rules.plan_refusal(Plan(1, first, last, "Zo"))
    assert refused is not None
    assert refused.words is test_rules.ENDS_BEFORE_START
    assert test_rules.plan_refusal(Plan(1, first, first, "Zo")) is None


@given(st.sets(st.sampled_from(PracticeQuestion)))
def test_an_advice_waits_for_both_answers(answered: set[PracticeQuestion]) -> None:
    assert (not test_rules.unanswered(answered)) is (answered == set(PracticeQuestion))


@pytest.mark.parametrize(
    ("domain", "told", "mistakes"),
    [
        ("", "De chef", [rules.DOMAIN_MISSING]),
        ("Stoffenbeleid", " ", [rules.TOLD_MISSING]),
        ("", "", [rules.DOMAIN_MISSING, rules.TOLD_MISSING]),
        ("Stoffenbeleid", "De chef", []),
    ],
)
def test_elsewhere_is_a_domain_where_somebody_was_told(
    domain: str, told: str, mistakes: list[object]
) -> None:
    advice = Advice(AdviceOutcome.OTHER_DOMAIN, domain, told, "Daarom")
    assert test_rules.advice_mistakes(advice) == mistakes


# ---- words ------------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_folding_again_changes_nothing(text: str) -> None:
    words = words_of(text)
    assert words == words_of(" ".join(words))
    assert all(3 <= len(word) <= 40 for word in words)


def test_words_are_found_without_case_accents_or_endings() -> None:
    assert folded("Éénmalig") == "eenmalig"
    assert words_of("De PFAS-vraag: waarom PFAS?") == ["pfas", "vraag"]
    assert finds("kunststof", "kunststoffen")
    assert finds("kunststoffen", "kunststof")
    assert not finds("pfas", "pfastest"), "of a short word nothing is left out"
    title = Wanted.of("PFAS in werkkleding", "vezels en kleding")
    assert title.in_common(["pfas"])[0] >= 2
    assert title.in_common(["vezels"])[0] < 2


def test_what_all_of_this_is_about_makes_nothing_alike() -> None:
    wanted = Wanted.of("Vragen van de markt", "Welke producten koopt de overheid?")
    assert (wanted.title, wanted.text) == ([], [])
    assert Wanted.of("Questions of buyers", "Which products?").title == []
    production = Wanted.of("Productie van verf", "")
    assert production.in_common(["producten", "verf"]) == (2, ["verf"])
    assert "producten" in words_of("Nieuwe producten"), "it is kept, and found by who looks for it"
