"""Reads who can be in the selection of a year: last year's first, then candidates, then covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.chains.queries import Among, Selection, standings
from buyergroups.chains.standing import Reading, Standing
from models.chains import SelectionOutcome

OF_LAST_YEAR = (SelectionOutcome.CONTINUE, SelectionOutcome.DEEPEN, SelectionOutcome.COMPLETE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chain that can get an outcome."""

    standing: Standing
    #: Its outcome in the selection before; None when it was not in it.
    before: SelectionOutcome | None

    @property
    def outcomes(self) -> tuple[SelectionOutcome, ...]:
        """What can be decided on it: what is not a priority any more can only be completed."""
        if self.before is None:
            return (SelectionOutcome.ADD,)
        return OF_LAST_YEAR if self.standing.priority else (SelectionOutcome.COMPLETE,)


@dataclass(frozen=True)
class Candidates:
    """All of them in three groups, each by name."""

    #: The last year before with a selection.
    before_year: int | None
    before: Sequence[Candidate]
    open: Sequence[Candidate]
    covered: Sequence[Candidate]

    @property
    def all(self) -> Sequence[Candidate]:
        return [*self.before, *self.open, *self.covered]


def candidates(
    session: Session,
    actor: Actor,
    programme_id: int,
    reading: Reading,
    selections: Mapping[int, Selection],
    year: int,
) -> Candidates:
    """Who can be in the selection of a year: priority chains and those of the year before."""
    past = max((known for known in selections if known < year), default=None)
    before: Mapping[int, SelectionOutcome] = {}
    if past is not None:
        selection = selections[past]
        before = {chain_id: selection.outcomes[chain_id] for chain_id in selection.chain_ids}
    rows = standings(session, actor, programme_id, reading, Among(priority=True))
    missing = before.keys() - {row.id for row in rows}
    if missing:
        rows += standings(session, actor, programme_id, reading, Among(chain_ids=missing))
    rows.sort(key=lambda row: row.sort_name)
    found = [Candidate(row, before.get(row.id)) for row in rows]
    return Candidates(
        before_year=past,
        before=[row for row in found if row.before is not None],
        open=[row for row in found if row.before is None and not row.standing.covered],
        covered=[row for row in found if row.before is None and row.standing.covered],
    )
