"""Pure rules of the register: how a name becomes an address, and the form of numbers and sites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from buyergroups.words import Words
from models.base import Precision
from models.organisations import Sector

#: Addresses below /organisaties that are pages of their own.
RESERVED = frozenset({"toevoegen"})
#: The register in an OIN that says that a number of the chamber of commerce follows.
OIN_OF_KVK = "00000003"
FIRST_DAY = date(1500, 1, 1)
MOST_NAME = 200

NAME_MISSING = Words("Vul in hoe de organisatie heet.", "Fill in what the organisation is called.")
NAME_UNREADABLE = Words(
    "In een naam staan letters of cijfers, en geen onzichtbare tekens.",
    "A name has letters or digits, and no invisible signs.",
)
KVK_WRONG = Words(
    "Een KvK-nummer heeft 8 cijfers. Kijk '%(text)s' na.",
    "A KvK number has 8 digits. Check '%(text)s'.",
)
OIN_WRONG = Words(
    "Een OIN heeft 20 cijfers en eindigt op 000. Kijk '%(text)s' na.",
    "An OIN has 20 digits and ends in 000. Check '%(text)s'.",
)
OIN_OTHER = Words(
    "In dit OIN staat een ander KvK-nummer (%(text)s). Kijk beide na.",
    "This OIN holds another KvK number (%(text)s). Check both.",
)
WEBSITE_WRONG = Words(
    "Dit is geen adres van een website: %(text)s. Schrijf het als https://www.voorbeeld.nl.",
    "This is not the address of a website: %(text)s. Write it as https://www.example.org.",
)
SIGNED_BY_NOBODY = Words(
    "Er staat sinds wanneer, maar niet dat de organisatie ondertekende. Kies 'ja' of maak de "
    "datum leeg.",
    "It says since when, but not that the organisation signed. Choose 'yes' or empty the date.",
)
SIGNED_IN_FUTURE = Words(
    "Sinds wanneer de organisatie ondertekende kan niet in de toekomst liggen.",
    "Since when the organisation signed cannot lie in the future.",
)
BEGUN_IN_FUTURE = Words(
    "Sinds wanneer de organisatie bestaat kan niet in de toekomst liggen.",
    "Since when the organisation exists cannot lie in the future.",
)
END_BEFORE_START = Words(
    "De organisatie stopt hier voor ze begint. Kijk beide data na.",
    "The organisation ends before it begins. Check both dates.",
)


@dataclass(frozen=True)
class Facts:
    """What is known of an organisation. Empty is not known."""

    name: str
    sector: Sector
    type_id: int | None = None
    bound_by_procurement_law: bool | None = None
    signatory: bool | None = None
    signed: date | None = None
    signed_precision: Precision = Precision.UNKNOWN
    parent_id: int | None = None
    kvk: str | None = None
    oin: str | None = None
    website: str | None = None
    since: date | None = None
    since_precision: Precision = Precision.UNKNOWN
    until: date | None = None


@dataclass(frozen=True)
class Mistake:
    """Why facts cannot be as they are, and in which of them it lies."""

    where: str
    words: Words
    values: dict[str, Any] = field(default_factory=dict)


def slug_of(name: str) -> str:
    """A name as an address: lower case, no accents, a hyphen for everything between words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = plain.replace(".", "")  # B.V. is one word
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST_NAME]


def free_slug(name: str, taken: Collection[str]) -> str:
    """The address for a name that no other organisation has or had."""
    wanted = slug_of(name)[: MOST_NAME - 10] or "organisatie"
    if wanted not in taken and wanted not in RESERVED:
        return wanted
    return next(free for nr in range(2, len(taken) + 3) if (free := f"{wanted}-{nr}") not in taken)


def tidied(facts: Facts) -> Facts:
    """The same facts as they are kept: single spaces, numbers without dots, empty as nothing."""
    return replace(
        facts,
        name=" ".join(facts.name.split()),
        kvk=digits(facts.kvk),
        oin=digits(facts.oin),
        website=web_address(facts.website),
    )


def digits(text: str | None) -> str | None:
    """A number without the spaces, dots and hyphens that people put in; empty is nothing."""
    return re.sub(r"[\s.\-]", "", text or "") or None


def web_address(text: str | None) -> str | None:
    """The address of a site, with https:// where it was left out; empty is nothing."""
    typed = (text or "").strip()
    if not typed:
        return None
    return typed if "://" in typed else f"https://{typed}"


def mistakes(facts: Facts, today: date) -> list[Mistake]:
    """Everything that is wrong with facts that were tidied."""
    found = [_name(facts), _kvk(facts), _oin(facts), _website(facts), *_days(facts, today)]
    return [mistake for mistake in found if mistake is not None]


def _name(facts: Facts) -> Mistake | None:
    if not facts.name:
        return Mistake("name", NAME_MISSING)
    return None if is_readable(facts.name) else Mistake("name", NAME_UNREADABLE)


def is_readable(name: str) -> bool:
    """Whether a name shows what it says, and is more than signs."""
    return name.isprintable() and any(sign.isalnum() for sign in name)


def _kvk(facts: Facts) -> Mistake | None:
    if facts.kvk is None or is_kvk(facts.kvk):
        return None
    return Mistake("kvk", KVK_WRONG, {"text": facts.kvk[:40]})


def is_kvk(text: str) -> bool:
    """Eight digits; no check digit of it is documented, so none is asked for."""
    return re.fullmatch(r"[0-9]{8}", text) is not None


def _oin(facts: Facts) -> Mistake | None:
    """Twenty digits: eight for the register, a number of eight or nine, and zeros (000).

    Source: Logius, OIN-stelsel, "Samenstelling OIN". The table of registers grows, so a register
    is not checked; of 00000003 it is known that the KvK number follows.
    """
    if facts.oin is None:
        return None
    if not re.fullmatch(r"[0-9]{17}000", facts.oin):
        return Mistake("oin", OIN_WRONG, {"text": facts.oin[:40]})
    inside = facts.oin[8:16]
    if facts.oin.startswith(OIN_OF_KVK) and facts.kvk not in (None, inside):
        return Mistake("oin", OIN_OTHER, {"text": inside})
    return None


def _website(facts: Facts) -> Mistake | None:
    if facts.website is None or is_website(facts.website):
        return None
    return Mistake("website", WEBSITE_WRONG, {"text": facts.website[:80]})


def is_website(text: str) -> bool:
    """Whether a page can link to it: http or https, a name with a dot, nobody's password."""
    if not text.isprintable() or " " in text or len(text) > MOST_NAME:
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    named = re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) is not None
    return parts.scheme in ("http", "https") and named and "@" not in parts.netloc


def _days(facts: Facts, today: date) -> list[Mistake | None]:
    ahead = [
        Mistake(where, words)
        for where, day, words in (
            ("signed", facts.signed, SIGNED_IN_FUTURE),
            ("since", facts.since, BEGUN_IN_FUTURE),
        )
        if day is not None and day > today
    ]
    unsigned = facts.signed is not None and facts.signatory is not True
    backwards = facts.since is not None and facts.until is not None and facts.until < facts.since
    return [
        *ahead,
        Mistake("signed", SIGNED_BY_NOBODY) if unsigned else None,
        Mistake("until", END_BEFORE_START) if backwards else None,
    ]
