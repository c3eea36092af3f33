"""Forms to report on a chain, to record a finding, to assess a phase, and to decide on that."""

from __future__ import annotations

from wtforms import HiddenField

from buyergroups.chains.forms import WHICH_DOCUMENT, WHO_AGREED
from buyergroups.errors import WHY_MISSING
from buyergroups.web.forms import (
    DayField,
    Form,
    SeveralField,
    VagueDayField,
    choice_field,
    line_field,
    needed_writing_field,
    writing_field,
)
from buyergroups.words import Words
from models.phases import AssessmentOutcome, CriterionState, Progress, StagnationReason

CHOOSE_PHASE = Words("Kies een fase.", "Choose a phase.")
CHOOSE_PROGRESS = Words("Kies hoe het gaat.", "Choose how it goes.")
CHOOSE_STATE = Words("Kies hoe ver het criterium is.", "Choose how far the criterion is met.")
CHOOSE_OUTCOME = Words("Kies bevestigen of teruggeven.", "Choose to confirm or to return.")


class ReportForm(Form):
    """A status update. `gezien`: the report that stood there when the form was opened."""

    gezien = HiddenField()
    voortgang = choice_field(Progress, CHOOSE_PROGRESS)
    reden = choice_field(StagnationReason, None)
    veranderd = writing_field()
    stap = line_field()
    stap_op = DayField()

    def drop_old_reason(self, stood: StagnationReason | None) -> None:
        """Empty the reason that stood in the form already, where the chain moves again."""
        moves = self.voortgang.data not in (None, Progress.STAGNATES)
        if moves and self.reden.data is stood:
            self.reden.data = None


class FindingForm(Form):
    """How far a criterion is met, on what evidence."""

    gezien = HiddenField()
    stand = choice_field(CriterionState, CHOOSE_STATE)
    onderbouwing = writing_field(most=5000)
    link = line_field(most=2000)
    van = DayField()


class AssessmentForm(Form):
    """In which phase the market is, since when, and why."""

    gezien = HiddenField()
    fase = line_field(most=2)
    sinds = VagueDayField()
    waarom = needed_writing_field(WHY_MISSING, most=10_000)


class DecisionForm(Form):
    """What the body decided on an assessment, by written procedure."""

    gezien = HiddenField()
    uitkomst = choice_field(AssessmentOutcome, CHOOSE_OUTCOME)
    reden = writing_field(most=10_000)
    akkoord = needed_writing_field(WHO_AGREED, most=2000)
    besloten_op = DayField()
    document = needed_writing_field(WHICH_DOCUMENT, most=2000)


class StepForm(Form):
    """The next step, with its day."""

    gezien = HiddenField()
    stap = line_field()
    stap_op = DayField()


class TogetherForm(Form):
    """Several assessments, and the written procedure that confirms them."""

    gezien = HiddenField()
    gekozen = SeveralField()
    akkoord = needed_writing_field(WHO_AGREED, most=2000)
    besloten_op = DayField()
    document = needed_writing_field(WHICH_DOCUMENT, most=2000)
