"""Addresses that come from outside, and whether they may be followed."""

from __future__ import annotations

import unicodedata

from flask import Request


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
