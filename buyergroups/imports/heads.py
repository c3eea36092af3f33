"""The columns that a file can have: organisations, members of a group, the baseline of chains."""

from __future__ import annotations

from datetime import date

from buyergroups.chains.labels import PROGRESS, STAGNATION
from buyergroups.groups.labels import ROLES
from buyergroups.imports.columns import Column
from buyergroups.organisations.labels import KNOWN, SECTORS
from buyergroups.words import Words
from models.groups import MemberRole
from models.organisations import Sector
from models.phases import Progress

NO = Words("nee", "no")

#: Heads of our own files that nothing is read from.
ORGANISATIONS_PASSED = ("Opgegaan in", "Merged into")
ORGANISATIONS: tuple[Column, ...] = (
    Column(
        "naam",
        Words("Naam", "Name"),
        Words("Verplicht. Zoals de organisatie nu heet.", "Required. As it is called now."),
        Words("Gemeente Voorbeeld aan Zee", "Gemeente Voorbeeld aan Zee"),
        needed=True,
    ),
    Column(
        "soort",
        Words("Soort", "Type"),
        Words("Een van de soorten van het register.", "One of the types of the register."),
        also=("type organisatie",),
    ),
    Column(
        "sector",
        Words("Publiek of privaat", "Public or private"),
        Words(
            "Verplicht bij een nieuwe organisatie: publiek of privaat.",
            "Required for a new organisation: public or private.",
        ),
        SECTORS[Sector.PUBLIC],
        needed=True,
    ),
    Column(
        "aanbestedingsplichtig",
        Words("Aanbestedingsplichtig", "Bound by procurement law"),
        Words("ja, nee of niet bekend", "yes, no or not known"),
        KNOWN[True],
    ),
    Column(
        "ondertekenaar",
        Words("Ondertekende het Manifest", "Signed the Manifest"),
        Words("ja, nee of niet bekend", "yes, no or not known"),
        KNOWN[None],
        also=("Manifest", "Ondertekenaar"),
    ),
    Column(
        "ondertekend",
        Words("Ondertekend sinds", "Signed since"),
        Words(
            "Een dag, maand of jaar: 3-3-2026, mrt 2026 of 2026. Alleen bij ja.",
            "A day, month or year: 3-3-2026, Mar 2026 or 2026. Only with yes.",
        ),
    ),
    Column(
        "koepel",
        Words("Valt onder", "Belongs to"),
        Words(
            "De naam van een organisatie uit het register of uit dit bestand.",
            "The name of an organisation in the register or in this file.",
        ),
        also=("Koepel", "Umbrella", "Parent"),
    ),
    Column(
        "kvk",
        Words("KvK-nummer", "KvK number"),
        Words(
            "8 cijfers. Zet de cel op tekst, anders valt een nul vooraan weg.",
            "8 digits. Make the cell text, or a zero at the beginning is lost.",
        ),
        also=("KvK",),
    ),
    Column(
        "oin",
        Words("OIN", "OIN"),
        Words(
            "20 cijfers, eindigt op 000. Zet de cel op tekst.",
            "20 digits, ending in 000. Make the cell text.",
        ),
    ),
    Column("website", Words("Website", "Website"), Words("https://…", "https://…")),
    Column(
        "sinds",
        Words("Sinds", "Since"),
        Words(
            "Sinds wanneer de organisatie bestaat: dag, maand of jaar.",
            "Since when it exists: a day, month or year.",
        ),
        Words("2017", "2017"),
    ),
    Column(
        "tot",
        Words("Tot", "Until"),
        Words(
            "De eerste dag waarop zij er niet meer is: 31-12-2026.",
            "The first day on which it is no more: 31-12-2026.",
        ),
    ),
)

