"""Forms of consultations: facts, the blocks of a file line by line, moves and interests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from wtforms import Field, HiddenField, ValidationError
from wtforms.widgets import TextInput

from buyergroups.clock import ClockHalf
from buyergroups.consultations import blocks, facts, rules
from buyergroups.consultations.facts import Facts
from buyergroups.consultations.interests import ABOUT_MISSING
from buyergroups.consultations.lines import LineForm, Lines
from buyergroups.errors import WHY_MISSING
from buyergroups.gatherings.forms import NOT_A_TIME, time_of
from buyergroups.people.forms import PickField
from buyergroups.web import state
from buyergroups.web.forms import (
    DayField,
    Form,
    SeveralField,
    as_shown,
    choice_field,
    line_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.consultations import ConsultationKind, ConsultationState, ItemOutcome, ItemReaders

CHOOSE_KIND = Words("Kies wat voor consultatie het is.", "Choose the kind of consultation.")
CHOOSE_STEP = Words("Kies een stap.", "Choose a step.")
CHOOSE_READERS = Words("Kies wie dit leest.", "Choose who reads this.")
CHOOSE_PERSON = Words("Kies om wie het gaat.", "Choose who it is about.")
WRITE_HEARD = Words("Schrijf wat je hoorde.", "Write what you heard.")
WRITE_QUESTION = Words("Schrijf de vraag.", "Write the question.")
WRITE_WHAT = Words("Schrijf wat er gebeurt.", "Write what is done.")
#: What a line of text in a file holds at most, and a text of several.
LINE_TEXT = 5000

QUESTION_NR = Words("Vraag %(nr)s", "Question %(nr)s")
ITEM_NR = Words("Punt %(nr)s", "Point %(nr)s")
FOLLOW_UP_NR = Words("Vervolg %(nr)s", "Follow-up %(nr)s")


class ClockField(Field):
    """A time as the clock shows it; what was typed stays in the field when it is none."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return as_shown(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: time | None = time_of(text) if text else None
        if text and self.data is None:
            raise ValueError(NOT_A_TIME.into(state.language(), text=as_shown(text[:10])))


