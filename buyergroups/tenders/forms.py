"""Forms of tenders, and of lines of the sheet of the knowledge lead."""

from __future__ import annotations

from wtforms import HiddenField

from buyergroups.people.forms import PickField
from buyergroups.tenders.giving import WHAT_MISSING, WHY_REMOVED
from buyergroups.tenders.services import SUBJECT_MISSING, WHY_ENDED
from buyergroups.web.forms import (
    DayField,
    Form,
    SeveralField,
    VagueDayField,
    line_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words

CHOOSE_ORGANISATION = Words("Kies een organisatie.", "Choose an organisation.")
CHOOSE_CHAIN = Words("Kies een keten.", "Choose a chain.")


class FactsForm(Form):
    """What is tendered, in which chain, and when it is to be published."""

    gezien = HiddenField()
    onderwerp = text_field(SUBJECT_MISSING, most=200)
    keten = PickField(CHOOSE_CHAIN)
    gepland = VagueDayField()
    kenmerk = line_field(most=60)


class PlanForm(FactsForm):
    """Also whose tender it is."""

    organisatie = PickField(CHOOSE_ORGANISATION)


class PublishedForm(Form):
    """The day on which it was published."""

    gezien = HiddenField()
    op = DayField()


class EndForm(Form):
    """Why it does not go on."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_ENDED, most=2000)


class LineForm(Form):
    """What was given, to whom, when; and since when all can have it, and where."""

    gezien = HiddenField()
    wat = needed_writing_field(WHAT_MISSING, most=5000)
    op = DayField()
    marktpartijen = SeveralField()
    anderen = writing_field(most=10_000)
    consultatie = PickField()
    sinds = DayField()
    waar = line_field(most=500)


class RemoveForm(Form):
    """Why a line lapses."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_REMOVED, most=2000)


class LinkForm(Form):
    """Which tenders a consultation prepares."""

    gezien = HiddenField()
    aanbestedingen = SeveralField()
