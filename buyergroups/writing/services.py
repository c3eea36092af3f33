"""Writes drafts and remembers which forms were sent. Both are one's own; nobody else sees them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.errors import NotThereError
from models.writing import Draft, Submission

#: More drafts than this nobody has; the oldest makes room.
MOST_DRAFTS = 50
LONGEST_FIELD = 60_000
#: A yearly selection has a few for each of the priority chains.
MOST_FIELDS = 500
#: What a form carries for the machine, and what never leaves the form.
NOT_TYPED = frozenset({"csrf_token", "inzending", "concept", "getoond", "password", "wachtwoord"})


@dataclass(frozen=True)
class SealedForm:
    """A form, by address, for what was told in confidence, and who may open it.

    What was typed there is shown in the form itself and nowhere else; whoever may not open it any
    more loses their draft. `may_open` raises NotThereError for what is gone, as a page does.
    """

    pattern: re.Pattern[str]
    may_open: Callable[[Session, Actor, datetime, re.Match[str]], bool]


#: `areas` fills them in.
SEALED_FORMS: list[SealedForm] = []


def is_open(form: str) -> bool:
    """Whether a draft of this form may be shown outside the form."""
    return not any(sealed.pattern.search(form) for sealed in SEALED_FORMS)


def end_sealed_drafts(session: Session, now: datetime, *, after: int, most: int) -> Ended:
    """Forget drafts in sealed forms that their writers may not open any more.

    `after`: the last draft that was looked at, in order of their numbers; so many at a time.
    """
    rows = session.scalars(
        select(Draft).where(Draft.id > after).order_by(Draft.id).limit(most)
    ).all()
    gone = [row for row in rows if not is_open(row.form) and not _may_open(session, now, row)]
    for row in gone:
        session.delete(row)
    return Ended(len(gone), rows[-1].id if len(rows) == most else None)


@dataclass(frozen=True)
class Ended:
    """How many drafts were forgotten, and after which there are more to look at."""

    count: int
    more_after: int | None


def _may_open(session: Session, now: datetime, draft: Draft) -> bool:
    try:
        actor = load_actor(session, draft.person_id, now)
        return all(
            sealed.may_open(session, actor, now, match)
            for sealed in SEALED_FORMS
            if (match := sealed.pattern.search(draft.form))
        )
    except NotThereError:
        return False


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
