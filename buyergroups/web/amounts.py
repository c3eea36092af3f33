"""Amounts of money as people type and read them, in whole euro."""

from __future__ import annotations

import re

from buyergroups.words import Words

#: More than any market of a product chain.
MOST_EURO = 10**12
NOT_AN_AMOUNT = Words(
    "'%(text)s' is geen bedrag. Schrijf hele euro's, zoals 1.250.000.",
    "'%(text)s' is not an amount. Write whole euros, such as 1,250,000.",
)
NEGATIVE = Words("Een bedrag is niet lager dan nul.", "An amount is not below zero.")
TOO_MUCH = Words(
    "Dit is meer dan duizend miljard euro. Kijk het bedrag na.",
    "This is more than a trillion euros. Check the amount.",
)

_SIGN = re.compile(r"^(€|eur|euro)?\s*(-?)\s*(€|eur|euro)?\s*", re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,18}", re.ASCII)
#: Thousands apart by points or spaces as in Dutch, or by commas as in English.
_GROUPED = re.compile(r"\d{1,3}(([. \u00a0\u202f'])\d{3})(\2\d{3})*|\d{1,3}(,\d{3})+", re.ASCII)
#: In Dutch after a comma; in English after the only point.
_NO_CENTS = re.compile(r"^([\d. \u00a0\u202f']+),(?:00|--?)$|^([\d,]+)\.00$", re.ASCII)


class NotAnAmountError(ValueError):
    """What was typed is no amount; the sentence says what to do."""

    def __init__(self, words: Words, text: str = "") -> None:
        self.words = words
        self.text = text.replace("\x00", "\ufffd")[:60]
        super().__init__(words.nl)

    def sentence(self, language: str) -> str:
        """What is wrong with it, in the reader's language."""
        return self.words.into(language, text=self.text)


def parse_euro(text: str) -> int:
    """Whole euro; raises NotAnAmountError, also for cents: nobody knows a year that exactly."""
    found = _SIGN.match(text.strip())
    assert found is not None
    number = _without_cents(text.strip()[found.end() :].strip())
    if not (_PLAIN.fullmatch(number) or _GROUPED.fullmatch(number)):
        raise NotAnAmountError(NOT_AN_AMOUNT, text)
    if found[2]:
        raise NotAnAmountError(NEGATIVE)
    euro = int("".join(sign for sign in number if sign.isdigit()))
    if euro > MOST_EURO:
        raise NotAnAmountError(TOO_MUCH)
    return euro


def _without_cents(number: str) -> str:
    found = _NO_CENTS.match(number)
    return (found[1] or found[2]) if found else number


def euro_words(euro: int, language: str) -> str:
    """€ 1.250.000, in English €1,250,000."""
    if language == "en":
        return f"€{euro:,}"
    return f"€\u00a0{euro:,}".replace(",", ".")


def typed_euro(euro: int | None) -> str:
    """As it is typed in a field."""
    return "" if euro is None else f"{euro:,}".replace(",", ".")


def short_euro(euro: float, language: str) -> str:
    """For a chart: € 1,3 mln, in English €1.3m; below a million whole euro."""
    for size, nl, en in ((10**9, "mld", "bn"), (10**6, "mln", "m")):
        if euro >= size:
            number = f"{euro / size:.2f}".rstrip("0").rstrip(".")
            if language == "en":
                return f"€{number}{en}"
            return f"€\u00a0{number.replace('.', ',')}\u00a0{nl}"
    return euro_words(round(euro), language)
