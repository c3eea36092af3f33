"""Forms about removal: to ask for it, and to answer."""

from __future__ import annotations

from enum import StrEnum

from wtforms import HiddenField

from buyergroups.errors import WHY_MISSING
from buyergroups.web.forms import Form, choice_field, needed_writing_field, writing_field
from buyergroups.words import Words

CHOOSE = Words("Kies wat er gebeurt.", "Choose what happens.")


class Verdict(StrEnum):
    """What an administrator does with a request."""

    REMOVE = "verwijderen"
    REFUSE = "afwijzen"


class AskForm(Form):
    """What somebody wants to say with the request; it may stay empty."""

    gezien = HiddenField()
    wens = writing_field(most=5000)


class RemoveForm(Form):
    """Why the data are removed."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_MISSING, most=5000)


class HandleForm(RemoveForm):
    """Whether a request is granted, and why or why not."""

    uitkomst = choice_field(Verdict, CHOOSE)
