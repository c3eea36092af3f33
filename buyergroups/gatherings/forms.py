"""Forms to plan a meeting of a group and to write its minutes."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from wtforms import BooleanField, HiddenField, ValidationError

from buyergroups.clock import AMSTERDAM
from buyergroups.gatherings.services import TEXT_MISSING, TITLE_MISSING
from buyergroups.web import state
from buyergroups.web.forms import DayField, Form, line_field, needed_writing_field, text_field
from buyergroups.words import Words

DAY_MISSING = Words("Vul een dag in.", "Fill in a day.")
TIME_MISSING = Words("Vul een tijd in.", "Fill in a time.")
NOT_A_TIME = Words(
    "'%(text)s' is geen tijd. Schrijf bijvoorbeeld 14:00.",
    "'%(text)s' is not a time. Write it as 14:00.",
)
NOT_A_LINK = Words(
    "Een link begint met https:// of http://.", "A link begins with https:// or http://."
)


class MeetingForm(Form):
    """When and where."""

    gezien = HiddenField()
    titel = text_field(TITLE_MISSING, most=200)
    dag = DayField()
    tijd = text_field(TIME_MISSING, most=10)
    plaats = line_field()
    link = line_field(most=500)

    def validate_dag(self, field: Any) -> None:
        """There is one."""
        if field.data is None and not field.process_errors:
            raise ValidationError(DAY_MISSING.into(state.language()))

    def validate_tijd(self, field: Any) -> None:
        """Hours and minutes."""
        if time_of(field.data) is None:
            raise ValidationError(NOT_A_TIME.into(state.language(), text=field.data[:10]))

    def validate_link(self, field: Any) -> None:
        """Nothing that a browser could run."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(NOT_A_LINK.into(state.language()))

    @property
    def starts_at(self) -> datetime:
        """The moment, on the clock of Amsterdam."""
        at = time_of(self.tijd.data)
        assert at is not None
        assert self.dag.data is not None
        return datetime.combine(self.dag.data, at, AMSTERDAM)


class ChangeForm(MeetingForm):
    """Also that it does not take place."""

    vervalt = BooleanField()


class MinutesForm(Form):
    """The minutes."""

    gezien = HiddenField()
    verslag = needed_writing_field(TEXT_MISSING)


def time_of(text: str) -> time | None:
    """14:00, 14.00 or 9:30; None for anything else."""
    hours, _, minutes = (text or "").strip().replace(".", ":").partition(":")
    plain = hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()
    if not plain or len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))
