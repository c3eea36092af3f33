"""Who sees topics, raises them, keeps them and tests them.

Source: `domain.md`: topics are seen by everyone signed in, the programme team plans practice
tests, the opgave-overleg decides. Who records that is the secretary or the programme manager, by
the same rule as for phase assessments. Who may raise one is our own design: the programme team,
participants of the bodies, and public members of buyer groups; for the others there are signals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.organisations import Sector
from models.topics import Topic


def may_see(actor: Actor, _: Any = None) -> bool:
    """Everyone who is signed in."""
    return actor.is_person


def may_raise(actor: Actor, _: Any = None) -> bool:
    """The programme team, participants of the bodies, and public members of buyer groups."""
    public_member = bool(actor.memberships) and actor.sector is Sector.PUBLIC
    return actor.in_programme_team or bool(actor.participates_in) or public_member


def may_keep(actor: Actor, _: Any = None) -> bool:
    """The programme team."""
    return actor.in_programme_team


def may_change(actor: Actor, topic: Any) -> bool:
    """Who raised it, as long as they may raise one; and the programme team."""
    raised = actor.is_person and topic.recorded_by_id == actor.person_id
    return actor.in_programme_team or (raised and may_raise(actor))


def may_test(actor: Actor, tester_id: Any) -> bool:
    """Who does the test, and the programme team. Without a test there is nothing to do."""
    if tester_id is None:
        return False
    return actor.is_person and (actor.in_programme_team or actor.person_id == tester_id)


def topics_scope(actor: Actor) -> ColumnElement[bool]:
    """The same as `may_see`, for a list."""
    return true() if actor.is_person else false()


RULES: Mapping[Action, Rule] = {
    Action.TOPIC_SEE: may_see,
    Action.TOPIC_RAISE: may_raise,
    Action.TOPIC_KEEP: may_keep,
    Action.TOPIC_CHANGE: may_change,
    Action.TOPIC_TEST: may_test,
}
SCOPES: Mapping[type[Base], Scope] = {Topic: topics_scope}
