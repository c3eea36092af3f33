"""Writes the register of suppliers: what changes is another version, and nothing is rewritten.

Whoever may not see a supplier does not learn that it exists: names and numbers are compared with
the suppliers that one sees only. So that one comes in twice, and is merged by who sees both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.accounts.services import clean_email
from buyergroups.clock import local_day
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.organisations.services import lock_register
from buyergroups.suppliers import lookup, rules
from buyergroups.suppliers.rules import SupplierFacts
from buyergroups.words import Words
from models.base import sort_name
from models.chains import Chain
from models.suppliers import (
    Supplier,
    SupplierContact,
    SupplierMerge,
    SupplierVersion,
    SupplierWish,
)

NAME_TAKEN = Words(
    "Er is al een marktpartij met deze naam: %(name)s.",
    "There already is a supplier with this name: %(name)s.",
)
KVK_TAKEN = Words("Dit KvK-nummer is al van %(name)s.", "This KvK number is of %(name)s already.")
SAME = Words("Er is niets veranderd om vast te leggen.", "Nothing was changed to be recorded.")
EDITED_MEANWHILE = Words(
    "Iemand anders heeft deze marktpartij intussen gewijzigd.",
    "Somebody else has changed this supplier meanwhile.",
)
IS_MERGED = Words(
    "%(name)s is al met een andere marktpartij samengevoegd.",
    "%(name)s was merged with another supplier already.",
)
INTO_ITSELF = Words(
    "Kies een andere marktpartij om mee samen te voegen.",
    "Choose another supplier to merge with.",
)
MOVED_MEANWHILE = Words(
    "Wat meegaat is intussen veranderd. Kijk het na.",
    "What goes along has changed meanwhile. Check it.",
)
CONTACT_MISSING = Words(
    "Vul in hoe de contactpersoon heet.", "Fill in what the contact person is called."
)
CONTACT_ENDED = Words(
    "%(name)s is al geen contactpersoon meer.", "%(name)s is no contact person any more already."
)
WISH_REMOVED = Words("Deze vraag is al teruggenomen.", "This request was taken back already.")
#: What stands in place of a name, in Dutch as all that is kept; read in both languages.
FORMER_CONTACT = "Voormalig contactpersoon"
ASKED_AHEAD = Words(
    "De dag waarop de marktpartij erom vroeg kan niet in de toekomst liggen.",
    "The day on which the supplier asked cannot lie in the future.",
)


def add_supplier(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    programme_id: int,
    facts: SupplierFacts,
    reason: str = "",
) -> Supplier:
    """Another supplier in the register; its address is random.

    Raises RefusedError for facts that cannot be, and for a name or number of one that is seen.
    """
    require(actor, Action.SUPPLIER_KEEP)
    lock_register(session)
    facts = _checked(session, actor, facts, None)
    made = Supplier(programme_id=programme_id, **stamp(actor, now))
    with recorded(session, actor, now, reason=reason.strip() or None):
        session.add(made)
        session.flush()
        session.add(_version(actor, now, made.id, facts, reason))
    return made


def match_or_add(
    session: Session, actor: Actor, now: datetime, *, programme_id: int, names: Sequence[str]
) -> list[Supplier]:
    """The suppliers with these names, in their order, each once; who is not known is added.

    Known is who certainly has the name (`rules.Names`), as far as the actor sees. A name that was
    of a supplier that was merged gives the one that it is by now. Raises RefusedError for a name
    that cannot be, and for more than `rules.MOST_NAMES`.
    """
    require(actor, Action.SUPPLIER_KEEP)
    wanted = rules.each_once(" ".join(name.split()) for name in names)
    refuse_names(wanted)
    lock_register(session)
    register = rules.Names((row.name, row.home_id) for row in lookup.all_named(session, actor))
    new: list[str] = []
    found: list[int] = []
    for name in wanted:
        supplier_id = register.certain(name)
        if supplier_id is None:
            new.append(name)
            # Until it has a number of its own, so that it is not added twice by one list.
            supplier_id = -len(new)
            register.add(name, supplier_id)
        found.append(supplier_id)
    added = [Supplier(programme_id=programme_id, **stamp(actor, now)) for _ in new]
    with recorded(session, actor, now):
        session.add_all(added)
        session.flush()
        for supplier, name in zip(added, new, strict=True):
            session.add(_version(actor, now, supplier.id, SupplierFacts(name), ""))
    ids = dict.fromkeys(key if key > 0 else added[-key - 1].id for key in found)
    rows = {row.id: row for row in session.scalars(select(Supplier).where(Supplier.id.in_(ids)))}
    return [rows[key] for key in ids]


def refuse_names(names: Sequence[str], *, at_least: int = 0) -> None:
    """Raises RefusedError for names, as they were tidied, that cannot be added together."""
    if len(names) < at_least:
        raise RefusedError(rules.NAMES_MISSING)
    if len(names) > rules.MOST_NAMES:
        raise RefusedError(rules.NAMES_TOO_MANY, count=len(names), most=rules.MOST_NAMES)
    for mistake in filter(None, map(rules.name_mistake, names)):
        raise RefusedError(mistake.words, **mistake.values)


def change_supplier(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    supplier_id: int,
    facts: SupplierFacts,
    reason: str,
    seen: int | None = None,
) -> None:
    """Other facts from now on. `seen`: the version that the form showed.

    Raises ChangedMeanwhileError when there is another by now.
    """
    version = _kept(session, actor, supplier_id)
    if seen is not None and seen != version.id:
        raise ChangedMeanwhileError(EDITED_MEANWHILE)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    facts = _checked(session, actor, facts, supplier_id)
    if facts == facts_of(version):
        raise RefusedError(SAME)
    with recorded(session, actor, now, reason=reason.strip()):
        session.add(_version(actor, now, supplier_id, facts, reason))


def merge_supplier(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    supplier_id: int,
    into_id: int,
    reason: str,
    seen: str | None = None,
) -> SupplierMerge:
    """A supplier that was entered twice is the other one from now on.

    `seen`: what goes along, as the form showed it. Raises ChangedMeanwhileError when that is
    something else by now, RefusedError where a merge cannot be: with itself, or of or into one
    that was merged already, so that there never is a circle.
    """
    require(actor, Action.SUPPLIER_MERGE)
    lock_register(session)
    if supplier_id == into_id:
        raise RefusedError(INTO_ITSELF)
    for key in (supplier_id, into_id):
        _there(session, actor, key)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    if seen is not None and seen != lookup.moves(session, actor, supplier_id, into_id).seen:
        raise ChangedMeanwhileError(MOVED_MEANWHILE)
    why = reason.strip()
    made = SupplierMerge(supplier_id=supplier_id, into_id=into_id, reason=why, **stamp(actor, now))
    earlier = session.scalars(select(SupplierMerge).where(SupplierMerge.into_id == supplier_id))
    with recorded(session, actor, now, reason=why):
        session.add(made)
        for row in earlier:
            # What was merged into this one goes along, so that one step always leads home.
            row.into_id = into_id
    return made


def add_contact(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    supplier_id: int,
    name: str,
    function: str = "",
    email: str = "",
    phone: str = "",
) -> SupplierContact:
    """Somebody to turn to. Raises RefusedError without a name, and for what is no mail address."""
    _kept(session, actor, supplier_id)
    if not name.strip():
        raise RefusedError(CONTACT_MISSING)
    made = SupplierContact(
        supplier_id=supplier_id,
        name=_line(name),
        function=_line(function),
        email=clean_email(email) if email.strip() else "",
        phone=_line(phone),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(made)
    return made


def end_contact(session: Session, actor: Actor, now: datetime, *, contact_id: int) -> None:
    """Somebody is no contact person any more. Raises RefusedError when that was so already."""
    contact = session.get(SupplierContact, contact_id)
    supplier = session.get(Supplier, contact.supplier_id) if contact else None
    require(actor, Action.SUPPLIER_KEEP, supplier or Supplier())
    lock_register(session)
    assert contact is not None
    session.refresh(contact)
    if contact.ended_at is not None:
        raise RefusedError(CONTACT_ENDED, name=contact.name)
    with recorded(session, actor, now):
        contact.ended_at, contact.ended_by_id = now, actor.person_id


def add_wish(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    supplier_id: int,
    chain_id: int,
    asked_on: date,
    note: str = "",
) -> SupplierWish:
    """A supplier asked to be heard on a chain, on that day."""
    _kept(session, actor, supplier_id)
    require(actor, Action.CHAIN_SEE, session.get(Chain, chain_id))
    if asked_on > local_day(now):
        raise RefusedError(ASKED_AHEAD)
    made = SupplierWish(
        supplier_id=supplier_id,
        chain_id=chain_id,
        asked_on=asked_on,
        note=note.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now):
        session.add(made)
    return made


def remove_wish(
    session: Session, actor: Actor, now: datetime, *, wish_id: int, reason: str
) -> SupplierWish:
    """It did not ask that: the wish counts no more, and stays in the history.

    Raises RefusedError without a reason, and when it was taken back already.
    """
    wish = session.get(SupplierWish, wish_id)
    if wish is None:
        raise NotThereError(f"wish {wish_id}")
    require(actor, Action.SUPPLIER_KEEP, session.get_one(Supplier, wish.supplier_id))
    lock_register(session)
    session.refresh(wish)
    if wish.removed_at is not None:
        raise RefusedError(WISH_REMOVED)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    with recorded(session, actor, now):
        wish.removed_at, wish.removed_reason = now, reason.strip()
    return wish


def forget_contacts(
    session: Session, actor: Actor, now: datetime, *, before: datetime, most: int
) -> int:
    """The names of contact persons that ended before a moment go, for good; how many.

    That there was one, from when to when, stays; the history never held a name.
    """
    require(actor, Action.CONTACTS_FORGET)
    rows = session.scalars(
        select(SupplierContact)
        .where(SupplierContact.ended_at < before, SupplierContact.anonymised_at.is_(None))
        .order_by(SupplierContact.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    with recorded(session, actor, now):
        for row in rows:
            row.name, row.function, row.email, row.phone = FORMER_CONTACT, "", "", ""
            row.anonymised_at = now
    return len(rows)


def facts_of(version: SupplierVersion) -> SupplierFacts:
    """What a version says, as a form takes it."""
    return SupplierFacts(version.name, version.company_size, version.kvk, version.website)


def _line(text: str) -> str:
    return " ".join(text.split())


def _version(
    actor: Actor, now: datetime, supplier_id: int, facts: SupplierFacts, reason: str
) -> SupplierVersion:
    return SupplierVersion(
        supplier_id=supplier_id,
        sort_name=sort_name(facts.name),
        reason=reason.strip(),
        **vars(facts),
        **stamp(actor, now),
    )


def _kept(session: Session, actor: Actor, supplier_id: int) -> SupplierVersion:
    """What is known of a supplier that the actor may keep, while nobody else edits the register."""
    supplier = session.get(Supplier, supplier_id)
    require(actor, Action.SUPPLIER_KEEP, supplier or Supplier())
    lock_register(session)
    return _there(session, actor, supplier_id)


def _there(session: Session, actor: Actor, supplier_id: int) -> SupplierVersion:
    require(actor, Action.SUPPLIER_SEE, session.get(Supplier, supplier_id))
    version = lookup.facts_now(session, supplier_id)
    if version is None:
        raise NotThereError(f"supplier {supplier_id}")
    merged = select(SupplierMerge.id).where(SupplierMerge.supplier_id == supplier_id)
    if session.scalar(merged) is not None:
        raise RefusedError(IS_MERGED, name=version.name)
    return version


def _checked(
    session: Session, actor: Actor, facts: SupplierFacts, supplier_id: int | None
) -> SupplierFacts:
    """The facts as they will be kept; raises RefusedError with the first that cannot be."""
    facts = rules.tidied(facts)
    for mistake in rules.mistakes(facts):
        raise RefusedError(mistake.words, **mistake.values)
    other = lookup.other_with(session, actor, supplier_id, name=facts.name)
    if other is not None:
        raise RefusedError(NAME_TAKEN, name=other)
    other = lookup.other_with(session, actor, supplier_id, kvk=facts.kvk) if facts.kvk else None
    if other is not None:
        raise RefusedError(KVK_TAKEN, name=other)
    return facts
