"""Forms to word, replace, add and retire a criterion."""

from __future__ import annotations

from enum import StrEnum

from wtforms import HiddenField

from buyergroups.errors import WHY_MISSING
from buyergroups.web.forms import DayField, Form, choice_field, needed_writing_field
from buyergroups.words import Words

MOST = 500
DUTCH_MISSING = Words("Schrijf het criterium in het Nederlands.", "Write the criterion in Dutch.")
ENGLISH_MISSING = Words("Schrijf het criterium in het Engels.", "Write the criterion in English.")
CHOOSE_KIND = Words("Kies wat er verandert.", "Choose what changes.")


class Kind(StrEnum):
    """Whether other words say the same thing."""

    WORDS = "woorden"
    MEANING = "betekenis"


class AddForm(Form):
    """A new criterion in both languages."""

    gezien = HiddenField()
    nl = needed_writing_field(DUTCH_MISSING, most=MOST)
    en = needed_writing_field(ENGLISH_MISSING, most=MOST)
    reden = needed_writing_field(WHY_MISSING, most=5000)


class EditForm(AddForm):
    """Another text, and whether it means the same."""

    soort = choice_field(Kind, CHOOSE_KIND)


class RetireForm(Form):
    """From which day it does not hold any more; empty: it goes on."""

    gezien = HiddenField()
    op = DayField()
    reden = needed_writing_field(WHY_MISSING, most=5000)
