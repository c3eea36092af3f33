"""Reads the register: one page of the list, one organisation, its versions, and what belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import Statement, belongs, newest_version
from buyergroups.access.groups import memberships_of_person
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.errors import NotThereError
from buyergroups.organisations.filters import Filters, Standing
from models.organisations import (
    Organisation,
    OrganisationMerge,
    OrganisationSlug,
    OrganisationType,
    OrganisationVersion,
)
from models.people import Affiliation, Person

PAGE_SIZE = 50
#: Of what belongs to an organisation a page shows so many; the lists have all.
MOST_SHOWN = 50
Version = OrganisationVersion
#: What an organisation belongs to, and what it went into.
PARENT, UMBRELLA = aliased(Version), aliased(Organisation)
INTO, TARGET = aliased(Version), aliased(Organisation)


@dataclass(frozen=True)
class OrganisationPage:
    """A page of the list, and how many there are in all."""

    rows: Sequence[Any]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def organisations(
    session: Session, actor: Actor, now: datetime, filters: Filters
) -> OrganisationPage:
    """One page of the register by name; three statements, however many there are.

    First which ones, and how many: what stands beside a name is read for those of the page only.
    """
    wanted = (
        select(Organisation.id)
        .join(Version, Version.id == newest_version(Organisation.id, now))
        .where(visible_to(actor, Organisation), *_conditions(filters, local_day(now)))
    )
    total = session.scalar(select(func.count()).select_from(wanted.subquery()))
    first = (filters.page - 1) * PAGE_SIZE
    ids = session.scalars(_by_name(wanted).limit(PAGE_SIZE).offset(first)).all()
    rows = session.execute(_by_name(_listed(actor, now).where(Organisation.id.in_(ids)))).all()
    return OrganisationPage(rows, total or 0)


def all_organisations(
    session: Session, actor: Actor, now: datetime, filters: Filters
) -> Sequence[Any]:
    """The whole list, for a file."""
    conditions = _conditions(filters, local_day(now))
    return session.execute(_by_name(_listed(actor, now).where(*conditions))).all()


def _by_name(statement: Statement) -> Statement:
    return statement.order_by(Version.sort_name, Organisation.id)


def _listed(actor: Actor, now: datetime) -> Statement:
    """Every organisation as it is known now, with what it belongs to and what it went into."""
    return (
        select(
            Organisation.id,
            Organisation.slug,
            Version,
            OrganisationType.name_nl.label("type_nl"),
            OrganisationType.name_en.label("type_en"),
            PARENT.name.label("parent"),
            UMBRELLA.slug.label("parent_slug"),
            INTO.name.label("into"),
            TARGET.slug.label("into_slug"),
        )
        .select_from(Organisation)
        .join(Version, Version.id == newest_version(Organisation.id, now))
        .outerjoin(OrganisationType, OrganisationType.id == Version.type_id)
        .outerjoin(UMBRELLA, UMBRELLA.id == Version.parent_id)
        .outerjoin(PARENT, PARENT.id == newest_version(UMBRELLA.id, now))
        .outerjoin(OrganisationMerge, OrganisationMerge.organisation_id == Organisation.id)
        .outerjoin(TARGET, TARGET.id == OrganisationMerge.into_id)
        .outerjoin(INTO, INTO.id == newest_version(TARGET.id, now))
        .where(visible_to(actor, Organisation))
    )


def _conditions(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Version.sort_name.contains(word, autoescape=True) for word in filters.words
    ]
    if filters.kind:
        kinds = select(OrganisationType.id).where(OrganisationType.code == filters.kind)
        found.append(Version.type_id.in_(kinds))
    if filters.sector is not None:
        found.append(Version.sector == filters.sector)
    if filters.bound is not None:
        found.append(Version.bound_by_procurement_law.is_(filters.bound.value_of))
    if filters.signatory is not None:
        found.append(Version.signatory.is_(filters.signatory.value_of))
    if filters.umbrella:
        above = select(Organisation.id).where(Organisation.slug == filters.umbrella)
        found.append(Version.parent_id.in_(above))
    return [*found, *standing_on(filters.standing, today)]


def standing_on(standing: Standing, today: date) -> list[ColumnElement[bool]]:
    """Whether organisations go on, or went on until a day."""
    goes_on = or_(Version.until.is_(None), Version.until > today)
    if standing is Standing.ALL:
        return []
    return [goes_on if standing is Standing.CURRENT else Version.until <= today]


def types(session: Session) -> Sequence[Any]:
    """The five types: id, code and names."""
    return session.execute(
        select(
            OrganisationType.id,
            OrganisationType.code,
            OrganisationType.name_nl,
            OrganisationType.name_en,
        ).order_by(OrganisationType.position)
    ).all()


def umbrellas(session: Session, now: datetime) -> Sequence[tuple[str, str]]:
    """What others belong to: address and name, by name."""
    under = aliased(Version)
    parents = select(under.parent_id).where(
        under.parent_id.is_not(None), under.id == newest_version(under.organisation_id, now)
    )
    rows = session.execute(
        select(Organisation.slug, Version.name)
        .join(Version, Version.id == newest_version(Organisation.id, now))
        .where(Organisation.id.in_(parents))
        .order_by(Version.sort_name)
    )
    return [(slug, name) for slug, name in rows]


# ---- one organisation -------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """An organisation at an address, and the one that it went into."""

    id: int
    slug: str
    into_slug: str | None


def organisation_by_slug(session: Session, actor: Actor, slug: str) -> Found:
    """The organisation at an address, present or former; raises NotThereError."""
    target = aliased(Organisation)
    former = select(OrganisationSlug.organisation_id).where(OrganisationSlug.slug == slug)
    rows = session.execute(
        select(Organisation.id, Organisation.slug, target.slug)
        .outerjoin(OrganisationMerge, OrganisationMerge.organisation_id == Organisation.id)
        .outerjoin(target, target.id == OrganisationMerge.into_id)
        .where(
            visible_to(actor, Organisation),
            or_(Organisation.slug == slug, Organisation.id.in_(former)),
        )
    ).all()
    if not rows:
        raise NotThereError(f"organisation at {slug[:80]}")
    return Found(*next((row for row in rows if row[1] == slug), rows[0]))


def organisation(session: Session, actor: Actor, now: datetime, organisation_id: int) -> Any:
    """A row of the list for one organisation."""
    return session.execute(_listed(actor, now).where(Organisation.id == organisation_id)).one()


def below(session: Session, actor: Actor, now: datetime, organisation_id: int) -> Sequence[Any]:
    """What belongs to an organisation and goes on, by name; one more than a page shows."""
    found = _listed(actor, now).where(
        Version.parent_id == organisation_id, *standing_on(Standing.CURRENT, local_day(now))
    )
    return session.execute(_by_name(found).limit(MOST_SHOWN + 1)).all()


def merged(session: Session, now: datetime, organisation_id: int) -> Sequence[Any]:
    """What went into an organisation: the merge, and name and address of what it was."""
    return session.execute(
        select(OrganisationMerge, Version.name, Organisation.slug)
        .join(Organisation, Organisation.id == OrganisationMerge.organisation_id)
        .join(Version, Version.id == newest_version(Organisation.id, now))
        .where(OrganisationMerge.into_id == organisation_id)
        .order_by(OrganisationMerge.merged_on.desc(), OrganisationMerge.id.desc())
    ).all()


def people(session: Session, actor: Actor, now: datetime, organisation_id: int) -> Sequence[Any]:
    """Who works there now, by name, with mail address; one more than a page shows.

    For whoever may list people; others see themselves only, as everywhere.
    """
    return session.execute(
        select(
            Person.ref,
            Person.name,
            Person.id,
            Person.email,
            memberships_of_person().label("memberships"),
            Affiliation.since,
            Affiliation.since_precision,
        )
        .join(Affiliation, and_(Affiliation.person_id == Person.id, belongs(now, local_day(now))))
        .where(Affiliation.organisation_id == organisation_id, visible_to(actor, Person))
        .order_by(Person.sort_name, Person.id)
        .limit(MOST_SHOWN + 1),
        {"moment": now, "day": local_day(now)},
    ).all()


def versions(session: Session, organisation_id: int) -> Sequence[Any]:
    """All that was ever recorded of an organisation, the latest first, with who did so."""
    parent = aliased(Version)
    named = (
        select(parent.name)
        .where(parent.organisation_id == Version.parent_id, parent.id <= Version.id)
        .order_by(parent.recorded_at.desc(), parent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.execute(
        select(
            Version,
            Person.name.label("by"),
            OrganisationType.name_nl.label("type_nl"),
            OrganisationType.name_en.label("type_en"),
            named.label("parent"),
        )
        .outerjoin(Person, Person.id == Version.recorded_by_id)
        .outerjoin(OrganisationType, OrganisationType.id == Version.type_id)
        .where(Version.organisation_id == organisation_id)
        .order_by(Version.recorded_at.desc(), Version.id.desc())
    ).all()


def version_now(session: Session, now: datetime, organisation_id: int) -> Version | None:
    """What is known of an organisation now."""
    return session.scalar(select(Version).where(Version.id == newest_version(organisation_id, now)))


def merged_into(session: Session, organisation_id: int) -> int | None:
    """The organisation that one went into, if it did."""
    return session.scalar(
        select(OrganisationMerge.into_id).where(
            OrganisationMerge.organisation_id == organisation_id
        )
    )


def children_versions(session: Session, now: datetime, organisation_id: int) -> Sequence[Version]:
    """What is known of everything that belongs to an organisation."""
    return session.scalars(
        select(Version)
        .join(Organisation, Version.id == newest_version(Organisation.id, now))
        .where(Version.parent_id == organisation_id)
        .order_by(Version.organisation_id)
    ).all()
