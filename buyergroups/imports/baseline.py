"""The baseline of chains from a file: phase, since when, progress, next step, evidence.

A lead brings in their own chains. The programme manager brings in chains of which nothing was
recorded yet; from then on its lead keeps it, as for any chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can
from buyergroups.baseline import queries, services
from buyergroups.baseline.access import ChainToFill
from buyergroups.baseline.services import BaselineRow
from buyergroups.chains.labels import PROGRESS, STAGNATION
from buyergroups.chains.meanwhile import Seen
from buyergroups.chains.phase_line import PhaseRow, phases
from buyergroups.chains.rules import first_day
from buyergroups.chains.standing import Standing
from buyergroups.clock import local_day
from buyergroups.errors import RefusedError
from buyergroups.imports.columns import Places, Row, text_of_all, whole_number
from buyergroups.imports.organisations import in_both
from buyergroups.imports.rules import Change, Outcome, change, fate_of, refused, said
from buyergroups.imports.sheet import Sheet
from buyergroups.phases.rules import is_web_address, refuse_misfit
from buyergroups.phases.services import IN_FUTURE, NO_WEB_ADDRESS
from buyergroups.words import Words
from models.base import Precision, sort_name
from models.imports import Fate
from models.phases import Progress, StagnationReason

CHAIN_UNKNOWN = Words(
    "Geen keten heet %(name)s. Gebruik de naam van het fasebord.",
    "No chain is called %(name)s. Use its name on the phase board.",
)
NOT_YOURS = Words(
    "Over deze keten is al iets vastgelegd. Alleen de ketentrekker wijzigt dat.",
    "Something was recorded of this chain already. Only its lead changes that.",
)
NOT_YOUR_CHAIN = Words(
    "Je bent geen ketentrekker van deze keten.", "You are not the lead of this chain."
)
SAME_CHAIN = Words(
    "Rij %(row)s gaat al over deze keten. Laat één van beide staan.",
    "Row %(row)s is about this chain already. Leave one of the two.",
)
PROGRESS_MISSING = Words(
    "Vul in hoe het gaat: er is nog geen statusupdate van deze keten.",
    "Fill in how it goes: there is no report on this chain yet.",
)

#: Phases as people number them.
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass
class Known:
    """All chains as they stand, and what is needed to say what changes."""

    actor: Actor
    today: date
    chains: Mapping[str, Standing]
    last: Mapping[int, Any]
    phases: Mapping[int, PhaseRow]
    rows: dict[int, int]


def plan(
    session: Session, actor: Actor, now: datetime, _: int | None, sheet: Sheet, places: Places
) -> list[Outcome]:
    """What becomes of each row, as the chains stand now; a fixed number of statements."""
    programme_id, chains = queries.all_chains(session, actor, now)
    named: dict[str, Standing] = {}
    for chain in chains:
        for name in (chain.slug, chain.also_named, chain.name):
            if name:
                named[sort_name(name)] = chain
    known = Known(
        actor,
        local_day(now),
        named,
        queries.last_assessments(session, [chain.id for chain in chains]),
        {phase.nr: phase for phase in phases(session, programme_id)},
        {},
    )
    return [_outcome(Row(line, places), known) for line in sheet.lines]


def _outcome(row: Row, known: Known) -> Outcome:
    typed = row.line_of("keten")
    outcome = Outcome(row.line.number, typed, Fate.REFUSED, cells=text_of_all(row.line))
    row.needs("keten", "fase", "bewijs")
    chain = known.chains.get(sort_name(typed)) if typed else None
    if typed and chain is None:
        row.refuse(CHAIN_UNKNOWN.filled(name=typed[:80]), "keten")
    fields = _fields(row, known)
    if chain is not None:
        outcome.name = chain.name
        _decide(row, outcome, chain, fields, known)
    if row.problems:
        refused(outcome, row.problems)
    return outcome


@dataclass(frozen=True)
class Fields:
    """What stands in a row."""

    phase: PhaseRow | None
    since: date | None
    precision: Precision
    progress: Progress | None
    reason: StagnationReason | None
    step: str
    step_on: date | None
    evidence: str
    link: str

    @property
    def why(self) -> str:
        """The evidence with its address, as an assessment keeps it."""
        return "\n".join(part for part in (self.evidence, self.link) if part)


def _fields(row: Row, known: Known) -> Fields:
    since, precision = row.vague_day("sinds") or (None, Precision.UNKNOWN)
    first = first_day(since, precision)
    if first is not None and first > known.today:
        row.refuse(IN_FUTURE, "sinds")
    link = row.line_of("link", 1900)
    if link and not is_web_address(link):
        row.refuse(NO_WEB_ADDRESS, "link")
    return Fields(
        _phase(row, known.phases),
        first,
        precision,
        row.one_of("voortgang", {k: label.words for k, label in PROGRESS.items()}, {}),
        row.one_of("reden", STAGNATION, {}),
        row.line_of("stap"),
        row.day("stap_op"),
        row.text("bewijs", 8000),
        link,
    )


def _phase(row: Row, known: Mapping[int, PhaseRow]) -> PhaseRow | None:
    text = row.line_of("fase")
    first = text.split()[0].rstrip(".:").lower() if text else ""
    number = ROMAN.get(first) or whole_number(first)
    if number is not None and number in known:
        return known[number]
    options = {nr: Words(phase.name("nl"), phase.name("en")) for nr, phase in known.items()}
    found = row.one_of("fase", options, {})
    return known[found] if found is not None else None


def _decide(row: Row, outcome: Outcome, chain: Standing, fields: Fields, known: Known) -> None:
    if chain.id in known.rows:
        row.refuse(SAME_CHAIN.filled(row=known.rows[chain.id]), "keten")
        return
    known.rows[chain.id] = row.line.number
    last = known.last.get(chain.id)
    reports, assesses = _reports(chain, fields), _assesses(last, fields)
    _refuse_misfit(row, chain, fields)
    if row.problems or not (reports or assesses):
        outcome.fate = Fate.UNCHANGED
        return
    waits = last is None and chain.report_id is None
    if not can(known.actor, Action.BASELINE_IMPORT, ChainToFill(chain.id, waits)):
        row.refuse(NOT_YOURS if known.actor.is_programme_manager else NOT_YOUR_CHAIN, "keten")
        return
    outcome.changes = _changes(row, chain, last, fields, known)
    outcome.fate = fate_of(outcome.changes, is_new=last is None)
    outcome.deed = _deed(chain, last, fields, reports=reports, assesses=assesses)


def _refuse_misfit(row: Row, chain: Standing, fields: Fields) -> None:
    """The parts of a report that do not fit together."""
    if fields.progress is None and chain.report_id is None and not row.problems:
        row.refuse(PROGRESS_MISSING, "voortgang")
    progress, reason, step, step_on = _report(chain, fields)
    if progress is None:
        return
    try:
        refuse_misfit(progress, reason, step, step_on)
    except RefusedError as error:
        row.refuse(error.words, "stap" if step_on and not step else "reden")


def _report(chain: Standing, fields: Fields) -> tuple[Any, ...]:
    """Progress, reason, step and day as they become; what is empty stays."""
    same = fields.progress in (None, chain.progress)
    kept = chain.stagnation_reason if same else None
    step = fields.step or chain.next_step or ""
    stays = fields.step in ("", chain.next_step)
    return (
        fields.progress or chain.progress,
        fields.reason or kept,
        step,
        fields.step_on or (chain.next_step_on if stays else None),
    )


def _reports(chain: Standing, fields: Fields) -> bool:
    there = (chain.progress, chain.stagnation_reason, chain.next_step or "", chain.next_step_on)
    return _report(chain, fields) != there


def _assesses(last: Any, fields: Fields) -> bool:
    if last is None or fields.phase is None:
        return True
    since = fields.since is None or (last.since, last.since_precision) == (
        fields.since,
        fields.precision,
    )
    return not (last.nr == fields.phase.nr and since and last.reason.strip() == fields.why)


def _changes(row: Row, chain: Standing, last: Any, fields: Fields, known: Known) -> list[Change]:
    columns = {code: column.words for code, column in row.places.columns.items()}
    progress, reason, step, step_on = _report(chain, fields)
    assert fields.phase is not None
    was = known.phases[last.nr] if last is not None else None
    found = change(columns["fase"], _phase_words(was), _phase_words(fields.phase))
    if fields.since is not None:
        before = in_both(last.since, last.since_precision) if last and last.since else said("")
        found += change(columns["sinds"], before, in_both(fields.since, fields.precision))
    if progress is not None:
        before = PROGRESS[chain.progress].words if chain.progress else said("")
        found += change(columns["voortgang"], before, PROGRESS[progress].words)
    found += change(columns["reden"], _reason(chain.stagnation_reason), _reason(reason))
    found += change(columns["stap"], said(chain.next_step), said(step))
    found += change(columns["stap_op"], _day(chain.next_step_on), _day(step_on))
    why = last.reason.strip() if last is not None else ""
    return [*found, *change(columns["bewijs"], said(why), said(fields.why))]


def _phase_words(phase: PhaseRow | None) -> Words:
    if phase is None:
        return said("")
    return Words(f"{phase.roman} {phase.name('nl')}", f"{phase.roman} {phase.name('en')}")


def _reason(reason: StagnationReason | None) -> Words:
    return STAGNATION[reason] if reason else said("")


def _day(day: date | None) -> Words:
    return in_both(day, Precision.DAY) if day else said("")


def _deed(
    chain: Standing, last: Any, fields: Fields, *, reports: bool, assesses: bool
) -> BaselineRow:
    progress, reason, step, step_on = _report(chain, fields)
    assert fields.phase is not None
    keeps = fields.since is None and last is not None and last.nr == fields.phase.nr
    return BaselineRow(
        chain_id=chain.id,
        phase_id=fields.phase.id if assesses else None,
        since=last.since if keeps else fields.since,
        since_precision=last.since_precision if keeps else fields.precision,
        evidence=fields.evidence,
        link=fields.link,
        progress=progress if reports else None,
        stagnation_reason=reason,
        next_step=step,
        next_step_on=step_on,
        assessed=Seen(last.id if last is not None else None),
        reported=Seen(chain.report_id),
    )


def record(
    session: Session,
    actor: Actor,
    now: datetime,
    _: int | None,
    outcomes: Sequence[Outcome],
    __: str,
) -> None:
    """Write what the rows come to: an assessment and a report of each chain, or one of them."""
    rows = [outcome.deed for outcome in outcomes if outcome.deed is not None]
    services.import_baseline(session, actor, now, rows=rows)


def lock(_: Session, __: int | None) -> None:
    """Each chain is locked as it is written, and told apart by what was seen of it."""
