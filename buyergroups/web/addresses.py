"""Addresses of pages, and addresses that come from outside: whether they may be followed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Request, Response, redirect, request, url_for
from werkzeug.routing import IntegerConverter, ValidationError

from buyergroups.errors import RefusedError
from buyergroups.web.formats import shown
from buyergroups.words import Words

NO_SUCH_PAGE = Words("'%(text)s' is geen bladzijde.", "'%(text)s' is not a page.")
#: Under 2**31, the largest key.
MOST_DIGITS = 9


class Number(IntegerConverter):
    """A number in an address that a database can hold; a longer one is the address of nothing."""

    def to_python(self, value: str) -> int:
        """Raises ValidationError, so that there is no such page."""
        if len(value) > MOST_DIGITS:
            raise ValidationError
        number: int = super().to_python(value)
        return number


def address_of(endpoint: str, **values: Any) -> str:
    """The address of a page; where nothing has to be filled in, it is made once.

    The layout alone has ten of those: a tenth of the time of a page that was kept.
    """
    if values or endpoint.startswith("."):
        return url_for(endpoint, **values)
    return _plain_address(request.root_path, endpoint)


@lru_cache(maxsize=500)
def _plain_address(_root: str, endpoint: str) -> str:
    return url_for(endpoint)


def page_number() -> int:
    """Which page of a list the address asks for; raises RefusedError for what is no page."""
    text = request.args.get("pagina", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) >= 1):
        raise RefusedError(NO_SUCH_PAGE, text=shown(text[:40]))
    return int(text)


def moved_to(**values: Any) -> Response:
    """The way to where the page of this request is by now; a form goes there with what is in it."""
    assert request.endpoint is not None
    there = url_for(request.endpoint, **{**(request.view_args or {}), **values})
    return redirect(there, 308 if request.method == "POST" else 301)  # type: ignore[return-value]


def own_path(target: str | None) -> str | None:
    """The address to go to after signing in, if it is a path of this site; else None.

    Browsers drop tabs and newlines and read a backslash as a slash, so those are refused too.
    """
    if not target or not target.startswith("/") or len(target) > 2000:
        return None
    if target.startswith("//") or "\\" in target:
        return None
    if any(unicodedata.category(sign).startswith("C") for sign in target):
        return None
    return target


def from_this_site(request: Request) -> bool:
    """Whether a form was sent by one of our own pages, as the browser itself says."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == request.host_url.rstrip("/")
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def came_from(request: Request) -> str | None:
    """The page of our own from which something was sent, as the browser says; None for none."""
    said, site = request.referrer or "", request.host_url.rstrip("/")
    return own_path(said.removeprefix(site)) if said.startswith(f"{site}/") else None


def mail_link(email: str, subject: str, body: str) -> str:
    """An address that begins a mail; spaces as %20, for no mail program reads a plus as one."""
    told = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return f"mailto:{quote(email, safe='@')}?{told}"
