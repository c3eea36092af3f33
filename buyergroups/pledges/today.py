"""What pledges offer to the page of a group: what happened since a moment."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.groups.offers import GroupNews, Part, Span, no_asks, nothing_coming
from buyergroups.groups.page import GroupPage
from buyergroups.pledges import queries
from buyergroups.pledges.labels import STATES
from buyergroups.web import state
from buyergroups.words import Words

STEP = Words("%(of)s: %(title)s, %(state)s", "%(of)s: %(title)s, %(state)s")


def news(session: Session, page: GroupPage, span: Span) -> Sequence[GroupNews]:
    """Pledges that were made or moved on, as far as the reader may see them; one statement."""
    language = state.language()
    return [
        GroupNews(
            row.recorded_at,
            STEP.into(
                language,
                of=row.organisation,
                title=row.title,
                state=STATES[row.state].words.into(language),
            ),
            url_for("pledges.pledge", slug=page.group.slug, ref=row.ref),
            row.by,
        )
        for row in queries.recorded_since(
            session, state.actor(), state.now(), page.group.id, span.since, span.most
        )
    ]


PART = Part(no_asks, news, nothing_coming)
