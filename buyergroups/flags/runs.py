"""Reads how each rule fared when it was last asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.flags import FlagRun


def runs_by_rule(session: Session) -> Mapping[str, Any]:
    """When each rule was asked, and what went wrong where something did."""
    rows = session.execute(select(FlagRun.rule, FlagRun.ran_at, FlagRun.stand, FlagRun.error))
    return {row.rule: row for row in rows}
