"""The form of a yearly selection: an outcome and a reason per chain, and the decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from wtforms import HiddenField, ValidationError

from buyergroups.chains.forms import DECIDED_WHEN, WHICH_DOCUMENT, WHO_AGREED
from buyergroups.chains.rules import Choice
from buyergroups.errors import WHY_MISSING
from buyergroups.selection.queries import Candidate
from buyergroups.web import state
from buyergroups.web.forms import (
    NO_CHOICE,
    CodeField,
    DayField,
    Form,
    needed_writing_field,
    writing_field,
)
from buyergroups.words import Words
from models.chains import SelectionOutcome

NO_OUTCOME = Words(
    "Kies ook een uitkomst, of haal deze tekst weg.", "Choose an outcome too, or remove this text."
)
COVERED_REASON = Words(
    "Schrijf waarom deze keten toch meedoet, al is ze (mogelijk) belegd bij een ander programma.",
    "Write why this chain takes part although another programme (possibly) covers it.",
)
NOBODY = Words("Kies ten minste een keten.", "Choose at least one chain.")


class OutcomeField(CodeField):
    """One of the outcomes that can be decided on this chain, or none."""

    def __init__(self, allowed: Collection[SelectionOutcome], **kwargs: Any) -> None:
        super().__init__(SelectionOutcome, None, **kwargs)
        self.allowed = allowed

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and self.data not in self.allowed:
            raise ValidationError(NO_CHOICE.into(state.language()))


class SelectionForm(Form):
    """The decision; `selection_form` adds three fields for each chain."""

    candidates: ClassVar[Sequence[Candidate]] = ()

    gezien = HiddenField()
    ander_aantal = writing_field(most=2000)
    akkoord = needed_writing_field(WHO_AGREED, most=2000)
    besloten_op = DayField()
    document = needed_writing_field(WHICH_DOCUMENT, most=2000)
    toelichting = writing_field(most=10_000)

    def outcome(self, row: Candidate) -> Any:
        """The field with the outcome of a chain."""
        return self[f"uitkomst_{row.standing.id}"]

    def reason(self, row: Candidate) -> Any:
        """The field with its reason."""
        return self[f"reden_{row.standing.id}"]

    def covered_reason(self, row: Candidate) -> Any:
        """The field with the reason to take a covered chain; None for other chains."""
        name = f"toch_{row.standing.id}"
        return self[name] if row.standing.covered else None

    def fields_of(self, row: Candidate) -> list[Any]:
        """All fields of a chain."""
        fields = (self.outcome(row), self.reason(row), self.covered_reason(row))
        return [field for field in fields if field is not None]

    def filled(self, rows: Iterable[Candidate]) -> bool:
        """Whether anything was filled in, or is wrong, about these chains."""
        return any(
            field.data or field.errors or (field.raw_data and field.raw_data[0].strip())
            for row in rows
            for field in self.fields_of(row)
        )

    @property
    def choices(self) -> list[Choice]:
        """What was chosen, as the rules want it."""
        return [
            Choice(
                slug=row.standing.slug,
                outcome=self.outcome(row).data,
                reason=self.reason(row).data.strip(),
                covered_reason=self._text(self.covered_reason(row)),
            )
            for row in self.candidates
            if self.outcome(row).data is not None
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each chain with an outcome has a reason, and a covered one has its own."""
        fits = bool(super().validate(extra_validators))
        for row in self.candidates:
            fits = self._fits(row) and fits
        if self.besloten_op.data is None and not self.besloten_op.errors:
            fits = self._wrong(self.besloten_op, DECIDED_WHEN)
        return fits

    def _fits(self, row: Candidate) -> bool:
        outcome, reason, own = self.outcome(row), self.reason(row), self.covered_reason(row)
        if outcome.data is None:
            stray = self._text(reason) or self._text(own)
            return not stray or bool(outcome.errors) or self._wrong(outcome, NO_OUTCOME)
        fits = bool(self._text(reason)) or self._wrong(reason, WHY_MISSING)
        needs_own = own is not None and outcome.data is not SelectionOutcome.COMPLETE
        if needs_own and not self._text(own):
            fits = self._wrong(own, COVERED_REASON)
        return fits

    @staticmethod
    def _text(field: Any) -> str:
        return "" if field is None else (field.data or "").strip()

    @staticmethod
    def _wrong(field: Any, words: Words) -> bool:
        field.errors = [words.into(state.language())]
        return False


def selection_form(rows: Sequence[Candidate]) -> type[SelectionForm]:
    """The form for these chains."""
    fields: dict[str, Any] = {"candidates": rows}
    for row in rows:
        fields[f"uitkomst_{row.standing.id}"] = _outcome_field(row)
        fields[f"reden_{row.standing.id}"] = writing_field(most=5000)
        if row.standing.covered:
            fields[f"toch_{row.standing.id}"] = writing_field(most=5000)
    return type("SelectionFormOfYear", (SelectionForm,), fields)


def _outcome_field(row: Candidate) -> Any:
    return OutcomeField(row.outcomes)
