"""What was sent and is not wanted: read to its end and thrown away, so that the answer arrives."""

from __future__ import annotations

from flask import request

PIECE = 64 * 1024
#: Who sends more than this has the connection broken off.
MOST = 200 * 1024 * 1024


def is_too_large() -> bool:
    """Whether more is coming than this address takes."""
    return (request.content_length or 0) > (request.max_content_length or 0)


def read_away() -> None:
    """A browser that is still sending does not look for an answer: take in what comes first."""
    left = min(request.content_length or 0, MOST)
    while left > 0 and (piece := request.environ["wsgi.input"].read(min(PIECE, left))):
        left -= len(piece)
