"""Forms to begin a group, to keep what is known of it, and for its members."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, ValidationError

from buyergroups.errors import WHY_MISSING
from buyergroups.groups import members
from buyergroups.groups.services import NAME_MISSING, SCOPE_MISSING
from buyergroups.organisations.forms import OrganisationField
from buyergroups.people.forms import PickField
from buyergroups.web import state
from buyergroups.web.forms import (
    DayField,
    Form,
    as_shown,
    choice_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.base import sort_name
from models.groups import GroupState, MemberRole

ADDRESS_MISSING = Words("Schrijf een adres voor de groep.", "Write an address for the group.")
CHOOSE_STATE = Words("Kies een stand.", "Choose a state.")
CHOOSE_ROLE = Words("Kies een rol.", "Choose a role.")
CHOOSE_CHAIN = Words("Kies een keten.", "Choose a chain.")
CHOOSE_PERSON = Words("Vul een naam of mailadres in.", "Fill in a name or mail address.")
NOBODY = Words(
    "Je vindt hier niemand met deze naam of dit mailadres. Nodig deze persoon uit.",
    "You find nobody here with this name or mail address. Invite this person.",
)
NEAR = Words(
    "Niemand heet precies zo. Bedoel je: %(names)s?",
    "Nobody is called exactly that. Do you mean: %(names)s?",
)
SEVERAL = Words(
    "Meer mensen heten zo. Vul het mailadres in van wie je bedoelt: %(names)s.",
    "Several people are called that. Fill in the mail address of whom you mean: %(names)s.",
)
#: The longest mail address there is.
MOST_TYPED = 254


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


class PersonField(StringField):
    """Somebody by name or mail address, of those whom the reader may find; `person_id` is who."""

    person_id: int | None = None

    def _value(self) -> str:
        return as_shown(self.data or "")

    def pre_validate(self, _: Any) -> None:
        typed, language = " ".join((self.data or "").split()), state.language()
        if not typed:
            raise ValidationError(CHOOSE_PERSON.into(language))
        if "\x00" in typed or len(typed) > MOST_TYPED:
            raise ValidationError(NOBODY.into(language))
        found = members.known_as(state.reading(), state.actor(), state.now(), typed)
        told = ", ".join(f"{row.name} ({row.email})" for row in found)
        exact = [
            row
            for row in found
            if row.email == typed.lower() or sort_name(row.name) == sort_name(typed)
        ]
        if len(exact) > 1:
            raise ValidationError(SEVERAL.into(language, names=told))
        if not exact:
            raise ValidationError((NEAR if found else NOBODY).into(language, names=told))
        self.person_id = exact[0].id


class MemberForm(Form):
    """Somebody who takes part, for which organisation and as what."""

    gezien = HiddenField()
    persoon = PersonField()
    organisatie = OrganisationField()
    rol = choice_field(MemberRole, CHOOSE_ROLE)
    kerngroep = BooleanField()
    secretaris = BooleanField()
    vanaf = DayField()
