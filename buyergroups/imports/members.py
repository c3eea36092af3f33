"""Members of a buyer group from a file: who takes part already, who joins, who is invited.

Sent by the programme team, whoever has an account and works for a public organisation takes part
from the day in the file. Everybody else is invited, as on the page of the group: who joins for a
private organisation accepts the competition protocol, and who has no account yet chooses a
password. A secretary invites everybody, and does not learn who has an account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.belonging import belongs
from buyergroups.access.permissions import Action, can
from buyergroups.accounts.rules import plain_email
from buyergroups.accounts.services import clean_email
from buyergroups.clock import local_day
from buyergroups.errors import RefusedError
from buyergroups.groups import demand, membership, queries, rules
from buyergroups.groups.labels import ROLES
from buyergroups.imports.columns import Places, Row, text_of_all
from buyergroups.imports.heads import NO
from buyergroups.imports.organisations import in_both
from buyergroups.imports.rules import Change, Outcome, change, fate_of, refused, said
from buyergroups.imports.sheet import Sheet
from buyergroups.joining import inviting
from buyergroups.joining.many import Newcomer
from buyergroups.organisations.many import Listed, whole_register
from buyergroups.protocol.accepting import NO_PROTOCOL
from buyergroups.protocol.queries import latest_protocol
from buyergroups.words import Words
from models.base import Precision, sort_name
from models.groups import BuyerGroup, GroupInvitation, MemberRole, Membership
from models.imports import Fate
from models.organisations import Sector
from models.people import Affiliation, Person

#: Of the file with the members of a group, what follows from the register.
YES = Words("ja", "yes")
ORGANISATION_UNKNOWN = Words(
    "Geen organisatie in het register heet %(name)s. Neem haar eerst op in het register.",
    "No organisation in the register is called %(name)s. Add it to the register first.",
)
OTHER_ORGANISATION = Words(
    "Deze persoon doet in die periode al mee namens %(name)s. Beëindig die deelname eerst.",
    "This person takes part in that period already for %(name)s. End that membership first.",
)
SAME_PERSON = Words(
    "Rij %(row)s gaat over dezelfde persoon in dezelfde periode. Laat één van beide staan.",
    "Row %(row)s is about the same person in the same period. Leave one of the two.",
)
INVITED_OTHERWISE = Words(
    "Deze persoon is al uitgenodigd, in een andere rol of namens een andere organisatie. Trek die "
    "uitnodiging eerst in.",
    "This person was invited already, in another role or for another organisation. Withdraw that "
    "invitation first.",
)
NO_UNTIL = Words(
    "Wie wordt uitgenodigd, kan nog geen einddatum krijgen. Maak deze cel leeg.",
    "Who is invited cannot have an end date yet. Empty this cell.",
)
INVITES = Words(
    "Krijgt een uitnodiging per mail en doet mee na het antwoord.",
    "Gets an invitation by mail and takes part after the answer.",
)
WAITS = Words("Is uitgenodigd en heeft nog niet geantwoord.", "Was invited, has not answered yet.")


@dataclass(frozen=True)
class Part:
    """What a row says of somebody."""

    email: str
    name: str
    organisation_id: int
    role: MemberRole
    in_core: bool
    is_secretary: bool
    since: date
    until: date | None


@dataclass(frozen=True)
class Deed:
    """What is written for a row: somebody joins, is invited, or the membership that changes."""

    part: Part
    person_id: int | None = None
    membership_id: int | None = None
    invites: bool = False
    #: Their letter, once it is written.
    newcomer: Newcomer | None = None


@dataclass
class Present:
    """The group as it stands now, and everybody that the file names."""

    group: queries.Group
    #: Whether the sender may know who has an account: others invite, and are told nothing.
    finds: bool
    #: Whether the sender may name a lead.
    names_lead: bool
    #: By person, where they work.
    employers: Mapping[int, int]
    today: date
    register: Mapping[int, Listed]
    people: Mapping[str, Any]
    memberships: Mapping[int, list[Membership]]
    invited: Mapping[int, GroupInvitation]
    large_private: bool
    has_protocol: bool
    #: The rows before, by person: the period that each takes.
    periods: dict[str, list[tuple[date, date | None, int]]] = field(default_factory=dict)
    names: dict[str, Listed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.register.values():
            until = one.facts.until
            if not one.merged and (until is None or until > self.today):
                self.names[sort_name(one.facts.name)] = one


def plan(
    session: Session,
    actor: Actor,
    now: datetime,
    group_id: int | None,
    sheet: Sheet,
    places: Places,
) -> list[Outcome]:
    """What becomes of each row, as the group stands now; a fixed number of statements."""
    assert group_id is not None
    rows = [Row(line, places) for line in sheet.lines]
    present = _present(session, actor, now, group_id, rows)
    return [_outcome(row, present) for row in rows]


def _present(
    session: Session, actor: Actor, now: datetime, group_id: int, rows: Sequence[Row]
) -> Present:
    emails = {plain_email(row.line_of("mailadres", 254)) for row in rows}
    people = session.execute(
        select(Person.id, Person.email, Person.name, Person.blocked_at).where(
            Person.email.in_(sorted(emails))
        )
    ).all()
    memberships: dict[int, list[Membership]] = {}
    for held in session.scalars(
        select(Membership)
        .where(Membership.group_id == group_id)
        .order_by(Membership.since, Membership.id)
    ):
        memberships.setdefault(held.person_id, []).append(held)
    invited = session.scalars(
        select(GroupInvitation).where(
            GroupInvitation.group_id == group_id,
            GroupInvitation.outcome.is_(None),
        )
    )
    programme_id = session.get_one(BuyerGroup, group_id).programme_id
    group = queries.group_by_id(session, group_id)
    return Present(
        group=group,
        finds=actor.in_programme_team,
        names_lead=can(actor, Action.GROUP_KEEP, group),
        employers=_employers(session, now, [row.id for row in people]),
        today=local_day(now),
        register=whole_register(session, now),
        people={row.email: row for row in people},
        memberships=memberships,
        invited={row.person_id: row for row in invited},
        large_private=demand.has_large_private_demand(session, group_id),
        has_protocol=latest_protocol(session, programme_id) is not None,
    )


def _employers(session: Session, now: datetime, people: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Affiliation.person_id, Affiliation.organisation_id).where(
            Affiliation.person_id.in_(people), belongs(now, local_day(now))
        )
    )
    return {row.person_id: row.organisation_id for row in rows}


def _outcome(row: Row, present: Present) -> Outcome:
    outcome = Outcome(
        row.line.number,
        row.line_of("naam") or row.line_of("mailadres", 254),
        Fate.REFUSED,
        cells=text_of_all(row.line),
    )
    row.needs("organisatie", "rol", "mailadres")
    part = _part(row, present)
    if part is not None and not row.problems:
        _decide(row, outcome, part, present)
    if row.problems:
        refused(outcome, row.problems)
    return outcome


def _part(row: Row, present: Present) -> Part | None:
    email = _email(row)
    role = row.one_of("rol", ROLES, {})
    typed = row.line_of("organisatie")
    organisation = present.names.get(sort_name(typed)) if typed else None
    if typed and organisation is None:
        row.refuse(ORGANISATION_UNKNOWN.filled(name=typed[:80]), "organisatie")
    in_core, is_secretary = row.answer("kerngroep") or False, row.answer("secretaris") or False
    since, until = row.day("vanaf") or present.today, row.day("tot")
    for code, day in (("vanaf", since), ("tot", until)):
        if day is not None and rules.is_odd(day, present.today):
            first, last = rules.FIRST_DAY, present.today + rules.AHEAD
            words = rules.ODD_DAY.filled(first=f"{first:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
            row.refuse(words, code)
    if until is not None and until < since:
        row.refuse(rules.END_BEFORE_START.filled(since=f"{since:%d-%m-%Y}"), "tot")
    if role is None or organisation is None or row.problems:
        return None
    name = row.line_of("naam")
    return Part(email, name, organisation.id, role, in_core, is_secretary, since, until)


def _email(row: Row) -> str:
    typed = row.line_of("mailadres", 254)
    try:
        return clean_email(typed) if typed else ""
    except RefusedError as error:
        row.refuse(error.words.filled(**error.values), "mailadres")
        return ""


def _decide(row: Row, outcome: Outcome, part: Part, present: Present) -> None:
    person = present.people.get(part.email)
    for since, until, number in present.periods.get(part.email, ()):
        if rules.overlap(part.since, part.until, since, until):
            row.refuse(SAME_PERSON.filled(row=number), "mailadres")
            return
    present.periods.setdefault(part.email, []).append((part.since, part.until, row.line.number))
    known = person is not None and (present.finds or person.id in present.memberships)
    if known and person is not None:
        outcome.name = person.name
    held = _held(row, part, person, present)
    if row.problems:
        return
    if held is not None:
        _keep(row, outcome, part, held, present)
    else:
        _join(row, outcome, part, person, present)


def _held(row: Row, part: Part, person: Any, present: Present) -> Membership | None:
    """The membership that a row is about: the last one in its period."""
    rows = present.memberships.get(person.id, []) if person is not None else []
    there = [one for one in rows if rules.overlap(part.since, part.until, one.since, one.until)]
    # Another role is another membership from that day on, so that the last one says what holds.
    found = there[-1] if there else None
    same = [one for one in rows if (one.since, one.until) == (part.since, part.until)]
    found = found or (same[-1] if same else None)
    if found is not None and found.organisation_id != part.organisation_id:
        name = present.register[found.organisation_id].facts.name
        row.refuse(OTHER_ORGANISATION.filled(name=name), "organisatie")
    return found


def _keep(row: Row, outcome: Outcome, part: Part, held: Membership, present: Present) -> None:
    """Somebody takes part already: what is otherwise changes from today on."""
    columns = row.places.columns
    changes: list[Change] = [
        *change(columns["rol"].words, ROLES[held.role], ROLES[part.role]),
    ]
    for code, was, becomes in (
        ("kerngroep", held.in_core, part.in_core),
        ("secretaris", held.is_secretary, part.is_secretary),
    ):
        if row.has(code):
            changes += change(columns[code].words, YES if was else NO, YES if becomes else NO)
    if part.until is not None:
        changes += change(columns["tot"].words, _day(held.until), _day(part.until))
    if held.role is not part.role:
        _refuse_lead(row, present, held.role, part.role)
    if changes and held.ended_at is not None:
        row.refuse(membership.ALREADY_ENDED)
        return
    core = part.in_core if row.has("kerngroep") else held.in_core
    secretary = part.is_secretary if row.has("secretaris") else held.is_secretary
    whole = replace(part, in_core=core, is_secretary=secretary, since=held.since)
    if part.until is not None and part.until < max(held.since, _turns(held, whole, present.today)):
        row.refuse(rules.END_BEFORE_START.filled(since=f"{held.since:%d-%m-%Y}"), "tot")
        return
    outcome.changes, outcome.fate = changes, fate_of(changes, is_new=False)
    if changes:
        outcome.deed = Deed(whole, held.person_id, held.id)


def _turns(held: Membership, part: Part, today: date) -> date:
    """The day from which another role holds; as before where the role stays."""
    same = (held.role, held.in_core, held.is_secretary) == function(part)
    return held.since if same else max(today, held.since)


def function(part: Part) -> tuple[MemberRole, bool, bool]:
    """What somebody is in the group."""
    return part.role, part.in_core, part.is_secretary


def _day(day: date | None) -> Words:
    return said("") if day is None else in_both(day, Precision.DAY)


def _join(row: Row, outcome: Outcome, part: Part, person: Any, present: Present) -> None:
    """Somebody new in the group: takes part, or is invited."""
    sector = present.register[part.organisation_id].facts.sector
    _refuse_lead(row, present, part.role)
    if not present.group.is_open:
        row.refuse(membership.CLOSED)
    if person is not None and person.blocked_at is not None:
        row.refuse(inviting.CANNOT.filled(email=part.email), "mailadres")
    if sector is Sector.PRIVATE and not present.large_private:
        names = ", ".join(chain.name for chain in present.group.chains) or "-"
        row.refuse(membership.PRIVATE_ELSEWHERE.filled(chains=names), "organisatie")
    elif sector is Sector.PRIVATE and not present.has_protocol:
        row.refuse(NO_PROTOCOL, "organisatie")
    if present.finds and person is not None:
        _refuse_elsewhere(row, part, present, present.employers.get(person.id))
    invites = person is None or sector is Sector.PRIVATE or not present.finds
    waiting = present.invited.get(person.id) if person is not None else None
    if waiting is not None:
        _wait(row, outcome, part, waiting)
        return
    if invites and part.until is not None:
        row.refuse(NO_UNTIL, "tot")
    began = present.group.began
    if not invites and part.since < began:
        row.refuse(rules.BEFORE_GROUP.filled(day=f"{began:%d-%m-%Y}"), "vanaf")
    if person is None or not present.finds:
        row.needs("naam")
    outcome.fate, outcome.notes = Fate.NEW, [INVITES] if invites else []
    outcome.changes = _facts(row, part, invites=invites)
    outcome.deed = Deed(part, person.id if person is not None else None, invites=invites)


def _refuse_lead(row: Row, present: Present, *roles: MemberRole) -> None:
    if MemberRole.LEAD in roles and not present.names_lead:
        row.refuse(membership.LEAD_BY_KEEPER, "rol")


def _refuse_elsewhere(row: Row, part: Part, present: Present, employer: int | None) -> None:
    if employer is not None and employer != part.organisation_id:
        name = present.register[employer].facts.name
        row.refuse(membership.WORKS_ELSEWHERE.filled(own=name), "organisatie")


def _wait(row: Row, outcome: Outcome, part: Part, waiting: GroupInvitation) -> None:
    there = (waiting.organisation_id, waiting.role, waiting.in_core, waiting.is_secretary)
    if there != (part.organisation_id, *function(part)):
        row.refuse(INVITED_OTHERWISE, "mailadres")
        return
    outcome.fate, outcome.notes = Fate.UNCHANGED, [WAITS]


def _facts(row: Row, part: Part, *, invites: bool) -> list[Change]:
    columns = row.places.columns
    told: list[tuple[str, Words]] = [
        ("organisatie", said(row.line_of("organisatie"))),
        ("rol", ROLES[part.role]),
    ]
    told += [(code, YES) for code in ("kerngroep", "secretaris") if row.answer(code)]
    if not invites:
        told += [("vanaf", _day(part.since)), ("tot", _day(part.until))]
    return [one for code, words in told for one in change(columns[code].words, said(""), words)]
