"""What every page of a consultation shows above itself, for whoever may read its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from buyergroups.access.permissions import Action, can, require
from buyergroups.consultations import labels, queries
from buyergroups.consultations.queries import Owners
from buyergroups.web import state
from buyergroups.words import Words
from models.consultations import MarketConsultation

SECTION = "consultations"


@dataclass(frozen=True)
class ConsultationPage:
    """A consultation, and what the reader may do with it."""

    consultation: MarketConsultation
    owners: Owners
    chains: Sequence[Any]
    may_keep: bool
    may_publish: bool

    def context(self) -> dict[str, Any]:
        """For the template."""
        return {
            "section": SECTION,
            "page": self,
            "consultation": self.consultation,
            "consultation_labels": labels,
            "today": state.today(),
            "tabs": [
                (url_for(tab.endpoint, ref=self.consultation.ref), tab.words)
                for tab in TABS
                if tab.shown(self)
            ],
        }


def always(_: ConsultationPage) -> bool:
    """For a tab that every reader of the file has."""
    return True


@dataclass(frozen=True)
class Tab:
    """A tab of the file; each is a view of its own area. What it holds, it never tells."""

    endpoint: str
    words: Words
    shown: Callable[[ConsultationPage], bool] = always


#: The tabs in order; `areas` fills in what each area offers.
TABS: list[Tab] = []


def consultation_page(ref: str, action: Action = Action.CONSULTATION_READ) -> ConsultationPage:
    """The file of a consultation; whoever may not read it gets the answer of one that is not."""
    actor, session = state.actor(), state.reading()
    consultation = queries.consultation_at(session, actor, ref)
    require(actor, Action.CONSULTATION_READ, consultation)
    require(actor, action, consultation)
    return ConsultationPage(
        consultation=consultation,
        owners=queries.owners_of(session, consultation),
        chains=queries.chains_of(session, consultation.id),
        may_keep=can(actor, Action.CONSULTATION_KEEP, consultation),
        may_publish=can(actor, Action.CONSULTATION_PUBLISH, consultation),
    )
