"""Nobody rises by themselves: leads, chains of others, people who work elsewhere, accounts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.groups import membership, services
from models.chains import Chain
from models.groups import BuyerGroup, MemberRole, Membership
from models.organisations import Organisation
from models.people import Person
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.run import NOW

ICT = "ict-hardware-langer-gebruiken"
SUN = "zonnepanelen-met-bekende-herkomst"


def group_id(demo: Database, slug: str) -> int:
    with demo.read() as session:
        return session.scalars(select(BuyerGroup.id).where(BuyerGroup.slug == slug)).one()


def own_membership(demo: Database, group: int) -> int:
    with demo.read() as session:
        return session.scalars(
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.group_id == group,
                Person.email == "publiek@ketenbord.example",
                Membership.ended_at.is_(None),
            )
        ).one()


def test_a_secretary_does_not_make_a_lead(demo: Database) -> None:
    group = group_id(demo, ICT)
    to_lead = {
        "group_id": group,
        "membership_id": own_membership(demo, group),
        "role": MemberRole.LEAD,
        "in_core": True,
        "is_secretary": True,
        "reason": "Ik wil trekken",
    }
    act = Acting(demo)
    with pytest.raises(RefusedError) as refused:
        act.do("publiek", services.change_member, **to_lead)
    assert refused.value.words is membership.LEAD_BY_KEEPER
    act.do("trekker", services.change_member, **to_lead)


def test_a_group_works_on_chains_of_its_leads_only(demo: Database) -> None:
    act, group = Acting(demo), group_id(demo, ICT)
    with demo.read() as session:
        other = session.scalars(select(Chain.id).where(Chain.slug == "catering")).one()
    about = {"group_id": group, "chain_id": other, "since": NOW.date()}
    with pytest.raises(RefusedError) as refused:
        act.do("trekker", services.add_chain, **about)
    assert refused.value.words is services.OTHERS_CHAIN
    act.do("manager", services.add_chain, **about)


def test_who_works_elsewhere_is_not_added_for_another_organisation(demo: Database) -> None:
    with demo.read() as session:
        person = session.scalars(
            select(Person.id).where(Person.email == "privaat2@ketenbord.example")
        ).one()
        town = session.scalars(
            select(Organisation.id).where(Organisation.slug == "gemeente-voorbeeldstad")
        ).one()
    with pytest.raises(RefusedError) as refused:
        Acting(demo).do(
            "trekker",
            services.add_member,
            group_id=group_id(demo, SUN),
            person_id=person,
            organisation_id=town,
            role=MemberRole.OBSERVER,
            since=NOW.date(),
        )
    assert refused.value.words is membership.WORKS_ELSEWHERE


@pytest.mark.parametrize("name", ["\u200b", "Groep \u202ekaart", "a\u2066b"])
def test_a_name_that_cannot_be_seen_is_refused(client: CheckingClient, name: str) -> None:
    address = f"/buyer-groups/{ICT}/gegevens"
    answer = client.as_("trekker").send(
        address, form="form[data-concept]", naam=name, waarom="Beter"
    )
    assert answer.status_code == 422
    assert "onzichtbare tekens" in answer.text
