"""Whatever is done to memberships in whatever order: nobody is in a group twice on any day."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.groups import services
from buyergroups.groups.queries import group_by_id
from buyergroups.groups.rules import MOVES, next_states, overlap
from models.groups import BuyerGroup, GroupState, MemberRole, Membership
from models.organisations import Organisation
from models.people import Person
from tests.support.acting import Acting

DAYS = st.integers(min_value=-400, max_value=400)
ADD = st.tuples(st.just("add"), DAYS, st.none() | DAYS)
END = st.tuples(st.just("end"), DAYS, st.integers(0, 5))
CHANGE = st.tuples(st.just("change"), st.sampled_from(list(MemberRole)), st.integers(0, 5))


class UndoError(Exception):
    """Nothing of it stays."""


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(ADD, END, CHANGE), max_size=8))
def test_nobody_is_in_a_group_twice_on_any_day(demo: Database, deeds: list[tuple]) -> None:  # type: ignore[type-arg]
    acting = Acting(demo)
    actor, today = acting.actor("trekker"), local_day(acting.now)
    with suppress(UndoError), demo.write() as session:
        group = session.scalars(select(BuyerGroup.id).order_by(BuyerGroup.id)).first()
        assert group is not None
        born = group_by_id(session, group).began
        person = session.scalars(
            select(Person.id).where(Person.email == "bestuurlijk@ketenbord.example")
        ).one()
        organisation = session.scalars(
            select(Organisation.id).where(Organisation.slug == "koepel-van-voorbeeldgemeenten")
        ).one()
        own = (
            select(Membership)
            .where(Membership.group_id == group, Membership.person_id == person)
            .order_by(Membership.id)
        )
        for deed in deeds:
            acting.forward(minutes=1)
            rows = session.scalars(own).all()
            with suppress(RefusedError, IndexError):
                if deed[0] == "add":
                    services.add_member(
                        session,
                        actor,
                        acting.now,
                        group_id=group,
                        person_id=person,
                        organisation_id=organisation,
                        role=MemberRole.BUYER,
                        since=today + timedelta(days=deed[1]),
                        until=None if deed[2] is None else today + timedelta(days=deed[2]),
                    )
                elif deed[0] == "end":
                    services.end_member(
                        session,
                        actor,
                        acting.now,
                        group_id=group,
                        membership_id=rows[deed[2]].id,
                        until=today + timedelta(days=deed[1]),
                        reason="x",
                    )
                else:
                    services.change_member(
                        session,
                        actor,
                        acting.now,
                        group_id=group,
                        membership_id=rows[deed[2]].id,
                        role=deed[1],
                        in_core=False,
                        is_secretary=False,
                        reason="x",
                    )
            session.flush()
        rows = session.scalars(own).all()
        # A row that ended on the day it began holds on no day at all.
        held = [row for row in rows if row.until is None or row.until > row.since]
        for nr, row in enumerate(held):
            assert row.until is None or row.until >= row.since
            assert row.since >= born
            for other in held[nr + 1 :]:
                assert not overlap(row.since, row.until, other.since, other.until)
        raise UndoError


def test_every_state_leads_somewhere_and_nowhere_twice() -> None:
    for state in GroupState:
        assert next_states(state)
        assert (state, state) not in MOVES
