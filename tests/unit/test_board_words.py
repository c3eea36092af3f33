"""What the board says in one sentence, and what changed in numbers: for one chain and for more."""

from __future__ import annotations

import pytest

from buyergroups.chains import labels as chain_labels
from buyergroups.phases.board import Counts
from buyergroups.phases.changes import ChangeKind
from buyergroups.phases.labels import CHANGES, COUNTED, summary
from models.chains import CoverageKind


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [
        (
            1,
            "4 ketens: 1 op koers, 1 heeft aandacht nodig, 1 stagneert, 1 zonder statusupdate.",
            "4 chains: 1 on track, 1 needs attention, 1 stagnates, 1 without a report.",
        ),
        (
            2,
            "8 ketens: 2 op koers, 2 hebben aandacht nodig, 2 stagneren, 2 zonder statusupdate.",
            "8 chains: 2 on track, 2 need attention, 2 stagnate, 2 without a report.",
        ),
    ],
)
def test_a_number_goes_with_its_words(number: int, dutch: str, english: str) -> None:
    counts = Counts(4 * number, number, number, number, number, 0, 0)
    assert summary(counts, "nl") == dutch
    assert summary(counts, "en") == english


def test_each_change_can_be_counted_in_both_languages() -> None:
    assert set(COUNTED) == set(CHANGES) == set(ChangeKind)
    # "2 other phase" and "2 new report" are no English, nor their Dutch.
    for kind in (ChangeKind.MOVED, ChangeKind.REPORTED, ChangeKind.FACTS):
        assert COUNTED[kind].nl.split()[0] in ("in", "met")
        assert COUNTED[kind].en.split()[0] in ("in", "with")


def test_a_programme_that_is_not_known_is_no_name() -> None:
    assert set(chain_labels.COVERAGE_OPEN) == set(CoverageKind)
    for words in chain_labels.COVERAGE_OPEN.values():
        assert not words.nl.endswith(" bij")
        assert not words.en.endswith(" by")
