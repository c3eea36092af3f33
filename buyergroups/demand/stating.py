"""Pages that write: what an organisation buys, that it withdraws that, how large a market is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.demand import labels, queries, services
from buyergroups.demand.forms import EstimateForm, VolumeForm, WithdrawForm
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.groups.page import GroupPage, group_page, refuse_closed
from buyergroups.groups.places import Place, organisations_in
from buyergroups.groups.queries import GroupChainRow
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing
from models.demand import HowKnown

blueprint = Blueprint("demand_stating", __name__)

SAME = Words("Was al zo: er is niets gewijzigd.", "It was so already: nothing was changed.")
CHOOSE_ALL = Words(
    "Kies een organisatie, een keten en een jaar uit de lijst.",
    "Choose an organisation, a chain and a year from the list.",
)
_VOLUME_WHERE = {services.NEGATIVE: "bedrag", services.MORE_THAN_MARKET: "klopt"}


@blueprint.get("/buyer-groups/<slug>/vraag/opgeven")
def choose(slug: str) -> ResponseReturnValue:
    """On to the form of an organisation, a chain and a year."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    if not request.args:
        return redirect(_back(header), 303)
    refuse_closed(header, services.GROUP_CLOSED)
    there = organisations_in(state.reading(), state.actor(), state.now(), header.group.id)
    organisation = _only({row.slug for row in there}, request.args.get("organisatie"))
    chain = _only({row.slug for row in header.group.chains}, request.args.get("keten"))
    address = url_for(
        ".volume", slug=slug, chain=chain, organisation=organisation, year=_chosen_year()
    )
    return redirect(address, 303)


@blueprint.get("/buyer-groups/<slug>/vraag/markt")
def choose_market(slug: str) -> ResponseReturnValue:
    """On to the form of a chain and a year."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    actor, chains = state.actor(), header.group.chains
    if not any(can(actor, Action.MARKET_ESTIMATE, row.chain_id) for row in chains):
        raise NotThereError(f"markets of group {header.group.id}")
    if not request.args:
        return redirect(_back(header), 303)
    chain = _only({row.slug for row in header.group.chains}, request.args.get("keten"))
    require(state.actor(), Action.MARKET_ESTIMATE, _chain(header, chain).chain_id)
    return redirect(url_for(".market", slug=slug, chain=chain, year=_chosen_year()), 303)


def _only(options: set[str], chosen: str | None) -> str:
    """What was chosen; where there is one option it need not be."""
    if chosen is None and len(options) == 1:
        return next(iter(options))
    if chosen not in options:
        raise RefusedError(CHOOSE_ALL)
    return chosen


def _chosen_year() -> int:
    text = request.args.get("jaar", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise RefusedError(CHOOSE_ALL)
    services.refuse_year(state.now(), int(text))
    return int(text)


@blueprint.route(
    "/buyer-groups/<slug>/vraag/opgave/<chain>/<organisation>/<int:year>", methods=["GET", "POST"]
)
def volume(slug: str, chain: str, organisation: str, year: int) -> ResponseReturnValue:
    """What an organisation buys in a chain in a year."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    about, whose = _chain(header, chain), _whose(header, organisation)
    refuse_closed(header, services.GROUP_CLOSED)
    services.refuse_year(state.now(), year)
    earlier = _figures(about, whose, year)
    written = writing(VolumeForm, **_stated(earlier[0] if earlier else None))
    form: Any = written.form
    if request.method == "POST":
        seen, told = number_seen(form.gezien.data) or None, RECORDED

        def act(session: Session) -> str:
            nonlocal told
            row = services.state_volume(
                session,
                state.actor(),
                state.now(),
                place=Place(header.group.id, whose.id),
                chain_id=about.chain_id,
                year=year,
                euro=form.bedrag.data,
                how_known=form.hoe.data,
                note=form.opmerking.data or "",
                seen=seen,
                sure=form.klopt.data,
            )
            told = SAME if row.id == seen else RECORDED
            return _back(header)

        address = send(written, act, _VOLUME_WHERE)
        if address is not None:
            return done(told, address)
        earlier = _figures(about, whose, year)
    values = {"choices": _hows(), "market": _market(about, year)}
    return _show("demand/volume.html", written, header, about, year, earlier, whose=whose, **values)


