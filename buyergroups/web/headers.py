"""The headers of every answer: pages, fragments, errors, downloads and static files alike."""

from __future__ import annotations

from flask import Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "frame-src 'none'",
        "manifest-src 'self'",
    )
)

#: Of a file that somebody sent: whatever is in it, in no browser does it do anything.
DOWNLOAD_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class Download(Response):
    """An answer that holds a file of somebody, under the policy of those."""


def headers_for(*, https: bool) -> dict[str, str]:
    """The headers that do not depend on the page."""
    return {**ALWAYS, "Strict-Transport-Security": STRICT_TRANSPORT} if https else dict(ALWAYS)


def keep_private(response: Response) -> None:
    """A page behind sign-in is kept by nobody: Back after sign-out shows nothing."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Cookie", "HX-Request"))
