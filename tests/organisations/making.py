"""Makes what the tests of the register need beside the demonstration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from buyergroups import areas
from buyergroups.accounts.services import make_administrator
from buyergroups.db import Database
from buyergroups.history.recording import recorded
from buyergroups.organisations.rules import Facts
from buyergroups.organisations.services import add_organisation
from models.organisations import Sector
from models.people import Language
from seed.parts import SEED
from tests.support.run import NOW


def administrator(database: Database, language: str = "nl") -> None:
    """Somebody who may do what administrators may, where there is no demonstration."""
    areas.register_rules()
    with database.write() as session:
        person = make_administrator(
            session, SEED, NOW, email="admin@x.example", name="Beheer", password_hash="x"
        )
        with recorded(session, SEED, NOW):
            person.language = Language(language)


def add(database: Database, name: str, now: datetime = NOW, **facts: Any) -> int:
    """An organisation; its id."""
    areas.register_rules()
    with database.write() as session:
        whole = Facts(name, facts.pop("sector", Sector.PUBLIC), **facts)
        return add_organisation(session, SEED, now, facts=whole, reason="Voor een test").id
