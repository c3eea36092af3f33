"""What every page has around it, and the pages that belong to no area."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, can
from buyergroups.settings import queries as settings_queries
from buyergroups.settings.queries import ProgrammeRow
from buyergroups.web import headers, pages, state
from buyergroups.web.addresses import own_path
from buyergroups.words import Words
from models.people import Language

blueprint = Blueprint("site", __name__)

MENU = "ketenbord-menu"
ASSETS = "ketenbord-assets"
PUBLIC_LINKS = "ketenbord-public-links"
UNREAD = "ketenbord-unread"


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu; shown to whoever may open it."""

    section: str
    endpoint: str
    words: Words
    #: Who may not do this does not see the line; None is for everybody.
    needs: Action | None = None


@dataclass(frozen=True)
class PublicLink:
    """A page that everybody may read, in the foot of each page as soon as it holds anything."""

    endpoint: str
    words: Words
    shown: Callable[[ProgrammeRow], bool]


def frame(section: str | None) -> dict[str, Any]:
    """What the layout needs: who reads, the menu, whether this is the demonstration."""
    failed = bool(g.get("failed"))
    reader = state.actor()
    return {
        "reader": reader if reader.is_person and not failed else None,
        "menu": _menu(reader) if reader.is_person and not failed else (),
        "section": section,
        "bell": current_app.extensions[UNREAD]() if reader.is_person and not failed else 0,
        "demonstration": False if failed else _is_demonstration(),
        "public_links": () if failed else _public_links(),
        "assets": current_app.extensions[ASSETS],
        "csrf": form_token(),
        # What cannot be followed cannot be written in a page either: an address may hold a NUL.
        "here": own_path(request.full_path.rstrip("?")) or "/",
        "production": state.tracker().settings.production,
    }


def _public_links() -> list[PublicLink]:
    links: Sequence[PublicLink] = current_app.extensions[PUBLIC_LINKS]
    programme = state.remembered("programme", settings_queries.programme)
    return [link for link in links if programme is not None and link.shown(programme)]


def form_token() -> str:
    """What forms send along; signed once, because it holds as long as the session."""
    kept = session.get("csrf_token")
    return state.tracker().tokens.get(kept, generate_csrf) if kept else str(generate_csrf())


def _menu(reader: Actor) -> list[MenuItem]:
    """The lines that this person may open."""
    menu: Sequence[MenuItem] = current_app.extensions[MENU]
    return [item for item in menu if item.needs is None or can(reader, item.needs)]


def _is_demonstration() -> bool:
    programme = state.remembered("programme", settings_queries.programme)
    return programme is not None and programme.is_demonstration


def page(template: str, *, section: str | None = None, **values: Any) -> str:
    """A whole page in the reader's language."""
    language = Language.DUTCH if g.get("failed") and "language" not in g else state.language()
    return pages.render(template, language, **frame(section), **values)


def kept_page(key: Hashable, make: Callable[[], tuple[str, int]], *, keep: bool = True) -> Response:
    """A whole page with its status, as this reader got it before, while nothing changed.

    `key` says what the page is made from beside the reader. With something to tell it is made anew.
    """
    if not keep or session.get("_flashes"):
        html, status = make()
        return Response(html, status)
    form_token()  # a session that has none yet gets its own now, and not that of another page
    reader = (
        state.actor(),
        state.language(),
        state.today(),
        state.change_number(),
        state.news_seen(),
    )
    whole = (key, reader, session.get("csrf_token"), request.full_path)

    def encoded() -> tuple[bytes, int]:
        html, status = make()
        return html.encode(), status

    body, status = state.tracker().pages.get(whole, encoded)
    return Response(body, status)


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """Whether the database answers; a failure becomes a 503 by the error handler."""
    state.change_number()
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/toegankelijkheid")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return page("site/accessibility.html", contact=state.tracker().settings.mail_from)


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is kept of people, and for what."""
    return page("site/privacy.html", contact=state.tracker().settings.mail_from)


@blueprint.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Where to report a weakness; the deployer's own address."""
    settings = state.tracker().settings
    lines = (
        f"Contact: mailto:{settings.mail_from}",
        f"Expires: {state.now() + timedelta(days=365):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Nothing here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


def finish(response: Response) -> Response:
    """After every request: the headers that each answer has."""
    response.headers.update(current_app.extensions[HEADERS])
    if isinstance(response, headers.Download):
        response.headers["Content-Security-Policy"] = headers.DOWNLOAD_POLICY
    headers.keep_private(response)
    response.headers["Content-Language"] = "nl" if g.get("failed") else state.language().value
    return response


HEADERS = "ketenbord-headers"
