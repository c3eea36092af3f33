"""Flags as news: those that opened and are somebody's to solve, and those given to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import Statement
from buyergroups.access.permissions import visible_to
from buyergroups.clock import local_day
from buyergroups.db import day_begins
from buyergroups.flags.access import mine_scope
from buyergroups.flags.offers import KINDS, RULES, Key
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.web.formats import day_words
from buyergroups.words import Words
from models.flags import Flag, FlagEvent, FlagEventKind
from models.people import Language

#: Noticed later than it began: after a pause of the job, or by a rule that is new.
SINCE = Words("%(what)s, sinds %(day)s", "%(what)s, since %(day)s")
GIVEN = Words("aan jou toegewezen: %(what)s", "assigned to you: %(what)s")


def _opened(reach: Reach) -> Select[Any]:
    """What is still open; one that was put off is new on the day on which it comes back."""
    noticed = case(
        (Flag.snoozed_until.is_(None), Flag.opened_at), else_=day_begins(Flag.snoozed_until)
    )
    return found(Flag.id, noticed).where(
        visible_to(reach.actor, Flag),
        mine_scope(reach.actor),
        Flag.closed_at.is_(None),
        Flag.rule.in_(list(RULES)),
    )


def _given(reach: Reach) -> Select[Any]:
    row = FlagEvent
    return (
        found(row.id, row.recorded_at, row.recorded_by_id)
        .join(Flag, Flag.id == row.flag_id)
        .where(
            row.kind == FlagEventKind.ASSIGNED,
            row.person_id == reach.actor.person_id,
            Flag.assigned_to_id == reach.actor.person_id,
            Flag.closed_at.is_(None),
            Flag.rule.in_(list(RULES)),
            visible_to(reach.actor, Flag),
        )
    )


_TOLD = (
    Flag.ref,
    Flag.rule,
    Flag.subject_kind,
    Flag.subject_id,
    Flag.part,
    Flag.since,
    Flag.opened_at,
)


def _lines(
    session: Session, language: str, asked: Statement, words: Words | None
) -> Mapping[int, Told]:
    rows = session.execute(asked.add_columns(*_TOLD)).all()
    keys: dict[str, set[Key]] = {}
    for row in rows:
        keys.setdefault(row.subject_kind, set()).add(Key(row.subject_id, row.part))
    subjects = {
        code: KINDS[code].told(session, those) for code, those in keys.items() if code in KINDS
    }
    told = {}
    for row in rows:
        subject = subjects.get(row.subject_kind, {}).get(Key(row.subject_id, row.part))
        if subject is None:
            continue
        what = RULES[row.rule].words.into(language)
        what = what[:1].lower() + what[1:]
        if row.since is not None and row.since < local_day(row.opened_at):
            what = SINCE.into(language, what=what, day=day_words(row.since, language))
        if words is not None:
            what = words.into(language, what=what)
        dutch = subject.language is Language.DUTCH
        told[row.id] = Told(subject.name, f"/aandachtspunten/{row.ref}", what, dutch=dutch)
    return told


def _told_opened(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    return _lines(session, language, select(Flag.id).where(Flag.id.in_(ids)), None)


def _told_given(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = FlagEvent
    asked = select(row.id).join(Flag, Flag.id == row.flag_id).where(row.id.in_(ids))
    return _lines(session, language, asked, GIVEN)


NEWS = (
    Source("flag", Section.FLAG, _opened, _told_opened),
    Source("flag-given", Section.PERSONAL, _given, _told_given),
)
