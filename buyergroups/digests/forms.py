"""The form in which somebody chooses how often their digest comes."""

from __future__ import annotations

from typing import Any

from wtforms import Field, ValidationError
from wtforms.widgets import TextInput

from buyergroups.web import state
from buyergroups.web.forms import NO_CHOICE, Form, as_shown, choice_field
from buyergroups.words import Words
from models.digests import Rhythm

RHYTHM_MISSING = Words("Kies hoe vaak.", "Choose how often.")


class OneOfField(Field):
    """One of the first so many whole numbers, from a list."""

    widget = TextInput()

    def __init__(self, numbers: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.numbers = numbers

    def _value(self) -> str:
        return as_shown(self.raw_data[0]) if self.raw_data else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        known = {str(number): number for number in range(self.numbers)}
        self.data: int | None = known.get(valuelist[0]) if valuelist else None

    def pre_validate(self, _: Any) -> None:
        if self.data is None:
            raise ValidationError(NO_CHOICE.into(state.language()))


class ChoiceForm(Form):
    """How often, on which day of the week, and at which hour."""

    ritme = choice_field(Rhythm, RHYTHM_MISSING)
    weekdag = OneOfField(7)
    uur = OneOfField(24)
