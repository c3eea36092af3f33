"""Forms of documents: a section, a move, a comment, the questions of a section."""

from __future__ import annotations

from wtforms import HiddenField

from buyergroups.documents import rules, services
from buyergroups.web.forms import Form, needed_writing_field, writing_field
from buyergroups.words import Words

WRITE_DUTCH = Words("Schrijf de vragen in het Nederlands.", "Write the questions in Dutch.")
WRITE_ENGLISH = Words("Schrijf de vragen in het Engels.", "Write the questions in English.")


class SectionForm(Form):
    """The text of a section."""

    gezien = HiddenField()
    tekst = writing_field()


class MoveForm(Form):
    """Why; needed for some moves, as the service says."""

    gezien = HiddenField()
    reden = writing_field(most=5000)


class CommentForm(Form):
    """A remark on a section."""

    gezien = HiddenField()
    opmerking = needed_writing_field(services.SAY_SOMETHING, most=5000)


class PromptsForm(Form):
    """The questions in both languages, one a line."""

    gezien = HiddenField()
    nl = needed_writing_field(WRITE_DUTCH, most=rules.LONGEST_PROMPTS)
    en = needed_writing_field(WRITE_ENGLISH, most=rules.LONGEST_PROMPTS)
    reden = needed_writing_field(rules.WHY_MISSING, most=5000)
