"""What every page of a topic shows above itself: its name, how far it is, its tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains.page import the_programme
from buyergroups.following.kinds import Kind
from buyergroups.following.queries import follows
from buyergroups.topics import labels, queries, reading
from buyergroups.topics.queries import Standing
from buyergroups.topics.rules import BACK, CLOSABLE, ON_THE_WAY
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.words import Words
from buyergroups.writing.sending import new_key

SECTION = "topics"


@dataclass(frozen=True)
class Tab:
    """A tab of the page of a topic; each is a view of its own area."""

    endpoint: str
    words: Words


#: The tabs in order; `areas` fills in what each area offers.
TABS: list[Tab] = []


@dataclass(frozen=True)
class TopicPage:
    """The header of a topic's page."""

    topic: Standing
    chains: Sequence[tuple[int, str, str]]
    #: Whether the reader follows it; nobody else sees that.
    followed: bool
    #: When somebody last recorded something of it, and who; None where nobody did.
    changed: Any

    @property
    def may_keep(self) -> bool:
        """Whether the reader plans tests and closes topics."""
        return can(state.actor(), Action.TOPIC_KEEP)

    @property
    def may_test(self) -> bool:
        """Whether the reader does its test, or may in place of who does."""
        return can(state.actor(), Action.TOPIC_TEST, self.topic.tester_id)

    @property
    def days(self) -> int:
        """How long it is in this state."""
        return (state.today() - self.topic.since).days

    @property
    def since_seen(self) -> date | None:
        """The day of the last step, where the form was filled in beside it."""
        seen = number_seen(request.form.get("gezien"))
        return self.topic.since if seen == self.topic.move_id else None

    def context(self) -> dict[str, Any]:
        """For the template: `topic` is the topic, `page` this header."""
        return {
            "topic": self.topic,
            "page": self,
            "section": SECTION,
            "today": state.today(),
            "key": new_key(),
            "tabs": [(url_for(tab.endpoint, slug=self.topic.slug), tab.words) for tab in TABS],
            "way": ON_THE_WAY,
            "back_to": BACK.get(self.topic.state),
            "closable": self.topic.state in CLOSABLE,
            "topic_labels": labels,
        }


def topic_page(slug: str) -> TopicPage:
    """The header of the topic at an address; raises NotThereError."""
    require(state.actor(), Action.TOPIC_SEE)
    session = state.reading()
    found = queries.topic(session, state.actor(), the_programme().id, slug)
    chains = queries.chains_of(session, [found.version_id]).get(found.version_id, [])
    followed = follows(session, state.actor(), Kind.TOPIC, found.id)
    return TopicPage(found, chains, followed, reading.last_change(session, found.id))
