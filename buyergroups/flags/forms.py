"""Forms of flags: until when, who, a comment, and a rule on or off."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from buyergroups.errors import WHY_MISSING
from buyergroups.flags.services import TEXT_MISSING
from buyergroups.web.forms import DayField, Form, Usable, needed_writing_field, writing_field


class SnoozeForm(Form):
    """The day on which it comes back, and why."""

    gezien = HiddenField()
    tot = DayField()
    reden = needed_writing_field(WHY_MISSING, most=2000)


class AssignForm(Form):
    """Who is asked, and what they should know."""

    gezien = HiddenField()
    wie = StringField(validators=[Usable(20)])
    toelichting = writing_field(most=2000)


class RemarkForm(Form):
    """A comment."""

    opmerking = needed_writing_field(TEXT_MISSING, most=5000)


class SwitchForm(Form):
    """Why a rule goes on or off."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_MISSING, most=2000)
