"""Who sees a flag, and who may do something with it.

Source: "Who sees what" in the domain: who sees the subject sees its flags, and nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import object_session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Scope
from buyergroups.access.permissions import Rule as AccessRule
from buyergroups.flags.offers import KINDS
from buyergroups.flags.offers import RULES as FLAG_RULES
from models.base import Base
from models.flags import Flag
from models.groups import MemberRole


def signed_in(actor: Actor, _: Any = None) -> bool:
    """The list is for everybody: each sees there what they may see."""
    return actor.is_person


def flags_scope(actor: Actor) -> ColumnElement[bool]:
    """The flags of the subjects that somebody sees."""
    if not actor.is_person:
        return false()
    seen = [
        and_(Flag.subject_kind == kind.code, Flag.subject_id.in_(kind.seen(actor).correlate(None)))
        for kind in KINDS.values()
    ]
    return or_(false(), *seen)


def answers_scope(actor: Actor) -> ColumnElement[bool]:
    """Those that somebody is there to solve: of their chains, groups, organisation or task."""
    runs = actor.oversees | actor.heads | actor.secretary_of_groups
    places = [
        and_(Flag.group_id == place.group_id, Flag.organisation_id == place.organisation_id)
        for place in actor.memberships
        if place.role is not MemberRole.OBSERVER
    ]
    kinds = [kind.code for kind in KINDS.values() if kind.answers(actor)]
    others = [rule.code for rule in FLAG_RULES.values() if rule.waits_for_others]
    here = or_(Flag.chain_id.in_(actor.leads), Flag.group_id.in_(runs), *places)
    own = [
        and_(Flag.rule == rule.code, Flag.subject_id.in_(rule.own(actor).correlate(None)))
        for rule in FLAG_RULES.values()
        if rule.own is not None
    ]
    return or_(Flag.subject_kind.in_(kinds), and_(Flag.rule.not_in(others), here), *own)


def mine_scope(actor: Actor) -> ColumnElement[bool]:
    """The same, and what was assigned to them."""
    return or_(Flag.assigned_to_id == actor.person_id, answers_scope(actor))


def may_see(actor: Actor, flag: Any) -> bool:
    """The same as `flags_scope`, of one flag."""
    return _holds(flag, flags_scope(actor))


def may_keep(actor: Actor, flag: Any) -> bool:
    """Snooze, assign, comment: the programme team, and whose it is; of a flag that they see."""
    scope = flags_scope(actor)
    return _holds(flag, scope if actor.in_programme_team else and_(scope, mine_scope(actor)))


def may_solve(actor: Actor, flag: Any) -> bool:
    """Whether the way to solve it is theirs."""
    return _holds(flag, and_(flags_scope(actor), answers_scope(actor)))


def _holds(flag: Any, scope: ColumnElement[bool]) -> bool:
    if not isinstance(flag, Flag):
        return False
    session = object_session(flag)
    found = select(Flag.id).where(Flag.id == flag.id, scope)
    return session is not None and session.scalar(found) is not None


def may_look_at_rules(actor: Actor, _: Any = None) -> bool:
    """Administrators keep the rules; the programme manager reads how they fare."""
    return actor.is_administrator or actor.is_programme_manager


def may_switch(actor: Actor, _: Any = None) -> bool:
    """A rule is on or off for everybody: administrators."""
    return actor.is_administrator


RULES: Mapping[Action, AccessRule] = {
    Action.FLAGS_OPEN: signed_in,
    Action.FLAG_SEE: may_see,
    Action.FLAG_KEEP: may_keep,
    Action.FLAG_SOLVE: may_solve,
    Action.FLAG_RULES_SEE: may_look_at_rules,
    Action.FLAG_RULES_SWITCH: may_switch,
}
SCOPES: Mapping[type[Base], Scope] = {Flag: flags_scope}
