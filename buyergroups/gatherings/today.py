"""What the agenda of groups offers to the page of today and to the page of a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.gatherings import queries
from buyergroups.groups.offers import Coming, Part, no_asks
from buyergroups.groups.page import GroupPage
from buyergroups.home.offers import Line, Offer, Visit
from buyergroups.web import state
from buyergroups.web.formats import moment_words
from buyergroups.words import Words

TWO_WEEKS = timedelta(days=14)
#: So many meetings to come the page of a group shows.
MOST = 3
MEETING = Words("%(what)s, %(when)s", "%(what)s, %(when)s")
MINUTES = Words("Verslag van %(what)s", "Minutes of %(what)s")
ATTACHED = Words("Bijlage bij %(what)s: %(name)s", "Attachment to %(what)s: %(name)s")
PLANNED = Words("Gepland of gewijzigd: %(what)s", "Planned or changed: %(what)s")


def coming(session: Session, visit: Visit) -> Sequence[Line]:
    """The meetings of one's own groups in two weeks."""
    if not visit.actor.memberships:
        return []
    rows = queries.coming_for(session, visit.actor, visit.now, visit.now + TWO_WEEKS)
    return [
        Line(
            row.name,
            f"/buyer-groups/{row.slug}/agenda/{row.ref}",
            MEETING.into(
                visit.language, what=row.title, when=moment_words(row.starts_at, visit.language)
            ),
            0,
            "",
            on=local_day(row.starts_at),
        )
        for row in rows
    ]


def of_group(session: Session, page: GroupPage) -> Sequence[Coming]:
    """The next meetings of a group."""
    rows = queries.coming(session, state.now(), page.group.id, MOST)
    return [
        Coming(
            row.starts_at,
            row.title,
            row.place,
            url_for("gatherings.meeting", slug=page.group.slug, ref=row.ref),
            row.cancelled,
        )
        for row in rows
    ]


OFFER = Offer(coming=coming)
PART = Part(no_asks, of_group)
