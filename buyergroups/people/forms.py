"""Forms about people: invite somebody, give or end a role, block."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wtforms import Field, HiddenField, SelectMultipleField, ValidationError
from wtforms.widgets import TextInput

from buyergroups.organisations.forms import OrganisationField
from buyergroups.web import state
from buyergroups.web.forms import (
    NO_CHOICE,
    DayField,
    Form,
    choice_field,
    needed_writing_field,
    secret_field,
    text_field,
)
from buyergroups.words import Words
from models.people import Language

EMAIL_MISSING = Words("Vul een mailadres in.", "Enter a mail address.")
NAME_MISSING = Words("Vul een naam in.", "Enter a name.")
LANGUAGE_MISSING = Words("Kies een taal.", "Choose a language.")
ROLE_MISSING = Words("Kies een rol.", "Choose a role.")
REASON_MISSING = Words("Vul in waarom.", "Fill in why.")
PASSWORD_MISSING = Words("Vul je eigen wachtwoord in.", "Enter your own password.")


class PickField(Field):
    """One of the codes that the page offers; what it does not offer is refused."""

    widget = TextInput()

    def __init__(self, missing: Words | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.missing = missing
        self.codes: Collection[str] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() if valuelist else ""

    def pre_validate(self, _: Any) -> None:
        if not self.data and self.missing is not None:
            raise ValidationError(self.missing.into(state.language()))
        if self.data and self.data not in self.codes:
            raise ValidationError(NO_CHOICE.into(state.language()))


class SeveralField(SelectMultipleField):
    """Any of the codes that the page offers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[], validate_choice=False, **kwargs)
        self.codes: Collection[str] = ()

    def post_validate(self, _: Any, stop_validation: bool) -> None:  # noqa: FBT001
        """Refuse what the page does not offer."""
        if not stop_validation and set(self.data or ()) - set(self.codes):
            raise ValidationError(NO_CHOICE.into(state.language()))


class InviteForm(Form):
    """Somebody new, with what they may do."""

    email = text_field(EMAIL_MISSING, most=254)
    name = text_field(NAME_MISSING, most=200)
    language = choice_field(Language, LANGUAGE_MISSING)
    organisation = OrganisationField()
    roles = SeveralField()
    password = secret_field(PASSWORD_MISSING, most=1000)


class RoleForm(Form):
    """A role from a day on."""

    role = PickField(ROLE_MISSING)
    since = DayField()
    reason = text_field(REASON_MISSING, most=1000)
    password = secret_field(PASSWORD_MISSING, most=1000)


class EndForm(Form):
    """The day from which a role does not hold any more."""

    until = DayField()
    reason = text_field(REASON_MISSING, most=1000)
    password = secret_field(PASSWORD_MISSING, most=1000)


class ReasonForm(Form):
    """Why somebody is blocked, or not any more."""

    reason = text_field(REASON_MISSING, most=1000)


class OrganisationForm(Form):
    """Where somebody works from a day on; empty: for no organisation."""

    gezien = HiddenField()
    organisatie = OrganisationField()
    vanaf = DayField()
    reden = needed_writing_field(REASON_MISSING, most=5000)
