"""Forms to correct a report or an assessment that was recorded by mistake."""

from __future__ import annotations

from buyergroups.corrections.services import WHAT_WAS_WRONG
from buyergroups.people.forms import PickField
from buyergroups.phases.forms import CHOOSE_PHASE, AssessmentForm, ReportForm
from buyergroups.web.forms import needed_writing_field
from buyergroups.words import Words

CHOOSE_CHAIN = Words("Kies een keten.", "Choose a chain.")


class ReportCorrectionForm(ReportForm):
    """The report as it should have been, on which chain, and what was wrong."""

    keten = PickField(CHOOSE_CHAIN)
    waarom_fout = needed_writing_field(WHAT_WAS_WRONG, most=5000)


class AssessmentCorrectionForm(AssessmentForm):
    """The assessment as it should have been, on which chain, and what was wrong."""

    keten = PickField(CHOOSE_CHAIN)
    fase = PickField(CHOOSE_PHASE)
    waarom_fout = needed_writing_field(WHAT_WAS_WRONG, most=5000)
