"""The form to let a job stand still."""

from __future__ import annotations

from buyergroups.jobs.services import MOST_REASON, WHY
from buyergroups.web.forms import Form, text_field


class PauseForm(Form):
    """Only why."""

    reason = text_field(WHY, most=MOST_REASON)
