"""The words of the board's own choices."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.phases.board import Counts
from buyergroups.phases.changes import ChangeKind
from buyergroups.phases.filters import Order, Show, Way
from buyergroups.words import Words

VIEWS: dict[Show, Words] = {
    Show.SELECTION: Words("jaarselectie", "yearly selection"),
    Show.PRIORITY: Words("prioritair", "priority"),
    Show.ALL: Words("alle", "all"),
}

ORDERS: dict[Order, Words] = {
    Order.ATTENTION: Words("aandacht eerst", "attention first"),
    Order.NAME: Words("naam", "name"),
    Order.CLUSTER: Words("cluster", "cluster"),
    Order.REPORTED: Words("laatste statusupdate", "last report"),
}

WAYS: dict[Way, Words] = {
    Way.BOARD: Words("bord", "board"),
    Way.TABLE: Words("tabel", "table"),
    Way.TIMELINE: Words("tijdlijn", "timeline"),
    Way.IMPACT: Words("impact", "impact"),
}

CHANGES: dict[ChangeKind, Label] = {
    ChangeKind.MOVED: Label(Words("andere fase", "other phase"), "moved", "arrow"),
    ChangeKind.CONFIRMED: Label(Words("nu bevestigd", "now confirmed"), "change", "check"),
    ChangeKind.COVERED: Label(Words("nu belegd", "now covered"), "change", "link"),
    ChangeKind.UNCOVERED: Label(Words("niet meer belegd", "no longer covered"), "change", "minus"),
    ChangeKind.SELECTED: Label(Words("nieuw in de selectie", "new in selection"), "change", "plus"),
    ChangeKind.LEFT: Label(Words("uit de selectie", "left the selection"), "change", "minus"),
    ChangeKind.STALE: Label(Words("nu verouderd", "now stale"), "change", "clock-solid"),
    ChangeKind.REPORTED: Label(Words("nieuwe statusupdate", "new report"), "change", "note"),
    ChangeKind.CORRECTED: Label(Words("gecorrigeerd", "corrected"), "change", "back"),
    ChangeKind.FACTS: Label(Words("gegevens veranderd", "facts changed"), "change", "info"),
}
UNCHANGED = Words("niet veranderd", "unchanged")
#: The same after a number of chains, one or more.
COUNTED: dict[ChangeKind, Words] = {
    **{kind: label.words for kind, label in CHANGES.items()},
    ChangeKind.MOVED: Words("in een andere fase", "in another phase"),
    ChangeKind.REPORTED: Words("met nieuwe statusupdate", "with a new report"),
    ChangeKind.FACTS: Words("met andere gegevens", "with changed facts"),
}

#: Of one, and of more.
Number = tuple[Words, Words]
CHAINS: Number = (Words("1 keten", "1 chain"), Words("%(count)s ketens", "%(count)s chains"))
ON_TRACK = Words("%(count)s op koers", "%(count)s on track")
NO_REPORT = Words("%(count)s zonder statusupdate", "%(count)s without a report")
PARTS: tuple[tuple[str, Number], ...] = (
    ("on_track", (ON_TRACK, ON_TRACK)),
    (
        "needs_attention",
        (
            Words("1 heeft aandacht nodig", "1 needs attention"),
            Words("%(count)s hebben aandacht nodig", "%(count)s need attention"),
        ),
    ),
    (
        "stagnates",
        (
            Words("1 stagneert", "1 stagnates"),
            Words("%(count)s stagneren", "%(count)s stagnate"),
        ),
    ),
    ("no_report", (NO_REPORT, NO_REPORT)),
)
#: Days to look back to from a board.
SINCE_DECISION = Words("besluit van het opgave-overleg", "decision of the opgave-overleg")
SINCE = {
    30: Words("30 dagen geleden", "30 days ago"),
    91: Words("13 weken geleden", "13 weeks ago"),
}
NOT_ASSESSED = Words("%(count)s nog niet beoordeeld", "%(count)s not assessed yet")
COVERED = Words(
    "%(total)s, waarvan %(count)s belegd of mogelijk belegd bij een ander programma.",
    "%(total)s, %(count)s of which covered, or possibly covered, by another programme.",
)
OTHERS = Words("De andere %(count)s", "The other %(count)s")


def _number(words: Number, count: int, language: str) -> str:
    one, many = words
    return (one if count == 1 else many).into(language, count=count)


def summary(counts: Counts, language: str) -> str:
    """The board in one sentence: how many chains, how they are doing, what stands apart."""
    everything = counts.chains + counts.covered
    text = _number(CHAINS, everything, language)
    if counts.covered:
        text = COVERED.into(language, total=text, count=counts.covered)
        if counts.chains:
            text = f"{text} {OTHERS.into(language, count=counts.chains)}"
    parts = [
        _number(words, count, language) for name, words in PARTS if (count := getattr(counts, name))
    ]
    text = f"{text}: {', '.join(parts)}." if parts else f"{text.removesuffix('.')}."
    if not counts.not_assessed:
        return text
    return f"{text} {NOT_ASSESSED.into(language, count=counts.not_assessed)}."
