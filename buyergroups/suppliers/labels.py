"""The words of suppliers."""

from __future__ import annotations

from buyergroups.words import Words
from models.suppliers import SupplierSize

SIZES: dict[SupplierSize, Words] = {
    SupplierSize.SME: Words("mkb", "small or medium-sized"),
    SupplierSize.LARGE: Words("groter dan mkb", "larger than medium-sized"),
    SupplierSize.UNKNOWN: Words("grootte niet bekend", "size not known"),
}
