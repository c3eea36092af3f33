"""The one list of areas, in menu order; the only place that knows them all."""

from __future__ import annotations

from types import ModuleType

from flask import Blueprint

from buyergroups.access.permissions import register
from buyergroups.accounts import access as accounts_access
from buyergroups.accounts.views import blueprint as accounts
from buyergroups.administration import access as administration_access
from buyergroups.administration.checking import CHECK
from buyergroups.administration.options import blueprint as options
from buyergroups.administration.page import ADMIN_PAGES
from buyergroups.administration.views import blueprint as administration
from buyergroups.baseline import access as baseline_access
from buyergroups.baseline.views import blueprint as baseline
from buyergroups.calendars.views import blueprint as calendars
from buyergroups.capture.forms import FORMS as CAPTURE_FORMS
from buyergroups.capture.views import blueprint as capture
from buyergroups.chains import access as chains_access
from buyergroups.chains import labels as chain_labels
from buyergroups.chains.following import BESIDES
from buyergroups.chains.following import blueprint as following
from buyergroups.chains.page import TABS, Tab
from buyergroups.chains.story import TOLD
from buyergroups.chains.views import blueprint as chains
from buyergroups.confidential import access as confidential_access
from buyergroups.confidential.downloads import blueprint as confidential_files
from buyergroups.confidential.page import FORMS as CONFIDENTIAL_FORMS
from buyergroups.confidential.page import has_link as has_confidential_link
from buyergroups.confidential.page import has_tab as has_confidential_tab
from buyergroups.confidential.views import blueprint as confidential
from buyergroups.consultations import access as consultations_access
from buyergroups.consultations.attached import ON_NOTES, ON_REPORT
from buyergroups.consultations.editing import blueprint as consultation_editing
from buyergroups.consultations.overview import blueprint as consultation_overview
from buyergroups.consultations.page import TABS as CONSULTATION_TABS
from buyergroups.consultations.page import Tab as ConsultationTab
from buyergroups.consultations.steps import blueprint as consultation_steps
from buyergroups.consultations.today import PART as CONSULTATIONS_PART
from buyergroups.consultations.views import blueprint as consultations
from buyergroups.corrections.views import blueprint as corrections
from buyergroups.criteria import access as criteria_access
from buyergroups.criteria.views import blueprint as criteria
from buyergroups.demand import access as demand_access
from buyergroups.demand.stating import blueprint as demand_stating
from buyergroups.demand.today import PART as DEMAND_PART
from buyergroups.demand.views import blueprint as demand
from buyergroups.digests import access as digests_access
from buyergroups.digests.views import blueprint as digests
from buyergroups.documents import access as documents_access
from buyergroups.documents.kinds import register_kinds
from buyergroups.documents.queries import adopted_numbers
from buyergroups.documents.views import blueprint as documents
from buyergroups.entry.views import blueprint as entry
from buyergroups.files import access as files_access
from buyergroups.files import labels as file_labels
from buyergroups.files import table as file_table
from buyergroups.files import uploads
from buyergroups.files.table import SubjectKind
from buyergroups.files.views import blueprint as files
from buyergroups.flags import access as flags_access
from buyergroups.flags import offers as flag_table
from buyergroups.flags.keeping import blueprint as flag_keeping
from buyergroups.flags.views import blueprint as flags
from buyergroups.following import access as following_access
from buyergroups.gatherings.attached import ON_AGENDA, ON_MINUTES
from buyergroups.gatherings.today import PART as GATHERINGS_PART
from buyergroups.gatherings.views import blueprint as gatherings
from buyergroups.groups import access as groups_access
from buyergroups.groups.following import FOLLOWED as GROUPS_FOLLOWED
from buyergroups.groups.following import blueprint as group_following
from buyergroups.groups.keeping import blueprint as group_keeping
from buyergroups.groups.offers import PARTS
from buyergroups.groups.views import blueprint as groups
from buyergroups.home.offers import OFFERS
from buyergroups.home.views import blueprint as home
from buyergroups.imports import access as imports_access
from buyergroups.imports.downloads import blueprint as import_files
from buyergroups.imports.views import blueprint as imports
from buyergroups.imports.working import APPLY as IMPORT_APPLY
from buyergroups.imports.working import READ as IMPORT_READ
from buyergroups.jobs import table as job_table
from buyergroups.jobs.tidying import TIDIERS
from buyergroups.joining import access as joining_access
from buyergroups.joining.today import PART as JOINING_PART
from buyergroups.joining.views import blueprint as joining
from buyergroups.logbook import access as logbook_access
from buyergroups.logbook.views import blueprint as logbook
from buyergroups.menu import ADMINISTRATION
from buyergroups.news import access as news_access
from buyergroups.news import offers as news_table
from buyergroups.news.views import blueprint as news
from buyergroups.noticed import FLAG_RULES, NEWS, TODAY
from buyergroups.notices.makers import MAKERS
from buyergroups.organisations import access as organisations_access
from buyergroups.organisations.keeping import blueprint as keeping
from buyergroups.organisations.views import blueprint as organisations
from buyergroups.people.organisation import blueprint as people_organisation
from buyergroups.people.rights import blueprint as rights
from buyergroups.people.views import blueprint as people
from buyergroups.phases import access as phases_access
from buyergroups.phases.attached import ON_DECISION, ON_FINDING
from buyergroups.phases.deciding import blueprint as deciding
from buyergroups.phases.impact_views import blueprint as board_impact
from buyergroups.phases.reporting import blueprint as reporting
from buyergroups.phases.table_views import blueprint as board_table
from buyergroups.phases.timeline_views import blueprint as board_timeline
from buyergroups.phases.views import blueprint as phases
from buyergroups.plans import access as plans_access
from buyergroups.plans.downloads import blueprint as plan_downloads
from buyergroups.plans.history import plan_events
from buyergroups.plans.keeping import blueprint as plan_keeping
from buyergroups.plans.kind import CHAIN_PLAN
from buyergroups.plans.kind import KIND as PLAN
from buyergroups.plans.rows import blueprint as plan_rows
from buyergroups.plans.views import blueprint as plans
from buyergroups.pledges import access as pledges_access
from buyergroups.pledges.views import blueprint as pledges
from buyergroups.practice_tests.attached import ON_EFFECTIVE, ON_EFFICIENT
from buyergroups.practice_tests.views import blueprint as practice_tests
from buyergroups.printing.making import ON_TASK, PDF
from buyergroups.printing.reports import REPORT_PDF
from buyergroups.printing.views import blueprint as printing
from buyergroups.privacy.views import blueprint as privacy
from buyergroups.profile.views import blueprint as profile
from buyergroups.protocol import access as protocol_access
from buyergroups.protocol.views import blueprint as protocol
from buyergroups.publications import access as publications_access
from buyergroups.publications.attached import ATTACHED_TO_PUBLISHED, ON_PUBLISHED
from buyergroups.publications.public import PUBLIC_REPORTS
from buyergroups.publications.public import blueprint as public
from buyergroups.publications.telling import report_events
from buyergroups.publications.views import blueprint as publications
from buyergroups.routine import JOBS, MAILS, TIDYING
from buyergroups.selection.views import blueprint as selection
from buyergroups.settings import access as settings_access
from buyergroups.strategies import access as strategies_access
from buyergroups.strategies.kind import STRATEGY as MARKET_STRATEGY
from buyergroups.strategies.kind import VISION as MARKET_VISION
from buyergroups.strategies.today import PART as STRATEGIES_PART
from buyergroups.strategies.views import blueprint as strategies
from buyergroups.suppliers import access as suppliers_access
from buyergroups.suppliers.attendance import blueprint as attendance
from buyergroups.suppliers.keeping import blueprint as supplier_keeping
from buyergroups.suppliers.pasting import blueprint as pasting
from buyergroups.suppliers.treatment import blueprint as treatment
from buyergroups.suppliers.views import LINKS as SUPPLIER_LINKS
from buyergroups.suppliers.views import Link as SupplierLink
from buyergroups.suppliers.views import blueprint as suppliers
from buyergroups.tasks import table as task_table
from buyergroups.tasks.table import TaskKind
from buyergroups.tenders import access as tenders_access
from buyergroups.tenders.attached import ON_LINE
from buyergroups.tenders.prepared import blueprint as prepared
from buyergroups.tenders.sheets import blueprint as sheets
from buyergroups.tenders.today import PART as TENDERS_PART
from buyergroups.tenders.views import blueprint as tenders
from buyergroups.topics import access as topics_access
from buyergroups.topics.deciding import blueprint as topic_deciding
from buyergroups.topics.following import FOLLOWED as TOPICS_FOLLOWED
from buyergroups.topics.following import blueprint as topic_following
from buyergroups.topics.keeping import blueprint as topic_keeping
from buyergroups.topics.page import TABS as TOPIC_TABS
from buyergroups.topics.page import Tab as TopicTab
from buyergroups.topics.views import blueprint as topics
from buyergroups.upkeep.leads import blueprint as leads
from buyergroups.upkeep.views import blueprint as upkeep
from buyergroups.web.views import PublicLink
from buyergroups.words import Words
from buyergroups.writing.services import SEALED_FORMS
from buyergroups.writing.views import blueprint as writing

