"""Where things stand: the same file names in every area, so that nobody needs a map."""

from __future__ import annotations

from pathlib import Path

from buyergroups.config import ROOT
from tests.conventions.sources import project_files

TOP = {
    ".ci",
    "buyergroups",
    "migrations",
    "models",
    "seed",
    "templates",
    "tests",
    "tools",
    "docs",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "README.md",
    "publiccode.yml",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "wsgi.py",
    ".gitattributes",
    ".editorconfig",
}
ROOT_MODULES = {
    "__init__.py",
    "app.py",
    "areas.py",
    "background.py",
    "cli.py",
    "clock.py",
    "config.py",
    "db.py",
    "errors.py",
    "letters.py",
    "start.py",
    "upgrade.py",
    "words.py",
}
#: Engines lie below the areas and know none of them; their files follow what they do.
ENGINES = {
    "access",
    "backups",
    "history",
    "home",
    "jobs",
    "markup",
    "notices",
    "settings",
    "tasks",
    "web",
    "writing",
}
AREAS = {
    "accounts",
    "administration",
    "baseline",
    "chains",
    "confidential",
    "consultations",
    "corrections",
    "criteria",
    "demand",
    "documents",
    "entry",
    "gatherings",
    "groups",
    "imports",
    "joining",
    "files",
    "following",
    "logbook",
    "organisations",
    "people",
    "phases",
    "plans",
    "pledges",
    "printing",
    "privacy",
    "profile",
    "protocol",
    "selection",
    "strategies",
    "suppliers",
    "tenders",
    "upkeep",
}
KNOWN = {
    "__init__.py",
    "views.py",
    "forms.py",
    "services.py",
    "queries.py",
    "rules.py",
    "access.py",
    "labels.py",
    "flags.py",
    "today.py",
    "agenda.py",
    "search.py",
}
#: What an area has besides, and what it is.
BESIDES = {
    "accounts/entering.py": "what every way in shares: throttle, one or two steps, a new cookie",
    "accounts/factor.py": "the second factor and its recovery codes",
    "accounts/half.py": "between password and second factor",
    "accounts/links.py": "links that are mailed and work once",
    "accounts/mailing.py": "mails about somebody's account",
    "accounts/qr.py": "the picture that an app reads",
    "accounts/affiliations.py": "where somebody works: one organisation at a time",
    "organisations/filters.py": "what the address of the register says",
    "organisations/lookup.py": "what writing the register needs to know",
    "organisations/keeping.py": "the pages that write: add, change, merge",
    "organisations/table.py": "the register as a file, and what one version says otherwise",
    "people/organisation.py": "the page of where somebody works",
    "people/rights.py": "pages: who has which rights",
    "accounts/gate.py": "who gets in: before every request",
    "accounts/passwords.py": "hashing",
    "administration/checking.py": "the task that looks whether background work works",
    "administration/options.py": "the pages of the settings",
    "administration/page.py": "the lines of /beheer",
    "chains/page.py": "what all tabs of the chain page share",
    "chains/phase_line.py": "the line of phases through time",
    "chains/reference.py": "clusters and themes, under the names of a day",
    "chains/events.py": "what can happen to a chain",
    "chains/following.py": "pages: following a chain",
    "chains/leads.py": "who led a chain at a moment, under the name of then",
    "chains/reports.py": "which report on a chain holds, corrected or not",
    "chains/selection.py": "yearly selections: what their rules need, and as they were decided",
    "chains/standing.py": "how a chain stands at a moment: coverage, selection, leads",
    "chains/story.py": "the history of a chain in words",
    "documents/compare.py": "what differs between two versions",
    "documents/differences.py": "what is gone and what is new between two texts",
    "documents/prose.py": "a text as people read it, without its markup",
    "documents/reading.py": "the pages on which every kind of document is read",
    "strategies/kind.py": "the market vision and the market strategy as kinds of documents",
    "strategies/page.py": "where the vision and the strategy of a group are",
    "documents/holding.py": "a version under the lock on its document",
    "documents/kinds.py": "the kinds of documents that areas register",
    "documents/pages.py": "the pages that every kind of document has",
    "plans/carrying.py": "what a new version takes along",
    "plans/downloads.py": "pages: a plan as a file",
    "documents/downloads.py": "pages: a version as a file",
    "documents/odt.py": "a version as an OpenDocument text",
    "documents/outline.py": "a version as headings, texts and tables, for files",
    "plans/faring.py": "how an adopted plan fares, from its rows and the facts on them",
    "plans/glance.py": "how a plan fares as charts",
    "plans/history.py": "the steps of a plan in the history of its chain",
    "plans/keeping.py": "pages: measurements, and the state of activities",
    "plans/page.py": "what the pages of a plan need: names, and how it fares",
    "plans/parts.py": "the rows of a plan, as one table",
    "plans/rows.py": "pages: rows of a draft",
    "plans/telling.py": "the rows of a plan in words",
    "plans/kind.py": "the chain plan as a kind of document",
    "demand/readers.py": "as who somebody reads of the demand in a chain",
    "demand/stating.py": "the pages that write: a figure, its withdrawal, an estimate",
    "demand/telling.py": "what the pages are made from: years, drawings, rows of a file",
    "demand/told.py": "what a reader is told: to the euro, rounded or kept back",
    "groups/demand.py": "where private organisations have a large share of the demand",
    "groups/keeping.py": "the pages on which a group is begun and kept",
    "groups/members.py": "reads who takes part",
    "groups/membership.py": "how a membership begins and ends: the rules that always hold",
    "groups/news.py": "what happened in a group itself",
    "groups/offers.py": "what other areas have for the page of a group",
    "groups/page.py": "what all pages of a group share",
    "organisations/many.py": "the register as a whole, and many of its rows in one write",
    "imports/reading.py": "a file as a sheet: what it is, by its content",
    "imports/sheet.py": "a head and rows of cells, within limits",
    "imports/packed.py": "a zip that stays small, and XML without a document type",
    "imports/xlsx.py": "the rows of an Excel workbook",
    "imports/ods.py": "the rows of an OpenDocument spreadsheet",
    "imports/delimited.py": "the rows of a CSV file",
    "imports/columns.py": "which columns there can be, and what is in a cell",
    "imports/heads.py": "the columns that a file can have",
    "imports/organisations.py": "organisations from a file",
    "imports/members.py": "members of a buyer group from a file",
    "imports/enrolling.py": "what is written of members from a file",
    "imports/baseline.py": "the baseline of chains from a file",
    "imports/kinds.py": "the kinds of import",
    "imports/working.py": "the tasks that read and record",
    "imports/downloads.py": "the example, and the rows that were refused",
    "joining/many.py": "many people at once into a group, in one write",
    "groups/places.py": "organisations in a group, and who speaks for one",
    "joining/inviting.py": "how an invitation is made, mailed and closed",
    "protocol/accepting.py": "how a private member accepts the protocol and declares interests",
    "files/kinds.py": "what a file is, by its content",
    "files/table.py": "what files can hang on",
    "files/uploads.py": "how much may be sent where files come in",
    "chains/attached.py": "the files at evidence and decisions of a chain",
    "gatherings/attached.py": "where files hang: on agenda and minutes of a group",
    "phases/attached.py": "where files hang: on evidence and on decisions",
    "confidential/downloads.py": "pages: what one may read of answers in confidence, as a file",
    "confidential/page.py": "what the pages of answers in confidence share; who has the tab",
    "confidential/taking.py": "answers in confidence as a file, for the supplier or for the Woo",
    "consultations/page.py": "what every page of a consultation shows above itself; its tabs",
    "logbook/codes.py": "the words of codes in the history",
    "logbook/fields.py": "the words of fields in the history",
    "logbook/filters.py": "what the address of the logbook says",
    "logbook/reading.py": "an entry of the history in words",
    "logbook/scheduled.py": "the job that seals the history",
    "upkeep/leads.py": "the page of who leads a chain",
    "printing/making.py": "the task that makes a PDF",
    "printing/plans.py": "a plan on paper",
    "printing/groups.py": "a vision or strategy of a group on paper",
    "printing/paper.py": "from HTML to a tagged PDF",
    "phases/board.py": "cards and columns from rows",
    "phases/told.py": "what people wrote of chains between two moments",
    "phases/changes.py": "what changed on the board between two days",
    "phases/focus.py": "on which themes plans focus",
    "phases/ground.py": "what the pages of the board are made from",
    "phases/impact_views.py": "the board by theme",
    "phases/table.py": "the columns of the board as a table",
    "phases/table_views.py": "the board as a table and as files",
    "phases/timeline.py": "from which day each phase holds, and which years are shown",
    "phases/marks.py": "assessments and reports of many chains",
    "phases/lanes.py": "chains as swim lanes, in words and shapes",
    "phases/timeline_views.py": "the board through time",
    "phases/deciding.py": "the pages that record what was decided on assessments",
    "chains/meanwhile.py": "what a form showed against what stands there by now",
    "phases/reporting.py": "the pages that write: report, next step, finding, assessment",
    "phases/filters.py": "what the address of the board says",
}


def test_the_top_level_holds_what_it_should() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert found - TOP == set()


def test_the_package_holds_areas_and_engines_that_are_named_here() -> None:
    found = {path.relative_to(ROOT / "buyergroups").parts for path in _program()}
    assert {parts[0] for parts in found if len(parts) > 1} - ENGINES - AREAS == set()
    assert {parts[0] for parts in found if len(parts) == 1} - ROOT_MODULES == set()


def test_every_area_uses_the_known_file_names() -> None:
    found = {
        path.relative_to(ROOT / "buyergroups").as_posix()
        for path in _program()
        if path.relative_to(ROOT / "buyergroups").parts[0] in AREAS
    }
    unknown = {name for name in found if name.split("/", 1)[1] not in KNOWN}
    assert unknown == set(BESIDES)


def test_no_module_is_called_utils() -> None:
    vague = {"utils.py", "helpers.py", "misc.py", "common.py", "util.py"}
    assert [path for path in project_files() if path.name in vague] == []


def _program() -> list[Path]:
    folder = ROOT / "buyergroups"
    return [path for path in project_files() if folder in path.parents and path.suffix == ".py"]
