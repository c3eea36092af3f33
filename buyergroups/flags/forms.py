"""Forms of flags: until when, who, a comment, and a rule on or off."""

from __future__ import annotations

from collections.abc import Iterator

from wtforms import HiddenField, StringField

from buyergroups.errors import WHY_MISSING, RefusedError
from buyergroups.flags import rules
from buyergroups.flags.services import TEXT_MISSING
from buyergroups.web import state
from buyergroups.web.forms import DayField, Form, Usable, needed_writing_field, writing_field
from buyergroups.words import Words

CHOOSE_WHO = Words("Kies aan wie je het toewijst.", "Choose who gets it.")


class SnoozeForm(Form):
    """The day on which it comes back, and why."""

    gezien = HiddenField()
    tot = DayField()
    reden = needed_writing_field(WHY_MISSING, most=2000)

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """What is wrong with the day, beside what is wrong with the reason."""
        until, today = self.tot.data, state.today()
        words = rules.DAY_MISSING if until is None else rules.snooze_mistake(until, today)
        if words is not None:
            yield "tot", RefusedError(words, last=f"{rules.last_snooze(today):%d-%m-%Y}")


class AssignForm(Form):
    """Who is asked, and what they should know."""

    #: Whether somebody is asked already, who can be let off.
    assigned = False

    gezien = HiddenField()
    wie = StringField(validators=[Usable(20)])
    toelichting = writing_field(most=2000)

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """That nobody is chosen, where nobody was asked."""
        if not (self.wie.data or self.assigned):
            yield "wie", RefusedError(CHOOSE_WHO)


class RemarkForm(Form):
    """A comment."""

    opmerking = needed_writing_field(TEXT_MISSING, most=5000)


class SwitchForm(Form):
    """Why a rule goes on or off."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_MISSING, most=2000)
