"""What tenders offer to the page of today and to the page of a group: what is not equal yet."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.groups.offers import Ask, Part, nothing_coming
from buyergroups.groups.page import GroupPage
from buyergroups.tenders import queries
from buyergroups.web import state
from buyergroups.words import Words

UNEQUAL = Words(
    "Voor ‘%(subject)s’ heeft niet iedereen de informatie die een marktpartij al kreeg.",
    "For ‘%(subject)s’ not everybody has the information that a supplier got.",
)
BUTTON = Words("Bekijk het kennisblad", "See the sheet")
#: After what is asked of a reader by name.
WEIGHT = 40


def asks(session: Session, page: GroupPage) -> Sequence[Ask]:
    """Tenders of the group, that the reader keeps, with something that only some have."""
    language = state.language()
    return [
        Ask(
            UNEQUAL.into(language, subject=row.subject),
            BUTTON.into(language),
            url_for("sheets.tender", slug=page.group.slug, ref=row.ref),
            WEIGHT,
        )
        for row in queries.unequal(session, state.actor(), page.group.id)
    ]


PART = Part(asks, nothing_coming)
