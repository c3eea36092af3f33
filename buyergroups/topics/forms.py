"""Forms of topics: the facts, a step back, closing, and what becomes of an advice."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, ValidationError

from buyergroups.chains.forms import DECIDED_WHEN, WHICH_DOCUMENT, WHO_AGREED
from buyergroups.errors import WHY_MISSING
from buyergroups.people.forms import PickField
from buyergroups.topics import outcomes, rules
from buyergroups.topics.rules import Facts
from buyergroups.web import state
from buyergroups.web.forms import (
    DayField,
    Form,
    SeveralField,
    choice_field,
    line_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.topics import AdviceOutcome, TopicOrigin, Urgency

CHOOSE_ORIGIN = Words("Kies waar het vandaan komt.", "Choose where it comes from.")
CHOOSE_URGENCY = Words("Kies hoe dringend het is.", "Choose how urgent it is.")
CHOOSE_OUTCOME = Words("Kies waar het thuishoort.", "Choose where it belongs.")
DAY_MISSING = Words("Vul een dag in.", "Fill in a day.")
#: What a text of a topic holds at most.
MOST_TEXT = 10_000


class NeededDayField(DayField):
    """A day that must be filled in."""

    def __init__(self, missing: Words = DAY_MISSING, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.missing = missing

    def pre_validate(self, _: Any) -> None:
        if self.data is None and not self.process_errors:
            raise ValidationError(self.missing.into(state.language()))


class FactsForm(Form):
    """What a topic is about."""

    gezien = HiddenField()
    titel = text_field(rules.TITLE_MISSING, most=200)
    gevraagd = needed_writing_field(rules.ASKED_MISSING, most=MOST_TEXT)
    herkomst = choice_field(TopicOrigin, CHOOSE_ORIGIN)
    wat = writing_field(most=2000)
    nummer = line_field(most=60)
    uiterlijk = DayField()
    urgentie = choice_field(Urgency, CHOOSE_URGENCY)
    waarom = needed_writing_field(rules.URGENCY_MISSING, most=MOST_TEXT)
    keten = SeveralField()
    thema = SeveralField()
    links = writing_field(most=10_000)
    #: What was shown before as looking like it; the machine's, so that no draft keeps it.
    getoond = HiddenField()

    def facts(self) -> Facts:
        """What was filled in."""
        return Facts(
            title=self.titel.data,
            asked=self.gevraagd.data,
            origin=self.herkomst.data,
            origin_about=self.wat.data or "",
            parliament_nr=self.nummer.data or "",
            due=self.uiterlijk.data,
            urgency=self.urgentie.data,
            urgency_reason=self.waarom.data,
            chain_ids=_numbers(self.keten.data),
            theme_ids=_numbers(self.thema.data),
            links=tuple((self.links.data or "").split()),
        )


def _numbers(texts: list[str]) -> tuple[int, ...]:
    """The numbers among what was ticked; what is none belongs to nothing (0)."""
    usable = (
        text if text.isascii() and text.isdigit() and len(text) < 10 else "0" for text in texts
    )
    return tuple(int(text) for text in usable)


class StepForm(Form):
    """From which day, and why."""

    gezien = HiddenField()
    op = NeededDayField()
    reden = needed_writing_field(WHY_MISSING, most=MOST_TEXT)


class CloseForm(StepForm):
    """Also which topic asks the same."""

    dubbel = PickField()


class AgendaForm(Form):
    """On the agenda of which day."""

    overleg = NeededDayField()


class ProcedureForm(Form):
    """A decision by written procedure."""

    besloten_op = NeededDayField(DECIDED_WHEN)
    akkoord = needed_writing_field(WHO_AGREED, most=2000)
    document = needed_writing_field(WHICH_DOCUMENT, most=2000)


class DecisionForm(ProcedureForm):
    """What the opgave-overleg decided."""

    uitkomst = choice_field(AdviceOutcome, CHOOSE_OUTCOME)
    domein = line_field()
    reden = needed_writing_field(WHY_MISSING, most=MOST_TEXT)


class EndorsementForm(ProcedureForm):
    """Who endorsed it."""

    wie = needed_writing_field(outcomes.WHO_ENDORSED, most=2000)


class HandoverForm(Form):
    """What was handed over, when and to whom."""

    op = NeededDayField()
    wat = needed_writing_field(outcomes.WHAT_MISSING, most=MOST_TEXT)
    wie = needed_writing_field(outcomes.WHOM_MISSING, most=2000)


class ReceiptForm(Form):
    """When it was received, and who says so."""

    op = NeededDayField()
    bewijs = needed_writing_field(outcomes.RECEIPT_MISSING, most=2000)
