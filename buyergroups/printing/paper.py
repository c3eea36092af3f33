"""From HTML to a tagged PDF. Only the process of a task comes here: the library is large."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from buyergroups.tasks.table import TaskFailedError
from buyergroups.web.assets import FOLDER

#: Stands for our own static files. No such server exists, and none is ever asked.
OWN = "https://own.invalid/"
#: PDF/UA: tagged, with title and language, so that a screen reader can read it.
VARIANT = "pdf/ua-1"
NO_LIBRARIES = "no-libraries"


class NotOurOwnError(ValueError):
    """Something on paper asked for what is not one of our own static files."""


def own_file(address: str) -> Path:
    """The static file at an address; raises NotOurOwnError for anything else in the world."""
    if not address.startswith(OWN):
        raise NotOurOwnError(address[:200])
    path = (FOLDER / unquote(address.removeprefix(OWN))).resolve()
    if not path.is_relative_to(FOLDER.resolve()) or not path.is_file():
        raise NotOurOwnError(address[:200])
    return path


def write(html: str, target: IO[bytes]) -> None:
    """Lay out a page and write it; raises TaskFailedError without the libraries it needs."""
    try:
        # Late: this alone is eighty megabytes, and needs libraries that a machine may not have.
        from weasyprint import HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except OSError as error:
        raise TaskFailedError(NO_LIBRARIES) from error

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Reads our own static files; no network, no other file, no data in an address."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            path = own_file(url)
            kind = guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    HTML(string=html, base_url=OWN, url_fetcher=OwnFiles()).write_pdf(target, pdf_variant=VARIANT)
