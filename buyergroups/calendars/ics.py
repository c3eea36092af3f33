"""Entries as an iCalendar file (RFC 5545), for somebody's own calendar program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from buyergroups.calendars.rules import Entry
from buyergroups.clock import AMSTERDAM

KIND = "text/calendar; charset=utf-8"
MAKER = "-//Ketenbord//Ketenbord//NL"
#: The clock changes as they are since 1996, in words that have no last year.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def calendar_file(name: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """A calendar with these entries; a program that reads it again replaces what changed."""
    from icalendar import Calendar, Timezone  # noqa: PLC0415 - only who asks for one pays for it

    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _line(name))
    made.add_component(Timezone.from_ical(ZONE))
    for entry in entries:
        made.add_component(_event(entry, now))
    data: bytes = made.to_ical()
    return data


def _event(entry: Entry, now: datetime) -> Any:
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("summary", _line(entry.title))
    if entry.starts_at is None:
        # A day of its own; somebody can plan something else on it.
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", _local(entry.starts_at))
        if entry.ends_at is not None and entry.ends_at > entry.starts_at:
            event.add("dtend", _local(entry.ends_at))
    if entry.place:
        event.add("location", _line(entry.place))
    event.add("url", entry.address)
    event.add("description", entry.address)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # Who shares their calendar shows that they are busy, not with what.
    event.add("class", "PRIVATE")
    return event


def _line(text: str) -> str:
    """One line without signs that programs take for the end of one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _local(moment: datetime) -> datetime:
    """The time in Amsterdam; in the hour that comes twice in October the time in UTC."""
    local = moment.astimezone(AMSTERDAM)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment if twice else local
