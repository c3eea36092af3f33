"""Pages of the demand of a group: totals as the reader may know them, and single figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.demand import labels, queries, services
from buyergroups.demand.telling import chains_told, missing, told_rows
from buyergroups.groups.page import GroupPage, group_page, pages_of
from buyergroups.groups.places import organisations_in
from buyergroups.web import exports, state
from buyergroups.web.addresses import page_number
from buyergroups.web.views import page
from buyergroups.words import Words
from models.organisations import Sector

blueprint = Blueprint("demand", __name__)

TOLD_HEAD = Words(
    "keten;jaar;publiek in euro;privaat in euro;samen in euro;geschatte markt in euro;"
    "aandeel in procenten;bron van de schatting",
    "chain;year;public in euro;private in euro;together in euro;estimated market in euro;"
    "share in per cent;source of the estimate",
)
SINGLE_HEAD = Words(
    "keten;jaar;organisatie;publiek of privaat;bedrag in euro;hoe bekend;opmerking;vastgelegd;door",
    "chain;year;organisation;public or private;amount in euro;how known;note;recorded;by",
)

Answer = Callable[[str, Sequence[str], Iterable[Sequence[object]]], Response]


@blueprint.get("/buyer-groups/<slug>/vraag")
def demand(slug: str) -> ResponseReturnValue:
    """What is bought together in the chains of the group, and the own figures."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    session, actor, now = state.reading(), state.actor(), state.now()
    own = frozenset(
        row.organisation_id for row in actor.memberships if row.group_id == header.group.id
    )
    mine = queries.Filters(_ids(header), organisation_ids=own)
    rows, _ = queries.single_volumes(session, actor, now, mine, whole=True)
    places = organisations_in(session, actor, now, header.group.id)
    return page(
        "demand/demand.html",
        chains=chains_told(header),
        mine=rows,
        missing=missing(session, header, state.today().year),
        own=own,
        places=places,
        may_state={row.id for row in places},
        years=reversed(services.years(now)),
        this_year=state.today().year,
        names=_names(header),
        demand_labels=labels,
        files=_files(slug, "told"),
        **header.context(),
    )


@blueprint.get("/buyer-groups/<slug>/vraag.csv")
def told_csv(slug: str) -> ResponseReturnValue:
    """The totals as CSV, as they are on the page for this reader."""
    return _told_file(slug, exports.csv_answer)


@blueprint.get("/buyer-groups/<slug>/vraag.xlsx")
def told_xlsx(slug: str) -> ResponseReturnValue:
    """The totals as a workbook."""
    return _told_file(slug, exports.xlsx_answer)


def _told_file(slug: str, answer: Answer) -> ResponseReturnValue:
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    head = TOLD_HEAD.into(state.language()).split(";")
    return answer(f"{header.group.slug}-vraag", head, told_rows(chains_told(header)))


@blueprint.get("/buyer-groups/<slug>/vraag/opgaven")
def volumes(slug: str) -> ResponseReturnValue:
    """The single figures that the reader may see."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    session, actor, now = state.reading(), state.actor(), state.now()
    filters = _filters(header)
    rows, total = queries.single_volumes(session, actor, now, filters)
    places = organisations_in(session, actor, now, header.group.id)
    return page(
        "demand/volumes.html",
        rows=rows,
        total=total,
        filters=filters,
        asked=_asked(),
        pages=pages_of(total),
        years=queries.years_seen(session, actor, _ids(header)),
        sectors=Sector,
        names=_names(header),
        may_state={row.id for row in places},
        demand_labels=labels,
        to=lambda nr: url_for("demand.volumes", slug=slug, **{**_asked(), "pagina": nr}),
        files=_files(slug, "volumes", **_asked()),
        **header.context(),
    )


@blueprint.get("/buyer-groups/<slug>/vraag/opgaven.csv")
def volumes_csv(slug: str) -> ResponseReturnValue:
    """The same figures as CSV."""
    return _volumes_file(slug, exports.csv_answer)


@blueprint.get("/buyer-groups/<slug>/vraag/opgaven.xlsx")
def volumes_xlsx(slug: str) -> ResponseReturnValue:
    """The same figures as a workbook."""
    return _volumes_file(slug, exports.xlsx_answer)


def _volumes_file(slug: str, answer: Answer) -> ResponseReturnValue:
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    language, names = state.language(), _names(header)
    rows, _ = queries.single_volumes(
        state.reading(), state.actor(), state.now(), _filters(header), whole=True
    )
    lines = [
        (
            names[row.chain_id].name,
            row.year,
            row.organisation,
            labels.SECTORS[row.sector].words.into(language),
            row.euro,
            labels.HOW_KNOWN[row.how_known].into(language),
            row.note,
            row.recorded_at.date(),
            row.by,
        )
        for row in rows
    ]
    head = SINGLE_HEAD.into(language).split(";")
    return answer(f"{header.group.slug}-opgaven", head, lines)


def _ids(header: GroupPage) -> tuple[int, ...]:
    return tuple(row.chain_id for row in header.group.chains)


def _names(header: GroupPage) -> dict[int, Any]:
    return {row.chain_id: row for row in header.group.chains}


def _filters(header: GroupPage) -> queries.Filters:
    """What the address says; what makes no sense narrows nothing."""
    slugs = {row.slug: row.chain_id for row in header.group.chains}
    chosen, year = request.args.get("keten", ""), request.args.get("jaar", "")
    sector = request.args.get("sector", "")
    return queries.Filters(
        (slugs[chosen],) if chosen in slugs else _ids(header),
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        Sector(sector) if sector in set(Sector) else None,
        page=page_number(),
    )


def _asked() -> dict[str, Any]:
    names = ("keten", "jaar", "sector")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _files(slug: str, what: str, **asked: Any) -> list[tuple[str, str]]:
    return [
        (kind.upper(), url_for(f"demand.{what}_{kind}", slug=slug, **asked))
        for kind in ("csv", "xlsx")
    ]
