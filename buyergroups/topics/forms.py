"""Forms of topics: the facts, a step back, closing, and what becomes of an advice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from wtforms import HiddenField, ValidationError

from buyergroups.chains.forms import DECIDED_WHEN, WHICH_DOCUMENT, WHO_AGREED
from buyergroups.chains.services import DECIDED_IN_FUTURE
from buyergroups.errors import WHY_MISSING, RefusedError
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
CHOOSE_DECISION = Words("Kies wat het opgave-overleg besloot.", "Choose what was decided.")
DAY_MISSING = Words("Vul een dag in.", "Fill in a day.")
#: What a text of a topic holds at most.
MOST_TEXT = 10_000
#: The fields that sentences about the facts of a topic belong to.
FACTS_WHERE = {
    rules.TITLE_MISSING: "titel",
    rules.TITLE_UNREADABLE: "titel",
    rules.ASKED_MISSING: "gevraagd",
    rules.NUMBER_MISSING: "nummer",
    rules.DUE_MISSING: "uiterlijk",
    rules.ODD_DAY: "uiterlijk",
    rules.URGENCY_MISSING: "waarom",
    rules.NO_WEB_ADDRESS: "links",
    rules.TOO_MANY_LINKS: "links",
}


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
            title=self.titel.data or "",
            asked=self.gevraagd.data or "",
            origin=self.herkomst.data,
            origin_about=self.wat.data or "",
            parliament_nr=self.nummer.data or "",
            due=self.uiterlijk.data,
            urgency=self.urgentie.data,
            urgency_reason=self.waarom.data or "",
            chain_ids=_numbers(self.keten.data or []),
            theme_ids=_numbers(self.thema.data or []),
            links=tuple((self.links.data or "").split()),
        )

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """What is missing or makes no sense, each at its field."""
        for error in rules.facts_refusals(self.facts(), state.today()):
            yield FACTS_WHERE[error.words], error


def _numbers(texts: list[str]) -> tuple[int, ...]:
    """The numbers among what was ticked; what is none belongs to nothing (0)."""
    usable = (
        text if text.isascii() and text.isdigit() and len(text) < 10 else "0" for text in texts
    )
    return tuple(int(text) for text in usable)


class FromForm(Form):
    """From a day on, that is no earlier than another one."""

    #: The other day, that the page knows, and what is said of one before it.
    since: date | None = None
    before = rules.BEFORE_LAST
    #: What the day is called in this form.
    day_field = "op"

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """What is wrong with the day."""
        day = self[self.day_field].data
        if day is not None and self.since is not None:
            error = rules.day_refusal(day, self.since, state.today(), self.before)
            if error is not None:
                yield self.day_field, error


class StepForm(FromForm):
    """From which day, and why."""

    gezien = HiddenField()
    op = NeededDayField()
    reden = needed_writing_field(WHY_MISSING, most=MOST_TEXT)


class CloseForm(FromForm):
    """Which topic asks the same, from which day, and why."""

    #: The address of the topic itself.
    own: str = ""

    gezien = HiddenField()
    dubbel = PickField()
    op = NeededDayField()
    reden = needed_writing_field(WHY_MISSING, most=MOST_TEXT)

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """Also that a topic is no duplicate of itself."""
        yield from super().refusals()
        if self.own and self.dubbel.data == self.own:
            yield "dubbel", RefusedError(rules.OWN_DUPLICATE)


class AgendaForm(Form):
    """On the agenda of which day."""

    gezien = HiddenField()
    overleg = NeededDayField()


class DecisionForm(FromForm):
    """What the opgave-overleg decided, by written procedure."""

    day_field = "besloten_op"

    gezien = HiddenField()
    uitkomst = choice_field(AdviceOutcome, CHOOSE_DECISION)
    domein = line_field()
    reden = needed_writing_field(WHY_MISSING, most=MOST_TEXT)
    akkoord = needed_writing_field(WHO_AGREED, most=2000)
    besloten_op = NeededDayField(DECIDED_WHEN)
    document = needed_writing_field(WHICH_DOCUMENT, most=2000)

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """Also that what goes elsewhere goes to a domain, and that a decision was taken."""
        mistake = rules.outcome_mistake(self.uitkomst.data, self.domein.data or "")
        if mistake is not None:
            yield "domein", RefusedError(mistake)
        yield from _ahead(self.besloten_op.data)
        yield from super().refusals()


class EndorsementForm(Form):
    """Who endorsed it, by written procedure."""

    gezien = HiddenField()
    wie = needed_writing_field(outcomes.WHO_ENDORSED, most=2000)
    akkoord = needed_writing_field(WHO_AGREED, most=2000)
    besloten_op = NeededDayField(DECIDED_WHEN)
    document = needed_writing_field(WHICH_DOCUMENT, most=2000)

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """That it was endorsed by now."""
        yield from _ahead(self.besloten_op.data)


def _ahead(decided_on: date | None) -> Iterator[tuple[str, RefusedError]]:
    if decided_on is not None and decided_on > state.today():
        yield "besloten_op", RefusedError(DECIDED_IN_FUTURE)


class HandoverForm(FromForm):
    """When something was handed over, to whom and what."""

    before = outcomes.BEFORE_DECISION

    op = NeededDayField()
    wie = needed_writing_field(outcomes.WHOM_MISSING, most=2000)
    wat = needed_writing_field(outcomes.WHAT_MISSING, most=MOST_TEXT)


class ReceiptForm(FromForm):
    """When it was received, and who says so."""

    before = outcomes.BEFORE_HANDOVER

    op = NeededDayField()
    bewijs = needed_writing_field(outcomes.RECEIPT_MISSING, most=2000)