@blueprint.route(
    "/buyer-groups/<slug>/vraag/opgave/<chain>/<organisation>/<int:year>/intrekken",
    methods=["GET", "POST"],
)
def withdraw(slug: str, chain: str, organisation: str, year: int) -> ResponseReturnValue:
    """The organisation does not count in that year any more."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    about, whose = _chain(header, chain), _whose(header, organisation)
    earlier = _figures(about, whose, year)
    if not earlier or earlier[0].euro is None:
        raise NotThereError(f"volume of {whose.id} in {year}")
    written = writing(WithdrawForm, gezien=earlier[0].id)
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.withdraw_volume(
                session,
                state.actor(),
                state.now(),
                place=Place(header.group.id, whose.id),
                chain_id=about.chain_id,
                year=year,
                reason=form.reden.data,
                seen=number_seen(form.gezien.data) or None,
            )
            return _back(header)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
        earlier = _figures(about, whose, year)
    return _show("demand/withdraw.html", written, header, about, year, earlier, whose=whose)


@blueprint.route("/buyer-groups/<slug>/vraag/markt/<chain>/<int:year>", methods=["GET", "POST"])
def market(slug: str, chain: str, year: int) -> ResponseReturnValue:
    """How large the market of a chain is in a year, and who says so."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    about = _chain(header, chain)
    require(state.actor(), Action.MARKET_ESTIMATE, about.chain_id)
    services.refuse_year(state.now(), year)
    earlier = queries.estimates_of(state.reading(), about.chain_id, year)
    last = earlier[0] if earlier else None
    written = writing(
        EstimateForm,
        gezien=last.id if last else 0,
        bedrag=last.euro if last else None,
        bron=last.source if last else "",
    )
    form: Any = written.form
    if request.method == "POST":
        seen, told = number_seen(form.gezien.data) or None, RECORDED

        def act(session: Session) -> str:
            nonlocal told
            row = services.estimate_market(
                session,
                state.actor(),
                state.now(),
                chain_id=about.chain_id,
                year=year,
                euro=form.bedrag.data,
                source=form.bron.data,
                seen=seen,
            )
            told = SAME if row.id == seen else RECORDED
            return _back(header)

        address = send(written, act, {services.NEGATIVE: "bedrag"})
        if address is not None:
            return done(told, address)
        earlier = queries.estimates_of(state.reading(), about.chain_id, year)
    return _show("demand/market.html", written, header, about, year, earlier)


def _chain(header: GroupPage, slug: str) -> GroupChainRow:
    for row in header.group.chains:
        if row.slug == slug:
            return row
    raise NotThereError(f"chain {slug[:80]} of group {header.group.id}")


def _whose(header: GroupPage, slug: str) -> Any:
    """An organisation for which the reader speaks; any other one is not there."""
    rows = organisations_in(state.reading(), state.actor(), state.now(), header.group.id)
    for row in rows:
        if row.slug == slug:
            return row
    raise NotThereError(f"organisation {slug[:80]} in group {header.group.id}")


def _figures(about: GroupChainRow, whose: Any, year: int) -> Any:
    return queries.figures_of(state.reading(), state.actor(), about.chain_id, whose.id, year)


def _stated(last: Any) -> dict[str, Any]:
    if last is None:
        return {"gezien": 0}
    note = last.note if last.euro is not None else ""
    return {"gezien": last.id, "bedrag": last.euro, "hoe": last.how_known, "opmerking": note}


def _market(about: GroupChainRow, year: int) -> Any:
    return queries.last_estimate(state.reading(), about.chain_id, year)


def _hows() -> list[tuple[str, str]]:
    return [(code.value, labels.HOW_KNOWN[code].into(state.language())) for code in HowKnown]


def _back(header: GroupPage) -> str:
    return url_for("demand.demand", slug=header.group.slug)


def _show(
    template: str,
    written: Writing,
    header: GroupPage,
    about: GroupChainRow,
    year: int,
    earlier: Any,
    **values: Any,
) -> ResponseReturnValue:
    written.theirs = earlier[0] if earlier else None
    return form_page(
        template,
        written,
        chain=about,
        year=year,
        earlier=earlier,
        back=_back(header),
        demand_labels=labels,
        **values,
        **header.context(),
    )
