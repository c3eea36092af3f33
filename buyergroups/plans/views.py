"""The plan of a chain: as it was adopted, its draft, its versions, and two of them compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can
from buyergroups.documents.pages import Place, add_pages
from buyergroups.documents.queries import VersionRow
from buyergroups.documents.reading import add_reading, shown
from buyergroups.plans import labels as plan_labels
from buyergroups.plans import queries, rules, telling
from buyergroups.plans.faring import Fares
from buyergroups.plans.glance import LEGEND, TONES
from buyergroups.plans.kind import KIND
from buyergroups.plans.page import PATH, fares, glance, names_for, place_of, scored_themes
from buyergroups.plans.parts import ACTIVITIES, FOCUS, PARTS, NameSource
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import pages, state
from buyergroups.web.addresses import page_number
from buyergroups.web.views import page
from models.documents import VersionState

blueprint = Blueprint("plans", __name__)
TEMPLATE = "plans/plan.html"
#: How many activities are on a page of a plan; on paper and in files all are in one piece.
PAGE_SIZE = 50


def _show(
    place: Place, version: VersionRow | None, rows: Sequence[VersionRow]
) -> ResponseReturnValue:
    values = shown(place, version, rows)
    if version is None:
        return page(TEMPLATE, **values, told=None)
    known = _known(place, version)
    # Of a draft there is work to do between the parts, each with a form of the reader's own.
    told = None if version.is_open else _told(known, values)
    drawn = _drawn(known) if told is None else {}
    return page(TEMPLATE, **values, told=told, **drawn)


@dataclass(frozen=True)
class Known:
    """What was read of a version besides its text, and what the reader may do with it."""

    version: VersionRow
    #: By the code of a part; as pairs, like the names, so that what is drawn is kept by them.
    rows: tuple[tuple[str, tuple[Any, ...]], ...]
    names: tuple[tuple[NameSource, tuple[tuple[Any, tuple[str, str]], ...]], ...]
    fares: Fares
    scored: frozenset[int]
    most_themes: int
    may_keep: bool
    #: Which page of the activities is shown, at which address.
    number: int
    address: str


def _known(place: Place, version: VersionRow) -> Known:
    found = queries.rows(state.reading(), [version.id])[version.id]
    return Known(
        version=version,
        rows=tuple((code, tuple(rows)) for code, rows in found.items()),
        names=tuple((source, tuple(own.items())) for source, own in names_for(version).items()),
        fares=fares(place, version, found),
        scored=scored_themes(),
        most_themes=state.settings()[SettingKey.FOCUS_THEMES],
        may_keep=version.state is VersionState.ADOPTED
        and can(state.actor(), Action.PLAN_KEEP, place.subject_id),
        number=page_number(),
        address=request.path,
    )


def _told(known: Known, values: Mapping[str, Any]) -> str:
    """The parts of an adopted version as HTML, kept as long as what they are made from."""
    place, language = values["place"], state.language()
    key = (TEMPLATE, place.home, language, state.today(), known, tuple(values["texts"].values()))
    drawn = partial(_drawn, known)
    return state.tracker().fragments.get(
        key, lambda: pages.render_block(TEMPLATE, "told", language, **values, **drawn())
    )


def _drawn(known: Known) -> dict[str, Any]:
    """What the template needs of the rows of a version, and how it fares."""
    language, found = state.language(), dict(known.rows)
    names = queries.with_activities({key: dict(own) for key, own in known.names}, found)
    activities = _page_of(known.fares.activities, known.number)
    return {
        "parts": {
            section.code: [part for part in PARTS if part.section == section.code]
            for section in KIND.sections
        },
        "rows": {**found, ACTIVITIES.code: _page_of(found[ACTIVITIES.code], known.number)},
        "totals": {code: len(rows) for code, rows in found.items()},
        "activities": activities,
        "number": known.number,
        "pages": -(-len(found[ACTIVITIES.code]) // PAGE_SIZE),
        "to": lambda nr: f"{known.address}?pagina={nr}#{ACTIVITIES.section}",
        "late": [
            (item, f"{known.address}?pagina={place // PAGE_SIZE + 1}#stand")
            for place, item in enumerate(known.fares.activities)
            if item.overdue
        ],
        "cell": lambda column, row: telling.cell(column, row, names, language),
        "heading": lambda column: telling.heading(column, language),
        "number_words": lambda value: telling.number_words(value, language),
        "fares": known.fares,
        "drawn": glance(known.fares, found, activities),
        "legend": LEGEND,
        "tones": [
            (tone, plan_labels.STATES[code].words.into(language))
            for code, tone in TONES.items()
            if known.fares.counts.get(code)
        ],
        "plan_labels": plan_labels,
        "may_keep": known.may_keep,
        "too_many_themes": rules.too_many(
            [row.theme_id in known.scored for row in found[FOCUS.code]], known.most_themes
        ),
        "most_themes": known.most_themes,
    }


def _page_of(rows: Sequence[Any], number: int) -> Sequence[Any]:
    return rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


add_reading(blueprint, PATH, place_of, ("slug",), "plan", _show)
add_pages(blueprint, PATH, place_of, ("slug",))
