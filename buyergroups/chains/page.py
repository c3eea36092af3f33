"""What every tab of a chain's page shows above itself: name, phase line, last report, tabs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains import phase_line, queries, reference
from buyergroups.chains.reports import reporter
from buyergroups.chains.standing import Reading, Standing
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.following.kinds import Kind
from buyergroups.following.queries import follows
from buyergroups.settings import queries as settings_queries
from buyergroups.settings.queries import ProgrammeRow
from buyergroups.web import state
from buyergroups.web.addresses import moved_to
from buyergroups.web.formats import NotADayError, parse_day
from buyergroups.words import Words
from buyergroups.writing.sending import new_key


@dataclass(frozen=True)
class Tab:
    """A tab of the chain page; each is a view of its own area."""

    endpoint: str
    words: Words
    #: Per chain the number of what stands there now: 'Productketenplan v3'.
    numbers: Callable[[Session], Mapping[int, int]] | None = None

    def number(self, chain_id: int) -> int | None:
        """The number to show behind the words, if there is one."""
        if self.numbers is None:
            return None
        return state.remembered(("tab", self.endpoint), self.numbers).get(chain_id)


#: The tabs in order; `areas` fills in what each area offers.
TABS: list[Tab] = []


@dataclass(frozen=True)
class ChainPage:
    """The header of a chain's page."""

    chain_id: int
    programme: ProgrammeRow
    reading: Reading
    standing: Standing
    cluster: reference.ClusterRow
    line: list[phase_line.PhaseCriteria]
    reporter: str | None
    #: When somebody last recorded something of it that everyone may know, and who.
    changed: Any
    #: Whether the reader follows it; nobody else sees that.
    followed: bool

    @property
    def phase(self) -> phase_line.PhaseCriteria | None:
        """The phase the market is in."""
        found = (row for row in self.line if row.phase.id == self.standing.phase_id)
        return next(found, None)

    @property
    def next_phase(self) -> phase_line.PhaseCriteria | None:
        """The phase after it; the first one when nothing was assessed yet."""
        nr = self.phase.phase.nr if self.phase else 0
        return next((row for row in self.line if row.phase.nr > nr), None)

    @property
    def may_report(self) -> bool:
        """Whether the reader leads this chain now."""
        return can(state.actor(), Action.STATUS_REPORT, self.chain_id)

    @property
    def may_manage(self) -> bool:
        """Whether the reader keeps the facts of chains."""
        return can(state.actor(), Action.CHAIN_EDIT)

    def context(self) -> dict[str, Any]:
        """For the template: `chain` is this header."""
        return {
            "chain": self,
            "tabs": [(tab, tab.number(self.chain_id)) for tab in TABS],
            "today": self.reading.day,
            "tab": None,
            "board_of": _day_of_the_board(),
            "key": new_key(),
        }


def the_programme() -> ProgrammeRow:
    """The programme; raises NotThereError while nothing was loaded."""
    programme = state.remembered("programme", settings_queries.programme)
    if programme is None:
        raise NotThereError("programme")
    return programme


def the_clusters(moment: datetime) -> Sequence[reference.ClusterRow]:
    """The clusters under the names of a moment; kept, as all of these, until something changes."""
    key = ("clusters", moment)
    return state.remembered(key, lambda s: reference.clusters_at(s, the_programme().id, moment))


def the_themes(year: int) -> Sequence[reference.ThemeRow]:
    """The themes under the names of a year."""
    key = ("themes", year)
    return state.remembered(key, lambda s: reference.themes_in(s, the_programme().id, year))


def the_phases() -> Sequence[phase_line.PhaseRow]:
    """The phases in order."""
    return state.remembered("phases", lambda s: phase_line.phases(s, the_programme().id))


def the_selections(moment: datetime) -> Mapping[int, queries.Selection]:
    """The selection of each year as it held at a moment."""
    key = ("selections", moment)
    return state.remembered(key, lambda s: queries.selections_at(s, the_programme().id, moment))


def the_last_change(moment: datetime) -> Any:
    """When a person last recorded something of a chain by a moment, and who."""
    key = ("last change", moment)
    return state.remembered(key, lambda s: queries.last_change(s, moment))


def waits_for_baseline(rows: Collection[Standing]) -> int:
    """How many of these wait for their first assessment, of the reader or for the manager."""
    actor = state.actor()
    own = [row for row in rows if row.waits_for_baseline and row.id in actor.leads]
    if own or not actor.is_programme_manager:
        return len(own)
    return sum(row.waits_for_baseline and row.priority for row in rows)


def today_reading() -> Reading:
    """What the tracker knows now."""
    return queries.reading_of(state.today(), state.settings())


def reading_at(day: date) -> Reading:
    """What it knew at the end of a day, with the settings of that moment."""
    if day == state.today():
        return today_reading()
    return queries.reading_of(day, state.settings(queries.end_of(day)))


def _day_of_the_board() -> date | None:
    """The earlier day of the board that somebody came from; raises RefusedError for no day."""
    text = request.args.get("op", "").strip()
    if not text:
        return None
    try:
        day = parse_day(text)
    except NotADayError as error:
        raise RefusedError(error.words, text=error.text) from error
    return day if day < state.today() else None


def chain_page(slug: str) -> ChainPage | ResponseReturnValue:
    """The header of the chain at an address, or the redirect from a former address."""
    require(state.actor(), Action.CHAIN_SEE)
    session, actor, programme = state.reading(), state.actor(), the_programme()
    found = queries.chain_by_slug(session, actor, programme.id, slug)
    if found.slug != slug:
        return moved_to(slug=found.slug)
    reading = today_reading()
    standing = queries.standing(
        session, actor, programme.id, found.id, reading, the_selections(reading.moment)
    )
    clusters = the_clusters(reading.moment)
    return ChainPage(
        chain_id=found.id,
        programme=programme,
        reading=reading,
        standing=standing,
        cluster=next(row for row in clusters if row.id == standing.cluster_id),
        line=phase_line.criteria(session, the_phases(), found.id, reading.day),
        reporter=reporter(session, standing.report_id) if standing.report_id else None,
        changed=queries.last_change(session, reading.moment, found.id),
        followed=follows(session, actor, Kind.CHAIN, found.id),
    )
