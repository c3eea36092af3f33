"""Reads pledges: those of a group that the reader may see, one, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version
from buyergroups.access.permissions import visible_to
from buyergroups.db import latest_id
from buyergroups.errors import NotThereError
from buyergroups.pledges.rules import ENDED
from models.organisations import Organisation, OrganisationVersion, Sector
from models.people import Language, Person
from models.pledges import Pledge, PledgeReaders, PledgeStanding, PledgeState, PledgeVersion

PAGE_SIZE = 50


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    state: PledgeState | None = None
    sector: Sector | None = None
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.state or self.sector)


@dataclass(frozen=True, slots=True)
class Pledged:
    """A pledge as it is known now."""

    ref: str
    organisation_id: int
    slug: str
    organisation: str
    sector: Sector
    title: str
    about: str
    expected: date | None
    readers: PledgeReaders
    language: Language
    version_id: int
    state: PledgeState
    since: date
    note: str
    standing_id: int


def _newest(model: Any) -> Any:
    return latest_id(model, pledge_id=Pledge.id)


def _pledges(actor: Actor, now: datetime, group_id: int) -> Any:
    return (
        select(
            Pledge.ref,
            Pledge.organisation_id,
            Organisation.slug,
            OrganisationVersion.name,
            OrganisationVersion.sector,
            PledgeVersion.title,
            PledgeVersion.about,
            PledgeVersion.expected,
            PledgeVersion.readers,
            PledgeVersion.language,
            PledgeVersion.id,
            PledgeStanding.state,
            PledgeStanding.since,
            PledgeStanding.note,
            PledgeStanding.id,
        )
        .select_from(Pledge)
        .join(PledgeVersion, PledgeVersion.id == _newest(PledgeVersion))
        .join(PledgeStanding, PledgeStanding.id == _newest(PledgeStanding))
        .join(Organisation, Organisation.id == Pledge.organisation_id)
        .join(OrganisationVersion, OrganisationVersion.id == newest_version(Organisation.id, now))
        .where(Pledge.group_id == group_id, visible_to(actor, Pledge))
    )


def pledges(
    session: Session,
    actor: Actor,
    now: datetime,
    group_id: int,
    filters: Filters,
    *,
    whole: bool = False,
) -> tuple[list[Pledged], int]:
    """A page of the pledges of a group that the reader may see (or all), and how many in all."""
    conditions: list[ColumnElement[bool]] = []
    if filters.state is not None:
        conditions.append(PledgeStanding.state == filters.state)
    if filters.sector is not None:
        conditions.append(OrganisationVersion.sector == filters.sector)
    statement = _pledges(actor, now, group_id).where(*conditions)
    total = session.scalar(select(func.count()).select_from(statement.subquery()))
    ended = PledgeStanding.state.in_(ENDED)
    ordered = statement.order_by(ended, OrganisationVersion.sort_name, Pledge.id)
    if not whole:
        ordered = ordered.limit(PAGE_SIZE).offset((filters.page - 1) * PAGE_SIZE)
    rows: Sequence[Any] = session.execute(ordered).all()
    return [Pledged(*row) for row in rows], total or 0


def pledge(session: Session, actor: Actor, now: datetime, group_id: int, ref: str) -> Pledged:
    """One pledge; raises NotThereError, also for who may not see it."""
    row = session.execute(_pledges(actor, now, group_id).where(Pledge.ref == ref)).one_or_none()
    if row is None:
        raise NotThereError(f"pledge {ref[:20]}")
    return Pledged(*row)


def steps(session: Session, actor: Actor, group_id: int, ref: str) -> Sequence[Any]:
    """How a pledge went on, the latest first, for who may see it."""
    return session.execute(
        select(
            PledgeStanding.state,
            PledgeStanding.since,
            PledgeStanding.note,
            PledgeStanding.recorded_at,
            Person.name.label("by"),
        )
        .join(Pledge, Pledge.id == PledgeStanding.pledge_id)
        .outerjoin(Person, Person.id == PledgeStanding.recorded_by_id)
        .where(Pledge.group_id == group_id, Pledge.ref == ref, visible_to(actor, Pledge))
        .order_by(PledgeStanding.recorded_at.desc(), PledgeStanding.id.desc())
    ).all()
