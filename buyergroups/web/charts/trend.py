"""A trend: values by day as a line, and the target they should come to. Pure.

`components/chart_trend.html` draws it, and says how to call it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from buyergroups.web.charts.scales import DayScale, Tick, ValueScale, value_scale

#: Pixels: the height of the drawing between its lowest and its highest value, and the room above.
HEIGHT = 160.0
TOP = 24.0
#: Letters stand apart from a line by this much.
CLEAR = 18.0


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day; `title` says everything about it."""

    day: date
    value: float
    title: str


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A point at `at` percent and `y` pixels; `text` beside the last one, `label_y` its height."""

    at: float
    y: float
    text: str
    label_y: float
    point: Point


@dataclass(frozen=True, slots=True)
class Level:
    """A line across, at the height of a value."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Points in order of their days, the lines of the scale, and the target if there is one."""

    points: Sequence[DrawnPoint]
    levels: Sequence[Level]
    target: Level | None
    years: Sequence[Tick]
    height: float

    @property
    def steps(self) -> list[tuple[DrawnPoint, DrawnPoint]]:
        """Each point with the one after it."""
        return list(pairwise(self.points))


def trend(
    scale: DayScale,
    points: Sequence[Point],
    *,
    say: Callable[[float], str],
    target: float | None = None,
    target_text: str = "",
) -> Trend:
    """A trend of the points that the scale shows. `say` writes a value as people read it."""
    shown = sorted((row for row in points if scale.shows(row.day)), key=lambda row: row.day)
    wanted = [] if target is None else [target]
    values = value_scale([*(row.value for row in shown), *wanted])
    aim = None if target is None else Level(_y(values, target), target_text or say(target))
    return Trend(
        points=[
            _point(scale, values, row, say if row is shown[-1] else None, aim) for row in shown
        ],
        levels=[Level(_y(values, tick), say(tick)) for tick in values.ticks],
        target=aim,
        years=scale.years(),
        height=TOP + HEIGHT,
    )


def _point(
    scale: DayScale,
    values: ValueScale,
    row: Point,
    say: Callable[[float], str] | None,
    aim: Level | None,
) -> DrawnPoint:
    y = _y(values, row.value)
    # Above the point, unless the target and its words run there.
    under = aim is not None and 0 <= y - aim.y < 2 * CLEAR and y + CLEAR < TOP + HEIGHT
    return DrawnPoint(
        at=round(scale.at(row.day) + 50 / scale.days, 2),
        y=y,
        text=say(row.value) if say else "",
        label_y=round(y + CLEAR if under else y - CLEAR / 2, 1),
        point=row,
    )


def _y(values: ValueScale, value: float) -> float:
    return round(TOP + (1 - values.share(value)) * HEIGHT, 1)
