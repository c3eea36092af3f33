"""Reads where somebody may log a consultation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.consultations.access import shut_out_of
from buyergroups.errors import NotAllowedError, NotThereError
from buyergroups.groups.places import organisations_in
from buyergroups.groups.queries import Group, group_at
from buyergroups.settings.queries import programme


def where_to_log(
    session: Session, actor: Actor, now: datetime, slug: str
) -> tuple[Group, Sequence[Any]]:
    """A group, and for which of its organisations somebody may log there.

    Raises NotThereError and NotAllowedError, also for who is shut out of the files of the group.
    """
    known = programme(session)
    if known is None:
        raise NotThereError("no programme")
    group = group_at(session, known.id, slug)
    require(actor, Action.GROUP_SEE, group)
    places = organisations_in(session, actor, now, group.id)
    if not places and not actor.in_programme_team:
        raise NotAllowedError(f"no organisation in group {group.id}")
    if group.id in shut_out_of(session, actor):
        raise NotAllowedError(f"shut out of the files of group {group.id}")
    return group, places
