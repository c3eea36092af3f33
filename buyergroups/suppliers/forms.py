"""Forms of suppliers, and of who was invited and present at a consultation."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, ValidationError
from wtforms.validators import Optional

from buyergroups.errors import WHY_MISSING
from buyergroups.organisations.rules import MOST_NAME
from buyergroups.people.forms import PickField
from buyergroups.suppliers import rules, services
from buyergroups.suppliers.rules import SupplierFacts
from buyergroups.web import state
from buyergroups.web.forms import (
    DayField,
    Form,
    SeveralField,
    Usable,
    as_shown,
    choice_field,
    line_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.suppliers import SupplierSize

CHOOSE_SIZE = Words("Kies een grootte, of niet bekend.", "Choose a size, or not known.")
CHOOSE_CHAIN = Words("Kies een keten.", "Choose a chain.")
DAY_MISSING = Words("Vul in op welke dag.", "Fill in on which day.")
MINUTES_WRONG = Words(
    "Schrijf het aantal minuten in cijfers, van 0 tot en met %(most)s.",
    "Write the number of minutes in digits, from 0 to %(most)s.",
)
#: A week of days and nights: more is a slip of the finger.
MOST_MINUTES = 10_080
#: What a list of names may hold; the body of a form holds not much more.
MOST_TYPED = 450_000


class FactsForm(Form):
    """All that is known of a supplier."""

    gezien = HiddenField()
    naam = text_field(rules.NAME_MISSING, most=MOST_NAME)
    grootte = choice_field(SupplierSize, CHOOSE_SIZE)
    kvk = line_field(most=40)
    website = line_field(most=MOST_NAME)
    reden = writing_field(most=5000)

    def facts(self) -> SupplierFacts:
        """What was filled in."""
        return SupplierFacts(
            self.naam.data, self.grootte.data, self.kvk.data or None, self.website.data or None
        )


class MergeForm(Form):
    """Why two suppliers are one."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_MISSING, most=5000)


class ContactForm(Form):
    """Somebody to turn to."""

    gezien = HiddenField()
    naam = text_field(services.CONTACT_MISSING, most=MOST_NAME)
    functie = line_field(most=MOST_NAME)
    mail = line_field(most=254)
    telefoon = line_field(most=60)


class WishForm(Form):
    """A supplier asked to be heard."""

    gezien = HiddenField()
    keten = PickField(CHOOSE_CHAIN)
    op = DayField()
    toelichting = writing_field(most=5000)

    def validate_op(self, field: Any) -> None:
        """Which day it was is always known: the day on which it is written, else."""
        if field.data is None and not field.errors:
            raise ValidationError(DAY_MISSING.into(state.language()))


# ---- at a consultation --------------------------------------------------------------------------


class MinutesField(StringField):
    """A number of minutes, or nothing; `minutes` is which."""

    minutes: int | None = None

    def _value(self) -> str:
        return as_shown("" if self.data is None else self.data)

    def pre_validate(self, _: Any) -> None:
        typed = str(self.data or "").strip()
        if not typed:
            return
        usable = typed.isascii() and typed.isdigit() and len(typed) <= 6
        if not usable or int(typed) > MOST_MINUTES:
            raise ValidationError(MINUTES_WRONG.into(state.language(), most=MOST_MINUTES))
        self.minutes = int(typed)


class RemoveForm(Form):
    """Why a wish is taken back."""

    reden = needed_writing_field(WHY_MISSING, most=5000)


class NamesForm(Form):
    """Names, one per line; and how these suppliers take part."""

    gezien = HiddenField()
    #: What the reader was shown of the names, and chose from.
    vergeleken = HiddenField()
    namen = StringField(validators=[Optional(), Usable(MOST_TYPED)])
    uitgenodigd = BooleanField(false_values=("", "nee"))
    aanwezig = BooleanField(false_values=("", "nee"))
    waarom = writing_field(most=5000)


class AttendanceForm(Form):
    """How one supplier takes part in a consultation."""

    gezien = HiddenField()
    uitgenodigd = BooleanField(false_values=("", "nee"))
    aanwezig = BooleanField(false_values=("", "nee"))
    minuten = MinutesField()
    waarom = writing_field(most=5000)
    nagekeken = DayField()
    akkoord = DayField()


class PresentForm(Form):
    """Which of those on the list were present."""

    gezien = HiddenField()
    aanwezig = SeveralField()
