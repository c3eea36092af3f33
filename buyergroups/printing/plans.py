"""A plan on paper: its text and rows, and how it fares as tables with small drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyergroups.clock import local_day
from buyergroups.documents.downloads import asked_or_adopted, outline_of
from buyergroups.documents.pages import Place
from buyergroups.errors import NotThereError
from buyergroups.plans import labels as plan_labels
from buyergroups.plans import queries, telling
from buyergroups.plans.downloads import tables_of
from buyergroups.plans.faring import ActivityNow, Fares
from buyergroups.plans.glance import TONES, days_of
from buyergroups.plans.page import fares, glance, place_of
from buyergroups.web import state
from buyergroups.web.charts.scales import DayScale, Tick
from buyergroups.web.charts.tones import Tone
from models.documents import VersionState


@dataclass(frozen=True)
class Bar:
    """An activity as a line of the timeline; without `width` nothing is drawn."""

    item: ActivityNow
    days: str
    at: float
    width: float
    tone: Tone


@dataclass(frozen=True)
class Timeline:
    """The activities by day, with the years above them and the place of today."""

    bars: Sequence[Bar]
    years: Sequence[Tick]
    today: float


def plan_on_paper(slug: str) -> tuple[str, dict[str, Any]]:
    """The name of the file, and what the template needs, of the version in the address.

    Raises NotThereError for what the reader may not see.
    """
    place = place_of(slug)
    if not isinstance(place, Place):
        raise NotThereError(f"chain {slug[:80]}")
    version, language = asked_or_adopted(place), state.language()
    found = queries.rows(state.reading(), [version.id])[version.id]
    known = fares(place, version, found)
    outline = outline_of(place, version, tables_of(version))
    which = version.nr or "concept"
    values = {
        "outline": outline,
        "version": version,
        "adopted_on": local_day(version.adopted_at) if version.adopted_at else None,
        "holds": version.state is VersionState.ADOPTED,
        "fares": known,
        "drawn": glance(known, found),
        "timeline": _timeline(known, state.today(), language),
        "number": lambda value: telling.number_words(value, language),
        "plan_labels": plan_labels,
        "address": f"{state.tracker().settings.base_url}{place.of(version)}",
        **place.values(),
    }
    return f"{place.file}-{which}", values


def _timeline(known: Fares, today: date, language: str) -> Timeline | None:
    days = [day for item in known.activities for day in (item.row.since, item.row.until) if day]
    if not days:
        return None
    scale = DayScale(min(*days, today).replace(day=1), max(*days, today))
    return Timeline(
        bars=[_bar(item, scale, language) for item in known.activities],
        years=scale.years(),
        today=scale.at(today),
    )


def _bar(item: ActivityNow, scale: DayScale, language: str) -> Bar:
    since, until = item.row.since, item.row.until
    drawn = bool(since or until)
    at, ends = scale.at(since or scale.first), scale.at(until or scale.last)
    width = round(max(ends - at, 1.0), 2) if drawn else 0.0
    return Bar(item, days_of(item, language), at, width, TONES[item.state])
