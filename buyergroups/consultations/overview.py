"""Pages of many consultations: the overview with its files, and those about a chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.groups import Belonging
from buyergroups.access.permissions import Action, can, require
from buyergroups.chains.page import ChainPage, chain_page, the_programme, the_themes
from buyergroups.chains.reference import ThemeRow
from buyergroups.consultations import heard, labels, listed, table
from buyergroups.consultations.filters import MINE, Filters, read_filters
from buyergroups.consultations.page import SECTION
from buyergroups.consultations.views import stacked
from buyergroups.errors import RefusedError
from buyergroups.groups.places import Place
from buyergroups.groups.queries import Filters as GroupFilters
from buyergroups.groups.queries import groups
from buyergroups.narrowing import Mistake
from buyergroups.web import exports, state
from buyergroups.web.addresses import page_number
from buyergroups.web.formats import shown
from buyergroups.web.unchanged import kept
from buyergroups.web.views import page
from buyergroups.words import Words
from models.consultations import ItemOutcome

blueprint = Blueprint("consultation_overview", __name__)

#: The page of a chain shows so many consultations, and of what is open; the rest is a click away.
SHORT = 10
FILES = ("csv", "xlsx", "ods")
#: A workbook of more rows takes a web process longer than a page may.
MOST_IN_WORKBOOK = 5000
NOT_A_FILE = Words("Er is geen bestand gemaakt. %(reasons)s", "No file was made. %(reasons)s")
TOO_MANY = Words(
    "Dit zijn %(count)s marktconsultaties; in dit soort bestand passen er %(most)s. Kies CSV, of "
    "kies eerst bijvoorbeeld een jaar of een keten.",
    "These are %(count)s market consultations; this kind of file has room for %(most)s. Choose "
    "CSV, or choose a year or a chain first.",
)


def public_address(ref: str) -> str:
    """Where everybody reads a published report: an address that never changes."""
    return f"/publiek/marktconsultaties/{ref}"


@blueprint.get("/marktconsultaties")
@kept
def consultations() -> ResponseReturnValue:
    """What the reader may know of, the latest first, narrowed as the address asks."""
    filters, mistakes, offered = _asked()
    actor, programme = state.actor(), the_programme()
    found = listed.consultations(state.reading(), actor, programme.id, filters)
    html = page(
        "consultations/list.html",
        section=SECTION,
        found=found,
        filters=filters,
        mine=MINE,
        mistakes=[mistake.sentence(state.language()) for mistake in mistakes],
        offered=offered,
        themes=the_themes(state.today().year),
        consultation_labels=labels,
        public_address=public_address,
        first=(filters.page - 1) * listed.PAGE_SIZE + 1,
        to=lambda nr: _address("consultations", filters, nr),
        files=[(kind.upper(), _address(f"consultations_{kind}", filters)) for kind in FILES],
        has_groups=bool(actor.member_of or actor.oversees),
        no_group=not found.total and _no_group_yet(),
        may_start=can(actor, Action.GROUP_START),
        may_log=actor.in_programme_team or any(_may_log(row) for row in actor.memberships),
        opens_register=can(actor, Action.SUPPLIERS_OPEN),
    )
    return html, 422 if mistakes else 200


def _no_group_yet() -> bool:
    """Whether a group has to begin first, as far as who oversees all of them can see."""
    actor = state.actor()
    if not actor.in_programme_team:
        return False
    _, total = groups(state.reading(), actor, state.now(), GroupFilters())
    return total == 0


def _may_log(row: Belonging) -> bool:
    place = Place(row.group_id, row.organisation_id)
    return can(state.actor(), Action.CONSULTATION_LOG, place)


def _asked() -> tuple[Filters, list[Mistake], listed.Offered]:
    """What the address asks for, with what the reader can choose from."""
    actor, programme = state.actor(), the_programme()
    require(actor, Action.CHAIN_SEE)
    offered = state.remembered(
        ("consultations offered", actor),
        lambda session: listed.offered(session, actor, programme.id),
    )
    typed = {name: shown(text) for name, text in request.args.items()}
    codes = [theme.code for theme in the_themes(state.today().year)]
    return *read_filters(typed, offered.choices(codes)), offered


def _address(name: str, filters: Filters, nr: int = 1) -> str:
    values: dict[str, Any] = {**filters.parameters(), **({"pagina": nr} if nr > 1 else {})}
    return url_for(f"consultation_overview.{name}", **values)


@blueprint.get("/marktconsultaties.csv")
def consultations_csv() -> ResponseReturnValue:
    """The whole list as CSV."""
    return _file(exports.csv_answer, None)


@blueprint.get("/marktconsultaties.xlsx")
def consultations_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook."""
    return _file(exports.xlsx_answer, MOST_IN_WORKBOOK)


