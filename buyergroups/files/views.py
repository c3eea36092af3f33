"""Pages to attach and withdraw a file, and the address of a file itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import require
from buyergroups.errors import NotThereError
from buyergroups.files import kinds, queries, rules, services
from buyergroups.files.forms import UploadForm, WithdrawForm
from buyergroups.files.table import Place, Subject, SubjectKind, kind_of_slug
from buyergroups.web import state
from buyergroups.web.addresses import own_path
from buyergroups.web.headers import Download
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing
from models.files import File

blueprint = Blueprint("files", __name__)

ATTACHED = Words("%(name)s is toegevoegd.", "%(name)s was added.")
WITHDRAWN = Words("%(name)s is ingetrokken.", "%(name)s was withdrawn.")
#: The field that a sentence of the services belongs to.
WHERE: Mapping[Words, str] = {
    services.TOO_LARGE: "bestand",
    services.TOO_MANY: "bestand",
    services.THERE_ALREADY: "bestand",
    services.WHY_WITHDRAWN: "reden",
}


@blueprint.get("/bestanden/<ref>/<name>")
def download(ref: str, name: str) -> ResponseReturnValue:
    """A file, for who may see what it hangs on; never shown within the site."""
    file, _, _ = queries.file_by_ref(state.reading(), state.actor(), ref)
    if file.name != name or file.erased_at is not None:
        raise NotThereError(f"file {ref} under this name")
    return sent(file)


def sent(file: File) -> Response:
    """The bytes of a file as an answer; whoever asks has looked who may have it."""
    answer = Download(
        queries.parts(state.tracker().database, file.id),
        content_type=rules.CONTENT_TYPES[file.media],
    )
    answer.content_length = file.size
    answer.headers.set("Content-Disposition", "attachment", **_names(file.name))
    return answer


def _names(name: str) -> dict[str, str]:
    """The name for every browser: as it is, and in plain signs where that differs."""
    plain = rules.plain_name(name)
    if plain == name:
        return {"filename": name}
    return {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}


@blueprint.route("/bestanden/toevoegen/<slug>/<int:number>", methods=["GET", "POST"])
def add(slug: str, number: int) -> ResponseReturnValue:
    """Attach a file to something."""
    kind = kind_of_slug(slug)
    if kind is None:
        raise NotThereError(f"no files on {slug[:40]}")
    _, subject = queries.subject_for(state.reading(), state.actor(), kind.kind, number)
    require(state.actor(), kind.change, subject.changed)
    place = _place(kind, subject)
    written = writing(UploadForm)
    if request.method == "POST":
        done = _send_file(written, kind, subject, place)
        if done is not None:
            return redirect(done, 303)
    there = queries.files_of(state.reading(), kind.kind, [subject.id]).get(subject.id, [])
    return form_page(
        "files/add.html",
        written,
        section=place.section,
        place=place,
        kind=kind,
        there=there,
        most=rules.LARGEST // rules.MEGABYTE,
        endings=[ending for endings in rules.ENDINGS.values() for ending in endings],
    )


def _place(kind: SubjectKind, subject: Subject) -> Place:
    """Where it stands; whoever came from another page with it goes back there."""
    assert kind.place is not None, "people add only where there is a page"
    place = kind.place(state.reading(), subject.id, state.language())
    back = own_path(request.values.get("terug"))
    return replace(place, address=back) if back else place


def _send_file(written: Writing, kind: SubjectKind, subject: Subject, place: Place) -> str | None:
    field: Any = written.form.bestand
    if not written.form.validate():
        written.status = 422
        return None
    content = kinds.content_of(field.sent.stream)

    def act(session: Session) -> str:
        file = services.attach_file(
            session,
            state.actor(),
            state.now(),
            kind=kind.kind,
            subject_id=subject.id,
            name=field.sent.filename,
            media=field.media,
            content=content,
        )
        flash(ATTACHED.into(state.language(), name=file.name))
        return place.address

    return send(written, act, WHERE, also={"bestand": content.sha256})


@blueprint.route("/bestanden/<ref>/intrekken", methods=["GET", "POST"])
def withdraw(ref: str) -> ResponseReturnValue:
    """Withdraw a file that was a mistake, with the reason."""
    file, kind, subject = queries.file_by_ref(state.reading(), state.actor(), ref)
    require(state.actor(), kind.change, subject.changed)
    gone = file.erased_at is not None and request.method == "GET"
    if kind.place is None or gone:
        raise NotThereError(f"file {ref} cannot be withdrawn")
    place = _place(kind, subject)
    written = writing(WithdrawForm)
    if request.method == "POST":
        done = send(written, _withdrawal(file, place), WHERE)
        if done is not None:
            return redirect(done, 303)
    return form_page(
        "files/withdraw.html", written, section=place.section, file=file, place=place, kind=kind
    )


def _withdrawal(file: File, place: Place) -> Callable[[Session], str]:
    ref, name, reason = file.ref, file.name, request.form.get("reden", "")

    def act(session: Session) -> str:
        services.withdraw_file(session, state.actor(), state.now(), ref=ref, reason=reason)
        flash(WITHDRAWN.into(state.language(), name=name))
        return place.address

    return act
