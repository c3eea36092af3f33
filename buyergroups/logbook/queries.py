"""Reads the history: a page of entries, and the names of what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Integer, String, cast, exists, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.clock import end_of_day, start_of_day
from buyergroups.errors import NotThereError
from models.chains import Chain, ChainVersion, ClusterName
from models.decisions import Body, Decision
from models.history import HistoryEntry, HistorySeal
from models.organisations import OrganisationType, OrganisationVersion
from models.people import Person
from models.phases import Phase, PhaseCriterion
from models.programme import RelatedProgramme, ThemeName

PAGE_SIZE = 50
EXPORT_SIZE = 500
Row = Any


@dataclass(frozen=True)
class LogQuery:
    """Which entries: what is None is not filtered on. `before` and `after` are entries' ids."""

    person: str | None = None
    chain: str | None = None
    kind: str | None = None
    action: str | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None
    after: int | None = None

    @property
    def filtered(self) -> bool:
        """Whether anything but the place narrows the entries."""
        return replace(self, before=None, after=None) != LogQuery()


@dataclass(frozen=True)
class PersonName:
    """Somebody who did something."""

    id: int
    name: str


@dataclass(frozen=True)
class ChainName:
    """A chain under its name of now."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Names:
    """What the ids in a page of entries are called: by table and id, Dutch and English."""

    found: Mapping[tuple[str, int], tuple[str, str | None]]

    def name(self, table: str, number: int, language: str) -> tuple[str, bool] | None:
        """The name, and whether it is Dutch for want of an English one."""
        found = self.found.get((table, number))
        if found is None:
            return None
        dutch, english = found
        return (english, False) if language == "en" and english else (dutch, True)


@dataclass(frozen=True)
class LogPage:
    """A page of entries, the newest first, and whether there are newer and older ones."""

    rows: Sequence[Row]
    newer: bool
    older: bool


def people(session: Session, actor: Actor) -> dict[str, PersonName]:
    """Everybody with an entry, by ref, in order of name."""
    did = exists().where(HistoryEntry.person_id == Person.id, visible_to(actor, HistoryEntry))
    rows = session.execute(
        select(Person.ref, Person.id, Person.name).where(did).order_by(Person.sort_name, Person.id)
    )
    return {row.ref: PersonName(row.id, row.name) for row in rows}


def person_named(session: Session, ref: str) -> PersonName:
    """Somebody, whether or not they ever recorded anything; raises NotThereError."""
    row = session.execute(select(Person.id, Person.name).where(Person.ref == ref)).one_or_none()
    if row is None:
        raise NotThereError(f"person {ref[:20]}")
    return PersonName(row.id, row.name)


def chains(session: Session, actor: Actor) -> dict[str, ChainName]:
    """All chains by slug, in order of name."""
    latest = (
        select(func.max(ChainVersion.id))
        .where(ChainVersion.chain_id == Chain.id)
        .correlate(Chain)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Chain.slug, Chain.id, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == latest)
        .where(visible_to(actor, Chain))
        .order_by(ChainVersion.sort_name, Chain.id)
    )
    return {row.slug: ChainName(row.id, row.slug, row.name_nl) for row in rows}


def page_of(
    session: Session,
    actor: Actor,
    query: LogQuery,
    *,
    person_id: int | None = None,
    chain_id: int | None = None,
    size: int = PAGE_SIZE,
) -> LogPage:
    """One page; `person_id` and `chain_id` are what the refs in the query stand for."""
    upwards = query.after is not None
    asked = (
        select(HistoryEntry, Person.name.label("person"), HistorySeal.sealed_at)
        .outerjoin(Person, Person.id == HistoryEntry.person_id)
        .outerjoin(HistorySeal, HistorySeal.entry_id == HistoryEntry.id)
        .where(visible_to(actor, HistoryEntry), *_conditions(query, person_id, chain_id))
        .order_by(HistoryEntry.id.asc() if upwards else HistoryEntry.id.desc())
        .limit(size + 1)
    )
    rows = list(session.execute(asked))
    more = len(rows) > size
    rows = rows[:size]
    if upwards:
        return LogPage(rows[::-1], newer=more, older=True)
    return LogPage(rows, newer=query.before is not None, older=more)


def _conditions(query: LogQuery, person_id: int | None, chain_id: int | None) -> Iterator[Any]:
    if person_id is not None:
        yield HistoryEntry.person_id == person_id
    if chain_id is not None:
        yield HistoryEntry.chain_id == chain_id
    if query.kind is not None:
        yield HistoryEntry.object_type == query.kind
    if query.action is not None:
        yield HistoryEntry.action == query.action
    if query.since is not None:
        yield HistoryEntry.at >= start_of_day(query.since)
    if query.until is not None:
        yield HistoryEntry.at < end_of_day(query.until)
    if query.before is not None:
        yield HistoryEntry.id < query.before
    if query.after is not None:
        yield HistoryEntry.id > query.after


def every_page(
    session: Session,
    actor: Actor,
    query: LogQuery,
    *,
    person_id: int | None = None,
    chain_id: int | None = None,
) -> Iterator[Sequence[Row]]:
    """All entries in pages, for an export: never all of them in memory."""
    asked = replace(query, before=None, after=None)
    while True:
        found = page_of(
            session, actor, asked, person_id=person_id, chain_id=chain_id, size=EXPORT_SIZE
        )
        if found.rows:
            yield found.rows
        if not found.older:
            return
        last = found.rows[-1].HistoryEntry.id
        session.expunge_all()
        asked = replace(asked, before=last)


#: Where the names of a table stand: its id, Dutch, English, and which one is the latest.
_NAMED: dict[str, tuple[Any, Any, Any, Any]] = {
    "body": (Body.id, Body.name_nl, Body.name_en, Body.id),
    "cluster": (ClusterName.cluster_id, ClusterName.name_nl, None, ClusterName.id),
    "decision": (Decision.id, Decision.reference, Decision.reference, Decision.id),
    "organisation": (
        OrganisationVersion.organisation_id,
        OrganisationVersion.name,
        OrganisationVersion.name,
        OrganisationVersion.id,
    ),
    "organisation_type": (
        OrganisationType.id,
        OrganisationType.name_nl,
        OrganisationType.name_en,
        OrganisationType.id,
    ),
    "person": (Person.id, Person.name, Person.name, Person.id),
    "phase": (Phase.id, Phase.name_nl, Phase.name_en, Phase.id),
    "phase_criterion": (
        PhaseCriterion.id,
        PhaseCriterion.text_nl,
        PhaseCriterion.text_en,
        PhaseCriterion.id,
    ),
    "related_programme": (
        RelatedProgramme.id,
        RelatedProgramme.name_nl,
        None,
        RelatedProgramme.id,
    ),
    "theme": (ThemeName.theme_id, ThemeName.name_nl, ThemeName.name_en, ThemeName.from_year),
}


def names(session: Session, wanted: Iterable[tuple[str, int]], known: Iterable[ChainName]) -> Names:
    """The names of these rows, in one statement however many there are."""
    ids: dict[str, set[int]] = {table: set() for table in _NAMED}
    for table, number in wanted:
        if table in ids:
            ids[table].add(number)
    parts = [
        select(
            literal(table).label("kind"),
            id_.label("id"),
            cast(dutch, String).label("nl"),
            cast(null() if english is None else english, String).label("en"),
            cast(latest, Integer).label("latest"),
        ).where(id_.in_(sorted(ids[table])))
        for table, (id_, dutch, english, latest) in _NAMED.items()
    ]
    rows = session.execute(union_all(*parts)).all()
    found: dict[tuple[str, int], tuple[str, str | None]] = {
        ("chain", chain.id): (chain.name, None) for chain in known
    }
    for row in sorted(rows, key=lambda row: row.latest):
        found[row.kind, row.id] = (row.nl, row.en)
    return Names(found)
