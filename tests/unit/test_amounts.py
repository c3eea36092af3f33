"""Amounts as people type them, in Dutch and in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.web.amounts import (
    MOST_EURO,
    NotAnAmountError,
    euro_words,
    parse_euro,
    typed_euro,
)


@pytest.mark.parametrize(
    ("typed", "euro"),
    [
        ("0", 0),
        ("1250000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1\u00a0250\u00a0000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("€ 1.250.000,-", 1_250_000),
        ("€1.250.000,00", 1_250_000),
        ("EUR 12.500", 12_500),
        ("  750 ", 750),
        ("1000000000000", MOST_EURO),
    ],
)
def test_what_people_type(typed: str, euro: int) -> None:
    assert parse_euro(typed) == euro


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("veel", "geen bedrag"),
        ("1.25", "geen bedrag"),
        ("1.250,50", "geen bedrag"),
        ("1.250.00", "geen bedrag"),
        ("12.50.000", "geen bedrag"),
        ("1.250 000", "geen bedrag"),
        ("1e6", "geen bedrag"),
        ("١٢٣", "geen bedrag"),
        ("-5", "niet lager dan nul"),
        ("€ -5.000", "niet lager dan nul"),
        ("1000000000001", "duizend miljard"),
        ("9" * 400, "geen bedrag"),
        ("5\x00", "geen bedrag"),
    ],
)
def test_what_is_no_amount_gets_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(NotAnAmountError) as caught:
        parse_euro(typed)
    sentence = caught.value.sentence("nl")
    assert says in sentence
    assert "\x00" not in sentence
    assert caught.value.sentence("en") != sentence


@given(st.integers(0, MOST_EURO))
def test_what_was_shown_can_be_typed(euro: int) -> None:
    assert parse_euro(typed_euro(euro)) == euro
    assert parse_euro(euro_words(euro, "nl")) == euro
    assert parse_euro(euro_words(euro, "en")) == euro
