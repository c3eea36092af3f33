"""Who has an interest in a consultation is shut out of its file, at once, until it ends.

Source: "declared interests of experts shut them out of that file" (trust) and the domain.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.consultations import queries
from buyergroups.consultations.holding import hold, live, touch
from buyergroups.errors import WHY_MISSING, NotAllowedError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.consultations import ConsultationInterest

ABOUT_MISSING = Words("Schrijf welk belang het is.", "Write which interest it is.")
ALREADY = Words(
    "Voor deze persoon staat al een belang vast.", "There is an interest of this person already."
)


def declare_interest(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    person_id: int,
    about: str,
) -> ConsultationInterest:
    """Somebody has an interest: oneself, or somebody of the group as told to who runs it.

    From then on that person reads nothing of the file. Raises RefusedError.
    """
    consultation = hold(session, actor, ref, action=Action.CONSULTATION_READ)
    if person_id != actor.person_id:
        require(actor, Action.CONSULTATION_PUBLISH, consultation)
        known = {row.person_id for row in queries.people(session, now, consultation.group_id)}
        if person_id not in known:
            raise NotThereError(f"person {person_id} in group {consultation.group_id}")
    # The database has one at most too; two at once wait for each other at the header.
    if any(row.person_id == person_id for row in live(session, ConsultationInterest, consultation)):
        raise RefusedError(ALREADY)
    if not about.strip():
        raise RefusedError(ABOUT_MISSING)
    made = ConsultationInterest(
        consultation_id=consultation.id,
        person_id=person_id,
        about=about.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(made)
        touch(consultation)
    return made


def end_interest(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    ref: str,
    interest_id: int,
    reason: str,
) -> None:
    """The interest is there no more; said by who runs the group, never by who had it."""
    consultation = hold(session, actor, ref, action=Action.CONSULTATION_PUBLISH)
    row = session.scalar(
        select(ConsultationInterest).where(
            ConsultationInterest.id == interest_id,
            ConsultationInterest.consultation_id == consultation.id,
            ConsultationInterest.removed_at.is_(None),
        )
    )
    if row is None:
        raise NotThereError(f"interest {interest_id}")
    if row.person_id == actor.person_id:
        raise NotAllowedError("one does not end an interest of one's own")
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    with recorded(session, actor, now):
        row.removed_at, row.removed_reason = now, reason.strip()
        touch(consultation)
