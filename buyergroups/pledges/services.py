"""Writes which project an organisation brings in, and how far it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.groups import membership
from buyergroups.groups.places import Place, takes_part
from buyergroups.groups.rules import ODD_DAY, state_mistake
from buyergroups.history.recording import recorded, stamp
from buyergroups.pledges import labels, rules
from buyergroups.words import Words
from models.people import Language
from models.pledges import Pledge, PledgeReaders, PledgeStanding, PledgeState, PledgeVersion

TITLE_MISSING = Words("Schrijf welk project het is.", "Write which project it is.")
NO_MEMBER = Words(
    "Deze organisatie neemt niet deel aan de groep.", "This organisation is not in the group."
)
GROUP_CLOSED = Words(
    "Deze groep is gesloten: er komen geen toezeggingen bij.",
    "This group is closed: there are no more pledges.",
)
NO_SUCH_MOVE = Words(
    "Een toezegging gaat niet van '%(was)s' naar '%(now)s'.",
    "A pledge does not go from '%(was)s' to '%(now)s'.",
)
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft deze toezegging intussen gewijzigd.",
    "Somebody else has changed this pledge meanwhile.",
)


def make_pledge(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    place: Place,
    title: str,
    about: str,
    expected: date | None,
    readers: PledgeReaders,
    language: Language = Language.DUTCH,
) -> Pledge:
    """The organisation brings this project in. Raises RefusedError."""
    require(actor, Action.PLEDGE_KEEP, place)
    if not membership.lock(session, place.group_id).is_open:
        raise RefusedError(GROUP_CLOSED)
    if not takes_part(session, now, place):
        raise RefusedError(NO_MEMBER)
    _refuse_facts(now, title, expected)
    pledge = Pledge(
        group_id=place.group_id, organisation_id=place.organisation_id, **stamp(actor, now)
    )
    with recorded(session, actor, now):
        session.add(pledge)
        session.flush()
        session.add(_version(actor, now, pledge, title, about, expected, readers, language))
        session.add(_standing(actor, now, pledge, PledgeState.PROMISED, local_day(now), ""))
    return pledge


def change_pledge(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    title: str,
    about: str,
    expected: date | None,
    readers: PledgeReaders,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> None:
    """Other words, another day or other readers; what stood there before stays in its history.

    Raises RefusedError, and ChangedMeanwhileError where somebody else was first.
    """
    pledge = _held(session, actor, ref)
    _last(session, PledgeVersion, pledge, seen)
    _refuse_facts(now, title, expected)
    with recorded(session, actor, now):
        session.add(_version(actor, now, pledge, title, about, expected, readers, language))


def move_pledge(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    state: PledgeState,
    since: date,
    note: str,
    seen: int | None = None,
) -> None:
    """The pledge is this far from a day on; the note says what came of it, or why.

    Raises RefusedError, and ChangedMeanwhileError where somebody else was first.
    """
    pledge = _held(session, actor, ref)
    last = _last(session, PledgeStanding, pledge, seen)
    if (last.state, state) not in rules.MOVES:
        was, to = (labels.STATES[code].words.nl for code in (last.state, state))
        raise RefusedError(NO_SUCH_MOVE, was=was, now=to)
    mistake = state_mistake(since, last.since, local_day(now))
    if mistake is not None:
        raise RefusedError(mistake, day=f"{last.since:%d-%m-%Y}")
    if rules.needs_note(last.state, state) and not note.strip():
        raise RefusedError(rules.note_missing(state))
    with recorded(session, actor, now):
        session.add(_standing(actor, now, pledge, state, since, note))


def _held(session: Session, actor: Actor, ref: str) -> Pledge:
    """The pledge, for who keeps it; two who change it wait for each other here."""
    pledge = session.scalar(select(Pledge).where(Pledge.ref == ref).with_for_update())
    if pledge is None:
        raise NotThereError(f"pledge {ref}")
    require(actor, Action.PLEDGE_KEEP, Place(pledge.group_id, pledge.organisation_id))
    return pledge


def _last(session: Session, model: type[Any], pledge: Pledge, seen: int | None) -> Any:
    last = session.scalars(
        select(model)
        .where(model.pledge_id == pledge.id)
        .order_by(model.recorded_at.desc(), model.id.desc())
        .limit(1)
    ).one()
    if seen is not None and last.id != seen:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    return last


def _refuse_facts(now: datetime, title: str, expected: date | None) -> None:
    if not title.strip():
        raise RefusedError(TITLE_MISSING)
    today = local_day(now)
    if expected is not None and rules.is_odd(expected, today):
        first, last = rules.FIRST_DAY, today + rules.AHEAD
        raise RefusedError(ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")


def _version(
    actor: Actor,
    now: datetime,
    pledge: Pledge,
    title: str,
    about: str,
    expected: date | None,
    readers: PledgeReaders,
    language: Language,
) -> PledgeVersion:
    return PledgeVersion(
        group_id=pledge.group_id,
        pledge_id=pledge.id,
        title=" ".join(title.split())[:200],
        about=about.strip(),
        expected=expected,
        readers=readers,
        language=language,
        **stamp(actor, now),
    )


def _standing(
    actor: Actor, now: datetime, pledge: Pledge, state: PledgeState, since: date, note: str
) -> PledgeStanding:
    return PledgeStanding(
        group_id=pledge.group_id,
        pledge_id=pledge.id,
        state=state,
        since=since,
        note=note.strip(),
        **stamp(actor, now),
    )