class MinutesField(Field):
    """A whole number of minutes; empty is none."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return as_shown(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: int | None = None
        if not text:
            return
        if not (text.isascii() and text.isdigit() and len(text) <= 5):
            raise ValueError(facts.NO_MINUTES.into(state.language()))
        self.data = int(text)


class BasicsForm(Form):
    """What every consultation has: what kind, about what, which chains, when and where."""

    gezien = HiddenField()
    soort = choice_field(ConsultationKind, CHOOSE_KIND)
    onderwerp = text_field(facts.SUBJECT_MISSING, most=200)
    keten = SeveralField()
    dag = DayField()
    van = ClockField()
    van_klok = choice_field(ClockHalf, None)
    tot = ClockField()
    tot_klok = choice_field(ClockHalf, None)
    plaats = line_field()

    def comes_twice(self, time_field: ClockField) -> bool:
        """Whether the clock shows this time twice on the day that was filled in."""
        return rules.comes_twice(self.dag.data, time_field.data)

    def facts(self) -> Facts:
        """What was filled in."""
        return Facts(
            kind=self.soort.data,
            subject=self.onderwerp.data,
            chain_ids=numbers(self.keten.data),
            held_on=self.dag.data,
            starts=self.van.data,
            ends=self.tot.data,
            starts_half=self.van_klok.data,
            ends_half=self.tot_klok.data,
            place=self.plaats.data or "",
        )


class FactsForm(BasicsForm):
    """Also how it was announced, until when answers come, and why who was invited."""

    link = line_field(most=500)
    aangekondigd = DayField()
    waar = line_field()
    kenmerk = line_field(most=200)
    platform = line_field(most=500)
    opent = DayField()
    sluit = DayField()
    minuten = MinutesField()
    waarom = writing_field(most=LINE_TEXT)

    def validate_link(self, field: Any) -> None:
        """Nothing that a browser could run."""
        if facts.is_no_link(field.data or ""):
            raise ValidationError(facts.NO_LINK.into(state.language()))

    validate_platform = validate_link

    def facts(self) -> Facts:
        """What was filled in."""
        return replace(
            super().facts(),
            announced_on=self.aangekondigd.data,
            announced_where=self.waar.data or "",
            platform_ref=self.kenmerk.data or "",
            platform_link=self.platform.data or "",
            opens_on=self.opent.data,
            closes_on=self.sluit.data,
            link=self.link.data or "",
            minutes_each=self.minuten.data,
            invited_why=self.waarom.data or "",
        )


class AnnounceForm(FactsForm):
    """Also for which organisation."""

    organisatie = PickField(Words("Kies een organisatie.", "Choose an organisation."))


class SeenForm(Form):
    """Which version of the file stood there."""

    gezien = HiddenField()


class AttendeesForm(SeenForm):
    """Who attended for the group."""

    wie = SeveralField()


class SummaryForm(SeenForm):
    """What it was about and what the group does with it."""

    samenvatting = writing_field()


class MoveForm(SeenForm):
    """To which state, when, and why where that is asked."""

    stap = choice_field(ConsultationState, CHOOSE_STEP)
    op = DayField()
    reden = writing_field(most=LINE_TEXT)


class InterestForm(Form):
    """Which interest, and whose."""

    wie = PickField(CHOOSE_PERSON)
    belang = needed_writing_field(ABOUT_MISSING, most=LINE_TEXT)


class EndForm(Form):
    """Why an interest is there no more."""

    reden = needed_writing_field(WHY_MISSING, most=LINE_TEXT)


class DoneForm(Form):
    """When it was done, and what came of it."""

    op = DayField()
    resultaat = needed_writing_field(blocks.RESULT_MISSING, most=LINE_TEXT)


class QuestionLine(LineForm):
    """A question and its theme."""

    text = "vraag"
    typed = ("vraag",)
    missing = WRITE_QUESTION

    vraag = writing_field(most=LINE_TEXT)
    thema = PickField()

    def line(self) -> blocks.QuestionLine:
        """As the service takes it."""
        return blocks.QuestionLine(self.said, number(self.thema.data), self.key)


class ItemLine(LineForm):
    """What was heard, who reads it, and what the group does with it."""

    text = "tekst"
    typed = ("tekst", "waarom")
    missing = WRITE_HEARD

    thema = PickField()
    tekst = writing_field(most=LINE_TEXT)
    lezers = choice_field(ItemReaders, CHOOSE_READERS)
    uitkomst = choice_field(ItemOutcome, None)
    waarom = writing_field(most=LINE_TEXT)

    def check(self) -> None:
        """What is not taken up is explained."""
        outcome = self.uitkomst.data
        if outcome and rules.needs_why(outcome) and not (self.waarom.data or "").strip():
            self.refuse("waarom", blocks.WHY_NOT)

    def line(self) -> blocks.ItemLine:
        """As the service takes it."""
        return blocks.ItemLine(
            text=self.said,
            theme_id=number(self.thema.data),
            readers=self.lezers.data or ItemReaders.PUBLIC_MEMBERS,
            outcome=self.uitkomst.data or ItemOutcome.OPEN,
            outcome_why=self.waarom.data or "",
            id=self.key,
        )


class FollowUpLine(LineForm):
    """What somebody does, by when."""

    text = "actie"
    typed = ("actie", "voor")
    missing = WRITE_WHAT

    actie = writing_field(most=LINE_TEXT)
    eigenaar = PickField()
    voor = DayField()

    def check(self) -> None:
        """Somebody does it."""
        if not self.eigenaar.data:
            self.refuse("eigenaar", blocks.OWNER_MISSING)

    def line(self) -> blocks.FollowUpLine:
        """As the service takes it."""
        return blocks.FollowUpLine(self.said, number(self.eigenaar.data), self.voor.data, self.key)


class AnswerLine(LineForm):
    """A question and its one answer for all."""

    text = "vraag"
    typed = ("vraag", "antwoord", "op")
    missing = blocks.ANSWER_ALONE

    vraag = writing_field(most=LINE_TEXT)
    antwoord = writing_field(most=LINE_TEXT)
    op = DayField()

    def line(self) -> blocks.AnswerLine:
        """As the service takes it."""
        return blocks.AnswerLine(self.said, self.antwoord.data or "", self.op.data, self.key)


QUESTIONS = Lines("v", QuestionLine, QUESTION_NR, spare=3)
ITEMS = Lines("g", ItemLine, ITEM_NR)
FOLLOW_UPS = Lines("a", FollowUpLine, FOLLOW_UP_NR, spare=1)
ANSWERS = Lines("p", AnswerLine, QUESTION_NR)

#: The field that a sentence of the services belongs to.
WHERE: dict[Words, str] = {
    facts.SUBJECT_MISSING: "onderwerp",
    facts.CHAIN_MISSING: "keten",
    rules.DAY_MISSING: "dag",
    rules.NOT_YET_HELD: "dag",
    rules.ALREADY_PAST: "dag",
    rules.TIME_ALONE: "dag",
    rules.END_ALONE: "van",
    rules.NO_SUCH_TIME: "van",
    rules.ENDS_FIRST: "tot",
    rules.STARTS_TWICE: "van_klok",
    rules.ENDS_TWICE: "tot_klok",
}
#: The same of the fields that only the long form has.
WHERE_FACTS: dict[Words, str] = {
    **WHERE,
    rules.CLOSES_FIRST: "sluit",
    rules.ODD_REF: "kenmerk",
    facts.NO_MINUTES: "minuten",
    rules.NOT_YET: "aangekondigd",
}


def number(text: Any) -> int | None:
    """The number that a list offered; None where nothing was chosen."""
    return int(text) if text else None


def numbers(texts: list[str]) -> frozenset[int]:
    """The numbers that were ticked; what is none of them is as good as not there."""
    usable = (text for text in texts if text.isascii() and text.isdigit() and len(text) <= 9)
    return frozenset(int(text) for text in usable)


def day_or_today(day: date | None) -> date:
    """What was filled in, else today."""
    return day or state.today()
