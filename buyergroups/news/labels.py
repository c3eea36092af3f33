"""The words for how news reaches somebody."""

from __future__ import annotations

from buyergroups.news.offers import Section
from buyergroups.words import Words

SECTIONS: dict[Section, Words] = {
    Section.FLAG: Words("Nieuwe aandachtspunten", "New flags"),
    Section.PERSONAL: Words("Aan jou gevraagd", "Asked of you"),
    Section.CHANGED: Words(
        "Veranderd in wat van jou is of wat je volgt", "Changed in what is yours or what you follow"
    ),
}
