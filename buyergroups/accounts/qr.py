"""The picture that an app reads: modules as one path, to be drawn by the template."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from buyergroups.accounts.factor import address_for_app


@dataclass(frozen=True)
class Picture:
    """A square of so many modules, with its white border, and the dark ones as a path."""

    size: int
    path: str


def picture_of(secret: str, email: str) -> Picture:
    """The picture for the secret of a second factor."""
    border = 4
    rows = [list(row) for row in segno.make_qr(address_for_app(secret, email), error="m").matrix]
    dark = [
        f"M{x + border} {y + border}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    ]
    return Picture(len(rows) + 2 * border, "".join(dark))
