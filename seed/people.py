"""The people and organisations of the demonstration, with their roles. All are fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.accounts.services import add_person, give_role
from buyergroups.clock import local_day, start_of_day
from buyergroups.organisations.rules import Facts
from buyergroups.organisations.services import add_organisation
from models.decisions import Body
from models.organisations import OrganisationType, Sector
from models.people import Role
from models.programme import Programme
from seed.files import STORIES, read_yaml
from seed.parts import SEED

DOMAIN = "ketenbord.example"
REASON = "Demonstratie: verzonnen organisatie"


def load_people(session: Session, hashes: Mapping[str, str]) -> None:
    """Organisations, accounts and the roles that are not about one chain, from the first day."""
    data = read_yaml(STORIES / "mensen.yaml")
    start = start_of_day(session.scalars(select(Programme.records_from)).one())
    organisations = _organisations(session, start, data["organisaties"])
    bodies: dict[str, int] = {
        code: key for key, code in session.execute(select(Body.id, Body.code))
    }
    for row in data["mensen"]:
        person = add_person(
            session,
            SEED,
            start,
            email=f"{row['account']}@{DOMAIN}",
            name=row["name"],
            organisation_id=organisations[row["organisatie"]],
            works_since=local_day(start),
            password_hash=hashes[row["account"]],
            is_demonstration=True,
        )
        for role in row.get("rollen", []):
            give_role(
                session,
                SEED,
                start,
                person_id=person.id,
                role=Role(role["rol"]),
                body_id=bodies[role["overleg"]] if "overleg" in role else None,
            )


def _organisations(session: Session, start: datetime, rows: list[dict[str, Any]]) -> dict[str, int]:
    kinds = {kind.code: kind for kind in session.scalars(select(OrganisationType))}
    return {
        row["slug"]: add_organisation(
            session, SEED, start, facts=_facts(row, kinds.get(row.get("type", ""))), reason=REASON
        ).id
        for row in rows
    }


def _facts(row: dict[str, Any], kind: OrganisationType | None) -> Facts:
    return Facts(
        row["name"],
        kind.sector if kind else Sector(row["sector"]),
        type_id=kind.id if kind else None,
        bound_by_procurement_law=row.get("bound"),
    )
