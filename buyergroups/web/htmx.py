"""What htmx asks and what it may be told; nobody else reads or writes its headers."""

from __future__ import annotations

from flask import Response, request


def wants_fragment() -> bool:
    """Whether to answer with a part of the page. A page restored from history is whole."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def push_address(response: Response, address: str) -> Response:
    """The address that the browser shows from now on."""
    response.headers["HX-Push-Url"] = address
    return response


def go_to(address: str, status: int) -> Response:
    """Load another page whole, whatever part was asked for."""
    response = Response(status=status)
    response.headers["HX-Redirect"] = address
    return response
