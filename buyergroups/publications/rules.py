"""Pure rules of publishing: from which state, and what a next version needs."""

from __future__ import annotations

import hashlib

from buyergroups.words import Words
from models.consultations import ConsultationState

#: A report that is ready is published; one that was published is corrected by a next version.
PUBLISHABLE = frozenset({ConsultationState.REPORTED, ConsultationState.PUBLISHED})

NOT_READY = Words(
    "Het verslag is nog niet gereed. Zet de consultatie eerst op 'verslag gereed'.",
    "The report is not ready yet. Take the consultation to 'report ready' first.",
)
NAMES_THERE = Words(
    "In het verslag staan nog namen of gegevens van marktpartijen zonder hun instemming.",
    "The report still holds names or details of suppliers without their consent.",
)
WHY_MISSING = Words(
    "Schrijf wat er gecorrigeerd is en waarom: iedereen leest dit bij de nieuwe versie.",
    "Write what was corrected and why: everybody reads this with the new version.",
)
AT_REASON = Words("wat er gecorrigeerd is", "what was corrected")
NAME_IN_REASON = Words(
    "Hier staat '%(name)s', van een marktpartij die daarmee niet instemde. Schrijf het zonder.",
    "This says '%(name)s', of a supplier that did not agree to that. Write it without.",
)
NOTHING_NEW = Words(
    "Er is niets gewijzigd sinds de vorige versie.", "Nothing changed since the last version."
)
CHANGED_MEANWHILE = Words(
    "Iemand anders heeft het verslag gewijzigd of gepubliceerd. Er is door jou niets gepubliceerd.",
    "Somebody else changed or published the report. You have published nothing.",
)


def fingerprint(text: str) -> str:
    """By which a text is known: the SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
