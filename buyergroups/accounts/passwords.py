"""Argon2id for passwords, with the same cost for an unknown account as for a known one."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# The parameters that OWASP names for Argon2id with little memory: eight sign-ins at once stay
# within what a small web process may use.
MEMORY_KIB = 19 * 1024
ROUNDS = 2


class Passwords:
    """Hashes and verifies. Slow on purpose: never call it with a transaction open."""

    def __init__(self, *, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to keep."""
        return self._hasher.hash(prepared(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password fits; without a kept hash a dummy one is checked instead.

        How often is checked depends on what was typed only, and is the same for every account.
        """
        fits = [self._fits(kept or self._nobody, text) for text in _readings(password)]
        return kept is not None and any(fits)

    def _fits(self, kept: str, text: str) -> bool:
        try:
            return self._hasher.verify(kept, text)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, kept: str) -> bool:
        """Whether a kept hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def prepared(password: str) -> str:
    """A password as it is hashed: the same whichever keyboard typed it (after RFC 8265)."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in password)
    return unicodedata.normalize("NFC", spaced)


def _readings(password: str) -> list[str]:
    """What may have been hashed for it; until November 2026 that was what was typed, as it was."""
    decomposed = unicodedata.normalize("NFD", password)
    return list(dict.fromkeys([prepared(password), password, decomposed]))
