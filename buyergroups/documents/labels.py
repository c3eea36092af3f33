"""The words of documents: states, and what is done with a version."""

from __future__ import annotations

from buyergroups.administration.labels import Label
from buyergroups.documents.rules import Move
from buyergroups.words import Words
from models.documents import VersionState

STATES: dict[VersionState, Label] = {
    VersionState.DRAFT: Label(Words("concept", "draft"), "tag", ""),
    VersionState.IN_REVIEW: Label(Words("ter beoordeling", "in review"), "provisional", ""),
    VersionState.ADOPTED: Label(Words("vastgesteld", "adopted"), "confirmed", "check"),
    VersionState.SUPERSEDED: Label(Words("vervangen", "superseded"), "tag", ""),
    VersionState.WITHDRAWN: Label(Words("ingetrokken", "withdrawn"), "tag", ""),
}
#: What the button says that does it.
MOVES: dict[Move, Words] = {
    Move.SUBMIT: Words("Indienen ter beoordeling", "Submit for review"),
    Move.RETURN: Words("Terugsturen", "Send back"),
    Move.ADOPT: Words("Vaststellen", "Adopt"),
    Move.WITHDRAW: Words("Intrekken", "Withdraw"),
}
#: What it means, for whoever is about to do it; what adopting means, each kind of document says.
MEANS: dict[Move, Words] = {
    Move.SUBMIT: Words(
        "Wie beoordeelt kan dan opmerkingen maken. De tekst verandert niet meer, tot de versie "
        "wordt teruggestuurd.",
        "Reviewers can then comment. The text does not change any more, until the version is "
        "sent back.",
    ),
    Move.RETURN: Words(
        "De versie wordt weer een concept en kan worden aangepast.",
        "The version becomes a draft again and can be edited.",
    ),
    Move.WITHDRAW: Words(
        "De versie wordt niet vastgesteld. Ze blijft leesbaar voor wie haar nu ook ziet.",
        "The version will not be adopted. It stays readable for those who see it now.",
    ),
}
#: What was done, in the list of what happened.
HAPPENED: dict[VersionState, Words] = {
    VersionState.DRAFT: Words("begonnen als concept", "begun as a draft"),
    VersionState.IN_REVIEW: Words("ingediend ter beoordeling", "submitted for review"),
    VersionState.ADOPTED: Words("vastgesteld", "adopted"),
    VersionState.SUPERSEDED: Words("vervangen door een nieuwere versie", "superseded"),
    VersionState.WITHDRAWN: Words("ingetrokken", "withdrawn"),
}
SENT_BACK = Words("teruggestuurd, weer een concept", "sent back, a draft again")
REASONS: dict[Move, Words] = {
    Move.SUBMIT: Words("Toelichting voor wie beoordeelt", "Explanation for reviewers"),
    Move.RETURN: Words("Wat moet er anders?", "What has to change?"),
    Move.ADOPT: Words("Waarom, en waarop rust het besluit?", "Why, and on what does it rest?"),
    Move.WITHDRAW: Words("Waarom?", "Why?"),
}
#: A version that has no number yet.
DRAFT = Words("Concept", "Draft")
VERSION = Words("Versie %(nr)s", "Version %(nr)s")
