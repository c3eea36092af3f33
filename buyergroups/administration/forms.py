"""The forms to let a job stand still, and to change a setting."""

from __future__ import annotations

from typing import Any

from wtforms import Field, HiddenField, ValidationError
from wtforms.widgets import TextInput

from buyergroups.errors import WHY_MISSING
from buyergroups.jobs.services import MOST_REASON, WHY
from buyergroups.settings.catalogue import Definition
from buyergroups.settings.services import OUT_OF_BOUNDS
from buyergroups.web import state
from buyergroups.web.forms import NO_CHOICE, Form, as_shown, needed_writing_field, text_field


class PauseForm(Form):
    """Only why."""

    reason = text_field(WHY, most=MOST_REASON)


class ValueField(Field):
    """A whole number within the bounds of a setting; what was typed stays in the field."""

    widget = TextInput()
    definition: Definition

    def _value(self) -> str:
        if self.raw_data:
            return as_shown(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        usable = text.isascii() and text.isdigit() and len(text) < 10
        self.data: int | None = int(text) if usable else None

    def pre_validate(self, _: Any) -> None:
        low, high = self.definition.low, self.definition.high
        if self.data is None or not low <= self.data <= high:
            words = NO_CHOICE if self.definition.yes_no else OUT_OF_BOUNDS
            raise ValidationError(words.into(state.language(), low=low, high=high))


class SettingForm(Form):
    """Another value, and why."""

    gezien = HiddenField()
    waarde = ValueField()
    reden = needed_writing_field(WHY_MISSING, most=5000)
