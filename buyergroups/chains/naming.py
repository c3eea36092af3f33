"""Reads what chains are called now, beside whatever else a statement reads."""

from __future__ import annotations

from typing import Any

from buyergroups.access.belonging import Statement
from buyergroups.db import latest_id
from models.chains import Chain, ChainVersion


def named_chain(statement: Statement, chain_id: Any) -> Statement:
    """A statement with the address and name of a chain besides, as `slug` and `chain`."""
    return (
        statement.add_columns(Chain.slug, ChainVersion.name_nl.label("chain"))
        .join(Chain, Chain.id == chain_id)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
    )
