"""Dates and counts as people read them, in both languages; remembered, because a board repeats."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.dates import format_date, format_timedelta

from buyergroups.clock import AMSTERDAM, ClockHalf, half_of
from buyergroups.words import Words
from models.base import Precision

TODAY = Words("vandaag", "today")
TOMORROW = Words("morgen", "tomorrow")
YESTERDAY = Words("gisteren", "yesterday")
UNKNOWN = Words("begindatum niet bekend", "start date not known")
AT = Words("%(day)s om %(time)s", "%(day)s at %(time)s")

NOT_A_DATE = Words(
    "'%(text)s' is geen datum. Schrijf hem als 21-11-2026 of 21 nov 2026.",
    "'%(text)s' is not a date. Write it as 21-11-2026 or 21 nov 2026.",
)
NO_SUCH_DAY = Words(
    "De dag %(text)s bestaat niet. Kijk dag en maand na.",
    "The day %(text)s does not exist. Check day and month.",
)

_DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
#: 15 jan 2027, 1 maart 2026; without a day it is a month.
_NAMED_DAY = re.compile(r"(\d{1,2})[-. ]{1,2}([A-Za-z]{3,9})[-. ]{1,2}(\d{4})", re.ASCII)
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[-. ]{1,2}(\d{4})", re.ASCII)
#: The months as people write them, in Dutch and English, in full and short.
_MONTH_NAMES = (
    "januari january jan",
    "februari february feb febr",
    "maart march mrt mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "augustus august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
_MONTHS = {name: nr for nr, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


class NotADayError(ValueError):
    """What was typed is no day; the sentence says what to do."""

    def __init__(self, words: Words, text: str) -> None:
        self.words = words
        self.text = text.replace("\x00", "\ufffd")  # it goes into a page, which holds none
        super().__init__(text)

    def sentence(self, language: str) -> str:
        """Why not, in the reader's language."""
        return self.words.into(language, text=self.text)


#: Nothing here happened before, or is planned after; a year outside is a slip of the finger.
YEARS = range(1990, 2101)
ODD_YEAR = Words(
    "Kijk het jaar van '%(text)s' na. Het ligt tussen 1990 en 2100.",
    "Check the year of '%(text)s'. It lies between 1990 and 2100.",
)


def parse_day(text: str) -> date:
    """A day typed as dd-mm-jjjj or 15 jan 2027, in an address jjjj-mm-dd; raises NotADayError."""
    typed = text.strip()
    parts = _day_parts(typed)
    if parts is None:
        raise NotADayError(NOT_A_DATE, typed[:40])
    try:
        day = date(*parts)
    except ValueError as error:
        raise NotADayError(NO_SUCH_DAY, typed[:40]) from error
    if day.year not in YEARS:
        raise NotADayError(ODD_YEAR, typed[:40])
    return day


