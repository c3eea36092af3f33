"""What somebody asked of the board, read from the address; and what of it made no sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from buyergroups.web.formats import NotADayError, day_words, parse_day, shown
from buyergroups.words import Words


class Show(StrEnum):
    """Which chains: the selection of a year, the priority ones, or all."""

    SELECTION = "selectie"
    PRIORITY = "prioritair"
    ALL = "alle"


class Order(StrEnum):
    """What stands first."""

    ATTENTION = "aandacht"
    NAME = "naam"
    CLUSTER = "cluster"
    REPORTED = "bijgewerkt"


class Way(StrEnum):
    """In which way the same chains are looked at: the page for it."""

    BOARD = "phases.board"
    TABLE = "board_table.table"
    TIMELINE = "board_timeline.timeline"
    IMPACT = "board_impact.impact"


UNKNOWN_SHOW = Words(
    "'%(text)s' is geen keuze. Kies jaarselectie, prioritair of alle.",
    "'%(text)s' is not a choice. Choose yearly selection, priority or all.",
)
UNKNOWN_ORDER = Words("'%(text)s' is geen volgorde.", "'%(text)s' is not an order.")
UNKNOWN_YEAR = Words(
    "'%(text)s' is geen jaar. Schrijf bijvoorbeeld 2027.",
    "'%(text)s' is not a year. Write for example 2027.",
)
YEAR_WITHOUT_SELECTION = Words(
    "Een jaar hoort bij de jaarselectie. Kies de jaarselectie, of laat het jaar weg.",
    "A year belongs to the yearly selection. Choose that, or leave out the year.",
)
NO_SUCH_PAGE = Words(
    "Bladzijde %(nr)s is er niet. Dit is bladzijde %(last)s, de laatste.",
    "There is no page %(nr)s. This is page %(last)s, the last one.",
)
UNKNOWN_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")
UNKNOWN_CLUSTER = Words("Het cluster '%(text)s' bestaat niet.", "There is no cluster '%(text)s'.")
UNKNOWN_THEME = Words("Het thema '%(text)s' bestaat niet.", "There is no theme '%(text)s'.")
UNKNOWN_LEAD = Words(
    "Deze ketentrekker heeft hier geen ketens.", "This chain lead has no chains here."
)
IN_FUTURE = Words(
    "%(day)s ligt in de toekomst. Kies vandaag of een eerdere dag.",
    "%(day)s lies in the future. Choose today or an earlier day.",
)
BEFORE_RECORDS = Words(
    "Ketenbord houdt de ketens bij sinds %(first)s. Kies die dag of een latere.",
    "Ketenbord keeps the chains since %(first)s. Choose that day or a later one.",
)
SINCE_TOO_LATE = Words(
    "Kies bij 'sinds' een dag vóór %(day)s.", "Choose a day before %(day)s for 'since'."
)

#: What the board reads from an address.
NAMES = frozenset(
    {"toon", "jaar", "cluster", "thema", "trekker", "volgorde", "op", "sinds", "pagina"}
)
#: Somebody filtering on chains without a lead.
NO_LEAD = "geen"
LONGEST = 60


@dataclass(frozen=True)
class Mistake:
    """A filter that makes no sense: which field, and the sentence to show at it."""

    where: str
    words: Words
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong, in the reader's language."""
        return self.words.into(language, **self.values)


