"""Composes what a digest says: of somebody, with the rights of this moment, and of one time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.digests import labels
from buyergroups.digests.rules import Window
from buyergroups.home.offers import OFFERS, Line, Visit
from buyergroups.news.labels import SECTIONS
from buyergroups.news.offers import Section
from buyergroups.news.queries import Item, Span, listed, own_reach
from buyergroups.words import Words

#: So many lines a section; the others are counted, up to this many.
MOST_LINES = 15
MOST_COUNTED = 300
#: Where all of it stands.
PAGES = {
    Section.FLAG: "/aandachtspunten",
    Section.PERSONAL: "/meldingen",
    Section.CHANGED: "/meldingen",
}
TODAY = "/"


@dataclass(frozen=True)
class Told:
    """One line: what there is, who did it and when; a date that comes has neither."""

    what: str
    address: str
    at: datetime | None = None
    by: str | None = None


@dataclass(frozen=True)
class About:
    """What is told of one subject, together."""

    subject: str
    dutch: bool
    lines: Sequence[Told]


@dataclass(frozen=True)
class Part:
    """A section of the digest, with the page where all of it stands."""

    words: Words
    page: str
    subjects: Sequence[About]
    #: How many lines more there are.
    more: int


def compose(
    session: Session, actor: Actor, window: Window, now: datetime, ahead: date, language: str
) -> list[Part]:
    """The sections that have anything to say; none when there is nothing.

    `ahead`: the last day of which coming dates are named. A fixed number of statements.
    """
    return list(_parts(session, actor, window, now, ahead, language))


def has_news(session: Session, actor: Actor, window: Window, now: datetime, ahead: date) -> bool:
    """Whether `compose` has anything to say; reads no further than the first section that has."""
    parts = _parts(session, actor, window, now, ahead, actor.language.value)
    return next(parts, None) is not None


def _parts(
    session: Session, actor: Actor, window: Window, now: datetime, ahead: date, language: str
) -> Iterator[Part]:
    for section in Section:
        part = _news(session, actor, window, section, language)
        if part.subjects:
            yield part
    visit = Visit(actor, now, language, window.since, own_only=True)
    coming = _coming(session, visit, ahead)
    if coming.subjects:
        yield coming


def _news(session: Session, actor: Actor, window: Window, section: Section, language: str) -> Part:
    items = listed(
        session,
        own_reach(actor),
        Span(window.since, window.until),
        language,
        most=MOST_COUNTED,
        sections=(section,),
        but=actor.person_id,
    )
    rows = [(item.subject, item.dutch, _told(item)) for item in items]
    return _part(SECTIONS[section], PAGES[section], rows)


def _told(item: Item) -> Told:
    return Told(_line(item.what), item.address, item.at, _line(item.by) if item.by else None)


def _coming(session: Session, visit: Visit, ahead: date) -> Part:
    lines = [line for offer in OFFERS for line in offer.coming(session, visit)]
    soon = [line for line in lines if line.on is None or line.on <= ahead]
    soon.sort(key=lambda line: (line.on is None, line.on or ahead))
    return _part(labels.COMING, TODAY, [_ahead(line) for line in soon])


def _ahead(line: Line) -> tuple[str, bool, Told]:
    return line.subject, line.dutch, Told(_line(line.what), line.address)


def _part(words: Words, page: str, rows: Sequence[tuple[str, bool, Told]]) -> Part:
    subjects: dict[tuple[str, bool], list[Told]] = {}
    for subject, dutch, told in rows[:MOST_LINES]:
        subjects.setdefault((_line(subject), dutch), []).append(told)
    abouts = [About(subject, dutch, lines) for (subject, dutch), lines in subjects.items()]
    return Part(words, page, abouts, max(0, len(rows) - MOST_LINES))


def _line(text: str) -> str:
    """What people typed stays on its line."""
    return " ".join(text.split())
