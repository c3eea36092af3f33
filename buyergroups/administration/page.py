"""The pages under /beheer; `buyergroups.areas` lists them, the index knows none of them."""

from __future__ import annotations

from dataclasses import dataclass

from buyergroups.access.permissions import Action
from buyergroups.words import Words


@dataclass(frozen=True)
class AdminPage:
    """A line of the index; shown to whoever may open it."""

    endpoint: str
    words: Words
    hint: Words
    needs: Action


ADMIN_PAGES: list[AdminPage] = []
