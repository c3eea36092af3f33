"""The second factor: codes of an app that work once, and recovery codes for who lost the app."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.accounts.rules import hash_of
from buyergroups.errors import NotAllowedError, RefusedError
from buyergroups.history.recording import recorded
from buyergroups.words import Words
from models.base import REF_ALPHABET
from models.people import Person
from models.signing import RecoveryCode, SecondFactor, UsedCode

STEP_SECONDS = 30
#: A clock that is half a minute off still works.
STEPS_OFF = 1
RECOVERY_CODES = 10
ISSUER = "Ketenbord"

WRONG_CODE = Words(
    "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in je app.",
    "This code is not right, or was used. Wait for the next code in your app.",
)
NOTHING_PENDING = Words(
    "Er staat geen tweede factor klaar. Begin opnieuw.",
    "There is no second factor to confirm. Start again.",
)


def factor_of(session: Session, person_id: int, *, pending: bool = False) -> SecondFactor | None:
    """The second factor that somebody has, or the one that waits for its first code."""
    confirmed = SecondFactor.confirmed_at
    return session.scalar(
        select(SecondFactor)
        .where(
            SecondFactor.person_id == person_id,
            SecondFactor.ended_at.is_(None),
            confirmed.is_(None) if pending else confirmed.is_not(None),
        )
        .order_by(SecondFactor.id.desc())
        .limit(1)
    )


def begin_factor(session: Session, actor: Actor, now: datetime) -> SecondFactor:
    """A new secret that waits for its first code; one that waited before ends."""
    person_id = _own(actor)
    _wait_for_turn(session, person_id)
    waiting = factor_of(session, person_id, pending=True)
    made = SecondFactor(person_id=person_id, secret=pyotp.random_base32(), made_at=now)
    with recorded(session, actor, now):
        if waiting is not None:
            waiting.ended_at, waiting.secret = now, ""
        session.add(made)
    return made


def confirm_factor(session: Session, actor: Actor, now: datetime, *, code: str) -> Sequence[str]:
    """The first code was right: from now on it is asked for. Returns the recovery codes, once.

    One that was there before ends. Raises RefusedError for a wrong code.
    """
    person_id = _own(actor)
    _wait_for_turn(session, person_id)
    waiting = factor_of(session, person_id, pending=True)
    if waiting is None:
        raise RefusedError(NOTHING_PENDING)
    if not use_code(session, now, factor=waiting, code=code):
        raise RefusedError(WRONG_CODE)
    before = factor_of(session, person_id)
    with recorded(session, actor, now):
        if before is not None:
            before.ended_at, before.secret = now, ""
        waiting.confirmed_at = now
    return new_recovery_codes(session, now, factor=waiting)


def end_factor(session: Session, actor: Actor, now: datetime, *, person_id: int) -> bool:
    """Take away somebody's second factor, and whatever waited; whether there was one."""
    factor = factor_of(session, person_id)
    waiting = factor_of(session, person_id, pending=True)
    with recorded(session, actor, now):
        for row in (factor, waiting):
            if row is not None:
                row.ended_at, row.secret = now, ""
    return factor is not None


def new_recovery_codes(session: Session, now: datetime, *, factor: SecondFactor) -> Sequence[str]:
    """Ten codes that work once each; those from before stop working."""
    for row in session.scalars(select(RecoveryCode).where(RecoveryCode.factor_id == factor.id)):
        row.used_at = row.used_at or now
    codes = ["-".join(_letters(5) for _ in range(3)) for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(factor_id=factor.id, code_hash=hash_of(_plain(code))) for code in codes
    )
    session.flush()
    return codes


def recovery_codes_left(session: Session, factor_id: int) -> int:
    """How many recovery codes still work."""
    return (
        session.scalar(
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.factor_id == factor_id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )


def use_code(session: Session, now: datetime, *, factor: SecondFactor, code: str) -> bool:
    """Whether a code of the app is right and was not used before; used from now on."""
    typed = "".join(code.split())
    if len(typed) != 6 or not (typed.isascii() and typed.isdigit()):
        return False
    _wait_for_turn(session, factor.person_id)
    last = session.scalar(select(func.max(UsedCode.step)).where(UsedCode.factor_id == factor.id))
    app = pyotp.TOTP(factor.secret)
    current = int(now.timestamp()) // STEP_SECONDS
    for step in range(current - STEPS_OFF, current + STEPS_OFF + 1):
        fits = hmac.compare_digest(app.generate_otp(step), typed)
        if fits and step > (last or 0):
            session.add(UsedCode(factor_id=factor.id, step=step, used_at=now))
            session.flush()
            return True
    return False


def use_recovery_code(session: Session, now: datetime, *, factor: SecondFactor, code: str) -> bool:
    """Whether a recovery code is right and was not used before; used from now on."""
    _wait_for_turn(session, factor.person_id)
    row = session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.factor_id == factor.id,
            RecoveryCode.code_hash == hash_of(_plain(code)),
            RecoveryCode.used_at.is_(None),
        )
    )
    if row is None:
        return False
    row.used_at = now
    session.flush()
    return True


def address_for_app(secret: str, email: str) -> str:
    """What the picture says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def _own(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowedError("second factor of nobody")
    return actor.person_id


def _letters(count: int) -> str:
    return "".join(secrets.choice(REF_ALPHABET) for _ in range(count))


def _plain(code: str) -> str:
    return "".join(sign for sign in code.casefold() if sign.isalnum())


def _wait_for_turn(session: Session, person_id: int) -> None:
    # Two sign-ins with the same code at the same time: the second finds it used.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
