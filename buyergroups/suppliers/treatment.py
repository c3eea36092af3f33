"""The page of a chain on equal treatment of its suppliers, for the programme team."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import ChainPage, chain_page
from buyergroups.errors import RefusedError
from buyergroups.suppliers import comparing, labels
from buyergroups.suppliers.comparing import Order
from buyergroups.web import exports, state
from buyergroups.web.formats import shown
from buyergroups.web.views import page
from buyergroups.words import Words

blueprint = Blueprint("treatment", __name__)

SECTION = "chains"
ORDERS: dict[Order, Words] = {
    Order.HEARD: Words("keer gehoord", "times heard"),
    Order.MINUTES: Words("minuten", "minutes"),
    Order.LAST: Words("laatst gehoord", "last heard"),
    Order.ASKED: Words("vroeg om gehoord te worden", "asked to be heard"),
    Order.NAME: Words("naam", "name"),
}
NO_ORDER = Words("'%(text)s' is geen volgorde.", "'%(text)s' is not an order.")
HEAD = Words(
    "Naam;Grootte;Keer gehoord;Minuten;Tijd onbekend;Keer op de lijst;Laatst gehoord;Vroeg erom",
    "Name;Size;Times heard;Minutes;Not known how long;Times on the list;Last heard;Asked for it",
)


@blueprint.get("/ketens/<slug>/marktpartijen")
def treatment(slug: str) -> ResponseReturnValue:
    """Whom we heard, how often and how long, who never was, and who asked to be."""
    require(state.actor(), Action.SUPPLIERS_COMPARE)
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    order = _order()
    rows = comparing.treated(state.reading(), state.actor(), header.chain_id)
    return page(
        "suppliers/treatment.html",
        section=SECTION,
        rows=comparing.in_order(rows, order),
        summary=comparing.summary(rows),
        order=order,
        orders=[
            (one, words, url_for("treatment.treatment", slug=slug, volgorde=one.value or None))
            for one, words in ORDERS.items()
        ],
        sizes=labels.SIZES,
        file=url_for("treatment.treatment_csv", slug=slug),
        **header.context(),
    )


@blueprint.get("/ketens/<slug>/marktpartijen.csv")
def treatment_csv(slug: str) -> ResponseReturnValue:
    """The same table as CSV."""
    require(state.actor(), Action.SUPPLIERS_COMPARE)
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    language = state.language()
    rows = comparing.treated(state.reading(), state.actor(), header.chain_id)
    lines = [
        (
            row.name,
            labels.SIZES[row.size].into(language),
            row.times,
            row.minutes if row.timed else None,
            row.unknown,
            len(row.listed),
            row.last,
            row.asked,
        )
        for row in comparing.in_order(rows, Order.NAME)
    ]
    return exports.csv_answer(f"{slug}-marktpartijen", HEAD.into(language).split(";"), lines)


def _order() -> Order:
    text = shown(request.args.get("volgorde", "")).strip()
    if text not in set(Order):
        raise RefusedError(NO_ORDER, text=text[:40])
    return Order(text)
