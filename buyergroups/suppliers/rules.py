"""Pure rules of suppliers: what their facts can be, and how names that were pasted are read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from buyergroups.organisations.rules import (
    KVK_WRONG,
    MOST_NAME,
    WEBSITE_WRONG,
    Mistake,
    digits,
    is_kvk,
    is_readable,
    is_website,
    web_address,
)
from buyergroups.words import Words
from models.base import sort_name
from models.suppliers import SupplierSize

#: So many names are added at once; more than that is a mistake, or a list to cut up.
MOST_NAMES = 500
#: Of the names that are alike, so many are shown.
MOST_ALIKE = 3
#: From which share of common parts on two names are alike; tried on names that people mistype.
ALIKE = 0.6

NAME_MISSING = Words("Vul in hoe de marktpartij heet.", "Fill in what the supplier is called.")
NAME_UNUSABLE = Words(
    "'%(text)s' is geen naam: er staan geen letters of cijfers in, of onzichtbare tekens.",
    "'%(text)s' is not a name: it has no letters or digits, or invisible signs.",
)
NAME_TOO_LONG = Words(
    "Een naam heeft hoogstens %(most)s tekens. Kijk '%(text)s...' na.",
    "A name has at most %(most)s characters. Check '%(text)s...'.",
)
NAMES_MISSING = Words("Schrijf of plak ten minste een naam.", "Write or paste at least one name.")
NAMES_TOO_MANY = Words(
    "Er staan %(count)s namen. Leg er hoogstens %(most)s tegelijk vast: knip de lijst in delen.",
    "There are %(count)s names. Record at most %(most)s at once: cut the list into parts.",
)
#: What says in which form a company exists, and not which company it is.
FORMS = frozenset(
    "bv nv vof cv gmbh ag ltd inc llc sa srl bvba holding groep group nederland".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class SupplierFacts:
    """What is known of a supplier. Empty is not known."""

    name: str
    company_size: SupplierSize = SupplierSize.UNKNOWN
    kvk: str | None = None
    website: str | None = None


def tidied(facts: SupplierFacts) -> SupplierFacts:
    """The same facts as they are kept: single spaces, numbers without dots, empty as nothing."""
    return replace(
        facts,
        name=" ".join(facts.name.split()),
        kvk=digits(facts.kvk),
        website=web_address(facts.website),
    )


def mistakes(facts: SupplierFacts) -> list[Mistake]:
    """Everything that is wrong with facts that were tidied."""
    found = [name_mistake(facts.name)]
    if facts.kvk is not None and not is_kvk(facts.kvk):
        found.append(Mistake("kvk", KVK_WRONG, {"text": facts.kvk[:40]}))
    if facts.website is not None and not is_website(facts.website):
        found.append(Mistake("website", WEBSITE_WRONG, {"text": facts.website[:80]}))
    return [mistake for mistake in found if mistake is not None]


def name_mistake(name: str) -> Mistake | None:
    """What is wrong with a name that was tidied."""
    if not name:
        return Mistake("name", NAME_MISSING)
    if len(name) > MOST_NAME:
        return Mistake("name", NAME_TOO_LONG, {"most": MOST_NAME, "text": name[:40]})
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:40])
    return None if is_readable(name) else Mistake("name", NAME_UNUSABLE, {"text": shown})


#: What a name ends on that says in which form a company exists: it is the same one without it.
LEGAL_FORMS = frozenset(
    "bv nv vof cv ua gmbh ag ltd llc inc sa srl plc bvba".split()  # noqa: SIM905
)


#: The same in full.
IN_FULL = {
    "beslotenvennootschap": "bv",
    "naamlozevennootschap": "nv",
    "vennootschaponderfirma": "vof",
    "commanditairevennootschap": "cv",
}


def without_form(words: Sequence[str]) -> tuple[Sequence[str], str]:
    """The words of a name, and apart from them its legal form; a name of no more stays whole."""
    for count in (3, 2, 1):
        form = "".join(words[-count:])
        form = IN_FULL.get(form, form)
        if len(words) > count and form in LEGAL_FORMS:
            return words[:-count], form
    return words, ""


class Names:
    """Suppliers by what they are called; of several of exactly one name the first."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        self._exact: dict[str, int] = {}
        self._stems: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name, supplier_id in named:
            self.add(name, supplier_id)

    def add(self, name: str, supplier_id: int) -> None:
        """Another name."""
        self._exact.setdefault(sort_name(name), supplier_id)
        stem, form = _stem(name)
        self._stems[stem].append((form, supplier_id))

    def certain(self, name: str) -> int | None:
        """Which supplier a name is of, whatever its case, accents, punctuation and legal form.

        A B.V. and an N.V. of one name are two; whoever writes neither may mean both: nobody then.
        """
        exact = self._exact.get(sort_name(name))
        if exact is not None:
            return exact
        stem, form = _stem(name)
        fits = {
            supplier_id
            for other, supplier_id in self._stems.get(stem, ())
            if not form or other in ("", form)
        }
        return fits.pop() if stem and len(fits) == 1 else None


def is_named(name: str, names: Iterable[str]) -> bool:
    """Whether a supplier certainly is one of these."""
    return Names((other, nr) for nr, other in enumerate(names)).certain(name) is not None


def _stem(name: str) -> tuple[str, str]:
    words, form = without_form(re.findall(r"[^\W_]+", sort_name(name)))
    return "".join(words), form


# ---- names that were pasted ---------------------------------------------------------------------


def names_in(text: str) -> list[str]:
    """One name per line as it will be kept, each once, in the order in which they were pasted.

    A list from a text editor or a sheet brings bullets and signs that nobody sees; those go.
    """
    return each_once(_line(line) for line in text.splitlines())


def each_once(names: Iterable[str]) -> list[str]:
    """The names that are no repetition of an earlier one, whatever their case and accents."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(sort_name(name), name)
    found.pop("", None)
    return list(found.values())


def _line(line: str) -> str:
    seen = "".join(" " if sign == "\t" else sign for sign in line if sign == "\t" or _shows(sign))
    plain = " ".join(seen.split())
    return re.sub(r"^(?:[-*•–]|\d{1,3}[.)])\s+", "", plain).strip(' ";')


def _shows(sign: str) -> bool:
    # The two that only join the signs beside them belong to a name in some scripts.
    return unicodedata.category(sign) not in ("Cc", "Cf") or sign in "\u200c\u200d"


class Likeness:
    """Finds the names that are nearly another one: mistyped, or with another form of company."""

    def __init__(self, names: Sequence[str]) -> None:
        self._parts = [_parts(name) for name in names]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, parts in enumerate(self._parts):
            for part in parts:
                self._holders[part].append(place)

    def like(self, name: str) -> list[int]:
        """The places of the names that come nearest, the nearest first; never the name itself."""
        wanted = _parts(name)
        shared = Counter(place for part in wanted for place in self._holders.get(part, ()))
        near = [
            (2 * count / (len(wanted) + len(self._parts[place])), -place)
            for place, count in shared.items()
        ]
        best = sorted((pair for pair in near if pair[0] >= ALIKE), reverse=True)
        return [-place for _, place in best[:MOST_ALIKE]]


def _parts(name: str) -> frozenset[str]:
    """A name in pieces of three signs, without what only says which form of company it is."""
    words = re.findall(r"\w+", sort_name(name).replace(".", ""))
    kept = [word for word in words if word not in FORMS] or words
    plain = f"  {''.join(kept)} "
    return frozenset(plain[start : start + 3] for start in range(len(plain) - 2))
