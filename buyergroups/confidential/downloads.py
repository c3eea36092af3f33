"""Pages on which a reader gathers answers: of a consultation or of a supplier, into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.confidential import labels, queries, services
from buyergroups.confidential.page import gather, sealed_page
from buyergroups.confidential.queries import Answer
from buyergroups.confidential.taking import For, Kind, access_words, file_of
from buyergroups.consultations.page import SECTION
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.web import state
from buyergroups.web.forms import NO_CHOICE
from buyergroups.web.views import page
from buyergroups.writing.sending import new_key, press

blueprint = Blueprint("confidential_files", __name__)
#: The answers that somebody reads; for a Woo request those that were replaced as well.
Rows = Callable[[For], Sequence[Answer]]


@blueprint.get("/marktconsultaties/<ref>/vertrouwelijk/overzicht")
def of_consultation(ref: str) -> ResponseReturnValue:
    """What the reader may read of a consultation, with who read it; and as a file."""
    sealed = sealed_page(ref)
    return page(
        "confidential/overview.html",
        **_told(_in_consultation(sealed.header.consultation.id)),
        to=url_for("confidential_files.file_of_consultation", ref=ref),
        **sealed.header.context(),
    )


@blueprint.post("/marktconsultaties/<ref>/vertrouwelijk/bestand")
def file_of_consultation(ref: str) -> ResponseReturnValue:
    """Those of one supplier for its own check, or all for a Woo request."""
    sealed = sealed_page(ref)
    return _file(_in_consultation(sealed.header.consultation.id), f"vertrouwelijk-{ref}")


@blueprint.get("/marktpartijen/<ref>/vertrouwelijk")
def of_supplier(ref: str) -> ResponseReturnValue:
    """What the reader may read of a supplier, over all consultations; and as a file."""
    supplier = queries.supplier_at(state.reading(), ref)
    told = _told(_of_supplier(supplier.id))
    return page(
        "confidential/supplier.html",
        section=SECTION,
        supplier=supplier,
        to=url_for("confidential_files.file_of_supplier", ref=ref),
        **told,
    )


@blueprint.post("/marktpartijen/<ref>/vertrouwelijk/bestand")
def file_of_supplier(ref: str) -> ResponseReturnValue:
    """All of one supplier, for its own check or for a Woo request."""
    supplier = queries.supplier_at(state.reading(), ref)
    return _file(_of_supplier(supplier.id), f"vertrouwelijk-{ref}")


def _in_consultation(consultation_id: int) -> Rows:
    return lambda target: queries.answers_in(
        state.reading(), state.actor(), consultation_id, whole=target is For.WOO
    )


def _of_supplier(supplier_id: int) -> Rows:
    return lambda target: queries.answers_of(
        state.reading(), state.actor(), supplier_id, whole=target is For.WOO
    )


def _told(rows: Rows) -> dict[str, Any]:
    """What the page shows; raises NotThereError where there is nothing that one may read."""
    found = rows(For.WOO)
    if not found:
        raise NotThereError("nothing in confidence here")
    gathered = gather(found)
    language = state.language()
    return {
        "rows": found,
        "suppliers": sorted(
            {(row.supplier_ref, row.supplier) for row in found}, key=lambda s: s[1]
        ),
        "readers": gathered.readers,
        "theme_names": gathered.themes,
        "read_by": {row.id: access_words(gathered.accesses[row.id], language) for row in found},
        "kinds": Kind,
        "keys": [new_key(), new_key()],
        "confidential_labels": labels,
    }


def _file(rows: Rows, name: str) -> Response:
    """Recorded first, then read and sent; whoever may read nothing hears of no mistake either."""
    if not rows(For.WOO):
        raise NotThereError("nothing in confidence here")
    try:
        target, kind = For(_asked("voor")), Kind(_asked("soort"))
    except ValueError as error:
        raise RefusedError(NO_CHOICE) from error
    found = list(rows(target))
    if target is For.SUPPLIER:
        found = [row for row in found if row.supplier_ref == _asked("marktpartij")]
    if not found:
        raise NotThereError("nothing in confidence here")
    numbers = [row.id for row in found]

    def act(session: Session) -> str:
        services.record_export(session, state.actor(), state.now(), answer_ids=numbers)
        return request.path

    press(act)
    return file_of(gather(found, texts=True), target, kind, name, state.language())


def _asked(name: str) -> str:
    return request.form.get(name, "")
