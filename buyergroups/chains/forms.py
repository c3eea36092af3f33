"""What forms about chains and decisions share."""

from __future__ import annotations

from buyergroups.chains.meanwhile import Seen
from buyergroups.web.forms import number_seen
from buyergroups.words import Words

WHO_AGREED = Words("Schrijf wie akkoord ging.", "Write who agreed.")
WHICH_DOCUMENT = Words("Noem het document waarin dat staat.", "Name the document that says so.")
DECIDED_WHEN = Words("Vul in wanneer dit is besloten.", "Fill in when this was decided.")
#: What is said afterwards.
DECIDED = Words("Vastgelegd als besluit %(reference)s.", "Recorded as decision %(reference)s.")


def seen(text: str | None) -> Seen:
    """The row that the form was filled in beside."""
    number = number_seen(text)
    return Seen(number if number >= 0 else None)
