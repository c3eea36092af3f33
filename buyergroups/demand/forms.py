"""Forms to state what an organisation buys, to withdraw that, and to estimate a market."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, ValidationError

from buyergroups.demand.services import SOURCE_MISSING
from buyergroups.errors import WHY_MISSING
from buyergroups.web import state
from buyergroups.web.forms import (
    EuroField,
    Form,
    choice_field,
    needed_writing_field,
    writing_field,
)
from buyergroups.words import Words
from models.demand import HowKnown

AMOUNT_MISSING = Words(
    "Vul een bedrag in, of 0 als je organisatie hier dat jaar niets kocht.",
    "Fill in an amount, or 0 if your organisation bought nothing here that year.",
)
CHOOSE_HOW = Words("Kies hoe dit bekend is.", "Choose how this is known.")


class VolumeForm(Form):
    """What an organisation buys in a chain in a year."""

    gezien = HiddenField()
    bedrag = EuroField()
    #: Asked only where the amount is more than the whole market.
    klopt = BooleanField()
    hoe = choice_field(HowKnown, CHOOSE_HOW)
    opmerking = writing_field(most=2000)

    def validate_bedrag(self, field: Any) -> None:
        """There is one; nothing is an amount too, empty is not."""
        if field.data is None and not field.process_errors:
            raise ValidationError(AMOUNT_MISSING.into(state.language()))


class WithdrawForm(Form):
    """The figure does not count any more."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_MISSING, most=2000)


class EstimateForm(Form):
    """How large the market is; without an amount it is not known."""

    gezien = HiddenField()
    bedrag = EuroField()
    bron = needed_writing_field(SOURCE_MISSING, most=2000)
