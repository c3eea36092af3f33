"""The plan of a chain: as it was adopted, its draft, its versions, and two of them compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can
from buyergroups.documents.pages import Place, add_pages
from buyergroups.documents.queries import VersionRow
from buyergroups.documents.reading import add_reading, shown
from buyergroups.plans import labels as plan_labels
from buyergroups.plans import queries, rules, telling
from buyergroups.plans.glance import LEGEND, TONES
from buyergroups.plans.page import PATH, fares, glance, names_for, place_of, scored_themes
from buyergroups.plans.parts import FOCUS, PARTS
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.views import page
from models.documents import VersionState

blueprint = Blueprint("plans", __name__)


def _show(
    place: Place, version: VersionRow | None, rows: Sequence[VersionRow]
) -> ResponseReturnValue:
    values = shown(place, version, rows)
    return page("plans/plan.html", **values, **_content(place, version))


def _content(place: Place, version: VersionRow | None) -> dict[str, Any]:
    """The rows of a version, and how it fares."""
    if version is None:
        return {"fares": None}
    session = state.reading()
    found = queries.rows(session, [version.id])[version.id]
    known, language = queries.with_activities(names_for(version), found), state.language()
    scored, known_fares = scored_themes(), fares(place, version, found)
    return {
        "parts": {
            section.code: [part for part in PARTS if part.section == section.code]
            for section in place.kind.sections
        },
        "rows": found,
        "cell": lambda column, row: telling.cell(column, row, known, language),
        "heading": lambda column: telling.heading(column, language),
        "number": lambda value: telling.number_words(value, language),
        "fares": known_fares,
        "drawn": glance(known_fares, found, of_draft=version.is_open),
        "legend": LEGEND,
        "tones": [
            (tone, plan_labels.STATES[code].words.into(language))
            for code, tone in TONES.items()
            if known_fares.counts.get(code)
        ],
        "plan_labels": plan_labels,
        "may_keep": version.state is VersionState.ADOPTED
        and can(state.actor(), Action.PLAN_KEEP, place.subject_id),
        "too_many_themes": rules.too_many(
            [row.theme_id in scored for row in found[FOCUS.code]],
            state.settings()[SettingKey.FOCUS_THEMES],
        ),
        "most_themes": state.settings()[SettingKey.FOCUS_THEMES],
    }


add_reading(blueprint, PATH, place_of, ("slug",), "plan", _show)
add_pages(blueprint, PATH, place_of, ("slug",))
