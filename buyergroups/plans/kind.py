"""The chain plan as a kind of document: its fixed sections, and the questions they answer."""

from __future__ import annotations

from buyergroups.documents.kinds import Kind, SectionKind
from buyergroups.plans import access
from buyergroups.plans.carrying import carry_over
from buyergroups.plans.queries import CHAIN_PLAN
from buyergroups.plans.telling import lines
from buyergroups.words import Words
from models.base import EVERYONE

#: The same in every chain, so that buyers and market recognise it.
SECTIONS = (
    SectionKind(
        "scope",
        Words("Scope en markt", "Scope and market"),
        Words(
            "Welke producten en diensten horen erbij, en welke niet?\n"
            "Wie koopt dit in, hoeveel ongeveer, en hoe weet je dat?\n"
            "Wie levert, en waar in de keten zit de invloed?",
            "Which products and services are part of it, and which are not?\n"
            "Who buys this, roughly how much, and how do you know?\n"
            "Who supplies, and where in the chain does influence lie?",
        ),
    ),
    SectionKind(
        "risks",
        Words("Risicoanalyse voor mens en milieu", "Risk analysis for people and environment"),
        Words(
            "Waar in de keten kan het misgaan voor mens en milieu?\n"
            "Wat is het ergst, en wat komt het meest voor?\n"
            "Wat doen marktpartijen er al aan?",
            "Where in the chain can things go wrong for people and environment?\n"
            "What is worst, and what happens most?\n"
            "What do market parties do about it already?",
        ),
    ),
    SectionKind(
        "goals",
        Words("Doelen per thema", "Goals per theme"),
        Words(
            "Op welke thema's richt dit plan zich, en waarom deze?\n"
            "Waaraan zie je over een paar jaar dat het gelukt is?\n"
            "Wat vraag je bewust niet, zodat eisen zich niet opstapelen?",
            "On which themes does this plan focus, and why these?\n"
            "How will you see in a few years that it worked?\n"
            "What do you leave out on purpose, so that demands do not pile up?",
        ),
    ),
    SectionKind(
        "activities",
        Words("Activiteiten en interventies", "Activities and interventions"),
        Words(
            "Wat gaan we doen om de markt in beweging te krijgen?\n"
            "Kan het ook met minder inkopen, of door niet te kopen?\n"
            "Voor wie doen we het, en wat moet het hun opleveren?",
            "What will we do to get the market moving?\n"
            "Can it be done by buying less, or by not buying?\n"
            "For whom do we do it, and what should it bring them?",
        ),
    ),
    SectionKind(
        "procurement",
        Words(
            "Rol van inkoop naast normeren, beprijzen en stimuleren",
            "Role of procurement beside standard-setting, pricing and stimulating",
        ),
        Words(
            "Wat kan inkoop hier wat regels, prijzen en subsidies niet kunnen?\n"
            "Wie zet de eerste stap, en wie volgt?",
            "What can procurement do here that rules, prices and subsidies cannot?\n"
            "Who takes the first step, and who follows?",
        ),
    ),
    SectionKind(
        "partners",
        Words("Partners en marktpartijen", "Partners and market parties"),
        Words(
            "Met wie werken we samen, en wie doet wat?\n"
            "Welke andere programma's raken deze keten?\n"
            "Welke Europese productregels gelden of komen eraan?",
            "With whom do we work together, and who does what?\n"
            "Which other programmes touch this chain?\n"
            "Which European product rules hold, or are coming?",
        ),
    ),
    SectionKind(
        "planning",
        Words("Planning, capaciteit en geld", "Planning, capacity and money"),
        Words(
            "Wat gebeurt wanneer, en wat hangt waarvan af?\n"
            "Wie maakt hoeveel tijd vrij?\n"
            "Wie betaalt wat, en wat is nog niet gedekt?",
            "What happens when, and what depends on what?\n"
            "Who makes how much time available?\n"
            "Who pays for what, and what is not covered yet?",
        ),
    ),
)

__all__ = ["CHAIN_PLAN", "KIND", "SECTIONS"]

KIND = Kind(
    code=CHAIN_PLAN,
    words=Words("Productketenplan", "Chain plan"),
    sections=SECTIONS,
    back=Words("Terug naar het plan", "Back to the plan"),
    adopting=Words(
        "De versie krijgt een nummer, is voor iedereen te zien en verandert niet meer. De vorige "
        "is daarmee vervangen.",
        "The version gets a number, everyone can see it, and it does not change any more. It "
        "supersedes the one before.",
    ),
    sees=access.sees,
    sees_draft=access.sees_draft,
    edits=access.edits,
    remarks=access.remarks,
    reviews=access.reviews,
    adopts=access.adopts,
    scope=access.scope,
    draft_scope=access.draft_scope,
    acted_as=access.acted_as,
    carry_over=carry_over,
    lines=lines,
    audience=EVERYONE,
)
