"""Pure rules of phases: the moves of an assessment, and what an address of evidence may be."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from buyergroups.chains.standing import AssessmentState
from buyergroups.errors import RefusedError
from buyergroups.words import Words
from models.phases import AssessmentOutcome, Progress, StagnationReason

REASON_MISSING = Words("Kies waarom de keten stagneert.", "Choose why the chain stagnates.")
REASON_UNASKED = Words(
    "Een reden van stagnatie hoort alleen bij 'stagneert'.",
    "A reason for stagnation belongs to 'stagnates' only.",
)
STEP_WITHOUT_WORDS = Words(
    "Schrijf bij de datum ook wat de volgende stap is.",
    "Write what the next step is, with its date.",
)

_P, _C = AssessmentState.PROVISIONAL, AssessmentState.CONFIRMED
#: Every move that exists. All other pairs get a sentence from NOT_MOVABLE.
MOVES: frozenset[tuple[AssessmentState, AssessmentState]] = frozenset(
    {
        (_P, _C),
        (_P, AssessmentState.RETURNED),
        (_P, AssessmentState.WITHDRAWN),
        (_P, AssessmentState.CORRECTED),
        (_C, AssessmentState.CORRECTED),
    }
)

NOT_MOVABLE: dict[AssessmentState, Words] = {
    AssessmentState.PROVISIONAL: Words(
        "Deze fasebeoordeling is voorlopig.", "This assessment is provisional."
    ),
    AssessmentState.CONFIRMED: Words(
        "Deze fasebeoordeling is al bevestigd.", "This assessment has already been confirmed."
    ),
    AssessmentState.RETURNED: Words(
        "Deze fasebeoordeling is al teruggegeven. Maak zo nodig een nieuwe.",
        "This assessment has already been returned. Make a new one if needed.",
    ),
    AssessmentState.WITHDRAWN: Words(
        "Deze fasebeoordeling is ingetrokken: er is een nieuwere.",
        "This assessment was withdrawn: there is a newer one.",
    ),
    AssessmentState.CORRECTED: Words(
        "Deze fasebeoordeling is vervangen door een correctie.",
        "This assessment was replaced by a correction.",
    ),
}


def can_move(now: AssessmentState, to: AssessmentState) -> bool:
    """Whether an assessment may go from one state to another."""
    return (now, to) in MOVES


def is_over(outcome: AssessmentOutcome | None, corrected_at: datetime | None) -> bool:
    """Whether there is nothing to decide on an assessment any more."""
    return outcome is not None or corrected_at is not None


def still_holds(state: AssessmentState) -> bool:
    """Whether an assessment says where the market stands, or did until a newer one came."""
    return state in (_P, _C, AssessmentState.WITHDRAWN)


def refuse_misfit(
    progress: Progress,
    stagnation_reason: StagnationReason | None,
    next_step: str,
    next_step_on: date | None,
) -> None:
    """Raise RefusedError where the parts of a report do not fit together."""
    if (progress is Progress.STAGNATES) != (stagnation_reason is not None):
        raise RefusedError(REASON_MISSING if stagnation_reason is None else REASON_UNASKED)
    if next_step_on is not None and not next_step.strip():
        raise RefusedError(STEP_WITHOUT_WORDS)


def is_web_address(text: str) -> bool:
    """An address on the web, and nothing that a browser would run."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.isprintable()
