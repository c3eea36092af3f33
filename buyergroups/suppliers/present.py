"""Reads which suppliers were invited and present, and compares pasted names with the register."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from buyergroups.access.actor import Actor
from buyergroups.consultations.access import files_scope
from buyergroups.suppliers.lookup import all_named, names_of
from buyergroups.suppliers.merged import home_of, latest_facts
from buyergroups.suppliers.rules import Likeness, Names
from models.base import sort_name
from models.consultations import ConsultationSupplier, MarketConsultation
from models.suppliers import Supplier, SupplierVersion


def attendance(session: Session, actor: Actor, consultation_id: int) -> Sequence[Any]:
    """Who is on the list of a consultation that one may read, by name; under the name of now.

    `recorded_as` is the name of the supplier that the row was written of, where that was merged.
    """
    home, own, was = aliased(Supplier), aliased(SupplierVersion), aliased(SupplierVersion)
    supplier_id = ConsultationSupplier.supplier_id
    return session.execute(
        select(
            ConsultationSupplier.id,
            home.id.label("home_id"),
            home.ref,
            own.name,
            own.company_size,
            was.name.label("recorded_as"),
            ConsultationSupplier.invited,
            ConsultationSupplier.present,
            ConsultationSupplier.minutes,
            ConsultationSupplier.why,
            ConsultationSupplier.checked_on,
            ConsultationSupplier.consented_on,
        )
        .select_from(ConsultationSupplier)
        .join(MarketConsultation, MarketConsultation.id == ConsultationSupplier.consultation_id)
        .join(home, home.id == home_of(supplier_id))
        .join(own, own.id == latest_facts(home.id))
        .join(was, was.id == latest_facts(supplier_id))
        .where(
            ConsultationSupplier.consultation_id == consultation_id,
            ConsultationSupplier.removed_at.is_(None),
            files_scope(actor),
        )
        .order_by(own.sort_name, ConsultationSupplier.id)
    ).all()


@dataclass(frozen=True)
class Line:
    """A name that was pasted, and what the register has of it, as far as the reader may see."""

    name: str
    #: By which a choice is told apart from that of the other lines.
    key: str
    #: The supplier with this name: id, reference and name.
    known: tuple[int, str, str] | None
    #: Those that come near, of which it may be one.
    alike: Sequence[tuple[int, str, str]]


def compare(session: Session, actor: Actor, names: Sequence[str]) -> list[Line]:
    """What the register has of each name; two statements, however many names there are."""
    rows = all_named(session, actor)
    register = Names((row.name, row.home_id) for row in rows)
    certain = {name: register.certain(name) for name in names}
    likeness = Likeness([row.name for row in rows])
    near = {
        name: list(dict.fromkeys(rows[place].home_id for place in likeness.like(name)))
        for name in names
        if certain[name] is None
    }
    found = {key for ids in near.values() for key in ids}
    found |= {key for key in certain.values() if key is not None}
    told = names_of(session, found)

    def told_of(supplier_id: int) -> tuple[int, str, str]:
        return supplier_id, *told[supplier_id]

    return [
        Line(
            name,
            hashlib.sha256(sort_name(name).encode()).hexdigest()[:16],
            told_of(key) if (key := certain[name]) is not None else None,
            [told_of(supplier_id) for supplier_id in near.get(name, ())],
        )
        for name in names
    ]


def fingerprint(lines: Sequence[Line]) -> str:
    """What was shown of a comparison, in short: another one is shown before it is recorded."""
    told = [
        (line.key, line.known and line.known[0], [row[0] for row in line.alike]) for line in lines
    ]
    return hashlib.sha256(str(told).encode()).hexdigest()[:20]


def resolved(
    lines: Sequence[Line], choices: Mapping[str, str]
) -> tuple[list[int], list[str], list[str]]:
    """The suppliers that were meant, the names that are new, and the keys still to be chosen of.

    `choices`: by key the reference of a supplier that comes near, or 'nieuw'.
    """
    ids, new, open_keys = [], [], []
    for line in lines:
        refs = {ref: supplier_id for supplier_id, ref, _ in line.alike}
        choice = choices.get(line.key, "")
        if line.known is not None:
            ids.append(line.known[0])
        elif not line.alike or choice == "nieuw":
            new.append(line.name)
        elif choice in refs:
            ids.append(refs[choice])
        else:
            open_keys.append(line.key)
    return ids, new, open_keys


def meant(lines: Sequence[Line], choices: Mapping[str, str]) -> dict[str, int]:
    """Of names that only come near, the suppliers that were chosen, by name."""
    return {
        line.name: supplier_id
        for line in lines
        for supplier_id, ref, _ in line.alike
        if line.known is None and choices.get(line.key) == ref
    }
