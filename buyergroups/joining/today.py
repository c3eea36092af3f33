"""What joining offers to the page of today and to the page of a group."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.groups.offers import Ask, Part, nothing_coming
from buyergroups.groups.page import GroupPage
from buyergroups.home.offers import Deed, Line, Offer, Visit
from buyergroups.joining import queries
from buyergroups.protocol import queries as protocol
from buyergroups.web import state
from buyergroups.words import Words

INVITED = Words("Je bent uitgenodigd voor deze buyer group", "You are invited to this buyer group")
ANSWER = Words("Uitnodiging bekijken", "See the invitation")
ACCEPT = Words(
    "Versie %(nr)s van het mededingingsprotocol wacht op je akkoord",
    "Version %(nr)s of the competition protocol waits for you to accept it",
)
READ = Words("Lezen en accepteren", "Read and accept")
ONE = Words("1 iemand wil meedoen en wacht op antwoord", "1 person wants to join and waits")
MORE = Words(
    "%(count)s mensen willen meedoen en wachten op antwoord",
    "%(count)s people want to join and wait",
)
REPLY = Words("Aanvragen beantwoorden", "Answer the requests")


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """Invitations to answer, a protocol to accept, requests that wait."""
    actor, language = visit.actor, visit.language
    found = [
        Line(
            row.group,
            url_for("joining.invitation", ref=row.ref),
            INVITED.into(language),
            92,
            "warn",
            (Deed(ANSWER, url_for("joining.invitation", ref=row.ref)),),
        )
        for row in queries.own_invitations(session, actor, visit.now)
    ]
    if actor.memberships:
        for row in protocol.to_accept(session, actor, visit.now, actor.member_of):
            there = url_for("protocol.accept", slug=row.slug)
            what = ACCEPT.into(language, nr=row.nr)
            found.append(Line(row.name, there, what, 90, "warn", (Deed(READ, there),)))
    if actor.leads or actor.heads or actor.secretary_of_groups:
        for row in queries.waiting(session, actor):
            there = url_for("joining.invite", slug=row.slug) + "#aanvragen"
            what = waiting_words(row.count, language)
            found.append(Line(row.name, there, what, 60, "warn", (Deed(REPLY, there),)))
    return found


def waiting_words(count: int, language: str) -> str:
    """How many wait for an answer."""
    return (ONE if count == 1 else MORE).into(language, count=count)


def asks(session: Session, page: GroupPage) -> Sequence[Ask]:
    """On the page of a group: the protocol to accept, requests that wait."""
    actor, language, group = state.actor(), state.language(), page.group
    found = []
    if page.is_member:
        for row in protocol.to_accept(session, actor, state.now(), [group.id]):
            there = url_for("protocol.accept", slug=group.slug)
            found.append(Ask(ACCEPT.into(language, nr=row.nr), READ.into(language), there, 90))
    if page.may_run:
        waiting = queries.requests(session, group.id)
        if waiting:
            there = url_for("joining.invite", slug=group.slug) + "#aanvragen"
            what = waiting_words(len(waiting), language)
            found.append(Ask(what, REPLY.into(language), there, 60))
    return found


OFFER = Offer(lines=lines)
PART = Part(asks, nothing_coming)
