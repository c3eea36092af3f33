"""The names that the tracker answers to, looked at before anything makes an address of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from werkzeug.exceptions import SecurityError
from werkzeug.wsgi import get_host

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Marks a request under a name that is not ours: the gate refuses it.
UNKNOWN = "ketenbord.unknown_host"


class KnownHosts:
    """Takes another's name out of a request: the page that refuses it must not repeat it.

    Without this Flask has no addresses at all for such a request, so not even a page of an error.
    """

    def __init__(self, app: WSGIApplication, names: Sequence[str] | None) -> None:
        self._app = app
        self._names = names

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Mark the request, or pass it on as it is."""
        try:
            get_host(environ, self._names)
        except SecurityError:
            environ[UNKNOWN] = True
            environ["HTTP_HOST"] = self._names[0] if self._names else "localhost"
        return self._app(environ, start_response)
