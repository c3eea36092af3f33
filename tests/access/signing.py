"""Signing in by hand: from an address, with whatever somebody types."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import TestResponse

from buyergroups.accounts.passwords import Passwords
from tests.access.people import email_of
from tests.support.client import PASSWORD, CheckingClient

#: What differs in every answer: the signed token.
TOKEN = re.compile(r"(?<![\w-])[\w-]{20,300}\.[\w-]{5,20}\.[\w-]{20,60}")


def sign_in(
    client: CheckingClient,
    account: str,
    password: str = PASSWORD,
    *,
    address: str = "10.0.0.1",
    base_url: str = "http://localhost",
    headers: dict[str, str] | None = None,
    **fields: str,
) -> TestResponse:
    """Fill in the form and send it: `sign_in(client, "trekker", address="10.0.0.7")`."""
    how: dict[str, Any] = {"base_url": base_url, "environ_base": {"REMOTE_ADDR": address}}
    email = account if "@" in account else email_of(account)
    filled = client.page("/inloggen", **how).fields() if not fields.get("csrf_token") else {}
    given = {"email": email, "password": password, **fields}
    sent = {"Referer": f"{base_url}/inloggen", **(headers or {})}
    return client.post("/inloggen", data={**filled, **given}, headers=sent, **how)


def cookie_value(client: CheckingClient, name: str = "sessie") -> str:
    found = client.get_cookie(name)
    assert found is not None, name
    return found.value


class CountingPasswords(Passwords):
    """The real thing, which keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(memory_kib=8, rounds=1)
        self.asked: list[str | None] = []

    def verify(self, kept: str | None, password: str) -> bool:
        self.asked.append(kept)
        return super().verify(kept, password)
