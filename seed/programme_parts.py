"""The reference data of the programme: themes, phases, bodies, instruments, milestones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from buyergroups.clock import local_day
from models.base import Base, Precision
from models.decisions import Body
from models.organisations import OrganisationType, Sector
from models.phases import Phase, PhaseCriterion
from models.programme import (
    DueDiligenceStep,
    Milestone,
    PolicyInstrument,
    Programme,
    RelatedProgramme,
    Theme,
    ThemeName,
)
from seed.files import slug_of
from seed.parts import AGENDA, Known, Part, placed, read


def programme_parts() -> tuple[Part, ...]:
    """Every table of the programme, each after the ones it refers to."""
    return (
        _programme(),
        _themes(),
        _theme_names(),
        _steps(),
        _instruments(),
        _bodies(),
        _organisation_types(),
        _related(),
        _milestones(),
        _phases(),
        _criteria(),
    )


def _programme() -> Part:
    row = read("programme.yaml")["programme"]
    return Part(
        Programme,
        f"{AGENDA}, hoofdstuk 6",
        select(Programme.id, Programme.code),
        {(row["code"],): lambda known: Programme(**row, records_from=local_day(known.now))},
    )


def _themes() -> Part:
    data = read("themes.yaml")
    approach = {**data["approach"], "sdgs": [], "scored_per_chain": False, "is_approach": True}

    def make(position: int, row: dict[str, Any]) -> Callable[[Known], Base]:
        return lambda known: Theme(
            programme_id=known.programme,
            code=row["code"],
            position=position,
            is_approach=row.get("is_approach", False),
            scored_per_chain=row["scored_per_chain"],
            sdgs=row["sdgs"],
        )

    rows = [*data["themes"], approach]
    return Part(
        Theme,
        f"{AGENDA}, hoofdstuk 3 en bijlage III",
        select(Theme.id, Theme.code),
        {(row["code"],): make(position, row) for position, row in placed(rows)},
    )


def _theme_names() -> Part:
    data = read("themes.yaml")
    former_from, present_from = data["former_from"], data["present_from"]

    def make(theme: str, year: int, name_nl: str, name_en: str) -> Callable[[Known], Base]:
        return lambda known: ThemeName(
            theme_id=known.of(Theme, theme), from_year=year, name_nl=name_nl, name_en=name_en
        )

    names: list[tuple[str, int, str, str]] = []
    for row in data["themes"]:
        code = row["code"]
        names.append((code, former_from, row["former_name_nl"], row["former_name_en"]))
        if row["name_nl"] != row["former_name_nl"]:
            names.append((code, present_from, row["name_nl"], row["name_en"]))
    approach = data["approach"]
    names.append((approach["code"], present_from, approach["name_nl"], approach["name_en"]))
    return Part(
        ThemeName,
        f"{AGENDA}, hoofdstuk 3 en bijlage III",
        select(ThemeName.id, ThemeName.theme_id, ThemeName.from_year),
        {(name[0], name[1]): make(*name) for name in names},
        Theme,
    )


def _steps() -> Part:
    rows = read("themes.yaml")["approach"]["due_diligence_steps"]

    def make(row: dict[str, Any]) -> Callable[[Known], Base]:
        return lambda known: DueDiligenceStep(programme_id=known.programme, **row)

    return Part(
        DueDiligenceStep,
        f"{AGENDA}, hoofdstuk 3; namen uit de OESO-richtsnoeren",
        select(DueDiligenceStep.id, DueDiligenceStep.nr),
        {(row["nr"],): make(row) for row in rows},
    )


def _instruments() -> Part:
    def make(position: int, row: dict[str, Any]) -> Callable[[Known], Base]:
        return lambda known: PolicyInstrument(
            programme_id=known.programme, position=position, **row
        )

    rows = read("programme.yaml")["policy_instruments"]
    return Part(
        PolicyInstrument,
        f"{AGENDA}, hoofdstuk 6 en bijlage I",
        select(PolicyInstrument.id, PolicyInstrument.code),
        {(row["code"],): make(position, row) for position, row in placed(rows)},
    )


def _bodies() -> Part:
    def make(position: int, row: dict[str, Any]) -> Callable[[Known], Base]:
        return lambda known: Body(programme_id=known.programme, position=position, **row)

    rows = read("programme.yaml")["bodies"]
    return Part(
        Body,
        f"{AGENDA}, hoofdstuk 6",
        select(Body.id, Body.code),
        {(row["code"],): make(position, row) for position, row in placed(rows)},
    )


def _organisation_types() -> Part:
    def make(position: int, row: dict[str, Any]) -> Callable[[Known], Base]:
        given = {**row, "sector": Sector(row["sector"])}
        return lambda known: OrganisationType(
            programme_id=known.programme, position=position, **given
        )

    rows = read("organisations.yaml")["types"]
    return Part(
        OrganisationType,
        f"{AGENDA}, hoofdstuk 2 en bijlage II",
        select(OrganisationType.id, OrganisationType.code),
        {(row["code"],): make(position, row) for position, row in placed(rows)},
    )


def _related() -> Part:
    def make(code: str, row: dict[str, Any]) -> Callable[[Known], Base]:
        return lambda known: RelatedProgramme(
            programme_id=known.programme,
            code=code,
            name_nl=row["name_nl"],
            since_year=row.get("since"),
            revised_year=row.get("revised"),
            ended_year=row.get("ended"),
            active_in=row.get("active_in", []),
            about=row.get("about"),
        )

    rows = {slug_of(row["name_nl"]): row for row in read("related.yaml")["programmes"]}
    return Part(
        RelatedProgramme,
        f"{AGENDA}, bijlage V",
        select(RelatedProgramme.id, RelatedProgramme.code),
        {(code,): make(code, row) for code, row in rows.items()},
    )


def _milestones() -> Part:
    def make(row: dict[str, Any]) -> Callable[[Known], Base]:
        year = row.get("year")
        return lambda known: Milestone(
            programme_id=known.programme,
            code=row["code"],
            name_nl=row["name_nl"],
            name_en=row["name_en"],
            due=date(year, 1, 1) if year else None,
            due_precision=Precision.YEAR if year else Precision.UNKNOWN,
            note=row.get("note"),
        )

    return Part(
        Milestone,
        f"{AGENDA}, hoofdstuk 6",
        select(Milestone.id, Milestone.code),
        {(row["code"],): make(row) for row in read("programme.yaml")["milestones"]},
    )


def _phases() -> Part:
    def make(row: dict[str, Any]) -> Callable[[Known], Base]:
        return lambda known: Phase(
            programme_id=known.programme,
            nr=row["nr"],
            code=row["code"],
            name_nl=row["name_nl"],
            name_en=row["name_en"],
            role_nl=row["procurement_role_nl"],
            role_en=row["procurement_role_en"],
        )

    return Part(
        Phase,
        f"{AGENDA}, paragraaf 4.1",
        select(Phase.id, Phase.code),
        {(row["code"],): make(row) for row in read("phases.yaml")["phases"]},
    )


def _criteria() -> Part:
    def make(phase: str, position: int, row: dict[str, str]) -> Callable[[Known], Base]:
        return lambda known: PhaseCriterion(
            phase_id=known.of(Phase, phase),
            code=row["code"],
            position=position,
            text_nl=row["nl"],
            text_en=row["en"],
        )

    return Part(
        PhaseCriterion,
        f"{AGENDA}, paragraaf 4.1; startset in eigen bewoording",
        select(PhaseCriterion.id, PhaseCriterion.phase_id, PhaseCriterion.code),
        {
            (phase["code"], row["code"]): make(phase["code"], position, row)
            for phase in read("phases.yaml")["phases"]
            for position, row in placed(phase["criteria"])
        },
        Phase,
    )
