"""The words, tones and shapes of consultations."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.words import Words
from models.consultations import (
    ConsultationKind,
    ConsultationState,
    ItemOutcome,
    ItemReaders,
)

KINDS: dict[ConsultationKind, Words] = {
    ConsultationKind.WRITTEN: Words("schriftelijke vragen", "written questions"),
    ConsultationKind.DIALOGUE: Words("marktdialoog", "market dialogue"),
    ConsultationKind.MARKET_DAY: Words("marktdag", "market day"),
    ConsultationKind.ONE_TO_ONE: Words("een-op-eengesprek", "one-to-one talk"),
}

#: Beside the choice of a kind: what it needs later on.
KIND_NEEDS: dict[ConsultationKind, Words] = {
    ConsultationKind.ONE_TO_ONE: Words(
        "met ten minste twee mensen van de groep; de marktpartij controleert het verslag",
        "with at least two people of the group; the supplier checks the report",
    ),
}

STATES: dict[ConsultationState, Label] = {
    ConsultationState.ANNOUNCED: Label(Words("aangekondigd", "announced"), "none", "ring"),
    ConsultationState.OPEN: Label(Words("open", "open"), "provisional", "half"),
    ConsultationState.HELD: Label(Words("gehouden", "held"), "provisional", "disc"),
    ConsultationState.REPORTED: Label(Words("verslag gereed", "report ready"), "good", "check"),
    ConsultationState.PUBLISHED: Label(
        Words("verslag gepubliceerd", "report published"), "good", "check-disc"
    ),
    ConsultationState.CANCELLED: Label(Words("afgelast", "cancelled"), "tag", "minus"),
}

#: Who reads it, as it stands beside the field.
READERS: dict[ItemReaders, Words] = {
    ItemReaders.REPORT: Words(
        "verslag: openbaar na publicatie", "report: public once it is published"
    ),
    ItemReaders.PUBLIC_MEMBERS: Words("notitie: publieke deelnemers", "note: public members"),
    ItemReaders.GROUP: Words("notitie: ook private deelnemers", "note: private members as well"),
}

#: The same of what stands in a report that was published.
PUBLIC = Words("verslag: openbaar", "report: public")

OUTCOMES: dict[ItemOutcome, Label] = {
    ItemOutcome.OPEN: Label(Words("nog open", "still open"), "none", "ring"),
    ItemOutcome.TAKEN_UP: Label(Words("overgenomen", "taken up"), "good", "check-disc"),
    ItemOutcome.PARTLY: Label(Words("deels overgenomen", "partly taken up"), "provisional", "half"),
    ItemOutcome.NOT: Label(Words("niet overgenomen", "not taken up"), "tag", "minus"),
}
