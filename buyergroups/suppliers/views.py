"""Pages of the register of suppliers: the list and its files, one supplier, what it was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.consultations import labels as consultation_labels
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.narrowing import Mistake
from buyergroups.suppliers import labels, queries, table
from buyergroups.suppliers.filters import Filters, read_filters
from buyergroups.web import exports, state
from buyergroups.web.addresses import moved_to
from buyergroups.web.formats import shown
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import new_key

blueprint = Blueprint("suppliers", __name__)
#: In the menu they are a part of the consultations in which they were heard.
SECTION = "consultations"
NOT_A_FILE = Words("Er is geen bestand gemaakt. %(reasons)s", "No file was made. %(reasons)s")


@blueprint.get("/marktpartijen")
def suppliers() -> ResponseReturnValue:
    """The suppliers that the reader may see, by name, narrowed as the address asks."""
    actor = state.actor()
    require(actor, Action.SUPPLIERS_OPEN)
    filters, mistakes, chains = _asked()
    html = page(
        "suppliers/list.html",
        section=SECTION,
        found=queries.suppliers(state.reading(), actor, filters),
        filters=filters,
        narrows=bool(filters.parameters()),
        mistakes=[mistake.sentence(state.language()) for mistake in mistakes],
        chains=chains,
        sizes=labels.SIZES,
        first=(filters.page - 1) * queries.PAGE_SIZE + 1,
        to=lambda nr: _address("suppliers.suppliers", filters, nr),
        files=[
            (kind, _address(f"suppliers.suppliers_{kind.lower()}", filters))
            for kind in ("CSV", "XLSX")
        ],
        may_keep=can(actor, Action.SUPPLIER_KEEP),
        may_compare=can(actor, Action.SUPPLIERS_COMPARE),
    )
    return html, 422 if mistakes else 200


def _asked() -> tuple[Filters, list[Mistake], Any]:
    chains = queries.chains_heard(state.reading(), state.actor())
    typed = {name: shown(text) for name, text in request.args.items()}
    return *read_filters(typed, [slug for slug, _ in chains]), chains


def _address(endpoint: str, filters: Filters, nr: int = 1) -> str:
    values: dict[str, Any] = {**filters.parameters(), **({"pagina": nr} if nr > 1 else {})}
    return url_for(endpoint, **values)


@blueprint.get("/marktpartijen.csv")
def suppliers_csv() -> ResponseReturnValue:
    """The whole list as CSV, without any person."""
    return _file(exports.csv_answer)


@blueprint.get("/marktpartijen.xlsx")
def suppliers_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook."""
    return _file(exports.xlsx_answer)


def _file(answer: Callable[..., Response]) -> ResponseReturnValue:
    """Every row, of all pages; a filter that makes no sense gives no file but a sentence."""
    actor, language = state.actor(), state.language()
    require(actor, Action.SUPPLIERS_OPEN)
    filters, mistakes, _ = _asked()
    if mistakes:
        reasons = " ".join(mistake.sentence(language) for mistake in mistakes)
        raise RefusedError(NOT_A_FILE, reasons=reasons)
    rows = queries.all_suppliers(state.reading(), actor, filters)
    name = f"marktpartijen-{state.today().isoformat()}"
    return answer(name, table.head(language), [table.cells(row, language) for row in rows])


# ---- one supplier -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """A page of another area about a supplier, for who may open it."""

    endpoint: str
    words: Words
    shown: Callable[[int], bool]


#: `areas` fills in what each area offers.
LINKS: list[Link] = []


def found_at(ref: str, *, stays: bool = False) -> queries.Found | ResponseReturnValue:
    """The supplier at an address, or the way to the one that it is by now.

    `stays`: one that was merged is still there by itself, as on the page of its history.
    """
    actor = state.actor()
    require(actor, Action.SUPPLIERS_OPEN)
    found = queries.supplier_at(state.reading(), actor, ref)
    # What was typed about one that was merged is refused there, not sent to the other.
    stays = stays or request.method == "POST"
    return found if stays or found.home_ref == ref else moved_to(ref=found.home_ref)


@blueprint.get("/marktpartijen/<ref>")
def supplier(ref: str) -> ResponseReturnValue:
    """What is known of a supplier, whom to turn to, where it was heard, what it asked for."""
    try:
        found = found_at(ref)
    except NotThereError:
        name = queries.entered_name(state.reading(), state.actor(), ref)
        return page("suppliers/entered.html", section=SECTION, name=name)
    if not isinstance(found, queries.Found):
        return found
    session, actor = state.reading(), state.actor()
    return page(
        "suppliers/supplier.html",
        section=SECTION,
        ref=found.ref,
        facts=queries.facts(session, found.id),
        contacts=queries.contacts(session, actor, found.id),
        wishes=queries.wishes(session, actor, found.id),
        consultations=queries.consultations(session, actor, found.id),
        merged=queries.merged(session, found.id),
        most=queries.MOST_SHOWN,
        links=[
            (url_for(link.endpoint, ref=found.ref), link.words)
            for link in LINKS
            if link.shown(found.id)
        ],
        sizes=labels.SIZES,
        consultation_labels=consultation_labels,
        key=new_key(),
        may_keep=can(actor, Action.SUPPLIER_KEEP),
        may_merge=can(actor, Action.SUPPLIER_MERGE),
    )


@blueprint.get("/marktpartijen/<ref>/geschiedenis")
def history(ref: str) -> ResponseReturnValue:
    """Every version, the latest first, each with what was different from the one before."""
    found = found_at(ref, stays=True)
    if not isinstance(found, queries.Found):
        return found
    session, language = state.reading(), state.language()
    rows = queries.versions(session, found.id)
    earlier = [*(row.SupplierVersion for row in rows[1:]), None]
    return page(
        "suppliers/history.html",
        section=SECTION,
        ref=found.ref,
        facts=rows[0].SupplierVersion,
        into=queries.facts(session, found.home_id) if found.home_id != found.id else None,
        into_ref=found.home_ref,
        versions=[
            (row, table.differences(row.SupplierVersion, before, language))
            for row, before in zip(rows, earlier, strict=True)
        ],
    )
