"""Forms to invite, to answer an invitation, to ask to join, and to answer that."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField

from buyergroups.errors import WHY_MISSING
from buyergroups.joining.inviting import NAME_MISSING
from buyergroups.organisations.forms import OrganisationField
from buyergroups.web.forms import (
    Form,
    choice_field,
    needed_writing_field,
    text_field,
    writing_field,
)
from buyergroups.words import Words
from models.groups import InterestKind, MemberRole
from models.people import Language

EMAIL_MISSING = Words("Schrijf een mailadres.", "Write a mail address.")
CHOOSE_ROLE = Words("Kies een rol.", "Choose a role.")
CHOOSE_ORGANISATION = Words("Kies een organisatie.", "Choose an organisation.")
CHOOSE_LANGUAGE = Words("Kies een taal.", "Choose a language.")
WISH_MISSING = Words("Schrijf waarom je wilt meedoen.", "Write why you want to take part.")


class InviteForm(Form):
    """Who, for which organisation, as what."""

    gezien = HiddenField()
    email = text_field(EMAIL_MISSING, most=254)
    naam = text_field(NAME_MISSING, most=200)
    organisatie = OrganisationField(CHOOSE_ORGANISATION)
    rol = choice_field(MemberRole, CHOOSE_ROLE)
    kerngroep = BooleanField()
    secretaris = BooleanField()
    taal = choice_field(Language, CHOOSE_LANGUAGE)


class AnswerForm(Form):
    """Yes; for a private organisation with the protocol and a declaration."""

    gezien = HiddenField()
    akkoord = BooleanField()
    belang = choice_field(InterestKind, None)
    toelichting = writing_field(most=5000)


class AskForm(Form):
    """Somebody wants to take part."""

    gezien = HiddenField()
    rol = choice_field(MemberRole, CHOOSE_ROLE)
    waarom = needed_writing_field(WISH_MISSING, most=5000)


class RefuseForm(Form):
    """Why somebody cannot take part."""

    gezien = HiddenField()
    reden = needed_writing_field(WHY_MISSING, most=5000)
