"""Fills of charts: each one a tone and a texture, so that no meaning hangs on colour. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """A fill with the colour of letters on it, and the texture that tells it apart on paper."""

    fill: str
    ink: str
    #: A pattern of `components/chart_parts.html`; empty for none.
    texture: str = ""


#: From little to much: also in grey, each step is darker than the one before.
RAMP = (
    Tone("#e3edf6", "#17212b"),
    Tone("#b3cfe6", "#17212b"),
    Tone("#6d9fca", "#17212b"),
    Tone("#17456e", "#ffffff"),
)
NOTHING = Tone("#ffffff", "#4a5866")

#: Things beside each other, none of them more than another.
SERIES = (
    Tone("#17456e", "#ffffff"),
    Tone("#c6d9ea", "#17212b", "lines"),
    Tone("#ffffff", "#17212b", "dots"),
    Tone("#f4d9a4", "#17212b", "grid"),
    Tone("#8db4d6", "#17212b"),
    Tone("#ffffff", "#17212b", "lines"),
)


def step_of(level: int, highest: int) -> Tone:
    """The tone of a level from 0 (nothing) to the highest; raises ValueError outside of that."""
    if not 0 <= level <= highest:
        raise ValueError(f"level {level} is not between 0 and {highest}")
    if level == 0:
        return NOTHING
    return RAMP[-1 - (highest - level) * len(RAMP) // max(highest, len(RAMP))]
