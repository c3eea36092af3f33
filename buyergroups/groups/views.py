"""Pages of buyer groups: the list, one group, its members, and the groups of a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains.page import ChainPage, chain_page
from buyergroups.flags import labels as flag_labels
from buyergroups.flags.marks import of_group
from buyergroups.following.kinds import Kind
from buyergroups.following.queries import follows
from buyergroups.groups import demand, labels, queries
from buyergroups.groups import members as people
from buyergroups.groups.offers import PARTS
from buyergroups.groups.page import SECTION, GroupPage, group_page, pages_of
from buyergroups.home.queries import visit_before
from buyergroups.news.offers import Section
from buyergroups.news.queries import Item, Span, group_reach, listed
from buyergroups.web import exports, state
from buyergroups.web.addresses import page_number
from buyergroups.web.formats import shown
from buyergroups.web.unchanged import kept
from buyergroups.web.views import kept_page, page
from buyergroups.words import Words
from buyergroups.writing.sending import new_key
from models.groups import GroupState
from models.organisations import Sector

blueprint = Blueprint("groups", __name__)

GROUP = "groups/group.html"
MOST_NEWS = 10
#: What counts as new for who was never here before.
A_WHILE = timedelta(days=14)
#: Before anything was recorded.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
LIST_HEAD = Words(
    "naam;stand;sinds;ketens;deelnemers publiek;deelnemers privaat",
    "name;state;since;chains;public members;private members",
)
MEMBERS_HEAD = Words(
    "naam;organisatie;publiek of privaat;aanbestedingsplichtig;rol;kerngroep;secretaris;"
    "mailadres;vanaf;tot",
    "name;organisation;public or private;bound by procurement law;role;core group;secretary;"
    "mail address;from;until",
)
YES, NO = Words("ja", "yes"), Words("nee", "no")
MINE = "mijn"


# ---- the list ---------------------------------------------------------------------------------


@blueprint.get("/buyer-groups")
@kept
def groups() -> ResponseReturnValue:
    """The groups that the reader may see."""
    require(state.actor(), Action.GROUPS_OPEN)
    session, actor, filters = state.reading(), state.actor(), _filters()
    rows, total = queries.groups(session, actor, state.now(), filters)
    return page(
        "groups/list.html",
        section=SECTION,
        rows=rows,
        total=total,
        filters=filters,
        pages=pages_of(total),
        chains=queries.chains_with_groups(session, actor),
        states=GroupState,
        group_labels=labels,
        may_start=can(actor, Action.GROUP_START),
        to=lambda nr: url_for("groups.groups", **{**_asked(), "pagina": nr}),
        files=[
            (kind.upper(), url_for(f"groups.groups_{kind}", **_asked())) for kind in ("csv", "xlsx")
        ],
    )


@blueprint.get("/buyer-groups.csv")
def groups_csv() -> ResponseReturnValue:
    """The same groups as CSV."""
    return _groups_file(exports.csv_answer)


@blueprint.get("/buyer-groups.xlsx")
def groups_xlsx() -> ResponseReturnValue:
    """The same groups as a workbook."""
    return _groups_file(exports.xlsx_answer)


def _filters() -> queries.Filters:
    """What the address says; what makes no sense narrows nothing."""
    chosen = request.args.get("stand", "")
    return queries.Filters(
        name=" ".join(shown(request.args.get("naam", "")).split())[:100],
        chain=request.args.get("keten", "").replace("\x00", "")[:200],
        state=GroupState(chosen) if chosen in set(GroupState) else None,
        mine=request.args.get("toon") == MINE,
        page=page_number(),
    )


def _asked() -> dict[str, Any]:
    names = ("naam", "keten", "stand", "toon")
    return {name: request.args[name] for name in names if request.args.get(name)}


Answer = Callable[[str, Sequence[str], Iterable[Sequence[object]]], Response]


def _groups_file(answer: Answer) -> ResponseReturnValue:
    require(state.actor(), Action.GROUPS_OPEN)
    language = state.language()
    rows, _ = queries.groups(state.reading(), state.actor(), state.now(), _filters(), whole=True)
    lines = [
        (
            row.name,
            labels.STATES[row.state].words.into(language),
            row.since,
            ", ".join(chain.name for chain in row.chains),
            row.public,
            row.private,
        )
        for row in rows
    ]
    return answer("buyer-groups", LIST_HEAD.into(language).split(";"), lines)


# ---- one group --------------------------------------------------------------------------------


@blueprint.get("/buyer-groups/<slug>")
def group(slug: str) -> ResponseReturnValue:
    """What is asked of the reader, what is new, who is who, the agenda."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    person_id = state.actor().person_id
    assert person_id is not None
    before = visit_before(state.reading(), person_id, state.now())
    return kept_page((GROUP, before), lambda: (_whole(header, before), 200))


