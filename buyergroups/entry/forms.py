"""Forms of who is not signed in: a code, a password to choose, an address to mail to."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from buyergroups.web import state
from buyergroups.web.forms import Form, secret_field, text_field
from buyergroups.words import Words

CODE_MISSING = Words("Vul een code in.", "Enter a code.")
EMAIL_MISSING = Words("Vul je mailadres in.", "Enter your mail address.")
PASSWORD_MISSING = Words("Kies een wachtwoord.", "Choose a password.")
REPEAT_MISSING = Words("Vul het wachtwoord nog een keer in.", "Enter the password once more.")
NOT_THE_SAME = Words(
    "De twee wachtwoorden zijn niet gelijk. Vul ze opnieuw in.",
    "The two passwords are not the same. Enter them again.",
)


class CodeForm(Form):
    """A code of the app, or a recovery code."""

    code = secret_field(CODE_MISSING, most=40)


class AddressForm(Form):
    """Where to mail a link to."""

    email = text_field(EMAIL_MISSING, most=254)


class NewPasswordForm(Form):
    """A password, twice."""

    password = secret_field(PASSWORD_MISSING, most=1000)
    repeat = secret_field(REPEAT_MISSING, most=1000)

    def validate_repeat(self, field: Any) -> None:
        """Both the same."""
        if field.data != self.password.data:
            raise ValidationError(NOT_THE_SAME.into(state.language()))
