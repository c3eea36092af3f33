"""What a plan has besides its text, as one table: which rows, with which columns.

Forms, tables, downloads and comparisons of all parts are made from this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from buyergroups.errors import NotThereError
from buyergroups.plans import labels
from buyergroups.words import Words
from models.plans import (
    ActivityLevel,
    ActivityState,
    Grade,
    PlanActivity,
    PlanFocus,
    PlanGoal,
    PlanInstrument,
    PlanLaw,
    PlanMoney,
    PlanProgramme,
    PlanRisk,
    PlanRow,
)

#: The enum of a column, and the words of its codes.
Codes = tuple[type[StrEnum], Mapping[Any, Words]]


class Sort(Enum):
    """What a column holds."""

    LINE = auto()
    TEXT = auto()
    DAY = auto()
    NUMBER = auto()
    EURO = auto()
    YEAR = auto()
    CODE = auto()
    #: The id, or the key, of something with a name: see `NameSource`.
    NAME = auto()


class NameSource(StrEnum):
    """Where the names of a column stand."""

    THEMES = "themes"
    STEPS = "steps"
    INSTRUMENTS = "instruments"
    PROGRAMMES = "programmes"
    ACTIVITIES = "activities"


#: By source, what an id or a key is called: Dutch and English.
Names = Mapping[NameSource, Mapping[Any, tuple[str, str]]]


@dataclass(frozen=True)
class Column:
    """A column of a part: its field in the table and in the form, and its words."""

    code: str
    words: Words
    sort: Sort
    #: What is said when it is empty; None: it may be.
    missing: Words | None = None
    hint: Words | None = None
    codes: Codes | None = None
    names: NameSource | None = None
    #: What can be chosen from, beside what one writes oneself.
    known: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """A kind of rows in a plan, and the section under which they stand."""

    code: str
    section: str
    words: Words
    one: Words
    model: type[PlanRow]
    columns: Sequence[Column]

    def column(self, code: str) -> Column:
        """The column with a code."""
        return next(column for column in self.columns if column.code == code)


def _codes(kind: type[StrEnum], words: Mapping[Any, Words]) -> Codes:
    return kind, words


def _needs(nl: str, en: str) -> Words:
    return Words(nl, en)


#: Named with chain responsibility in the Agenda MVOI (2026), chapter 3; others are free text.
KNOWN_LAW = (
    "Corporate Sustainability Due Diligence Directive (CSDDD)",
    "Antidwangarbeidverordening",
    "Ontbossingsverordening",
    "Batterijenverordening",
    "Conflictmineralenverordening",
)
_THEME = Column(
    "theme_id",
    Words("Thema", "Theme"),
    Sort.NAME,
    _needs("Kies een thema.", "Choose a theme."),
    names=NameSource.THEMES,
)

FOCUS = Part(
    "focus",
    "goals",
    Words("Thema's waarop het plan zich richt", "Themes that the plan focuses on"),
    Words("Thema kiezen", "Choose a theme"),
    PlanFocus,
    (_THEME, Column("why", Words("Waarom dit thema", "Why this theme"), Sort.TEXT)),
)
GOALS = Part(
    "doelen",
    "goals",
    Words("Doelen", "Goals"),
    Words("Doel toevoegen", "Add a goal"),
    PlanGoal,
    (
        _THEME,
        Column(
            "indicator",
            Words("Indicator", "Indicator"),
            Sort.LINE,
            _needs("Schrijf waaraan je het doel meet.", "Write by what the goal is measured."),
        ),
        Column(
            "unit",
            Words("Eenheid", "Unit"),
            Sort.LINE,
            _needs("Schrijf de eenheid, zoals %, stuks of euro.", "Write the unit."),
        ),
        Column("baseline", Words("Nu (nulwaarde)", "Now (baseline)"), Sort.NUMBER),
        Column(
            "target",
            Words("Streefwaarde", "Target"),
            Sort.NUMBER,
            _needs("Schrijf de streefwaarde als getal.", "Write the target as a number."),
        ),
        Column(
            "target_on",
            Words("Te halen op (dd-mm-jjjj)", "To be met on (dd-mm-yyyy)"),
            Sort.DAY,
            _needs("Schrijf wanneer het doel gehaald moet zijn.", "Write when it is to be met."),
        ),
    ),
)
ACTIVITIES = Part(
    "activiteiten",
    "activities",
    Words("Activiteiten", "Activities"),
    Words("Activiteit toevoegen", "Add an activity"),
    PlanActivity,
    (
        Column(
            "what",
            Words("Wat", "What"),
            Sort.LINE,
            _needs("Schrijf wat er gebeurt.", "Write what happens."),
            Words(
                "Minder of niet kopen is ook een activiteit.", "Buying less, or not, is one too."
            ),
        ),
        Column("target_group", Words("Voor wie", "For whom"), Sort.LINE),
        Column(
            "contribution",
            Words("Wat het bijdraagt", "What it contributes"),
            Sort.TEXT,
            hint=Words("Aan het veranderen van de markt.", "To changing the market."),
        ),
        Column(
            "level",
            Words("Niveau", "Level"),
            Sort.CODE,
            _needs("Kies een niveau.", "Choose a level."),
            codes=_codes(ActivityLevel, labels.LEVELS),
        ),
        Column("who", Words("Wie doet het", "Who does it"), Sort.LINE),
        Column("since", Words("Van (dd-mm-jjjj)", "From (dd-mm-yyyy)"), Sort.DAY),
        Column("until", Words("Tot en met (dd-mm-jjjj)", "Until (dd-mm-yyyy)"), Sort.DAY),
        Column(
            "state",
            Words("Stand", "State"),
            Sort.CODE,
            _needs("Kies een stand.", "Choose a state."),
            codes=_codes(ActivityState, {k: v.words for k, v in labels.STATES.items()}),
        ),
        Column("note", Words("Opmerking", "Note"), Sort.TEXT),
    ),
)
_GRADES = _codes(Grade, labels.GRADES)
RISKS = Part(
    "risicos",
    "risks",
    Words("Risico's", "Risks"),
    Words("Risico toevoegen", "Add a risk"),
    PlanRisk,
    (
        Column(
            "what",
            Words("Wat er mis kan gaan", "What can go wrong"),
            Sort.LINE,
            _needs("Schrijf wat er mis kan gaan.", "Write what can go wrong."),
        ),
        Column(
            "step_id",
            Words("Stap van gepaste zorgvuldigheid", "Due-diligence step"),
            Sort.NAME,
            _needs("Kies een stap.", "Choose a step."),
            names=NameSource.STEPS,
        ),
        Column(
            "likelihood",
            Words("Kans", "Likelihood"),
            Sort.CODE,
            _needs("Kies hoe groot de kans is.", "Choose how likely it is."),
            codes=_GRADES,
        ),
        Column(
            "severity",
            Words("Ernst", "Severity"),
            Sort.CODE,
            _needs("Kies hoe ernstig het is.", "Choose how severe it is."),
            codes=_GRADES,
        ),
        Column("mitigation", Words("Wat we eraan doen", "What we do about it"), Sort.TEXT),
        Column("owner", Words("Wie let erop", "Who looks after it"), Sort.LINE),
    ),
)
INSTRUMENTS = Part(
    "instrumenten",
    "procurement",
    Words("Wat elk instrument hier doet", "What each instrument does here"),
    Words("Instrument toevoegen", "Add an instrument"),
    PlanInstrument,
    (
        Column(
            "instrument_id",
            Words("Instrument", "Instrument"),
            Sort.NAME,
            _needs("Kies een instrument.", "Choose an instrument."),
            names=NameSource.INSTRUMENTS,
        ),
        Column(
            "does",
            Words("Wat het hier doet", "What it does here"),
            Sort.TEXT,
            _needs("Schrijf wat het hier doet.", "Write what it does here."),
        ),
        Column("moves_first", Words("Wie de eerste stap zet", "Who moves first"), Sort.LINE),
    ),
)
PROGRAMMES = Part(
    "programmas",
    "partners",
    Words("Andere programma's", "Other programmes"),
    Words("Programma toevoegen", "Add a programme"),
    PlanProgramme,
    (
        Column(
            "related_programme_id",
            Words("Programma", "Programme"),
            Sort.NAME,
            names=NameSource.PROGRAMMES,
        ),
        Column(
            "name",
            Words("Of een ander programma", "Or another programme"),
            Sort.LINE,
            hint=Words("Als het niet in de lijst staat.", "If it is not in the list."),
        ),
        Column("how", Words("Wat het hier doet", "What it does here"), Sort.TEXT),
    ),
)
LAWS = Part(
    "regels",
    "partners",
    Words("Europese productregels", "European product rules"),
    Words("Regel toevoegen", "Add a rule"),
    PlanLaw,
    (
        Column(
            "name",
            Words("Regel", "Rule"),
            Sort.LINE,
            _needs("Schrijf welke regel het is.", "Write which rule it is."),
            known=KNOWN_LAW,
        ),
        Column("why", Words("Waarom dit hier telt", "Why it matters here"), Sort.TEXT),
    ),
)
MONEY = Part(
    "geld",
    "planning",
    Words("Geld per jaar", "Money per year"),
    Words("Bedrag toevoegen", "Add an amount"),
    PlanMoney,
    (
        Column(
            "payer",
            Words("Wie betaalt", "Who pays"),
            Sort.LINE,
            _needs("Schrijf wie betaalt.", "Write who pays."),
        ),
        Column(
            "activity_key",
            Words("Voor welke activiteit", "For which activity"),
            Sort.NAME,
            names=NameSource.ACTIVITIES,
        ),
        Column(
            "amount_eur",
            Words("Bedrag in hele euro's", "Amount in whole euros"),
            Sort.EURO,
            _needs("Schrijf het bedrag.", "Write the amount."),
        ),
        Column(
            "year",
            Words("Jaar", "Year"),
            Sort.YEAR,
            _needs("Schrijf het jaar.", "Write the year."),
        ),
    ),
)
#: In the order in which they stand in the plan.
PARTS = (RISKS, FOCUS, GOALS, ACTIVITIES, INSTRUMENTS, PROGRAMMES, LAWS, MONEY)


def part_of(code: str) -> Part:
    """The part with a code; raises NotThereError."""
    found = next((part for part in PARTS if part.code == code), None)
    if found is None:
        raise NotThereError(f"part {code[:40]}")
    return found
