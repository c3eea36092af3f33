"""The one list of areas, in menu order; the only place that knows them all."""

from __future__ import annotations

from types import ModuleType

from flask import Blueprint

from buyergroups.access.permissions import register
from buyergroups.accounts import access as accounts_access
from buyergroups.accounts.views import blueprint as accounts
from buyergroups.chains import access as chains_access
from buyergroups.chains import labels as chain_labels
from buyergroups.chains.page import TABS, Tab
from buyergroups.chains.views import blueprint as chains
from buyergroups.phases import access as phases_access
from buyergroups.phases.views import blueprint as phases
from buyergroups.settings import access as settings_access
from buyergroups.web.views import MenuItem
from buyergroups.words import Words

BLUEPRINTS: tuple[Blueprint, ...] = (phases, chains, accounts)

MENU: tuple[MenuItem, ...] = (
    MenuItem("board", "phases.board", Words("Fasebord", "Phase board")),
    MenuItem("chains", "chains.chains", Words("Ketens", "Chains")),
)

TABS[:] = [
    Tab("chains.overview", Words("Overzicht", "Overview")),
    Tab("phases.phase", Words("Fase", "Phase")),
    Tab("chains.history", Words("Geschiedenis", "History")),
]

#: What every template may use beside its own values.
TEMPLATE_HELPERS: dict[str, object] = {"labels": chain_labels}

RULE_BOOKS: tuple[ModuleType, ...] = (
    phases_access,
    chains_access,
    accounts_access,
    settings_access,
)


def register_rules() -> None:
    """Make every area's rules known to `can` and `visible_to`."""
    for book in RULE_BOOKS:
        register(book.RULES, book.SCOPES)
