"""The words, tones and shapes of flags."""

from __future__ import annotations

from typing import NamedTuple

from buyergroups.flags.offers import Severity
from buyergroups.words import Words
from models.flags import FlagEventKind


class Label(NamedTuple):
    """A word with a tone and a shape, so that it says the same without colour."""

    words: Words
    tone: str
    shape: str


SEVERITIES: dict[Severity, Label] = {
    Severity.HIGH: Label(Words("belangrijk", "important"), "bad", "square"),
    Severity.NORMAL: Label(Words("let op", "attention"), "warn", "triangle"),
    Severity.LOW: Label(Words("ter info", "for information"), "none", "ring"),
}
EVENTS: dict[FlagEventKind, Words] = {
    FlagEventKind.SNOOZED: Words("uitgesteld", "snoozed"),
    FlagEventKind.WOKEN: Words("teruggehaald", "brought back"),
    FlagEventKind.ASSIGNED: Words("toegewezen", "assigned"),
    FlagEventKind.REMARKED: Words("opmerking", "comment"),
}
