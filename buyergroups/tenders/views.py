"""Pages of tenders: those of a group, one, planning, changing, published, ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.groups.page import GroupPage, group_page, pages_of
from buyergroups.groups.places import Place, organisations_in
from buyergroups.tenders import labels, queries, rules, services
from buyergroups.tenders.forms import EndForm, FactsForm, PlanForm, PublishedForm
from buyergroups.tenders.queries import Planned
from buyergroups.web import exports, state
from buyergroups.web.addresses import page_number
from buyergroups.web.formats import vague_day
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing

blueprint = Blueprint("tenders", __name__)

HEAD = Words(
    "aanbesteding;organisatie;publiek of privaat;keten;geplande publicatie;gepubliceerd op;"
    "kenmerk;stand;gelijke informatie",
    "tender;organisation;public or private;chain;planned publication;published on;reference;"
    "state;equal information",
)
WHERE = {
    services.SUBJECT_MISSING: "onderwerp",
    services.CHAIN_ELSEWHERE: "keten",
    services.NO_MEMBER: "organisatie",
    services.WHY_ENDED: "reden",
    rules.ODD_DAY: "gepland",
}
WHERE_PUBLISHED = {rules.ODD_DAY: "op", rules.NOT_YET: "op"}

Answer = Callable[[str, Sequence[str], Iterable[Sequence[object]]], Response]


@blueprint.get("/buyer-groups/<slug>/aanbestedingen")
def tenders(slug: str) -> ResponseReturnValue:
    """What the organisations of a group will buy, as far as the reader may see it."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    session, actor, number = state.reading(), state.actor(), page_number()
    rows, total = queries.tenders_of_group(session, actor, header.group.id, number)
    return page(
        "tenders/list.html",
        rows=rows,
        total=total,
        number=number,
        pages=pages_of(total),
        to=lambda nr: url_for("tenders.tenders", slug=slug, pagina=nr),
        open=queries.openness_of(session, rows, state.today(), actor),
        standing=standing_of,
        tender_labels=labels,
        may_plan=header.group.is_open and bool(_places(header)),
        files=[
            (kind.upper(), url_for(f"tenders.tenders_{kind}", slug=slug))
            for kind in ("csv", "xlsx")
        ],
        **header.context(),
    )


@blueprint.get("/buyer-groups/<slug>/aanbestedingen.csv")
def tenders_csv(slug: str) -> ResponseReturnValue:
    """The same tenders as CSV."""
    return _file(slug, exports.csv_answer)


@blueprint.get("/buyer-groups/<slug>/aanbestedingen.xlsx")
def tenders_xlsx(slug: str) -> ResponseReturnValue:
    """The same tenders as a workbook."""
    return _file(slug, exports.xlsx_answer)


def _file(slug: str, answer: Answer) -> ResponseReturnValue:
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    session, actor, language = state.reading(), state.actor(), state.language()
    rows, _ = queries.tenders_of_group(session, actor, header.group.id)
    opens = queries.openness_of(session, rows, state.today(), actor)
    lines = [
        (
            row.subject,
            row.organisation,
            labels.SECTORS[row.sector].words.into(language),
            row.chain,
            vague_day(row.planned, row.precision, language) if row.planned else None,
            row.published_on,
            row.platform_ref,
            standing_of(row).words.into(language),
            labels.OPENNESS[opens[row.id]].words.into(language) if row.id in opens else None,
        )
        for row in rows
    ]
    return answer(f"{header.group.slug}-aanbestedingen", HEAD.into(language).split(";"), lines)


