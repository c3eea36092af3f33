"""What differs between two versions of a document, section by section, as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from buyergroups.documents import labels, queries
from buyergroups.documents.differences import Stretch, compared, stretches
from buyergroups.documents.kinds import SectionKind
from buyergroups.documents.pages import Place
from buyergroups.documents.prose import Passage, Shape, passages
from buyergroups.documents.queries import VersionRow
from buyergroups.web import state


@dataclass(frozen=True)
class SectionChange:
    """A section in two versions: its text, and what stands there besides, with the differences."""

    section: SectionKind
    language: str
    text: Sequence[Stretch]
    rows: Sequence[Stretch]
    #: The words stayed as they were, and their markup did not.
    markup_only: bool

    @property
    def differs(self) -> bool:
        """Whether anything in it changed."""
        return self.markup_only or any(part.differs for part in (*self.text, *self.rows))


def code_of(version: VersionRow) -> str:
    """How an address names a version: its number; the open one by a word."""
    return str(version.nr) if version.nr is not None else "concept"


def comparison(place: Place) -> dict[str, Any]:
    """For the template: two versions from the address, by default the newest two there are.

    The draft comes after what was adopted; withdrawn versions take no part.
    """
    rows = [
        row
        for row in queries.versions(state.reading(), state.actor(), place.subject)
        if row.nr is not None or row.is_open
    ]
    known = {code_of(row): row for row in rows}
    now = known.get(request.args.get("naar", ""), rows[0] if rows else None)
    earlier = [row for row in rows if now is not None and row.id < now.id]
    was = known.get(request.args.get("van", ""), earlier[0] if earlier else now)
    changes: list[SectionChange] = []
    if was is not None and now is not None:
        changes = _changes(place, was, now)
    return {
        "choices": [(code_of(row), name_of(row)) for row in rows],
        "was": was,
        "now": now,
        "was_code": code_of(was) if was else "",
        "now_code": code_of(now) if now else "",
        "was_name": name_of(was) if was else "",
        "now_name": name_of(now) if now else "",
        "changes": changes,
    }


def name_of(version: VersionRow) -> str:
    """What a version is called."""
    if version.nr is None:
        return labels.DRAFT.into(state.language())
    return labels.VERSION.into(state.language(), nr=version.nr)


def _changes(place: Place, was: VersionRow, now: VersionRow) -> list[SectionChange]:
    session, ids = state.reading(), {was.id, now.id}
    texts = queries.sections(session, ids)
    lines = place.kind.lines(session, ids, state.language())

    def beside(version: VersionRow, code: str) -> list[Passage]:
        return [Passage(Shape.ROW, line) for line in lines.get((version.id, code), ())]

    found = []
    for section in place.kind.sections:
        before, after = texts[was.id][section.code], texts[now.id][section.code]
        text = stretches(compared(passages(before.html), passages(after.html)))
        rows = stretches(compared(beside(was, section.code), beside(now, section.code)))
        same_words = not any(part.differs for part in text)
        found.append(
            SectionChange(
                section,
                after.language,
                text,
                rows,
                markup_only=same_words and before.text.split() != after.text.split(),
            )
        )
    return found
