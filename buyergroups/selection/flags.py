"""What the programme manager has to see come: the selection of a year, and milestones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can
from buyergroups.chains.queries import selections_at
from buyergroups.flags.offers import (
    MANAGER,
    Found,
    Key,
    Look,
    Rule,
    Severity,
    Solve,
    SubjectKind,
    Told,
)
from buyergroups.settings.catalogue import SettingKey
from buyergroups.words import Words
from models.base import Precision
from models.programme import Milestone, Programme

DAY = timedelta(days=1)


def manages(actor: Actor) -> bool:
    """The programme manager, who records what was decided."""
    return actor.is_programme_manager


def seen(actor: Actor) -> Select[Any]:
    """Everyone who is signed in sees which selections were decided."""
    there = select(Programme.id)
    return there if can(actor, Action.DECISION_SEE) else there.where(Programme.id < 0)


def told(_: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """The selection of a year by its year."""
    return {key: Told(f"Jaarselectie {key.part}", "/jaarselectie") for key in keys}


def seen_milestones(actor: Actor) -> Select[Any]:
    """The milestones stand in the Agenda, which is public."""
    there = select(Milestone.id)
    return there if actor.is_person else there.where(Milestone.id < 0)


def told_milestones(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What milestones are called; they have no page."""
    rows = session.execute(
        select(Milestone.id, Milestone.name_nl).where(Milestone.id.in_({key.id for key in keys}))
    )
    return {Key(row.id): Told(row.name_nl, "") for row in rows}


def missing(session: Session, look: Look) -> Iterator[Found]:
    """Years of the programme that begin soon, or have begun, without a selection."""
    programme = session.get_one(Programme, look.programme.id)
    days = timedelta(days=look.settings[SettingKey.SELECTION_DAYS])
    decided = selections_at(session, programme.id, look.now)
    for year in (look.today.year, look.today.year + 1):
        since = date(year, 1, 1) - days + DAY
        in_programme = programme.from_year <= year <= programme.to_year
        if in_programme and year not in decided and since <= look.today:
            yield Found(programme.id, str(year), since=since)


def near(session: Session, look: Look) -> Iterator[Found]:
    """Milestones with a day of their own that come within the setting; a year alone is no day."""
    days = timedelta(days=look.settings[SettingKey.MILESTONE_DAYS])
    rows = session.execute(
        select(Milestone.id, Milestone.due).where(
            Milestone.programme_id == look.programme.id,
            Milestone.due_precision == Precision.DAY,
            Milestone.due >= look.today,
            Milestone.due <= look.today + days,
        )
    )
    for row in rows:
        yield Found(row.id, since=row.due - days)


SELECTION = SubjectKind(
    "selection",
    Words("Jaarselectie", "Yearly selection"),
    seen,
    told,
    manages,
    for_all=True,
    who=MANAGER,
)
MILESTONE = SubjectKind(
    "milestone",
    Words("Mijlpaal", "Milestone"),
    seen_milestones,
    told_milestones,
    manages,
    for_all=True,
    who=MANAGER,
)
MISSING = Rule(
    "selection-missing",
    Words("De jaarselectie is nog niet besloten", "The yearly selection was not decided yet"),
    Severity.HIGH,
    SELECTION,
    missing,
    Solve(Words("Besluit vastleggen", "Record decision"), "/{part}/vastleggen"),
    (SettingKey.SELECTION_DAYS,),
    todo=Words(
        "Leg de jaarselectie vast die het opgave-overleg vaststelde.",
        "Record the yearly selection that the opgave-overleg decided.",
    ),
)
NEAR = Rule(
    "milestone-near",
    Words("Een mijlpaal van het programma komt dichtbij", "A milestone of the programme is near"),
    Severity.LOW,
    MILESTONE,
    near,
    settings=(SettingKey.MILESTONE_DAYS,),
    todo=Words(
        "Ter voorbereiding: het verdwijnt vanzelf na die dag.",
        "To prepare for: it goes by itself after that day.",
    ),
)
RULES = (MISSING, NEAR)
