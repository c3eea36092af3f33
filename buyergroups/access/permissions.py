"""The one place that decides: `can` for one thing, `visible_to` for the rows of a list.

Areas state their rules in their `access.py`; `buyergroups.areas` registers them here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false

from buyergroups.access.actor import Actor
from buyergroups.errors import NotAllowedError
from models.base import Base


class Action(StrEnum):
    """Everything that somebody may or may not do, by area and verb."""

    ADMINISTRATION_OPEN = "administration.open"
    BASELINE_IMPORT = "baseline.import"
    BASELINE_SEE = "baseline.see"
    BOARD_SEE = "board.see"
    CHAIN_SEE = "chain.see"
    CHAIN_EDIT = "chain.edit"
    CHAIN_COVER = "chain.cover"
    CHAIN_SELECT = "chain.select"
    CONFIDENTIAL_READ = "confidential.read"
    CONFIDENTIAL_WRITE = "confidential.write"
    CONSULTATION_ITEM_READ = "consultation.item-read"
    CONSULTATION_KEEP = "consultation.keep"
    CONSULTATION_LOG = "consultation.log"
    CONSULTATION_NOTES = "consultation.notes"
    CONSULTATION_PUBLISH = "consultation.publish"
    CONSULTATION_READ = "consultation.read"
    CONSULTATION_SEE = "consultation.see"
    CONTACTS_FORGET = "contacts.forget"
    CRITERIA_EDIT = "criteria.edit"
    DECISION_SEE = "decision.see"
    DEMAND_STATE = "demand.state"
    DIGEST_CHOOSE = "digest.choose"
    DOCUMENT_SEE = "document.see"
    DOCUMENT_SEE_DRAFT = "document.see-draft"
    DOCUMENT_EDIT = "document.edit"
    DOCUMENT_REMARK = "document.remark"
    DOCUMENT_REVIEW = "document.review"
    DOCUMENT_ADOPT = "document.adopt"
    GROUP_JOIN = "group.join"
    GROUP_KEEP = "group.keep"
    GROUP_RUN = "group.run"
    GROUP_SEE = "group.see"
    GROUP_START = "group.start"
    GROUPS_OPEN = "groups.open"
    FILES_ERASE = "files.erase"
    FLAGS_OPEN = "flags.open"
    FLAG_KEEP = "flag.keep"
    FLAG_RULES_SEE = "flag.rules-see"
    FLAG_RULES_SWITCH = "flag.rules-switch"
    FLAG_SEE = "flag.see"
    FLAG_SOLVE = "flag.solve"
    FOLLOW = "follow"
    FOLLOW_SEE = "follow.see"
    HISTORY_SEE = "history.see"
    IMPORT_ERASE = "import.erase"
    IMPORT_OPEN = "import.open"
    IMPORT_SEE = "import.see"
    JOBS_MANAGE = "jobs.manage"
    LOGBOOK_OPEN = "logbook.open"
    LEAD_APPOINT = "lead.appoint"
    MAIL_SEE = "mail.see"
    MARKET_ESTIMATE = "market.estimate"
    NEWS_OPEN = "news.open"
    ORGANISATION_EDIT = "organisation.edit"
    ORGANISATION_SEE = "organisation.see"
    PEOPLE_LIST = "people.list"
    PERSON_EDIT = "person.edit"
    PERSON_SEE = "person.see"
    PHASE_ASSESS = "phase.assess"
    PHASE_CORRECT = "phase.correct"
    PHASE_DECIDE = "phase.decide"
    PLAN_KEEP = "plan.keep"
    PLEDGE_KEEP = "pledge.keep"
    PLEDGE_SEE = "pledge.see"
    PROMPTS_EDIT = "prompts.edit"
    PRIVATE_DEMAND_MARK = "private-demand.mark"
    PROTOCOL_EDIT = "protocol.edit"
    PROTOCOL_SEE = "protocol.see"
    REPORT_SEE = "report.see"
    RIGHTS_CONFIRM = "rights.confirm"
    SESSION_END = "session.end"
    SESSION_SEE = "session.see"
    SETTING_EDIT = "setting.edit"
    SHEET_KEEP = "sheet.keep"
    SHEET_SEE = "sheet.see"
    STATUS_REPORT = "status.report"
    SUPPLIERS_COMPARE = "suppliers.compare"
    SUPPLIERS_OPEN = "suppliers.open"
    SUPPLIER_KEEP = "supplier.keep"
    SUPPLIER_MERGE = "supplier.merge"
    SUPPLIER_SEE = "supplier.see"
    TASK_RESULT = "task.result"
    TASK_SEE = "task.see"
    TENDER_KEEP = "tender.keep"
    TENDER_SEE = "tender.see"
    TOPIC_CHANGE = "topic.change"
    TOPIC_KEEP = "topic.keep"
    TOPIC_RAISE = "topic.raise"
    TOPIC_SEE = "topic.see"
    TOPIC_TEST = "topic.test"
    VOLUME_SEE = "volume.see"


Rule = Callable[[Actor, Any], bool]
Scope = Callable[[Actor], ColumnElement[bool]]

_rules: dict[Action, Rule] = {}
_scopes: dict[type[Base], Scope] = {}


def register(rules: Mapping[Action, Rule], scopes: Mapping[type[Base], Scope]) -> None:
    """Take in the rules of an area; saying the same thing again changes nothing."""
    for action, rule in rules.items():
        assert _rules.setdefault(action, rule) is rule, f"two rules for {action}"
    for model, scope in scopes.items():
        assert _scopes.setdefault(model, scope) is scope, f"two scopes for {model}"


def can(actor: Actor, action: Action, thing: Any = None) -> bool:
    """Whether this actor may do this to this thing. What has no rule, nobody may."""
    rule = _rules.get(action)
    return rule is not None and rule(actor, thing)


def require(actor: Actor, action: Action, thing: Any = None) -> None:
    """Raise NotAllowedError unless the actor may."""
    if not can(actor, action, thing):
        raise NotAllowedError(f"{action} by person {actor.person_id}")


def visible_to(actor: Actor, model: type[Base]) -> ColumnElement[bool]:
    """The where-clause that leaves the rows of a table which this actor may see."""
    scope = _scopes.get(model)
    return scope(actor) if scope is not None else false()


def scoped_models() -> list[type[Base]]:
    """The tables that have a scope, for the test that holds `can` and `visible_to` together."""
    return list(_scopes)
