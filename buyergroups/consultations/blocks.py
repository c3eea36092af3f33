"""Writes the blocks of a file: who attended, what was asked and heard, what follows, answers.

Lists are given as lines. A line of a row that is there changes it; with an empty text it is taken
away. What is not among the lines stays as it is, so that nobody takes away what they did not see.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can, require, visible_to
from buyergroups.clock import local_day
from buyergroups.consultations import queries, rules
from buyergroups.consultations.holding import CHANGED_MEANWHILE, hold, live, touch
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.consultations import (
    ConsultationAttendee,
    ConsultationFollowUp,
    ConsultationItem,
    ConsultationQuestion,
    ConsultationSupplier,
    ItemOutcome,
    ItemReaders,
    MarketConsultation,
    PlatformAnswer,
)
from models.programme import Theme

#: More lines than this no consultation has; our design.
MOST_LINES = 300
TOO_MANY = Words("Een blok heeft hoogstens %(most)s regels.", "A block has at most %(most)s lines.")
NO_THEME = Words("Kies een van de thema's.", "Choose one of the themes.")
NO_SUCH_PERSON = Words(
    "Kies iemand van de groep of een ketentrekker van de groep.",
    "Choose somebody of the group, or a lead of one of its chains.",
)
WHY_NOT = Words(
    "Schrijf waarom de groep het niet of deels overneemt.",
    "Write why the group does not take it up, or takes it up partly.",
)
OWNER_MISSING = Words("Kies wie het doet.", "Choose who does it.")
ALREADY_DONE = Words("Dit is al afgerond.", "This is done already.")
RESULT_MISSING = Words("Schrijf wat het opleverde.", "Write what came of it.")
ANSWER_ALONE = Words("Schrijf bij een antwoord de vraag.", "Write the question of an answer.")


class Line(Protocol):
    """A line of a block: the row that it changes, and the text without which it is nothing."""

    @property
    def id(self) -> int | None: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class QuestionLine:
    """A question, about a theme where it is about one."""

    text: str
    theme_id: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class ItemLine:
    """Something that was heard, who reads it, and what the group does with it."""

    text: str
    theme_id: int | None = None
    readers: ItemReaders = ItemReaders.PUBLIC_MEMBERS
    outcome: ItemOutcome = ItemOutcome.OPEN
    outcome_why: str = ""
    id: int | None = None


@dataclass(frozen=True)
class FollowUpLine:
    """What somebody does, by when."""

    text: str
    owner_id: int | None
    due: date | None = None
    id: int | None = None


@dataclass(frozen=True)
class AnswerLine:
    """A question and its answer as the national platform has them."""

    text: str
    answer: str = ""
    published_on: date | None = None
    id: int | None = None


def set_attendees(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    person_ids: Collection[int],
    seen: int | None = None,
) -> None:
    """Who attends for the group: its members, leads of its chains, and who attended before."""
    consultation = hold(session, actor, ref, seen)
    there = {row.person_id: row for row in live(session, ConsultationAttendee, consultation)}
    also = [actor.person_id] if actor.in_programme_team and actor.person_id else []
    found = queries.people(session, now, consultation.group_id, also)
    known = {row.person_id: row for row in found}
    if not set(person_ids) <= known.keys() | there.keys():
        raise RefusedError(NO_SUCH_PERSON)
    with recorded(session, actor, now):
        for person_id, row in there.items():
            if person_id not in person_ids:
                row.removed_at = now
        for person_id in sorted(set(person_ids) - there.keys()):
            session.add(
                ConsultationAttendee(
                    consultation_id=consultation.id,
                    person_id=person_id,
                    organisation_id=known[person_id].organisation_id,
                    **stamp(actor, now),
                )
            )
        touch(consultation)


def add_present(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    supplier_ids: Collection[int],
) -> None:
    """These suppliers were present; whoever stood there already stays as they are."""
    consultation = hold(session, actor, ref)
    there = {row.supplier_id: row for row in live(session, ConsultationSupplier, consultation)}
    with recorded(session, actor, now):
        for supplier_id in dict.fromkeys(supplier_ids):
            if supplier_id in there:
                there[supplier_id].present = True
                continue
            session.add(
                ConsultationSupplier(
                    consultation_id=consultation.id,
                    supplier_id=supplier_id,
                    invited=False,
                    present=True,
                    why="",
                    **stamp(actor, now),
                )
            )
        touch(consultation)


def set_questions(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    lines: Sequence[QuestionLine],
    seen: int | None = None,
) -> None:
    """What is asked of the market."""
    consultation = hold(session, actor, ref, seen)
    _refuse_themes(session, consultation, lines)
    rows = live(session, ConsultationQuestion, consultation)

    def values(line: QuestionLine) -> dict[str, Any]:
        return {"text": line.text.strip(), "theme_id": line.theme_id}

    _write(session, actor, now, consultation, ConsultationQuestion, rows, lines, values)


def set_items(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    lines: Sequence[ItemLine],
    seen: int | None = None,
) -> None:
    """What was heard, who reads it, and what the group does with it.

    Notes that the writer may not read stay as they are.
    """
    consultation = hold(session, actor, ref, seen)
    _refuse_themes(session, consultation, lines)
    for line in lines:
        if line.text.strip() and rules.needs_why(line.outcome) and not line.outcome_why.strip():
            raise RefusedError(WHY_NOT)
    rows = session.scalars(
        select(ConsultationItem).where(
            ConsultationItem.consultation_id == consultation.id,
            ConsultationItem.removed_at.is_(None),
            visible_to(actor, ConsultationItem),
        )
    ).all()

    def values(line: ItemLine) -> dict[str, Any]:
        return {
            "text": line.text.strip(),
            "theme_id": line.theme_id,
            "readers": line.readers,
            "outcome": line.outcome,
            "outcome_why": line.outcome_why.strip(),
        }

    _write(session, actor, now, consultation, ConsultationItem, rows, lines, values)


def set_follow_ups(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    lines: Sequence[FollowUpLine],
    seen: int | None = None,
) -> None:
    """What follows, by whom and by when. What is done stays as it is."""
    consultation = hold(session, actor, ref, seen)
    also = [actor.person_id] if actor.in_programme_team and actor.person_id else []
    found = queries.people(session, now, consultation.group_id, also)
    known = {row.person_id for row in found}
    rows = [row for row in live(session, ConsultationFollowUp, consultation) if not row.done_on]
    known |= {row.owner_id for row in rows}
    for line in lines:
        if not line.text.strip():
            continue
        if line.owner_id is None:
            raise RefusedError(OWNER_MISSING)
        if line.owner_id not in known:
            raise RefusedError(NO_SUCH_PERSON)
        _refuse_odd(line.due, now)

    def values(line: FollowUpLine) -> dict[str, Any]:
        return {"what": line.text.strip(), "owner_id": line.owner_id, "due": line.due}

    _write(session, actor, now, consultation, ConsultationFollowUp, rows, lines, values, result="")


def finish_follow_up(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    follow_up_id: int,
    done_on: date,
    result: str,
) -> None:
    """It was done on a day, with this result; by its owner, or by who keeps the file."""
    consultation = hold(session, actor, ref, action=Action.CONSULTATION_READ)
    row = next(
        (
            row
            for row in live(session, ConsultationFollowUp, consultation)
            if row.id == follow_up_id
        ),
        None,
    )
    if row is None:
        raise NotThereError(f"follow-up {follow_up_id}")
    if row.owner_id != actor.person_id:
        require(actor, Action.CONSULTATION_KEEP, consultation)
    if row.done_on is not None:
        raise RefusedError(ALREADY_DONE)
    if done_on > local_day(now):
        raise RefusedError(rules.NOT_YET)
    _refuse_odd(done_on, now)
    if not result.strip():
        raise RefusedError(RESULT_MISSING)
    with recorded(session, actor, now):
        row.done_on, row.result = done_on, result.strip()
        touch(consultation)


def set_answers(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    lines: Sequence[AnswerLine],
    seen: int | None = None,
) -> None:
    """Copies of questions and answers on the national platform: one answer for all."""
    consultation = hold(session, actor, ref, seen)
    rows = live(session, PlatformAnswer, consultation)
    for line in lines:
        if line.id is None and line.answer.strip() and not line.text.strip():
            raise RefusedError(ANSWER_ALONE)
        _refuse_odd(line.published_on, now)

    def values(line: AnswerLine) -> dict[str, Any]:
        return {
            "question": line.text.strip(),
            "answer": line.answer.strip(),
            "published_on": line.published_on,
        }

    _write(session, actor, now, consultation, PlatformAnswer, rows, lines, values)


# ---- lines --------------------------------------------------------------------------------------


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: MarketConsultation,
    model: type[Any],
    rows: Sequence[Any],
    lines: Sequence[Any],
    values: Any,
    **begin: Any,
) -> None:
    """Change, add and take away rows by their lines, and touch the header."""
    if len(rows) + len(lines) > 2 * MOST_LINES or len(lines) > MOST_LINES:
        raise RefusedError(TOO_MANY, most=MOST_LINES)
    there = {row.id: row for row in rows}
    last = max((getattr(row, "position", 0) for row in rows), default=0)
    with recorded(session, actor, now):
        for line in lines:
            row = there.get(line.id)
            if row is None and line.id is not None:
                _refuse_elsewhere(session, model, consultation, line)
            if not line.text.strip():
                if row is not None:
                    row.removed_at = now
            elif row is not None:
                for name, value in values(line).items():
                    setattr(row, name, value)
            else:
                last += 1
                placed = {"position": last} if hasattr(model, "position") else {}
                made = {**values(line), **placed, **begin, **stamp(actor, now)}
                session.add(model(consultation_id=consultation.id, **made))
        touch(consultation)


def _refuse_elsewhere(
    session: Session, model: type[Any], consultation: MarketConsultation, line: Line
) -> None:
    """A row that somebody took away meanwhile is written anew; any other one is not there."""
    row = session.get(model, line.id)
    taken = row is not None and row.consultation_id == consultation.id and row.removed_at
    if not taken:
        raise NotThereError(f"{model.__tablename__} {line.id}")
    if not line.text.strip():
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)


def _refuse_themes(
    session: Session, consultation: MarketConsultation, lines: Sequence[QuestionLine | ItemLine]
) -> None:
    asked = {line.theme_id for line in lines if line.theme_id is not None}
    if not asked:
        return
    known = session.scalars(
        select(Theme.id).where(Theme.programme_id == consultation.programme_id, Theme.id.in_(asked))
    )
    if asked - set(known):
        raise RefusedError(NO_THEME)


def _refuse_odd(day: date | None, now: datetime) -> None:
    today = local_day(now)
    if day is not None and rules.is_odd(day, today):
        first, last = rules.FIRST_DAY, today + rules.AHEAD
        raise RefusedError(rules.ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")


def may_finish(actor: Actor, consultation: MarketConsultation, owner_id: int) -> bool:
    """Whether somebody may say that a follow-up was done."""
    return owner_id == actor.person_id or can(actor, Action.CONSULTATION_KEEP, consultation)