BLUEPRINTS: tuple[Blueprint, ...] = (
    home,
    news,
    flags,
    flag_keeping,
    phases,
    board_table,
    board_timeline,
    board_impact,
    reporting,
    deciding,
    baseline,
    chains,
    following,
    selection,
    upkeep,
    leads,
    criteria,
    corrections,
    plans,
    plan_rows,
    plan_keeping,
    plan_downloads,
    documents,
    groups,
    group_keeping,
    group_following,
    gatherings,
    demand,
    demand_stating,
    pledges,
    joining,
    protocol,
    strategies,
    consultation_overview,
    consultations,
    consultation_editing,
    consultation_steps,
    capture,
    publications,
    public,
    confidential,
    confidential_files,
    suppliers,
    supplier_keeping,
    attendance,
    pasting,
    treatment,
    tenders,
    sheets,
    prepared,
    topics,
    topic_keeping,
    topic_deciding,
    topic_following,
    practice_tests,
    calendars,
    printing,
    accounts,
    entry,
    profile,
    digests,
    organisations,
    keeping,
    people,
    people_organisation,
    rights,
    privacy,
    administration,
    options,
    files,
    imports,
    import_files,
    writing,
    logbook,
)

#: What everybody may read without signing in, for the foot of each page.
PUBLIC_LINKS: tuple[PublicLink, ...] = (PUBLIC_REPORTS,)

