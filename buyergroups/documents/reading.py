"""The pages on which a document is read: as adopted, its draft, a version, all, two compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.clock import local_day
from buyergroups.documents import labels, queries
from buyergroups.documents.compare import comparison, name_of
from buyergroups.documents.pages import Place, PlaceOf, at_place, rights
from buyergroups.documents.queries import VersionRow
from buyergroups.errors import NotThereError
from buyergroups.web import state
from buyergroups.web.unchanged import kept
from buyergroups.web.views import page
from buyergroups.writing.sending import new_key
from models.documents import VersionState

#: Shows a version, or that there is none; the last are all that the reader may see.
Show = Callable[[Place, VersionRow | None, Sequence[VersionRow]], ResponseReturnValue]


def add_reading(
    blueprint: Blueprint, path: str, place_of: PlaceOf, names: Sequence[str], home: str, show: Show
) -> None:
    """The pages below a path; `home` is what the first is called, `names` are those in the path."""

    def adopted(place: Place) -> ResponseReturnValue:
        """What was adopted; else what belongs here, and how to begin."""
        rows = _versions(place)
        return show(place, _adopted(rows), rows)

    def draft(place: Place) -> ResponseReturnValue:
        """The open version, for whoever may see it."""
        require(state.actor(), Action.DOCUMENT_SEE_DRAFT, place.subject)
        rows = _versions(place)
        found = next((row for row in rows if row.is_open), None)
        if found is None:
            raise NotThereError("open version")
        return show(place, found, rows)

    def version(place: Place, nr: int) -> ResponseReturnValue:
        """A version as it was adopted."""
        rows = _versions(place)
        found = next((row for row in rows if row.nr == nr), None)
        if found is None:
            raise NotThereError(f"version {nr}")
        return show(place, found, rows)

    pages: Sequence[tuple[str, str, Callable[..., ResponseReturnValue]]] = (
        (home, "", adopted),
        ("draft", "/concept", draft),
        ("version", "/versies/<int:nr>", version),
        ("versions", "/versies", versions),
        ("comparison", "/vergelijken", compared),
    )
    for name, rule, view in pages:
        of_place = at_place(view, place_of, names)
        # A draft shows the forms of whoever works on it, and is seldom looked at twice unchanged.
        answer = kept(of_place) if view in (adopted, version) else of_place
        blueprint.add_url_rule(f"{path}{rule}", name, answer)


def versions(place: Place) -> ResponseReturnValue:
    """All versions, and what happened to each: who, when and why."""
    rows = _versions(place)
    of_review = can(state.actor(), Action.DOCUMENT_SEE_DRAFT, place.subject)
    return page(
        "documents/versions.html",
        section=place.menu,
        versions=rows,
        names={row.id: name_of(row) for row in rows},
        moves=queries.moves(state.reading(), [row.id for row in rows], of_review=of_review),
        document_labels=labels,
        **place.values(),
    )


def compared(place: Place) -> ResponseReturnValue:
    """Two versions, and what differs between them."""
    values = comparison(place)
    return page("documents/compare.html", section=place.menu, **values, **place.values())


def shown(place: Place, version: VersionRow | None, rows: Sequence[VersionRow]) -> dict[str, Any]:
    """What the page of a version needs, whatever the kind: texts, remarks, what can be done."""
    remarks: dict[str, list[Any]] = {section.code: [] for section in place.kind.sections}
    texts: Any = {}
    moves: list[Any] = []
    if version is not None:
        session = state.reading()
        texts = queries.sections(session, [version.id])[version.id]
        moves = queries.moves(session, [version.id])
        for row in queries.comments(session, version.id) if version.is_open else ():
            remarks[row.code].append(row)
    return {
        "section": place.menu,
        "key": new_key(),
        "version": version,
        "on_draft": version is not None and version.is_open,
        "pending": next((row for row in rows if row.is_open), None),
        "adopted": _adopted(rows),
        "adopted_on": local_day(version.adopted_at) if version and version.adopted_at else None,
        "texts": texts,
        "remarks_on": remarks,
        "moves_made": moves,
        **rights(place, version),
        **place.values(),
    }


def _versions(place: Place) -> list[VersionRow]:
    return queries.versions(state.reading(), state.actor(), place.subject)


def _adopted(rows: Sequence[VersionRow]) -> VersionRow | None:
    return next((row for row in rows if row.state is VersionState.ADOPTED), None)
