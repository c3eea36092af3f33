"""Wrong passwords: guessing stops, and nobody is locked out of where they worked before."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from buyergroups.accounts import rules
from buyergroups.accounts.services import add_person, hash_of
from buyergroups.db import Database
from models.people import SignInTry, TryOutcome
from tests.access.people import MAKER, email_of
from tests.access.signing import sign_in
from tests.support.apps import CHEAP, SETTINGS, StandingClock, make_app, make_client
from tests.support.client import PASSWORD, CheckingClient
from tests.support.run import NOW

NewClient = Callable[[], CheckingClient]
WRONG = "dit is het niet"
HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"


def tries(
    database: Database,
    number: int,
    *,
    account: str | None = None,
    address: str | None = None,
    outcome: TryOutcome = TryOutcome.FAILED,
    at: datetime = NOW,
) -> None:
    """As if this many had been made: on one account or many, from one address or many."""
    rows = [
        {
            "at": at,
            "account_hash": hash_of(email_of(account or f"iemand{nr}")),
            "address": address or f"192.0.2.{nr}",
            "outcome": outcome,
        }
        for nr in range(number)
    ]
    with database.write(counts=False) as session:
        session.execute(insert(SignInTry), rows)


def statuses(
    client: CheckingClient, account: str, passwords: Iterable[str], address: str = HERE
) -> list[int]:
    return [sign_in(client, account, text, address=address).status_code for text in passwords]


# ---- one account from one address -------------------------------------------------------------


@pytest.mark.both_databases
def test_the_sixth_try_waits_and_a_real_user_gets_in_from_elsewhere(
    new_client: NewClient, clock: StandingClock
) -> None:
    assert statuses(new_client(), "publiek", [WRONG] * 5) == [422] * 5
    answer = sign_in(new_client(), "publiek", PASSWORD)
    assert answer.status_code == 429
    assert "Wacht een kwartier" in answer.text
    assert sign_in(new_client(), "publiek", PASSWORD, address=ELSEWHERE).status_code == 303
    assert sign_in(new_client(), "privaat", PASSWORD).status_code == 303
    clock.forward(minutes=15)
    assert sign_in(new_client(), "publiek", PASSWORD).status_code == 303


def test_waiting_tries_do_not_lengthen_the_wait(client: CheckingClient, database: Database) -> None:
    assert statuses(client, "publiek", [WRONG] * 8) == [422] * 5 + [429] * 3
    with database.read() as session:
        found = session.execute(
            select(SignInTry.outcome, func.count()).group_by(SignInTry.outcome)
        ).all()
    counted = {outcome: number for outcome, number in found}  # noqa: C416
    assert counted == {TryOutcome.FAILED: 5, TryOutcome.REFUSED: 3}


def test_signing_in_does_not_count_as_guessing(new_client: NewClient) -> None:
    for _ in range(8):
        assert sign_in(new_client(), "publiek").status_code == 303


def test_a_try_that_is_being_checked_counts(client: CheckingClient, database: Database) -> None:
    """Many at the same moment: each is counted before its password is looked at."""
    tries(database, 5, account="publiek", address=HERE, outcome=TryOutcome.OPEN)
    assert sign_in(client, "publiek").status_code == 429


def test_other_ways_to_write_an_address_are_no_new_tries(
    new_client: NewClient, database: Database
) -> None:
    email = "zoë@ketenbord.example"
    with database.write() as session:
        hashed = CHEAP.hash(PASSWORD)
        add_person(session, MAKER, NOW, email=email, name="Zoë", password_hash=hashed)
    ways = [email, email.upper(), f" {email}", unicodedata.normalize("NFD", email), f"{email}\n"]
    for way in ways:
        assert sign_in(new_client(), way, WRONG).status_code == 422
    assert sign_in(new_client(), email).status_code == 429


def test_unknown_accounts_wait_just_as_long(client: CheckingClient) -> None:
    assert statuses(client, "bestaat-niet", [WRONG] * 6) == [422] * 5 + [429]


# ---- one address, one account from everywhere, everything -------------------------------------


def test_one_address_on_many_accounts(new_client: NewClient, database: Database) -> None:
    tries(database, rules.ADDRESS_LIMIT - 1, address=HERE)
    assert sign_in(new_client(), "publiek", WRONG).status_code == 422
    assert sign_in(new_client(), "publiek").status_code == 429
    assert sign_in(new_client(), "publiek", address=ELSEWHERE).status_code == 303


@pytest.mark.both_databases
def test_one_account_from_many_addresses(new_client: NewClient, database: Database) -> None:
    tries(database, rules.ACCOUNT_LIMIT, account="publiek")
    assert sign_in(new_client(), "publiek").status_code == 429
    assert sign_in(new_client(), "privaat").status_code == 303


@pytest.mark.both_databases
def test_nobody_is_locked_out_of_where_they_signed_in_before(
    new_client: NewClient, database: Database, clock: StandingClock
) -> None:
    assert sign_in(new_client(), "publiek", address=HERE).status_code == 303
    clock.forward(days=89)
    tries(database, rules.ACCOUNT_LIMIT, account="publiek", at=clock.now)
    tries(database, rules.OVERALL_LIMIT, at=clock.now)
    assert sign_in(new_client(), "publiek", address=HERE).status_code == 303
    assert sign_in(new_client(), "publiek", address=ELSEWHERE).status_code == 429


def test_an_address_is_not_known_for_ever(
    new_client: NewClient, database: Database, clock: StandingClock
) -> None:
    assert sign_in(new_client(), "publiek", address=HERE).status_code == 303
    clock.forward(days=90)
    tries(database, rules.ACCOUNT_LIMIT, account="publiek", at=clock.now)
    assert sign_in(new_client(), "publiek", address=HERE).status_code == 429


def test_overall(new_client: NewClient, database: Database) -> None:
    tries(database, rules.OVERALL_LIMIT - 1)
    assert sign_in(new_client(), "publiek", address=HERE).status_code == 303
    tries(database, 1)
    assert sign_in(new_client(), "privaat", address=ELSEWHERE).status_code == 429
    assert sign_in(new_client(), "publiek", address=HERE).status_code == 303


def test_tries_of_long_ago_are_forgotten(client: CheckingClient, database: Database) -> None:
    before = NOW - timedelta(minutes=15)
    tries(database, 10, account="publiek", address=HERE, at=before)
    tries(database, rules.ACCOUNT_LIMIT, account="publiek", at=before)
    assert sign_in(client, "publiek").status_code == 303


def test_accounts_that_were_tried_are_no_list(client: CheckingClient, database: Database) -> None:
    sign_in(client, "publiek", WRONG)
    with database.read() as session:
        row = session.scalars(select(SignInTry)).one()
    assert row.account_hash == hash_of(email_of("publiek"))
    assert "publiek" not in f"{row.account_hash}{row.address}"


# ---- where somebody says to be ----------------------------------------------------------------


def behind(database: Database, clock: StandingClock, proxies: int) -> CheckingClient:
    app = make_app(database, clock, replace(SETTINGS, trusted_proxies=proxies))
    return make_client(app, database, clock)


def forwarded(client: CheckingClient, text: str) -> int:
    headers = {"X-Forwarded-For": text}
    return sign_in(client, "publiek", WRONG, headers=headers).status_code


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Client-IP"])
def test_without_a_proxy_a_header_resets_nothing(
    database: Database, clock: StandingClock, header: str
) -> None:
    client = behind(database, clock, 0)
    for nr in range(5):
        sign_in(client, "publiek", WRONG, headers={header: f"192.0.2.{nr}"})
    answer = sign_in(client, "publiek", headers={header: "192.0.2.99"})
    assert answer.status_code == 429


def test_behind_a_proxy_its_word_counts_and_nobody_elses(
    database: Database, clock: StandingClock
) -> None:
    client = behind(database, clock, 1)
    # What the sender wrote stands before what the proxy added.
    assert [forwarded(client, f"192.0.2.{nr}, 203.0.113.7") for nr in range(6)] == [422] * 5 + [429]
    assert forwarded(client, "192.0.2.1, 203.0.113.8") == 422
    assert forwarded(client, "203.0.113.7") == 429


@pytest.mark.both_databases
@pytest.mark.parametrize("text", ["x" * 5000, "", ",", "2001:db8::1%eth0", "é", "unix:"])
def test_whatever_a_proxy_says(database: Database, clock: StandingClock, text: str) -> None:
    assert forwarded(behind(database, clock, 1), text) == 422
