"""The chains of the board as swim lanes, in words and shapes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from buyergroups.chains import labels
from buyergroups.chains.phase_line import PhaseRow
from buyergroups.chains.standing import AssessmentState, Standing
from buyergroups.phases.timeline import Assessed, Held, Reported, held_phases
from buyergroups.web.charts.lanes import Band, Lane, Mark, Span
from buyergroups.web.charts.scales import DayScale
from buyergroups.web.charts.tones import RAMP
from buyergroups.web.formats import day_words, vague_day
from buyergroups.words import Words
from models.base import Precision
from models.chains import SelectionOutcome
from models.phases import Progress, ReportKind

PHASE = Words("fase %(phase)s", "phase %(phase)s")
SINCE = Words("%(phase)s sinds %(day)s", "%(phase)s since %(day)s")
VAGUE = Words("%(phase)s, %(unknown)s", "%(phase)s, %(unknown)s")
WITH_STATE = Words("%(what)s, %(state)s", "%(what)s, %(state)s")
ASSESSED = Words(
    "%(what)s. Beoordeeld op %(day)s, %(ending)s", "%(what)s. Assessed on %(day)s, %(ending)s"
)
ENDED = Words("%(state)s op %(day)s", "%(state)s on %(day)s")
REPORT = Words("Statusupdate: %(progress)s", "Report: %(progress)s")
STILL = Words("Nog actueel: %(progress)s", "Still correct: %(progress)s")
CORRECTION = Words(
    "Statusupdate, later gecorrigeerd: %(progress)s", "Report, corrected later: %(progress)s"
)
SELECTED = Words("Jaarselectie %(year)s: %(outcome)s", "Yearly selection %(year)s: %(outcome)s")
SELECTED_SHORT = Words(
    "jaarselectie %(year)s: %(outcome)s", "yearly selection %(year)s: %(outcome)s"
)
STEP = Words("Volgende stap: %(step)s", "Next step: %(step)s")
LATE = Words("Volgende stap, datum voorbij: %(step)s", "Next step, date has passed: %(step)s")
ON_DAY = Words("%(day)s. %(what)s", "%(day)s. %(what)s")
BEGIN_UNKNOWN = Words("begin niet bekend", "start not known")
NOT_ASSESSED = Words("nog niet beoordeeld", "not assessed yet")
NO_REPORTS = Words("nog geen statusupdate", "no report yet")
REPORTS = (
    Words("1 keer gehoord, op %(day)s: %(progress)s", "heard of once, on %(day)s: %(progress)s"),
    Words(
        "%(count)s keer gehoord, het laatst op %(day)s: %(progress)s",
        "heard of %(count)s times, last on %(day)s: %(progress)s",
    ),
)

#: The colour of a mark; its shape says the same.
INK, GOOD, WARN, BAD = "#17212b", "#1b6b38", "#b86b00", "#a6191f"
_PROGRESS_FILL = {
    Progress.ON_TRACK: GOOD,
    Progress.NEEDS_ATTENTION: WARN,
    Progress.STAGNATES: BAD,
}
_STATE_FILL = {
    AssessmentState.PROVISIONAL: INK,
    AssessmentState.CONFIRMED: INK,
    AssessmentState.RETURNED: BAD,
    AssessmentState.WITHDRAWN: INK,
    AssessmentState.CORRECTED: BAD,
}
_STATES = (
    AssessmentState.CONFIRMED,
    AssessmentState.PROVISIONAL,
    AssessmentState.RETURNED,
    AssessmentState.WITHDRAWN,
    AssessmentState.CORRECTED,
)
#: What each shape means, in groups. Of the reports, the small shapes say the same.
LEGEND: tuple[tuple[Words, tuple[tuple[str, str, Words], ...]], ...] = (
    (
        Words("Beoordeling", "Assessment"),
        tuple((state.value, _STATE_FILL[state], labels.STATES[state].words) for state in _STATES),
    ),
    (
        Words("Statusupdate", "Report"),
        (
            *((p.value, _PROGRESS_FILL[p], labels.PROGRESS[p].words) for p in Progress),
            (f"{Progress.ON_TRACK.value}-small", GOOD, Words("nog actueel", "still correct")),
        ),
    ),
    (
        Words("Volgende stap", "Next step"),
        (
            ("step", INK, Words("gepland", "planned")),
            ("step-late", BAD, Words("datum voorbij", "date has passed")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a lane shows, as a line to read; `step` is in its writer's own words."""

    day: date
    when: str
    what: str
    step: str | None = None
    step_language: str | None = None


