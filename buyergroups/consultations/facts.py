"""When and what: the facts of a consultation as a form gives them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from buyergroups.clock import ClockHalf
from buyergroups.consultations import rules
from buyergroups.errors import RefusedError
from buyergroups.words import Words
from models.consultations import ConsultationKind, MarketConsultation

SUBJECT_MISSING = Words("Schrijf waar het over gaat.", "Write what it is about.")
CHAIN_MISSING = Words("Kies een productketen.", "Choose a product chain.")
NO_LINK = Words(
    "Een link begint met https:// of http://.", "A link begins with https:// or http://."
)
NO_MINUTES = Words("Vul een aantal minuten in.", "Fill in a number of minutes.")
MOST_MINUTES = 10_000


@dataclass(frozen=True)
class Facts:
    """When and what. Times are those that the clock in Amsterdam shows on `held_on`."""

    kind: ConsultationKind
    subject: str
    chain_ids: frozenset[int]
    held_on: date | None = None
    starts: time | None = None
    ends: time | None = None
    #: Which is meant, where the clock shows that time twice.
    starts_half: ClockHalf | None = None
    ends_half: ClockHalf | None = None
    announced_on: date | None = None
    announced_where: str = ""
    platform_ref: str = ""
    platform_link: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    place: str = ""
    link: str = ""
    minutes_each: int | None = None
    invited_why: str = ""

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """When it starts and ends, in UTC."""
        if self.held_on is None:
            return None, None
        first, last = (
            None if at is None else rules.moment_at(self.held_on, at, half)
            for at, half in ((self.starts, self.starts_half), (self.ends, self.ends_half))
        )
        return first, last

    def refuse(self, today: date) -> None:
        """Raise RefusedError with the first thing that cannot be."""
        self._refuse_days(today)
        for wrong, words in self._mistakes(today):
            if wrong:
                raise RefusedError(words)
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise RefusedError(rules.CLOSES_FIRST, day=f"{self.opens_on:%d-%m-%Y}")

    def _refuse_days(self, today: date) -> None:
        for day in (self.held_on, self.announced_on, self.opens_on, self.closes_on):
            if day is not None and rules.is_odd(day, today):
                first, last = rules.FIRST_DAY, today + rules.AHEAD
                raise RefusedError(
                    rules.ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}"
                )

    def _mistakes(self, today: date) -> Iterator[tuple[Any, Words]]:
        timed = self.starts is not None or self.ends is not None
        first, last = self.moments()
        yield not self.subject.strip(), SUBJECT_MISSING
        yield not self.chain_ids, CHAIN_MISSING
        yield self.announced_on and self.announced_on > today, rules.NOT_YET
        yield timed and self.held_on is None, rules.TIME_ALONE
        yield self.ends is not None and self.starts is None, rules.END_ALONE
        yield self.starts is not None and first is None, rules.NO_SUCH_TIME
        yield self.ends is not None and last is None, rules.NO_SUCH_TIME
        starts_twice = rules.comes_twice(self.held_on, self.starts)
        yield starts_twice and self.starts_half is None, rules.STARTS_TWICE
        ends_twice = rules.comes_twice(self.held_on, self.ends)
        yield ends_twice and self.ends_half is None, rules.ENDS_TWICE
        yield first and last and last < first, rules.ENDS_FIRST
        yield not rules.is_platform_ref(self.platform_ref.strip()), rules.ODD_REF
        yield any(is_no_link(text) for text in (self.link, self.platform_link)), NO_LINK
        minutes = self.minutes_each
        yield minutes is not None and not 0 < minutes <= MOST_MINUTES, NO_MINUTES

    def write(self, consultation: MarketConsultation) -> None:
        """Put them in the row; its chains are rows of their own."""
        first, last = self.moments()
        consultation.kind = self.kind
        consultation.subject = " ".join(self.subject.split())[:200]
        consultation.held_on = self.held_on
        consultation.starts_at, consultation.ends_at = first, last
        consultation.announced_on = self.announced_on
        consultation.announced_where = self.announced_where.strip()
        consultation.platform_ref = self.platform_ref.strip()
        consultation.platform_link = self.platform_link.strip()
        consultation.opens_on, consultation.closes_on = self.opens_on, self.closes_on
        consultation.place = self.place.strip()
        consultation.link = self.link.strip()
        consultation.minutes_each = self.minutes_each
        consultation.invited_why = self.invited_why.strip()


def is_no_link(text: str) -> bool:
    """Whether this is filled in and is nothing that a browser can safely open."""
    return bool(text.strip()) and not text.strip().startswith(("https://", "http://"))
