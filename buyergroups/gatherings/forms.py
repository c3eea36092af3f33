"""Forms to plan a meeting of a group and to write its minutes."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from wtforms import BooleanField, HiddenField, ValidationError

from buyergroups.clock import ClockHalf, moments_at
from buyergroups.gatherings.services import TEXT_MISSING, TITLE_MISSING
from buyergroups.web import state
from buyergroups.web.forms import (
    DayField,
    Form,
    choice_field,
    line_field,
    needed_writing_field,
    text_field,
)
from buyergroups.words import Words

DAY_MISSING = Words("Vul een dag in.", "Fill in a day.")
TIME_MISSING = Words("Vul een tijd in.", "Fill in a time.")
NOT_A_TIME = Words(
    "'%(text)s' is geen tijd. Schrijf bijvoorbeeld 14:00.",
    "'%(text)s' is not a time. Write it as 14:00.",
)
SKIPPED = Words(
    "Op deze dag slaat de klok %(time)s over: de zomertijd begint. Kies een andere tijd.",
    "On this day the clock skips %(time)s: summer time begins. Choose another time.",
)
TWICE = Words(
    "Op deze dag is het twee keer %(time)s: de wintertijd begint. Kies welke je bedoelt.",
    "On this day it is %(time)s twice: winter time begins. Choose which you mean.",
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
    klok = choice_field(ClockHalf, None)
    plaats = line_field()
    link = line_field(most=500)

    def validate_dag(self, field: Any) -> None:
        """There is one."""
        if field.data is None and not field.process_errors:
            raise ValidationError(DAY_MISSING.into(state.language()))

    def validate_tijd(self, field: Any) -> None:
        """Hours and minutes, that the clock shows on that day."""
        if time_of(field.data) is None:
            raise ValidationError(NOT_A_TIME.into(state.language(), text=field.data[:10]))
        if self.dag.data is not None and not self._moments:
            raise ValidationError(SKIPPED.into(state.language(), time=self.shown_time))

    def validate_klok(self, field: Any) -> None:
        """Which of the two, where the clock shows the time twice."""
        if self.asks_which and field.data is None:
            raise ValidationError(TWICE.into(state.language(), time=self.shown_time))

    def validate_link(self, field: Any) -> None:
        """Nothing that a browser could run."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(NOT_A_LINK.into(state.language()))

    @property
    def _moments(self) -> dict[ClockHalf | None, datetime]:
        """What can be meant by what stands in the fields."""
        at = time_of(self.tijd.data)
        return moments_at(self.dag.data, at) if at and self.dag.data else {}

    @property
    def asks_which(self) -> bool:
        """Whether the clock shows this time twice on this day."""
        return len(self._moments) > 1

    @property
    def shown_time(self) -> str:
        """The time as the clock shows it."""
        return f"{time_of(self.tijd.data):%H:%M}"

    @property
    def starts_at(self) -> datetime:
        """The moment (UTC), on the clock of Amsterdam."""
        return self._moments[self.klok.data if self.asks_which else None]


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
