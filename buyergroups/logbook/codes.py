"""The words of the codes in the history, by the enum that they are of."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from buyergroups.chains import labels as chains
from buyergroups.consultations import labels as consultations
from buyergroups.demand import labels as demand
from buyergroups.digests import labels as digests
from buyergroups.documents import labels as documents
from buyergroups.files import labels as files
from buyergroups.flags import labels as flags
from buyergroups.groups import labels as groups
from buyergroups.imports import labels as imports
from buyergroups.joining import labels as joining
from buyergroups.organisations import labels as organisations
from buyergroups.people.labels import LANGUAGES, ROLES
from buyergroups.plans import labels as plans
from buyergroups.pledges import labels as pledges
from buyergroups.practice_tests import labels as practice_tests
from buyergroups.protocol import labels as protocol
from buyergroups.suppliers import labels as suppliers
from buyergroups.topics import labels as topics
from buyergroups.words import Words
from models.base import Precision
from models.chains import CoverageKind, ImpactLevel, SelectionOutcome
from models.consultations import (
    ConsultationKind,
    ConsultationState,
    ItemOutcome,
    ItemReaders,
)
from models.decisions import DecisionKind
from models.demand import HowKnown
from models.digests import Rhythm
from models.documents import VersionState
from models.files import FileSubject, FileType
from models.flags import FlagEventKind
from models.groups import (
    GroupState,
    InterestKind,
    InvitationOutcome,
    MemberRole,
    RequestOutcome,
)
from models.imports import ImportKind, ImportState
from models.organisations import Sector
from models.people import Language, RemovalOutcome, Role
from models.phases import (
    AssessmentOutcome,
    CriterionState,
    Progress,
    ReportKind,
    StagnationReason,
)
from models.plans import ActivityLevel, ActivityState, Grade
from models.pledges import PledgeReaders, PledgeState
from models.practice_tests import PracticeQuestion, Strength, Verdict
from models.suppliers import SupplierSize
from models.topics import AdviceOutcome, TopicOrigin, TopicState, Urgency

CODES: dict[type[enum.StrEnum], Mapping[Any, Words]] = {
    ActivityLevel: plans.LEVELS,
    ActivityState: {code: label.words for code, label in plans.STATES.items()},
    AssessmentOutcome: {
        AssessmentOutcome.CONFIRMED: Words("bevestigd", "confirmed"),
        AssessmentOutcome.RETURNED: Words("teruggegeven", "returned"),
        AssessmentOutcome.WITHDRAWN: Words("ingetrokken", "withdrawn"),
    },
    ConsultationKind: consultations.KINDS,
    ConsultationState: {code: label.words for code, label in consultations.STATES.items()},
    CoverageKind: {
        CoverageKind.COVERED: Words("belegd", "covered"),
        CoverageKind.POSSIBLE: Words("mogelijk belegd", "possibly covered"),
        CoverageKind.NONE: Words("niet belegd", "not covered"),
    },
    CriterionState: {code: label.words for code, label in chains.CRITERIA.items()},
    DecisionKind: {
        DecisionKind.MEETING: Words("in een overleg", "in a meeting"),
        DecisionKind.WRITTEN_PROCEDURE: Words("schriftelijke ronde", "written procedure"),
    },
    Grade: plans.GRADES,
    FileSubject: files.SUBJECTS,
    FileType: files.TYPES,
    ImportKind: imports.KINDS,
    ImportState: {code: label.words for code, label in imports.STATES.items()},
    ImpactLevel: {code: words for code, (words, _) in chains.IMPACT.items()},
    ItemOutcome: {code: label.words for code, label in consultations.OUTCOMES.items()},
    ItemReaders: consultations.READERS,
    Language: {code: Words(name, name) for code, name in LANGUAGES.items()},
    Precision: {
        Precision.DAY: Words("op de dag", "to the day"),
        Precision.MONTH: Words("op de maand", "to the month"),
        Precision.YEAR: Words("op het jaar", "to the year"),
        Precision.UNKNOWN: Words("niet bekend", "not known"),
    },
    Progress: {code: label.words for code, label in chains.PROGRESS.items()},
    ReportKind: chains.REPORTS,
    Rhythm: digests.RHYTHMS,
    RemovalOutcome: {
        RemovalOutcome.GRANTED: Words("toegewezen", "granted"),
        RemovalOutcome.REFUSED: Words("afgewezen", "refused"),
        RemovalOutcome.WITHDRAWN: Words("ingetrokken", "withdrawn"),
    },
    Role: ROLES,
    HowKnown: demand.HOW_KNOWN,
    FlagEventKind: flags.EVENTS,
    PledgeReaders: pledges.READERS,
    PledgeState: {code: label.words for code, label in pledges.STATES.items()},
    GroupState: {code: label.words for code, label in groups.STATES.items()},
    InterestKind: protocol.INTERESTS,
    InvitationOutcome: {code: label.words for code, label in joining.INVITATIONS.items()},
    MemberRole: groups.ROLES,
    RequestOutcome: joining.REQUESTS,
    Sector: organisations.SECTORS,
    SelectionOutcome: chains.OUTCOMES,
    SupplierSize: suppliers.SIZES,
    StagnationReason: chains.STAGNATION,
    AdviceOutcome: {code: label.words for code, label in topics.OUTCOMES.items()},
    PracticeQuestion: practice_tests.QUESTIONS,
    Strength: practice_tests.STRENGTHS,
    TopicOrigin: topics.ORIGINS,
    TopicState: {code: label.words for code, label in topics.STATES.items()},
    Urgency: {code: label.words for code, label in topics.URGENCY.items()},
    Verdict: {code: label.words for code, label in practice_tests.VERDICTS.items()},
    VersionState: {code: label.words for code, label in documents.STATES.items()},
}
