"""Swim lanes: bars, marks and bands of things by day, one lane under another. Pure.

`components/chart_lanes.html` draws it, and says how to call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from buyergroups.web.charts.scales import DayScale, Tick, every, fits
from buyergroups.web.charts.tones import Tone

#: The widths in pixels for which texts are chosen: a wide drawing shows the long ones where they
#: fit, a narrow one the short ones.
WIDE, NARROW = 760.0, 280.0
#: How far apart two marks stand at least, and how much room one with a text takes, in percent.
APART, LABEL, NARROW_LABEL = 1.3, 4.0, 11.0


@dataclass(frozen=True, slots=True)
class Span:
    """Something that goes on from a day to a day, both included.

    It surely goes on from `sure_from`; it began on a day between `begins` and that, which is drawn
    as a soft edge. `begins` None: nobody knows, so it comes in from the left.
    """

    begins: date | None
    sure_from: date
    ends: date
    tone: Tone
    #: The same in ever fewer letters; the last one is for a narrow drawing. The longest that fits
    #: stands in the bar, or after it where there is more room.
    texts: tuple[str, ...]
    #: Everything about it, for who points at it.
    title: str
    #: Not settled yet: drawn with a dashed line around it.
    dashed: bool = False
    #: In the soft edge, where there is room: why nobody knows the day.
    soft_text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a day: a shape of `components/chart_parts.html` above or below the bars."""

    day: date
    shape: str
    fill: str
    title: str
    above: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A period that is only marked, as a line with its text under the bars."""

    begins: date
    ends: date
    #: The same in ever fewer letters; the first one that fits is shown.
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """What is drawn on one line. `told` says in one sentence what can be seen there."""

    told: str
    #: What stands there when there is nothing to draw.
    note: str
    spans: Sequence[Span] = ()
    marks: Sequence[Mark] = ()
    bands: Sequence[Band] = ()


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """A bar from `at`: first a soft part of `soft` percent, then a sure part of `sure`."""

    at: float
    soft: float
    sure: float
    #: Its beginning lies on the scale, so it has an edge there.
    edged: bool
    #: In the sure part, on a wide drawing and on a narrow one; empty where it does not fit.
    text: str
    short: str
    #: After the bar, where that has more room.
    text_after: str
    short_after: str
    soft_text: str
    span: Span

    @property
    def sure_at(self) -> float:
        """Where the sure part begins."""
        return round(self.at + self.soft, 2)

    @property
    def ends(self) -> float:
        """Where the bar ends."""
        return round(self.at + self.soft + self.sure, 2)


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark on its day, or as near as it fits beside the one before it; `room` after it."""

    at: float
    room: float
    mark: Mark

    @property
    def text(self) -> str:
        """Its text, where no other mark is in the way."""
        return self.mark.text if self.room >= LABEL else ""

    @property
    def wide_only(self) -> bool:
        """Whether a narrow drawing has no room for the text."""
        return self.room < NARROW_LABEL


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """A band from `at`; its text where that fits."""

    at: float
    ends: float
    text: str
    band: Band


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane with the place of everything on it that the scale shows."""

    lane: Lane
    spans: Sequence[DrawnSpan]
    marks: Sequence[DrawnMark]
    bands: Sequence[DrawnBand]

    @property
    def empty(self) -> bool:
        """Whether nothing is drawn; then its note stands there instead."""
        return not (self.spans or self.marks or self.bands)


@dataclass(frozen=True, slots=True)
class Line:
    """A day that goes through all lanes, with its name."""

    at: float
    text: str
    dashed: bool


@dataclass(frozen=True, slots=True)
class Swim:
    """Lanes on one scale, ready to be drawn."""

    lanes: Sequence[DrawnLane]
    years: Sequence[Tick]
    quarters: Sequence[float]
    lines: Sequence[Line]
    #: Where the future begins, in percent; 100 when none is shown.
    future: float

    def uses(self, shape: str) -> bool:
        """Whether a shape is drawn anywhere; the legend leaves out the others."""
        return any(drawn.mark.shape == shape for lane in self.lanes for drawn in lane.marks)

    @property
    def every(self) -> tuple[int, int]:
        """Each how many-th year is written, on a wide drawing and on a narrow one."""
        return every(len(self.years), LABEL), every(len(self.years), 1.3 * NARROW_LABEL)

    def written(self, place: int) -> tuple[bool, bool]:
        """Whether a year is written, on a wide drawing and on a narrow one.

        A year of which little is shown has no room for it.
        """
        share, (wide, narrow) = self.years[place].share, self.every
        return (
            place % wide == 0 and share * wide >= LABEL,
            place % narrow == 0 and share * narrow >= NARROW_LABEL,
        )

    @property
    def soft(self) -> bool:
        """Whether any bar has a soft edge."""
        return any(drawn.soft for lane in self.lanes for drawn in lane.spans)


def swim(
    scale: DayScale,
    lanes: Sequence[Lane],
    *,
    today: date,
    lines: Sequence[tuple[date, str]] = (),
) -> Swim:
    """Lanes on a scale. `lines` are days with their names; today's is whole, others are dashed."""
    return Swim(
        lanes=[_lane(scale, lane, today) for lane in lanes],
        years=scale.years(),
        quarters=scale.quarters() if scale.last.year - scale.first.year < 6 else (),
        lines=[
            Line(scale.at(day), text, dashed=day != today)
            for day, text in lines
            if scale.shows(day)
        ],
        future=scale.at(today + timedelta(days=1)) if today < date.max else 100.0,
    )


