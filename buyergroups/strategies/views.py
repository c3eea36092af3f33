"""The market vision and the market strategy of a group: read, written, reviewed, downloaded."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue

from buyergroups.documents.downloads import add_downloads
from buyergroups.documents.pages import Place, add_pages
from buyergroups.documents.queries import VersionRow
from buyergroups.documents.reading import add_reading, shown
from buyergroups.strategies.page import NAMES, PATH, place_of
from buyergroups.web.views import page

blueprint = Blueprint("strategies", __name__)


def _show(
    place: Place, version: VersionRow | None, rows: Sequence[VersionRow]
) -> ResponseReturnValue:
    return page("strategies/document.html", **shown(place, version, rows))


add_reading(blueprint, PATH, place_of, NAMES, "document", _show)
add_pages(blueprint, PATH, place_of, NAMES)
add_downloads(blueprint, PATH, place_of, NAMES, lambda _: {})
