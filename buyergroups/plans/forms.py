"""Forms of plans: one per part, made from its columns; a measurement; the state of an activity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from wtforms import Field, HiddenField, ValidationError
from wtforms.widgets import TextInput

from buyergroups.plans.parts import Column, Part, Sort
from buyergroups.web import state
from buyergroups.web.forms import (
    NO_CHOICE,
    DayField,
    Form,
    as_shown,
    choice_field,
    line_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.plans import ActivityState

NO_NUMBER = Words(
    "'%(text)s' is geen getal. Schrijf het als 1250 of 12,5.",
    "'%(text)s' is not a number. Write it as 1250 or 12.5.",
)
NO_WHOLE = Words(
    "'%(text)s' is geen heel getal. Schrijf het als 1250.",
    "'%(text)s' is not a whole number. Write it as 1250.",
)
WRITE_DAY = Words("Schrijf de dag van de meting.", "Write the day of the measurement.")
WRITE_VALUE = Words("Schrijf wat er gemeten is, als getal.", "Write what was measured, a number.")
CHOOSE_STATE = Words("Kies een stand.", "Choose a state.")
_GROUPED = re.compile(r"-?\d{1,3}([. ]\d{3})+(,\d+)?", re.ASCII)
_PLAIN = re.compile(r"-?\d{1,15}([.,]\d{1,9})?", re.ASCII)
Options = Mapping[Any, str]


def parse_number(text: str) -> float | None:
    """A number as people type it: 1250, 12,5, 12.5, 1.250,75; None when it is none."""
    typed = text.strip().replace("\u00a0", " ")
    if _GROUPED.fullmatch(typed):
        return float(re.sub("[. ]", "", typed).replace(",", "."))
    return float(typed.replace(",", ".")) if _PLAIN.fullmatch(typed) else None


def typed_number(value: float | None) -> str:
    """A number as a form shows it: no groups, a comma."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value).replace(".", ",")


class Filled:
    """Something must be filled in; the sentence says what."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __call__(self, _: Any, field: Any) -> None:
        if field.data is None and not field.process_errors:
            raise ValidationError(self.words.into(state.language()))


class NumberField(Field):
    """A number; what was typed stays in the field when it is none."""

    widget = TextInput()

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.whole = whole

    def _value(self) -> str:
        return as_shown(self.raw_data[0]) if self.raw_data else typed_number(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: float | int | None = None
        if not text:
            return
        value = parse_number(text.removeprefix("€"))
        if value is None or (self.whole and value != int(value)):
            words = NO_WHOLE if self.whole else NO_NUMBER
            raise ValueError(words.into(state.language(), text=as_shown(text[:40])))
        self.data = int(value) if self.whole else value


class NameField(Field):
    """One of the things with a name that can be chosen; `data` is its id or key."""

    widget = TextInput()

    def __init__(self, *, options: Options, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options = options

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: Any = None
        if not text:
            return
        found = next((key for key in self.options if str(key) == text), None)
        if found is None:
            raise ValueError(NO_CHOICE.into(state.language()))
        self.data = found


def _field(column: Column, options: Options) -> Any:  # noqa: PLR0911 - one per sort
    needed = [Filled(column.missing)] if column.missing else []
    if column.sort is Sort.LINE:
        return text_field(column.missing, most=200) if column.missing else line_field(most=200)
    if column.sort is Sort.TEXT:
        if column.missing:
            return needed_writing_field(column.missing, most=5000)
        return writing_field(most=5000)
    if column.sort is Sort.CODE:
        assert column.codes is not None
        return choice_field(column.codes[0], column.missing)
    if column.sort is Sort.NAME:
        return NameField(options=options, validators=needed)
    if column.sort is Sort.DAY:
        return DayField(validators=needed)
    whole = column.sort in (Sort.EURO, Sort.YEAR)
    return NumberField(whole=whole, validators=needed)


def form_of(part: Part, options: Mapping[str, Options]) -> Any:
    """The class of the form of a part; `options`: by column, what can be chosen."""
    fields = {column.code: _field(column, options.get(column.code, {})) for column in part.columns}
    return partial(type(f"{part.model.__name__}Form", (Form,), {"gezien": HiddenField(), **fields}))


class MeasurementForm(Form):
    """What a goal was measured at."""

    gezien = HiddenField()
    op = DayField(validators=[Filled(WRITE_DAY)])
    waarde = NumberField(validators=[Filled(WRITE_VALUE)])
    toelichting = writing_field(most=5000)


class ProgressForm(Form):
    """How far an activity is."""

    gezien = HiddenField()
    stand = choice_field(ActivityState, CHOOSE_STATE)
    resultaat = writing_field(most=5000)
