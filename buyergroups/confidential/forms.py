"""Forms for what a supplier gave in confidence."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wtforms import HiddenField, ValidationError

from buyergroups.confidential.services import READERS_MISSING, TEXT_MISSING
from buyergroups.people.forms import PickField
from buyergroups.web import state
from buyergroups.web.forms import (
    NO_CHOICE,
    DayField,
    Form,
    SeveralField,
    choice_field,
    line_field,
    needed_writing_field,
)
from buyergroups.words import Words
from models.confidential import InConfidenceOf

CHOOSE_SUPPLIER = Words("Kies een marktpartij.", "Choose a supplier.")


class PeopleField(SeveralField):
    """Any of the people whom the page offers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes: Collection[str] = ()

    def pre_validate(self, _: Any) -> None:
        if set(self.data or ()) - set(self.codes):
            raise ValidationError(NO_CHOICE.into(state.language()))


class ReplaceForm(Form):
    """What was said, on which theme, when, and who reads it."""

    gezien = HiddenField()
    vertrouwen = choice_field(InConfidenceOf, READERS_MISSING)
    lezers = PeopleField()
    thema = PickField()
    tekst = needed_writing_field(TEXT_MISSING)
    gegeven = DayField()
    verteld = DayField()
    hoe = line_field()


class AnswerForm(ReplaceForm):
    """Also who said it."""

    marktpartij = PickField(CHOOSE_SUPPLIER)