def _lane(scale: DayScale, lane: Lane, today: date) -> DrawnLane:
    return DrawnLane(
        lane,
        _spans(scale, lane.spans),
        [
            drawn
            for above in (True, False)
            for drawn in _marks(scale, [one for one in lane.marks if one.above is above], today)
        ],
        [_band(scale, band) for band in lane.bands if _shown(scale, band.begins, band.ends)],
    )


def _shown(scale: DayScale, begins: date, ends: date) -> bool:
    return begins <= ends and ends >= scale.first and begins <= scale.last


def _end(scale: DayScale, day: date) -> float:
    """Where a day ends."""
    return 100.0 if day >= scale.last else scale.at(day + timedelta(days=1))


def _band(scale: DayScale, band: Band) -> DrawnBand:
    at, ends = scale.at(band.begins), _end(scale, band.ends)
    return DrawnBand(at, ends, _longest(band.texts, ends - at, WIDE), band)


def _spans(scale: DayScale, spans: Sequence[Span]) -> list[DrawnSpan]:
    """The bars with what of them the scale shows."""
    shown = [span for span in spans if _shown(scale, span.begins or date.min, span.ends)]
    starts = [scale.at(span.begins or date.min) for span in shown]
    found = []
    for span, at in zip(shown, starts, strict=True):
        ends = _end(scale, span.ends)
        room = min([100.0, *(other for other in starts if other > at)]) - ends
        found.append(_span(scale, span, ends, room))
    return found


def _span(scale: DayScale, span: Span, ends: float, room: float) -> DrawnSpan:
    at = scale.at(span.begins or date.min)
    sure_at = min(max(scale.at(span.sure_from), at), ends)
    sure, soft = round(ends - sure_at, 2), round(sure_at - at, 2)
    inside, after = (_longest(span.texts, share, WIDE) for share in (sure, room))
    short = _longest(span.texts[-1:], sure, NARROW)
    return DrawnSpan(
        at=at,
        soft=soft,
        sure=sure,
        edged=(span.begins or date.min) >= scale.first,
        text=inside if len(inside) >= len(after) else "",
        short=short,
        text_after=after if len(after) > len(inside) else "",
        short_after="" if short else _longest(span.texts[-1:], room, NARROW),
        soft_text=_longest((span.soft_text,), soft, WIDE),
        span=span,
    )


def _longest(texts: Sequence[str], share: float, width: float) -> str:
    """The first of these texts that fits, or nothing."""
    return next((text for text in texts if fits(text, share, width)), "")


def _marks(scale: DayScale, marks: Sequence[Mark], today: date) -> list[DrawnMark]:
    """Marks of one row by day; one that would hide the one before it moves a little to the right.

    Never so far that it looks like another week or so, nor from the past into the future.
    """
    shown = sorted((mark for mark in marks if scale.shows(mark.day)), key=lambda mark: mark.day)
    places: list[float] = []
    for mark in shown:
        at = scale.at(mark.day) + 50 / scale.days
        if places and at - places[-1] < APART:
            moved = min(places[-1] + APART, at + APART / 2)
            at = max(at, min(moved, scale.at(today)) if mark.day <= today else moved)
        places.append(round(at, 2))
    return [
        DrawnMark(at, round(following - at, 2), mark)
        for mark, at, following in zip(shown, places, [*places[1:], 100.0 + APART], strict=False)
    ]
