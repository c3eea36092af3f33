"""The reference data of chains: clusters, names, priority, impact, possible coverage.

What is kept as versions is wanted only where there is none at all: a version that somebody recorded
later is never answered with the first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import select, union

from models.base import Base, Precision, sort_name
from models.chains import (
    Chain,
    ChainSlug,
    ChainVersion,
    Cluster,
    ClusterName,
    Coverage,
    CoverageKind,
    Impact,
    ImpactLevel,
)
from models.programme import Theme
from seed.files import REFERENCE, read_csv, slug_of
from seed.parts import AGENDA, Known, Part, placed, read

#: An impact whose size the source lost is of unknown size, never guessed.
LEVELS = {"some": ImpactLevel.UNKNOWN, "none": ImpactLevel.NONE}
CHAPTER_5 = f"{AGENDA}, hoofdstuk 5 en bijlage IV"
TABLE_IV = f"{AGENDA}, bijlage IV"
POSSIBLY = (
    f"{AGENDA}, hoofdstuk 5, voetnoot 4: mogelijk werkt in dit cluster al een ander programma; "
    "welk programma dat is, is nog te bepalen"
)


def chain_parts() -> tuple[Part, ...]:
    """Every table of chains, each after the ones it refers to; themes are there already."""
    return (
        _clusters(),
        _cluster_names(),
        _chains(),
        _chain_versions(),
        _impacts(),
        _coverage(),
    )


@cache
def _chain_rows() -> tuple[dict[str, str], ...]:
    return tuple(read_csv(REFERENCE / "chains.csv"))


def _clusters() -> Part:
    def make(position: int, code: str) -> Callable[[Known], Base]:
        return lambda known: Cluster(programme_id=known.programme, code=code, position=position)

    return Part(
        Cluster,
        TABLE_IV,
        select(Cluster.id, Cluster.code),
        {(row["code"],): make(place, row["code"]) for place, row in placed(_cluster_rows())},
    )


def _cluster_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read("clusters.yaml")["clusters"]
    return rows


def _cluster_names() -> Part:
    def make(row: dict[str, Any]) -> Callable[[Known], Base]:
        return lambda known: ClusterName(
            cluster_id=known.of(Cluster, row["code"]),
            name_nl=row["name_nl"],
            short_nl=row["short_nl"],
            **known.stamp,
        )

    return Part(
        ClusterName,
        TABLE_IV,
        select(ClusterName.id, ClusterName.cluster_id),
        {(row["code"],): make(row) for row in _cluster_rows()},
        Cluster,
    )


def _chains() -> Part:
    def make(slug: str) -> Callable[[Known], Base]:
        return lambda known: Chain(programme_id=known.programme, slug=slug)

    # A chain that was given another address is still there under its former one.
    addresses = union(select(Chain.id, Chain.slug), select(ChainSlug.chain_id, ChainSlug.slug))
    found = addresses.subquery()
    slugs = [slug_of(row["chain"]) for row in _chain_rows()]
    return Part(Chain, TABLE_IV, select(found), {(slug,): make(slug) for slug in slugs})


def _chain_versions() -> Part:
    def make(slug: str, row: dict[str, str]) -> Callable[[Known], Base]:
        return lambda known: ChainVersion(
            chain_id=known.of(Chain, slug),
            cluster_id=known.of(Cluster, row["cluster"]),
            name_nl=row["chain"],
            also_named_nl=row["also_named"] or None,
            sort_name=sort_name(row["chain"]),
            priority=row["priority"] == "yes",
            in_criteria_tool=row["in_criteria_tool"] == "yes",
            reason=CHAPTER_5,
            **known.stamp,
        )

    return Part(
        ChainVersion,
        CHAPTER_5,
        select(ChainVersion.id, ChainVersion.chain_id),
        {(slug,): make(slug, row) for slug, row in _by_slug()},
        Chain,
    )


def _by_slug() -> list[tuple[str, dict[str, str]]]:
    return [(slug_of(row["chain"]), row) for row in _chain_rows()]


def _impacts() -> Part:
    def make(slug: str, theme: str, level: ImpactLevel) -> Callable[[Known], Base]:
        return lambda known: Impact(
            chain_id=known.of(Chain, slug),
            theme_id=known.of(Theme, theme),
            level=level,
            reason=TABLE_IV,
            **known.stamp,
        )

    themes = [row["code"] for row in read("themes.yaml")["themes"] if row["scored_per_chain"]]
    return Part(
        Impact,
        TABLE_IV,
        select(Impact.id, Impact.chain_id, Theme.code).join(Theme, Theme.id == Impact.theme_id),
        {
            (slug, theme): make(slug, theme, LEVELS[row[theme]])
            for slug, row in _by_slug()
            for theme in themes
        },
        Chain,
    )


def _coverage() -> Part:
    def make(slug: str) -> Callable[[Known], Base]:
        return lambda known: Coverage(
            chain_id=known.of(Chain, slug),
            kind=CoverageKind.POSSIBLE,
            since_precision=Precision.UNKNOWN,
            reason=POSSIBLY,
            **known.stamp,
        )

    possibly = {row["code"] for row in _cluster_rows() if row.get("possibly_covered")}
    return Part(
        Coverage,
        f"{AGENDA}, hoofdstuk 5, voetnoot 4",
        select(Coverage.id, Coverage.chain_id),
        {(slug,): make(slug) for slug, row in _by_slug() if row["cluster"] in possibly},
        Chain,
    )