OFFERS[:] = TODAY

#: What can be followed beside chains.
BESIDES[:] = [GROUPS_FOLLOWED, TOPICS_FOLLOWED]

#: What stands on the page of a buyer group.
PARTS[:] = [
    JOINING_PART,
    STRATEGIES_PART,
    GATHERINGS_PART,
    DEMAND_PART,
    CONSULTATIONS_PART,
    TENDERS_PART,
]

TABS[:] = [
    Tab("chains.overview", Words("Overzicht", "Overview")),
    Tab("phases.phase", Words("Fase", "Phase")),
    Tab(
        "plans.plan",
        Words("Productketenplan", "Chain plan"),
        lambda session: adopted_numbers(session, CHAIN_PLAN),
    ),
    Tab("groups.of_chain", Words("Buyer groups", "Buyer groups")),
    Tab("consultation_overview.of_chain", Words("Marktconsultaties", "Market consultations")),
    Tab("topics.of_chain", Words("Vraagstukken", "Topics")),
    Tab("calendars.of_chain", Words("Kalender", "Calendar")),
    Tab("chains.history", Words("Geschiedenis", "History")),
]

#: The file of a consultation.
CONSULTATION_TABS[:] = [
    ConsultationTab("consultations.consultation", Words("Overzicht", "Overview")),
    ConsultationTab("attendance.attendance", Words("Marktpartijen", "Suppliers")),
    ConsultationTab("prepared.tenders", Words("Aanbestedingen", "Tenders")),
    ConsultationTab("publications.report", Words("Verslag", "Report")),
    ConsultationTab(
        "confidential.answers", Words("In vertrouwen", "In confidence"), has_confidential_tab
    ),
]

