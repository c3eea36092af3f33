"""Pages of the register: the list and its files, one organisation, and what it was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.groups import read_memberships
from buyergroups.access.permissions import Action, can, require
from buyergroups.accounts.access import Reachable
from buyergroups.errors import RefusedError
from buyergroups.narrowing import Mistake
from buyergroups.organisations import labels, queries, table
from buyergroups.organisations.filters import Answer, Filters, Standing, read_filters
from buyergroups.web import exports, state
from buyergroups.web.addresses import moved_to
from buyergroups.web.formats import shown
from buyergroups.web.unchanged import kept
from buyergroups.web.views import page
from buyergroups.words import Words

blueprint = Blueprint("organisations", __name__)
SECTION = "organisations"

NOT_A_FILE = Words("Er is geen bestand gemaakt. %(reasons)s", "No file was made. %(reasons)s")
STANDINGS = {
    Standing.CURRENT: Words("lopend", "going on"),
    Standing.ENDED: Words("beëindigd of opgegaan", "ended or merged"),
    Standing.ALL: Words("alle", "all"),
}
ANSWERS = {answer: labels.KNOWN[answer.value_of] for answer in Answer}


@blueprint.get("/organisaties")
@kept
def organisations() -> ResponseReturnValue:
    """The register by name, narrowed as the address asks."""
    actor = state.actor()
    require(actor, Action.ORGANISATION_SEE)
    filters, mistakes, types, umbrellas = _asked()
    found = queries.organisations(state.reading(), actor, state.now(), filters)
    html = page(
        "organisations/list.html",
        section=SECTION,
        found=found,
        filters=filters,
        mistakes=[mistake.sentence(state.language()) for mistake in mistakes],
        types=types,
        umbrellas=umbrellas,
        sectors=labels.SECTORS,
        known=labels.KNOWN,
        answers=ANSWERS,
        standings=STANDINGS,
        first=(filters.page - 1) * queries.PAGE_SIZE + 1,
        to=lambda nr: _address("organisations.organisations", filters, nr),
        files=[
            (kind, _address(f"organisations.organisations_{kind.lower()}", filters))
            for kind in ("CSV", "XLSX")
        ],
        may_edit=can(actor, Action.ORGANISATION_EDIT),
        may_see_suppliers=can(actor, Action.SUPPLIERS_OPEN),
    )
    return html, 422 if mistakes else 200


def _asked() -> tuple[Filters, list[Mistake], Any, Any]:
    """What the address asks for, with the choices that it can make."""
    now = state.now()
    types = state.remembered("organisation types", queries.types)
    umbrellas = state.remembered("umbrellas", lambda session: queries.umbrellas(session, now))
    typed = {name: shown(text) for name, text in request.args.items()}
    codes, slugs = [row.code for row in types], [slug for slug, _ in umbrellas]
    return *read_filters(typed, codes, slugs), types, umbrellas


def _address(endpoint: str, filters: Filters, nr: int = 1) -> str:
    values: dict[str, Any] = {**filters.parameters(), **({"pagina": nr} if nr > 1 else {})}
    return url_for(endpoint, **values)


@blueprint.get("/organisaties.csv")
def organisations_csv() -> ResponseReturnValue:
    """The whole list as CSV, with semicolons and days as 31-12-2026."""
    return _file(exports.csv_answer)


@blueprint.get("/organisaties.xlsx")
def organisations_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook in which days are days."""
    return _file(exports.xlsx_answer)


def _file(answer: Callable[..., Response]) -> ResponseReturnValue:
    """Every row, of all pages; a filter that makes no sense gives no file but a sentence."""
    actor, language = state.actor(), state.language()
    require(actor, Action.ORGANISATION_SEE)
    filters, mistakes, _, _ = _asked()
    if mistakes:
        reasons = " ".join(mistake.sentence(language) for mistake in mistakes)
        raise RefusedError(NOT_A_FILE, reasons=reasons)
    rows = queries.all_organisations(state.reading(), actor, state.now(), filters)
    name = f"organisaties-{state.today().isoformat()}"
    return answer(name, table.head(language), [table.cells(row, language) for row in rows])


# ---- one organisation -------------------------------------------------------------------------


def found_at(slug: str, *, stays: bool = False) -> queries.Found | ResponseReturnValue:
    """The organisation at an address, or the way to where it is now.

    `stays`: one that went into another is still there by itself, as on the page of its history.
    """
    actor = state.actor()
    require(actor, Action.ORGANISATION_SEE)
    found = queries.organisation_by_slug(state.reading(), actor, slug)
    # What was typed about one that went into another is refused there, not sent to the other.
    stays = stays or request.method == "POST"
    now_at = found.into_slug if found.into_slug and not stays else found.slug
    return found if now_at == slug else moved_to(slug=now_at)


@blueprint.get("/organisaties/<slug>")
def organisation(slug: str) -> ResponseReturnValue:
    """What is known of an organisation, what belongs to it, and who works there."""
    found = found_at(slug)
    if not isinstance(found, queries.Found):
        return found
    session, actor, now = state.reading(), state.actor(), state.now()
    lists_people = can(actor, Action.PEOPLE_LIST)
    people = queries.people(session, actor, now, found.id) if lists_people else ()
    return page(
        "organisations/organisation.html",
        section=SECTION,
        row=queries.organisation(session, actor, now, found.id),
        below=queries.below(session, actor, now, found.id),
        merged=queries.merged(session, now, found.id),
        people=people,
        may_mail={row.id for row in people if can(actor, Action.MAIL_SEE, _reachable(row))},
        most=queries.MOST_SHOWN,
        sectors=labels.SECTORS,
        known=labels.KNOWN,
        today=state.today(),
        lists_people=lists_people,
        may_edit=can(actor, Action.ORGANISATION_EDIT),
    )


def _reachable(row: Any) -> Reachable:
    groups = frozenset(held.group_id for held in read_memberships(row.memberships))
    return Reachable(row.id, groups)


@blueprint.get("/organisaties/<slug>/geschiedenis")
def history(slug: str) -> ResponseReturnValue:
    """Every version, the latest first, each with what was different from the one before."""
    found = found_at(slug, stays=True)
    if not isinstance(found, queries.Found):
        return found
    session, language = state.reading(), state.language()
    rows = queries.versions(session, found.id)
    earlier = [*rows[1:], None]
    return page(
        "organisations/history.html",
        section=SECTION,
        row=queries.organisation(session, state.actor(), state.now(), found.id),
        versions=[
            (row, table.differences(row, before, language))
            for row, before in zip(rows, earlier, strict=True)
        ],
    )
