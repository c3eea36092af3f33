"""How a plan fares as charts: activities by day, goals against their targets, risks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from buyergroups.plans import labels
from buyergroups.plans.faring import ActivityNow, GoalNow
from buyergroups.plans.telling import number_words
from buyergroups.web.charts.lanes import Lane, Mark, Span, Swim, swim
from buyergroups.web.charts.matrix import Cell, Matrix, matrix
from buyergroups.web.charts.scales import DayScale, last_of_month
from buyergroups.web.charts.tones import SERIES, Tone
from buyergroups.web.charts.trend import Point, Trend, trend
from buyergroups.web.formats import day_words
from buyergroups.words import Words
from models.plans import ActivityState, Grade

#: The first day of a scale is never longer ago than this before the first thing on it.
ROOM = timedelta(days=14)
TONES: Mapping[ActivityState, Tone] = {
    ActivityState.PLANNED: Tone("#ffffff", "#17212b"),
    ActivityState.RUNNING: SERIES[4],
    ActivityState.DONE: SERIES[0],
    ActivityState.STOPPED: SERIES[5],
}
BAD = "#a6191f"
LATE = "step-late"
#: What each shape means, as `swim_lanes` takes it.
LEGEND = ((Words("Let op", "Mind"), ((LATE, BAD, labels.OVERDUE.words),)),)
NO_DAYS = Words("nog geen dag gekozen", "no day chosen yet")
NO_START = Words("begin niet bekend", "start not known")
TODAY = Words("vandaag", "today")
PERIOD = Words("%(since)s tot en met %(until)s", "%(since)s until %(until)s")
FROM = Words("vanaf %(since)s, einde niet bekend", "from %(since)s, end not known")
UNTIL = Words("tot en met %(until)s", "until %(until)s")
TARGET = Words("streefwaarde %(value)s op %(day)s", "target %(value)s on %(day)s")
ONCE = Words(
    "%(what)s: %(last)s op %(day)s; %(target)s.", "%(what)s: %(last)s on %(day)s; %(target)s."
)
OFTEN = Words(
    "%(what)s: van %(first)s naar %(last)s op %(day)s; %(target)s.",
    "%(what)s: from %(first)s to %(last)s on %(day)s; %(target)s.",
)
RISKS = (
    Words("geen risico", "no risk"),
    Words("1 risico", "1 risk"),
    Words("%(count)s risico's", "%(count)s risks"),
)
CORNER = Words("Kans en ernst", "Likelihood and severity")
LIKELY = Words("kans %(grade)s", "likelihood %(grade)s")
SEVERE = Words("ernst %(grade)s", "severity %(grade)s")


@dataclass(frozen=True)
class GoalChart:
    """A goal that was measured, as a line with its target."""

    key: str
    title: str
    told: str
    chart: Trend
    #: Day and value in words, for the table.
    rows: Sequence[tuple[str, str]]


def days_of(item: ActivityNow, language: str) -> str:
    """When an activity is, in words."""
    since, until = item.row.since, item.row.until
    known = {
        "since": day_words(since, language) if since else "",
        "until": day_words(until, language) if until else "",
    }
    if since and until:
        return PERIOD.into(language, **known)
    if since:
        return FROM.into(language, **known)
    return (UNTIL if until else NO_DAYS).into(language, **known)


def timeline(activities: Sequence[ActivityNow], today: date, language: str) -> Swim | None:
    """The activities by day; None where none of them has one."""
    days = [day for item in activities for day in (item.row.since, item.row.until) if day]
    if not days:
        return None
    first = min(*days, today) - ROOM
    scale = DayScale(first.replace(day=1), last_of_month(max(*days, today) + ROOM))
    return swim(
        scale,
        [_lane(item, scale, language) for item in activities],
        today=today,
        lines=[(today, TODAY.into(language))],
    )


def _lane(item: ActivityNow, scale: DayScale, language: str) -> Lane:
    row, label = item.row, labels.STATES[item.state].words.into(language)
    told = f"{row.what}: {label}, {days_of(item, language)}"
    if item.overdue:
        told += f", {labels.OVERDUE.words.into(language)}"
    if not (row.since or row.until):
        return Lane(told=told, note=f"{label}, {NO_DAYS.into(language)}")
    ends = row.until or scale.last
    span = Span(
        begins=row.since,
        sure_from=row.since or ends,
        ends=ends,
        tone=TONES[item.state],
        # Nothing is to be read on a texture; the legend says it.
        texts=() if TONES[item.state].texture else (label,),
        title=told,
        dashed=row.until is None,
        soft_text=NO_START.into(language),
    )
    late = [Mark(row.until, LATE, BAD, told)] if item.overdue else []
    return Lane(told=told, note="", spans=[span], marks=late)


def goal_charts(goals: Sequence[GoalNow], today: date, language: str) -> list[GoalChart]:
    """The goals that were measured, each as a line with its target."""
    return [_goal(goal, today, language) for goal in goals if goal.measured]


def _goal(goal: GoalNow, today: date, language: str) -> GoalChart:
    row, days = goal.row, [fact.on for fact in goal.measured if fact.on]
    last_day = max(*days, row.target_on, today)
    scale = DayScale((min(days) - ROOM).replace(day=1), last_of_month(last_day))

    def say(value: float) -> str:
        return number_words(value, language)

    aim = TARGET.into(language, value=say(row.target), day=day_words(row.target_on, language))
    rows = [(day_words(fact.on, language), say(fact.value)) for fact in goal.measured]
    words = OFTEN if len(rows) > 1 else ONCE
    title = f"{row.indicator} ({row.unit})"
    return GoalChart(
        key=row.key,
        title=title,
        told=words.into(
            language, what=title, first=rows[0][1], last=rows[-1][1], day=rows[-1][0], target=aim
        ),
        chart=trend(
            scale,
            [
                Point(fact.on, fact.value, f"{day}: {value}")
                for fact, (day, value) in _beside(goal, rows)
            ],
            say=say,
            target=row.target,
            target_text=aim,
        ),
        rows=rows,
    )


def _beside(goal: GoalNow, rows: Sequence[tuple[str, str]]) -> Any:
    return zip(goal.measured, rows, strict=True)


def risk_matrix(risks: Sequence[Any], language: str) -> Matrix | None:
    """The risks by likelihood and severity, by number and name; None where there are none."""
    if not risks:
        return None
    grades, high_first = list(Grade), list(reversed(Grade))
    cells: dict[tuple[int, int], Cell] = {}
    for down, likelihood in enumerate(high_first):
        for across, severity in enumerate(grades):
            there = [
                f"{nr}. {row.what}"
                for nr, row in enumerate(risks, 1)
                if (row.likelihood, row.severity) == (likelihood, severity)
            ]
            word = RISKS[min(len(there), 2)].into(language, count=len(there))
            level = grades.index(likelihood) + across + 1 if there else 0
            cells[down, across] = Cell(level, word, there)

    def named(words: Words, grade: Grade) -> str:
        return words.into(language, grade=labels.GRADES[grade].into(language))

    return matrix(
        CORNER.into(language),
        [named(LIKELY, grade) for grade in high_first],
        [named(SEVERE, grade) for grade in grades],
        cells,
        highest=2 * len(grades) - 1,
    )
