"""The rows of the plans of the demonstration, and how they fared after they were adopted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.plans import services
from buyergroups.plans.parts import Column, Part, Sort, part_of
from models.history import ActorKind
from models.people import Person
from models.plans import ActivityState, PlanActivity, PlanGoal
from models.programme import DueDiligenceStep, PolicyInstrument, RelatedProgramme, Theme
from seed.people import DOMAIN
from seed.timing import Timing

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """Where the plan of one chain is written: by whom, and when."""

    session: Session
    timing: Timing
    slug: str
    chain_id: int
    programme_id: int
    lead_id: int

    def moment(self, ago: int, nth: int = 0) -> datetime:
        """A moment so many days ago; several things of one day follow each other."""
        return self.timing.moment(self.timing.day(ago), f"plan {self.slug}", nth)

    def lead(self, moment: datetime) -> Actor:
        """The lead of the chain, with the rights of a moment."""
        return load_actor(self.session, self.lead_id, moment, kind=ActorKind.SEED)

    def person(self, account: str, moment: datetime) -> Actor:
        """Somebody of the demonstration."""
        found = self.session.scalars(
            select(Person.id).where(Person.email == f"{account}@{DOMAIN}")
        ).one()
        return load_actor(self.session, found, moment, kind=ActorKind.SEED)


def fill_in(desk: Desk, version_id: int, entry: Entry) -> None:
    """The rows of a draft, in the order in which they stand in the story."""
    moment = desk.moment(entry["begin"], len(entry["texts"]) + 1)
    for code, rows in entry.get("rows", {}).items():
        part = part_of(code)
        for row in rows:
            services.save_row(
                desk.session,
                desk.lead(moment),
                moment,
                version_id=version_id,
                part=part,
                values=_values(desk, version_id, part, row),
            )


def _values(desk: Desk, version_id: int, part: Part, row: Entry) -> dict[str, Any]:
    return {column.code: _value(desk, version_id, column, row) for column in part.columns}


def _value(desk: Desk, version_id: int, column: Column, row: Entry) -> Any:
    if column.sort is Sort.DAY:
        return _day(desk, column.code.removesuffix("_on"), row)
    if column.code == "year":
        return desk.timing.exactly(0).year + row["year_in"]
    if column.code == "activity_key":
        return _keys(desk, PlanActivity, version_id)[row["activity_key"] - 1]
    value = row.get(column.code)
    if value is None:
        return None
    if column.sort is Sort.CODE:
        assert column.codes is not None
        return column.codes[0](value)
    return _NAMED[column.code](desk.session, value) if column.sort is Sort.NAME else value


def _day(desk: Desk, name: str, row: Entry) -> date | None:
    if f"{name}_in" in row:
        return desk.timing.exactly(0) + timedelta(days=row[f"{name}_in"])
    return desk.timing.exactly(row[f"{name}_ago"]) if f"{name}_ago" in row else None


def _by(model: Any, column: Any) -> Any:
    return lambda session, value: session.scalars(select(model.id).where(column == value)).one()


_NAMED: Mapping[str, Any] = {
    "theme_id": _by(Theme, Theme.code),
    "step_id": _by(DueDiligenceStep, DueDiligenceStep.nr),
    "instrument_id": _by(PolicyInstrument, PolicyInstrument.code),
    "related_programme_id": _by(RelatedProgramme, RelatedProgramme.name_nl),
}


def _keys(desk: Desk, model: Any, version_id: int) -> Sequence[str]:
    asked = select(model.key).where(model.version_id == version_id).order_by(model.id)
    return desk.session.scalars(asked).all()


def keep_facts(desk: Desk, version_id: int, facts: Sequence[Entry]) -> None:
    """Measurements, and states of activities."""
    for nth, fact in enumerate(facts):
        moment = desk.moment(fact["ago"], nth)
        if "measure" in fact:
            services.record_measurement(
                desk.session,
                desk.lead(moment),
                moment,
                chain_id=desk.chain_id,
                goal_key=_keys(desk, PlanGoal, version_id)[fact["measure"] - 1],
                measured_on=desk.timing.day(fact["ago"]),
                value=fact["value"],
                note=fact.get("text", ""),
            )
            continue
        services.record_progress(
            desk.session,
            desk.lead(moment),
            moment,
            chain_id=desk.chain_id,
            activity_key=_keys(desk, PlanActivity, version_id)[fact["keep"] - 1],
            state=ActivityState(fact["state"]),
            note=fact.get("text", ""),
        )
