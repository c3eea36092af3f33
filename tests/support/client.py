"""A client that checks every answer it gets, and that can be somebody without signing in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from buyergroups.db import Database
from models.people import Person
from tests.support.pages import check_response

#: Where the app notes exceptions that nothing of it handled.
CRASHES = "ketenbord-test-crashes"
DOMAIN = "ketenbord.example"
PASSWORD = "ketenbord-demo"


class Page:
    """An answer, with what tests ask of it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The elements of the page; a test that only asks for words in the text pays nothing."""
        return BeautifulSoup(self.text, "html.parser")

    @property
    def words(self) -> str:
        """All that a reader sees, with single spaces."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def heading(self) -> str:
        heading = self.soup.find("h1")
        assert heading is not None, self.text
        return " ".join(heading.get_text(" ").split())

    def all(self, selector: str) -> list[str]:
        """The words of everything that a CSS selector finds."""
        return [" ".join(tag.get_text(" ").split()) for tag in self.soup.select(selector)]

    def fields(self, selector: str = "main form") -> dict[str, str]:
        """What a browser would send for a form as it stands on the page."""
        form = self.soup.select_one(selector)
        assert form is not None, f"no {selector} on the page"
        values: dict[str, str] = {}
        for field in form.select("input[name], select[name], textarea[name]"):
            kind, name = str(field.get("type", "text")), str(field["name"])
            if kind in ("checkbox", "radio") and not field.has_attr("checked"):
                continue
            if kind in ("submit", "button", "image", "reset", "file"):
                continue
            if field.name == "select":
                chosen = field.select_one("option[selected]") or field.select_one("option")
                values[name] = str(chosen.get("value", chosen.get_text())) if chosen else ""
            elif field.name == "textarea":
                values[name] = field.get_text().removeprefix("\n")
            else:
                values[name] = str(field.get("value", "on" if kind == "checkbox" else ""))
        return values


class CheckingClient(FlaskClient):
    """`client.page("/bord")`, `client.as_("trekker")`, `client.send("/bord", title="x")`."""

    database: Database
    clock: Callable[[], datetime]
    #: Off for a test that plants a fault in the app.
    may_crash = False
    checks = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        crashes: list[BaseException] = self.application.extensions[CRASHES]
        if crashes and not self.may_crash:
            raise crashes.pop()
        if self.checks:
            check_response(response)
            for step in response.history:
                check_response(step)
        return response

    def page(self, address: str, status: int = 200, **kwargs: Any) -> Page:
        """Get a page; it must answer with this status."""
        response = self.get(address, **kwargs)
        assert response.status_code == status, (
            f"{address}: {response.status}\n{response.text[:2000]}"
        )
        return Page(response)

    def send(
        self, address: str, form: str = "main form", to: str | None = None, **values: str
    ) -> TestResponse:
        """Fill in a form of a page and send it, as a browser would, with all its hidden fields."""
        page = self.page(address)
        element = page.soup.select_one(form)
        assert element is not None, f"no {form} at {address}"
        target = to or str(element.get("action") or address)
        return self.post(target, data=page.fields(form) | values)

    def as_(self, email: str) -> CheckingClient:
        """Be somebody: `as_("trekker")` or a whole address. A session is made, nothing is typed."""
        from buyergroups.accounts.services import start_session

        address = email if "@" in email else f"{email}@{DOMAIN}"
        with self.database.write(counts=False) as session:
            person_id = session.scalar(select(Person.id).where(Person.email == address))
            assert person_id is not None, f"nobody has the address {address}"
            key = start_session(
                session, self.clock(), person_id=person_id, address="127.0.0.1", device="test"
            )
        with self.session_transaction() as cookie:
            cookie.clear()
            # The two keys of Flask-Login: who it is, and that signing in was just now.
            cookie["_user_id"] = key
            cookie["_fresh"] = True
        return self

    def nobody(self) -> CheckingClient:
        """Be a stranger again."""
        with self.session_transaction() as cookie:
            cookie.clear()
        return self


def in_english(client: CheckingClient) -> CheckingClient:
    """From here on the pages of this browser are in English."""
    client.post("/taal", data=client.page("/").fields("#taal-en"))
    return client


def key_hash(key: str) -> str:
    """What the table of sessions holds of a key."""
    return hashlib.sha256(key.encode()).hexdigest()
