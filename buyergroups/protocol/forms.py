"""Forms for the competition protocol, for declarations, and for where private demand is large."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField

from buyergroups.errors import WHY_MISSING
from buyergroups.people.forms import PickField
from buyergroups.protocol.rules import INTEREST_MISSING
from buyergroups.protocol.services import TEXT_MISSING
from buyergroups.web.forms import (
    DayField,
    Form,
    choice_field,
    needed_writing_field,
    writing_field,
)
from buyergroups.words import Words
from models.groups import InterestKind

CHOOSE_YES_NO = Words("Kies ja of nee.", "Choose yes or no.")
YES, NO = "ja", "nee"


class ProtocolForm(Form):
    """A new version of the protocol."""

    gezien = HiddenField()
    tekst = needed_writing_field(TEXT_MISSING)
    reden = needed_writing_field(WHY_MISSING, most=5000)


class AcceptForm(Form):
    """A version of the protocol is accepted."""

    gezien = HiddenField()
    akkoord = BooleanField()


class InterestForm(Form):
    """Where one's organisation is supplier or competitor too."""

    gezien = HiddenField()
    belang = choice_field(InterestKind, INTEREST_MISSING)
    toelichting = writing_field(most=5000)


class DemandForm(Form):
    """Whether private organisations have a large share of the demand in a chain."""

    gezien = HiddenField()
    groot = PickField(CHOOSE_YES_NO)
    vanaf = DayField()
    reden = needed_writing_field(WHY_MISSING, most=5000)
