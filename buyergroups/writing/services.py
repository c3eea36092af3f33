"""Writes drafts and remembers which forms were sent. Both are one's own; nobody else sees them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.writing import Draft, Submission

#: More drafts than this nobody has; the oldest makes room.
MOST_DRAFTS = 50
LONGEST_FIELD = 60_000
#: A yearly selection has a few for each of the priority chains.
MOST_FIELDS = 500
#: What a form carries for the machine, and what never leaves the form.
NOT_TYPED = frozenset({"csrf_token", "inzending", "concept", "password", "wachtwoord"})
#: The forms, by address, for what was told in confidence: what was typed there is shown in the form
#: itself and nowhere else, and so to nobody who may not open it any more. `areas` fills them in.
SEALED_FORMS: list[re.Pattern[str]] = []


def is_open(form: str) -> bool:
    """Whether a draft of this form may be shown outside the form."""
    return not any(pattern.search(form) for pattern in SEALED_FORMS)


def typed_fields(sent: Mapping[str, str]) -> dict[str, str]:
    """What a person typed, of all that a form sent. Bounded, without secrets and NULs."""
    return {
        name: _whole(sent, name, text).replace("\x00", "")[:LONGEST_FIELD]
        for name, text in list(sent.items())[:MOST_FIELDS]
        if name not in NOT_TYPED and len(name) <= 60
    }


def _whole(sent: Mapping[str, str], name: str, text: str) -> str:
    """What was ticked of a list is sent under one name; it is kept as words with spaces."""
    several = getattr(sent, "getlist", None)
    return " ".join(several(name)) if several else text


def save_draft(
    session: Session, now: datetime, *, person_id: int, form: str, fields: Mapping[str, str]
) -> None:
    """Keep what somebody typed in a form so far, in place of what was kept before."""
    drafts = session.scalars(
        select(Draft).where(Draft.person_id == person_id).order_by(Draft.saved_at, Draft.id)
    ).all()
    draft = next((row for row in drafts if row.form == form), None)
    if draft is None:
        for oldest in drafts[: max(0, len(drafts) + 1 - MOST_DRAFTS)]:
            session.delete(oldest)
        draft = Draft(person_id=person_id, form=form)
        session.add(draft)
    draft.fields = dict(fields)
    draft.saved_at = now


def drop_draft(session: Session, *, person_id: int, form: str) -> None:
    """Forget a draft: it was recorded, or its writer threw it away."""
    draft = session.scalar(select(Draft).where(Draft.person_id == person_id, Draft.form == form))
    if draft is not None:
        session.delete(draft)


def body_hash(sent: Mapping[str, str]) -> str:
    """Of what somebody typed: the same form with the same text has the same one."""
    return hashlib.sha256(json.dumps(typed_fields(sent), sort_keys=True).encode()).hexdigest()


def keep_submission(
    session: Session, now: datetime, *, key: str, person_id: int, digest: str, result: str
) -> None:
    """This form was recorded, with this page as its result. The key is unique: twice is refused."""
    session.add(Submission(key=key, person_id=person_id, body_hash=digest, result=result, at=now))
    session.flush()
