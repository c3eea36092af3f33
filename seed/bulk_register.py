"""A made-up register of any size, for the benchmark: rows that go in directly, with history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from models.base import sort_name
from models.organisations import Organisation, OrganisationType, OrganisationVersion
from seed.parts import SEED

REASON = "Verzonnen gegevens in bulk"
AT_ONCE = 1000
#: One in so many stands above the ones after it.
UMBRELLA = 500


def load_organisations(database: Database, now: datetime, number: int) -> int:
    """Add organisations "Bulkorganisatie 00001" and on where missing; how many were added."""
    with database.read() as session:
        there = set(session.scalars(select(Organisation.slug)))
        types = session.execute(select(OrganisationType.id, OrganisationType.sector)).all()
    wanted = [nr for nr in range(1, number + 1) if _slug(nr) not in there]
    above: int | None = None
    for start in range(0, len(wanted), AT_ONCE):
        numbers = wanted[start : start + AT_ONCE]
        with database.write() as session, recorded(session, SEED, now, reason=REASON):
            made = [Organisation(slug=_slug(nr)) for nr in numbers]
            session.add_all(made)
            session.flush()
            for nr, organisation in zip(numbers, made, strict=True):
                kind = types[nr % len(types)]
                version = _version(nr, organisation.id, kind.id, now)
                version.sector, version.parent_id = kind.sector, above
                above = organisation.id if nr % UMBRELLA == 1 else above
                session.add(version)
    return len(wanted)


def _slug(nr: int) -> str:
    return f"bulkorganisatie-{nr:05d}"


def _version(nr: int, organisation_id: int, type_id: int, now: datetime) -> OrganisationVersion:
    name = f"Bulkorganisatie {nr:05d}"
    return OrganisationVersion(
        organisation_id=organisation_id,
        name=name,
        sort_name=sort_name(name),
        type_id=type_id,
        bound_by_procurement_law=(True, False, None)[nr % 3],
        signatory=True if nr % 5 == 0 else None,
        reason=REASON,
        **stamp(SEED, now),
    )
