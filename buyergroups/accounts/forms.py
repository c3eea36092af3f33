"""The form to sign in."""

from __future__ import annotations

from buyergroups.web.forms import Form, secret_field, text_field
from buyergroups.words import Words

EMAIL_MISSING = Words("Vul je mailadres in.", "Enter your mail address.")
PASSWORD_MISSING = Words("Vul je wachtwoord in.", "Enter your password.")


class SignInForm(Form):
    """Address and password. Nothing else: no role, no target, no 'remember me'."""

    email = text_field(EMAIL_MISSING, most=254)
    password = secret_field(PASSWORD_MISSING, most=1000)
