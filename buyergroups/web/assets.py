"""Static files under an address that holds a hash of all of them: kept by browsers for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from buyergroups.web.headers import headers_for

#: Compressed and compiled copies.
MADE = {".gz", ".pyc"}
FOLDER = Path(__file__).parent / "static"


def content_hash(folder: Path = FOLDER) -> str:
    """Another one as soon as any file changes. What is made from others says nothing new."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in MADE:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def serve(app: Flask, *, https: bool) -> str:
    """Put the static files before the application; returns the prefix of their addresses."""
    prefix = f"/static/{content_hash()}"
    extra = headers_for(https=https)

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in extra.items():
            headers[name] = value

    served = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=add_headers,
        allow_all_origins=False,
        charset="utf-8",
        max_age=31536000,
    )
    served.add_files(str(FOLDER), prefix=prefix)
    app.wsgi_app = served  # type: ignore[method-assign]
    return prefix
