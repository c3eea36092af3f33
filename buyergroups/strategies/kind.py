"""The market vision and the market strategy of a group as kinds of documents.

That a group makes them together stands in the sources: in buyer groups members "do pilots, make a
joint market strategy, hold market consultations together and share what they learn" (Nationaal plan
MVI 2021-2025, actielijn 2), and work towards "each their own" procurement. Of which parts they
consist no source says: the sections and their questions are the product's own choice, few and
short, and the administrator can edit the questions.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.documents.kinds import Kind, Lines, SectionKind
from buyergroups.groups.queries import group_by_id
from buyergroups.strategies import access
from buyergroups.words import Words
from models.base import PROGRAMME_TEAM

MARKET_VISION, MARKET_STRATEGY = "market-vision", "market-strategy"

VISION_SECTIONS = (
    SectionKind(
        "market",
        Words("De markt nu", "The market now"),
        Words(
            "Wie levert, wie koopt, en hoeveel ongeveer?\n"
            "Waar staat de markt, en waaraan zie je dat?\n"
            "Wat gaat er mis voor mens en milieu?",
            "Who supplies, who buys, and roughly how much?\n"
            "Where does the market stand, and what shows it?\n"
            "What goes wrong for people and environment?",
        ),
    ),
    SectionKind(
        "destination",
        Words("Waar de markt naartoe moet", "Where the market has to go"),
        Words(
            "Wat is over een aantal jaren gewoon, dat nu bijzonder is?\n"
            "Welke thema's horen daarbij, en welke bewust niet?",
            "What will be normal in some years that is special now?\n"
            "Which themes belong to that, and which on purpose do not?",
        ),
    ),
    SectionKind(
        "barriers",
        Words("Wat beweging tegenhoudt en wat helpt", "What holds movement back, what helps"),
        Words(
            "Wat houdt leveranciers tegen, en wat kopers?\n"
            "Welke regels, technieken of voorbeelden helpen?",
            "What holds suppliers back, and what buyers?\n"
            "Which rules, techniques or examples help?",
        ),
    ),
    SectionKind(
        "first",
        Words("Wat eerst beweegt", "What moves first"),
        Words(
            "Welke stap kan de markt nu zetten, en welke pas later?\n"
            "Wie loopt voorop, en wie kan volgen?",
            "Which step can the market take now, and which only later?\n"
            "Who leads the way, and who can follow?",
        ),
    ),
)
STRATEGY_SECTIONS = (
    SectionKind(
        "demand",
        Words("Wat we vragen, en wanneer", "What we ask for, and when"),
        Words(
            "Wat vragen we allemaal, en vanaf welk jaar?\n"
            "Wat vragen we later, en hoe weet de markt dat nu al?\n"
            "Wat vragen we niet, zodat eisen zich niet opstapelen?",
            "What do all of us ask for, and from which year?\n"
            "What do we ask for later, and how does the market know that now?\n"
            "What do we not ask for, so that demands do not pile up?",
        ),
    ),
    SectionKind(
        "steps",
        Words("Wie begint, en wie volgt", "Who begins, and who follows"),
        Words(
            "Met welke pilots en aanbestedingen beginnen we?\n"
            "Wie doet mee, en wie neemt over wat werkt?",
            "With which pilots and tenders do we begin?\n"
            "Who takes part, and who takes over what works?",
        ),
    ),
    SectionKind(
        "consultation",
        Words("Hoe we met de markt praten", "How we talk with the market"),
        Words(
            "Wanneer houden we samen een marktconsultatie, en waarover?\n"
            "Hoe krijgt elke leverancier dezelfde informatie?",
            "When do we hold a market consultation together, and on what?\n"
            "How does each supplier get the same information?",
        ),
    ),
    SectionKind(
        "together",
        Words("Wat we samen doen, en wat ieder zelf", "What we do together, and each alone"),
        Words(
            "Welke eisen en contractteksten maken we samen?\n"
            "Wat beslist elke organisatie zelf?\n"
            "Wat bespreken we niet met elkaar?",
            "Which requirements and contract texts do we make together?\n"
            "What does each organisation decide alone?\n"
            "What do we not discuss with each other?",
        ),
    ),
    SectionKind(
        "learning",
        Words("Wat we meten en delen", "What we measure and share"),
        Words(
            "Waaraan zien we dat de markt beweegt?\nWat delen we met andere inkopers, en wanneer?",
            "What shows us that the market moves?\nWhat do we share with other buyers, and when?",
        ),
    ),
)
ADOPTING = Words(
    "De versie krijgt een nummer en verandert niet meer. Alle deelnemers van de groep en het "
    "programmateam zien haar. De vorige is daarmee vervangen.",
    "The version gets a number and does not change any more. All members of the group and the "
    "programme team see it. It supersedes the one before.",
)
CAUTION = Words(
    "Alle deelnemers lezen mee, ook private. Noem geen prijzen, aantallen of plannen van een "
    "afzonderlijke organisatie, en niets dat een leverancier in vertrouwen gaf.",
    "All members read this, private ones too. Mention no prices, volumes or plans of a single "
    "organisation, and nothing that a supplier gave in confidence.",
)


GROUP_CLOSED = Words(
    "De groep is gesloten: er wordt niet meer aan deze tekst geschreven.",
    "The group is closed: this text is not written in any more.",
)


def _nothing_to_carry(_: Session, __: Actor, ___: datetime, ____: int, _____: int) -> None:
    """A version is its text."""


def _no_lines(_: Session, __: Collection[int], ___: str) -> Lines:
    return {}


def _idle(session: Session, group_id: int) -> Words | None:
    """A closed group writes nothing new."""
    return None if group_by_id(session, group_id).is_open else GROUP_CLOSED


def _kind(code: str, words: Words, sections: tuple[SectionKind, ...], back: Words) -> Kind:
    return Kind(
        code=code,
        words=words,
        sections=sections,
        back=back,
        adopting=ADOPTING,
        sees=access.sees,
        sees_draft=access.sees,
        edits=access.edits,
        remarks=access.sees,
        reviews=access.reviews,
        adopts=access.adopts,
        scope=access.scope,
        draft_scope=access.scope,
        acted_as=access.acted_as,
        carry_over=_nothing_to_carry,
        lines=_no_lines,
        audience=PROGRAMME_TEAM,
        caution=CAUTION,
        idle=_idle,
    )


VISION = _kind(
    MARKET_VISION,
    Words("Marktvisie", "Market vision"),
    VISION_SECTIONS,
    Words("Terug naar de marktvisie", "Back to the market vision"),
)
STRATEGY = _kind(
    MARKET_STRATEGY,
    Words("Marktstrategie", "Market strategy"),
    STRATEGY_SECTIONS,
    Words("Terug naar de marktstrategie", "Back to the market strategy"),
)
#: By the last part of their addresses.
KINDS = {"marktvisie": VISION, "marktstrategie": STRATEGY}
