"""What a supplier is by now: rows keep the supplier that they were recorded of, reading follows.

Nothing is moved by a merge, so that each file keeps saying what was recorded in it, and what was
given in confidence is touched by nobody. A merge always names a supplier that was not merged
itself (`services.merge_supplier` keeps it so): one step leads home.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select

from buyergroups.db import latest_id, second
from models.suppliers import Supplier, SupplierMerge, SupplierVersion


def home_of(supplier_id: Any) -> ColumnElement[int]:
    """The supplier that one is by now: itself, or what it was merged into."""
    merge = second(SupplierMerge)
    into = select(merge.into_id).where(merge.supplier_id == supplier_id).scalar_subquery()
    return func.coalesce(into, supplier_id)


def is_home(supplier_id: Any) -> ColumnElement[bool]:
    """Whether a supplier is still one of its own."""
    merge = second(SupplierMerge)
    return ~select(merge.id).where(merge.supplier_id == supplier_id).exists()


def is_alone(supplier_id: Any) -> ColumnElement[bool]:
    """Whether a supplier has no part in any merge."""
    merge = second(SupplierMerge)
    of_it = or_(merge.supplier_id == supplier_id, merge.into_id == supplier_id)
    return ~select(merge.id).where(of_it).exists()


def same_as(supplier_id: int) -> ColumnElement[bool]:
    """Whether `Supplier` is this one, which was not merged, or was merged into it."""
    return home_of(Supplier.id) == supplier_id


def latest_facts(supplier_id: Any) -> ScalarSelect[int]:
    """The id of the version of a supplier that holds."""
    return latest_id(SupplierVersion, supplier_id=supplier_id)
