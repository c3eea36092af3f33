"""The market vision or the market strategy of a group on paper: its text."""

from __future__ import annotations

from typing import Any

from buyergroups.clock import local_day
from buyergroups.documents.downloads import asked_or_adopted, outline_of
from buyergroups.documents.pages import Place
from buyergroups.errors import NotThereError
from buyergroups.strategies.page import place_of
from buyergroups.web import state


def text_on_paper(slug: str, which: str) -> tuple[str, dict[str, Any]]:
    """The name of the file, and what the template needs, of the version in the address.

    Raises NotThereError for what the reader may not see.
    """
    place = place_of(slug, which)
    if not isinstance(place, Place):
        raise NotThereError(f"group {slug[:80]}")
    version = asked_or_adopted(place)
    values = {
        "outline": outline_of(place, version, {}),
        "version": version,
        "adopted_on": local_day(version.adopted_at) if version.adopted_at else None,
        "address": f"{state.tracker().settings.base_url}{place.of(version)}",
        **place.values(),
    }
    return f"{place.file}-{version.nr or 'concept'}", values
