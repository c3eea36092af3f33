"""Whether all suppliers of a chain were treated equally: heard how often, how long, and who never.

Of the files that the reader may read, and only where suppliers really were heard: one on the list
of a consultation that was announced or cancelled was heard by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.consultations.access import files_scope
from buyergroups.suppliers.merged import home_of, latest_facts
from buyergroups.suppliers.queries import HEARD, attended_by_home
from models.consultations import ConsultationChain, ConsultationSupplier, MarketConsultation
from models.suppliers import Supplier, SupplierSize, SupplierVersion, SupplierWish


class Order(StrEnum):
    """By what the table is sorted; written so in the address."""

    HEARD = ""
    NAME = "naam"
    MINUTES = "minuten"
    LAST = "laatst"
    ASKED = "gevraagd"


@dataclass
class Treated:
    """A supplier that is known in a chain: it was invited or heard there, or asked to be."""

    id: int
    ref: str
    name: str
    sort_name: str
    size: SupplierSize
    #: By consultation that was held how long it was heard in it; None is not known.
    heard: dict[int, int | None] = field(default_factory=dict)
    #: In how many consultations it was on the list, held or not.
    listed: set[int] = field(default_factory=set)
    last: date | None = None
    #: When it first asked to be heard.
    asked: date | None = None

    @property
    def times(self) -> int:
        """In how many consultations it was heard."""
        return len(self.heard)

    @property
    def minutes(self) -> int:
        """How long in all, as far as that is known."""
        return sum(minutes or 0 for minutes in self.heard.values())

    @property
    def timed(self) -> bool:
        """Whether of any consultation is known how long."""
        return self.unknown < self.times

    @property
    def unknown(self) -> int:
        """Of how many consultations is not known how long."""
        return sum(minutes is None for minutes in self.heard.values())

    @property
    def waits(self) -> bool:
        """Whether it asked to be heard and was not since."""
        return self.asked is not None and (self.last is None or self.last < self.asked)


def treated(session: Session, actor: Actor, chain_id: int) -> list[Treated]:
    """Every supplier that is known in a chain, by name; three statements, however many."""
    attended = _attended(session, actor, chain_id)
    wished = session.execute(
        select(home_of(SupplierWish.supplier_id).label("home_id"), SupplierWish.asked_on)
        .join(Supplier, Supplier.id == SupplierWish.supplier_id)
        .where(
            SupplierWish.chain_id == chain_id,
            SupplierWish.removed_at.is_(None),
            visible_to(actor, Supplier),
        )
    ).all()
    ids = {row.home_id for row in (*attended, *wished)}
    version = SupplierVersion
    named: Any = session.execute(
        select(Supplier.id, Supplier.ref, version.name, version.sort_name, version.company_size)
        .join(version, version.id == latest_facts(Supplier.id))
        .where(Supplier.id.in_(ids))
        .order_by(version.sort_name, Supplier.id)
    )
    found = {row[0]: Treated(*row) for row in named}
    for row in attended:
        _attend(found[row.home_id], row)
    for home_id, asked_on in wished:
        one = found[home_id]
        # The latest counts: whoever was heard and asks again, asks again.
        one.asked = max(one.asked or asked_on, asked_on)
    return list(found.values())


def _attended(session: Session, actor: Actor, chain_id: int) -> Sequence[Any]:
    _, rows = attended_by_home()
    return session.execute(
        rows.add_columns(
            MarketConsultation.id,
            MarketConsultation.state,
            MarketConsultation.sort_day,
            MarketConsultation.minutes_each,
            ConsultationSupplier.present,
            ConsultationSupplier.minutes,
        )
        .join(ConsultationChain, ConsultationChain.consultation_id == MarketConsultation.id)
        .where(
            ConsultationChain.chain_id == chain_id,
            ConsultationChain.removed_at.is_(None),
            files_scope(actor),
        )
    ).all()


def _attend(one: Treated, row: Any) -> None:
    one.listed.add(row.id)
    if not row.present or row.state not in HEARD:
        return
    minutes = row.minutes if row.minutes is not None else row.minutes_each
    # Two rows of one consultation are one supplier that was merged: it was heard once.
    earlier = one.heard.get(row.id)
    known = [value for value in (earlier, minutes) if value is not None]
    one.heard[row.id] = max(known) if known else None
    one.last = max(one.last or row.sort_day, row.sort_day)


@dataclass(frozen=True)
class Summary:
    """The table in five figures."""

    suppliers: int
    heard: int
    never: int
    waiting: int
    #: Of how many of those who were heard is known how long in all, and the least and the most of
    #: these, in minutes.
    timed: int
    least: int
    most: int


def summary(rows: Sequence[Treated]) -> Summary:
    """What stands above the table."""
    heard = [row for row in rows if row.times]
    minutes = [row.minutes for row in heard if not row.unknown]
    return Summary(
        suppliers=len(rows),
        heard=len(heard),
        never=len(rows) - len(heard),
        waiting=sum(row.waits for row in rows),
        timed=len(minutes),
        least=min(minutes, default=0),
        most=max(minutes, default=0),
    )


def in_order(rows: Iterable[Treated], order: Order) -> list[Treated]:
    """Who was heard least comes first: that is what one looks for. By name it is the alphabet."""
    keys = {
        Order.HEARD: lambda row: (row.times, row.minutes),
        Order.NAME: lambda _: 0,
        Order.MINUTES: lambda row: row.minutes,
        Order.LAST: lambda row: row.last or date.min,
        Order.ASKED: lambda row: (row.asked is None, row.asked or date.max),
    }
    return sorted(sorted(rows, key=lambda row: row.sort_name), key=keys[order])
