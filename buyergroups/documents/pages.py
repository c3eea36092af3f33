"""The pages that every kind of document has; an area adds them below an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.documents import labels, queries, rules, services
from buyergroups.documents.forms import CommentForm, MoveForm, SectionForm
from buyergroups.documents.kinds import Kind, Subject, refuse_idle
from buyergroups.documents.queries import VersionRow
from buyergroups.documents.rules import Move
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.markup.render import Rendered, render
from buyergroups.web import state
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, press, send, writing

WRITTEN = Words("Vastgelegd: %(section)s.", "Recorded: %(section)s.")
BEGUN = Words("Het concept is begonnen.", "The draft was begun.")
SAID = Words("Je opmerking is vastgelegd.", "Your comment was recorded.")
DONE = {
    Move.SUBMIT: Words("Ingediend ter beoordeling.", "Submitted for review."),
    Move.RETURN: Words("Teruggestuurd: het is weer een concept.", "Sent back: a draft again."),
    Move.ADOPT: Words("Vastgesteld.", "Adopted."),
    Move.WITHDRAW: Words("Ingetrokken.", "Withdrawn."),
}
_ACTIONS = {
    Move.SUBMIT: Action.DOCUMENT_EDIT,
    Move.RETURN: Action.DOCUMENT_REVIEW,
    Move.ADOPT: Action.DOCUMENT_ADOPT,
    Move.WITHDRAW: Action.DOCUMENT_EDIT,
}


@dataclass(frozen=True)
class Place:
    """Where the pages of one document are, and what stands around them."""

    kind: Kind
    programme_id: int
    subject_id: int
    #: The address of the document; its other pages are below it.
    home: str
    #: A layout with a block `document`; `context` is what it needs.
    layout: str
    menu: str
    #: What it is about is called, and what its files are.
    name: str
    file: str
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """What the document is about."""
        return Subject(self.kind.code, self.subject_id)

    @property
    def draft(self) -> str:
        """The address of the open version."""
        return f"{self.home}/concept"

    def of(self, version: VersionRow) -> str:
        """The address of a version."""
        return self.draft if version.nr is None else f"{self.home}/versies/{version.nr}"

    def values(self) -> dict[str, Any]:
        """For the template."""
        return {"place": self, "kind": self.kind, **self.context}


PlaceOf = Callable[..., Place | ResponseReturnValue]


def add_pages(blueprint: Blueprint, path: str, place_of: PlaceOf, names: Sequence[str]) -> None:
    """The pages for writing, reviewing and adopting, below a path; `names` are those in the path.

    `place_of` gives the document at an address, or an answer, such as a redirect.
    """
    pages: Sequence[tuple[str, str, Callable[..., ResponseReturnValue], list[str]]] = (
        ("begin", "beginnen", begin, ["POST"]),
        ("write", "concept/tekst/<code>", write, ["GET", "POST"]),
        ("move", "concept/stap/<step>", move, ["GET", "POST"]),
        ("remark", "concept/opmerkingen/<code>", remark, ["GET", "POST"]),
        ("settle", "concept/opmerkingen/<int:number>/afhandelen", settle, ["POST"]),
    )
    for name, rule, view, methods in pages:
        shown = at_place(view, place_of, names)
        blueprint.add_url_rule(f"{path}/{rule}", name, shown, methods=methods)


def at_place(
    view: Callable[..., ResponseReturnValue], place_of: PlaceOf, names: Sequence[str]
) -> Callable[..., ResponseReturnValue]:
    """A view of a document as a view of an address; `names` are those in the path."""

    @wraps(view)
    def shown(**values: Any) -> ResponseReturnValue:
        place = place_of(**{name: values.pop(name) for name in names})
        return view(place, **values) if isinstance(place, Place) else place

    return shown


def asked_version(place: Place) -> VersionRow:
    """The version that a form was about, else the open one; raises NotThereError."""
    rows = queries.versions(state.reading(), state.actor(), place.subject)
    asked = request.form.get("gezien", "").partition(".")[0]
    for row in rows:
        if str(row.id) == asked or (row.is_open and not asked):
            return row
    found = next((row for row in rows if row.is_open), None)
    if found is None:
        raise NotThereError("open version")
    return found


def form(place: Place, template: str, written: Writing, **values: Any) -> ResponseReturnValue:
    """A form below the header of its document."""
    return form_page(template, written, section=place.menu, **values, **place.values())


def done(words: Words, address: str, **values: object) -> ResponseReturnValue:
    """Back to a page, with a sentence."""
    flash(words.into(state.language(), **values))
    return redirect(address, 303)


def begin(place: Place) -> ResponseReturnValue:
    """Start a draft, once."""
    require(state.actor(), Action.DOCUMENT_EDIT, place.subject)

    def act(session: Session) -> str:
        services.start_version(
            session,
            state.actor(),
            state.now(),
            programme_id=place.programme_id,
            subject=place.subject,
        )
        return place.draft

    return done(BEGUN, press(act))


def laid_out(written: Writing, name: str) -> Rendered | None:
    """The text of a field with its HTML; says at the field why it cannot be laid out."""
    text = (written.form[name].data or "").strip().replace("\x00", "\ufffd")
    try:
        return render(text) if text else None
    except RefusedError as error:
        written.form.validate()
        written.refuse(error, {error.words: name})
        return None


def write(place: Place, code: str) -> ResponseReturnValue:
    """Write in one section; what others write in other sections is left alone."""
    require(state.actor(), Action.DOCUMENT_EDIT, place.subject)
    if request.method == "GET":
        refuse_idle(state.reading(), place.subject)
    section, version = place.kind.section(code), asked_version(place)
    row = queries.sections(state.reading(), [version.id])[version.id][code]
    written = writing(SectionForm, gezien=row.seen, tekst=row.text)
    preview = None
    if request.method == "POST":
        text = laid_out(written, "tekst")
        if "bekijk" in request.form:
            preview = text
        elif written.status == 200:
            act = partial(_write, place, version.id, code, text, written)
            address = send(written, act)
            if address is not None:
                name = section.words.into(state.language())
                return done(WRITTEN, address, section=name)
        row = queries.sections(state.reading(), [version.id])[version.id][code]
    remarks = queries.comments(state.reading(), version.id)
    return form(
        place,
        "documents/section.html",
        written,
        part=section,
        version=version,
        content=row,
        preview=preview,
        remarks=[remark for remark in remarks if remark.code == code],
    )


def _write(
    place: Place,
    version_id: int,
    code: str,
    text: Rendered | None,
    written: Writing,
    session: Session,
) -> str:
    services.write_section(
        session,
        state.actor(),
        state.now(),
        version_id=version_id,
        code=code,
        text=text,
        seen=written.form.gezien.data or "",
    )
    return f"{place.draft}#{code}"


def move(place: Place, step: str) -> ResponseReturnValue:
    """Submit, send back, adopt or withdraw."""
    if step not in set(Move):
        raise NotThereError(f"step {step[:40]}")
    made = Move(step)
    require(state.actor(), _ACTIONS[made], place.subject)
    version = asked_version(place)
    written = writing(MoveForm, gezien=version.seen)
    if request.method == "POST":

        def act(session: Session) -> str:
            row = services.move_version(
                session,
                state.actor(),
                state.now(),
                version_id=version.id,
                move=made,
                reason=written.form.reden.data or "",
                seen=written.form.gezien.data or "",
            )
            return place.draft if row.state in rules.OPEN else place.home

        address = send(written, act, {rules.WHY_MISSING: "reden"})
        if address is not None:
            return done(DONE[made], address)
        version = asked_version(place)
    elif not rules.can_make(made, version.state):
        raise RefusedError(rules.STANDS[version.state])
    return _move_form(place, made, version, written)


def _move_form(
    place: Place, made: Move, version: VersionRow, written: Writing
) -> ResponseReturnValue:
    session = state.reading()
    texts = queries.sections(session, [version.id])[version.id]
    remarks = queries.comments(session, version.id)
    return form(
        place,
        "documents/move.html",
        written,
        move=made,
        needed=rules.MOVES[made].reasoned,
        version=version,
        comparable=place.subject_id in queries.adopted_numbers(session, place.kind.code),
        own=made is Move.ADOPT and version.submitted_by_id == state.actor().person_id,
        empty=[part for part in place.kind.sections if not texts[part.code].text],
        open_remarks=sum(row.resolved_at is None for row in remarks),
        document_labels=labels,
    )


def remark(place: Place, code: str) -> ResponseReturnValue:
    """Comment on a section while it is in review."""
    require(state.actor(), Action.DOCUMENT_REMARK, place.subject)
    section, version = place.kind.section(code), asked_version(place)
    written = writing(CommentForm, gezien=version.seen)
    if request.method == "POST":

        def act(session: Session) -> str:
            services.comment(
                session,
                state.actor(),
                state.now(),
                version_id=version.id,
                code=code,
                text=written.form.opmerking.data,
            )
            return f"{place.draft}#{code}"

        address = send(written, act)
        if address is not None:
            return done(SAID, address)
    row = queries.sections(state.reading(), [version.id])[version.id][code]
    return form(place, "documents/remark.html", written, part=section, version=version, content=row)


def settle(place: Place, number: int) -> ResponseReturnValue:
    """Say that a comment was dealt with, or open it again."""
    require(state.actor(), Action.DOCUMENT_REVIEW, place.subject)
    version = asked_version(place)
    code = next(
        (row.code for row in queries.comments(state.reading(), version.id) if row.id == number), ""
    )
    with state.writing() as session:
        services.resolve_comment(
            session,
            state.actor(),
            state.now(),
            version_id=version.id,
            comment_id=number,
            resolved=request.form.get("stand") != "open",
        )
    return redirect(f"{place.draft}#{code}", 303)


def rights(place: Place, version: VersionRow | None) -> dict[str, Any]:
    """What the reader may do with a version: which moves, write, comment."""
    actor, subject = state.actor(), place.subject
    idle = place.kind.idle(state.reading(), place.subject_id)
    moves = [
        made
        for made in rules.MOVES
        if version is not None
        and rules.can_make(made, version.state)
        and can(actor, _ACTIONS[made], subject)
        and not (made is Move.SUBMIT and idle)
        and not (made is Move.ADOPT and version.submitted_by_id == actor.person_id)
    ]
    return {
        "moves": moves,
        "may_write": bool(
            version and version.is_draft and not idle and can(actor, Action.DOCUMENT_EDIT, subject)
        ),
        "may_remark": bool(
            version and version.in_review and can(actor, Action.DOCUMENT_REMARK, subject)
        ),
        "may_settle": bool(
            version and version.is_open and can(actor, Action.DOCUMENT_REVIEW, subject)
        ),
        "may_begin": not idle and can(actor, Action.DOCUMENT_EDIT, subject),
        "idle": idle,
        "document_labels": labels,
    }
