"""Forms on the own page: name and language, mail address, password, second factor."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from buyergroups.web import state
from buyergroups.web.forms import Form, choice_field, secret_field, text_field
from buyergroups.words import Words
from models.people import Language

NAME_MISSING = Words("Vul je naam in.", "Enter your name.")
LANGUAGE_MISSING = Words("Kies een taal.", "Choose a language.")
EMAIL_MISSING = Words("Vul je nieuwe mailadres in.", "Enter your new mail address.")
PASSWORD_MISSING = Words("Vul je wachtwoord in.", "Enter your password.")
NEW_MISSING = Words("Kies een nieuw wachtwoord.", "Choose a new password.")
REPEAT_MISSING = Words("Vul het wachtwoord nog een keer in.", "Enter the password once more.")
CODE_MISSING = Words("Vul een code in.", "Enter a code.")
NOT_THE_SAME = Words(
    "De twee wachtwoorden zijn niet gelijk. Vul ze opnieuw in.",
    "The two passwords are not the same. Enter them again.",
)


class NameForm(Form):
    """How somebody is called, and the language of pages and mails."""

    name = text_field(NAME_MISSING, most=200)
    language = choice_field(Language, LANGUAGE_MISSING)


class EmailForm(Form):
    """Another mail address, confirmed with the password."""

    email = text_field(EMAIL_MISSING, most=254)
    password = secret_field(PASSWORD_MISSING, most=1000)


class PasswordForm(Form):
    """The password of now, and another one twice."""

    password = secret_field(PASSWORD_MISSING, most=1000)
    new = secret_field(NEW_MISSING, most=1000)
    repeat = secret_field(REPEAT_MISSING, most=1000)

    def validate_repeat(self, field: Any) -> None:
        """Both the same."""
        if field.data != self.new.data:
            raise ValidationError(NOT_THE_SAME.into(state.language()))


class ConfirmForm(Form):
    """The own password, for what changes how somebody signs in."""

    password = secret_field(PASSWORD_MISSING, most=1000)


class CodeForm(Form):
    """The first code of the app."""

    code = secret_field(CODE_MISSING, most=40)
