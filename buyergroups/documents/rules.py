"""Pure rules of documents: the moves between states as one table, and what cannot be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from buyergroups.errors import RefusedError
from buyergroups.words import Words
from models.documents import VersionState as State

LONGEST_PROMPTS = 2000


class Move(StrEnum):
    """What somebody does with a version; the codes are those of the addresses."""

    SUBMIT = "indienen"
    RETURN = "terugsturen"
    ADOPT = "vaststellen"
    WITHDRAW = "intrekken"


@dataclass(frozen=True)
class Step:
    """From which states a move can be made, to which it leads, and whether it needs a reason."""

    sources: frozenset[State]
    to: State
    reasoned: bool = True


#: The table of moves. That an adopted version is superseded comes with adopting the next one.
MOVES: Mapping[Move, Step] = {
    Move.SUBMIT: Step(frozenset({State.DRAFT}), State.IN_REVIEW, reasoned=False),
    Move.RETURN: Step(frozenset({State.IN_REVIEW}), State.DRAFT),
    Move.ADOPT: Step(frozenset({State.IN_REVIEW}), State.ADOPTED),
    Move.WITHDRAW: Step(frozenset({State.DRAFT, State.IN_REVIEW}), State.WITHDRAWN),
}
OPEN = frozenset({State.DRAFT, State.IN_REVIEW})
#: Everything that a version can go through, with what happens by itself.
ALLOWED = frozenset(
    {(source, step.to) for step in MOVES.values() for source in step.sources}
    | {(State.ADOPTED, State.SUPERSEDED)}
)

#: Why a version does not do what was asked, by where it stands.
STANDS: Mapping[State, Words] = {
    State.DRAFT: Words(
        "Deze versie is een concept. Dien haar eerst in.",
        "This version is a draft. Submit it first.",
    ),
    State.IN_REVIEW: Words(
        "Deze versie ligt ter beoordeling en kan nu niet veranderen. Laat haar eerst terugsturen.",
        "This version is in review and cannot change now. Have it sent back first.",
    ),
    State.ADOPTED: Words(
        "Deze versie is al vastgesteld en verandert niet meer.",
        "This version was adopted already and does not change any more.",
    ),
    State.SUPERSEDED: Words(
        "Deze versie is vervangen door een nieuwere en verandert niet meer.",
        "This version was superseded by a newer one and does not change any more.",
    ),
    State.WITHDRAWN: Words("Deze versie is ingetrokken.", "This version was withdrawn."),
}
WHY_MISSING = Words("Schrijf waarom.", "Write why.")
OWN = Words(
    "Je hebt deze versie zelf ingediend. Iemand anders stelt haar vast.",
    "You submitted this version yourself. Somebody else adopts it.",
)
EMPTY = Words(
    "Alle delen zijn nog leeg. Schrijf eerst iets, en dien het dan in.",
    "All sections are still empty. Write something first, then submit it.",
)


def can_make(move: Move, state: State) -> bool:
    """Whether a version in this state can make a move."""
    return state in MOVES[move].sources


def state_after(state: State, move: Move, reason: str) -> State:
    """Where a move leads; raises RefusedError without a reason, or from a state it is not for."""
    step = MOVES[move]
    if not can_make(move, state):
        raise RefusedError(STANDS[state])
    if step.reasoned and not reason.strip():
        raise RefusedError(WHY_MISSING)
    return step.to


def refuse_unless_draft(state: State) -> None:
    """Only a draft is written in; raises RefusedError that says where it stands."""
    if state is not State.DRAFT:
        raise RefusedError(STANDS[state])


def refuse_unless_in_review(state: State) -> None:
    """Comments are made while a version is in review; raises RefusedError."""
    if state is not State.IN_REVIEW:
        raise RefusedError(STANDS[state] if state is not State.DRAFT else NOT_IN_REVIEW)


NOT_IN_REVIEW = Words(
    "Opmerkingen maak je als een versie ter beoordeling ligt. Deze is weer een concept.",
    "Comments are made while a version is in review. This one is a draft again.",
)


def prompts_of(text: str) -> tuple[str, ...]:
    """The questions, one a line; empty lines are none."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
