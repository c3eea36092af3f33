"""Two versions of a document side by side, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from buyergroups.documents import labels, queries
from buyergroups.documents.differences import Pair, compared
from buyergroups.documents.kinds import SectionKind
from buyergroups.documents.pages import Place
from buyergroups.documents.queries import VersionRow
from buyergroups.web import state


@dataclass(frozen=True)
class SectionChange:
    """A section in two versions: its text, and what stands there besides, with the differences."""

    section: SectionKind
    text: Sequence[Pair]
    rows: Sequence[Pair]

    @property
    def differs(self) -> bool:
        """Whether anything in it changed."""
        return any(pair.differs for pair in (*self.text, *self.rows))


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

    def beside(version: VersionRow, code: str) -> str:
        return "\n".join(lines.get((version.id, code), ()))

    return [
        SectionChange(
            section,
            compared(texts[was.id][section.code].text, texts[now.id][section.code].text),
            compared(beside(was, section.code), beside(now, section.code)),
        )
        for section in place.kind.sections
    ]
