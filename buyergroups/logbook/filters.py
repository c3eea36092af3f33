"""What somebody asked of the logbook, read from the address; and what of it made no sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from buyergroups.logbook.labels import ACTIONS, KINDS
from buyergroups.logbook.queries import LogQuery
from buyergroups.phases.filters import LONGEST, Mistake
from buyergroups.web.formats import NotADayError, parse_day, shown, typed_day
from buyergroups.words import Words

UNKNOWN_PERSON = Words(
    "Deze persoon staat niet in het logboek.", "This person is not in the logbook."
)
UNKNOWN_CHAIN = Words("De keten '%(text)s' bestaat niet.", "There is no chain '%(text)s'.")
UNKNOWN_KIND = Words("'%(text)s' is geen soort.", "'%(text)s' is not a kind.")
UNKNOWN_ACTION = Words(
    "'%(text)s' is geen handeling. Kies toegevoegd of gewijzigd.",
    "'%(text)s' is not an action. Choose added or changed.",
)
UNKNOWN_PLACE = Words("'%(text)s' is geen plaats in het logboek.", "'%(text)s' is not a place.")
FAR_AWAY = Words("Kies een dag tussen 2000 en 2999.", "Choose a day between 2000 and 2999.")
ENDS_FIRST = Words(
    "De laatste dag ligt voor de eerste. Draai ze om.",
    "The last day lies before the first one. Swap them.",
)
#: In the address Dutch words stand for the codes.
ACTION_NAMES = {words.nl: code for code, words in ACTIONS.items()}


def address(query: LogQuery, path: str, **changes: Any) -> str:
    """The address of a part of the logbook, or of one that differs in something."""
    asked = replace(query, **changes)
    values = {
        "persoon": asked.person,
        "keten": asked.chain,
        "soort": asked.kind,
        "handeling": ACTIONS[asked.action].nl if asked.action else None,
        "van": typed_day(asked.since),
        "tot": typed_day(asked.until),
        "voor": asked.before,
        "na": asked.after,
    }
    text = urlencode({name: value for name, value in values.items() if value})
    return f"{path}?{text}" if text else path


def read_query(
    given: Mapping[str, str], *, people: Mapping[str, Any], chains: Mapping[str, Any]
) -> tuple[LogQuery, list[Mistake]]:
    """What is asked for. What makes no sense is left out, and told."""
    mistakes: list[Mistake] = []
    asked = {name: shown(text) for name, text in given.items() if text.strip()}

    def known(name: str, is_known: Callable[[str], bool], words: Words) -> str | None:
        text = asked.get(name)
        if text is None or is_known(text):
            return text
        mistakes.append(Mistake(name, words, {"text": text[:LONGEST]}))
        return None

    action = known("handeling", ACTION_NAMES.__contains__, UNKNOWN_ACTION)
    query = LogQuery(
        person=known("persoon", people.__contains__, UNKNOWN_PERSON),
        chain=known("keten", chains.__contains__, UNKNOWN_CHAIN),
        kind=known("soort", KINDS.__contains__, UNKNOWN_KIND),
        action=ACTION_NAMES[action] if action else None,
        since=_day("van", asked.get("van"), mistakes),
        until=_day("tot", asked.get("tot"), mistakes),
        before=_place(known("voor", _is_place, UNKNOWN_PLACE)),
        after=_place(known("na", _is_place, UNKNOWN_PLACE)),
    )
    if query.since and query.until and query.until < query.since:
        mistakes.append(Mistake("tot", ENDS_FIRST))
        query = replace(query, until=None)
    return query, mistakes


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _place(text: str | None) -> int | None:
    return int(text) if text else None


def _day(name: str, text: str | None, mistakes: list[Mistake]) -> date | None:
    if text is None:
        return None
    try:
        day = parse_day(text)
    except NotADayError as error:
        mistakes.append(Mistake(name, error.words, {"text": error.text}))
        return None
    if not 2000 <= day.year <= 2999:
        mistakes.append(Mistake(name, FAR_AWAY))
        return None
    return day
