"""Pages of an import: send a file, see what becomes of every row, record it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.administration.labels import TASK_FAILURES
from buyergroups.errors import RefusedError
from buyergroups.files.kinds import content_of
from buyergroups.groups import naming
from buyergroups.groups import queries as groups
from buyergroups.groups.page import GroupPage, group_page
from buyergroups.imports import labels, queries, reading, services, sheet
from buyergroups.imports.downloads import ANSWERS
from buyergroups.imports.forms import ImportForm
from buyergroups.imports.kinds import KINDS
from buyergroups.imports.working import MESSAGES
from buyergroups.jobs.queries import is_alive
from buyergroups.web import state
from buyergroups.web.addresses import page_number
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, new_key, press, send, writing
from models.imports import Fate, Import, ImportKind, ImportState
from models.jobs import TaskState

blueprint = Blueprint("imports", __name__)
SECTIONS = {
    ImportKind.ORGANISATIONS: "organisations",
    ImportKind.MEMBERS: "groups",
    ImportKind.BASELINE: "board",
}
OPEN = (TaskState.QUEUED, TaskState.RUNNING)
NO_SUCH_FATE = Words("'%(text)s' is geen keuze.", "'%(text)s' is not a choice.")


@blueprint.get("/importeren")
def index() -> ResponseReturnValue:
    """What the reader may import, and what they sent before."""
    actor = state.actor()
    require(actor, Action.IMPORT_OPEN)
    own = actor.heads | actor.secretary_of_groups
    return page(
        "imports/index.html",
        section="administration" if can(actor, Action.ADMINISTRATION_OPEN) else None,
        may_organisations=can(actor, Action.ORGANISATION_EDIT),
        may_baseline=can(actor, Action.BASELINE_IMPORT),
        may_members=actor.in_programme_team,
        own_groups=naming.named(state.reading(), own),
        rows=queries.latest_imports(state.reading(), actor),
        words_of=labels,
    )


@blueprint.route("/importeren/organisaties", methods=["GET", "POST"])
def organisations() -> ResponseReturnValue:
    """Send a file with organisations."""
    back = (url_for("organisations.organisations"), Words("Organisaties", "Organisations"))
    return _receive(ImportKind.ORGANISATIONS, None, back)


@blueprint.route("/importeren/nulmeting", methods=["GET", "POST"])
def baseline() -> ResponseReturnValue:
    """Send a file with the baseline of chains."""
    back = (url_for("baseline.baseline"), Words("Nulmeting", "Baseline"))
    return _receive(ImportKind.BASELINE, None, back)


@blueprint.route("/importeren/deelnemers/<slug>", methods=["GET", "POST"])
def members(slug: str) -> ResponseReturnValue:
    """Send a file with the members of a buyer group."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    name = header.group.name
    back = (url_for("groups.members", slug=header.group.slug), Words(name, name))
    return _receive(ImportKind.MEMBERS, header.group.id, back)


def _receive(
    kind: ImportKind, group_id: int | None, back: tuple[str, Words]
) -> ResponseReturnValue:
    queries.require_kind(state.reading(), state.actor(), kind, group_id)
    written = writing(ImportForm)
    if request.method == "POST":
        done = _send_file(written, kind, group_id)
        if done is not None:
            return redirect(done, 303)
    return form_page(
        "imports/send.html",
        written,
        section=SECTIONS[kind],
        kind=KINDS[kind],
        title=labels.KINDS[kind],
        about=kind.value,
        finds=state.actor().in_programme_team,
        back=back,
        endings=list(ANSWERS),
        most=reading.LARGEST_MEGABYTES,
        most_rows=sheet.MOST_ROWS // 1000,
    )


def _send_file(written: Any, kind: ImportKind, group_id: int | None) -> str | None:
    field: Any = written.form.bestand
    if not written.form.validate():
        written.status = 422
        return None
    content = content_of(field.sent.stream)

    def act(session: Session) -> str:
        row = services.receive_import(
            session,
            state.actor(),
            state.now(),
            kind=kind,
            group_id=group_id,
            name=field.sent.filename,
            media=field.media,
            content=content,
        )
        return url_for("imports.run", ref=row.ref)

    return send(written, act, also={"bestand": content.sha256})


def _found(ref: str) -> Import:
    session, actor = state.reading(), state.actor()
    row = queries.import_by_ref(session, actor, ref)
    queries.require_kind(session, actor, row.kind, row.group_id)
    return row


@blueprint.get("/importeren/<ref>")
def run(ref: str) -> ResponseReturnValue:
    """How far it is; what becomes of each row; what was recorded."""
    row, session = _found(ref), state.reading()
    task = queries.task_of(session, row)
    busy = task is not None and task.state in OPEN
    fate, number = _asked()
    # While it is read nothing is shown of it; an erased one has no rows any more.
    shows = row.state in (ImportState.PREVIEWED, ImportState.APPLIED) and not row.erased_at
    failed = task is not None and task.state is TaskState.FAILED
    back, again = _around(row)
    return page(
        "imports/run.html",
        section=SECTIONS[row.kind],
        row=row,
        back=back,
        again=again,
        busy=busy,
        task=task,
        messages=MESSAGES,
        failure=TASK_FAILURES.get(task.message or "") if task and failed else None,
        alive=is_alive(session, state.now()),
        found=queries.lines(session, row.id, fate, number) if shows else None,
        fates=[(one, labels.FATES[one], getattr(row, one.value)) for one in Fate],
        fate=fate,
        number=number,
        to=lambda nr, chosen=fate: _address(row.ref, chosen, nr),
        of_fate=lambda chosen: _address(row.ref, chosen, 1),
        trouble=row.told.get("problem"),
        notices=row.told.get("notices", ()),
        endings=list(ANSWERS),
        words_of=labels,
        tongue_nr=1 if state.language() == "en" else 0,
        may_apply=row.state is ImportState.PREVIEWED
        and not busy
        and not row.refused
        and bool(row.new or row.changed),
        key=new_key(),
    )


def _around(row: Import) -> tuple[tuple[str, str], str]:
    """The page that the file is about, and where another one is chosen."""
    if row.group_id is not None:
        group = groups.group_by_id(state.reading(), row.group_id)
        members_page = url_for("groups.members", slug=group.slug)
        return (members_page, group.name), url_for("imports.members", slug=group.slug)
    page_of, again = {
        ImportKind.ORGANISATIONS: ("organisations.organisations", "imports.organisations"),
        ImportKind.BASELINE: ("baseline.baseline", "imports.baseline"),
    }[row.kind]
    return (url_for(page_of), labels.KINDS[row.kind].into(state.language())), url_for(again)


def _asked() -> tuple[Fate | None, int]:
    """Which rows the address asks for, and which page of them."""
    text = request.args.get("lot", "")
    if text and text not in set(Fate):
        raise RefusedError(NO_SUCH_FATE, text=text[:40].replace("\x00", "\ufffd"))
    return (Fate(text) if text else None), page_number()


def _address(ref: str, fate: Fate | None, number: int) -> str:
    values: dict[str, Any] = {"lot": fate.value} if fate else {}
    if number > 1:
        values["pagina"] = number
    return url_for("imports.run", ref=ref, **values)


@blueprint.post("/importeren/<ref>/vastleggen")
def apply(ref: str) -> ResponseReturnValue:
    """Record what was shown: all of it, or nothing."""
    row = _found(ref)

    def act(session: Session) -> str:
        services.ask_to_apply(session, state.actor(), state.now(), ref=row.ref)
        return url_for("imports.run", ref=row.ref)

    return redirect(press(act), 303)
