"""The words of tasks: where they are, and why one failed."""

from __future__ import annotations

from buyergroups.words import Words
from models.jobs import TaskState

STATES: dict[TaskState, Words] = {
    TaskState.QUEUED: Words("in de wachtrij", "waiting"),
    TaskState.RUNNING: Words("bezig", "busy"),
    TaskState.DONE: Words("klaar", "done"),
    TaskState.FAILED: Words("mislukt", "failed"),
}
#: What went wrong, by the code that the task keeps.
FAILURES: dict[str, Words] = {
    "error": Words(
        "Er ging iets mis in het programma. Een beheerder ziet bij Achtergrondtaken wat.",
        "Something went wrong in the program. An administrator sees what at Background work.",
    ),
    "too-long": Words(
        "Het duurde te lang en is afgebroken.", "It took too long and was broken off."
    ),
    "memory": Words(
        "Het had meer geheugen nodig dan mag en is afgebroken.",
        "It needed more memory than it may and was broken off.",
    ),
    "died": Words(
        "Het brak af zonder dat het klaar was. Probeer het nog eens.",
        "It was cut off before it was done. Try once more.",
    ),
    "unknown": Words(
        "Deze versie kent dit soort taak niet.", "This version does not know this kind of task."
    ),
}