@dataclass(frozen=True, slots=True)
class ChainLane:
    """A chain with its lane, and the same as lines to read, the newest first."""

    row: Standing
    lane: Lane
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Drawing:
    """What lanes are drawn with: on which scale, at which day, in which language."""

    scale: DayScale
    day: date
    phases: Mapping[int, PhaseRow]
    language: str

    def phase(self, phase_id: int) -> str:
        """II Competitie."""
        row = self.phases[phase_id]
        return f"{row.roman} {row.name(self.language)}"

    def say(self, words: Words, **values: object) -> str:
        """A sentence in the reader's language."""
        return words.into(self.language, **values)

    def on(self, day: date) -> str:
        """A day in words."""
        return day_words(day, self.language)


def lane_of(
    row: Standing, assessed: Sequence[Assessed], reported: Sequence[Reported], drawing: Drawing
) -> ChainLane:
    """The lane of a chain; a chain of which nothing is known has an empty one."""
    held = held_phases(assessed)
    parts = [_assessments(assessed, held, drawing), _reports(reported, drawing)]
    parts += [_selections(row, drawing), _step(row, drawing)]
    marks = [mark for _, found, _ in parts for mark in found]
    facts = [fact for found, _, _ in parts for fact in found]
    return ChainLane(
        row,
        Lane(
            told=f"{row.name}: {_told(reported, held, drawing)}.",
            note=_told(reported, held, drawing),
            spans=_spans(held, drawing),
            marks=marks,
            bands=[band for _, _, found in parts for band in found],
        ),
        sorted(facts, key=lambda fact: fact.day, reverse=True),
    )


Part = tuple[list[Fact], list[Mark], list[Band]]


def _since(one: Assessed, drawing: Drawing) -> str:
    """Fase II Competitie sinds jul 2025."""
    phase = drawing.say(PHASE, phase=drawing.phase(one.phase_id))
    day = vague_day(one.since, one.since_precision, drawing.language)
    if one.since is None or one.since_precision is Precision.UNKNOWN:
        return drawing.say(VAGUE, phase=phase, unknown=day)
    return drawing.say(SINCE, phase=phase, day=day)


def _spans(held: Sequence[Held], drawing: Drawing) -> list[Span]:
    """A bar per phase up to the next one; those that began on the same days share a soft edge."""
    spans = []
    for place, one in enumerate(held):
        following = held[place + 1] if place + 1 < len(held) else None
        ends = following.earliest if following else drawing.day
        if following and ends == one.earliest:
            continue
        last = date.fromordinal(ends.toordinal() - 1) if following else ends
        phase, state = drawing.phases[one.assessed.phase_id], one.assessed.state
        provisional = state is AssessmentState.PROVISIONAL
        word = drawing.say(labels.STATES[state].words)
        names = drawing.phase(phase.id), phase.roman
        spans.append(
            Span(
                begins=None if one.open else one.earliest,
                sure_from=one.latest,
                ends=max(last, one.earliest),
                tone=RAMP[min(phase.nr, len(RAMP)) - 1],
                texts=(
                    *(drawing.say(WITH_STATE, what=t, state=word) for t in names if provisional),
                    *names,
                ),
                title=_capital(
                    drawing.say(WITH_STATE, what=_since(one.assessed, drawing), state=word)
                ),
                dashed=provisional,
                soft_text=drawing.say(BEGIN_UNKNOWN) if one.assessed.since is None else "",
            )
        )
    return spans


