"""What flags offer to the page of today: what was assigned, and what no other line says."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.flags import queries
from buyergroups.flags.access import answers_scope, mine_scope
from buyergroups.flags.offers import RULES, Severity
from buyergroups.flags.queries import Row
from buyergroups.home.offers import Deed, Line, Offer, Visit
from buyergroups.web.formats import day_words
from buyergroups.words import Words
from models.flags import Flag

PATH = "/aandachtspunten"
#: The page of today shows so many; the others are in the list.
MOST = 5
WHAT = Words("%(what)s, sinds %(day)s", "%(what)s, since %(day)s")
ASKED = Words("aan jou toegewezen: %(what)s", "assigned to you: %(what)s")
ALL = Words("Aandachtspunten", "Flags")
MORE = Words("%(count)s in jouw lijst", "%(count)s in your list")
LOOK = Words("Bekijk", "View")
WEIGHTS = {Severity.HIGH: 65, Severity.NORMAL: 42, Severity.LOW: 15}
TONES = {Severity.HIGH: "bad", Severity.NORMAL: "warn", Severity.LOW: "none"}


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """At most five, and one line with the whole list behind it."""
    actor, today = visit.actor, local_day(visit.now)
    total = queries.count(session, actor, and_(mine_scope(actor), queries.is_open(today)))
    if not total:
        return []
    told_elsewhere = [rule.code for rule in RULES.values() if rule.told_elsewhere]
    asked = Flag.assigned_to_id == actor.person_id
    unsaid = and_(answers_scope(actor), Flag.rule.not_in(told_elsewhere))
    rows = queries.some(session, actor, today, or_(asked, unsaid), MOST)
    found = [_line(row, visit) for row in rows]
    what = MORE.into(visit.language, count=total)
    name, deed = ALL.into(visit.language), Deed(LOOK, PATH)
    return [*found, Line(name, PATH, what, 1, "none", (deed,), dutch=False, counts=False)]


def _line(row: Row, visit: Visit) -> Line:
    language = visit.language
    said = row.rule.words.into(language)
    what = WHAT.into(language, what=said[:1].lower() + said[1:], day=day_words(row.since, language))
    if not row.answers:
        what = ASKED.into(language, what=what)
    deeds = [Deed(LOOK, f"{PATH}/{row.ref}")]
    if row.rule.solve is not None and row.solve:
        deeds.insert(0, Deed(row.rule.solve.words, row.solve))
    address = row.told.address or f"{PATH}/{row.ref}"
    severity = row.rule.severity
    return Line(row.told.name, address, what, WEIGHTS[severity], TONES[severity], deeds)


def rests(session: Session, visit: Visit) -> Collection[tuple[str, int, str]]:
    """The snoozed flags among those that the reader sees."""
    return queries.snoozed(session, visit.actor, local_day(visit.now))


OFFER = Offer(lines=lines, rests=rests)
