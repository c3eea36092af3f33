"""A form that writes: filled in from a draft, sent once, and never losing what was typed.

A view makes a `Writing`, and on POST calls `send` with the one service to do. Whatever goes wrong
(a rule, somebody else who was first, a form sent twice) the form is shown again with the text.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from buyergroups.errors import ChangedMeanwhileError, NotThereError, RefusedError
from buyergroups.web import errors, state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing import queries, services

SENT_OTHERWISE = Words(
    "Dit formulier is al verstuurd, met een andere tekst. Kijk na wat er vastligt; laad de pagina "
    "opnieuw om nog iets vast te leggen.",
    "This form was sent already, with another text. See what was recorded; load the page again to "
    "record something more.",
)
SENT_BEFORE = Words("Dit is al vastgelegd.", "This was recorded already.")


@dataclass
class Writing:
    """One form on one page, for one person."""

    #: A `Form`, or several behind one that validates them and tells their mistakes.
    form: Any
    #: The address of the page with the form; a draft is kept under it.
    path: str
    key: str
    drafted_at: datetime | None = None
    #: It came back from being sent, and nobody has kept what it holds.
    unsaved: bool = False
    problem: str | None = None
    #: Which rule said no, for a page that can say where to change that.
    refused: Words | None = None
    conflict: bool = False
    status: int = 200
    #: What stands there by now, when somebody else was first.
    theirs: Any = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def refuse(self, error: RefusedError, where: Mapping[Words, str]) -> None:
        """Say why not: at the field that it is about, where one is known."""
        sentence, name = error.sentence(state.language()), where.get(error.words)
        self.status, self.refused = 422, error.words
        if name is None:
            self.problem = sentence
        else:
            self.form[name].errors = [sentence]


def writing(kind: Callable[..., Any], *, at: str | None = None, **initial: Any) -> Writing:
    """The form as sent, else as it was drafted, else as it begins.

    `at`: the whole address, where the same path has another form for another question.
    """
    path = at or request.path
    if request.method == "POST":
        return Writing(kind(), path, request.form.get("inzending", "")[:60], unsaved=True)
    person_id = state.actor().person_id
    assert person_id is not None
    draft = queries.draft_of(state.reading(), person_id=person_id, form=path)
    key = new_key()
    if draft is None:
        return Writing(kind(**initial), path, key)
    form = kind(formdata=MultiDict(draft.fields))
    return Writing(form, path, key, drafted_at=draft.saved_at)


def form_page(template: str, written: Writing, *, section: str, **values: Any) -> Response:
    """The page with a form that writes, as it was sent, drafted or begins."""
    html = page(
        template,
        section=section,
        writing=written,
        form=written.form,
        draft_seconds=state.tracker().draft_seconds,
        **values,
    )
    return make_response(html, written.status)


def send(
    written: Writing,
    act: Callable[[Session], str],
    where: Mapping[Words, str] | None = None,
    *,
    also: Mapping[str, str] | None = None,
) -> str | None:
    """Do the one thing, once; the address to go to, or None when the form must be shown again.

    `where`: the fields that sentences of the service belong to. `also`: what was sent besides the
    fields, a file say, by which the same form with the same content is known.
    """
    if not written.form.validate():
        written.status = 422
        return None
    try:
        sent = request.form if also is None else {**request.form, **also}
        return _once(written, services.body_hash(sent), act)
    except ChangedMeanwhileError as error:
        written.problem, written.conflict = error.sentence(state.language()), True
        written.status = 409
    except RefusedError as error:
        written.refuse(error, where or {})
    return None


def press(act: Callable[[Session], str]) -> str:
    """A button: pressed twice, or on a page that stood open, it does its one thing once.

    Returns the address to go to. What the service refuses becomes the answer.
    """
    written = Writing(None, request.path, request.form.get("inzending", "")[:60])
    digest = services.body_hash({**request.form, "adres": request.path})
    done = _once(written, digest, act)
    if done is None:
        raise ChangedMeanwhileError(SENT_OTHERWISE)
    return done


def _once(written: Writing, digest: str, act: Callable[[Session], str]) -> str | None:
    """Record it unless that was done; None when the same key came with something else."""
    if (done := _sent_before(written, digest)) is not None or written.problem:
        return done
    try:
        return _record(written, digest, act)
    except IntegrityError:
        # Of two at once the other one was recorded between our look and our write.
        done = _sent_before(written, digest)
        if done is None and not written.problem:
            raise
        return done


def not_there(_: NotThereError) -> ResponseReturnValue:
    """For who sent a form and may see nothing of it by now: that it was recorded, said once more.

    Whoever declares an interest is shut out at once; pressed twice, the second answer may not be
    that there is no such thing. Everybody else, and every other form, gets that answer; and nothing
    more is said of what was told in confidence.
    """
    pressed_form = request.method == "POST" and services.is_open(request.path)
    key = request.form.get("inzending", "")[:60] if pressed_form else ""
    sent = queries.submission_by_key(state.reading(), key) if key else None
    if sent is None or sent.person_id != state.actor().person_id:
        return errors.answer(404)
    pressed = {**request.form, "adres": request.path}
    if sent.body_hash not in map(services.body_hash, (request.form, pressed)):
        return errors.answer(409, SENT_OTHERWISE.into(state.language()))
    flash(SENT_BEFORE.into(state.language()))
    return redirect(sent.result, 303)


def new_key() -> str:
    """For a form that is shown: random, and another one each time."""
    return secrets.token_urlsafe(18)


def _record(written: Writing, digest: str, act: Callable[[Session], str]) -> str:
    person_id = state.actor().person_id
    assert person_id is not None
    with state.writing() as session:
        if written.key:
            services.keep_submission(
                session,
                state.now(),
                key=written.key,
                person_id=person_id,
                digest=digest,
                result="/",
            )
        result = act(session)
        if written.key:
            sent = queries.submission_by_key(session, written.key)
            assert sent is not None
            sent.result = result
        services.drop_draft(session, person_id=person_id, form=written.path)
    return result


def _sent_before(written: Writing, digest: str) -> str | None:
    """The result of this form when it was recorded already; another text is refused."""
    sent = queries.submission_by_key(state.reading(), written.key) if written.key else None
    if sent is None:
        return None
    if sent.person_id == state.actor().person_id and sent.body_hash == digest:
        return sent.result
    written.problem, written.status = SENT_OTHERWISE.into(state.language()), 409
    return None
