"""The register of the demonstration: what happened to fictitious organisations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.organisations.queries import version_now
from buyergroups.organisations.rules import Facts
from buyergroups.organisations.services import (
    add_organisation,
    change_organisation,
    facts_of,
    merge_organisation,
)
from models.base import Precision, sort_name
from models.organisations import OrganisationType, OrganisationVersion, Sector
from seed.files import STORIES, read_yaml
from seed.parts import SEED

REASON = "Demonstratie: verzonnen organisatie"


def play_register(session: Session, now: datetime, start: datetime) -> None:
    """Add organisations from the first day, then let happen to them what the file tells."""
    data = read_yaml(STORIES / "register.yaml")
    kinds = {kind.code: kind for kind in session.scalars(select(OrganisationType))}
    for row in data["erbij"]:
        kind = kinds[row["soort"]]
        facts = Facts(row["naam"], Sector(kind.sector), type_id=kind.id)
        add_organisation(session, SEED, start, facts=_told(session, facts, row), reason=REASON)
    for row in data["wijzigen"]:
        moment = max(start, now - timedelta(days=row["dagen"]))
        facts = _told(session, _facts(session, moment, row["naam"]), row)
        if "tot" in row:
            facts = replace(facts, until=local_day(now - timedelta(days=row["tot"])))
        change_organisation(
            session,
            SEED,
            moment,
            organisation_id=_id(session, row["naam"]),
            facts=replace(facts, name=row.get("wordt", facts.name)),
            reason=row["reden"],
        )
    for row in data["samenvoegen"]:
        moment = max(start, now - timedelta(days=row["dagen"]))
        merge_organisation(
            session,
            SEED,
            moment,
            organisation_id=_id(session, row["naam"]),
            into_id=_id(session, row["in"]),
            merged_on=local_day(moment),
            reason=row["reden"],
        )


def _told(session: Session, facts: Facts, row: dict[str, Any]) -> Facts:
    """The facts with what a line of the file says besides."""
    signed = row.get("ondertekend", facts.signed)
    return replace(
        facts,
        bound_by_procurement_law=row.get("aanbestedingsplichtig", facts.bound_by_procurement_law),
        signatory=True if signed else facts.signatory,
        signed=signed,
        signed_precision=Precision(row.get("precisie", facts.signed_precision)),
        parent_id=_id(session, row["koepel"]) if "koepel" in row else facts.parent_id,
        website=row.get("website", facts.website),
    )


def _id(session: Session, name: str) -> int:
    """The organisation that is, or was, called so."""
    found = session.scalars(
        select(OrganisationVersion.organisation_id).where(
            OrganisationVersion.sort_name == sort_name(name)
        )
    ).first()
    assert found is not None, name
    return found


def _facts(session: Session, moment: datetime, name: str) -> Facts:
    version = version_now(session, moment, _id(session, name))
    assert version is not None, name
    return facts_of(version)
