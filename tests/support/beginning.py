"""The people of an empty installation: `begin(database)` appoints leads, manager, secretary."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from buyergroups import areas
from buyergroups.access.actor import Actor
from buyergroups.accounts.services import add_person, give_role
from buyergroups.db import Database
from models.chains import Chain
from models.decisions import Body
from models.history import ActorKind
from models.people import Role
from tests.support.client import DOMAIN
from tests.support.run import NOW

#: The chains of the first lead; the last one is possibly covered by another programme.
LED = ("catering", "ict-hardware-en-mobiele-apparaten", "zonnepanelen", "wegen")
MAKER = Actor(ActorKind.SEED)


def begin(database: Database) -> None:
    """Appoint `eerste` and `tweede` (leads of the same chains), `baas` and `notulist`."""
    areas.register_rules()
    with database.write() as session:
        chains = {row.slug: row.id for row in session.execute(select(Chain.slug, Chain.id))}
        body = session.scalars(select(Body.id).where(Body.code == "opgave-overleg")).one()
        for account, name in (
            ("eerste", "Eerste Trekker"),
            ("tweede", "Tweede Trekker"),
            ("baas", "Programma Manager"),
            ("notulist", "Secretaris Overleg"),
        ):
            person = add_person(session, MAKER, NOW, email=f"{account}@{DOMAIN}", name=name)
            leads: list[dict[str, Any]] = [
                {"role": Role.CHAIN_LEAD, "chain_id": chains[slug]} for slug in LED
            ]
            others: dict[str, list[dict[str, Any]]] = {
                "baas": [{"role": Role.PROGRAMME_MANAGER}],
                "notulist": [{"role": Role.SECRETARY, "body_id": body}],
            }
            for values in others.get(account, leads):
                give_role(session, MAKER, NOW, person_id=person.id, **values)
