"""The words of invitations and requests to join."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.words import Words
from models.groups import InvitationOutcome, RequestOutcome

INVITATIONS: dict[InvitationOutcome, Label] = {
    InvitationOutcome.ACCEPTED: Label(Words("aangenomen", "accepted"), "good", "check"),
    InvitationOutcome.DECLINED: Label(Words("afgeslagen", "declined"), "tag", ""),
    InvitationOutcome.WITHDRAWN: Label(Words("ingetrokken", "withdrawn"), "tag", ""),
    InvitationOutcome.REPLACED: Label(Words("vervangen", "replaced"), "tag", ""),
}
WAITS = Label(Words("nog geen antwoord", "no answer yet"), "provisional", "clock")
EXPIRED = Label(Words("verlopen", "expired"), "ageing", "clock")

REQUESTS: dict[RequestOutcome, Words] = {
    RequestOutcome.ACCEPTED: Words("aangenomen", "accepted"),
    RequestOutcome.REFUSED: Words("afgewezen", "refused"),
    RequestOutcome.WITHDRAWN: Words("ingetrokken", "withdrawn"),
}
