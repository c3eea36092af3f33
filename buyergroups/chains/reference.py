"""What chains refer to and what seldom changes: clusters and themes, under the names of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from buyergroups.db import latest_id
from models.chains import Cluster, ClusterName
from models.programme import Theme, ThemeName


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """A cluster under the name it had at a moment."""

    id: int
    code: str
    name: str
    short: str


_CLUSTERS = (
    select(Cluster.id, Cluster.code, ClusterName.name_nl, ClusterName.short_nl)
    .join(
        ClusterName,
        ClusterName.id == latest_id(ClusterName, cluster_id=Cluster.id, until=bindparam("moment")),
    )
    .where(Cluster.programme_id == bindparam("programme_id"))
    .order_by(Cluster.position)
)


def clusters_at(session: Session, programme_id: int, moment: datetime) -> list[ClusterRow]:
    """The clusters in order, under the names of that moment."""
    rows = session.execute(_CLUSTERS, {"programme_id": programme_id, "moment": moment})
    return [ClusterRow(*row) for row in rows]


_THEMES = (
    select(
        Theme.id,
        Theme.code,
        Theme.scored_per_chain,
        ThemeName.from_year,
        ThemeName.name_nl,
        ThemeName.name_en,
    )
    .join(ThemeName, ThemeName.theme_id == Theme.id)
    .where(Theme.programme_id == bindparam("programme_id"), Theme.is_approach.is_(False))
    .order_by(Theme.position, ThemeName.from_year)
)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme under its name of a year, with the former ones."""

    id: int
    code: str
    name_nl: str
    name_en: str
    scored: bool
    former_nl: tuple[str, ...]

    def name(self, language: str) -> str:
        """The name in a language."""
        return self.name_en if language == "en" else self.name_nl


def themes_in(session: Session, programme_id: int, year: int) -> list[ThemeRow]:
    """The themes in order, without the approach over them, under the names of a year."""
    rows = session.execute(_THEMES, {"programme_id": programme_id}).all()
    return [_theme(list(group), year) for group in _grouped(rows)]


def _grouped(rows: Iterable[Any]) -> Iterable[list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.id, []).append(row)
    return groups.values()


def _theme(names: list[Any], year: int) -> ThemeRow:
    """The name that holds in a year is the last one that began by then, else the first of all."""
    current = ([row for row in names if row.from_year <= year] or names[:1])[-1]
    former = tuple(
        row.name_nl
        for row in names
        if row.from_year < current.from_year and row.name_nl != current.name_nl
    )
    return ThemeRow(
        current.id,
        current.code,
        current.name_nl,
        current.name_en or current.name_nl,
        current.scored_per_chain,
        former,
    )
