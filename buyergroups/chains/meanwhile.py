"""Whoever saves second is told: what a form showed against what stands there by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from buyergroups.errors import ChangedMeanwhileError
from buyergroups.words import Words
from buyergroups.writing.meanwhile import meanwhile
from models.base import Base
from models.chains import Chain

__all__ = ["Seen", "latest_of", "meanwhile", "still_the_last"]


@dataclass(frozen=True, slots=True)
class Seen:
    """The row that a form was filled in beside; None when there was none yet."""

    id: int | None


def latest_of(model: type[Base], chain_id: int, *only: ColumnElement[bool]) -> Select[Any]:
    """The row of a chain that was recorded last."""
    table: Any = model
    return (
        select(table.id)
        .where(table.chain_id == chain_id, *only)
        .order_by(table.recorded_at.desc(), table.id.desc())
        .limit(1)
    )


def still_the_last(
    session: Session, chain_id: int, seen: Seen | None, last: Select[Any], words: Words
) -> None:
    """Whoever saves second is told, and loses nothing: the form still has the text."""
    # Two who save at once wait for each other here; SQLite has one writer anyhow.
    session.execute(select(Chain.id).where(Chain.id == chain_id).with_for_update())
    if seen is not None and session.scalar(last) != seen.id:
        raise ChangedMeanwhileError(words)
