"""The settings that administrators can change, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from buyergroups.words import Words


class SettingKey(StrEnum):
    """The keys; what the sources do not say is a setting."""

    AGEING_DAYS = "ageing-days"
    STALE_DAYS = "stale-days"
    CHAINS_PER_YEAR = "chains-per-year"
    FOCUS_THEMES = "focus-themes"
    SESSION_IDLE_MINUTES = "session-idle-minutes"
    SESSION_HOURS = "session-hours"
    INVITATION_DAYS = "invitation-days"
    RESET_HOURS = "reset-hours"
    ADDRESS_HOURS = "address-hours"
    FACTOR_REQUIRED = "factor-required"
    RETENTION_DAYS = "retention-days"
    CONTACT_DAYS = "contact-days"
    REPORT_DAYS = "report-days"
    PLAN_DAYS = "plan-days"
    GROUP_MEETING_DAYS = "group-meeting-days"
    BEFORE_TENDER_DAYS = "before-tender-days"
    PUBLISH_DAYS = "publish-days"
    SELECTION_DAYS = "selection-days"
    MILESTONE_DAYS = "milestone-days"
    TEST_PLAN_DAYS = "test-plan-days"
    ADVICE_DAYS = "advice-days"
    AGENDA_DAYS = "agenda-days"


class SettingGroup(StrEnum):
    """What settings are about, in the order of their page."""

    CHAINS = "chains"
    SELECTION = "selection"
    ACCESS = "access"
    CONSULTATIONS = "consultations"
    FLAGS = "flags"
    PRIVACY = "privacy"
    OTHER = "other"


GROUPS: dict[SettingGroup, Words] = {
    SettingGroup.CHAINS: Words("Statusupdates van ketens", "Reports on chains"),
    SettingGroup.SELECTION: Words("Jaarselectie", "Yearly selection"),
    SettingGroup.ACCESS: Words("Inloggen en toegang", "Signing in and access"),
    SettingGroup.CONSULTATIONS: Words("Marktconsultaties", "Market consultations"),
    SettingGroup.FLAGS: Words("Aandachtspunten", "Flags"),
    SettingGroup.PRIVACY: Words("Privacy", "Privacy"),
    SettingGroup.OTHER: Words("Overig", "Other"),
}


@dataclass(frozen=True)
class Definition:
    """A setting: what it is by default, between which bounds, and what it means."""

    default: int
    low: int
    high: int
    words: Words
    group: SettingGroup = SettingGroup.OTHER
    #: 1 is yes and 0 is no: a choice, not a number.
    yes_no: bool = False


CATALOGUE: dict[SettingKey, Definition] = {
    SettingKey.AGEING_DAYS: Definition(
        90,
        1,
        3650,
        Words(
            "Dagen tot een statusupdate bijna verouderd is", "Days until a report is almost stale"
        ),
        SettingGroup.CHAINS,
    ),
    SettingKey.STALE_DAYS: Definition(
        120,
        1,
        3650,
        Words("Dagen tot een keten verouderd is", "Days until a chain is stale"),
        SettingGroup.CHAINS,
    ),
    # The Agenda selects five a year unless the opgave-overleg decides otherwise.
    SettingKey.CHAINS_PER_YEAR: Definition(
        5,
        1,
        58,
        Words("Ketens per jaarselectie", "Chains in a yearly selection"),
        SettingGroup.SELECTION,
    ),
    # The policy wants no stacking of ambitions on suppliers: a plan focuses on a few themes.
    SettingKey.FOCUS_THEMES: Definition(
        3,
        1,
        7,
        Words("Thema's waarop een plan zich richt, hoogstens", "Themes a plan focuses on, at most"),
        SettingGroup.CHAINS,
    ),
    SettingKey.SESSION_IDLE_MINUTES: Definition(
        60,
        5,
        1440,
        Words("Minuten zonder activiteit tot afmelden", "Idle minutes until signed out"),
        SettingGroup.ACCESS,
    ),
    SettingKey.SESSION_HOURS: Definition(
        12,
        1,
        168,
        Words("Uren tot opnieuw aanmelden", "Hours until signing in again"),
        SettingGroup.ACCESS,
    ),
    SettingKey.INVITATION_DAYS: Definition(
        14,
        1,
        60,
        Words("Dagen dat een uitnodiging werkt", "Days that an invitation works"),
        SettingGroup.ACCESS,
    ),
    SettingKey.RESET_HOURS: Definition(
        2,
        1,
        48,
        Words(
            "Uren dat een link voor een nieuw wachtwoord werkt",
            "Hours that a link for a new password works",
        ),
        SettingGroup.ACCESS,
    ),
    SettingKey.ADDRESS_HOURS: Definition(
        24,
        1,
        168,
        Words(
            "Uren dat een link voor een nieuw mailadres werkt",
            "Hours that a link for a new mail address works",
        ),
        SettingGroup.ACCESS,
    ),
    SettingKey.FACTOR_REQUIRED: Definition(
        0,
        0,
        1,
        Words(
            "Tweede factor verplicht voor programmateam en beheerders",
            "Second factor required for programme team and administrators",
        ),
        SettingGroup.ACCESS,
        yes_no=True,
    ),
    # Our own choice: the sources name no term.
    SettingKey.RETENTION_DAYS: Definition(
        730,
        0,
        7300,
        Words(
            "Dagen na de laatste rol tot een naam verwijderd mag worden",
            "Days after the last role until a name may be removed",
        ),
        SettingGroup.PRIVACY,
    ),
    SettingKey.CONTACT_DAYS: Definition(
        730,
        0,
        7300,
        Words(
            "Dagen na het einde tot de naam van een contactpersoon van een marktpartij verdwijnt",
            "Days after the end until the name of a supplier's contact person disappears",
        ),
        SettingGroup.PRIVACY,
    ),
    # The domain: 30 days after the consultation, and before the tender is published.
    SettingKey.REPORT_DAYS: Definition(
        30,
        1,
        365,
        Words(
            "Dagen na een marktconsultatie tot het verslag klaar moet zijn",
            "Days after a market consultation until its report is due",
        ),
        SettingGroup.CONSULTATIONS,
    ),
    # The sources name no terms but 30 days for a report: these are our own choice.
    SettingKey.PLAN_DAYS: Definition(
        365,
        30,
        3650,
        Words(
            "Dagen tot een vastgesteld productketenplan oud is",
            "Days until an adopted chain plan is old",
        ),
        SettingGroup.FLAGS,
    ),
    SettingKey.GROUP_MEETING_DAYS: Definition(
        92,
        7,
        730,
        Words(
            "Dagen zonder overleg tot een buyer group opvalt",
            "Days without a meeting until a buyer group is flagged",
        ),
        SettingGroup.FLAGS,
    ),
    SettingKey.BEFORE_TENDER_DAYS: Definition(
        14,
        1,
        365,
        Words(
            "Dagen voor een aanbesteding waarop een ontbrekend verslag opvalt",
            "Days before a tender from which a missing report is flagged",
        ),
        SettingGroup.FLAGS,
    ),
    SettingKey.PUBLISH_DAYS: Definition(
        14,
        1,
        365,
        Words(
            "Dagen nadat een verslag klaar is tot het gepubliceerd moet zijn",
            "Days after a report is ready until it has to be published",
        ),
        SettingGroup.FLAGS,
    ),
    # 31 days before 1 January is 1 December.
    SettingKey.SELECTION_DAYS: Definition(
        31,
        1,
        365,
        Words(
            "Dagen voor het begin van een jaar waarop de jaarselectie er moet zijn",
            "Days before the beginning of a year by which its selection has to be there",
        ),
        SettingGroup.FLAGS,
    ),
    SettingKey.MILESTONE_DAYS: Definition(
        60,
        1,
        365,
        Words(
            "Dagen voor een mijlpaal waarop die opvalt",
            "Days before a milestone from which it is flagged",
        ),
        SettingGroup.FLAGS,
    ),
    # 30 and 14 are the domain's; it names no days for the agenda: none is our own choice.
    SettingKey.TEST_PLAN_DAYS: Definition(
        30,
        1,
        365,
        Words(
            "Dagen na het opbrengen van een vraagstuk tot de praktijktoets gepland moet zijn",
            "Days after a topic was raised until its practice test has to be planned",
        ),
        SettingGroup.FLAGS,
    ),
    SettingKey.ADVICE_DAYS: Definition(
        14,
        1,
        365,
        Words(
            "Dagen na een praktijktoets tot er advies moet zijn",
            "Days after a practice test until there has to be advice",
        ),
        SettingGroup.FLAGS,
    ),
    SettingKey.AGENDA_DAYS: Definition(
        0,
        0,
        365,
        Words(
            "Dagen na een advies tot het op een agenda moet staan",
            "Days after advice until it has to be on an agenda",
        ),
        SettingGroup.FLAGS,
    ),
}
