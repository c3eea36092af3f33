"""Pure rules of signing in: what a password must be, how many tries, when a session ends."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from buyergroups.words import Words

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 200

#: Tries are counted over this time.
WINDOW = timedelta(minutes=15)
#: From one address on one account; a real user still gets in from elsewhere.
PAIR_LIMIT = 5
#: From one address, whatever the account: an office can share one.
ADDRESS_LIMIT = 50
#: On one account from addresses where it never signed in before.
ACCOUNT_LIMIT = 100
#: Overall, from addresses where the account never signed in before.
OVERALL_LIMIT = 1000
#: How long an address stays known for an account after signing in there.
KNOWN_FOR = timedelta(days=90)

TOO_SHORT = Words(
    "Kies een wachtwoord van minstens %(low)s tekens.",
    "Choose a password of at least %(low)s characters.",
)
TOO_LONG = Words(
    "Kies een wachtwoord van hoogstens %(high)s tekens.",
    "Choose a password of at most %(high)s characters.",
)
TOO_COMMON = Words(
    "Dit wachtwoord is te makkelijk te raden. Kies iets dat niet bestaat uit een bekend woord, "
    "een rijtje of een naam uit het programma.",
    "This password is too easy to guess. Choose something that is not made of a common word, "
    "a sequence or a name from the programme.",
)

#: Words that people build passwords from, with those of the programme; one a line.
_COMMON = frozenset(
    (Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").split()
)


_SEQUENCE = "01234567890123456789098765432109876543210"
#: Signs that people write for a letter.
_LEET = str.maketrans("013457@$", "oieastas")


def hash_of(text: str) -> str:
    """What is kept of a key, a token or an account that somebody tried."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain_email(email: str) -> str:
    """An address as it is kept and looked up: one of all the ways to type the same one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", email).strip().casefold())


def password_mistake(password: str, names: list[str]) -> Words | None:
    """Why a password is refused, or None. `names`: of the person and the organisations."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < MINIMUM_LENGTH:
        return TOO_SHORT
    if len(password) > MAXIMUM_LENGTH:
        return TOO_LONG
    return TOO_COMMON if _easy_to_guess(password, names) else None


def _easy_to_guess(password: str, names: list[str]) -> bool:
    plain = _without_accents(password)
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", plain)
    rest = re.sub(r"[a-z]", "", plain)
    words = _COMMON | {part for name in names for part in _parts(name)}
    readings = {_letters(text) for text in (plain, plain.translate(_LEET), core.translate(_LEET))}
    return (
        len(set(plain)) < 5
        or plain in _SEQUENCE
        or any(
            _made_of(text, words) for text in readings if _says_little(rest, len(text), len(plain))
        )
    )


def _says_little(rest: str, letters: int, length: int) -> bool:
    """Whether what stands beside the letters, such as a year, makes them no harder to guess."""
    return letters * 2 > length or len(rest) < 8 or len(set(rest)) < 4 or rest in _SEQUENCE


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


def _parts(name: str) -> list[str]:
    """The words of a name, and the name written without spaces."""
    plain = _without_accents(name)
    return [_letters(plain), *re.split(r"[^a-z]+", plain)]


def _made_of(text: str, words: frozenset[str] | set[str]) -> bool:
    """Whether a text is nothing but such words behind each other."""
    usable = {word for word in words if len(word) > 2}
    reachable = {0}
    for end in range(1, len(text) + 1):
        if any(text[:end].endswith(word) and end - len(word) in reachable for word in usable):
            reachable.add(end)
    return bool(text) and len(text) in reachable


@dataclass(frozen=True)
class Tries:
    """Failed or unfinished tries in the window, and whether this address is known."""

    pair: int
    address: int
    account_elsewhere: int
    overall: int
    known_here: bool


def too_many(tries: Tries) -> bool:
    """Whether another try has to wait. Nobody can lock a person out where they signed in before."""
    if tries.pair >= PAIR_LIMIT or tries.address >= ADDRESS_LIMIT:
        return True
    return not tries.known_here and (
        tries.account_elsewhere >= ACCOUNT_LIMIT or tries.overall >= OVERALL_LIMIT
    )


def session_over(
    started_at: datetime, last_seen_at: datetime, now: datetime, *, idle_minutes: int, hours: int
) -> bool:
    """Whether a session has reached its idle or its absolute time-out."""
    return now - last_seen_at >= timedelta(minutes=idle_minutes) or now - started_at >= timedelta(
        hours=hours
    )
