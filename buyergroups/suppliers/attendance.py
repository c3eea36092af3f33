"""The tab of a consultation on its suppliers: who was invited and present, why, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.consultations.page import ConsultationPage, consultation_page
from buyergroups.errors import NotThereError
from buyergroups.suppliers import attending, labels, present
from buyergroups.suppliers.attending import Attended
from buyergroups.suppliers.forms import AttendanceForm, PresentForm
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, new_key, press, send, writing
from models.consultations import ConsultationKind

blueprint = Blueprint("attendance", __name__)

RECORDED = Words("Vastgelegd.", "Recorded.")
TAKEN_OFF = Words("De marktpartij is van de lijst gehaald.", "The supplier was taken off the list.")
WHERE = {
    attending.NEITHER: "uitgenodigd",
    attending.CHECKED_AHEAD: "nagekeken",
    attending.NOT_ONE_TO_ONE: "nagekeken",
    attending.AGREED_AHEAD: "akkoord",
}


def _rows(header: ConsultationPage) -> Sequence[Any]:
    return present.attendance(state.reading(), state.actor(), header.consultation.id)


@blueprint.get("/marktconsultaties/<ref>/marktpartijen")
def attendance(ref: str) -> ResponseReturnValue:
    """Who was invited and who was there."""
    header = consultation_page(ref)
    rows = _rows(header)
    return page(
        "suppliers/attendance.html",
        rows=rows,
        present=sum(row.present for row in rows),
        invited=sum(row.invited for row in rows),
        talk=header.consultation.kind is ConsultationKind.ONE_TO_ONE,
        sizes=labels.SIZES,
        **header.context(),
    )


@blueprint.route("/marktconsultaties/<ref>/marktpartijen/aanwezig", methods=["GET", "POST"])
def who_was_present(ref: str) -> ResponseReturnValue:
    """Of everybody on the list, who was there."""
    header = consultation_page(ref, Action.CONSULTATION_KEEP)
    rows, version = _rows(header), header.consultation.version
    begins = [str(row.id) for row in rows if row.present]
    written = writing(PresentForm, gezien=version, aanwezig=begins)
    form: Any = written.form

    def act(session: Session) -> str:
        attending.mark_present(
            session,
            state.actor(),
            state.now(),
            consultation_id=header.consultation.id,
            present={number_seen(text) for text in form.aanwezig.data or []},
            seen=number_seen(form.gezien.data),
        )
        return url_for("attendance.attendance", ref=ref)

    address = send(written, act) if request.method == "POST" else None
    if address is not None:
        flash(RECORDED.into(state.language()))
        return redirect(address, 303)
    header = consultation_page(ref, Action.CONSULTATION_KEEP)
    return form_page(
        "suppliers/present.html",
        written,
        rows=_rows(header),
        ticked=set(form.aanwezig.data or []),
        **header.context(),
    )


@blueprint.route("/marktconsultaties/<ref>/marktpartijen/<int:row_id>", methods=["GET", "POST"])
def change(ref: str, row_id: int) -> ResponseReturnValue:
    """How one supplier takes part."""
    header = consultation_page(ref, Action.CONSULTATION_KEEP)
    row = _row(header, row_id)
    written = writing(AttendanceForm, gezien=header.consultation.version, **_begins(row))
    form: Any = written.form

    def act(session: Session) -> str:
        attending.change_attendance(
            session,
            state.actor(),
            state.now(),
            consultation_id=header.consultation.id,
            row_id=row_id,
            attended=_attended(form),
            seen=number_seen(form.gezien.data),
        )
        return url_for("attendance.attendance", ref=ref)

    address = send(written, act, WHERE) if request.method == "POST" else None
    if address is not None:
        flash(RECORDED.into(state.language()))
        return redirect(address, 303)
    return form_page(
        "suppliers/attended.html",
        written,
        row=_row(header, row_id),
        talk=header.consultation.kind is ConsultationKind.ONE_TO_ONE,
        take_off_key=new_key(),
        **header.context(),
    )


def _begins(row: Any) -> dict[str, Any]:
    """How it stands, as the form takes it."""
    return {
        "uitgenodigd": row.invited,
        "aanwezig": row.present,
        "minuten": "" if row.minutes is None else str(row.minutes),
        "waarom": row.why,
        "nagekeken": row.checked_on,
        "akkoord": row.consented_on,
    }


def _attended(form: Any) -> Attended:
    return Attended(
        form.uitgenodigd.data,
        form.aanwezig.data,
        form.minuten.minutes,
        form.waarom.data or "",
        form.nagekeken.data,
        form.akkoord.data,
    )


def _row(header: ConsultationPage, row_id: int) -> Any:
    found = next((row for row in _rows(header) if row.id == row_id), None)
    if found is None:
        raise NotThereError(f"supplier {row_id} of a consultation")
    return found


@blueprint.post("/marktconsultaties/<ref>/marktpartijen/<int:row_id>/weghalen")
def take_off(ref: str, row_id: int) -> ResponseReturnValue:
    """It does not belong on the list after all."""
    header = consultation_page(ref, Action.CONSULTATION_KEEP)

    def act(session: Session) -> str:
        attending.take_off(
            session,
            state.actor(),
            state.now(),
            consultation_id=header.consultation.id,
            row_id=row_id,
        )
        return url_for("attendance.attendance", ref=header.consultation.ref)

    address = press(act)
    flash(TAKEN_OFF.into(state.language()))
    return redirect(address, 303)
