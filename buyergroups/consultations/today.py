"""What consultations offer to the page of today and to the page of a group.

Reports that are due, follow-ups of one's own, what is to be held and what was to be. Two statements
for the page of today; four for a group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can
from buyergroups.clock import local_day, start_of_day
from buyergroups.consultations import due, labels, rules
from buyergroups.groups.offers import Ask, Coming, Part
from buyergroups.groups.page import GroupPage
from buyergroups.groups.places import Place
from buyergroups.home.offers import Deed, Line, Offer, Visit
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.formats import day_words, distance, moment_words
from buyergroups.words import Words
from models.consultations import ConsultationState

#: How far ahead somebody is told of what is due.
SOON = timedelta(days=14)
#: So many consultations to come the page of a group shows, and so many lines each list has.
MOST_COMING = 3
MOST = 30

REPORT_DUE = Words(
    "verslag moet klaar zijn op %(day)s (%(distance)s)", "report is due on %(day)s (%(distance)s)"
)
TO_LOG = Words(
    "was gepland op %(day)s: leg vast hoe het ging", "was planned on %(day)s: record how it went"
)
FOLLOW_UP = Words("vervolg: %(what)s", "follow-up: %(what)s")
FOLLOW_UP_BY = Words("vervolg voor %(day)s: %(what)s", "follow-up by %(day)s: %(what)s")
HELD_ON = Words("%(kind)s, %(when)s", "%(kind)s, %(when)s")
ASK_REPORT = Words(
    "Het verslag van '%(subject)s' moet klaar zijn op %(day)s.",
    "The report of '%(subject)s' is due on %(day)s.",
)
NEWS = Words(
    "Marktconsultatie '%(subject)s': %(state)s", "Market consultation '%(subject)s': %(state)s"
)
LOOK = Words("Bekijk", "View")
TALKED = Words("Gesprek met de markt gehad", "Talked with the market")
A_FEW_MINUTES = Words("leg het vast in een paar minuten", "log it in a few minutes")
LOG = Words("Consultatie vastleggen", "Log consultation")
FINISH = Words("Afronden", "Finish")
GO_ON = Words("Vastleggen", "Record")


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """What is due of consultations that one keeps, and follow-ups of one's own."""
    actor = visit.actor
    found: list[Line] = []
    if actor.memberships or actor.oversees:
        days = state.settings()[SettingKey.REPORT_DAYS]
        today = local_day(visit.now)
        rows = due.waiting(session, actor, today, _held_by(today, days))
        found += [line for row in rows if (line := _line(visit, row, days)) is not None]
    if actor.memberships or actor.in_programme_team:
        until = local_day(visit.now) + SOON
        found += [_follow_up(visit, row) for row in due.own_follow_ups(session, actor, until, MOST)]
    return [*found, *_to_begin(visit)]


def _to_begin(visit: Visit) -> list[Line]:
    """The way to log what nobody asks for, for members who may."""
    actor, language = visit.actor, visit.language
    places = (Place(row.group_id, row.organisation_id) for row in actor.memberships)
    if not any(can(actor, Action.CONSULTATION_LOG, place) for place in places):
        return []
    address = url_for("capture.log")
    what, deed = A_FEW_MINUTES.into(language), Deed(LOG, address)
    return [Line(TALKED.into(language), address, what, 0, "", [deed], counts=False)]


def _held_by(today: date, days: int) -> date:
    """The report of what was held by this day is due soon."""
    return today - timedelta(days=max(0, days - SOON.days))


def _line(visit: Visit, row: Any, days: int) -> Line | None:
    today, language = local_day(visit.now), visit.language
    if row.state in rules.TO_COME:
        what = TO_LOG.into(language, day=day_words(row.held_on, language))
        return _one(row, what, 55, "warn", GO_ON)
    by = rules.report_due(row.held_on, days, row.planned)
    if by > today + SOON:
        return None
    what = REPORT_DUE.into(
        language, day=day_words(by, language), distance=distance((by - today).days, language)
    )
    late = by < today
    line = _one(row, what, 70 if late else 45, "bad" if late else "warn", LOOK)
    return replace(line, flag=("report-overdue", row.id, ""))


def _one(row: Any, what: str, weight: int, tone: str, words: Words) -> Line:
    address = url_for("consultations.consultation", ref=row.ref)
    return Line(row.subject, address, what, weight, tone, [Deed(words, address)])


def _follow_up(visit: Visit, row: Any) -> Line:
    today, language = local_day(visit.now), visit.language
    late = row.due is not None and row.due < today
    what = (
        FOLLOW_UP.into(language, what=row.what)
        if row.due is None
        else FOLLOW_UP_BY.into(language, what=row.what, day=day_words(row.due, language))
    )
    return Line(
        row.subject,
        url_for("consultations.consultation", ref=row.ref),
        what,
        60 if late else 40,
        "bad" if late else "warn",
        [Deed(FINISH, url_for("consultation_steps.finish", ref=row.ref, number=row.id))],
    )


def coming(session: Session, visit: Visit) -> Sequence[Line]:
    """The consultations of one's own groups in two weeks."""
    actor, today = visit.actor, local_day(visit.now)
    groups = actor.member_of | actor.oversees
    if not groups:
        return []
    rows = due.to_come(session, actor, groups, today, today + SOON, MOST)
    return [
        Line(
            row.subject,
            f"/marktconsultaties/{row.ref}",
            HELD_ON.into(
                visit.language,
                kind=labels.KINDS[row.kind].into(visit.language),
                when=moment_words(row.starts_at, visit.language)
                if row.starts_at
                else day_words(row.held_on, visit.language),
            ),
            0,
            "",
            on=local_day(row.starts_at) if row.starts_at else row.held_on,
        )
        for row in rows
    ]


# ---- the page of a group ------------------------------------------------------------------------


def group_asks(session: Session, page: GroupPage) -> Sequence[Ask]:
    """Reports that are due soon, for who runs the group or logged the consultation."""
    language, today = state.language(), state.today()
    days = state.settings()[SettingKey.REPORT_DAYS]
    asks, held_by = [], _held_by(today, days)
    for row in due.waiting(session, state.actor(), today, held_by, page.group.id):
        address = url_for("consultations.consultation", ref=row.ref)
        if row.state in rules.TO_COME:
            day = day_words(row.held_on, language)
            what = f"'{row.subject}' {TO_LOG.into(language, day=day)}."
            asks.append(Ask(what, GO_ON.into(language), address, 55))
            continue
        by = rules.report_due(row.held_on, days, row.planned)
        if by <= today + SOON:
            what = ASK_REPORT.into(language, subject=row.subject, day=day_words(by, language))
            asks.append(Ask(what, LOOK.into(language), address, 70 if by < today else 45))
    return asks


def group_coming(session: Session, page: GroupPage) -> Sequence[Coming]:
    """The next consultations of a group."""
    today = state.today()
    rows = due.to_come(
        session, state.actor(), {page.group.id}, today, today + rules.AHEAD, MOST_COMING
    )
    return [
        Coming(
            # At noon of that day, for the order; the time is not told.
            row.starts_at or start_of_day(row.held_on) + timedelta(hours=12),
            row.subject,
            row.place,
            url_for("consultations.consultation", ref=row.ref),
            row.state is ConsultationState.CANCELLED,
            whole_day=row.starts_at is None,
        )
        for row in rows
    ]


OFFER = Offer(lines=lines, coming=coming)
PART = Part(group_asks, group_coming)
