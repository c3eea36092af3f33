"""Puts chains on the board: which ones, in which column or strip, in which order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from buyergroups.chains.phase_line import PhaseRow
from buyergroups.chains.queries import ALL, Among, Selection, Totals
from buyergroups.chains.reference import ClusterRow, ThemeRow
from buyergroups.chains.standing import Lead, Standing
from buyergroups.phases.changes import Before, Since, changes_since
from buyergroups.phases.filters import (
    NO_LEAD,
    NO_SUCH_PAGE,
    UNKNOWN_CLUSTER,
    UNKNOWN_LEAD,
    UNKNOWN_THEME,
    BoardQuery,
    Mistake,
    Order,
    Show,
)
from models.phases import Progress

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A phase with the chains in it; `total` counts those on other pages too."""

    phase: PhaseRow
    cards: list[Standing]
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How the chains outside the covered strip are doing."""

    chains: int
    on_track: int
    needs_attention: int
    stagnates: int
    no_report: int
    not_assessed: int
    covered: int


@dataclass(frozen=True, slots=True)
class Board:
    """A board, ready to be drawn."""

    query: BoardQuery
    show: Show
    year: int | None
    #: The day whose evening it shows.
    day: date
    columns: list[Column]
    not_assessed: list[Standing]
    covered: list[Standing]
    counts: Counts
    views: Mapping[Show, int]
    years: Sequence[int]
    leads: Sequence[Lead]
    clusters: Mapping[int, ClusterRow]
    themes: Sequence[ThemeRow]
    mistakes: Sequence[Mistake]
    pages: int
    #: Priority chains that another programme covers, when the default board leaves them out.
    left_out: int
    #: What changed since an earlier day, when that was asked.
    since: Since | None
    #: The chains that left the yearly selection since then.
    gone: list[Standing]
    #: All chains that pass the filters, of every page, in the order that was asked.
    chosen: list[Standing]

    @property
    def room(self) -> str:
        """How much larger the board can be drawn on a wall of 1920 x 1080: much, some or no."""
        cards = sum(len(column.cards) for column in self.columns)
        cards += len(self.not_assessed) + len(self.gone)
        filled = (cards + len(self.covered) / 4) * (1.5 if self.since else 1)
        return "much" if filled <= 8 else "some" if filled <= 12 else "no"


@dataclass(frozen=True)
class Ground:
    """What was read to make a board from."""

    #: At least the chains that the query is about.
    standings: Sequence[Standing]
    totals: Totals
    #: References of those who lead a chain; all of them, when the query names one.
    leads: Collection[str]
    phases: Sequence[PhaseRow]
    clusters: Sequence[ClusterRow]
    themes: Sequence[ThemeRow]
    selections: Mapping[int, Selection]
    #: The chains with an impact on the theme that was asked for; None without such a filter.
    with_impact: Collection[int] | None
    day: date
    #: The board of the day that changes are told from, when that was asked.
    before: Before | None = None


def make_board(query: BoardQuery, mistakes: Sequence[Mistake], ground: Ground) -> Board:
    """The board for a query, from what was read."""
    query, more = _known(query, ground)
    show, year = _shown(query, ground.selections)
    scope = _scope(query, show, year, ground)
    chosen = sorted(_filtered(scope, query, ground), key=_key(query.order, ground))
    covered = [row for row in chosen if row.covered]
    placed = [row for row in chosen if not row.covered]
    pages = max(1, -(-max(len(placed), len(covered)) // PAGE_SIZE))
    if query.page > pages:
        more.append(Mistake("pagina", NO_SUCH_PAGE, {"nr": query.page, "last": pages}))
        query = replace(query, page=pages)
    on_page = slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE)
    shown = placed[on_page]
    gone = _gone(query, show, ground)
    return Board(
        query=query,
        show=show,
        year=year,
        day=ground.day,
        columns=_columns(ground.phases, shown, placed),
        not_assessed=[row for row in shown if row.phase_id is None],
        covered=covered[on_page],
        counts=_counts(placed, len(covered)),
        views=_views(ground),
        years=sorted(ground.selections, reverse=True),
        leads=sorted({lead for row in scope for lead in row.leads}, key=lambda lead: lead.name),
        clusters={row.id: row for row in ground.clusters},
        themes=ground.themes,
        mistakes=[*mistakes, *more],
        pages=pages,
        left_out=_left_out(query, show, ground),
        since=changes_since(ground.before, [*chosen, *gone]) if ground.before else None,
        gone=gone,
        chosen=chosen,
    )


def _columns(
    phases: Sequence[PhaseRow], shown: Sequence[Standing], placed: Sequence[Standing]
) -> list[Column]:
    """A column per phase, with the cards of this page and the count of all pages."""
    return [
        Column(
            phase,
            [row for row in shown if row.phase_id == phase.id],
            sum(row.phase_id == phase.id for row in placed),
        )
        for phase in phases
    ]


def _gone(query: BoardQuery, show: Show, ground: Ground) -> list[Standing]:
    """On the latest selection: the chains that were in the one of the earlier day."""
    before = ground.before
    if before is None or show is not Show.SELECTION or query.year:
        return []
    left = set(before.selected_then or ()) - set(before.selected_now or ())
    return _filtered([row for row in ground.standings if row.id in left], query, ground)


def _known(query: BoardQuery, ground: Ground) -> tuple[BoardQuery, list[Mistake]]:
    """Filters that name something which is not there are left out, and told."""

    leads = {*ground.leads, NO_LEAD}
    checks: list[tuple[str, str, str | None, Collection[str], Any]] = [
        (
            "cluster",
            "cluster",
            query.cluster,
            {row.code for row in ground.clusters},
            UNKNOWN_CLUSTER,
        ),
        ("thema", "theme", query.theme, {row.code for row in ground.themes}, UNKNOWN_THEME),
        ("trekker", "lead", query.lead, leads, UNKNOWN_LEAD),
    ]
    mistakes = []
    for name, attribute, asked, known, words in checks:
        if asked is not None and asked not in known:
            mistakes.append(Mistake(name, words, {"text": asked}))
            query = replace(query, **{attribute: None})  # type: ignore[arg-type]
    return query, mistakes


def among(query: BoardQuery, selections: Mapping[int, Selection]) -> Among:
    """The chains that have to be read for a query."""
    show, year = _shown(query, selections)
    if show is Show.SELECTION:
        selection = selections.get(year or 0)
        return Among(chain_ids=selection.chain_ids if selection else ())
    return Among(priority=True) if show is Show.PRIORITY else ALL


def _shown(query: BoardQuery, selections: Mapping[int, Selection]) -> tuple[Show, int | None]:
    """By default the latest decided selection if there is one, else the priority chains."""
    latest = max(selections, default=None)
    if query.show is None:
        return (Show.SELECTION, latest) if latest is not None else (Show.PRIORITY, None)
    if query.show is Show.SELECTION:
        return Show.SELECTION, query.year or latest
    return query.show, None


def _scope(query: BoardQuery, show: Show, year: int | None, ground: Ground) -> list[Standing]:
    if show is Show.ALL:
        return list(ground.standings)
    if show is Show.PRIORITY:
        # Nobody asked for the covered ones when the board chose the priority chains itself.
        all_priority = query.show is not None
        return [r for r in ground.standings if r.priority and (all_priority or not r.covered)]
    selection = ground.selections.get(year or 0)
    chosen = selection.chain_ids if selection else frozenset()
    return [row for row in ground.standings if row.id in chosen]


def _filtered(scope: Sequence[Standing], query: BoardQuery, ground: Ground) -> list[Standing]:
    cluster = next((row.id for row in ground.clusters if row.code == query.cluster), None)
    theme = next((row for row in ground.themes if row.code == query.theme), None)
    return [
        row
        for row in scope
        if (query.cluster is None or row.cluster_id == cluster)
        and (theme is None or not theme.scored or row.id in (ground.with_impact or ()))
        and (query.lead is None or _led_by(row, query.lead))
    ]


def _led_by(row: Standing, ref: str) -> bool:
    return not row.leads if ref == NO_LEAD else any(lead.ref == ref for lead in row.leads)


def _key(order: Order, ground: Ground) -> Callable[[Standing], Any]:
    positions = {row.id: position for position, row in enumerate(ground.clusters)}

    def reported(row: Standing) -> float:
        return row.reported_at.timestamp() if row.reported_at else 0.0

    keys: dict[Order, Callable[[Standing], Any]] = {
        Order.NAME: lambda row: row.sort_name,
        Order.CLUSTER: lambda row: (positions.get(row.cluster_id, 0), row.sort_name),
        Order.REPORTED: lambda row: (-reported(row), row.sort_name),
        Order.ATTENTION: lambda row: (-row.attention, row.sort_name),
    }
    return keys[order]


def _counts(placed: Sequence[Standing], covered: int) -> Counts:
    return Counts(
        chains=len(placed),
        on_track=sum(row.progress is Progress.ON_TRACK for row in placed),
        needs_attention=sum(row.progress is Progress.NEEDS_ATTENTION for row in placed),
        stagnates=sum(row.progress is Progress.STAGNATES for row in placed),
        no_report=sum(row.progress is None for row in placed),
        not_assessed=sum(row.phase_id is None for row in placed),
        covered=covered,
    )


def _views(ground: Ground) -> dict[Show, int]:
    latest = max(ground.selections, default=None)
    views = {
        Show.PRIORITY: ground.totals.priority,
        Show.ALL: ground.totals.all,
    }
    if latest is not None:
        views = {Show.SELECTION: len(ground.selections[latest].chain_ids), **views}
    return views


def _left_out(query: BoardQuery, show: Show, ground: Ground) -> int:
    if query.show is not None or show is not Show.PRIORITY:
        return 0
    priority = [row for row in ground.standings if row.priority and row.covered]
    return len(_filtered(priority, query, ground))
