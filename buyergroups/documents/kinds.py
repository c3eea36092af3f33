"""Kinds of documents: sections, questions, and who may do what. Areas register theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.words import Words
from models.base import PROGRAMME_TEAM
from models.documents import AUDIENCES

#: Whether somebody may do a thing with the document of the subject with this id.
Right = Callable[[Actor, int], bool]
#: By version and section, what stands there besides the text, one line each.
Lines = Mapping[tuple[int, str], Sequence[str]]
#: Why nothing is written for the subject with this id now; None where there is no reason.
Idle = Callable[[Session, int], Words | None]


@dataclass(frozen=True)
class SectionKind:
    """A section that every document of a kind has; the questions stand one on a line."""

    code: str
    words: Words
    prompts: Words


def never_idle(_: Session, __: int) -> Words | None:
    """For a kind that can be written at any time."""
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of document; what its area decides about it."""

    code: str
    words: Words
    sections: Sequence[SectionKind]
    #: The link back to it from its other pages.
    back: Words
    #: What adopting it means, for whoever is about to do it.
    adopting: Words
    #: Sees what was adopted, and that it exists.
    sees: Right
    sees_draft: Right
    edits: Right
    #: Comments on it while it is in review.
    remarks: Right
    #: Settles what was said, and sends it back.
    reviews: Right
    adopts: Right
    #: The same as `sees` and `sees_draft`, for a list of `Document` rows.
    scope: Callable[[Actor], ColumnElement[bool]]
    draft_scope: Callable[[Actor], ColumnElement[bool]]
    #: In which role somebody acts, for the history.
    acted_as: Callable[[Actor, int], str | None]
    #: Takes along what a new version has besides its text: from, to.
    carry_over: Callable[[Session, Actor, datetime, int, int], None]
    #: What versions have besides their text, in words, to be compared.
    lines: Callable[[Session, Collection[int], str], Lines]
    #: Who hears of what was adopted from the history.
    audience: str = PROGRAMME_TEAM
    #: What a writer should know about who reads it.
    caution: Words | None = None
    #: What is in review then can still be finished.
    idle: Idle = never_idle

    def section(self, code: str) -> SectionKind:
        """The section with a code; raises NotThereError."""
        found = next((section for section in self.sections if section.code == code), None)
        if found is None:
            raise NotThereError(f"section {code[:40]}")
        return found


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about: the kind of document, and the id of a row of that kind's own."""

    kind: str
    id: int


KINDS: dict[str, Kind] = {}


def refuse_idle(session: Session, subject: Subject) -> None:
    """Raises RefusedError where nothing is written for the subject now."""
    why = kind_of(subject.kind).idle(session, subject.id)
    if why is not None:
        raise RefusedError(why)


def register_kinds(*kinds: Kind) -> None:
    """Make kinds known; saying the same thing again changes nothing."""
    for kind in kinds:
        assert KINDS.setdefault(kind.code, kind) is kind, f"two kinds {kind.code}"
        AUDIENCES[kind.code] = kind.audience


def kind_of(code: str) -> Kind:
    """The kind with a code; raises NotThereError."""
    if code not in KINDS:
        raise NotThereError(f"kind {code[:40]}")
    return KINDS[code]
