"""The words, tones and shapes of tenders and of their sheets."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.groups.labels import SECTORS
from buyergroups.tenders.rules import Openness
from buyergroups.words import Words

__all__ = ["ENDED", "OPENNESS", "PLANNED", "PUBLISHED", "SECTORS"]

PLANNED = Label(Words("gepland", "planned"), "none", "ring")
PUBLISHED = Label(Words("gepubliceerd", "published"), "good", "check-disc")
ENDED = Label(Words("gaat niet door", "does not go on"), "tag", "minus")

OPENNESS: dict[Openness, Label] = {
    Openness.NOTHING_GIVEN: Label(
        Words("nog niets verstrekt", "nothing given yet"), "none", "ring"
    ),
    Openness.ALL_HAVE_IT: Label(
        Words("iedereen heeft alles", "everybody has everything"), "good", "check-disc"
    ),
    Openness.NOT_YET: Label(
        Words("nog niet alles voor iedereen", "not everything available to all yet"),
        "provisional",
        "half",
    ),
    Openness.URGENT: Label(
        Words(
            "nog niet alles voor iedereen, en de publicatie komt eraan",
            "not everything available to all, and the publication is near",
        ),
        "warn",
        "clock",
    ),
    Openness.TOO_LATE: Label(
        Words(
            "gepubliceerd terwijl niet iedereen alles had",
            "published while not everybody had everything",
        ),
        "bad",
        "square",
    ),
    Openness.UNEQUAL_SINCE: Label(
        Words(
            "na de publicatie kreeg niet iedereen alles op dezelfde dag",
            "after the publication not everybody got everything on the same day",
        ),
        "bad",
        "square",
    ),
}
