"""The steps of a plan as lines in the history of its chain, for who may see each version."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can
from buyergroups.chains.events import Event, EventKind
from buyergroups.documents import labels
from buyergroups.documents.kinds import Subject
from buyergroups.documents.queries import MoveRow, moves, versions
from buyergroups.plans.queries import CHAIN_PLAN
from buyergroups.words import Words
from models.documents import VersionState


def plan_events(session: Session, actor: Actor, chain_id: int) -> Iterable[Event]:
    """That a version was adopted or superseded everyone hears; the way there who sees drafts."""
    subject = Subject(CHAIN_PLAN, chain_id)
    seen = {row.id: row for row in versions(session, actor, subject)}
    of_review = can(actor, Action.DOCUMENT_SEE_DRAFT, subject)
    for move in moves(session, seen.keys(), of_review=of_review):
        row = {"move": move, "version": seen[move.version_id], "what": _what(move)}
        yield Event(move.at, EventKind.PLAN_MOVED, move.by, row, move.was, move.state)


def _what(move: MoveRow) -> Words:
    sent_back = move.was is not None and move.state is VersionState.DRAFT
    return labels.SENT_BACK if sent_back else labels.HAPPENED[move.state]
