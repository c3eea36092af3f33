"""Settings from the environment: every mistake gives its one line."""

from __future__ import annotations

import pytest

from buyergroups.config import ConfigurationError, Settings, database_url_from, load_settings

SECRET = "s" * 32


def lines(**environ: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environ)
    return caught.value.lines


def test_without_any_environment_development_starts() -> None:
    settings = load_settings({})
    assert not settings.production
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url.startswith("sqlite:////")
    assert settings.trusted_hosts is None


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("KETENBORD_ENV", "live", "KETENBORD_ENV is 'live'"),
        ("PORT", "eighty", "PORT is 'eighty'"),
        ("PORT", "0", "PORT is '0'"),
        ("PORT", "65536", "PORT is '65536'"),
        ("PORT", "²", "PORT is '²'"),
        ("PORT", "-1", "PORT is '-1'"),
        ("TRUSTED_PROXIES", "11", "TRUSTED_PROXIES is '11'"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL is 'LOUD'"),
        ("BASE_URL", "tracker.example", "BASE_URL is 'tracker.example'"),
        ("BASE_URL", "ftp://tracker.example", "BASE_URL is 'ftp://tracker.example'"),
        ("DATABASE_URL", "not an address", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL names another database"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_setting(name: str, value: str, line: str) -> None:
    found = lines(**{name: value})
    assert len(found) == 1
    assert found[0].startswith(line)
    assert "\n" not in found[0]


def test_all_mistakes_are_said_at_once() -> None:
    found = lines(PORT="x", LOG_LEVEL="y", KETENBORD_ENV="z")
    assert [line.split()[0] for line in found] == ["KETENBORD_ENV", "PORT", "LOG_LEVEL"]


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 32"),
        ({"SECRET_KEY": SECRET, "FLASK_DEBUG": "1"}, "FLASK_DEBUG is on"),
    ],
)
def test_production_refuses(environ: dict[str, str], line: str) -> None:
    base = {"KETENBORD_ENV": "production", "BASE_URL": "https://keten.example"}
    found = lines(**base, **environ)
    assert len(found) == 1
    assert found[0].startswith(line)


def test_production_starts_with_a_secret_of_its_own() -> None:
    settings = load_settings(
        {
            "KETENBORD_ENV": "production",
            "SECRET_KEY": SECRET,
            "BASE_URL": "https://keten.example/",
            "DATABASE_URL": "postgresql://someone@host/name",
        }
    )
    assert settings.production
    assert settings.https
    assert settings.base_url == "https://keten.example"
    assert settings.trusted_hosts == ["keten.example", "127.0.0.1", "localhost"]


def test_the_secret_of_development_is_no_secret() -> None:
    found = lines(KETENBORD_ENV="production", SECRET_KEY=Settings.secret_key)
    assert found[0].startswith("SECRET_KEY is missing")


def test_the_base_url_follows_host_and_port() -> None:
    assert load_settings({"HOST": "0.0.0.0", "PORT": "8080"}).base_url == "http://0.0.0.0:8080"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_with_psycopg_3_and_keeps_its_password(scheme: str) -> None:
    url = database_url_from(f"{scheme}://me:p%40ss@host:5433/name")
    assert url == "postgresql+psycopg://me:p%40ss@host:5433/name"


@pytest.mark.parametrize("text", ["0", "", "false"])
def test_debug_is_off_by_what_people_write_for_off(text: str) -> None:
    assert not load_settings({"FLASK_DEBUG": text}).debug
