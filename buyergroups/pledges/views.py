"""Pages of pledges: those of a group, one, making, changing, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.groups.page import GroupPage, group_page, pages_of, refuse_closed
from buyergroups.groups.places import Place, organisations_in
from buyergroups.pledges import labels, queries, rules, services
from buyergroups.pledges.forms import FactsForm, PledgeForm, StateForm
from buyergroups.web import exports, state
from buyergroups.web.addresses import page_number
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing
from models.organisations import Sector
from models.pledges import PledgeReaders, PledgeState

blueprint = Blueprint("pledges", __name__)

HEAD = Words(
    "organisatie;publiek of privaat;project;stand;sinds;verwacht gereed;toelichting;wie dit leest",
    "organisation;public or private;project;state;since;expected to be ready;explanation;"
    "who reads this",
)
WHERE = {
    services.TITLE_MISSING: "titel",
    rules.note_missing(PledgeState.DONE): "toelichting",
    rules.note_missing(PledgeState.WITHDRAWN): "toelichting",
}

Answer = Callable[[str, Sequence[str], Iterable[Sequence[object]]], Response]


@blueprint.get("/buyer-groups/<slug>/toezeggingen")
def pledges(slug: str) -> ResponseReturnValue:
    """Which project each member brings in, as far as the reader may see it."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    session, actor, now, filters = state.reading(), state.actor(), state.now(), _filters()
    rows, total = queries.pledges(session, actor, now, header.group.id, filters)
    return page(
        "pledges/list.html",
        rows=rows,
        total=total,
        filters=filters,
        pages=pages_of(total),
        states=PledgeState,
        sectors=Sector,
        pledge_labels=labels,
        is_late=rules.is_late,
        may_pledge=bool(_places(header)),
        to=lambda nr: url_for("pledges.pledges", slug=slug, **{**_asked(), "pagina": nr}),
        files=[
            (kind.upper(), url_for(f"pledges.pledges_{kind}", slug=slug, **_asked()))
            for kind in ("csv", "xlsx")
        ],
        **header.context(),
    )


@blueprint.get("/buyer-groups/<slug>/toezeggingen.csv")
def pledges_csv(slug: str) -> ResponseReturnValue:
    """The same pledges as CSV."""
    return _file(slug, exports.csv_answer)


@blueprint.get("/buyer-groups/<slug>/toezeggingen.xlsx")
def pledges_xlsx(slug: str) -> ResponseReturnValue:
    """The same pledges as a workbook."""
    return _file(slug, exports.xlsx_answer)


def _file(slug: str, answer: Answer) -> ResponseReturnValue:
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    language = state.language()
    rows, _ = queries.pledges(
        state.reading(), state.actor(), state.now(), header.group.id, _filters(), whole=True
    )
    lines = [
        (
            row.organisation,
            labels.SECTORS[row.sector].words.into(language),
            row.title,
            labels.STATES[row.state].words.into(language),
            row.since,
            row.expected,
            row.note,
            labels.READERS[row.readers].into(language),
        )
        for row in rows
    ]
    return answer(f"{header.group.slug}-toezeggingen", HEAD.into(language).split(";"), lines)


@blueprint.route("/buyer-groups/<slug>/toezeggingen/nieuw", methods=["GET", "POST"])
def make(slug: str) -> ResponseReturnValue:
    """Pledge a project, for an organisation one speaks for."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    places = {row.slug: row for row in _places(header)}
    require(state.actor(), Action.PLEDGE_KEEP, _place(header, next(iter(places.values()), None)))
    refuse_closed(header, services.GROUP_CLOSED)
    written = writing(PledgeForm, **_beginning(list(places.values())))
    form: Any = written.form
    form.organisatie.codes = places
    if request.method == "POST":

        def act(session: Session) -> str:
            made = services.make_pledge(
                session,
                state.actor(),
                state.now(),
                place=_place(header, places[form.organisatie.data]),
                title=form.titel.data,
                about=form.waarover.data or "",
                expected=form.verwacht.data,
                readers=form.lezers.data,
                language=state.language(),
            )
            return url_for("pledges.pledge", slug=header.group.slug, ref=made.ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
    return form_page(
        "pledges/facts.html",
        written,
        pledge=None,
        places=[(row.slug, row.name) for row in places.values()],
        readers=_readers(),
        **header.context(),
    )


@blueprint.get("/buyer-groups/<slug>/toezeggingen/<ref>")
def pledge(slug: str, ref: str) -> ResponseReturnValue:
    """One pledge, and how it went on."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    found = _pledge(header, ref)
    return page(
        "pledges/pledge.html",
        pledge=found,
        steps=queries.steps(state.reading(), state.actor(), header.group.id, ref),
        may_keep=can(state.actor(), Action.PLEDGE_KEEP, _place_of(header, found)),
        way=rules.ON_THE_WAY,
        next_step=rules.next_step(found.state),
        pledge_labels=labels,
        is_late=rules.is_late,
        **header.context(),
    )