#: Heads of our own files that nothing is read from.
MEMBERS_PASSED = (
    "Publiek of privaat",
    "Public or private",
    "Aanbestedingsplichtig",
    "Bound by procurement law",
)
MEMBERS: tuple[Column, ...] = (
    Column(
        "naam",
        Words("Naam", "Name"),
        Words("Nodig voor wie wordt uitgenodigd.", "Needed for who is invited."),
        Words("Noor Voorbeeld", "Noor Example"),
    ),
    Column(
        "organisatie",
        Words("Organisatie", "Organisation"),
        Words("Verplicht. De naam uit het register.", "Required. Its name in the register."),
        Words("Gemeente Voorbeeldstad", "Municipality of Voorbeeldstad"),
        needed=True,
    ),
    Column(
        "rol",
        Words("Rol", "Role"),
        Words(
            "Verplicht: " + ", ".join(words.nl for words in ROLES.values()),
            "Required: " + ", ".join(words.en for words in ROLES.values()),
        ),
        ROLES[MemberRole.BUYER],
        needed=True,
    ),
    Column("kerngroep", Words("Kerngroep", "Core group"), Words("ja of nee", "yes or no"), NO),
    Column("secretaris", Words("Secretaris", "Secretary"), Words("ja of nee", "yes or no"), NO),
    Column(
        "mailadres",
        Words("Mailadres", "Mail address"),
        Words("Verplicht. Hieraan wordt iemand herkend.", "Required. Somebody is known by it."),
        Words("noor@voorbeeld.example", "noor@voorbeeld.example"),
        also=("E-mailadres", "E-mail", "Mail"),
        needed=True,
    ),
    Column(
        "vanaf",
        Words("Vanaf", "From"),
        Words(
            "De eerste dag, bijvoorbeeld 1-1-2027; leeg is vandaag.",
            "The first day, 1-1-2027 say; empty is today.",
        ),
    ),
    Column(
        "tot",
        Words("Tot", "Until"),
        Words(
            "De eerste dag waarop iemand niet meer meedoet.",
            "The first day on which somebody takes part no longer.",
        ),
    ),
)

#: Heads of our own files that nothing is read from.
BASELINE_PASSED = ("Cluster",)
BASELINE: tuple[Column, ...] = (
    Column(
        "keten",
        Words("Keten", "Chain"),
        Words("Verplicht. De naam van het fasebord.", "Required. Its name on the phase board."),
        Words("Zonnepanelen", "Zonnepanelen"),
        also=("Productketen", "Product chain"),
        needed=True,
    ),
    Column(
        "fase",
        Words("Fase", "Phase"),
        Words(
            "Verplicht: 1 tot en met 4, I tot en met IV, of de naam.",
            "Required: 1 to 4, I to IV, or its name.",
        ),
        Words("2", "2"),
        needed=True,
    ),
    Column(
        "sinds",
        Words("Sinds", "Since"),
        Words(
            "Een dag, maand of jaar: 3-3-2026, mrt 2026 of 2026; leeg is niet bekend.",
            "A day, month or year: 3-3-2026, Mar 2026 or 2026; empty is not known.",
        ),
        Words("mrt 2026", "Mar 2026"),
        also=("Sinds wanneer", "Since when"),
    ),
    Column(
        "voortgang",
        Words("Voortgang", "Progress"),
        Words("op koers, aandacht nodig of stagneert", "on track, needs attention or stagnates"),
        PROGRESS[Progress.ON_TRACK].words,
    ),
    Column(
        "reden",
        Words("Reden van stagnatie", "Reason of stagnation"),
        Words(
            "Alleen bij stagneert: " + ", ".join(words.nl for words in STAGNATION.values()),
            "With stagnates only: " + ", ".join(words.en for words in STAGNATION.values()),
        ),
        also=("Reden", "Reason"),
    ),
    Column(
        "stap",
        Words("Volgende stap", "Next step"),
        Words("Wat er nu gebeurt.", "What happens now."),
        Words("Marktdialoog over hergebruik", "Dialogue with the market on reuse"),
    ),
    Column(
        "stap_op",
        Words("Volgende stap op", "Next step on"),
        Words("Een dag: 21-1-2027.", "A day: 21-1-2027."),
        date(2027, 1, 21),
        also=("Datum volgende stap", "Date of next step"),
    ),
    Column(
        "bewijs",
        Words("Onderbouwing", "Evidence"),
        Words("Verplicht. Waaruit blijkt de fase?", "Required. What shows the phase?"),
        Words("Drie leveranciers bieden het aan.", "Three suppliers offer it."),
        also=("Bewijs", "Waarom", "Why"),
        needed=True,
    ),
    Column(
        "link",
        Words("Link", "Link"),
        Words("Adres van de bron, met https://", "Address of the source, with https://"),
    ),
)
