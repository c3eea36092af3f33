"""Fields of forms, with sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import TextInput

from buyergroups.errors import RefusedError
from buyergroups.web import state
from buyergroups.web.addresses import MOST_DIGITS
from buyergroups.web.amounts import NotAnAmountError, parse_euro, typed_euro
from buyergroups.web.formats import (
    NotADayError,
    parse_day,
    parse_vague_day,
    typed_day,
    typed_vague_day,
)
from buyergroups.words import Words
from models.base import Precision

TOO_LONG = Words("Gebruik hoogstens %(most)s tekens.", "Use at most %(most)s characters.")
NO_CHOICE = Words("Kies een van de mogelijkheden.", "Choose one of the possibilities.")
UNREADABLE = Words(
    "Hier staan onzichtbare tekens in. Typ de tekst opnieuw.",
    "There are invisible signs in this. Type the text again.",
)
UNUSABLE = Words(
    "Hier staat een teken in dat niet bewaard kan worden (NUL).",
    "This holds a character that cannot be kept (NUL).",
)


def as_shown(typed: object) -> str:
    """What was typed, as a page can show it again: no page holds a NUL."""
    return str(typed).replace("\x00", "\ufffd")


class Form(FlaskForm):  # type: ignore[misc]
    """A form of ours: only its own fields are read, whatever else was sent."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Fields of a form only: a file or JSON where words belong is as good as nothing."""

        def wrap_formdata(self, _: Any, formdata: Any) -> Any:
            """What was sent, or what was given instead of it."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form or None

    def refusals(self) -> Iterable[tuple[str, RefusedError]]:
        """By field, what rules between fields say no to; the service says it too, one at a time."""
        return ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself and the rules between them, so that all is told at once."""
        right = bool(super().validate(extra_validators))
        for name, error in self.refusals():
            # A field that is wrong by itself says that first.
            if not self[name].errors:
                self[name].errors, right = [error.sentence(state.language())], False
        return right

    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong, by the id of the field that it is wrong with."""
        return [(field.id, field.errors[0]) for field in self if field.errors]


def number_seen(text: str | None) -> int:
    """The number that a form was filled in beside; -1, which nothing has, where it is none.

    So a form that does not say what it saw is told that something changed, and overwrites nothing.
    """
    usable = text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if usable and text else -1


class SeveralField(Field):
    """Of a list with boxes, the values of those that were ticked."""

    widget = TextInput()
    #: More boxes than this no page has.
    most = 500

    def process_formdata(self, valuelist: list[str]) -> None:
        # A draft keeps one text per field.
        parts = [part for text in valuelist for part in text.split()]
        self.data: list[str] = [part[:60] for part in parts[: self.most] if "\x00" not in part]


class Required:
    """Something must be filled in; the sentence says what."""

    field_flags = {"required": True}  # noqa: RUF012

    def __init__(self, words: Words) -> None:
        self.words = words

    def __call__(self, _: Any, field: Any) -> None:
        """Stop at an empty field."""
        if not (field.data or "").strip():
            raise StopValidation(self.words.into(state.language()))


class Usable:
    """Not too long, and without a NUL."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _: Any, field: Any) -> None:
        """Say what is wrong with the text."""
        text = field.data or ""
        if "\x00" in text:
            field.data = text.replace("\x00", "\ufffd")  # it goes back into a page, which has none
            raise ValidationError(UNUSABLE.into(state.language()))
        if len(text) > self.most:
            raise ValidationError(TOO_LONG.into(state.language(), most=self.most))


class Readable:
    """What a line shows is what it says: no signs without a shape, or that turn what follows."""

    def __call__(self, _: Any, field: Any) -> None:
        """Refuse what cannot be seen; a pasted tab or line end is a space."""
        text = " ".join((field.data or "").split())
        # These two only join the signs beside them, as in some scripts and pictures.
        seen = text.replace("\u200c", "").replace("\u200d", "")
        if not seen.isprintable() or (text and not seen.strip()):
            raise ValidationError(UNREADABLE.into(state.language()))


def text_field(missing: Words, *, most: int) -> Any:
    """A line of text that must be filled in."""
    return StringField(validators=[Required(missing), Usable(most), Readable()])


def secret_field(missing: Words, *, most: int) -> Any:
    """A password or code, as it was typed: nobody reads it."""
    return StringField(validators=[Required(missing), Usable(most)])


class DayField(Field):
    """A day typed as dd-mm-jjjj; what was typed stays in the field when it is no day."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return as_shown(self.raw_data[0])
        return typed_day(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: date | None = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_day(valuelist[0])
            except NotADayError as error:
                raise ValueError(error.sentence(state.language())) from error


def line_field(*, most: int = 200) -> Any:
    """A line of text that may stay empty."""
    return StringField(validators=[Optional(), Usable(most), Readable()])


def writing_field(*, most: int = 50_000) -> Any:
    """Text of several lines, in Markdown or plain; it may stay empty."""
    return TextAreaField(validators=[Optional(), Usable(most)])


def needed_writing_field(missing: Words, *, most: int = 50_000) -> Any:
    """Text of several lines that must be filled in."""
    return TextAreaField(validators=[Required(missing), Usable(most)])


def choice_field(kind: type[StrEnum], missing: Words | None) -> Any:
    """One of the codes of an enum; without `missing` it may stay empty."""
    return CodeField(kind, missing)


class CodeField(Field):
    """A code of an enum. What is no code of it is refused, whoever sent it."""

    widget = TextInput()

    def __init__(self, kind: type[StrEnum], missing: Words | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.missing = missing

    def _value(self) -> str:
        return "" if self.data is None else self.data.value

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data: StrEnum | None = None
        if not text:
            return
        try:
            self.data = self.kind(text)
        except ValueError as error:
            raise ValueError(NO_CHOICE.into(state.language())) from error

    def pre_validate(self, _: Any) -> None:
        if self.data is None and self.missing is not None and not self.process_errors:
            raise ValidationError(self.missing.into(state.language()))


class EuroField(Field):
    """An amount in whole euro; empty is none. What was typed stays when it is no amount."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return as_shown(self.raw_data[0])
        return typed_euro(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: int | None = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_euro(valuelist[0])
            except NotAnAmountError as error:
                raise ValueError(error.sentence(state.language())) from error


class VagueDayField(Field):
    """A day, a month or a year; empty means that it is not known. `data` is (day, precision)."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return as_shown(self.raw_data[0])
        return typed_vague_day(*(self.data or (None, Precision.UNKNOWN)))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: tuple[date | None, Precision] | None = (None, Precision.UNKNOWN)
        if valuelist:
            try:
                self.data = parse_vague_day(valuelist[0])
            except NotADayError as error:
                raise ValueError(error.sentence(state.language())) from error
