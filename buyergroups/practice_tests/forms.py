"""Forms of practice tests: the plan, its start, the answers, an alternative, the advice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField, ValidationError

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
CHOOSE_VERDICT = Words("Kies waar het op uitkomt.", "Choose what it comes to.")
CHOOSE_STRENGTH = Words("Kies hoe sterk de onderbouwing is.", "Choose how strong the evidence is.")
NO_ORGANISATION = Words(
    "Geen organisatie heet '%(text)s'. Schrijf de namen zoals in het register, elk op een regel.",
    "No organisation is called '%(text)s'. Write the names as in the register, each on a line.",
)
MEANT = Words("Bedoel je: %(names)s?", "Do you mean: %(names)s?")
#: Nobody tests with more organisations than these.
MOST_ORGANISATIONS = 30
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


class OrganisationsField(TextAreaField):
    """Organisations by their names in the register, each on a line; `ids` are which."""

    ids: tuple[int, ...] = ()

    def _value(self) -> str:
        return as_shown(self.data or "")

    def pre_validate(self, _: Any) -> None:
        """Find which ones are meant."""
        lines = list(dict.fromkeys(filter(None, map(str.strip, (self.data or "").splitlines()))))
        if len(lines) > MOST_ORGANISATIONS:
            raise ValidationError(TOO_MANY.into(state.language(), most=MOST_ORGANISATIONS))
        self.ids = tuple(self._one(line) for line in lines)

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
    groep = SeveralField()
    organisaties = OrganisationsField()
    van = NeededDayField(rules.START_MISSING)
    tot = NeededDayField(rules.END_MISSING)
    methode = needed_writing_field(rules.METHOD_MISSING, most=MOST_TEXT)

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
