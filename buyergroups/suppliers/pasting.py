"""Pages on which a list of names is pasted: first compared with the register, then recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import the_programme
from buyergroups.consultations.page import consultation_page
from buyergroups.errors import RefusedError
from buyergroups.suppliers import attending, present, rules, services
from buyergroups.suppliers.forms import NamesForm
from buyergroups.suppliers.present import Line
from buyergroups.suppliers.views import SECTION
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("pasting", __name__)

#: What a choice of a line is called in the form, before its key.
CHOICE = "keuze-"
LOOK_AGAIN = Words(
    "De namen of het register zijn veranderd. Kijk de vergelijking nog eens na.",
    "The names or the register have changed. Check the comparison once more.",
)
STILL_TO_CHOOSE = Words(
    "Kies bij %(count)s namen of je een bekende marktpartij bedoelt.",
    "Choose for %(count)s names whether you mean a supplier that is known.",
)
ADDED = Words("%(count)s marktpartijen toegevoegd.", "%(count)s suppliers added.")
WHERE = {attending.NEITHER: "uitgenodigd"}

Record = Callable[[Session, list[int], list[str]], tuple[str, int]]


@dataclass
class Pasted:
    """What was pasted, what the register has of it, and what is still to be chosen."""

    lines: Sequence[Line] = ()
    fingerprint: str = ""
    #: What was chosen so far, by the key of the line.
    chosen: dict[str, str] = field(default_factory=dict)
    open_keys: Sequence[str] = ()


@blueprint.route("/marktpartijen/plakken", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Many suppliers into the register at once."""
    require(state.actor(), Action.SUPPLIERS_OPEN)
    require(state.actor(), Action.SUPPLIER_KEEP)

    def record(session: Session, _: list[int], new: list[str]) -> tuple[str, int]:
        services.match_or_add(
            session, state.actor(), state.now(), programme_id=the_programme().id, names=new
        )
        return url_for("suppliers.suppliers"), len(new)

    written = writing(NamesForm)
    pasted, answer = _step(written, record)
    return answer or form_page(
        "suppliers/paste.html", written, section=SECTION, pasted=pasted, most=rules.MOST_NAMES
    )


@blueprint.route("/marktconsultaties/<ref>/marktpartijen/toevoegen", methods=["GET", "POST"])
def to_consultation(ref: str) -> ResponseReturnValue:
    """Suppliers onto the list of a consultation: one name, or a whole list."""
    header = consultation_page(ref, Action.CONSULTATION_KEEP)
    consultation = header.consultation
    written = writing(NamesForm, gezien=consultation.version, uitgenodigd=True)
    form: Any = written.form

    def record(session: Session, ids: list[int], new: list[str]) -> tuple[str, int]:
        count = attending.list_suppliers(
            session,
            state.actor(),
            state.now(),
            consultation_id=consultation.id,
            supplier_ids=ids,
            new_names=new,
            invited=form.uitgenodigd.data,
            present=form.aanwezig.data,
            why=form.waarom.data or "",
            seen=number_seen(form.gezien.data),
        )
        return url_for("attendance.attendance", ref=ref), count

    pasted, answer = _step(written, record)
    if answer is not None:
        return answer
    rows = present.attendance(state.reading(), state.actor(), consultation.id)
    return form_page(
        "suppliers/paste_in_file.html",
        written,
        pasted=pasted,
        most=rules.MOST_NAMES,
        there={row.home_id for row in rows},
        rows=rows,
        **consultation_page(ref, Action.CONSULTATION_KEEP).context(),
    )


def _step(written: Writing, record: Record) -> tuple[Pasted, ResponseReturnValue | None]:
    """Compare what was pasted, or record it when it was compared and nothing changed since."""
    form: Any = written.form
    names = rules.names_in(form.namen.data or "")
    if request.method != "POST" or not _usable(written, names):
        return Pasted(), None
    lines = present.compare(state.reading(), state.actor(), names)
    shown = present.fingerprint(lines)
    chosen = choices_sent()
    ids, new, open_keys = present.resolved(lines, chosen)
    pasted = Pasted(lines, shown, chosen)
    if not form.vergeleken.data:
        return pasted, None
    counted: list[int] = []

    def act(session: Session) -> str:
        # In here, where one comes once: the same form sent twice finds its own names known.
        if form.vergeleken.data != shown:
            raise RefusedError(LOOK_AGAIN)
        if open_keys:
            raise RefusedError(STILL_TO_CHOOSE, count=len(open_keys))
        address, count = record(session, ids, new)
        counted.append(count)
        return address

    address = send(written, act, WHERE)
    if address is not None:
        for count in counted:
            flash(ADDED.into(state.language(), count=count))
        return pasted, redirect(address, 303)
    if written.refused == STILL_TO_CHOOSE:
        pasted.open_keys = open_keys
    return pasted, None


def choices_sent() -> dict[str, str]:
    """What was chosen for names that only come near, by the key of the line."""
    return {
        name.removeprefix(CHOICE): text
        for name, text in request.form.items()
        if name.startswith(CHOICE)
    }


def _usable(written: Writing, names: Sequence[str]) -> bool:
    """Whether these names can be compared; why not is told at the field."""
    form: Any = written.form
    if not form.validate():
        written.status = 422
        return False
    try:
        services.refuse_names(names, at_least=1)
    except RefusedError as error:
        form.namen.errors = [error.sentence(state.language())]
        written.status = 422
        return False
    return True
