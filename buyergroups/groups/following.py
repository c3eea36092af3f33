"""Following a buyer group that one sees and is not in."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.chains.following import Besides
from buyergroups.following.kinds import Kind
from buyergroups.following.pressing import Followed, pressed
from buyergroups.following.queries import followed_by
from buyergroups.groups import naming
from buyergroups.groups.page import GroupPage, group_page
from buyergroups.words import Words

blueprint = Blueprint("group_following", __name__)


@blueprint.post("/buyer-groups/<slug>/volgen")
def begin(slug: str) -> ResponseReturnValue:
    """Follow a group from now on."""
    return _press(slug, begin=True)


@blueprint.post("/buyer-groups/<slug>/niet-meer-volgen")
def end(slug: str) -> ResponseReturnValue:
    """Follow it no longer."""
    return _press(slug, begin=False)


def _press(slug: str, *, begin: bool) -> ResponseReturnValue:
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    home = url_for("groups.group", slug=header.group.slug)
    return pressed(Kind.GROUP, header.group.id, header.group.name, home, begin=begin)


def _followed(session: Session, actor: Actor) -> Sequence[Followed]:
    since = followed_by(session, actor, Kind.GROUP)
    return [
        Followed(
            row.name,
            url_for("groups.group", slug=row.slug),
            since[row.id],
            url_for("group_following.end", slug=row.slug),
        )
        for row in naming.named(session, since)
    ]


FOLLOWED = Besides(Words("Buyer groups", "Buyer groups"), _followed)
