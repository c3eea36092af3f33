"""Forms of the register, and the field in which an organisation is named."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField, ValidationError

from buyergroups.errors import WHY_MISSING
from buyergroups.organisations import lookup, queries, rules
from buyergroups.organisations.filters import Answer
from buyergroups.organisations.rules import Facts
from buyergroups.web import state
from buyergroups.web.forms import (
    NO_CHOICE,
    DayField,
    Form,
    VagueDayField,
    as_shown,
    choice_field,
    line_field,
    needed_writing_field,
    text_field,
)
from buyergroups.words import Words
from models.organisations import Sector

CHOOSE_SECTOR = Words("Kies publiek of privaat.", "Choose public or private.")
CHOOSE_ANSWER = Words("Kies ja, nee of niet bekend.", "Choose yes, no or not known.")
NOT_FOUND = Words(
    "Geen organisatie in het register heet zo. Kijk de naam na.",
    "No organisation in the register is called that. Check the name.",
)
NEAR = Words(
    "Geen organisatie in het register heet precies zo. Bedoel je: %(names)s?",
    "No organisation in the register is called exactly that. Do you mean: %(names)s?",
)
NAME_ONE = Words("Vul de naam van een organisatie in.", "Fill in the name of an organisation.")


class OrganisationField(StringField):
    """An organisation by its name in the register, or its address; `organisation_id` is which.

    A list to choose from would be a long one, so that what is typed is looked up.
    """

    def __init__(self, missing: Words | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.missing = missing
        self.organisation_id: int | None = None
        self.slug: str | None = None

    def _value(self) -> str:
        return as_shown(self.data or "")

    def pre_validate(self, _: Any) -> None:
        typed, language = " ".join((self.data or "").split()), state.language()
        if not typed:
            if self.missing is not None:
                raise ValidationError(self.missing.into(language))
            return
        if "\x00" in typed or len(typed) > rules.MOST_NAME:
            raise ValidationError(NOT_FOUND.into(language))
        found = lookup.by_name(state.reading(), state.actor(), state.now(), typed)
        self.organisation_id, self.slug = found.id, found.slug
        if found.id is None:
            words = NEAR if found.near else NOT_FOUND
            raise ValidationError(words.into(language, names=", ".join(found.near)))


class TypeField(StringField):
    """One of the five types by its code, or none; `type_id` is which."""

    type_id: int | None = None

    def pre_validate(self, _: Any) -> None:
        if not self.data:
            return
        known = {row.code: row.id for row in queries.types(state.reading())}
        if self.data not in known:
            raise ValidationError(NO_CHOICE.into(state.language()))
        self.type_id = known[self.data]


class FactsForm(Form):
    """All that is known of an organisation, and why it is recorded."""

    gezien = HiddenField()
    naam = text_field(rules.NAME_MISSING, most=rules.MOST_NAME)
    soort = TypeField()
    sector = choice_field(Sector, CHOOSE_SECTOR)
    aanbestedingsplichtig = choice_field(Answer, CHOOSE_ANSWER)
    ondertekenaar = choice_field(Answer, CHOOSE_ANSWER)
    ondertekend = VagueDayField()
    koepel = OrganisationField()
    kvk = line_field(most=40)
    oin = line_field(most=60)
    website = line_field(most=rules.MOST_NAME)
    sinds = VagueDayField()
    tot = DayField()
    reden = needed_writing_field(WHY_MISSING, most=5000)

    def facts(self) -> Facts:
        """What was filled in."""
        signed, since = self.ondertekend.data, self.sinds.data
        assert signed is not None
        assert since is not None
        return Facts(
            name=self.naam.data,
            sector=self.sector.data,
            type_id=self.soort.type_id,
            bound_by_procurement_law=self.aanbestedingsplichtig.data.value_of,
            signatory=self.ondertekenaar.data.value_of,
            signed=signed[0],
            signed_precision=signed[1],
            parent_id=self.koepel.organisation_id,
            kvk=self.kvk.data,
            oin=self.oin.data,
            website=self.website.data,
            since=since[0],
            since_precision=since[1],
            until=self.tot.data,
        )


class TargetForm(Form):
    """What an organisation merges into."""

    class Meta(Form.Meta):
        """Sent with the address: it changes nothing."""

        csrf = False

        def wrap_formdata(self, _: Any, formdata: Any) -> Any:
            """What stands in the address."""
            return formdata

    into = OrganisationField(NAME_ONE, name="in")


class MergeForm(Form):
    """When and why an organisation went into another one."""

    gezien = HiddenField()
    op = DayField()
    reden = needed_writing_field(WHY_MISSING, most=5000)
