"""Moments and distances as a page tells them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from buyergroups.web.formats import distance, moment_words


@pytest.mark.parametrize(
    ("moment", "language", "words"),
    [
        (datetime(2026, 11, 17, 13, 5, tzinfo=UTC), "nl", "17 nov 2026 om 14:05"),
        (datetime(2026, 7, 17, 13, 5, tzinfo=UTC), "en", "17 Jul 2026 at 15:05"),
        # What was loaded with a day and no time: midnight in Amsterdam.
        (datetime(2024, 11, 20, 23, 0, tzinfo=UTC), "nl", "21 nov 2024"),
        (datetime(2024, 11, 20, 23, 0, 1, tzinfo=UTC), "nl", "21 nov 2024 om 00:00"),
    ],
)
def test_a_moment(moment: datetime, language: str, words: str) -> None:
    assert moment_words(moment, language) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "vandaag"),
        (1, "morgen"),
        (-1, "gisteren"),
        (-13, "13 dagen geleden"),
        (-90, "13 weken geleden"),
        (200, "over 7 maanden"),
    ],
)
def test_a_distance(days: int, words: str) -> None:
    assert distance(days, "nl") == words
