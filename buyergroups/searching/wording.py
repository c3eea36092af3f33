"""The words of a text as they are looked for: folded, without those that say nothing. Pure."""

from __future__ import annotations

import re
import unicodedata

#: More than these a text does not need to be found, and longer ones nobody types.
MOST_WORDS = 400
LONGEST = 40
SHORTEST = 3
#: From this length on a word also finds those that begin alike: kunststof and kunststoffen.
LONG = 6
ENDING = 3
_WORD = re.compile(r"[^\W_]+")
#: Words of Dutch and English that stand in any text, and those that all of this is about.
_SILENT = """
aan als bij dan dat deze die dit door een hebben heeft het hoe hun ieder iets kan kunnen meer
met moet moeten naar niet nog ons onze ook over rond rondom samen tot uit van via voor waar
waarom wat welke wel wie wij worden wordt zal zich zijn zoals zonder
about also and any are been but can does for from has have how into its more must not our
shall should than that the their them then these they this through was were what when which
who why will with without would you your
inkoop inkopen mvoi procurement vraagstuk vraagstukken topic topics programma programme
"""
SILENT = frozenset(_SILENT.split())
#: Words of all that is about procurement: they are kept, and found by who looks for them, but two
#: things that share one are not alike for it.
_GENERAL = """
aanbesteden aanbesteding aanbestedingen inkoper inkopers keten ketens koopt kopen koper kopers
leverancier leveranciers markt markten marktpartij marktpartijen organisatie organisaties
overheden overheid product producten productketen productketens vraag vraagt vragen
ask asks buy buyer buyers buying buys chain chains government governments market markets
organisation organisations product products public purchase purchases purchasing question
questions supplier suppliers tender tenders
"""
GENERAL = frozenset(_GENERAL.split())


def folded(text: str) -> str:
    """Without case and accents, the same on every database."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def words_of(text: str) -> list[str]:
    """The words of a text that say something, each once, in order."""
    found = dict.fromkeys(
        word[:LONGEST]
        for word in _WORD.findall(folded(text))
        if len(word) >= SHORTEST and word not in SILENT
    )
    return list(found)[:MOST_WORDS]


def beginning(word: str) -> str:
    """What a word has to begin with to be found by this one; of a short word nothing is left out.

    Dutch and English put what differs at the end, so this stands in for a dictionary.
    """
    return word[: max(LONG - 1, len(word) - ENDING)] if len(word) >= LONG else word


def finds(wanted: str, word: str) -> bool:
    """Whether somebody who looks for one word means the other one."""
    return word == wanted or (len(wanted) >= LONG and word.startswith(beginning(wanted)))


def shared(wanted: list[str], there: list[str]) -> list[str]:
    """The wanted words that are found among others."""
    return [one for one in wanted if any(finds(one, word) for word in there)]
