"""Pure rules of pledges: the moves between states, what needs a note, who reads by default."""

from __future__ import annotations

from datetime import date, timedelta

from buyergroups.words import Words
from models.organisations import Sector
from models.pledges import PledgeReaders, PledgeState

#: From which state a pledge may go to which; every other pair is refused. The last two rows put
#: right what was recorded too early.
MOVES = frozenset(
    {
        (PledgeState.PROMISED, PledgeState.PREPARING),
        (PledgeState.PROMISED, PledgeState.RUNNING),
        (PledgeState.PROMISED, PledgeState.WITHDRAWN),
        (PledgeState.PREPARING, PledgeState.RUNNING),
        (PledgeState.PREPARING, PledgeState.WITHDRAWN),
        (PledgeState.RUNNING, PledgeState.DONE),
        (PledgeState.RUNNING, PledgeState.PREPARING),
        (PledgeState.RUNNING, PledgeState.WITHDRAWN),
        (PledgeState.DONE, PledgeState.RUNNING),
        (PledgeState.WITHDRAWN, PledgeState.PROMISED),
    }
)
#: The steps that need no words.
PLAIN = frozenset(
    {
        (PledgeState.PROMISED, PledgeState.PREPARING),
        (PledgeState.PROMISED, PledgeState.RUNNING),
        (PledgeState.PREPARING, PledgeState.RUNNING),
    }
)
#: From promised to done.
ON_THE_WAY = (
    PledgeState.PROMISED,
    PledgeState.PREPARING,
    PledgeState.RUNNING,
    PledgeState.DONE,
)
ENDED = frozenset({PledgeState.DONE, PledgeState.WITHDRAWN})
#: How far ahead a project can be expected to be ready.
AHEAD = timedelta(days=3660)
FIRST_DAY = date(2015, 1, 1)


def next_states(state: PledgeState) -> list[PledgeState]:
    """Where a pledge can go from a state."""
    return [other for other in PledgeState if (state, other) in MOVES]


def next_step(state: PledgeState) -> PledgeState | None:
    """The step that brings a pledge nearer to done; `None` where it has ended."""
    if state in ENDED:
        return None
    return ON_THE_WAY[ON_THE_WAY.index(state) + 1]


def needs_note(was: PledgeState, now: PledgeState) -> bool:
    """Whether this step has to be explained: what came of it, or why."""
    return (was, now) not in PLAIN


def readers_by_default(sector: Sector) -> PledgeReaders:
    """What a private organisation plans it shows to others only if it chooses to."""
    return PledgeReaders.PUBLIC if sector is Sector.PUBLIC else PledgeReaders.TEAM


def is_late(state: PledgeState, expected: date | None, today: date) -> bool:
    """Whether it was to be ready before today and is not; the day itself is not late."""
    return expected is not None and expected < today and state not in ENDED


def is_odd(day: date, today: date) -> bool:
    """Whether nobody means this day."""
    return not FIRST_DAY <= day <= today + AHEAD


def note_missing(state: PledgeState) -> Words:
    """The sentence where words are missing."""
    if state is PledgeState.DONE:
        return Words("Schrijf wat het opleverde.", "Write what came of it.")
    return Words("Schrijf waarom.", "Write why.")
