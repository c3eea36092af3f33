"""What the benchmark serves: the tracker, the tracker without its cache, and a bare page."""

from __future__ import annotations

from flask import Flask

from buyergroups.app import create_app
from buyergroups.web import state


def cached() -> Flask:
    """The tracker as it is."""
    return create_app()


def uncached() -> Flask:
    """The tracker, drawing every board anew."""
    app = create_app()
    app.extensions[state.EXTENSION].fragments = state.Remembered(0)
    return app


def cold() -> Flask:
    """The tracker, reading everything anew as well."""
    app = uncached()
    app.extensions[state.EXTENSION].reference = state.Remembered(0)
    return app


def bare() -> Flask:
    """The least that Flask can do: what all pages are compared with."""
    app = Flask(__name__, static_folder=None, template_folder=None)

    @app.get("/")
    def page() -> str:
        return "<!doctype html><html lang=nl><title>Kaal</title><h1>Kaal</h1></html>"

    return app