@blueprint.route("/buyer-groups/<slug>/aanbestedingen/nieuw", methods=["GET", "POST"])
def plan(slug: str) -> ResponseReturnValue:
    """Plan a tender, for an organisation one speaks for."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    places = {row.slug: row for row in _places(header)}
    chains = {row.slug: row.chain_id for row in header.group.chains}
    require(state.actor(), Action.TENDER_KEEP, _place(header, next(iter(places.values()), None)))
    written = writing(PlanForm, **_beginning(header, list(places.values())))
    form: Any = written.form
    form.organisatie.codes, form.keten.codes = places, chains
    if request.method == "POST":

        def act(session: Session) -> str:
            made = services.plan_tender(
                session,
                state.actor(),
                state.now(),
                place=_place(header, places[form.organisatie.data]),
                facts=_typed(form, chains),
            )
            return url_for("sheets.tender", slug=header.group.slug, ref=made.ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
    return form_page(
        "tenders/facts.html",
        written,
        tender=None,
        places=[(row.slug, row.name) for row in places.values()],
        chains=[(row.slug, row.name) for row in header.group.chains],
        **header.context(),
    )


@blueprint.route("/buyer-groups/<slug>/aanbestedingen/<ref>/wijzigen", methods=["GET", "POST"])
def change(slug: str, ref: str) -> ResponseReturnValue:
    """Another subject, chain, day or reference."""
    found = kept_tender(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    header, tender = found.header, found.tender
    chains = {row.slug: row.chain_id for row in header.group.chains}
    chains.setdefault(tender.chain_slug, tender.chain_id)
    written = writing(FactsForm, **_facts(tender))
    form: Any = written.form
    form.keten.codes = chains
    if request.method == "POST":

        def act(session: Session) -> str:
            services.change_tender(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                facts=_typed(form, chains),
                seen=number_seen(form.gezien.data),
            )
            return url_for("sheets.tender", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.tender_at(state.reading(), state.actor(), ref)
    names = {row.slug: row.name for row in header.group.chains}
    names.setdefault(tender.chain_slug, tender.chain)
    return form_page(
        "tenders/facts.html",
        written,
        tender=tender,
        places=[],
        chains=list(names.items()),
        **header.context(),
    )


@blueprint.route("/buyer-groups/<slug>/aanbestedingen/<ref>/gepubliceerd", methods=["GET", "POST"])
def published(slug: str, ref: str) -> ResponseReturnValue:
    """It was published."""
    found = kept_tender(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    header, tender = found.header, found.tender
    written = writing(PublishedForm, gezien=tender.version, op=state.today())
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.publish_tender(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                on=form.op.data or state.today(),
                seen=number_seen(form.gezien.data),
            )
            return url_for("sheets.tender", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE_PUBLISHED)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.tender_at(state.reading(), state.actor(), ref)
    return form_page(
        "tenders/published.html",
        written,
        tender=tender,
        openness=openness(tender),
        tender_labels=labels,
        **header.context(),
    )


@blueprint.route("/buyer-groups/<slug>/aanbestedingen/<ref>/stoppen", methods=["GET", "POST"])
def end(slug: str, ref: str) -> ResponseReturnValue:
    """It does not go on."""
    found = kept_tender(slug, ref)
    if not isinstance(found, TenderPage):
        return found
    header, tender = found.header, found.tender
    written = writing(EndForm, gezien=tender.version)
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.end_tender(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                reason=form.reden.data,
                seen=number_seen(form.gezien.data),
            )
            return url_for("sheets.tender", slug=header.group.slug, ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.tender_at(state.reading(), state.actor(), ref)
    return form_page("tenders/end.html", written, tender=tender, **header.context())


@dataclass(frozen=True)
class TenderPage:
    """A tender under the header of its group."""

    header: GroupPage
    tender: Planned


def tender_in(slug: str, ref: str) -> TenderPage | ResponseReturnValue:
    """A tender of a group, for whoever may see both; or the redirect of a former address."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    tender = queries.tender_at(state.reading(), state.actor(), ref)
    return TenderPage(header, queries.of_group(tender, header.group.id))


def kept_tender(slug: str, ref: str) -> TenderPage | ResponseReturnValue:
    """The same, for whoever keeps it, as long as it goes on.

    What was sent meanwhile comes through: the service refuses it, and the page keeps the text.
    """
    found = tender_in(slug, ref)
    if isinstance(found, TenderPage):
        require(state.actor(), Action.TENDER_KEEP, place_of(found.tender))
        if request.method != "POST":
            queries.going_on(found.tender)
    return found


def place_of(tender: Planned) -> Place:
    """Whose tender it is."""
    return Place(tender.group_id, tender.organisation_id)


def may_keep(tender: Planned) -> bool:
    """Whether the reader may change it."""
    return tender.ended_at is None and can(state.actor(), Action.TENDER_KEEP, place_of(tender))


def openness(tender: Planned) -> rules.Openness | None:
    """How equal suppliers are; None for whoever does not see the sheet."""
    found = queries.openness_of(state.reading(), [tender], state.today(), state.actor())
    return found.get(tender.id)


def standing_of(tender: Planned) -> Any:
    """Planned, published, or that it does not go on."""
    if tender.ended_at is not None:
        return labels.ENDED
    return labels.PUBLISHED if tender.published_on else labels.PLANNED


def _typed(form: Any, chains: Mapping[str, int]) -> services.Facts:
    planned, precision = form.gepland.data
    return services.Facts(
        subject=form.onderwerp.data,
        chain_id=chains[form.keten.data],
        planned=planned,
        precision=precision,
        platform_ref=form.kenmerk.data or "",
        language=state.language(),
    )


def _facts(tender: Planned) -> dict[str, Any]:
    return {
        "gezien": tender.version,
        "onderwerp": tender.subject,
        "keten": tender.chain_slug,
        "gepland": (tender.planned, tender.precision),
        "kenmerk": tender.platform_ref,
    }


def _beginning(header: GroupPage, places: Sequence[Any]) -> dict[str, Any]:
    """The own organisation, or the only one; and the chain where there is one."""
    own = {row.organisation_id for row in state.actor().memberships}
    mine = [row for row in places if row.id in own or len(places) == 1]
    only = header.group.chains[0].slug if len(header.group.chains) == 1 else ""
    return {"organisatie": mine[0].slug if mine else "", "keten": only}


def _places(header: GroupPage) -> Sequence[Any]:
    return organisations_in(state.reading(), state.actor(), state.now(), header.group.id)


def _place(header: GroupPage, row: Any) -> Place:
    """Of nobody where there is none: nobody may speak for that but the programme team."""
    return Place(header.group.id, row.id if row else 0)
