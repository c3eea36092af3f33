"""Forms to begin a group, to keep what is known of it, and for its members."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField

from buyergroups.errors import WHY_MISSING
from buyergroups.groups.services import NAME_MISSING, SCOPE_MISSING
from buyergroups.people.forms import PickField
from buyergroups.web.forms import (
    DayField,
    Form,
    choice_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.groups import GroupState, MemberRole

ADDRESS_MISSING = Words("Schrijf een adres voor de groep.", "Write an address for the group.")
CHOOSE_STATE = Words("Kies een stand.", "Choose a state.")
CHOOSE_ROLE = Words("Kies een rol.", "Choose a role.")
CHOOSE_CHAIN = Words("Kies een keten.", "Choose a chain.")


class StartForm(Form):
    """A new group."""

    gezien = HiddenField()
    naam = text_field(NAME_MISSING, most=200)
    keten = PickField(CHOOSE_CHAIN)
    waarover = needed_writing_field(SCOPE_MISSING)
    vanaf = DayField()


class FactsForm(Form):
    """What a group is called and about."""

    gezien = HiddenField()
    naam = text_field(NAME_MISSING, most=200)
    adres = text_field(ADDRESS_MISSING, most=120)
    waarover = needed_writing_field(SCOPE_MISSING)
    marktpartijen = writing_field(most=5000)
    reden = needed_writing_field(WHY_MISSING, most=5000)


class StateForm(Form):
    """Another state."""

    gezien = HiddenField()
    stand = choice_field(GroupState, CHOOSE_STATE)
    vanaf = DayField()
    reden = needed_writing_field(WHY_MISSING, most=5000)


class ChainForm(Form):
    """Another chain to work on."""

    gezien = HiddenField()
    keten = PickField(CHOOSE_CHAIN)
    vanaf = DayField()


class RoleForm(Form):
    """Another role in the group, from today."""

    gezien = HiddenField()
    rol = choice_field(MemberRole, CHOOSE_ROLE)
    kerngroep = BooleanField()
    secretaris = BooleanField()
    reden = needed_writing_field(WHY_MISSING, most=5000)


class EndForm(Form):
    """The day from which somebody takes part no longer."""

    gezien = HiddenField()
    tot = DayField()
    reden = needed_writing_field(WHY_MISSING, most=5000)
