"""The organisations that the sources name: umbrellas, ministries, and who signed the Manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select, union

from models.base import Base, Precision, sort_name
from models.organisations import (
    Organisation,
    OrganisationSlug,
    OrganisationType,
    OrganisationVersion,
    Sector,
)
from seed.files import slug_of
from seed.parts import Known, Part, read

SOURCES = "Agenda MVOI 2026 en analyse Manifest MVOI 2025"


def register_parts() -> tuple[Part, ...]:
    """The organisations, and what is known of each. One that has another name by now is there."""
    rows = {(slug_of(row["name"]),): row for row in _rows()}
    return (
        Part(
            Organisation,
            SOURCES,
            union(
                select(Organisation.id, Organisation.slug),
                select(OrganisationSlug.organisation_id, OrganisationSlug.slug),
            ),
            {key: _organisation(key[0]) for key in rows},
        ),
        Part(
            OrganisationVersion,
            SOURCES,
            select(OrganisationVersion.id, OrganisationVersion.organisation_id),
            {key: _version(key[0], row) for key, row in rows.items()},
            Organisation,
        ),
    )


def _rows() -> Iterator[dict[str, Any]]:
    """Every organisation with what holds for its whole group."""
    for group in read("register.yaml").values():
        shared = {name: value for name, value in group.items() if name != "organisations"}
        yield from ({**shared, **row} for row in group["organisations"])


def _organisation(slug: str) -> Callable[[Known], Base]:
    return lambda _: Organisation(slug=slug)


def _version(slug: str, row: dict[str, Any]) -> Callable[[Known], Base]:
    signed, kind = row.get("signed"), row.get("type")
    return lambda known: OrganisationVersion(
        organisation_id=known.of(Organisation, slug),
        name=row["name"],
        sort_name=sort_name(row["name"]),
        type_id=known.of(OrganisationType, kind) if kind else None,
        sector=Sector.PUBLIC,
        bound_by_procurement_law=True if kind else None,
        signatory=True if signed else row.get("signatory"),
        signed=signed,
        signed_precision=Precision.DAY if signed else Precision.UNKNOWN,
        reason=row["reason"],
        **known.stamp,
    )
