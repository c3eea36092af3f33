"""Where one can go: the menu, and the lines of /beheer; by the names of their pages."""

from __future__ import annotations

from buyergroups.access.permissions import Action
from buyergroups.administration.page import AdminPage
from buyergroups.web.views import MenuItem
from buyergroups.words import Words

MENU: tuple[MenuItem, ...] = (
    MenuItem("home", "home.today", Words("Vandaag", "Today")),
    MenuItem("board", "phases.board", Words("Fasebord", "Phase board")),
    MenuItem("chains", "chains.chains", Words("Ketens", "Chains")),
    MenuItem("groups", "groups.groups", Words("Buyer groups", "Buyer groups"), Action.GROUPS_OPEN),
    MenuItem(
        "consultations",
        "consultation_overview.consultations",
        Words("Marktconsultaties", "Market consultations"),
    ),
    MenuItem("topics", "topics.topics", Words("Vraagstukken", "Topics")),
    MenuItem(
        "organisations", "organisations.organisations", Words("Organisaties", "Organisations")
    ),
    MenuItem("people", "people.people", Words("Personen", "People"), Action.PEOPLE_LIST),
    MenuItem(
        "administration",
        "administration.index",
        Words("Beheer", "Administration"),
        Action.ADMINISTRATION_OPEN,
    ),
)

#: The lines of /beheer.
ADMINISTRATION: tuple[AdminPage, ...] = (
    AdminPage(
        "administration.background",
        Words("Achtergrondtaken", "Background work"),
        Words("Wat vanzelf gebeurt, hoe dat ging, en de mail", "What happens by itself, and mail"),
        Action.JOBS_MANAGE,
    ),
    AdminPage(
        "flag_keeping.rules",
        Words("Regels voor aandachtspunten", "Rules of flags"),
        Words("Wat Ketenbord opmerkt, met termijnen", "What the tracker notices, with terms"),
        Action.FLAG_RULES_SEE,
    ),
    AdminPage(
        "criteria.criteria",
        Words("Fasecriteria", "Phase criteria"),
        Words(
            "Waaraan je ziet in welke fase een markt is", "What shows in which phase a market is"
        ),
        Action.CRITERIA_EDIT,
    ),
    AdminPage(
        "documents.prompts",
        Words("Vragen per deel", "Questions per section"),
        Words(
            "Wat een schrijver van een plan, visie of strategie beantwoordt",
            "What the writer of a plan, vision or strategy answers",
        ),
        Action.PROMPTS_EDIT,
    ),
    AdminPage(
        "imports.index",
        Words("Importeren", "Importing"),
        Words("Organisaties en de nulmeting uit een rekenblad", "Organisations and baseline"),
        Action.IMPORT_OPEN,
    ),
    AdminPage(
        "options.settings",
        Words("Instellingen", "Settings"),
        Words("Termijnen en aantallen, met wie ze waarom koos", "Terms and numbers, who chose why"),
        Action.SETTING_EDIT,
    ),
    AdminPage(
        "logbook.logbook",
        Words("Logboek", "Logbook"),
        Words("Wie wat vastlegde, en wanneer", "Who recorded what, and when"),
        Action.LOGBOOK_OPEN,
    ),
)
