"""Writes buyer groups: what they are, their state, chains and members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can, require
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.groups import membership, naming, rules
from buyergroups.groups.labels import STATES
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import render
from buyergroups.words import Words
from models.base import sort_name
from models.groups import (
    BuyerGroup,
    GroupChain,
    GroupSlug,
    GroupStanding,
    GroupState,
    GroupVersion,
    MemberRole,
    Membership,
)
from models.organisations import Sector
from models.people import Language
from models.programme import Programme

NAME_MISSING = Words("Schrijf hoe de groep heet.", "Write what the group is called.")
SCOPE_MISSING = Words("Schrijf waar de groep over gaat.", "Write what the group is about.")
CHAIN_MISSING = Words("Kies minstens een keten.", "Choose at least one chain.")
ADDRESS_TAKEN = Words(
    "Het adres '%(slug)s' is of was van een andere groep. Kies een ander.",
    "The address '%(slug)s' is or was of another group. Choose another.",
)
NAME_TAKEN = Words(
    "Een andere groep heet al '%(name)s'. Kies een naam waarmee mensen ze uit elkaar houden.",
    "Another group is called '%(name)s' already. Choose a name that tells them apart.",
)
LAST_CHAIN = Words(
    "Een groep werkt aan minstens een keten. Voeg eerst een andere toe.",
    "A group works on at least one chain. Add another one first.",
)
OTHERS_CHAIN = Words(
    "Alleen een trekker van die keten of de programmamanager kan de groep eraan laten werken.",
    "Only a lead of that chain or the programme manager can have the group work on it.",
)
HAS_CHAIN = Words("De groep werkt al aan deze keten.", "The group works on this chain already.")
INVITE_INSTEAD = Words(
    "Iemand van een private organisatie doet mee na een uitnodiging: wie meedoet, accepteert zelf "
    "het mededingingsprotocol.",
    "Somebody of a private organisation joins by invitation: whoever joins accepts the competition "
    "protocol themselves.",
)
SAME_ROLE = Words("Er is niets veranderd.", "Nothing was changed.")
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft dit intussen gewijzigd.", "Somebody else has changed this meanwhile."
)


def start_group(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    programme_id: int,
    name: str,
    scope: str,
    chain_ids: Sequence[int],
    since: date,
    language: Language = Language.DUTCH,
    market_parties: str = "",
) -> BuyerGroup:
    """A new group, being formed, on one or more chains."""
    require(actor, Action.GROUP_START, list(chain_ids))
    if not chain_ids:
        raise RefusedError(CHAIN_MISSING)
    _refuse_future(since, now)
    _refuse_taken(session, programme_id, name)
    slug = _free_address(session, programme_id, name)
    made = BuyerGroup(programme_id=programme_id, slug=slug)
    with recorded(session, actor, now):
        session.add(made)
        session.flush()
        session.add(_version(actor, now, made.id, name, scope, market_parties, language, ""))
        session.add(
            GroupStanding(
                group_id=made.id,
                state=GroupState.FORMING,
                since=since,
                reason="",
                **stamp(actor, now),
            )
        )
        for chain_id in dict.fromkeys(chain_ids):
            row = GroupChain(group_id=made.id, chain_id=chain_id, since=since, **stamp(actor, now))
            session.add(row)
    return made


def change_group(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    name: str,
    slug: str,
    scope: str,
    market_parties: str,
    reason: str,
    language: Language = Language.DUTCH,
    seen: int | None = None,
) -> None:
    """What a group is called and about; a former address redirects."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_KEEP, group)
    if seen is not None and seen != group.version_id:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    row = session.get_one(BuyerGroup, group_id)
    if group.is_open and sort_name(name) != sort_name(group.name):
        _refuse_taken(session, row.programme_id, name)
    if slug != row.slug:
        _move_address(session, actor, now, row, slug)
    version = _version(actor, now, group_id, name, scope, market_parties, language, reason.strip())
    with recorded(session, actor, now, reason=reason.strip()):
        session.add(version)


def move_group(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    state: GroupState,
    since: date,
    reason: str,
    seen: int | None = None,
) -> None:
    """Another state from a day on, with the reason."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_KEEP, group)
    if seen is not None and seen != group.standing_id:
        raise ChangedMeanwhileError(CHANGED_MEANWHILE)
    if (group.state, state) not in rules.MOVES:
        was, to = STATES[group.state].words, STATES[state].words
        raise RefusedError(rules.NO_SUCH_MOVE, was=was.nl, now=to.nl)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    mistake = rules.state_mistake(since, group.state_since, local_day(now))
    if mistake is not None:
        raise RefusedError(mistake, day=f"{group.state_since:%d-%m-%Y}")
    if not group.is_open:
        _refuse_taken(session, session.get_one(BuyerGroup, group_id).programme_id, group.name)
    row = GroupStanding(
        group_id=group_id, state=state, since=since, reason=reason.strip(), **stamp(actor, now)
    )
    with recorded(session, actor, now, reason=reason.strip()):
        session.add(row)


def add_chain(
    session: Session, actor: Actor, now: datetime, *, group_id: int, chain_id: int, since: date
) -> None:
    """The group works on another chain too, from a day on."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_KEEP, group)
    if not can(actor, Action.GROUP_START, [chain_id]):
        raise RefusedError(OTHERS_CHAIN)
    if chain_id in group.chain_ids:
        raise RefusedError(HAS_CHAIN)
    _refuse_future(since, now)
    membership.refuse_before(group, since)
    with recorded(session, actor, now):
        session.add(
            GroupChain(group_id=group_id, chain_id=chain_id, since=since, **stamp(actor, now))
        )


