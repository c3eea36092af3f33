"""The form to send a file that is to be imported."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import ValidationError

from buyergroups.errors import RefusedError
from buyergroups.files.forms import CHOOSE, UploadField
from buyergroups.imports import reading
from buyergroups.web import state
from buyergroups.web.forms import Form
from buyergroups.words import Words

TOO_LARGE = Words(
    "Dit bestand is te groot. Een import mag hoogstens %(most)s MB zijn.",
    "This file is too large. An import may be %(most)s MB at most.",
)


class SheetField(UploadField):
    """A spreadsheet, with the type that its content has; its name says nothing."""

    def pre_validate(self, _: Any) -> None:
        language = state.language()
        self.sent = request.files.get(self.name)
        if self.sent is None or not self.sent.filename:
            raise ValidationError(CHOOSE.into(language))
        if self.sent.stream.seek(0, 2) > reading.LARGEST:
            raise ValidationError(TOO_LARGE.into(language, most=reading.LARGEST_MEGABYTES))
        try:
            self.media = reading.media_of(self.sent.stream)
        except RefusedError as error:
            raise ValidationError(error.sentence(language)) from error


class ImportForm(Form):
    """One spreadsheet."""

    bestand = SheetField()
