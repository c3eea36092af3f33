"""Makes the application: settings, database, areas, pages, errors."""

from __future__ import annotations

import logging
import os

import structlog
from flask import Flask, get_flashed_messages
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from buyergroups import areas
from buyergroups.accounts import gate
from buyergroups.accounts.passwords import Passwords
from buyergroups.accounts.queries import has_demonstration_accounts
from buyergroups.clock import Clock, utc_now
from buyergroups.config import ConfigurationError, Settings, load_settings
from buyergroups.db import Database
from buyergroups.errors import NotThereError
from buyergroups.files import uploads
from buyergroups.menu import MENU
from buyergroups.news.views import unread
from buyergroups.web import assets, errors, headers, hosts, pages, state, views
from buyergroups.web.addresses import Number, address_of
from buyergroups.writing import sending
from models.people import Language

#: The largest form that is read at all: twice the longest text, and a bit.
MAXIMUM_BODY = 512 * 1024
MAXIMUM_FIELDS = 2000


def create_app(
    settings: Settings | None = None,
    database: Database | None = None,
    clock: Clock = utc_now,
    passwords: Passwords | None = None,
) -> Flask:
    """The tracker as a WSGI application; raises ConfigurationError for a wrong environment."""
    settings = settings or load_settings(os.environ)
    app = Flask(__name__, static_folder=None, template_folder=None)
    _configure(app, settings)
    app.extensions[state.EXTENSION] = state.Tracker(
        settings, database or Database(settings.database_url), clock
    )
    _refuse_demonstration(settings, app.extensions[state.EXTENSION].database)
    app.extensions[state.PASSWORDS] = passwords or Passwords()
    app.extensions[views.HEADERS] = headers.headers_for(https=settings.https)
    _set_up_log(settings)
    _set_up_pages(app)
    _set_up_requests(app)
    areas.register_rules()
    areas.register_work()
    for blueprint in (views.blueprint, *areas.BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.extensions[views.MENU] = MENU
    app.extensions[views.PUBLIC_LINKS] = areas.PUBLIC_LINKS
    app.extensions[views.UNREAD] = unread
    app.extensions[views.ASSETS] = assets.serve(app, https=settings.https)
    app.wsgi_app = hosts.KnownHosts(app.wsgi_app, settings.trusted_hosts)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAXIMUM_BODY,
        MAX_FORM_MEMORY_SIZE=MAXIMUM_BODY,
        MAX_FORM_PARTS=MAXIMUM_FIELDS,
        SESSION_COOKIE_NAME="__Host-sessie" if settings.https else "sessie",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.https,
        TRUSTED_HOSTS=settings.trusted_hosts,
        PROPAGATE_EXCEPTIONS=False,
        # Each of these would tell of an address that it is there, whoever may not see it.
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.url_map.converters["int"] = Number
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False


def _refuse_demonstration(settings: Settings, database: Database) -> None:
    """Production does not start on accounts whose password everybody knows."""
    if not settings.production:
        return
    try:
        with database.read() as session:
            found = has_demonstration_accounts(session)
    except DBAPIError:
        return  # not made yet, or gone: pages say so by themselves
    if found:
        raise ConfigurationError(
            ["The demonstration accounts are in this database; use one without them."]
        )


def _set_up_pages(app: Flask) -> None:
    app.extensions[pages.ENVIRONMENTS] = {
        language: pages.environment(
            language,
            url_for=address_of,
            get_flashed_messages=get_flashed_messages,
            **areas.TEMPLATE_HELPERS,
        )
        for language in Language
    }


def _set_up_requests(app: Flask) -> None:
    # The gate comes before the check of the token: a stranger is sent to sign-in, whatever is sent.
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(gate.load_user)
    app.before_request(gate.enter)
    app.before_request(uploads.allow)
    gate.ask_token_everywhere(app, CSRFProtect(app))
    app.after_request(views.finish)
    app.teardown_request(state.stop_reading)
    app.teardown_request(uploads.let_go)
    errors.register(app)
    app.register_error_handler(NotThereError, sending.not_there)
    app.register_error_handler(CSRFError, gate.token_missing)
    app.register_error_handler(RequestEntityTooLarge, gate.too_large)


def _set_up_log(settings: Settings) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(errors.as_logged),
            structlog.processors.JSONRenderer()
            if settings.production
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level]
        ),
    )
