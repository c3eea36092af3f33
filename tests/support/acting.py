"""Acting as the people of the demonstration: `Acting(database).do("trekker", service, ...)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.access.actor import Actor, load_actor
from buyergroups.db import Database
from models.chains import Chain
from models.decisions import Body
from models.people import Person
from models.phases import Phase
from tests.access.routes import SIGNED_IN
from tests.support.client import DOMAIN
from tests.support.run import NOW


class Acting:
    """Calls services as somebody, at a moment that only moves forward."""

    def __init__(self, database: Database, now: datetime = NOW) -> None:
        areas.register_rules()
        self.database = database
        self.now = now
        with database.read() as session:
            self.chains = {
                row.slug: row.id for row in session.execute(select(Chain.slug, Chain.id))
            }
            self.phases = {row.nr: row.id for row in session.execute(select(Phase.nr, Phase.id))}

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def actor(self, account: str) -> Actor:
        with self.database.read() as session:
            found = session.scalar(select(Person.id).where(Person.email == f"{account}@{DOMAIN}"))
            assert found is not None, account
            return load_actor(session, found, self.now)

    def do(self, account: str, service: Callable[..., Any], **values: Any) -> Any:
        """One service in one write transaction; what it returns is detached afterwards."""
        actor = self.actor(account)
        with self.database.write() as session:
            made = service(session, actor, self.now, **values)
            session.flush()
            return made

    def within(self, account: str, steps: Callable[[Session, Actor, datetime], Any]) -> Any:
        """Several services in one write transaction."""
        actor = self.actor(account)
        with self.database.write() as session:
            return steps(session, actor, self.now)

    def body(self, session: Session, code: str = "opgave-overleg") -> Body:
        return session.scalars(select(Body).where(Body.code == code)).one()


def actors(database: Database) -> Iterator[tuple[str, Actor]]:
    """Every account that can sign in, with who that is."""
    with database.read() as session:
        for who in SIGNED_IN:
            email = f"{who}@ketenbord.example"
            key = session.scalars(select(Person.id).where(Person.email == email)).first()
            if key is not None:
                yield who, load_actor(session, key, NOW)
