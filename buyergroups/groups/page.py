"""What every page of a group shows above itself, for whoever may see the group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains.page import the_programme
from buyergroups.errors import RefusedError
from buyergroups.groups import labels, queries
from buyergroups.groups.queries import Group
from buyergroups.web import state
from buyergroups.web.addresses import moved_to
from buyergroups.words import Words

SECTION = "groups"


@dataclass(frozen=True)
class GroupPage:
    """A group, and what the reader may do with it."""

    group: Group
    may_keep: bool
    may_run: bool
    is_member: bool

    def context(self) -> dict[str, Any]:
        """For the template."""
        return {
            "section": SECTION,
            "page": self,
            "group": self.group,
            "group_labels": labels,
            "today": state.today(),
        }


def group_page(slug: str, action: Action = Action.GROUP_SEE) -> GroupPage | ResponseReturnValue:
    """The group at an address, or the redirect from a former address.

    Whoever may not see it gets the same answer as where there is none.
    """
    actor = state.actor()
    group = queries.group_at(state.reading(), the_programme().id, slug)
    require(actor, Action.GROUP_SEE, group)
    require(actor, action, group)
    if group.slug != slug:
        return moved_to(slug=group.slug)
    return GroupPage(
        group=group,
        may_keep=can(actor, Action.GROUP_KEEP, group),
        may_run=can(actor, Action.GROUP_RUN, group),
        is_member=group.id in actor.member_of,
    )


def refuse_closed(header: GroupPage, why: Words) -> None:
    """A closed group has no form for this. What was sent already the service refuses, and keeps."""
    if request.method == "GET" and not header.group.is_open:
        raise RefusedError(why)


def pages_of(total: int) -> int:
    """How many pages so many rows take."""
    return max(1, -(-total // queries.PAGE_SIZE))
