"""Following a cross-cutting topic."""

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
from buyergroups.topics import reading
from buyergroups.topics.page import topic_page
from buyergroups.words import Words
from models.people import Language

blueprint = Blueprint("topic_following", __name__)


@blueprint.post("/vraagstukken/<slug>/volgen")
def begin(slug: str) -> ResponseReturnValue:
    """Follow a topic from now on."""
    return _press(slug, begin=True)


@blueprint.post("/vraagstukken/<slug>/niet-meer-volgen")
def end(slug: str) -> ResponseReturnValue:
    """Follow it no longer."""
    return _press(slug, begin=False)


def _press(slug: str, *, begin: bool) -> ResponseReturnValue:
    topic = topic_page(slug).topic
    home = url_for("topics.topic", slug=slug)
    return pressed(Kind.TOPIC, topic.id, topic.title, home, begin=begin)


def _followed(session: Session, actor: Actor) -> Sequence[Followed]:
    since = followed_by(session, actor, Kind.TOPIC)
    return [
        Followed(
            row.title,
            url_for("topics.topic", slug=row.slug),
            since[row.id],
            url_for("topic_following.end", slug=row.slug),
            dutch=row.language is Language.DUTCH,
        )
        for row in reading.titles(session, since)
    ]


FOLLOWED = Besides(Words("Vraagstukken", "Cross-cutting topics"), _followed)