def _whole(header: GroupPage, before: datetime | None) -> str:
    session, now = state.reading(), state.now()
    since = before or now - A_WHILE
    asks = [ask for part in PARTS for ask in part.asks(session, header)]
    news = _news(header, since, MOST_NEWS)
    return page(
        GROUP,
        asks=sorted(asks, key=lambda ask: -ask.weight),
        news=news[:MOST_NEWS],
        more=len(news) > MOST_NEWS,
        before=before,
        coming=sorted(
            (day for part in PARTS for day in part.coming(session, header)),
            key=lambda day: day.at,
        ),
        flags=of_group(session, state.actor(), state.today(), header.group.id),
        flag_labels=flag_labels,
        papers=[paper for part in PARTS for paper in part.papers(session, header)],
        leads=people.leads(session, now, header.group.id),
        who=people.who_is_who(session, now, header.group.id),
        counts=people.counts(session, now, header.group.id),
        sectors=Sector,
        # Who is in it, or looks after it, hears its news anyway.
        may_follow=not header.is_member and header.group.id not in state.actor().oversees,
        followed=follows(session, state.actor(), Kind.GROUP, header.group.id),
        key=new_key(),
        **header.context(),
    )


@blueprint.get("/buyer-groups/<slug>/geschiedenis")
def history(slug: str) -> ResponseReturnValue:
    """Everything that the page of a group ever told as news, the latest first."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    number, size = page_number(), queries.PAGE_SIZE
    news = _news(header, ALWAYS, size, (number - 1) * size)
    return page(
        "groups/history.html",
        news=news[:size],
        number=number,
        earlier=len(news) > size,
        to=lambda nr: url_for("groups.history", slug=slug, pagina=nr),
        **header.context(),
    )


def _news(header: GroupPage, since: datetime, most: int, offset: int = 0) -> list[Item]:
    """What happened in the group, by whomever, the latest first; one more than are shown."""
    actor, language = state.actor(), state.language()
    return listed(
        state.reading(),
        group_reach(actor, header.group.id),
        Span(since),
        language,
        most=most + 1,
        offset=offset,
        sections=(Section.CHANGED,),
    )


@blueprint.get("/buyer-groups/<slug>/deelnemers")
@kept
def members(slug: str) -> ResponseReturnValue:
    """Who takes part, and who did."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    session, now, number = state.reading(), state.now(), page_number()
    former = request.args.get("toon") == "vroeger"
    rows, total = people.members(session, now, header.group.id, former=former, page=number)
    toon: dict[str, Any] = {"toon": "vroeger"} if former else {}
    return page(
        "groups/members.html",
        rows=rows,
        total=total,
        former=former,
        number=number,
        pages=pages_of(total),
        counts=people.counts(session, now, header.group.id),
        sectors=Sector,
        to=lambda nr: url_for("groups.members", slug=slug, pagina=nr, **toon),
        reader_id=state.actor().person_id,
        **header.context(),
    )


@blueprint.get("/buyer-groups/<slug>/deelnemers.csv")
def members_csv(slug: str) -> ResponseReturnValue:
    """The members as CSV, for whoever sees them on the page."""
    return _members_file(slug, exports.csv_answer)


@blueprint.get("/buyer-groups/<slug>/deelnemers.xlsx")
def members_xlsx(slug: str) -> ResponseReturnValue:
    """The members as a workbook."""
    return _members_file(slug, exports.xlsx_answer)


def _members_file(slug: str, answer: Answer) -> ResponseReturnValue:
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    language = state.language()
    rows, _ = people.members(state.reading(), state.now(), header.group.id, page=None)
    yes_no = {True: YES.into(language), False: NO.into(language)}
    lines = [
        (
            row.name,
            row.organisation,
            labels.SECTORS[row.sector].words.into(language),
            yes_no.get(row.bound) if row.bound is not None else None,
            labels.ROLES[row.role].into(language),
            yes_no[row.in_core],
            yes_no[row.is_secretary],
            row.email,
            row.since,
            row.until,
        )
        for row in rows
    ]
    return answer(f"{header.group.slug}-deelnemers", MEMBERS_HEAD.into(language).split(";"), lines)


# ---- the groups of a chain --------------------------------------------------------------------


@blueprint.get("/ketens/<slug>/buyer-groups")
@kept
def of_chain(slug: str) -> ResponseReturnValue:
    """The groups of a chain; how many take part only for who may see that."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    session, actor = state.reading(), state.actor()
    rows = queries.groups_of_chain(session, header.chain_id)
    return page(
        "groups/of_chain.html",
        section="chains",
        rows=rows,
        counts=queries.counts(session, actor, state.now(), [row.id for row in rows]),
        demand=demand.latest_demand(session, header.chain_id),
        group_labels=labels,
        states=GroupState,
        may_start=can(actor, Action.GROUP_START, [header.chain_id]),
        may_mark=can(actor, Action.PRIVATE_DEMAND_MARK),
        **header.context(),
    )
