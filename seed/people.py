"""The people and organisations of the demonstration, with their roles. All are fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.accounts.services import add_person, give_role
from buyergroups.clock import start_of_day
from buyergroups.history.recording import recorded
from models.base import sort_name
from models.decisions import Body
from models.people import Organisation, OrganisationType, Role, Sector
from models.programme import Programme
from seed.files import STORIES, read_yaml
from seed.parts import SEED

DOMAIN = "ketenbord.example"


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
    types = {kind.code: kind for kind in session.scalars(select(OrganisationType))}
    made = {row["slug"]: _organisation(row, types.get(row.get("type", ""))) for row in rows}
    with recorded(session, SEED, start, reason="Demonstratie: verzonnen organisaties"):
        session.add_all(made.values())
    return {slug: organisation.id for slug, organisation in made.items()}


def _organisation(row: dict[str, Any], kind: OrganisationType | None) -> Organisation:
    return Organisation(
        slug=row["slug"],
        name=row["name"],
        sort_name=sort_name(row["name"]),
        type_id=kind.id if kind else None,
        sector=kind.sector if kind else Sector(row["sector"]),
        bound_by_procurement_law=row.get("bound"),
    )