#: What the page of a supplier leads to.
SUPPLIER_LINKS[:] = [
    SupplierLink(
        "confidential_files.of_supplier",
        Words("Wat deze marktpartij in vertrouwen zei", "What this supplier said in confidence"),
        has_confidential_link,
    )
]

#: The pages of a topic.
TOPIC_TABS[:] = [
    TopicTab("topics.topic", Words("Vraagstuk", "Topic")),
    TopicTab("practice_tests.report", Words("Praktijktoets", "Practice test")),
]

#: What the history of a chain tells besides.
TOLD[:] = [plan_events, report_events]

#: The lines of /beheer.
ADMIN_PAGES[:] = ADMINISTRATION

#: What people can start and takes longer than a page may.
TASKS: tuple[TaskKind, ...] = (CHECK, PDF, REPORT_PDF, IMPORT_READ, IMPORT_APPLY)

#: Whose drafts nobody takes along.
SEALED_FORMS[:] = [CONFIDENTIAL_FORMS, CAPTURE_FORMS]

#: What areas keep for a while only, and mail whose words are made when it is sent.
TIDIERS[:] = TIDYING
MAKERS.update(MAILS)

#: Where files come in.
uploads.ENDPOINTS.update(
    {"files.add", "imports.organisations", "imports.baseline", "imports.members"}
)

#: What files can hang on.
FILE_SUBJECTS: tuple[SubjectKind, ...] = (
    ON_FINDING,
    ON_DECISION,
    ON_TASK,
    ON_AGENDA,
    ON_MINUTES,
    ON_REPORT,
    ON_NOTES,
    ON_PUBLISHED,
    ATTACHED_TO_PUBLISHED,
    ON_LINE,
    ON_EFFECTIVE,
    ON_EFFICIENT,
)

#: What every template may use beside its own values.
TEMPLATE_HELPERS: dict[str, object] = {"labels": chain_labels, "file_labels": file_labels}

RULE_BOOKS: tuple[ModuleType, ...] = (
    phases_access,
    baseline_access,
    chains_access,
    following_access,
    news_access,
    accounts_access,
    organisations_access,
    administration_access,
    digests_access,
    flags_access,
    files_access,
    logbook_access,
    settings_access,
    criteria_access,
    documents_access,
    plans_access,
    groups_access,
    demand_access,
    pledges_access,
    joining_access,
    protocol_access,
    imports_access,
    strategies_access,
    consultations_access,
    publications_access,
    confidential_access,
    suppliers_access,
    tenders_access,
    topics_access,
)


def register_rules() -> None:
    """Make every area's rules known to `can` and `visible_to`, and what these ask."""
    register_kinds(PLAN, MARKET_VISION, MARKET_STRATEGY)
    for book in RULE_BOOKS:
        register(book.RULES, book.SCOPES)
    file_table.declare(*FILE_SUBJECTS)
    # With the rights: what somebody sees of flags is asked of the kinds of subjects.
    flag_table.declare(*FLAG_RULES)
    news_table.declare(*NEWS)


def register_work() -> None:
    """Make every job and every kind of task known to the engines."""
    job_table.declare(*JOBS)
    task_table.declare(*TASKS)
