"""How a private member accepts the protocol and declares interests, for who was permitted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.errors import ChangedMeanwhileError, RefusedError
from buyergroups.groups.queries import Group
from buyergroups.history.recording import recorded, stamp
from buyergroups.protocol import queries, rules
from buyergroups.words import Words
from models.groups import BuyerGroup, InterestDeclaration, InterestKind, ProtocolAcceptance

CHANGED_MEANWHILE = Words(
    "Iemand anders heeft dit intussen gewijzigd.", "Somebody else has changed this meanwhile."
)
NEW_PROTOCOL = Words(
    "Er is intussen een nieuwe versie van het mededingingsprotocol. Lees die eerst.",
    "There is a new version of the competition protocol by now. Read that one first.",
)
ACCEPT_MISSING = Words(
    "Vink aan dat je het mededingingsprotocol accepteert.",
    "Tick that you accept the competition protocol.",
)
NO_PROTOCOL = Words(
    "Het mededingingsprotocol is nog niet vastgesteld. Zonder dat protocol doet een private "
    "organisatie niet mee. De programmamanager kan het vastleggen.",
    "The competition protocol was not established yet. Without it a private organisation does not "
    "join. The programme manager can record it.",
)


def accept_version(
    session: Session,
    actor: Actor,
    now: datetime,
    group: Group,
    organisation_id: int,
    protocol_id: int | None,
) -> None:
    """The version that holds now, accepted once; raises RefusedError where there is none."""
    programme_id = session.get_one(BuyerGroup, group.id).programme_id
    last = queries.latest_protocol(session, programme_id)
    if last is None:
        raise RefusedError(NO_PROTOCOL)
    if protocol_id is None:
        raise RefusedError(ACCEPT_MISSING)
    if protocol_id != last.id:
        raise ChangedMeanwhileError(NEW_PROTOCOL)
    values: dict[str, Any] = {
        "group_id": group.id,
        "person_id": actor.person_id,
        "organisation_id": organisation_id,
        "protocol_id": last.id,
    }
    if session.scalar(select(ProtocolAcceptance.id).filter_by(**values)) is None:
        with recorded(session, actor, now):
            session.add(ProtocolAcceptance(**values, **stamp(actor, now)))


def declare(
    session: Session,
    actor: Actor,
    now: datetime,
    group_id: int,
    organisation_id: int,
    kind: InterestKind | None,
    about: str,
) -> None:
    """Where an organisation is supplier or competitor too, by whoever is there for it."""
    mistake = rules.interest_mistake(kind, about)
    if mistake is not None:
        raise RefusedError(mistake)
    row = InterestDeclaration(
        group_id=group_id,
        person_id=actor.person_id,
        organisation_id=organisation_id,
        kind=kind,
        about=about.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(row)