@blueprint.route("/buyer-groups/<slug>/toezeggingen/<ref>/wijzigen", methods=["GET", "POST"])
def change(slug: str, ref: str) -> ResponseReturnValue:
    """Other words, another day, other readers."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    found = _pledge(header, ref)
    require(state.actor(), Action.PLEDGE_KEEP, _place_of(header, found))
    written = writing(FactsForm, **_facts(found))
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.change_pledge(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                title=form.titel.data,
                about=form.waarover.data or "",
                expected=form.verwacht.data,
                readers=form.lezers.data,
                language=state.language(),
                seen=number_seen(form.gezien.data),
            )
            return url_for("pledges.pledge", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = _pledge(header, ref)
    return form_page(
        "pledges/facts.html",
        written,
        pledge=found,
        places=[],
        readers=_readers(),
        **header.context(),
    )


@blueprint.route("/buyer-groups/<slug>/toezeggingen/<ref>/stand", methods=["GET", "POST"])
def move(slug: str, ref: str) -> ResponseReturnValue:
    """How far it is."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    found = _pledge(header, ref)
    require(state.actor(), Action.PLEDGE_KEEP, _place_of(header, found))
    written = writing(
        StateForm, gezien=found.standing_id, stand=_wished(found), vanaf=state.today()
    )
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.move_pledge(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                state=form.stand.data,
                since=form.vanaf.data or state.today(),
                note=form.toelichting.data or "",
                seen=number_seen(form.gezien.data),
            )
            return url_for("pledges.pledge", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = _pledge(header, ref)
    return form_page(
        "pledges/state.html",
        written,
        pledge=found,
        choices=_moves((written.theirs or found).state),
        pledge_labels=labels,
        **header.context(),
    )


def _beginning(places: Sequence[Any]) -> dict[str, Any]:
    """The own organisation, or the only one; what it plans is shown as its sector asks."""
    own = {row.organisation_id for row in state.actor().memberships}
    mine = [row for row in places if row.id in own or len(places) == 1]
    if not mine:
        return {"lezers": PledgeReaders.TEAM}
    return {"organisatie": mine[0].slug, "lezers": rules.readers_by_default(mine[0].sector)}


def _moves(from_state: PledgeState) -> list[tuple[str, str]]:
    return [
        (code.value, labels.STATES[code].words.into(state.language()))
        for code in rules.next_states(from_state)
    ]


def _wished(found: queries.Pledged) -> PledgeState | None:
    """The state that was chosen on the page before; any other one is still to be chosen."""
    wish = request.args.get("naar", "")
    return next((code for code in rules.next_states(found.state) if code.value == wish), None)


def _pledge(header: GroupPage, ref: str) -> queries.Pledged:
    return queries.pledge(state.reading(), state.actor(), state.now(), header.group.id, ref)


def _facts(found: queries.Pledged) -> dict[str, Any]:
    return {
        "gezien": found.version_id,
        "titel": found.title,
        "waarover": found.about,
        "verwacht": found.expected,
        "lezers": found.readers,
    }


def _places(header: GroupPage) -> Sequence[Any]:
    return organisations_in(state.reading(), state.actor(), state.now(), header.group.id)


def _place(header: GroupPage, row: Any) -> Place:
    """Of nobody where there is none: nobody may speak for that but the programme team."""
    return Place(header.group.id, row.id if row else 0)


def _place_of(header: GroupPage, found: queries.Pledged) -> Place:
    return Place(header.group.id, found.organisation_id)


def _readers() -> list[tuple[str, str]]:
    return [(code.value, words.into(state.language())) for code, words in labels.READERS.items()]


def _filters() -> queries.Filters:
    """What the address says; what makes no sense narrows nothing."""
    chosen, sector = request.args.get("stand", ""), request.args.get("sector", "")
    return queries.Filters(
        PledgeState(chosen) if chosen in set(PledgeState) else None,
        Sector(sector) if sector in set(Sector) else None,
        page=page_number(),
    )


def _asked() -> dict[str, Any]:
    names = ("stand", "sector")
    return {name: request.args[name] for name in names if request.args.get(name)}
