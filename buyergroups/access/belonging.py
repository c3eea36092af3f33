"""Where somebody works at a moment, and what that organisation is, as far as was recorded then."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, or_

from buyergroups.db import latest_id
from models.organisations import OrganisationVersion
from models.people import Affiliation, Person

#: A select of any columns.
Statement = Select[*tuple[Any, ...]]


def belongs(moment: datetime | None = None, day: date | None = None) -> ColumnElement[bool]:
    """Whether an affiliation held at a moment, as far as was recorded by then.

    `moment` and `day` (the same moment in Amsterdam) are values or, by default, the bound
    parameters `moment` and `day`.
    """
    at: Any = bindparam("moment") if moment is None else moment
    on: Any = bindparam("day") if day is None else day
    return and_(
        Affiliation.recorded_at <= at,
        or_(Affiliation.since.is_(None), Affiliation.since <= on),
        or_(
            Affiliation.ended_at.is_(None),
            Affiliation.ended_at > at,
            Affiliation.until > on,
        ),
    )


def newest_version(organisation_id: Any, moment: datetime | None = None) -> ScalarSelect[int]:
    """The id of what was known of an organisation at a moment."""
    at: Any = bindparam("moment") if moment is None else moment
    return latest_id(OrganisationVersion, organisation_id=organisation_id, until=at)


def latest_version(organisation_id: Any) -> ScalarSelect[int]:
    """The id of what is known of an organisation now: its last row."""
    return latest_id(OrganisationVersion, organisation_id=organisation_id)


def with_organisation(
    statement: Statement, moment: datetime | None = None, day: date | None = None
) -> Statement:
    """A statement about people, with the `OrganisationVersion` of where each of them works."""
    newest = newest_version(Affiliation.organisation_id, moment)
    return statement.outerjoin(
        Affiliation, and_(Affiliation.person_id == Person.id, belongs(moment, day))
    ).outerjoin(OrganisationVersion, OrganisationVersion.id == newest)
