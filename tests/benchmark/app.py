"""What the benchmark serves: the tracker, the tracker without its caches, and a bare page."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from flask import Flask, g

from buyergroups.app import create_app
from buyergroups.web import state

T = TypeVar("T")


class KeepsNothing(state.Remembered):
    """A cache that makes everything anew, each time."""

    def __init__(self) -> None:
        super().__init__(0)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()


class KeepsForOneRequest(state.Remembered):
    """A cache that begins anew with each request."""

    def __init__(self) -> None:
        super().__init__(0)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        kept: dict[Hashable, T] = g.setdefault("kept", {})
        if key not in kept:
            kept[key] = make()
        return kept[key]


def cached() -> Flask:
    """The tracker as it is."""
    return create_app()


def uncached() -> Flask:
    """The tracker, drawing every board anew."""
    app = create_app()
    app.extensions[state.EXTENSION].fragments = KeepsNothing()
    app.extensions[state.EXTENSION].pages = KeepsNothing()
    return app


def cold() -> Flask:
    """The tracker, reading clusters, settings and the like anew as well: as after a change."""
    app = uncached()
    app.extensions[state.EXTENSION].reference = KeepsForOneRequest()
    return app


def bare() -> Flask:
    """The least that Flask can do: what all pages are compared with."""
    app = Flask(__name__, static_folder=None, template_folder=None)

    @app.get("/")
    def page() -> str:
        return "<!doctype html><html lang=nl><title>Kaal</title><h1>Kaal</h1></html>"

    return app
