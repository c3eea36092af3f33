"""Finds names of suppliers and of their people in a text that is about to become public. Pure.

A name is found whatever its case, accents, line breaks, hyphens or markup, and without its legal
form ("B.V."); as a part of another word it is no name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from urllib.parse import unquote

from buyergroups.documents.prose import passages
from buyergroups.suppliers.rules import without_form
from buyergroups.words import Words


class Kind(StrEnum):
    """What of a supplier stands in a text."""

    SUPPLIER = "supplier"
    KVK = "kvk"
    WEBSITE = "website"
    CONTACT = "contact"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Known:
    """Something by which a supplier is known, and whether it agreed that it is named."""

    kind: Kind
    text: str
    agreed: bool = False
    #: Whether who asks may see this supplier; else they are told no more than the text says.
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and where it stands, in words."""

    where: Words
    text: str


@dataclass(frozen=True, slots=True)
class Find:
    """Something that may not stand in a text: what, where, and the words around it."""

    kind: Kind
    name: str
    where: Words
    around: str


LAID_OUT = Words("opmaak of adres van een link", "layout, or the address of a link")
#: Stands between passages, where no name goes on.
_BORDER = "\n"
_WORD = re.compile(r"[^\W_]+")
#: How many signs are shown on both sides of what was found.
AROUND = 40
#: Letters of other scripts that nobody tells apart from these: capitals, then small ones.
_LOOK_ALIKE = str.maketrans(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3\u03c9"
    "\u0430\u0441\u0435\u04bb\u0456\u0458\u043e\u0440\u0455\u0445\u0443\u043a\u043c\u0442"
    "\u0501\u051b\u051d",
    "ABEZHIKMNOPTYXABCEHIJKMOPSTXYaeikvoptuxywacehijopsxykmtdqw",
)
#: Shorter numbers than this are found everywhere.
SHORTEST_NUMBER = 7
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-/\u2011\u2013]{5,}\d")
_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of one of the passages."""

    passage: int
    start: int
    end: int

    def within(self, others: Iterable[_Place]) -> bool:
        """Whether it is (part of) one of these."""
        return any(
            other.passage == self.passage and other.start <= self.start and self.end <= other.end
            for other in others
        )


def find_names(written: Sequence[Passage], html: str, known: Iterable[Known]) -> list[Find]:
    """What of suppliers that did not agree stands in what was written, or in how it is laid out.

    `html`: the same text laid out; there stand words that markup had split, and addresses of links.
    """
    laid_out = [Passage(LAID_OUT, passage.text) for passage in passages(html)]
    text = _Text([*written, *laid_out])
    known = list(dict.fromkeys(known))
    may_stand = [place for one in known if one.agreed for place in text.places(one)]
    found: dict[tuple[Kind, str, int], Find] = {}
    for one in known:
        for place in () if one.agreed else text.places(one):
            key = (one.kind, one.text, min(place.passage, len(written)))
            if key not in found and not place.within(may_stand):
                where = text.passages[place.passage].where
                kind, name = (
                    (one.kind, one.text) if one.seen else (Kind.SUPPLIER, text.written(place))
                )
                found[key] = Find(kind, name, where, text.around(place))
    told = {(kind, name) for kind, name, passage in found if passage < len(written)}
    return [
        find
        for (kind, name, passage), find in found.items()
        if passage < len(written) or (kind, name) not in told
    ]


class _Text:
    """Passages as their words behind each other, with the places where each begins and ends."""

    def __init__(self, given: Sequence[Passage]) -> None:
        self.passages = [Passage(one.where, _visible(one.text)) for one in given]
        self.begins: dict[int, _Place] = {}
        self.ends: dict[int, _Place] = {}
        self.numbers: list[tuple[_Place, str]] = []
        joined: list[str] = []
        length = 0
        for nr, passage in enumerate(self.passages):
            for match in _WORD.finditer(passage.text):
                word, place = _plain(match.group()), _Place(nr, *match.span())
                self.begins[length] = place
                length += len(word)
                self.ends[length] = place
                joined.append(word)
            self.numbers += [
                (_Place(nr, *match.span()), _national(match.group()))
                for match in _NUMBER.finditer(passage.text)
            ]
            joined.append(_BORDER)
            length += 1
        self.joined = "".join(joined)

    def places(self, one: Known) -> Iterator[_Place]:
        """Where something stands, as whole words; a telephone number with any country before it."""
        if one.kind is Kind.PHONE:
            sought = _national(one.text)
            if len(sought) >= SHORTEST_NUMBER:
                yield from (place for place, number in self.numbers if sought in number)
            return
        sought = _sought(one)
        at = self.joined.find(sought) if sought else -1
        while at >= 0:
            first, last = self.begins.get(at), self.ends.get(at + len(sought))
            if first is not None and last is not None:
                yield _Place(first.passage, first.start, last.end)
            at = self.joined.find(sought, at + 1)

    def written(self, place: _Place) -> str:
        """What stands at a place."""
        return " ".join(self.passages[place.passage].text[place.start : place.end].split())

    def around(self, place: _Place) -> str:
        """The words around a place, with a sign where more follows."""
        text = self.passages[place.passage].text
        start, end = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
        shown = " ".join(text[start:end].split())
        return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _visible(text: str) -> str:
    """As a browser shows or follows it, without signs that cannot be seen.

    A soft hyphen in a name hides it from nobody, and neither does `%20` in an address.
    """
    composed = unicodedata.normalize("NFC", unquote(unescape(text)))
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")


def _plain(text: str) -> str:
    """No case, no accents, no other forms of the same letter, none that only looks the same."""
    parts = unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKE).casefold()
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _sought(one: Known) -> str:
    """What is looked for: the words behind each other, without the legal form of a company."""
    words = _WORD.findall(_plain(_visible(one.text)))
    if one.kind is Kind.WEBSITE:
        words = [word for word in words if word not in ("http", "https", "www")]
    if one.kind is Kind.SUPPLIER:
        # The name of "Voorbeeld Zon B.V." is "Voorbeeld Zon".
        words = [*without_form(words)[0]]
    return "".join(words)


def _national(number: str) -> str:
    """The digits of a telephone number, the same with +31, 0031 and 0 before them."""
    digits = _DIGITS.sub("", number.replace("(0)", ""))
    for before in ("0031", "31", "0"):
        if digits.startswith(before):
            return digits.removeprefix(before)
    return digits
