"""Forms to pledge a project, to change what is said of it, and to say how far it is."""

from __future__ import annotations

from wtforms import HiddenField

from buyergroups.people.forms import PickField
from buyergroups.pledges.services import TITLE_MISSING
from buyergroups.web.forms import DayField, Form, choice_field, text_field, writing_field
from buyergroups.words import Words
from models.pledges import PledgeReaders, PledgeState

CHOOSE_ORGANISATION = Words("Kies een organisatie.", "Choose an organisation.")
CHOOSE_READERS = Words("Kies wie dit leest.", "Choose who reads this.")
CHOOSE_STATE = Words("Kies hoe ver het is.", "Choose how far it is.")


class FactsForm(Form):
    """Which project, when it is to be ready, who reads it."""

    gezien = HiddenField()
    titel = text_field(TITLE_MISSING, most=200)
    waarover = writing_field(most=5000)
    verwacht = DayField()
    lezers = choice_field(PledgeReaders, CHOOSE_READERS)


class PledgeForm(FactsForm):
    """Also whose project it is."""

    organisatie = PickField(CHOOSE_ORGANISATION)


class StateForm(Form):
    """How far it is."""

    gezien = HiddenField()
    stand = choice_field(PledgeState, CHOOSE_STATE)
    vanaf = DayField()
    toelichting = writing_field(most=5000)
