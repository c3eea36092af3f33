"""Writes the baseline: the first phase, progress and next step of several chains at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.baseline.access import ChainToFill
from buyergroups.chains.meanwhile import Seen
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, RefusedError
from buyergroups.phases import services as phases
from buyergroups.phases.rules import is_web_address
from buyergroups.words import Words
from models.base import Precision
from models.phases import Progress, StagnationReason

NOTHING_FILLED_IN = Words("Vul minstens één keten in.", "Fill in at least one chain.")
TWICE = Words("Elke keten kan maar één keer.", "Each chain can stand here only once.")
ROWS_REFUSED = Words(
    "Er klopt iets niet in %(count)s van de ketens. Er is nog niets vastgelegd.",
    "Something is not right in %(count)s of the chains. Nothing was recorded yet.",
)
ROWS_CHANGED = Words(
    "Iemand anders legde intussen iets vast over %(count)s van deze ketens. Van jou is nog niets "
    "vastgelegd.",
    "Somebody else recorded something of %(count)s of these chains meanwhile. Nothing of yours was "
    "recorded yet.",
)


@dataclass(frozen=True)
class BaselineRow:
    """Where one chain stands. Without `progress` the last report holds as it is."""

    chain_id: int
    #: None in an import where the last assessment says the same.
    phase_id: int | None
    since: date | None
    since_precision: Precision
    evidence: str
    link: str = ""
    progress: Progress | None = None
    stagnation_reason: StagnationReason | None = None
    next_step: str = ""
    next_step_on: date | None = None
    #: The assessment and the report that the form showed.
    assessed: Seen | None = None
    reported: Seen | None = None


class RowsRefusedError(RefusedError):
    """Some rows cannot be; `rows` says which and why. Nothing was recorded."""

    def __init__(self, rows: Mapping[int, RefusedError]) -> None:
        self.rows = rows
        super().__init__(ROWS_REFUSED, count=len(rows))


class RowsChangedError(ChangedMeanwhileError):
    """Of some rows somebody else was first. Nothing was recorded."""

    def __init__(self, rows: Mapping[int, RefusedError]) -> None:
        self.rows = rows
        super().__init__(ROWS_CHANGED, count=len(rows))


def record_baseline(
    session: Session, actor: Actor, now: datetime, *, rows: Sequence[BaselineRow]
) -> None:
    """Each row a provisional assessment and a report by the chain's lead; all of them, or none."""
    for row in rows:
        require(actor, Action.PHASE_ASSESS, row.chain_id)
        require(actor, Action.STATUS_REPORT, row.chain_id)
    if not rows:
        raise RefusedError(NOTHING_FILLED_IN)
    if len({row.chain_id for row in rows}) != len(rows):
        raise RefusedError(TWICE)
    refused: dict[int, RefusedError] = {}
    # In one order, so that two who share chains wait for each other and not in a circle.
    for row in sorted(rows, key=lambda row: row.chain_id):
        try:
            _record(session, actor, now, row)
        except RefusedError as error:
            refused[row.chain_id] = error
    changed = {key: e for key, e in refused.items() if isinstance(e, ChangedMeanwhileError)}
    if changed:
        raise RowsChangedError(changed)
    if refused:
        raise RowsRefusedError(refused)


def import_baseline(
    session: Session, actor: Actor, now: datetime, *, rows: Sequence[BaselineRow]
) -> None:
    """The rows of a file that say something new, each with what it saw; all of them, or none.

    By the lead of each chain, or by the programme manager where nothing was recorded yet. Raises
    ChangedMeanwhileError when somebody else was first.
    """
    for row in sorted(rows, key=lambda row: row.chain_id):
        assert row.assessed is not None, "what was seen says whether anything was recorded"
        assert row.reported is not None, "as above"
        waits = row.assessed.id is None and row.reported.id is None
        by = (Action.BASELINE_IMPORT, ChainToFill(row.chain_id, waits))
        require(actor, *by)
        if row.progress is not None:
            _report(session, actor, now, row, row.progress, by)
        if row.phase_id is not None:
            _assess(session, actor, now, row, row.phase_id, by)


def _record(session: Session, actor: Actor, now: datetime, row: BaselineRow) -> None:
    if row.link.strip() and not is_web_address(row.link.strip()):
        raise RefusedError(phases.NO_WEB_ADDRESS)
    if not row.evidence.strip():
        raise RefusedError(WHY_MISSING)
    if row.progress is not None:
        _report(session, actor, now, row, row.progress)
    elif row.next_step.strip() or row.next_step_on:
        phases.change_step(
            session,
            actor,
            now,
            chain_id=row.chain_id,
            next_step=row.next_step,
            next_step_on=row.next_step_on,
            seen=row.reported,
        )
    assert row.phase_id is not None, "the form asks for a phase"
    _assess(session, actor, now, row, row.phase_id)


def _report(
    session: Session,
    actor: Actor,
    now: datetime,
    row: BaselineRow,
    progress: Progress,
    by: tuple[Action, Any] | None = None,
) -> None:
    phases.report_status(
        session,
        actor,
        now,
        chain_id=row.chain_id,
        progress=progress,
        stagnation_reason=row.stagnation_reason,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
        seen=row.reported,
        by=by,
    )


def _assess(
    session: Session,
    actor: Actor,
    now: datetime,
    row: BaselineRow,
    phase_id: int,
    by: tuple[Action, Any] | None = None,
) -> None:
    phases.assess_phase(
        session,
        actor,
        now,
        chain_id=row.chain_id,
        phase_id=phase_id,
        since=row.since,
        since_precision=row.since_precision,
        # The evidence is why; its address is shown as a link where the reason is read.
        reason="\n".join(part for part in (row.evidence.strip(), row.link.strip()) if part),
        seen=row.assessed,
        by=by,
    )
