"""A published report is for everybody; who publishes one stands with consultations.

Pages without sign-in ask no rule: what they read is only ever what was published. The rule here is
for what the signed-in part of the tracker shows of it: files, the history of a chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, true

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, Rule, Scope
from models.base import Base
from models.consultations import ConsultationReport


def may_see(actor: Actor, report: Any) -> bool:
    """The same as `reports_scope`, of one version."""
    return actor.is_person and isinstance(report, ConsultationReport)


def reports_scope(actor: Actor) -> ColumnElement[bool]:
    """Every version that was ever published."""
    return true() if actor.is_person else false()


RULES: Mapping[Action, Rule] = {Action.REPORT_SEE: may_see}
SCOPES: Mapping[type[Base], Scope] = {ConsultationReport: reports_scope}
