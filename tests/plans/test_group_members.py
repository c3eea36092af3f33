"""The draft of a plan for who takes part in a group of the chain, and for nobody else of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.documents.rules import Move
from buyergroups.groups import services as groups
from buyergroups.groups.members import organisation_of
from models.groups import GroupChain, MemberRole, Membership
from tests.access.people import actor_of, person_id
from tests.plans.writing import PLAN, Plan
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.statements import Statements

NewClient = Callable[[], CheckingClient]
FORM = "form[data-concept]"


class Circle:
    """A group of the chain whose plan is written, led by the lead of that chain."""

    def __init__(self, act: Acting) -> None:
        self.act = act
        self.plan = Plan(act)
        today = local_day(act.now)
        self.group_id = act.do(
            self.plan.lead,
            groups.start_group,
            programme_id=self.plan.programme_id,
            name="Werkkleding samen",
            scope="Samen kopen",
            chain_ids=[self.plan.subject.id],
            since=today - timedelta(days=5),
        ).id

    def let_in(self, account: str, role: MemberRole) -> None:
        with self.act.database.read() as session:
            who = person_id(session, account)
            works = organisation_of(session, self.act.now, who)
        assert works is not None
        self.act.do(
            self.plan.lead,
            groups.add_member,
            group_id=self.group_id,
            person_id=who,
            organisation_id=works[0],
            role=role,
            since=local_day(self.act.now),
        )

    def in_review(self) -> None:
        self.plan.begin()
        self.plan.write("scope", "Geheimwoord")
        self.plan.move(Move.SUBMIT)


@pytest.mark.both_databases
def test_a_member_reads_and_an_expert_comments_too(demo: Database, new_client: NewClient) -> None:
    circle = Circle(Acting(demo))
    circle.in_review()
    member, expert = new_client().as_("publiek"), new_client().as_("expert")
    for reader in (member, expert):
        reader.page(f"{PLAN}/concept", 404)
        assert "Geheimwoord" not in reader.page(f"{PLAN}.md?versie=concept", 404).text
    circle.let_in("publiek", MemberRole.BUYER)
    circle.let_in("expert", MemberRole.EXPERT)
    for reader in (member, expert):
        assert "Geheimwoord" in reader.page(f"{PLAN}/concept").words
        assert "Naar het concept" in reader.page(PLAN).words
        for step in ("terugsturen", "vaststellen", "intrekken"):
            reader.page(f"{PLAN}/concept/stap/{step}", 404)
        reader.page(f"{PLAN}/concept/tekst/scope", 404)
    member.page(f"{PLAN}/concept/opmerkingen/scope", 404)
    sent = expert.send(f"{PLAN}/concept/opmerkingen/scope", FORM, opmerking="Noem ook wol")
    assert sent.status_code == 303
    assert "Noem ook wol" in member.page(f"{PLAN}/concept").words
    assert not expert.page(f"{PLAN}/concept").all("form[action$='/afhandelen']")
    assert "ligt ter beoordeling" in " ".join(expert.page("/").all(".kb-today__what"))
    assert "Bedrijfskleding" not in " ".join(member.page("/").all(".kb-today__what"))


@pytest.mark.both_databases
def test_it_ends_with_the_membership_and_with_the_chain(
    demo: Database, new_client: NewClient
) -> None:
    act = Acting(demo)
    circle = Circle(act)
    circle.in_review()
    circle.let_in("publiek", MemberRole.BUYER)
    circle.let_in("expert", MemberRole.EXPERT)
    member, expert = new_client().as_("publiek"), new_client().as_("expert")
    member.page(f"{PLAN}/concept")
    with demo.read() as session:
        row = session.scalars(
            select(Membership.id).where(
                Membership.group_id == circle.group_id,
                Membership.person_id == person_id(session, "publiek"),
            )
        ).one()
        number = session.scalars(
            select(GroupChain.id).where(GroupChain.group_id == circle.group_id)
        ).one()
    today = local_day(act.now)
    end = {"group_id": circle.group_id, "until": today}
    act.do("trekker2", groups.end_member, membership_id=row, reason="klaar", **end)
    member.page(f"{PLAN}/concept", 404)
    expert.page(f"{PLAN}/concept")
    other = act.chains["catering"]
    act.do("trekker2", groups.add_chain, group_id=circle.group_id, chain_id=other, since=today)
    act.do("trekker2", groups.end_chain, number=number, reason="klaar", **end)
    expert.page(f"{PLAN}/concept", 404)
    with demo.read() as session:
        assert other in actor_of(session, "expert").advises_on


def test_who_is_in_groups_is_known_by_one_statement(
    demo: Database, counted: Callable[[Database], AbstractContextManager[Statements]]
) -> None:
    act = Acting(demo)
    with counted(demo) as few, demo.read() as session:
        actor_of(session, "expert")
    circle = Circle(act)
    circle.let_in("expert", MemberRole.EXPERT)
    with counted(demo) as many, demo.read() as session:
        chains = actor_of(session, "expert").group_chains
    assert len(many) == len(few)
    assert chains >= {act.chains["zonnepanelen"], act.chains["bedrijfskleding"]}
