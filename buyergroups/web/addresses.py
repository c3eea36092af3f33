"""Addresses of pages, and addresses that come from outside: whether they may be followed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Request, request, url_for


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


def mail_link(email: str, subject: str, body: str) -> str:
    """An address that begins a mail; spaces as %20, for no mail program reads a plus as one."""
    told = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return f"mailto:{quote(email, safe='@')}?{told}"