@blueprint.get("/marktconsultaties.ods")
def consultations_ods() -> ResponseReturnValue:
    """The whole list as an OpenDocument spreadsheet."""
    return _file(exports.ods_answer, MOST_IN_WORKBOOK)


def _file(answer: Callable[..., Response], most: int | None) -> ResponseReturnValue:
    """Every row, of all pages; a filter that makes no sense gives no file but a sentence."""
    actor, language, programme = state.actor(), state.language(), the_programme()
    filters, mistakes, _ = _asked()
    if mistakes:
        reasons = " ".join(mistake.sentence(language) for mistake in mistakes)
        raise RefusedError(NOT_A_FILE, reasons=reasons)
    session = state.reading()
    if most is not None:
        count = listed.count(session, actor, programme.id, filters)
        if count > most:
            raise RefusedError(TOO_MANY, count=count, most=most)
    rows = listed.all_consultations(session, actor, programme.id, filters)
    name = f"marktconsultaties-{state.today().isoformat()}"
    return answer(name, table.head(language), (table.cells(row, language) for row in rows))


# ---- the consultations about a chain ----------------------------------------------------------


@blueprint.get("/ketens/<slug>/marktconsultaties")
@kept
def of_chain(slug: str) -> ResponseReturnValue:
    """What was heard over time per theme, what came of it, what is open, and stacking."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    session, actor, chain_id = state.reading(), state.actor(), header.chain_id
    asked = stacked([(chain_id, header.standing.name)])
    return page(
        "consultations/of_chain.html",
        section="chains",
        found=listed.of_chain(session, actor, chain_id, SHORT),
        reads_files=heard.reads_any(session, actor, chain_id),
        suppliers=heard.suppliers_heard(session, actor, chain_id),
        may_compare=can(actor, Action.SUPPLIERS_COMPARE),
        stacked=asked,
        focus=asked[0].stacking.focus,
        tallies=heard.tallies(session, actor, chain_id),
        consultation_labels=labels,
        public_address=public_address,
        **_heard(slug, chain_id),
        **header.context(),
    )


def _heard(slug: str, chain_id: int) -> dict[str, Any]:
    """What is open, and a page of what was heard, of a theme or with an outcome where asked."""
    session, actor, number = state.reading(), state.actor(), page_number()
    themes = {theme.id: theme for theme in the_themes(state.today().year)}
    theme, outcome = _chosen(themes)
    opened, open_total = heard.heard(session, actor, chain_id, outcome=ItemOutcome.OPEN, most=SHORT)
    rows, total = heard.heard(
        session, actor, chain_id, theme_id=theme, outcome=outcome, page=number
    )
    asked: dict[str, Any] = {
        name: request.args[name] for name in ("thema", "uitkomst") if request.args.get(name)
    }
    return {
        "themes": themes,
        "outcomes": ItemOutcome,
        "opened": opened,
        "open_total": open_total,
        "rows": [(key, list(same)) for key, same in groupby(rows, lambda row: row.theme_id)],
        "chosen": (themes.get(theme or 0), outcome),
        "number": number,
        "pages": max(1, -(-total // listed.PAGE_SIZE)),
        "to": lambda nr: url_for(".of_chain", slug=slug, **asked, pagina=nr) + "#gehoord",
    }


def _chosen(themes: Mapping[int, ThemeRow]) -> tuple[int | None, ItemOutcome | None]:
    """What the address narrows to; what makes no sense narrows nothing."""
    code, outcome = request.args.get("thema"), request.args.get("uitkomst")
    theme = next((key for key, row in themes.items() if row.code == code), None)
    return theme, ItemOutcome(outcome) if outcome in set(ItemOutcome) else None
