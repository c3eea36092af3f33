"""Forms of practice tests: the plan, its start, the answers, an alternative, the advice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import HiddenField, StringField, ValidationError

from buyergroups.errors import WHY_MISSING, RefusedError
from buyergroups.organisations import lookup
from buyergroups.people.naming import person_called
from buyergroups.practice_tests import rules
from buyergroups.topics import rules as topic_rules
from buyergroups.topics.forms import CHOOSE_OUTCOME, MOST_TEXT, FromForm, NeededDayField
from buyergroups.web import state
from buyergroups.web.forms import (
    Form,
    SeveralField,
    as_shown,
    choice_field,
    line_field,
    needed_writing_field,
    writing_field,
)
from buyergroups.words import Words
from models.practice_tests import Strength, Verdict
from models.topics import AdviceOutcome

TESTER_MISSING = Words("Vul in wie de toets doet.", "Fill in who does the test.")
CHOOSE_VERDICT = Words("Kies waar het op uitkomt.", "Choose the outcome.")
CHOOSE_STRENGTH = Words("Kies hoe sterk de onderbouwing is.", "Choose how strong the evidence is.")
NO_ORGANISATION = Words(
    "Geen organisatie heet '%(text)s'. Schrijf de naam zoals in het register.",
    "No organisation is called '%(text)s'. Write the name as in the register.",
)
MEANT = Words("Bedoel je: %(names)s?", "Do you mean: %(names)s?")
#: Nobody tests with more organisations than these.
MOST_ORGANISATIONS = 30
#: So many lines the page has for them, and at least so many are empty.
LINES, SPARE = 10, 3
TOO_MANY = Words("Noem hoogstens %(most)s organisaties.", "Name at most %(most)s organisations.")


class PersonField(StringField):
    """Somebody by name or mail address; `person_id` is who. A list would be a long one."""

    person_id: int = 0

    def _value(self) -> str:
        return as_shown(self.data or "")

    def pre_validate(self, _: Any) -> None:
        """Find who is meant."""
        typed = (self.data or "").strip()
        if not typed or "\x00" in typed or len(typed) > 254:
            raise ValidationError(TESTER_MISSING.into(state.language()))
        try:
            self.person_id = person_called(state.reading(), state.actor(), typed).id
        except RefusedError as error:
            raise ValidationError(error.sentence(state.language())) from error


class OrganisationsField(StringField):
    """Organisations by their names in the register, each on a line of its own; `ids` are which.

    `data` has them under one another. Each line of the page has a name of its own, so that a draft
    keeps them apart.
    """

    ids: tuple[int, ...] = ()

    def line_name(self, nr: int) -> str:
        """How a line of the page is called, from 1 on."""
        return self.name if nr == 1 else f"{self.name}-{nr}"

    def lines(self) -> list[str]:
        """What stands in each line of the page, with some left to fill in."""
        given = [as_shown(line) for line in self._given()]
        return given + [""] * max(LINES - len(given), SPARE)

    def process(self, formdata: Any, *given: Any, **named: Any) -> None:
        """What was typed in all the lines."""
        super().process(formdata, *given, **named)
        if formdata is not None:
            names = map(self.line_name, range(1, MOST_ORGANISATIONS + SPARE + 1))
            self.data = "\n".join(text for name in names for text in formdata.getlist(name))

    def pre_validate(self, _: Any) -> None:
        """Find which ones are meant; all that are not found are told."""
        lines, wrong = self._given(), []
        if len(lines) > MOST_ORGANISATIONS:
            raise ValidationError(TOO_MANY.into(state.language(), most=MOST_ORGANISATIONS))
        found: list[int] = []
        for line in lines:
            try:
                found.append(self._one(line))
            except ValidationError as error:
                wrong.append(str(error))
        if wrong:
            raise ValidationError(" ".join(wrong))
        self.ids = tuple(found)

    def _given(self) -> list[str]:
        return list(dict.fromkeys(filter(None, map(str.strip, (self.data or "").splitlines()))))

    def _one(self, line: str) -> int:
        language, shown = state.language(), as_shown(line[:80])
        if "\x00" not in line and len(line) <= 200:
            found = lookup.by_name(state.reading(), state.actor(), state.now(), line)
            if found.id is not None:
                return found.id
            if found.near:
                near = MEANT.into(language, names=", ".join(found.near))
                raise ValidationError(f"{NO_ORGANISATION.into(language, text=shown)} {near}")
        raise ValidationError(NO_ORGANISATION.into(language, text=shown))


class PlanForm(Form):
    """Who tests, with whom, from when until when, and how."""

    gezien = HiddenField()
    wie = PersonField()
    van = NeededDayField(rules.START_MISSING)
    tot = NeededDayField(rules.END_MISSING)
    methode = needed_writing_field(rules.METHOD_MISSING, most=MOST_TEXT)
    groep = SeveralField()
    organisaties = OrganisationsField()

    def plan(self) -> rules.Plan:
        """What was filled in."""
        starts_on, ends_on = self.van.data, self.tot.data
        assert starts_on is not None
        assert ends_on is not None
        ticked = [text for text in self.groep.data if text.isascii() and text.isdigit()]
        return rules.Plan(
            tester_id=self.wie.person_id,
            starts_on=starts_on,
            ends_on=ends_on,
            method=self.methode.data,
            group_ids=tuple(int(text[:9]) for text in ticked),
            organisation_ids=self.organisaties.ids,
        )

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """What is wrong with the days."""
        first, last, today = self.van.data, self.tot.data, state.today()
        if first is not None and last is not None:
            error = rules.days_refusal(first, last)
            if error is not None:
                yield "tot", error
        for name, day in (("van", first), ("tot", last)):
            error = None if day is None else topic_rules.odd_day(day, today)
            if error is not None:
                yield name, error


class NewPlanForm(PlanForm):
    """Also why it is tested like this."""

    reden = needed_writing_field(WHY_MISSING, most=MOST_TEXT)


class AnswerForm(Form):
    """What was found on a question."""

    gezien = HiddenField()
    uitkomst = choice_field(Verdict, CHOOSE_VERDICT)
    bevinding = needed_writing_field(rules.FINDING_MISSING, most=MOST_TEXT)
    sterkte = choice_field(Strength, CHOOSE_STRENGTH)
    bronnen = needed_writing_field(rules.SOURCES_MISSING, most=MOST_TEXT)


class AlternativeForm(Form):
    """What another instrument could do."""

    gezien = HiddenField()
    wat = needed_writing_field(rules.DOES_MISSING, most=MOST_TEXT)


class StartForm(FromForm):
    """From which day a test runs, and what it begins with."""

    gezien = HiddenField()
    op = NeededDayField()
    reden = needed_writing_field(rules.BEGINNING_MISSING, most=MOST_TEXT)


#: The fields that sentences about an advice belong to.
ADVICE_WHERE = {
    topic_rules.DOMAIN_MISSING: "domein",
    topic_rules.TOLD_MISSING: "ingelicht",
    rules.REASON_MISSING: "reden",
    topic_rules.NOT_YET: "op",
    topic_rules.BEFORE_LAST: "op",
}


class AdviceForm(FromForm):
    """Where the topic belongs, and why."""

    gezien = HiddenField()
    uitkomst = choice_field(AdviceOutcome, CHOOSE_OUTCOME)
    domein = line_field()
    ingelicht = writing_field(most=2000)
    reden = needed_writing_field(rules.REASON_MISSING, most=MOST_TEXT)
    op = NeededDayField()

    def advice(self) -> rules.Advice:
        """What was filled in."""
        domain, told = self.domein.data or "", self.ingelicht.data or ""
        return rules.Advice(self.uitkomst.data, domain, told, self.reden.data or "")

    def refusals(self) -> Iterator[tuple[str, RefusedError]]:
        """Also what is missing where it belongs elsewhere."""
        for words in rules.advice_mistakes(self.advice()):
            yield ADVICE_WHERE[words], RefusedError(words)
        yield from super().refusals()
