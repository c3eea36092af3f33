"""What one running tracker holds, and what one request holds: database, clock, who asks, caches."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, cast

from flask import current_app, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import ANONYMOUS, Actor
from buyergroups.clock import Clock, local_day
from buyergroups.config import Settings
from buyergroups.db import Database
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.queries import choices, values_at
from models.base import ChangeNumber
from models.people import Language

T = TypeVar("T")
EXTENSION = "ketenbord"
PASSWORDS = "ketenbord-passwords"
LANGUAGE_COOKIE = "taal"


class Remembered:
    """Things made from the database, kept until the change number is another one. Bounded."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under a key, made when it is not there.

        Made once: after a change everybody asks for the same board, and the others wait for it.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(T, self._kept[key])
            making = self._making.setdefault(key, threading.Lock())
        with making:
            try:
                return self._make(key, make)
            finally:
                self._making.pop(key, None)

    def _make(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:  # by whoever was waited for
                return cast(T, self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


@dataclass
class Tracker:
    """One running tracker."""

    settings: Settings
    database: Database
    clock: Clock
    #: Small things that most pages need: programme, phases, settings.
    reference: Remembered = field(default_factory=lambda: Remembered(64))
    #: How often a form leaves what was typed so far on the server, in seconds.
    draft_seconds: float = 10
    #: How often an open board asks whether there is anything new, in seconds.
    poll_seconds: float = 10
    #: Rendered parts of pages, by change number, day, language, filters and rights.
    fragments: Remembered = field(default_factory=lambda: Remembered(200))
    #: Whole pages as one reader got them, for who looks again while nothing changed.
    pages: Remembered = field(default_factory=lambda: Remembered(40))
    #: How much is new to somebody, by reader and change number.
    unread: Remembered = field(default_factory=lambda: Remembered(1000))
    #: Signed tokens of forms, by the secret of their session.
    tokens: Remembered = field(default_factory=lambda: Remembered(1000))


def tracker() -> Tracker:
    """The tracker that this request runs in."""
    return cast(Tracker, current_app.extensions[EXTENSION])


def now() -> datetime:
    """The moment of this request, the same from beginning to end."""
    if "now" not in g:
        g.now = tracker().clock()
    return cast(datetime, g.now)


def today() -> date:
    """Today in Amsterdam."""
    return local_day(now())


def reading() -> Session:
    """The session that this request reads with; closed at its end, or before it writes."""
    if g.get("reading") is None:
        g.reading = tracker().database.reading_session()
    return cast(Session, g.reading)


def stop_reading(_: BaseException | None = None) -> None:
    """End the read transaction."""
    session = g.pop("reading", None)
    if session is not None:
        session.close()


@contextmanager
def writing(*, counts: bool = True, patient: bool = True) -> Iterator[Session]:
    """The one short write transaction of this request, around one service."""
    stop_reading()
    with tracker().database.write(counts=counts, patient=patient) as session:
        session.info["request_id"] = g.get("request_id")
        yield session


def actor() -> Actor:
    """Who asks, with the rights of this moment."""
    return cast(Actor, g.get("actor", ANONYMOUS))


def news_seen() -> datetime | None:
    """Until when the reader has seen what was new to them; None when they never looked."""
    return cast("datetime | None", g.get("news_seen"))


def see_news(until: datetime | None) -> None:
    """The same, from now on in this request."""
    g.news_seen = until


def language() -> Language:
    """The language of the page: the person's own, else the cookie's, else Dutch."""
    if "language" not in g:
        g.language = _language()
    return cast(Language, g.language)


def _language() -> Language:
    if actor().is_person:
        return actor().language
    return Language.ENGLISH if request.cookies.get(language_cookie()) == "en" else Language.DUTCH


def language_cookie() -> str:
    """The name of the cookie with the language; over https one that only this site can set."""
    return f"__Host-{LANGUAGE_COOKIE}" if tracker().settings.https else LANGUAGE_COOKIE


def change_number() -> int:
    """The number that every visible write raises; read before the data it stands for."""
    if "change_number" not in g:
        g.change_number = reading().scalar(select(ChangeNumber.value).where(ChangeNumber.id == 1))
    return cast(int, g.change_number)


def stand() -> str:
    """What an open page was made from: when it is another one, there is something new to show."""
    return f"{change_number()}-{today().toordinal()}"


def remembered(name: Hashable, make: Callable[[Session], T]) -> T:
    """A small thing of reference, made again after a change."""
    return tracker().reference.get((name, change_number()), lambda: make(reading()))


def settings(moment: datetime | None = None) -> Mapping[SettingKey, int]:
    """The settings that hold now, or held at a moment."""
    return values_at(remembered("settings", choices), moment or now())
