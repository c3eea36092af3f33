"""Writes the register: each change is another version, and nothing is rewritten."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.accounts.affiliations import move_people
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.organisations import lookup, queries, rules
from buyergroups.organisations.rules import Facts
from buyergroups.words import Words
from models.base import sort_name
from models.organisations import (
    Organisation,
    OrganisationMerge,
    OrganisationSlug,
    OrganisationVersion,
)
from models.programme import Programme

NAME_TAKEN = Words(
    "Er is al een organisatie met deze naam: %(name)s.",
    "There already is an organisation with this name: %(name)s.",
)
KVK_TAKEN = Words("Dit KvK-nummer is al van %(name)s.", "This KvK number is of %(name)s already.")
OIN_TAKEN = Words("Dit OIN is al van %(name)s.", "This OIN is of %(name)s already.")
PARENT_MERGED = Words(
    "%(name)s is in een andere organisatie opgegaan. Kies die.",
    "%(name)s went into another organisation. Choose that one.",
)
CYCLE = Words(
    "%(name)s valt zelf al onder deze organisatie. Een organisatie kan niet onder zichzelf vallen.",
    "%(name)s itself belongs to this organisation. An organisation cannot belong to itself.",
)
SAME = Words("Er is niets veranderd om vast te leggen.", "Nothing was changed to be recorded.")
EDITED_MEANWHILE = Words(
    "Iemand anders heeft deze organisatie intussen gewijzigd.",
    "Somebody else has changed this organisation meanwhile.",
)
IS_MERGED = Words(
    "%(name)s is al in een andere organisatie opgegaan.",
    "%(name)s went into another organisation already.",
)
INTO_ITSELF = Words(
    "Kies een andere organisatie om mee samen te voegen.",
    "Choose another organisation to merge into.",
)
INTO_BELOW = Words(
    "%(name)s valt onder deze organisatie. Leg eerst vast waar %(name)s anders onder valt.",
    "%(name)s belongs to this organisation. First record what else %(name)s belongs to.",
)
MERGED_AHEAD = Words(
    "Leg een samenvoeging vast op de dag zelf of daarna, niet vooraf.",
    "Record a merge on the day itself or later, not before.",
)
MOVED_MEANWHILE = Words(
    "Wat verhuist is intussen veranderd. Kijk het na.",
    "What moves has changed meanwhile. Check it.",
)


def add_organisation(
    session: Session, actor: Actor, now: datetime, *, facts: Facts, reason: str
) -> Organisation:
    """A new organisation, with an address made of its name.

    Raises RefusedError for facts that cannot be, and for a name or number that another one has.
    """
    require(actor, Action.ORGANISATION_EDIT)
    _lock(session)
    facts = _checked(session, now, facts, reason, organisation_id=None)
    made = Organisation(slug=rules.free_slug(facts.name, lookup.slugs_like(session, facts.name)))
    with recorded(session, actor, now, reason=reason.strip()):
        session.add(made)
        session.flush()
        session.add(_version(actor, now, made.id, facts, reason))
    return made


def change_organisation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    organisation_id: int,
    facts: Facts,
    reason: str,
    seen: int | None = None,
) -> Organisation:
    """Other facts from now on; another name gives another address, and the old one redirects.

    `seen`: the version that the form showed. Raises ChangedMeanwhileError when there is another.
    """
    require(actor, Action.ORGANISATION_EDIT)
    _lock(session)
    organisation, version = _there(session, now, organisation_id)
    if seen is not None and seen != version.id:
        raise ChangedMeanwhileError(EDITED_MEANWHILE)
    _refuse_merged(session, organisation_id, version.name)
    facts = _checked(session, now, facts, reason, organisation_id=organisation_id)
    if facts == facts_of(version):
        raise RefusedError(SAME)
    with recorded(session, actor, now, reason=reason.strip()):
        if facts.name != version.name:
            _readdress(session, organisation, facts.name)
        session.add(_version(actor, now, organisation_id, facts, reason))
    return organisation


def merge_organisation(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    organisation_id: int,
    into_id: int,
    merged_on: date | None,
    reason: str,
    seen: str | None = None,
) -> OrganisationMerge:
    """An organisation goes into another one, with its people and with what belongs to it.

    `seen`: what would move, as the form showed it. Raises ChangedMeanwhileError when that is
    something else by now, RefusedError where a merge cannot be.
    """
    require(actor, Action.ORGANISATION_EDIT)
    _lock(session)
    day = merged_on or local_day(now)
    _, version = _there(session, now, organisation_id)
    _, into = _there(session, now, into_id)
    _refuse_merge(session, now, version, into, day, reason)
    if seen is not None and seen != lookup.moves(session, now, organisation_id, into_id).seen:
        raise ChangedMeanwhileError(MOVED_MEANWHILE)
    why = reason.strip()
    made = OrganisationMerge(
        organisation_id=organisation_id,
        into_id=into_id,
        merged_on=day,
        reason=why,
        **stamp(actor, now),
    )
    with recorded(session, actor, now, reason=why):
        session.add_all([made, *_after_merge(session, actor, now, version, into_id, day, why)])
    move_people(session, actor, now, from_id=organisation_id, into_id=into_id, on=day, reason=why)
    return made


def _after_merge(
    session: Session,
    actor: Actor,
    now: datetime,
    version: OrganisationVersion,
    into_id: int,
    day: date,
    reason: str,
) -> list[OrganisationVersion]:
    """It is no more from that day on, and what belonged to it belongs to what it went into."""
    ended = replace(facts_of(version), until=version.until or max(day, version.since or day))
    children = queries.children_versions(session, now, version.organisation_id)
    return [
        _version(actor, now, version.organisation_id, ended, reason),
        *(
            _version(
                actor, now, row.organisation_id, replace(facts_of(row), parent_id=into_id), reason
            )
            for row in children
        ),
    ]


def facts_of(version: OrganisationVersion) -> Facts:
    """What a version says, as a form takes it."""
    return Facts(**{name: getattr(version, name) for name in Facts.__dataclass_fields__})


def _version(
    actor: Actor, now: datetime, organisation_id: int, facts: Facts, reason: str
) -> OrganisationVersion:
    return OrganisationVersion(
        organisation_id=organisation_id,
        sort_name=sort_name(facts.name),
        reason=reason.strip(),
        **asdict(facts),
        **stamp(actor, now),
    )


def _lock(session: Session) -> None:
    # Two who edit the register wait for each other here: a name, a number and an address are given
    # out once, and two who each put one under the other make no circle.
    session.execute(select(Programme.id).order_by(Programme.id).with_for_update())


def _there(
    session: Session, now: datetime, organisation_id: int
) -> tuple[Organisation, OrganisationVersion]:
    organisation = session.get(Organisation, organisation_id)
    version = queries.version_now(session, now, organisation_id)
    if organisation is None or version is None:
        raise NotThereError(f"organisation {organisation_id}")
    return organisation, version


def _refuse_merged(session: Session, organisation_id: int, name: str) -> None:
    if queries.merged_into(session, organisation_id) is not None:
        raise RefusedError(IS_MERGED, name=name)


def _checked(
    session: Session, now: datetime, facts: Facts, reason: str, *, organisation_id: int | None
) -> Facts:
    """The facts as they will be kept; raises RefusedError with the first that cannot be."""
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    facts = rules.tidied(facts)
    for mistake in rules.mistakes(facts, local_day(now)):
        raise RefusedError(mistake.words, **mistake.values)
    for taken, words in (
        ({"name": facts.name}, NAME_TAKEN),
        ({"kvk": facts.kvk}, KVK_TAKEN),
        ({"oin": facts.oin}, OIN_TAKEN),
    ):
        other = lookup.other_with(session, now, organisation_id, **taken)
        if other is not None:
            raise RefusedError(words, name=other)
    if facts.parent_id is not None:
        _refuse_parent(session, now, organisation_id, facts.parent_id)
    return facts


def _refuse_parent(
    session: Session, now: datetime, organisation_id: int | None, parent_id: int
) -> None:
    _, parent = _there(session, now, parent_id)
    if queries.merged_into(session, parent_id) is not None:
        raise RefusedError(PARENT_MERGED, name=parent.name)
    if organisation_id in {parent_id, *lookup.ancestors(session, now, parent_id)}:
        raise RefusedError(CYCLE, name=parent.name)


def _refuse_merge(
    session: Session,
    now: datetime,
    version: OrganisationVersion,
    into: OrganisationVersion,
    day: date,
    reason: str,
) -> None:
    if version.organisation_id == into.organisation_id:
        raise RefusedError(INTO_ITSELF)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    if day > local_day(now):
        raise RefusedError(MERGED_AHEAD)
    for row in (version, into):
        _refuse_merged(session, row.organisation_id, row.name)
    if version.organisation_id in lookup.ancestors(session, now, into.organisation_id):
        raise RefusedError(INTO_BELOW, name=into.name)


def _readdress(session: Session, organisation: Organisation, name: str) -> None:
    """Another address after another name; who comes at the old one is sent on."""
    taken = lookup.slugs_like(session, name, but=organisation.id)
    slug = rules.free_slug(name, taken)
    if slug == organisation.slug:
        return
    if not lookup.was_at(session, organisation.id, organisation.slug):
        session.add(OrganisationSlug(organisation_id=organisation.id, slug=organisation.slug))
    organisation.slug = slug