def _assessments(rows: Sequence[Assessed], held: Sequence[Held], drawing: Drawing) -> Part:
    """A mark for each that was made in the years shown; a line too for what still holds."""
    facts, marks = [], []
    standing = {id(one.assessed) for one in held}
    for row in rows:
        word = drawing.say(labels.STATES[row.state].words)
        ended = row.ended_on
        ending = drawing.say(ENDED, state=word, day=drawing.on(ended)) if ended else word
        told = drawing.say(
            ASSESSED,
            what=_capital(_since(row, drawing)),
            day=drawing.on(row.recorded_on),
            ending=ending,
        )
        shows = drawing.scale.shows(row.recorded_on)
        if shows:
            roman = drawing.phases[row.phase_id].roman
            fill = _STATE_FILL[row.state]
            marks.append(Mark(row.recorded_on, row.state.value, fill, told, above=True, text=roman))
        if shows or id(row) in standing:
            facts.append(Fact(row.recorded_on, drawing.on(row.recorded_on), told))
    return facts, marks, []


def _reports(rows: Sequence[Reported], drawing: Drawing) -> Part:
    facts, marks = [], []
    kinds = {ReportKind.STILL_CORRECT: STILL, ReportKind.CORRECTION: CORRECTION}
    for row in rows:
        if not drawing.scale.shows(row.reported_on):
            continue
        progress = drawing.say(labels.PROGRESS[row.progress].words)
        if row.stagnation_reason:
            progress += f" ({drawing.say(labels.STAGNATION[row.stagnation_reason])})"
        what = drawing.say(kinds.get(row.kind, REPORT), progress=progress)
        when = drawing.on(row.reported_on)
        small = "-small" if row.kind is ReportKind.STILL_CORRECT else ""
        title = drawing.say(ON_DAY, day=when, what=what)
        fill = _PROGRESS_FILL[row.progress]
        marks.append(Mark(row.reported_on, f"{row.progress.value}{small}", fill, title))
        facts.append(Fact(row.reported_on, when, what))
    return facts, marks, []


def _selections(row: Standing, drawing: Drawing) -> Part:
    facts, bands = [], []
    for year, outcome in row.selections.items():
        first, last = date(year, 1, 1), date(year, 12, 31)
        if last < drawing.scale.first or first > drawing.scale.last:
            continue
        said = drawing.say(labels.OUTCOMES[outcome])
        what = drawing.say(SELECTED, year=year, outcome=said)
        facts.append(Fact(first, str(year), what))
        if outcome is not SelectionOutcome.COMPLETE:
            shorter = drawing.say(SELECTED_SHORT, year=year, outcome=said)
            bands.append(Band(first, last, (what, shorter, said)))
    return facts, [], bands


def _step(row: Standing, drawing: Drawing) -> Part:
    day = row.next_step_on
    if day is None or not drawing.scale.shows(day):
        return [], [], []
    late = day < drawing.day
    words, when = LATE if late else STEP, drawing.on(day)
    title = drawing.say(ON_DAY, day=when, what=drawing.say(words, step=row.next_step))
    shape, fill = ("step-late", BAD) if late else ("step", INK)
    what = drawing.say(words, step="").strip()
    fact = Fact(day, when, what, row.next_step, row.language)
    return [fact], [Mark(day, shape, fill, title)], []


def _told(reported: Sequence[Reported], held: Sequence[Held], drawing: Drawing) -> str:
    """The lane in a few words: for who does not see it, or when nothing of it is drawn."""
    phase = drawing.say(NOT_ASSESSED)
    if held:
        state = drawing.say(labels.STATES[held[-1].assessed.state].words)
        phase = drawing.say(WITH_STATE, what=_since(held[-1].assessed, drawing), state=state)
    reports = drawing.say(NO_REPORTS)
    if reported:
        last = reported[-1]
        reports = drawing.say(
            REPORTS[len(reported) > 1],
            count=len(reported),
            day=drawing.on(last.reported_on),
            progress=drawing.say(labels.PROGRESS[last.progress].words),
        )
    return f"{phase}; {reports}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def known_days(
    rows: Sequence[Standing],
    assessed: Mapping[int, Sequence[Assessed]],
    reported: Mapping[int, Sequence[Reported]],
) -> list[date]:
    """The days on which something is known of these chains."""
    days = [row.next_step_on for row in rows if row.next_step_on]
    days += [date(year, 1, 1) for row in rows for year in row.selections]
    days += [one.since or one.recorded_on for each in assessed.values() for one in each]
    return days + [one.reported_on for each in reported.values() for one in each]
