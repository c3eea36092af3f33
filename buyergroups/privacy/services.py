"""Writes requests for removal, and puts a role in the place of a name, for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.accounts import factor, mailing
from buyergroups.accounts.affiliations import end_affiliation
from buyergroups.accounts.services import end_ways_in, hash_of
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, NotAllowedError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.privacy import queries, rules
from buyergroups.words import Words
from models.base import sort_name
from models.notices import OutboxMail
from models.people import (
    EndReason,
    FormerName,
    Person,
    PersonSession,
    RemovalOutcome,
    RemovalRequest,
    Role,
    SignInTry,
)
from models.signing import HalfSignIn, LinkKind, OneTimeLink
from models.writing import Draft

ASKED_ALREADY = Words(
    "Je hebt dit al gevraagd. De beheerder antwoordt hier.",
    "You asked for this already. The administrator answers here.",
)
NOTHING_ASKED = Words("Er staat geen verzoek open.", "No request is waiting.")
ROLES_GO_ON = Words(
    "Deze persoon heeft nog een rol. Beëindig eerst alle rollen.",
    "This person still has a role. First end all roles.",
)
TOO_EARLY = Words(
    "De bewaartermijn is nog niet voorbij. Eerder verwijderen kan alleen op verzoek van de "
    "persoon zelf.",
    "The retention term has not passed yet. Removing earlier is possible only when the person "
    "asks for it.",
)
REMOVED_ALREADY = Words(
    "De gegevens van deze persoon zijn al verwijderd.", "The data of this person are gone already."
)
NOT_ONESELF = Words(
    "Laat een andere beheerder jouw gegevens verwijderen.",
    "Have another administrator remove your data.",
)
#: In place of an address or a device of somebody.
GONE = "-"


def ask_removal(session: Session, actor: Actor, now: datetime, *, wish: str) -> RemovalRequest:
    """Somebody asks that their own data are removed; one request at a time."""
    person_id = _oneself(actor)
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    if queries.open_request(session, person_id) is not None:
        raise RefusedError(ASKED_ALREADY)
    made = RemovalRequest(person_id=person_id, wish=wish.strip() or None, **stamp(actor, now))
    with recorded(session, actor, now):
        session.add(made)
    return made


def withdraw_removal(session: Session, actor: Actor, now: datetime) -> None:
    """Somebody does not want it any more; raises RefusedError when nothing waits."""
    request = queries.open_request(session, _oneself(actor))
    if request is None:
        raise RefusedError(NOTHING_ASKED)
    with recorded(session, actor, now):
        _close(request, actor, now, RemovalOutcome.WITHDRAWN, None)


def refuse_removal(
    session: Session, actor: Actor, now: datetime, *, person_id: int, answer: str
) -> None:
    """The data stay; the person reads why on their own page."""
    require(actor, Action.PERSON_EDIT)
    if not answer.strip():
        raise RefusedError(WHY_MISSING)
    request = queries.open_request(session, person_id)
    if request is None:
        raise RefusedError(NOTHING_ASKED)
    with recorded(session, actor, now, acted_as=Role.ADMINISTRATOR.value):
        _close(request, actor, now, RemovalOutcome.REFUSED, answer.strip())


def anonymise_person(
    session: Session, actor: Actor, now: datetime, *, person_id: int, reason: str, days: int
) -> None:
    """Name and mail address go everywhere, and a role stands in their place; for good.

    `days`: the retention term after the last role. It need not have passed where the person asked.
    What they recorded stays, under the role; texts that others wrote are not searched for the name.
    Raises RefusedError while a role goes on, before the term, and for oneself.
    """
    require(actor, Action.PERSON_EDIT)
    person = session.get(Person, person_id)
    if person is None:
        raise NotThereError(f"person {person_id}")
    session.refresh(person, with_for_update=True)
    held = queries.held_by(session, now, person_id)
    request = queries.open_request(session, person_id)
    _refuse(actor, now, person, held, reason, days, asked=request is not None)
    _close_ways_in(session, actor, now, person, reason.strip())
    _empty_what_is_kept(session, person)
    with recorded(session, actor, now, acted_as=Role.ADMINISTRATOR.value, reason=reason.strip()):
        person.name = rules.name_of_role(held.roles)
        person.sort_name = sort_name(person.name)
        person.email = rules.address_of(person.ref)
        person.password_hash = None
        person.anonymised_at = now
        person.blocked_at = person.blocked_at or now
        if request is not None:
            _close(request, actor, now, RemovalOutcome.GRANTED, reason.strip())
        for asked in queries.requests_of(session, person_id):
            asked.wish = None
    names = update(FormerName).where(FormerName.person_id == person_id)
    session.execute(names.values(name=person.name))


def _refuse(
    actor: Actor,
    now: datetime,
    person: Person,
    held: queries.Held,
    reason: str,
    days: int,
    *,
    asked: bool,
) -> None:
    if person.id == actor.person_id:
        raise RefusedError(NOT_ONESELF)
    if person.anonymised_at is not None:
        raise RefusedError(REMOVED_ALREADY)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    if held.goes_on:
        raise RefusedError(ROLES_GO_ON)
    if not asked and not rules.is_over(held.ended_on, days, local_day(now)):
        raise RefusedError(TOO_EARLY)


def _close_ways_in(
    session: Session, actor: Actor, now: datetime, person: Person, reason: str
) -> None:
    end_affiliation(session, actor, now, person_id=person.id, reason=reason)
    factor.end_factor(session, actor, now, person_id=person.id)
    end_ways_in(session, now, person_id=person.id, reason=EndReason.BLOCKED)
    mailing.cancel_mails(session, now, person_id=person.id, only_links=False)
    session.flush()


def _empty_what_is_kept(session: Session, person: Person) -> None:
    """Mails, drafts, devices and tries: what is left of somebody beside what they recorded."""
    address = rules.address_of(person.ref)
    mine = or_(OutboxMail.person_id == person.id, OutboxMail.to_address == person.email)
    session.execute(
        update(OutboxMail)
        .where(mine)
        .values(to_address=address, subject=GONE, text=GONE, html=None, last_error=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(Draft).where(Draft.person_id == person.id))
    sessions = update(PersonSession).where(PersonSession.person_id == person.id)
    halves = update(HalfSignIn).where(HalfSignIn.person_id == person.id)
    for statement in (sessions, halves):
        session.execute(statement.values(address=GONE, device=GONE))
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.kind == LinkKind.ADDRESS)
        .values(new_email=address)
    )
    session.execute(
        update(SignInTry)
        .where(SignInTry.account_hash == hash_of(person.email))
        .values(account_hash=hash_of(address), address=GONE)
    )


def _close(
    request: RemovalRequest,
    actor: Actor,
    now: datetime,
    outcome: RemovalOutcome,
    answer: str | None,
) -> None:
    request.outcome, request.answer = outcome, answer
    request.handled_at, request.handled_by_id = now, actor.person_id


def _oneself(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowedError("the data of nobody")
    return actor.person_id
