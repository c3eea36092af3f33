"""Writes the criteria of the phases. What was found of one stays with it, retired or not."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.criteria import rules
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded
from buyergroups.words import Words
from models.base import new_ref
from models.phases import Phase, PhaseCriterion

TEXT_MISSING = Words(
    "Schrijf het criterium in het Nederlands en in het Engels.",
    "Write the criterion in Dutch and in English.",
)
SAME = Words("De tekst is niet veranderd.", "The text was not changed.")
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft dit criterium intussen gewijzigd.",
    "Somebody else has changed this criterion meanwhile.",
)
AS = "programme-manager"


def add_criterion(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    phase_id: int,
    text_nl: str,
    text_en: str,
    reason: str,
) -> PhaseCriterion:
    """A new criterion, the last of its phase; open in every chain."""
    require(actor, Action.CRITERIA_EDIT)
    _lock(session, phase_id)
    _refuse_empty(text_nl, text_en, reason)
    last = session.scalar(
        select(func.max(PhaseCriterion.position)).where(PhaseCriterion.phase_id == phase_id)
    )
    return _add(session, actor, now, phase_id, (last or 0) + 1, (text_nl, text_en), reason)


def reword_criterion(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    criterion_id: int,
    text_nl: str,
    text_en: str,
    reason: str,
    seen: str | None = None,
) -> None:
    """The same criterion in other words: what was found of it still stands."""
    require(actor, Action.CRITERIA_EDIT)
    criterion = _there(session, now, criterion_id, seen)
    _refuse_empty(text_nl, text_en, reason)
    _refuse_same(criterion, text_nl, text_en)
    with recorded(session, actor, now, acted_as=AS, reason=reason.strip()):
        criterion.text_nl, criterion.text_en = _plain(text_nl), _plain(text_en)


def replace_criterion(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    criterion_id: int,
    text_nl: str,
    text_en: str,
    reason: str,
    seen: str | None = None,
) -> PhaseCriterion:
    """Another criterion in its place, from today: the old one retires with what was found of it."""
    require(actor, Action.CRITERIA_EDIT)
    criterion = _there(session, now, criterion_id, seen)
    _refuse_empty(text_nl, text_en, reason)
    _refuse_same(criterion, text_nl, text_en)
    with recorded(session, actor, now, acted_as=AS, reason=reason.strip()):
        criterion.retired_on = local_day(now)
    texts = (text_nl, text_en)
    return _add(session, actor, now, criterion.phase_id, criterion.position, texts, reason)


def retire_criterion(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    criterion_id: int,
    retired_on: date | None,
    reason: str,
    seen: str | None = None,
) -> None:
    """The day from which a criterion does not hold any more; None: it goes on after all."""
    require(actor, Action.CRITERIA_EDIT)
    criterion = _there(session, now, criterion_id, seen)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    mistake = rules.retire_mistake(retired_on, local_day(now)) if retired_on else None
    if mistake is not None:
        raise RefusedError(mistake)
    with recorded(session, actor, now, acted_as=AS, reason=reason.strip()):
        criterion.retired_on = retired_on


def move_criterion(
    session: Session, actor: Actor, now: datetime, *, criterion_id: int, up: bool
) -> None:
    """A place up or down among the criteria of its phase that hold."""
    require(actor, Action.CRITERIA_EDIT)
    criterion = _there(session, now, criterion_id, None)
    rows = {
        row.id: row
        for row in session.scalars(
            select(PhaseCriterion)
            .where(PhaseCriterion.phase_id == criterion.phase_id)
            .order_by(PhaseCriterion.position, PhaseCriterion.id)
        )
    }
    today = local_day(now)
    holding = [key for key, row in rows.items() if not rules.is_over(row.retired_on, today)]
    order = rules.moved(holding, criterion_id, up=up)
    over = [key for key in rows if key not in holding]
    with recorded(session, actor, now, acted_as=AS):
        for place, key in enumerate([*order, *over], 1):
            if rows[key].position != place:
                rows[key].position = place


def _add(
    session: Session,
    actor: Actor,
    now: datetime,
    phase_id: int,
    position: int,
    texts: tuple[str, str],
    reason: str,
) -> PhaseCriterion:
    made = PhaseCriterion(
        phase_id=phase_id,
        code=f"eigen-{new_ref()}",
        position=position,
        text_nl=_plain(texts[0]),
        text_en=_plain(texts[1]),
    )
    with recorded(session, actor, now, acted_as=AS, reason=reason.strip()):
        session.add(made)
    return made


def _there(session: Session, now: datetime, criterion_id: int, seen: str | None) -> PhaseCriterion:
    """The criterion, if it still is what the form showed; one that retired is not changed."""
    phase_id = session.scalar(
        select(PhaseCriterion.phase_id).where(PhaseCriterion.id == criterion_id)
    )
    if phase_id is None:
        raise NotThereError(f"criterion {criterion_id}")
    _lock(session, phase_id)
    criterion = session.get_one(PhaseCriterion, criterion_id, populate_existing=True)
    now_is = rules.fingerprint(criterion.text_nl, criterion.text_en, criterion.retired_on)
    if seen is not None and seen != now_is:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if rules.is_over(criterion.retired_on, local_day(now)):
        raise RefusedError(rules.OVER)
    return criterion


def _lock(session: Session, phase_id: int) -> None:
    # Two who edit the criteria of a phase wait for each other here.
    session.execute(select(Phase.id).where(Phase.id == phase_id).with_for_update())


def _refuse_empty(text_nl: str, text_en: str, reason: str) -> None:
    if not (text_nl.strip() and text_en.strip()):
        raise RefusedError(TEXT_MISSING)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)


def _refuse_same(criterion: PhaseCriterion, text_nl: str, text_en: str) -> None:
    if (criterion.text_nl, criterion.text_en) == (_plain(text_nl), _plain(text_en)):
        raise RefusedError(SAME)


def _plain(text: str) -> str:
    """One line: a text field sends line ends where a browser wrapped nothing."""
    return " ".join(text.split())
