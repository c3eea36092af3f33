"""The form of the baseline: a row of fields for each chain; what is left empty is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import HiddenField

from buyergroups.chains.rules import first_day
from buyergroups.chains.standing import Standing
from buyergroups.phases.forms import CHOOSE_PROGRESS
from buyergroups.phases.rules import (
    REASON_MISSING,
    REASON_UNASKED,
    STEP_WITHOUT_WORDS,
    is_web_address,
)
from buyergroups.phases.services import IN_FUTURE, NO_WEB_ADDRESS
from buyergroups.web import state
from buyergroups.web.forms import (
    DayField,
    Form,
    VagueDayField,
    choice_field,
    line_field,
    writing_field,
)
from buyergroups.words import Words
from models.phases import Progress, StagnationReason

CHOOSE_PHASE = Words("Kies de fase.", "Choose the phase.")
WRITE_EVIDENCE = Words("Schrijf waaruit dat blijkt.", "Write what shows this.")
TYPED = ("fase", "sinds", "voortgang", "reden", "stap", "stap_op", "bewijs", "link")
PHASES = frozenset("1234")


class RowForm(Form):
    """One chain. `gezien` and `gemeld`: the assessment and the report that stood there."""

    class Meta(Form.Meta):
        """The page has one token for all its rows."""

        csrf = False

    gezien = HiddenField()
    gemeld = HiddenField()
    fase = line_field(most=2)
    sinds = VagueDayField()
    voortgang = choice_field(Progress, None)
    reden = choice_field(StagnationReason, None)
    stap = line_field()
    stap_op = DayField()
    bewijs = writing_field(most=8000)
    link = line_field(most=1900)


@dataclass
class Row:
    """A chain with its fields."""

    chain: Standing
    form: Any

    @property
    def filled(self) -> bool:
        """Whether anything was typed or chosen."""
        return any(text.strip() for name in TYPED for text in self.form[name].raw_data or ())

    def fits(self, today: date) -> bool:
        """Whether it can be recorded; each field says what is wrong with it."""
        form = self.form
        sound = bool(form.validate())
        since, precision = form.sinds.data or (None, None)
        first = first_day(since, precision) if precision else None
        stagnates = form.voortgang.data is Progress.STAGNATES
        mistakes = (
            (form.fase.data not in PHASES, "fase", CHOOSE_PHASE),
            (first is not None and first > today, "sinds", IN_FUTURE),
            (
                form.voortgang.data is None and (not self.chain.report_id or form.reden.data),
                "voortgang",
                CHOOSE_PROGRESS,
            ),
            (stagnates and form.reden.data is None, "reden", REASON_MISSING),
            (
                form.voortgang.data is not None and not stagnates and form.reden.data is not None,
                "reden",
                REASON_UNASKED,
            ),
            (form.stap_op.data and not (form.stap.data or "").strip(), "stap", STEP_WITHOUT_WORDS),
            (not (form.bewijs.data or "").strip(), "bewijs", WRITE_EVIDENCE),
            (
                (form.link.data or "").strip() and not is_web_address(form.link.data.strip()),
                "link",
                NO_WEB_ADDRESS,
            ),
        )
        for wrong, name, words in mistakes:
            if wrong and not form[name].errors:
                self.refuse(name, words)
                sound = False
        return sound

    def refuse(self, name: str, words: Words) -> None:
        """Say at a field what is wrong with it."""
        self.form[name].errors = [words.into(state.language())]


class BaselineForm:
    """All rows; it is sent, drafted and shown again as any form."""

    def __init__(
        self, chains: Sequence[Standing], formdata: Any = None, **initial: dict[int, Any]
    ) -> None:
        given = {"formdata": formdata} if formdata is not None else {}
        self.rows = [
            Row(
                chain,
                RowForm(
                    prefix=f"k{chain.id}",
                    data={
                        "gezien": initial.get("gezien", {}).get(chain.id, ""),
                        "gemeld": chain.report_id or "",
                    },
                    **given,
                ),
            )
            for chain in chains
        ]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def filled(self) -> list[Row]:
        """The rows to record."""
        return [row for row in self.rows if row.filled]

    def validate(self) -> bool:
        """Whether every row that was filled in can be recorded."""
        sound = True
        for row in self.filled:
            sound = row.fits(state.today()) and sound
        return sound

    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong, by field, under the name of the chain."""
        return [
            (where, f"{row.chain.name}: {sentence}")
            for row in self.filled
            for where, sentence in row.form.mistakes()
        ]