def _day_parts(typed: str) -> tuple[int, int, int] | None:
    """Year, month and day, whether or not there is such a day; None for anything else."""
    if found := _ISO_DAY.fullmatch(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DUTCH_DAY.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    found = _NAMED_DAY.fullmatch(typed)
    month = _MONTHS.get(found[2].lower()) if found else None
    return (int(found[3]), month, int(found[1])) if found and month else None


def typed_day(day: date | None) -> str:
    """A day as a form shows it: 21-11-2026."""
    return "" if day is None else f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


@lru_cache(maxsize=4096)
def day_words(day: date, language: str) -> str:
    """12 dec 2026."""
    return format_date(day, "d MMM y", locale=language).replace(".", "")


@lru_cache(maxsize=4096)
def short_day(day: date, language: str) -> str:
    """12 dec, without the year."""
    return format_date(day, "d MMM", locale=language).replace(".", "")


@lru_cache(maxsize=4096)
def vague_day(day: date | None, precision: Precision, language: str) -> str:
    """A date as exactly as it is known: 3 mrt 2026, mrt 2026, 2017, or that it is not known."""
    if day is None or precision is Precision.UNKNOWN:
        return UNKNOWN.into(language)
    if precision is Precision.YEAR:
        return str(day.year)
    if precision is Precision.MONTH:
        return format_date(day, "MMM y", locale=language).replace(".", "")
    return day_words(day, language)


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """What somebody typed as a page can repeat it: trimmed, no signs that cannot be seen."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text.strip())


def distance(days: int, language: str) -> str:
    """How far a day is from today: over 3 weken, 4 dagen geleden, vandaag."""
    near = {0: TODAY, 1: TOMORROW, -1: YESTERDAY}.get(days)
    if near is not None:
        return near.into(language)
    return format_timedelta(
        timedelta(days=days),
        granularity="day",
        threshold=_threshold(abs(days)),
        add_direction=True,
        locale=language,
    )


def _threshold(days: int) -> float:
    # Days up to two weeks, weeks up to half a year, then months: the limits of 90 and 120 days
    # for a report stay readable. Babel takes the first unit of which there are so many.
    if days < 50:
        return 2.0
    return 6.0 if days < 180 else 1.2


#: Which of the two, in the hour that the clock shows twice.
HALVES = {
    ClockHalf.SUMMER: Words("zomertijd", "summer time"),
    ClockHalf.WINTER: Words("wintertijd", "winter time"),
}


def moment_words(moment: datetime, language: str) -> str:
    """17 nov 2026 om 14:05, in Amsterdam; of what has a day and no time, the day alone."""
    local = moment.astimezone(AMSTERDAM)
    if local.time() == time.min:
        return day_words(local.date(), language)
    told = AT.into(language, day=day_words(local.date(), language), time=f"{local:%H:%M}")
    half = half_of(moment)
    return f"{told} ({HALVES[half].into(language)})" if half else told


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
UNKNOWN_DEVICE = Words("onbekend apparaat", "unknown device")
ON = Words("%(browser)s op %(system)s", "%(browser)s on %(system)s")


def device_words(agent: str, language: str) -> str:
    """A browser and a system as people name them: Firefox op Windows."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in agent), None)
    if browser and system:
        return ON.into(language, browser=browser, system=system)
    return browser or system or UNKNOWN_DEVICE.into(language)


def clock_words(moment: datetime) -> str:
    """14:05, in Amsterdam."""
    return f"{moment.astimezone(AMSTERDAM):%H:%M}"


NOT_VAGUE = Words(
    "'%(text)s' is geen datum. Schrijf 3-3-2026, mrt 2026 of 2026, of laat het leeg.",
    "'%(text)s' is not a date. Write 3-3-2026, Mar 2026 or 2026, or leave it empty.",
)
_MONTH = re.compile(r"(\d{1,2})[-/. ](\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def parse_vague_day(text: str) -> tuple[date | None, Precision]:
    """A day, a month or a year as typed; nothing is 'not known'. Raises NotADayError."""
    typed = text.strip()
    if not typed:
        return None, Precision.UNKNOWN
    try:
        if _YEAR.fullmatch(typed):
            return date(int(typed), 1, 1), Precision.YEAR
        if found := _MONTH.fullmatch(typed):
            return date(int(found[2]), int(found[1]), 1), Precision.MONTH
        if (found := _NAMED_MONTH.fullmatch(typed)) and found[1].lower() in _MONTHS:
            return date(int(found[2]), _MONTHS[found[1].lower()], 1), Precision.MONTH
    except ValueError as error:
        raise NotADayError(NO_SUCH_DAY, typed[:40]) from error
    try:
        return parse_day(typed), Precision.DAY
    except NotADayError as error:
        raise NotADayError(
            NOT_VAGUE if error.words is NOT_A_DATE else error.words, typed[:40]
        ) from error


def typed_vague_day(day: date | None, precision: Precision) -> str:
    """A vague date as a form shows it: 3-3-2026, 3-2026, 2026 or nothing."""
    if day is None or precision is Precision.UNKNOWN:
        return ""
    if precision is Precision.YEAR:
        return f"{day.year:04d}"
    return f"{day.month}-{day.year:04d}" if precision is Precision.MONTH else typed_day(day)
