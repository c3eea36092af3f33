"""The words of imports: what a file is about, how far it is, what becomes of a row."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.words import Words
from models.imports import Fate, ImportKind, ImportState

KINDS: dict[ImportKind, Words] = {
    ImportKind.ORGANISATIONS: Words("Organisaties", "Organisations"),
    ImportKind.MEMBERS: Words("Deelnemers", "Members"),
    ImportKind.BASELINE: Words("Nulmeting", "Baseline"),
}
STATES: dict[ImportState, Label] = {
    ImportState.RECEIVED: Label(Words("wordt gelezen", "is being read"), "provisional", "half"),
    ImportState.PREVIEWED: Label(
        Words("nog niet vastgelegd", "not recorded yet"), "provisional", ""
    ),
    ImportState.UNREADABLE: Label(Words("niet te lezen", "cannot be read"), "bad", "square"),
    ImportState.APPLIED: Label(Words("vastgelegd", "recorded"), "good", "check"),
}
FATES: dict[Fate, Label] = {
    Fate.NEW: Label(Words("nieuw", "new"), "good", "disc"),
    Fate.CHANGED: Label(Words("gewijzigd", "changed"), "warn", "half"),
    Fate.UNCHANGED: Label(Words("ongewijzigd", "unchanged"), "none", "ring"),
    Fate.REFUSED: Label(Words("geweigerd", "refused"), "bad", "square"),
}
