"""Consultations and meetings as entries of a calendar, in the words of who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for

from buyergroups.calendars.rules import Entry, Marks, day_of
from buyergroups.clock import local_day
from buyergroups.consultations.labels import KINDS
from buyergroups.consultations.overview import public_address
from buyergroups.web import state
from buyergroups.words import Words
from models.consultations import ConsultationState

TITLES = {
    Marks.HELD: Words("%(kind)s: %(subject)s", "%(kind)s: %(subject)s"),
    Marks.CLOSES: Words("%(kind)s, laatste dag: %(subject)s", "%(kind)s, last day: %(subject)s"),
    Marks.OPENS: Words("%(kind)s, eerste dag: %(subject)s", "%(kind)s, first day: %(subject)s"),
}
MEETING = Words("%(title)s (%(group)s)", "%(title)s (%(group)s)")
GATHERING = Words("overleg van een buyer group", "meeting of a buyer group")


def of_consultations(rows: Iterable[Any], language: str) -> list[Entry]:
    """Those that have a day."""
    found = ((row, _day_of(row)) for row in rows)
    return [_consultation(row, *when, language) for row, when in found if when is not None]


def _day_of(row: Any) -> tuple[date, Marks] | None:
    if row.starts_at is not None:
        return local_day(row.starts_at), Marks.HELD
    return day_of(row.held_on, row.closes_on, row.opens_on)


def _consultation(row: Any, day: date, marks: Marks, language: str) -> Entry:
    kind = KINDS[row.kind].into(language)
    page = url_for("consultations.consultation", ref=row.ref)
    title = TITLES[marks].into(language, kind=kind[:1].upper() + kind[1:], subject=row.subject)
    return Entry(
        uid=f"consultatie-{row.ref}@ketenbord",
        sequence=row.version,
        title=title,
        day=day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        address=_whole(page if row.may_read else public_address(row.ref)),
        cancelled=row.state is ConsultationState.CANCELLED,
        about=kind,
        published_only=not row.may_read,
    )


def of_meetings(rows: Iterable[Any], language: str) -> list[Entry]:
    """Meetings of groups; each time that one was planned anew counts as a change."""
    return [
        Entry(
            uid=f"overleg-{row.ref}@ketenbord",
            sequence=row.plans,
            title=MEETING.into(language, title=row.title, group=row.name),
            day=local_day(row.starts_at),
            starts_at=row.starts_at,
            ends_at=None,
            place=row.place,
            address=_whole(url_for("gatherings.meeting", slug=row.slug, ref=row.ref)),
            cancelled=row.cancelled,
            about=GATHERING.into(language),
        )
        for row in rows
    ]


def _whole(path: str) -> str:
    return state.tracker().settings.base_url + path
