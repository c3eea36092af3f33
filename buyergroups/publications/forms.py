"""The form to publish a report or a correction of it."""

from __future__ import annotations

from wtforms import HiddenField

from buyergroups.web.forms import Form, writing_field


class PublishForm(Form):
    """What the publisher saw, and at a correction what was wrong."""

    #: How many versions there were.
    gezien = HiddenField()
    #: The text of the preview, so that can be shown what differs if it is another one by now.
    tekst = HiddenField()
    reden = writing_field(most=2000)

    @property
    def shown(self) -> str:
        """The text with the ends of lines that it had; a browser sends others."""
        return str(self.tekst.data or "").replace("\r\n", "\n")
