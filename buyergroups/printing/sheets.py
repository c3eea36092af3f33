"""The sheet of the knowledge lead of a tender on paper."""

from __future__ import annotations

from typing import Any

from buyergroups.errors import NotThereError
from buyergroups.files.queries import files_of
from buyergroups.tenders import labels, queries
from buyergroups.tenders.views import TenderPage, openness, standing_of, tender_in
from buyergroups.web import state
from models.files import FileSubject


def tender_with_sheet(slug: str, ref: str) -> TenderPage:
    """A tender of which the reader may see the sheet; raises NotThereError."""
    found = tender_in(slug, ref)
    session, actor = state.reading(), state.actor()
    if not isinstance(found, TenderPage) or not queries.sheet_is_seen(
        session, actor, found.tender.id
    ):
        raise NotThereError(f"sheet of {ref[:20]}")
    return found


def sheet_on_paper(slug: str, ref: str) -> tuple[str, dict[str, Any]]:
    """The name of the file, and what the template needs."""
    found = tender_with_sheet(slug, ref)
    session, row = state.reading(), found.tender
    lines = queries.sheet_of(session, row.id)
    base = state.tracker().settings.base_url
    values = {
        "tender": row,
        "standing": standing_of(row),
        "openness": openness(row),
        "sheet": lines,
        "papers": files_of(session, FileSubject.GIVEN_INFORMATION, [line.id for line in lines]),
        "consultations": queries.consultations_of(session, state.actor(), row.id),
        "tender_labels": labels,
        "address": f"{base}/buyer-groups/{found.header.group.slug}/aanbestedingen/{row.ref}",
        **found.header.context(),
    }
    return f"kennisblad-{row.ref}", values
