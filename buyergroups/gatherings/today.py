"""What the agenda of groups offers to the page of today and to the page of a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.gatherings import queries
from buyergroups.groups.offers import Coming, GroupNews, Part, Span, no_asks
from buyergroups.groups.page import GroupPage
from buyergroups.home.offers import Line, News, Offer, Visit
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
            url_for("gatherings.meeting", slug=row.slug, ref=row.ref),
            MEETING.into(
                visit.language, what=row.title, when=moment_words(row.starts_at, visit.language)
            ),
            0,
            "",
        )
        for row in rows
    ]


def news(session: Session, visit: Visit) -> Sequence[News]:
    """Minutes that others wrote in one's own groups."""
    if not visit.actor.memberships:
        return []
    since = visit.before or visit.now - TWO_WEEKS
    return [
        News(
            row.recorded_at,
            row.name,
            url_for("gatherings.meeting", slug=row.slug, ref=row.ref),
            MINUTES.into(visit.language, what=row.title),
            row.by,
        )
        for row in queries.news(session, visit.actor, since, visit.actor.member_of)
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


def group_news(session: Session, page: GroupPage, span: Span) -> Sequence[GroupNews]:
    """Meetings that were planned or changed, minutes, and what was attached to them."""
    language = state.language()
    attached = [
        GroupNews(
            row.recorded_at,
            ATTACHED.into(language, what=row.title, name=row.name),
            url_for("gatherings.meeting", slug=page.group.slug, ref=row.ref),
            row.by,
        )
        for row in queries.attached_since(session, page.group.id, span.since, span.most)
    ]
    return attached + [
        GroupNews(
            row.recorded_at,
            (MINUTES if row.is_minutes else PLANNED).into(language, what=row.title),
            url_for("gatherings.meeting", slug=page.group.slug, ref=row.ref),
            row.by,
        )
        for row in queries.recorded_since(session, page.group.id, span.since, span.most)
    ]


OFFER = Offer(coming=coming, news=news)
PART = Part(no_asks, group_news, of_group)
