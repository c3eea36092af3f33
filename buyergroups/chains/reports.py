"""Which report on a chain holds: the one that a person gave last, in its corrected form.

A correction stands where the row stood that it names, because it keeps the moment at which a
person looked; from its own recording on the row that it names does not count any more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import Session, aliased

from models.people import Person
from models.phases import StatusUpdate

#: Made once: naming the columns of a table takes longer than asking for them.
_REPORT, _CORRECTION = aliased(StatusUpdate), aliased(StatusUpdate)


def newest_first(report: Any = StatusUpdate) -> tuple[ColumnElement[Any], ...]:
    """The order in which the first report is the one that holds."""
    return (report.reported_at.desc(), report.recorded_at.desc(), report.id.desc())


def counts(report: Any = StatusUpdate, moment: Any = None) -> ColumnElement[bool]:
    """Whether a report was not corrected by a moment, or at all."""
    found = select(_CORRECTION.id).where(_CORRECTION.corrects_id == report.id)
    if moment is not None:
        found = found.where(_CORRECTION.recorded_at <= moment)
    return ~found.correlate(report).exists()


def latest_id(chain_id: int) -> ScalarSelect[int]:
    """The report that says how a chain is doing now."""
    return (
        select(_REPORT.id)
        .where(_REPORT.chain_id == chain_id, counts(_REPORT))
        .order_by(*newest_first(_REPORT))
        .limit(1)
        .scalar_subquery()
    )


def reporter(session: Session, report_id: int) -> str:
    """Who gave a report; whoever corrected it later did not."""
    row = session.execute(
        select(StatusUpdate.corrects_id, Person.name)
        .join(Person, Person.id == StatusUpdate.recorded_by_id)
        .where(StatusUpdate.id == report_id)
    ).one()
    return reporter(session, row.corrects_id) if row.corrects_id else row.name
