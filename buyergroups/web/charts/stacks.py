"""Stacked bars: per row what several things add up to. Pure.

`components/chart_stacks.html` draws it, and says how to call it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from buyergroups.web.charts.scales import fits, value_scale
from buyergroups.web.charts.tones import SERIES, Tone

#: The width in pixels for which texts in a bar are chosen.
WIDE = 600.0


@dataclass(frozen=True, slots=True)
class Series:
    """One of the things that are added up, with the fill it has in every row."""

    name: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar from `at`, in percent; `text` where it fits, `title` always."""

    at: float
    share: float
    text: str
    title: str
    series: Series


@dataclass(frozen=True, slots=True)
class Stack:
    """A row: what stands before it, its parts, its total in words, and each value in words."""

    name: str
    parts: Sequence[Part]
    ends: float
    total: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class Stacks:
    """Rows on one scale, with the lines of it."""

    rows: Sequence[Stack]
    series: Sequence[Series]
    ticks: Sequence[tuple[float, str]]


def stacks(
    names: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float | None]]],
    *,
    say: Callable[[float], str],
    unknown: str,
) -> Stacks:
    """Rows of values, one per name. None is a value that is not known: `unknown` says so, of the
    total too.

    Raises ValueError for a value below zero, for another number of values than names, and for more
    names than can be told apart.
    """
    if len(names) > len(SERIES):
        raise ValueError(f"at most {len(SERIES)} series can be told apart")
    series = [Series(name, tone) for name, tone in zip(names, SERIES, strict=False)]
    if any(len(values) != len(series) for _, values in rows):
        raise ValueError("a row has one value for each series")
    if any(value is not None and value < 0 for _, values in rows for value in values):
        raise ValueError("what is stacked is not below zero")
    totals = [sum(value or 0 for value in values) for _, values in rows]
    scale = value_scale(totals)
    return Stacks(
        rows=[_row(name, values, series, scale.high, say, unknown) for name, values in rows],
        series=series,
        ticks=[(round(100 * tick / scale.high, 2), say(tick)) for tick in scale.ticks],
    )


def _row(
    name: str,
    values: Sequence[float | None],
    series: Sequence[Series],
    most: float,
    say: Callable[[float], str],
    unknown: str,
) -> Stack:
    parts: list[Part] = []
    passed = 0.0
    for one, value in zip(series, values, strict=True):
        if value:
            at, share = round(100 * passed / most, 2), round(100 * value / most, 2)
            words = say(value)
            text = words if fits(words, share, WIDE) else ""
            parts.append(Part(at, share, text, f"{name}, {one.name}: {words}", one))
            passed += value
    total = unknown if None in values else say(passed)
    told = [unknown if value is None else say(value) for value in values]
    return Stack(name, parts, round(100 * passed / most, 2), total, told)
