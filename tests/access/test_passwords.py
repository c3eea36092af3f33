"""What a password must be: long, and nothing that everybody would try first."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.accounts.passwords import Passwords
from buyergroups.accounts.rules import TOO_COMMON, TOO_LONG, TOO_SHORT, password_mistake

NAMES = ["Noor van Nieuwland", "n.nieuwland", "Gemeente Voorbeeldstad"]


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord12",
        "Wachtwoord!!",
        "W4chtw00rd!!",
        "w@chtwo0rd2026",
        "welkomwelkom",
        "welkom-welkom",
        "Welkom2026!!",
        "Welkom2026!!!",
        "welkom12345678",
        "ajax!!!!!!!!!!!!",
        "qwertyuiop12",
        "ketenbord-2027",
        "Ketenbord123",
        "mvoi-inkoop-2027",
        "buyergroup2027",
        "buyer group 2027",
        "rijkswaterstaat",
        "circulair-inkopen",
        "012345678901",
        "123456789012",
        "987654321098",
        "aaaaaaaaaaaa",
        "abababababab",
        "112211221122",
        "abcdefgh1234",
        "noorvannieuwland",
        "noor.nieuwland1",
        "Nieuwland2027!",
        "nieuwlandnoor",
        "N.Nieuwland-1",
        "voorbeeldstad1",
        "Gemeente-Voorbeeldstad",
        "wachtwoord" * 3,
        "Oktober-2026!",
        "February2027!!",
        "zomer-herfst-1",
        "AutumnWinter26",
        "donderdag2026",
        "wednesday 2027",
        "me\u0301i juni juli 27",
        "\uff57\uff41\uff43\uff48\uff54\uff57\uff4f\uff4f\uff52\uff4412",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert password_mistake(password, NAMES) == TOO_COMMON


@pytest.mark.parametrize(
    "password",
    [
        "kwijnende zeepbel",
        "correct horse battery staple",
        "vier paarse olifanten",
        "9f8Kd!2mLq0z",
        "ik inkoop nooit haring",
        "ψυχή και σώμα μου",
        "\U0001f600\U0001f680\U0001f9a5\U0001f355\U0001f30d" * 3,
        "x" * 8 + "kwijnendezeepbel" * 12,
    ],
)
def test_a_phrase_of_ones_own_is_accepted(password: str) -> None:
    assert password_mistake(password, NAMES) is None


def test_lengths() -> None:
    long = "kwijnende zeepbel 7 op een dak "
    assert password_mistake(long[:11], []) == TOO_SHORT
    assert password_mistake(long[:12], []) is None
    assert password_mistake((long * 10)[:64], []) is None
    assert password_mistake((long * 10)[:200], []) is None
    assert password_mistake((long * 10)[:201], []) == TOO_LONG


def test_no_rules_about_which_characters() -> None:
    for password in ("kwijnendezeepbel", "KWIJNENDE ZEEPBEL", "kwijnende-zeepbel"):
        assert password_mistake(password, []) is None


def test_names_that_hold_nothing_refuse_nothing() -> None:
    assert password_mistake("kwijnende zeepbel", ["", " ", "Ω", "J."]) is None


@given(st.text(max_size=250), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_gets_an_answer(password: str, names: list[str]) -> None:
    mistake = password_mistake(password, names)
    if mistake is None:
        assert 12 <= len(unicodedata.normalize("NFC", password)) <= 200
        assert len(set(unicodedata.normalize("NFKD", password).casefold())) >= 5


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_a_hash_fits_its_own_password_only(password: str) -> None:
    passwords = Passwords(memory_kib=8, rounds=1)
    kept = passwords.hash(password)
    assert kept != passwords.hash(password)
    assert passwords.verify(kept, password)
    assert not passwords.verify(kept, password + " ")
    assert not passwords.verify(None, password)
    assert not passwords.verify("not a hash", password)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    old, new = Passwords(memory_kib=8, rounds=1), Passwords(memory_kib=16, rounds=1)
    kept = old.hash("kwijnende zeepbel")
    assert new.verify(kept, "kwijnende zeepbel")
    assert new.outdated(kept)
    assert not old.outdated(kept)


TYPED = "café na één borrel"


@pytest.mark.parametrize("first", ["NFC", "NFD"])
@pytest.mark.parametrize("later", ["NFC", "NFD"])
def test_it_fits_whichever_keyboard_typed_it(first: str, later: str) -> None:
    passwords = Passwords(memory_kib=8, rounds=1)
    chosen = unicodedata.normalize(first, TYPED)  # type: ignore[arg-type]
    typed = unicodedata.normalize(later, TYPED)  # type: ignore[arg-type]
    assert passwords.verify(passwords.hash(chosen), typed)
    # What was hashed before it was prepared still fits.
    assert passwords.verify(passwords._hasher.hash(chosen), typed)
    assert not passwords.verify(passwords.hash(chosen), TYPED.replace("é", "e"))


def test_a_space_is_a_space() -> None:
    passwords = Passwords(memory_kib=8, rounds=1)
    assert passwords.verify(passwords.hash("vier paarse olifanten"), "vier\u00a0paarse olifanten")


@pytest.mark.parametrize("typed", ["ascii alleen hier", unicodedata.normalize("NFD", TYPED)])
def test_the_cost_is_the_same_for_every_account(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    passwords = Passwords(memory_kib=8, rounds=1)
    asked: list[str] = []

    def fits(kept: str, _: str) -> bool:
        asked.append(kept)
        return False

    monkeypatch.setattr(passwords, "_fits", fits)
    costs = []
    for kept in (None, passwords.hash("iets heel anders"), "geen hash"):
        asked.clear()
        passwords.verify(kept, typed)
        costs.append(len(asked))
    assert len(set(costs)) == 1