def end_chain(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    number: int,
    until: date,
    reason: str,
) -> None:
    """The group stops working on a chain, from a day on; never on its last one."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_KEEP, group)
    row = session.scalar(
        select(GroupChain).where(
            GroupChain.id == number, GroupChain.group_id == group_id, GroupChain.until.is_(None)
        )
    )
    if row is None:
        raise NotThereError(f"chain {number} of group {group_id}")
    if len(group.chains) == 1:
        raise RefusedError(LAST_CHAIN)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    _refuse_future(until, now)
    if until < row.since:
        raise RefusedError(rules.END_BEFORE_START, since=f"{row.since:%d-%m-%Y}")
    with recorded(session, actor, now, reason=reason.strip()):
        row.until, row.ended_at, row.ended_by_id = until, now, actor.person_id


def add_member(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    person_id: int,
    organisation_id: int,
    role: MemberRole,
    since: date,
    until: date | None = None,
    in_core: bool = False,
    is_secretary: bool = False,
    reason: str = "",
) -> Membership:
    """Somebody of a public organisation takes part; private ones are invited."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_RUN, group)
    membership.refuse_lead(actor, group, role)
    if membership.refuse_private(session, group, organisation_id) is Sector.PRIVATE:
        raise RefusedError(INVITE_INSTEAD)
    membership.refuse_elsewhere(session, now, person_id, organisation_id)
    return membership.begin(
        session,
        actor,
        now,
        group,
        person_id=person_id,
        organisation_id=organisation_id,
        role=role,
        in_core=in_core,
        is_secretary=is_secretary,
        since=since,
        until=until,
        reason=reason or None,
    )


def change_member(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    membership_id: int,
    role: MemberRole,
    in_core: bool,
    is_secretary: bool,
    reason: str,
) -> Membership:
    """Another role from today: the row before ends, so that it stays readable."""
    group = membership.lock(session, group_id)
    require(actor, Action.GROUP_RUN, group)
    row = membership.open_of(session, group_id, membership_id)
    if row.ended_at is not None:
        raise RefusedError(membership.ALREADY_ENDED)
    if (row.role, row.in_core, row.is_secretary) == (role, in_core, is_secretary):
        raise RefusedError(SAME_ROLE)
    membership.refuse_lead(actor, group, role, row.role)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    day = max(local_day(now), row.since)
    membership.end(session, actor, now, row, day, reason.strip())
    return membership.begin(
        session,
        actor,
        now,
        group,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        role=role,
        in_core=in_core,
        is_secretary=is_secretary,
        since=day,
        reason=reason.strip(),
    )


def end_member(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    group_id: int,
    membership_id: int,
    until: date,
    reason: str,
) -> None:
    """Somebody takes part no longer, from a day on; by who runs the group, or by themselves."""
    group = membership.lock(session, group_id)
    row = membership.open_of(session, group_id, membership_id)
    if row.person_id != actor.person_id:
        require(actor, Action.GROUP_RUN, group)
        membership.refuse_lead(actor, group, row.role)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    membership.end(session, actor, now, row, until, reason.strip())


def _version(
    actor: Actor,
    now: datetime,
    group_id: int,
    name: str,
    scope: str,
    market_parties: str,
    language: Language,
    reason: str,
) -> GroupVersion:
    name = " ".join(name.split())
    if not name:
        raise RefusedError(NAME_MISSING)
    if not scope.strip():
        raise RefusedError(SCOPE_MISSING)
    rendered = render(scope)
    return GroupVersion(
        group_id=group_id,
        name=name,
        sort_name=sort_name(name),
        scope=rendered.text,
        scope_html=rendered.html,
        market_parties="\n".join(rules.names_in(market_parties)),
        language=language,
        reason=reason,
        **stamp(actor, now),
    )


def _refuse_taken(session: Session, programme_id: int, name: str) -> None:
    """No two open groups of a programme have the same name, case and accents apart.

    Whoever may not see the other group learns that the name is taken and no more; that is no
    secret, as the names of groups stand on the pages of their chains for everyone signed in. Two
    who choose the same name at once wait for each other here.
    """
    session.execute(select(Programme.id).where(Programme.id == programme_id).with_for_update())
    if naming.name_taken(session, programme_id, name):
        raise RefusedError(NAME_TAKEN, name=" ".join(name.split()))


def _free_address(session: Session, programme_id: int, name: str) -> str:
    """The name as an address; with a number behind it where another group has it."""
    plain = rules.address_of(name) or "groep"
    tries = (plain if nr == 1 else f"{plain}-{nr}" for nr in range(1, 1000))
    return next(
        slug
        for slug in tries
        if slug not in rules.TAKEN and not naming.address_taken(session, programme_id, slug, None)
    )


def _move_address(
    session: Session, actor: Actor, now: datetime, row: BuyerGroup, slug: str
) -> None:
    if not rules.is_address(slug):
        raise RefusedError(rules.BAD_ADDRESS)
    if slug in rules.TAKEN:
        raise RefusedError(rules.RESERVED, slug=slug)
    if naming.address_taken(session, row.programme_id, slug, row.id):
        raise RefusedError(ADDRESS_TAKEN, slug=slug)
    known = select(GroupSlug.slug).where(GroupSlug.group_id == row.id)
    with recorded(session, actor, now):
        if row.slug not in set(session.scalars(known)):
            session.add(GroupSlug(programme_id=row.programme_id, group_id=row.id, slug=row.slug))
        row.slug = slug


def _refuse_future(day: date, now: datetime) -> None:
    if day > local_day(now):
        raise RefusedError(rules.NOT_YET)
    if day < rules.FIRST_DAY:
        first, last = rules.FIRST_DAY, local_day(now)
        raise RefusedError(rules.ODD_DAY, first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
