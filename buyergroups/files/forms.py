"""The forms to attach a file and to withdraw one."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import Field, HiddenField, ValidationError
from wtforms.widgets import FileInput

from buyergroups.errors import RefusedError
from buyergroups.files import kinds, rules
from buyergroups.files.services import WHY_WITHDRAWN
from buyergroups.web import state
from buyergroups.web.forms import Form, needed_writing_field
from buyergroups.words import Words
from models.files import FileType

CHOOSE = Words("Kies een bestand.", "Choose a file.")


class UploadField(Field):
    """A file, with the type that its content has."""

    widget = FileInput()
    sent: FileStorage | None = None
    media: FileType

    def process_formdata(self, _: list[str]) -> None:
        """What stands under its name among the words of the form is no file."""

    def pre_validate(self, _: Any) -> None:
        self.sent = request.files.get(self.name)
        if self.sent is None or not self.sent.filename:
            raise ValidationError(CHOOSE.into(state.language()))
        try:
            self.media = kinds.kind_of(self.sent.stream, rules.clean_name(self.sent.filename))
        except RefusedError as error:
            raise ValidationError(error.sentence(state.language())) from error


class UploadForm(Form):
    """One file."""

    gezien = HiddenField()
    bestand = UploadField()


class WithdrawForm(Form):
    """Why."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_WITHDRAWN, most=rules.MOST_REASON)
