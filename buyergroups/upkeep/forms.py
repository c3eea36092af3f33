"""Forms to keep the facts of a chain: what it is, who covers it, impact, leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import HiddenField

from buyergroups.chains.forms import DECIDED_WHEN, WHICH_DOCUMENT, WHO_AGREED
from buyergroups.chains.reference import ThemeRow
from buyergroups.chains.services import NAME_MISSING
from buyergroups.errors import WHY_MISSING
from buyergroups.people.forms import PASSWORD_MISSING, PickField
from buyergroups.web import state
from buyergroups.web.forms import (
    CodeField,
    DayField,
    Form,
    VagueDayField,
    choice_field,
    line_field,
    needed_writing_field,
    secret_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.chains import CoverageKind, ImpactLevel

CHOOSE_CLUSTER = Words("Kies een cluster.", "Choose a cluster.")
CHOOSE_YES_NO = Words("Kies ja of nee.", "Choose yes or no.")
CHOOSE_KIND = Words(
    "Kies of een ander programma in de keten werkt.",
    "Choose whether another programme works in the chain.",
)
WHICH_PROGRAMME = Words("Schrijf welk programma.", "Write which programme.")
NAME_UNASKED = Words(
    "Kies 'een ander programma', of laat dit leeg.", "Choose 'another programme', or leave this."
)
WHO = Words("Schrijf een naam of mailadres.", "Write a name or mail address.")

YES, NO = "ja", "nee"
#: Instead of a decision or programme that is there already.
NEW, OTHER = "nieuw", "anders"


def _wrong(field: Any, words: Words) -> bool:
    field.errors = [words.into(state.language())]
    return False


def _empty(field: Any) -> bool:
    return not field.errors and not (field.data or "").strip()


class FactsForm(Form):
    """What a chain is called, where it belongs, and the decision behind its priority."""

    gezien = HiddenField()
    naam = text_field(NAME_MISSING, most=200)
    ook_bekend = line_field()
    cluster = PickField(CHOOSE_CLUSTER)
    prioritair = PickField(CHOOSE_YES_NO)
    criteriatool = PickField(CHOOSE_YES_NO)
    besluit = PickField()
    akkoord = writing_field(most=2000)
    besloten_op = DayField()
    document = writing_field(most=2000)
    reden = needed_writing_field(WHY_MISSING, most=5000)

    @property
    def decides(self) -> bool:
        """Whether a new decision is to be recorded with it."""
        return bool(self.besluit.data == NEW)

    def validate(self, extra_validators: Any = None) -> bool:
        """A new decision needs who agreed, when, and the document."""
        fits = bool(super().validate(extra_validators))
        if not self.decides:
            return fits
        needed = ((self.akkoord, WHO_AGREED), (self.document, WHICH_DOCUMENT))
        for field, words in needed:
            if _empty(field):
                fits = _wrong(field, words)
        if self.besloten_op.data is None and not self.besloten_op.errors:
            fits = _wrong(self.besloten_op, DECIDED_WHEN)
        return fits


class CoverageForm(Form):
    """Whether another programme works in the chain, which one, which part, since when."""

    gezien = HiddenField()
    soort = choice_field(CoverageKind, CHOOSE_KIND)
    programma = PickField()
    naam = line_field()
    deel = writing_field(most=5000)
    sinds = VagueDayField()
    reden = needed_writing_field(WHY_MISSING, most=5000)

    def validate(self, extra_validators: Any = None) -> bool:
        """A name belongs to a programme that is not in the list."""
        fits = bool(super().validate(extra_validators))
        if self.programma.data == OTHER and _empty(self.naam):
            fits = _wrong(self.naam, WHICH_PROGRAMME)
        if self.programma.data != OTHER and (self.naam.data or "").strip():
            fits = _wrong(self.naam, NAME_UNASKED)
        return fits


class ImpactForm(Form):
    """A reason; `impact_form` adds a field per theme."""

    themes: ClassVar[Sequence[ThemeRow]] = ()

    gezien = HiddenField()
    reden = needed_writing_field(WHY_MISSING, most=5000)

    def level(self, theme: ThemeRow) -> Any:
        """The field of a theme."""
        return self[f"impact_{theme.id}"]

    @property
    def levels(self) -> dict[int, ImpactLevel]:
        """What was chosen, by theme."""
        chosen = {theme.id: self.level(theme).data for theme in self.themes}
        return {key: level for key, level in chosen.items() if level is not None}


def impact_form(themes: Sequence[ThemeRow]) -> type[ImpactForm]:
    """The form for these themes."""
    fields: dict[str, Any] = {
        f"impact_{theme.id}": CodeField(ImpactLevel, None) for theme in themes
    }
    return type("ImpactFormOfThemes", (ImpactForm,), {"themes": themes, **fields})


class LeadForm(Form):
    """Somebody who leads the chain from a day on."""

    persoon = text_field(WHO, most=254)
    sinds = DayField()
    reden = text_field(WHY_MISSING, most=1000)
    password = secret_field(PASSWORD_MISSING, most=1000)


class EndLeadForm(Form):
    """The day from which somebody does not lead the chain any more."""

    tot = DayField()
    reden = text_field(WHY_MISSING, most=1000)
    password = secret_field(PASSWORD_MISSING, most=1000)
