"""The words, tones and shapes of pledges."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.groups.labels import SECTORS
from buyergroups.words import Words
from models.pledges import PledgeReaders, PledgeState

__all__ = ["LATE", "READERS", "SECTORS", "STATES"]

STATES: dict[PledgeState, Label] = {
    PledgeState.PROMISED: Label(Words("toegezegd", "promised"), "none", "ring"),
    PledgeState.PREPARING: Label(Words("in voorbereiding", "being prepared"), "none", "half"),
    PledgeState.RUNNING: Label(Words("loopt", "running"), "provisional", "disc"),
    PledgeState.DONE: Label(Words("gereed", "done"), "good", "check-disc"),
    PledgeState.WITHDRAWN: Label(Words("ingetrokken", "withdrawn"), "tag", "minus"),
}
LATE = Label(Words("later dan verwacht", "later than expected"), "warn", "clock")
READERS: dict[PledgeReaders, Words] = {
    PledgeReaders.TEAM: Words(
        "alleen de eigen organisatie en het programmateam",
        "only the own organisation and the programme team",
    ),
    PledgeReaders.PUBLIC: Words("ook de publieke deelnemers", "the public members too"),
    PledgeReaders.GROUP: Words("de hele groep", "the whole group"),
}
