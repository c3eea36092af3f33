"""Writes documents: versions and their moves, texts, comments, questions.

Everybody who writes in a document waits for the lock on it, so that what is checked still holds.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.documents import queries, rules
from buyergroups.documents.holding import draft_to_edit, locked
from buyergroups.documents.kinds import Subject, kind_of, refuse_idle
from buyergroups.documents.rules import Move
from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import Rendered
from buyergroups.words import Words
from buyergroups.writing.meanwhile import meanwhile
from models.documents import (
    Document,
    DocumentComment,
    DocumentMove,
    DocumentPrompts,
    DocumentSection,
    DocumentVersion,
    VersionState,
)

BEGUN = Words(
    "Er is al een concept. Iemand anders begon er intussen aan.",
    "There is a draft already. Somebody else began it meanwhile.",
)
WRITTEN = Words(
    "Iemand anders heeft dit deel intussen gewijzigd.",
    "Somebody else has changed this section meanwhile.",
)
MOVED = Words(
    "Er is intussen iets met deze versie gebeurd. Kijk na hoe ze er nu voor staat.",
    "Something happened to this version meanwhile. See where it stands now.",
)
SAY_SOMETHING = Words("Schrijf je opmerking.", "Write your comment.")
PROMPTS_MISSING = Words(
    "Schrijf de vragen in het Nederlands en in het Engels.",
    "Write the questions in Dutch and in English.",
)
PROMPTS_CHANGED = Words(
    "Iemand anders heeft deze vragen intussen gewijzigd.",
    "Somebody else has changed these questions meanwhile.",
)
EMPTY = Rendered("", "")


def start_version(
    session: Session, actor: Actor, now: datetime, *, programme_id: int, subject: Subject
) -> DocumentVersion:
    """A new draft: it begins as the adopted version, or empty, with the questions of today.

    Raises ChangedMeanwhileError when there is an open version already.
    """
    kind = kind_of(subject.kind)
    require(actor, Action.DOCUMENT_EDIT, subject)
    refuse_idle(session, subject)
    with meanwhile(BEGUN):
        document = _document(session, actor, now, programme_id, subject)
        if _latest(session, document.id, *rules.OPEN) is not None:
            raise ChangedMeanwhileError(BEGUN)
        base = _latest(session, document.id, VersionState.ADOPTED)
        made = DocumentVersion(
            document_id=document.id,
            state=VersionState.DRAFT,
            started_from_id=base.id if base else None,
            **stamp(actor, now),
        )
        with recorded(session, actor, now, acted_as=kind.acted_as(actor, subject.id)):
            session.add(made)
            session.flush()
            _note(session, actor, now, made, None, "")
            _copy_sections(session, actor, programme_id, subject, made.id, base)
        if base is not None:
            kind.carry_over(session, actor, now, base.id, made.id)
    return made


def write_section(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    version_id: int,
    code: str,
    text: Rendered | None,
    seen: str | None = None,
) -> DocumentSection:
    """The text of a section of a draft; None empties it. Other sections are left alone.

    `seen`: what the form showed; raises ChangedMeanwhileError when somebody wrote in it since.
    """
    version, subject = draft_to_edit(session, actor, version_id)
    section = session.scalar(
        select(DocumentSection)
        .where(DocumentSection.version_id == version.id, DocumentSection.code == code)
        .execution_options(populate_existing=True)
    )
    if section is None:
        raise NotThereError(f"section {code[:40]}")
    if seen is not None and seen != f"{version.id}.{section.version}":
        raise ChangedMeanwhileError(WRITTEN)
    acted_as = kind_of(subject.kind).acted_as(actor, subject.id)
    with meanwhile(WRITTEN), recorded(session, actor, now, acted_as=acted_as):
        section.text, section.html = (text or EMPTY).text, (text or EMPTY).html
        section.language = actor.language
        section.edited_at, section.edited_by_id = now, actor.person_id
    return section


def move_version(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    version_id: int,
    move: Move,
    reason: str = "",
    seen: str | None = None,
) -> DocumentVersion:
    """Submit, send back, adopt or withdraw a version, as the table of moves allows.

    Adopting numbers it, and supersedes the version that was adopted before. Whoever submitted it
    does not adopt it. `seen`: what the form showed.
    """
    version, subject = locked(session, actor, version_id)
    require(actor, _NEEDS[move], subject)
    was = version.state
    if seen is not None and seen != f"{version.id}.{version.version}":
        raise ChangedMeanwhileError(MOVED if rules.can_make(move, was) else rules.STANDS[was])
    version_after = rules.state_after(was, move, reason)
    if move is Move.SUBMIT:
        refuse_idle(session, subject)
        _refuse_empty(session, version_id)
    if move is Move.ADOPT and version.submitted_by_id == actor.person_id:
        raise RefusedError(rules.OWN)
    acted_as = kind_of(subject.kind).acted_as(actor, subject.id)
    with meanwhile(MOVED), recorded(session, actor, now, acted_as=acted_as, reason=reason.strip()):
        if move is Move.ADOPT:
            _supersede(session, actor, now, version)
            version.nr = _next_number(session, version.document_id)
            version.adopted_at, version.adopted_by_id = now, actor.person_id
        if move is Move.SUBMIT:
            version.submitted_by_id = actor.person_id
        version.state = version_after
        _note(session, actor, now, version, was, reason)
    return version


def comment(
    session: Session, actor: Actor, now: datetime, *, version_id: int, code: str, text: str
) -> DocumentComment:
    """A remark on a section of a version in review."""
    version, subject = locked(session, actor, version_id)
    require(actor, Action.DOCUMENT_REMARK, subject)
    rules.refuse_unless_in_review(version.state)
    if not text.strip():
        raise RefusedError(SAY_SOMETHING)
    section_id = session.scalar(
        select(DocumentSection.id).where(
            DocumentSection.version_id == version_id, DocumentSection.code == code
        )
    )
    if section_id is None:
        raise NotThereError(f"section {code[:40]}")
    made = DocumentComment(
        section_id=section_id, text=text.strip(), language=actor.language, **stamp(actor, now)
    )
    acted_as = kind_of(subject.kind).acted_as(actor, subject.id)
    with recorded(session, actor, now, acted_as=acted_as):
        session.add(made)
    return made


def resolve_comment(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    version_id: int,
    comment_id: int,
    resolved: bool,
) -> None:
    """Say that a remark was dealt with, or open it again; saying so twice changes nothing."""
    version, subject = locked(session, actor, version_id)
    require(actor, Action.DOCUMENT_REVIEW, subject)
    row = session.scalar(
        select(DocumentComment)
        .join(DocumentSection, DocumentSection.id == DocumentComment.section_id)
        .where(DocumentComment.id == comment_id, DocumentSection.version_id == version_id)
    )
    if row is None:
        raise NotThereError(f"comment {comment_id}")
    if version.state not in rules.OPEN:
        raise RefusedError(rules.STANDS[version.state])
    if (row.resolved_at is not None) == resolved:
        return
    acted_as = kind_of(subject.kind).acted_as(actor, subject.id)
    with meanwhile(MOVED), recorded(session, actor, now, acted_as=acted_as):
        row.resolved_at = now if resolved else None
        row.resolved_by_id = actor.person_id if resolved else None


def change_prompts(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    programme_id: int,
    kind: str,
    section: str,
    prompts_nl: str,
    prompts_en: str,
    reason: str,
    seen: int | None = None,
) -> DocumentPrompts:
    """Other questions for a section, for documents that are begun from now on."""
    require(actor, Action.PROMPTS_EDIT)
    kind_of(kind).section(section)
    texts = ["\n".join(rules.prompts_of(text)) for text in (prompts_nl, prompts_en)]
    if not all(texts):
        raise RefusedError(PROMPTS_MISSING)
    if not reason.strip():
        raise RefusedError(rules.WHY_MISSING)
    holds = queries.prompts(session, programme_id, kind_of(kind))[section][0]
    if seen is not None and holds.id != seen:
        raise ChangedMeanwhileError(PROMPTS_CHANGED)
    made = DocumentPrompts(
        programme_id=programme_id,
        kind=kind,
        section=section,
        prompts_nl=texts[0],
        prompts_en=texts[1],
        reason=reason.strip(),
        **stamp(actor, now),
    )
    with recorded(session, actor, now, acted_as="administrator", reason=reason.strip()):
        session.add(made)
    return made


_NEEDS = {
    Move.SUBMIT: Action.DOCUMENT_EDIT,
    Move.RETURN: Action.DOCUMENT_REVIEW,
    Move.ADOPT: Action.DOCUMENT_ADOPT,
    Move.WITHDRAW: Action.DOCUMENT_EDIT,
}


def _document(
    session: Session, actor: Actor, now: datetime, programme_id: int, subject: Subject
) -> Document:
    """The document about a subject, made when there is none yet, under its lock."""
    asked = select(Document).where(Document.kind == subject.kind, Document.subject_id == subject.id)
    found = session.scalar(asked.with_for_update())
    if found is not None:
        return found
    made = Document(programme_id=programme_id, kind=subject.kind, subject_id=subject.id)
    with recorded(session, actor, now):
        session.add(made)
    return made


def _latest(session: Session, document_id: int, *states: VersionState) -> DocumentVersion | None:
    return session.scalar(
        select(DocumentVersion)
        .where(DocumentVersion.document_id == document_id, DocumentVersion.state.in_(states))
        .execution_options(populate_existing=True)
    )


def _copy_sections(
    session: Session,
    actor: Actor,
    programme_id: int,
    subject: Subject,
    version_id: int,
    base: DocumentVersion | None,
) -> None:
    kind = kind_of(subject.kind)
    holding = queries.prompts(session, programme_id, kind)
    before = queries.sections(session, [base.id])[base.id] if base else {}
    for section in kind.sections:
        old = before.get(section.code)
        session.add(
            DocumentSection(
                version_id=version_id,
                code=section.code,
                prompts_nl=holding[section.code][0].prompts_nl,
                prompts_en=holding[section.code][0].prompts_en,
                text=old.text if old else "",
                html=old.html if old else "",
                language=old.language if old else actor.language,
            )
        )


def _refuse_empty(session: Session, version_id: int) -> None:
    written = select(DocumentSection.id).where(
        DocumentSection.version_id == version_id, DocumentSection.text != ""
    )
    if session.scalar(written.limit(1)) is None:
        raise RefusedError(rules.EMPTY)


def _supersede(session: Session, actor: Actor, now: datetime, by: DocumentVersion) -> None:
    before = _latest(session, by.document_id, VersionState.ADOPTED)
    if before is not None:
        before.state, before.superseded_at = VersionState.SUPERSEDED, now
        _note(session, actor, now, before, VersionState.ADOPTED, "")
        session.flush()


def _next_number(session: Session, document_id: int) -> int:
    last = session.scalar(
        select(func.max(DocumentVersion.nr)).where(DocumentVersion.document_id == document_id)
    )
    return (last or 0) + 1


def _note(
    session: Session,
    actor: Actor,
    now: datetime,
    version: DocumentVersion,
    was: VersionState | None,
    reason: str,
) -> None:
    session.add(
        DocumentMove(
            version_id=version.id,
            was=was,
            state=version.state,
            reason=reason.strip(),
            **stamp(actor, now),
        )
    )
