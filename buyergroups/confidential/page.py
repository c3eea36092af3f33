"""What the pages of answers in confidence share: who has the tab, and what goes in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can
from buyergroups.confidential import queries
from buyergroups.confidential.queries import Answer
from buyergroups.confidential.taking import Gathered
from buyergroups.consultations.page import ConsultationPage, consultation_page
from buyergroups.consultations.queries import consultation_at
from buyergroups.consultations.views import theme_names
from buyergroups.errors import NotThereError
from buyergroups.web import state
from buyergroups.writing.services import SealedForm


def may_open_form(session: Session, actor: Actor, _: datetime, at: re.Match[str]) -> bool:
    """Whether somebody may still write here; raises NotThereError for what they do not see."""
    consultation = consultation_at(session, actor, at["ref"])
    if at["answer"] != "nieuw":
        queries.answer_at(session, actor, consultation.id, at["answer"])
    return can(actor, Action.CONFIDENTIAL_WRITE, consultation)


#: The forms in which somebody types what was said in confidence.
FORMS = SealedForm(
    re.compile(r"^/marktconsultaties/(?P<ref>[^/]+)/vertrouwelijk/(?P<answer>[^/]+)"),
    may_open_form,
)


@dataclass(frozen=True)
class SealedPage:
    """A file of which somebody may open what was given in confidence."""

    header: ConsultationPage
    may_write: bool
    may_read: bool


def has_tab(header: ConsultationPage) -> bool:
    """Everybody who keeps the file, so that the tab tells nothing; others who read an answer."""
    return header.may_keep or queries.may_read_any(
        state.reading(), state.actor(), header.consultation.id
    )


def has_link(supplier_id: int) -> bool:
    """Only for who reads something that this supplier said."""
    return queries.may_read_any_of(state.reading(), state.actor(), supplier_id)


def sealed_page(ref: str) -> SealedPage:
    """Raises NotThereError for who has no such tab."""
    header = consultation_page(ref)
    if not has_tab(header):
        raise NotThereError("nothing in confidence here")
    session, actor = state.reading(), state.actor()
    return SealedPage(
        header=header,
        may_write=can(actor, Action.CONFIDENTIAL_WRITE, header.consultation),
        may_read=queries.may_read_any(session, actor, header.consultation.id),
    )


def gather(answers: Sequence[Answer], *, texts: bool = False) -> Gathered:
    """Answers with who reads and who read them; with the texts only once that was recorded."""
    session, actor = state.reading(), state.actor()
    numbers = [row.id for row in answers]
    return Gathered(
        answers=answers,
        texts=queries.texts_of(session, actor, numbers) if texts else {},
        readers=queries.readers_of(session, actor, numbers),
        themes=theme_names(),
        accesses=queries.accesses_of(session, actor, numbers),
    )
