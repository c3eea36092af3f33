"""What people do with flags: snooze, bring back, assign, comment; and switch a rule on or off.

Only the job opens and closes a flag.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.errors import (
    WHY_MISSING,
    ChangedMeanwhileError,
    NotThereError,
    RefusedError,
)
from buyergroups.flags import rules, switches
from buyergroups.flags.asking import candidates
from buyergroups.flags.offers import RULES
from buyergroups.flags.queries import flag_by_ref
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.flags import Flag, FlagEvent, FlagEventKind, FlagSwitch
from models.people import Language

OVER = Words(
    "Dit aandachtspunt is al opgelost. Er is niets meer te doen.",
    "This flag is over. There is nothing left to do.",
)
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft intussen iets met dit aandachtspunt gedaan.",
    "Somebody else has done something with this flag meanwhile.",
)
NOT_SNOOZED = Words(
    "Dit aandachtspunt is niet uitgesteld, of al teruggehaald.",
    "This flag is not snoozed, or was brought back already.",
)
TEXT_MISSING = Words("Schrijf je opmerking.", "Write your comment.")
NOT_THEM = Words(
    "Kies iemand uit de lijst. Wie het onderwerp niet mag zien, staat er niet in.",
    "Choose somebody from the list. Whoever may not see the subject is not in it.",
)
ALREADY = Words("Zo staat het al.", "That is how it stands already.")
RULE_CHANGED = Words(
    "Iemand anders heeft deze regel intussen aan- of uitgezet.",
    "Somebody else has switched this rule meanwhile.",
)


def snooze_flag(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    until: date | None,
    reason: str,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> None:
    """Leave it alone until a day, on which it comes back, and why.

    Raises RefusedError, and ChangedMeanwhileError where somebody else was first.
    """
    flag = _held(session, actor, ref, seen)
    today = local_day(now)
    if until is None:
        raise RefusedError(rules.DAY_MISSING)
    mistake = rules.snooze_mistake(until, today)
    if mistake is not None:
        raise RefusedError(mistake, last=f"{rules.last_snooze(today):%d-%m-%Y}")
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    flag.snoozed_until = until
    _tell(session, actor, now, flag, FlagEventKind.SNOOZED, reason, language, until=until)


def wake_flag(session: Session, actor: Actor, now: datetime, *, ref: str) -> None:
    """Bring back what was snoozed. Raises RefusedError."""
    flag = _held(session, actor, ref, None)
    if flag.snoozed_until is None or flag.snoozed_until <= local_day(now):
        raise RefusedError(NOT_SNOOZED)
    flag.snoozed_until = None
    _tell(session, actor, now, flag, FlagEventKind.WOKEN, "", Language.DUTCH)


def assign_flag(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    person: str,
    note: str = "",
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> None:
    """Ask somebody who sees it to solve it, or nobody any more (an empty reference).

    Raises RefusedError, and ChangedMeanwhileError where somebody else was first.
    """
    flag = _held(session, actor, ref, seen)
    found = None
    if person:
        known = {one.ref: one.id for one in candidates(session, now, flag)}
        if person not in known:
            raise RefusedError(NOT_THEM)
        found = known[person]
    if found == flag.assigned_to_id:
        raise RefusedError(ALREADY)
    flag.assigned_to_id = found
    _tell(session, actor, now, flag, FlagEventKind.ASSIGNED, note, language, person_id=found)


def remark_on_flag(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    text: str,
    language: Language = Language.DUTCH,
) -> None:
    """Say something about it to who sees it. Raises RefusedError."""
    flag = _held(session, actor, ref, None)
    if not text.strip():
        raise RefusedError(TEXT_MISSING)
    _tell(session, actor, now, flag, FlagEventKind.REMARKED, text, language)


def switch_rule(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    code: str,
    is_on: bool,
    reason: str,
    seen: int | None = None,
) -> None:
    """Switch a rule on or off; the next run opens or closes its flags.

    `seen`: the number of the last switch that the form showed, 0 for none. Raises RefusedError,
    and ChangedMeanwhileError where somebody else was first.
    """
    require(actor, Action.FLAG_RULES_SWITCH)
    if code not in RULES:
        raise NotThereError(f"rule {code[:60]}")
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    last = next(iter(switches.history_of(session, code)), None)
    if seen is not None and seen != (last.id if last else 0):
        raise ChangedMeanwhileError(RULE_CHANGED)
    if is_on == (last is None or last.is_on):
        raise RefusedError(ALREADY)
    with recorded(session, actor, now, reason=reason):
        session.add(FlagSwitch(rule=code, is_on=is_on, reason=reason, **stamp(actor, now)))


def _held(session: Session, actor: Actor, ref: str, seen: int | None) -> Flag:
    """The flag under a lock, that is open and as the form showed it."""
    require(actor, Action.FLAGS_OPEN)
    flag = flag_by_ref(session, actor, ref, lock=True)
    require(actor, Action.FLAG_KEEP, flag)
    if flag.closed_at is not None:
        raise RefusedError(OVER)
    if seen is not None and seen != flag.version:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    return flag


def _tell(
    session: Session,
    actor: Actor,
    now: datetime,
    flag: Flag,
    kind: FlagEventKind,
    text: str,
    language: Language,
    *,
    until: date | None = None,
    person_id: int | None = None,
) -> None:
    event = FlagEvent(
        flag_id=flag.id,
        kind=kind,
        text=text.strip(),
        language=language,
        until=until,
        person_id=person_id,
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(event)
