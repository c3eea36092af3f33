"""Typed settings, read from the environment once, at start.

Development has defaults for everything. Production has none for a secret: `load_settings`
raises one clear line per thing that is missing or wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"

DEVELOPMENT_SECRET = "development-only-not-for-production"  # noqa: S105
MINIMUM_SECRET_LENGTH = 32


class ConfigurationError(Exception):
    """The environment does not describe a tracker that can start; one line per mistake."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Settings:
    """What a deployment can choose; everything else is a setting in the database."""

    environment: str = "development"
    database_url: str = ""
    secret_key: str = DEVELOPMENT_SECRET
    base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    mail_from: str = "ketenbord@localhost"
    smtp_url: str = ""
    trusted_proxies: int = 0
    debug: bool = False
    log_level: str = "INFO"

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def https(self) -> bool:
        """Cookies are `__Host-` and Secure only where a browser would send them back."""
        return self.base_url.startswith("https://")

    @property
    def trusted_hosts(self) -> list[str] | None:
        """Production answers to its own name only; in development any name will do."""
        host = urlsplit(self.base_url).hostname
        return [host, "127.0.0.1", "localhost"] if self.production and host else None


def database_url_from(text: str) -> str:
    """The address as SQLAlchemy wants it; `postgres://` and `postgresql://` mean psycopg 3."""
    if not text:
        return f"sqlite:///{INSTANCE / 'ketenbord.sqlite3'}"
    url = make_url(text)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the environment; raises ConfigurationError with one line per mistake."""
    mistakes: list[str] = []
    environment = environ.get("KETENBORD_ENV", "development")
    if environment not in ("development", "production"):
        mistakes.append(f"KETENBORD_ENV is '{environment}'; use 'development' or 'production'.")
    port = _whole_number(environ, "PORT", 8000, 1, 65535, mistakes)
    settings = Settings(
        environment=environment,
        database_url=_database_url(environ, mistakes),
        secret_key=environ.get("SECRET_KEY", "") or DEVELOPMENT_SECRET,
        base_url=environ.get("BASE_URL", "").rstrip("/")
        or f"http://{environ.get('HOST', '127.0.0.1')}:{port}",
        host=environ.get("HOST", "127.0.0.1"),
        port=port,
        mail_from=environ.get("MAIL_FROM", "ketenbord@localhost"),
        smtp_url=environ.get("SMTP_URL", ""),
        trusted_proxies=_whole_number(environ, "TRUSTED_PROXIES", 0, 0, 10, mistakes),
        debug=environ.get("FLASK_DEBUG", "") not in ("", "0", "false"),
        log_level=environ.get("LOG_LEVEL", "INFO").upper(),
    )
    mistakes += _mistakes(settings)
    if mistakes:
        raise ConfigurationError(mistakes)
    return settings


def _mistakes(settings: Settings) -> list[str]:
    mistakes = []
    if settings.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        mistakes.append(f"LOG_LEVEL is '{settings.log_level}'; use DEBUG, INFO, WARNING or ERROR.")
    address = urlsplit(settings.base_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        mistakes.append(f"BASE_URL is '{settings.base_url}'; write it as https://name.example.")
    mistakes += _smtp_mistakes(settings.smtp_url)
    if not settings.production:
        return mistakes
    if settings.secret_key == DEVELOPMENT_SECRET:
        mistakes.append("SECRET_KEY is missing; production needs one of its own.")
    elif len(settings.secret_key) < MINIMUM_SECRET_LENGTH:
        mistakes.append(
            f"SECRET_KEY is shorter than {MINIMUM_SECRET_LENGTH} characters; "
            "make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    if settings.debug:
        mistakes.append("FLASK_DEBUG is on; production does not start in debug mode.")
    return mistakes


def _smtp_mistakes(text: str) -> list[str]:
    """Never the address itself: it may hold a password."""
    if not text:
        return []
    try:
        parts = urlsplit(text)
        well = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well = False
    return (
        []
        if well
        else ["SMTP_URL cannot be read; write smtp://user:password@host:587?starttls or smtps://."]
    )


def _database_url(environ: Mapping[str, str], mistakes: list[str]) -> str:
    text = environ.get("DATABASE_URL", "")
    try:
        url = database_url_from(text)
    except ArgumentError:
        mistakes.append(
            "DATABASE_URL cannot be read; write sqlite:////path/file or "
            "postgresql://user:password@host/name."
        )
        return ""
    if make_url(url).get_backend_name() not in ("sqlite", "postgresql"):
        mistakes.append("DATABASE_URL names another database; use SQLite or PostgreSQL.")
    return url


def _whole_number(
    environ: Mapping[str, str], name: str, default: int, low: int, high: int, mistakes: list[str]
) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        mistakes.append(f"{name} is '{text}'; use a whole number from {low} to {high}.")
        return default
    return int(text)
