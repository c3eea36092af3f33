"""Pages of market consultations."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from buyergroups.consultations.page import consultation_page
from buyergroups.web.views import page

blueprint = Blueprint("consultations", __name__)


@blueprint.get("/marktconsultaties/<ref>")
def consultation(ref: str) -> ResponseReturnValue:
    """The file of a consultation: when and what, who was there, what was asked and heard."""
    header = consultation_page(ref)
    return page("consultations/consultation.html", **header.context())
