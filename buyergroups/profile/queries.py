"""Reads somebody's own data, all of it, for the own page and to take along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import newest_version, with_organisation
from buyergroups.accounts import factor, links
from buyergroups.clock import local_day
from buyergroups.digests.queries import choices_of, digests_of
from buyergroups.errors import NotThereError
from buyergroups.following.queries import all_follows
from buyergroups.writing.services import is_open
from models.base import EVERYONE, Base
from models.history import HistoryEntry, Recorded
from models.notices import OutboxMail
from models.organisations import OrganisationVersion
from models.people import (
    Affiliation,
    FormerName,
    Person,
    PersonSession,
    RemovalRequest,
    RoleAssignment,
)
from models.signing import LinkKind, OneTimeLink
from models.writing import Draft

#: What is not somebody's own text, or is a secret.
_LEFT_OUT = {
    "password_hash",
    "key_hash",
    "token_hash",
    "sort_name",
    # What an organisation buys is its own, and not somebody's own data.
    "euro",
    "version",
    "claimed_by",
    "claimed_until",
    "message_id",
}


def own_person(session: Session, actor: Actor, now: datetime) -> tuple[Person, str | None]:
    """Oneself, and the name of the organisation."""
    return _person(session, now, actor.person_id or 0)


def _person(session: Session, now: datetime, person_id: int) -> tuple[Person, str | None]:
    row = session.execute(
        with_organisation(select(Person, OrganisationVersion.name), now, local_day(now)).where(
            Person.id == person_id
        )
    ).first()
    if row is None:
        raise NotThereError("nobody")
    return row[0], row[1]


def own_factor(session: Session, actor: Actor) -> tuple[datetime, int] | None:
    """Since when there is a second factor, and how many recovery codes are left."""
    found = factor.factor_of(session, actor.person_id or 0)
    if found is None or found.confirmed_at is None:
        return None
    return found.confirmed_at, factor.recovery_codes_left(session, found.id)


def pending_secret(session: Session, actor: Actor) -> str | None:
    """The secret that waits for its first code."""
    found = factor.factor_of(session, actor.person_id or 0, pending=True)
    return found.secret if found else None


def address_link(session: Session, actor: Actor, now: datetime, token: str) -> OneTimeLink:
    """The link for another mail address, if it is this person's; raises NotThereError."""
    found = links.find_link(session, now, kind=LinkKind.ADDRESS, token=token)
    if found is None or found.person_id != actor.person_id:
        raise NotThereError("link")
    return found


def data_of(session: Session, now: datetime, person_id: int, *, own: bool) -> dict[str, Any]:
    """Everything that is kept about somebody, and what they recorded.

    `own`: for the person, with the drafts, follows and digests that nobody else ever sees. For
    somebody else only what everyone may hear of: what is said in a group or of a draft is not.
    """
    person, organisation = _person(session, now, person_id)
    private = _private(session, person.id) if own else {}
    return {
        "person": {**_plain(person), "organisation": organisation},
        "former_names": _rows(session, FormerName, FormerName.person_id == person.id),
        "organisations": _organisations(session, now, person.id),
        "removal_requests": _rows(session, RemovalRequest, RemovalRequest.person_id == person.id),
        "mails": _mails(session, person.id),
        **private,
        "roles": _rows(session, RoleAssignment, RoleAssignment.person_id == person.id),
        "sessions": _rows(session, PersonSession, PersonSession.person_id == person.id),
        "recorded": {
            kind.__tablename__: found
            for kind in _recorded_kinds()
            if (found := _recorded(session, kind, person.id, own=own))
        },
        "changes": [
            {"at": row.at.isoformat(), "what": row.object_type, "id": row.object_id}
            for row in session.execute(
                select(HistoryEntry.at, HistoryEntry.object_type, HistoryEntry.object_id)
                .where(HistoryEntry.person_id == person.id, *_heard_by(own=own))
                .order_by(HistoryEntry.id)
            )
        ],
    }


def _heard_by(*, own: bool) -> list[ColumnElement[bool]]:
    """Acts that not everyone hears of are left out for others."""
    return [] if own else [HistoryEntry.audience == EVERYONE]


def _recorded(session: Session, kind: Any, person_id: int, *, own: bool) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(kind).where(kind.recorded_by_id == person_id).order_by(kind.id)
    ).all()
    return [_plain(row) for row in rows if own or row.history_audience == EVERYONE]


def _mails(session: Session, person_id: int) -> list[dict[str, Any]]:
    """That they were sent, and what about; their text can hold a link that still works."""
    rows = _rows(session, OutboxMail, OutboxMail.person_id == person_id)
    return [{key: row[key] for key in row if key not in ("text", "html")} for row in rows]


def _private(session: Session, person_id: int) -> dict[str, Any]:
    follows = [
        {
            "chain": row.chain,
            "group": row.group,
            "topic": row.topic,
            "since": _value(row.since),
            "until": _value(row.until),
        }
        for row in all_follows(session, person_id)
    ]
    drafts = _rows(session, Draft, Draft.person_id == person_id)
    return {
        "drafts": [row for row in drafts if is_open(row["form"])],
        "follows": follows,
        "digest_choices": _as_dicts(choices_of(session, person_id)),
        "digests": _as_dicts(digests_of(session, person_id)),
    }


def _as_dicts(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [{key: _value(value) for key, value in row._asdict().items()} for row in rows]


def _organisations(session: Session, now: datetime, person_id: int) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Affiliation, OrganisationVersion.name)
        .join(
            OrganisationVersion,
            OrganisationVersion.id == newest_version(Affiliation.organisation_id, now),
        )
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.id)
    )
    return [{**_plain(row), "organisation": name} for row, name in rows]


def _recorded_kinds() -> list[Any]:
    kinds: list[Any] = [mapper.class_ for mapper in Base.registry.mappers]
    # What leaves no trace in the history is nobody's to take along: it was told in confidence.
    own = [kind for kind in kinds if issubclass(kind, Recorded) and kind.__audited__]
    return sorted(own, key=lambda kind: str(kind.__tablename__))


def _rows(session: Session, kind: Any, condition: Any) -> Sequence[dict[str, Any]]:
    found = session.scalars(select(kind).where(condition).order_by(kind.id))
    return [_plain(row) for row in found]


def _plain(row: Any) -> dict[str, Any]:
    """Columns as JSON holds them, without secrets."""
    return {
        column.key: _value(getattr(row, column.key))
        for column in inspect(row).mapper.column_attrs
        if column.key not in _LEFT_OUT
    }


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
