"""Fields of forms, with sentences in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.validators import StopValidation

from buyergroups.web import state
from buyergroups.words import Words

TOO_LONG = Words("Gebruik hoogstens %(most)s tekens.", "Use at most %(most)s characters.")
UNUSABLE = Words(
    "Hier staat een teken in dat niet bewaard kan worden (NUL).",
    "This holds a character that cannot be kept (NUL).",
)


class Form(FlaskForm):  # type: ignore[misc]
    """A form of ours: only its own fields are read, whatever else was sent."""


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


def text_field(missing: Words, *, most: int) -> Any:
    """A line of text that must be filled in."""
    return StringField(validators=[Required(missing), Usable(most)])
