"""Joining as news: an invitation, a request to answer, and the answer to one's own request."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.groups.news import named_group
from buyergroups.joining.labels import REQUESTS
from buyergroups.joining.queries import run_by
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.words import Words
from models.groups import BuyerGroup, GroupInvitation, JoinRequest, RequestOutcome

INVITED = Words("je bent uitgenodigd", "you are invited")
WANTS = Words("iemand wil meedoen en wacht op antwoord", "somebody wants to join and waits")
OUTCOME = Words("je aanvraag is %(outcome)s", "your request was %(outcome)s")
OUTCOME_WHY = Words("je aanvraag is %(outcome)s: %(why)s", "your request was %(outcome)s: %(why)s")


def _invited(reach: Reach) -> Select[Any]:
    row = GroupInvitation
    return found(row.id, row.recorded_at, row.recorded_by_id).where(
        row.person_id == reach.actor.person_id, row.outcome.is_(None)
    )


def _wants(reach: Reach) -> Select[Any] | None:
    actor, row = reach.actor, JoinRequest
    if not (actor.leads or actor.heads or actor.secretary_of_groups):
        return None
    runs = select(BuyerGroup.id).where(run_by(actor))
    return found(row.id, row.recorded_at, row.recorded_by_id).where(
        row.outcome.is_(None), row.group_id.in_(runs)
    )


def _answered(reach: Reach) -> Select[Any]:
    row = JoinRequest
    return found(row.id, row.outcome_at, row.outcome_by_id).where(
        row.person_id == reach.actor.person_id, row.outcome.is_not(None)
    )


def _told_invited(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = GroupInvitation
    asked = select(row.id, row.ref).where(row.id.in_(ids))
    return {
        line.id: Told(line.group, f"/buyer-groups/uitnodigingen/{line.ref}", INVITED.into(language))
        for line in session.execute(named_group(asked, row.group_id))
    }


def _told_wants(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    asked = select(JoinRequest.id).where(JoinRequest.id.in_(ids))
    return {
        row.id: Told(
            row.group, f"/buyer-groups/{row.slug}/uitnodigen#aanvragen", WANTS.into(language)
        )
        for row in session.execute(named_group(asked, JoinRequest.group_id))
    }


def _told_answered(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    row = JoinRequest
    asked = select(row.id, row.outcome, row.answer).where(row.id.in_(ids))
    told = {}
    for line in session.execute(named_group(asked, row.group_id)):
        words = OUTCOME_WHY if line.answer else OUTCOME
        outcome = REQUESTS[line.outcome].into(language)
        there = "" if line.outcome is RequestOutcome.ACCEPTED else "/meedoen"
        told[line.id] = Told(
            line.group,
            f"/buyer-groups/{line.slug}{there}",
            words.into(language, outcome=outcome, why=line.answer or ""),
        )
    return told


NEWS = (
    Source("invitation", Section.PERSONAL, _invited, _told_invited),
    Source("join-request", Section.PERSONAL, _wants, _told_wants),
    Source("join-answer", Section.PERSONAL, _answered, _told_answered),
)