@dataclass(frozen=True)
class BoardQuery:
    """A board to show. `as_of` None is today; what is None is not filtered on.

    `since` marks what changed after the end of that day.
    """

    show: Show | None = None
    year: int | None = None
    cluster: str | None = None
    theme: str | None = None
    lead: str | None = None
    order: Order = Order.ATTENTION
    as_of: date | None = None
    since: date | None = None
    page: int = 1

    def address(self, path: str, **changes: object) -> str:
        """The address of this board, or of one that differs in something; always the same one."""
        changed = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        return path + (f"?{text}" if (text := urlencode(changed.parameters())) else "")

    def parameters(self) -> dict[str, str]:
        """What stands in the address: only what is not the default, in a fixed order."""
        values = {
            "toon": self.show.value if self.show and not self.year else None,
            "jaar": str(self.year) if self.year else None,
            "cluster": self.cluster,
            "thema": self.theme,
            "trekker": self.lead,
            "volgorde": self.order.value if self.order is not Order.ATTENTION else None,
            "op": self.as_of.isoformat() if self.as_of else None,
            "sinds": self.since.isoformat() if self.since else None,
            "pagina": str(self.page) if self.page > 1 else None,
        }
        return {name: value for name, value in values.items() if value}

    def is_written_as(self, given: Mapping[str, str]) -> bool:
        """Whether an address says just this, in whatever order: nothing empty, dates as ISO."""
        wanted = self.parameters()
        return all(wanted.get(name) == text for name, text in given.items() if name in NAMES)

    @property
    def filtered(self) -> bool:
        """Whether any filter narrows the chains or moves the date."""
        return any((self.cluster, self.theme, self.lead, self.as_of))


def read_query(
    given: Mapping[str, str], *, today: date, records_from: date, language: str
) -> tuple[BoardQuery, list[Mistake]]:
    """The board that is asked for. What makes no sense is left out, and told."""
    mistakes: list[Mistake] = []
    asked = {name: shown(text) for name, text in given.items() if text.strip()}
    show = _choice(Show, asked.get("toon"), Mistake("toon", UNKNOWN_SHOW), mistakes)
    order = _choice(Order, asked.get("volgorde"), Mistake("volgorde", UNKNOWN_ORDER), mistakes)
    year = _number(asked.get("jaar"), 2000, 2999, Mistake("jaar", UNKNOWN_YEAR), mistakes)
    if year is not None and show not in (None, Show.SELECTION):
        mistakes.append(Mistake("jaar", YEAR_WITHOUT_SELECTION))
        year = None
    as_of = _day("op", asked, today, records_from, language, mistakes)
    query = BoardQuery(
        show=Show.SELECTION if year is not None else show,
        year=year,
        cluster=asked.get("cluster", "")[:LONGEST] or None,
        theme=asked.get("thema", "")[:LONGEST] or None,
        lead=asked.get("trekker", "")[:LONGEST] or None,
        order=order or Order.ATTENTION,
        as_of=None if as_of == today else as_of,
        since=_since(asked, as_of or today, records_from, language, mistakes),
        page=_number(asked.get("pagina"), 1, 9999, Mistake("pagina", UNKNOWN_PAGE), mistakes) or 1,
    )
    return query, mistakes


Kind = TypeVar("Kind", bound=StrEnum)


def _choice(
    kind: type[Kind], text: str | None, mistake: Mistake, mistakes: list[Mistake]
) -> Kind | None:
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        mistakes.append(replace(mistake, values={"text": text[:LONGEST]}))
        return None


def _number(
    text: str | None, low: int, high: int, mistake: Mistake, mistakes: list[Mistake]
) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 4 and low <= int(text) <= high:
        return int(text)
    mistakes.append(replace(mistake, values={"text": text[:LONGEST]}))
    return None


def _day(
    name: str,
    asked: Mapping[str, str],
    today: date,
    records_from: date,
    language: str,
    mistakes: list[Mistake],
) -> date | None:
    if name not in asked:
        return None
    try:
        day = parse_day(asked[name])
    except NotADayError as error:
        mistakes.append(Mistake(name, error.words, {"text": error.text}))
        return None
    if day > today:
        mistakes.append(Mistake(name, IN_FUTURE, {"day": day_words(day, language)}))
        return None
    if day < records_from:
        mistakes.append(Mistake(name, BEFORE_RECORDS, {"first": day_words(records_from, language)}))
        return None
    return day


def _since(
    asked: Mapping[str, str],
    board_day: date,
    records_from: date,
    language: str,
    mistakes: list[Mistake],
) -> date | None:
    """The day after whose end changes are marked; it lies before the day of the board."""
    day = _day("sinds", asked, date.max, records_from, language, mistakes)
    if day is not None and day >= board_day:
        mistakes.append(Mistake("sinds", SINCE_TOO_LATE, {"day": day_words(board_day, language)}))
        return None
    return day
