"""The words, tones and shapes of what is said about a chain, exhaustively per enum."""

from __future__ import annotations

from dataclasses import dataclass

from buyergroups.chains.standing import AssessmentState, Freshness
from buyergroups.words import Words
from models.chains import CoverageKind, ImpactLevel, SelectionOutcome
from models.phases import CriterionState, Progress, ReportKind, StagnationReason


@dataclass(frozen=True)
class Label:
    """A word with a tone and a shape, so that colour never carries the meaning alone."""

    words: Words
    tone: str
    shape: str


PROGRESS: dict[Progress, Label] = {
    Progress.ON_TRACK: Label(Words("op koers", "on track"), "good", "disc"),
    Progress.NEEDS_ATTENTION: Label(Words("aandacht nodig", "needs attention"), "warn", "triangle"),
    Progress.STAGNATES: Label(Words("stagneert", "stagnates"), "bad", "square"),
}
NO_PROGRESS = Label(Words("nog geen statusupdate", "no report yet"), "none", "ring")

STAGNATION: dict[StagnationReason, Words] = {
    StagnationReason.NO_POLICY: Words("geen overkoepelend beleid", "no overarching policy"),
    StagnationReason.CAPACITY: Words("te weinig capaciteit", "too little capacity"),
    StagnationReason.BUDGET: Words("te weinig budget", "too little budget"),
    StagnationReason.KNOWLEDGE: Words("te weinig kennis", "too little knowledge"),
    StagnationReason.NO_ALTERNATIVE: Words(
        "geen duurzaam alternatief", "no sustainable alternative"
    ),
    StagnationReason.NO_INDICATOR: Words("geen meetbare indicator", "no measurable indicator"),
    StagnationReason.MARKET_UNWILLING: Words("markt wil niet", "market not willing"),
    StagnationReason.OTHER: Words("andere reden", "other reason"),
}

FRESHNESS: dict[Freshness, Label] = {
    Freshness.NEVER: NO_PROGRESS,
    Freshness.FRESH: Label(Words("actueel", "up to date"), "fresh", ""),
    Freshness.AGEING: Label(Words("bijna verouderd", "almost stale"), "ageing", "clock"),
    Freshness.STALE: Label(Words("verouderd", "stale"), "stale", "clock-solid"),
}

STATES: dict[AssessmentState, Label] = {
    AssessmentState.PROVISIONAL: Label(Words("voorlopig", "provisional"), "provisional", ""),
    AssessmentState.CONFIRMED: Label(Words("bevestigd", "confirmed"), "confirmed", "check"),
    AssessmentState.RETURNED: Label(Words("teruggegeven", "returned"), "returned", "back"),
    AssessmentState.WITHDRAWN: Label(Words("ingetrokken", "withdrawn"), "tag", ""),
    AssessmentState.CORRECTED: Label(Words("gecorrigeerd", "corrected"), "tag", ""),
}

CRITERIA: dict[CriterionState, Label] = {
    CriterionState.OPEN: Label(Words("open", "open"), "none", "ring"),
    CriterionState.PARTLY: Label(Words("deels gehaald", "partly met"), "warn", "half"),
    CriterionState.MET: Label(Words("gehaald", "met"), "good", "check-disc"),
}

REPORTS: dict[ReportKind, Words] = {
    ReportKind.UPDATE: Words("Statusupdate", "Status update"),
    ReportKind.STILL_CORRECT: Words("Nog actueel, niets veranderd", "Still correct, no change"),
    ReportKind.CORRECTION: Words("Correctie van een statusupdate", "Correction of a report"),
}

#: Word and number of filled blocks; an unknown size has its own shape, so it is never 'none'.
IMPACT: dict[ImpactLevel, tuple[Words, str]] = {
    ImpactLevel.NONE: (Words("geen impact", "no impact"), "none"),
    ImpactLevel.SMALL: (Words("kleine impact", "small impact"), "small"),
    ImpactLevel.MEDIUM: (Words("middelgrote impact", "medium impact"), "medium"),
    ImpactLevel.LARGE: (Words("grote impact", "large impact"), "large"),
    ImpactLevel.UNKNOWN: (Words("grootte niet bekend", "size not known"), "unknown"),
}

COVERAGE: dict[CoverageKind, Words] = {
    CoverageKind.COVERED: Words("belegd bij", "covered by"),
    CoverageKind.POSSIBLE: Words("mogelijk belegd bij", "possibly covered by"),
    CoverageKind.NONE: Words("niet belegd bij een ander programma", "not covered elsewhere"),
}
TO_BE_DETERMINED = Words("nog te bepalen", "to be determined")
#: The same where nobody said yet which programme it is.
COVERAGE_OPEN: dict[CoverageKind, Words] = {
    CoverageKind.COVERED: Words(
        "belegd (programma nog te bepalen)", "covered (programme to be determined)"
    ),
    CoverageKind.POSSIBLE: Words(
        "mogelijk belegd (programma nog te bepalen)",
        "possibly covered (programme to be determined)",
    ),
    CoverageKind.NONE: COVERAGE[CoverageKind.NONE],
}

OUTCOMES: dict[SelectionOutcome, Words] = {
    SelectionOutcome.CONTINUE: Words("voortzetten", "continue"),
    SelectionOutcome.DEEPEN: Words("verdiepen", "deepen"),
    SelectionOutcome.COMPLETE: Words("afronden", "complete"),
    SelectionOutcome.ADD: Words("nieuw", "new"),
}
