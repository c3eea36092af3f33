"""The words of the history: kinds of things, their fields, and the codes in those fields."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from buyergroups.chains import labels as chains
from buyergroups.files import labels as files
from buyergroups.people.labels import LANGUAGES, ROLES
from buyergroups.words import Words
from models.base import Precision
from models.chains import CoverageKind, ImpactLevel, SelectionOutcome
from models.decisions import DecisionKind
from models.files import FileSubject, FileType
from models.history import ActorKind
from models.organisations import Sector
from models.people import Language, RemovalOutcome, Role
from models.phases import (
    AssessmentOutcome,
    CriterionState,
    Progress,
    ReportKind,
    StagnationReason,
)

ACTIONS: dict[str, Words] = {
    "insert": Words("toegevoegd", "added"),
    "update": Words("gewijzigd", "changed"),
}
ACTORS: dict[ActorKind, Words] = {
    ActorKind.PERSON: Words("iemand", "somebody"),
    ActorKind.JOB: Words("een achtergrondtaak", "a background job"),
    ActorKind.COMMAND: Words("een opdracht op de server", "a command on the server"),
    ActorKind.SEED: Words("het laden van gegevens", "the loading of data"),
}
#: In which role somebody acted, without and with what the role is about.
ACTED_AS = Words("als %(role)s", "as %(role)s")
ACTED_FOR = Words("als %(role)s van %(about)s", "as %(role)s of %(about)s")
BY = Words("door %(who)s", "by %(who)s")
NOTHING = Words("leeg", "empty")
YES, NO = Words("ja", "yes"), Words("nee", "no")
NUMBERED = Words("nr. %(number)s", "no. %(number)s")
ONLY_CHANGED = Words("aangepast", "edited")

KINDS: dict[str, Words] = {
    "affiliation": Words("Werkt voor een organisatie", "Works for an organisation"),
    "body": Words("Gremium", "Body"),
    "chain": Words("Keten", "Chain"),
    "chain_slug": Words("Vroeger adres van een keten", "Former address of a chain"),
    "chain_version": Words("Gegevens van een keten", "Facts of a chain"),
    "cluster": Words("Cluster", "Cluster"),
    "cluster_name": Words("Naam van een cluster", "Name of a cluster"),
    "coverage": Words("Belegging bij een programma", "Coverage by a programme"),
    "criterion_finding": Words("Bevinding bij een criterium", "Finding on a criterion"),
    "decision": Words("Besluit", "Decision"),
    "due_diligence_step": Words("Stap van ketenverantwoordelijkheid", "Due diligence step"),
    "file": Words("Bestand", "File"),
    "follow": Words("Volgen van een keten", "Following a chain"),
    "impact": Words("Impact op een thema", "Impact on a theme"),
    "job_pause": Words("Pauze van een achtergrondtaak", "Pause of a background job"),
    "job_request": Words("Verzoek om een achtergrondtaak", "Request of a background job"),
    "loaded_part": Words("Onderdeel van de demonstratie", "Part of the demonstration"),
    "meeting": Words("Overleg", "Meeting"),
    "milestone": Words("Mijlpaal", "Milestone"),
    "organisation": Words("Organisatie", "Organisation"),
    "organisation_merge": Words("Samenvoeging van organisaties", "Merge of organisations"),
    "organisation_slug": Words(
        "Vroeger adres van een organisatie", "Former address of an organisation"
    ),
    "organisation_version": Words("Gegevens van een organisatie", "Facts of an organisation"),
    "organisation_type": Words("Soort organisatie", "Type of organisation"),
    "person": Words("Persoon", "Person"),
    "phase": Words("Fase", "Phase"),
    "phase_assessment": Words("Fasebeoordeling", "Phase assessment"),
    "phase_criterion": Words("Fasecriterium", "Phase criterion"),
    "policy_instrument": Words("Beleidsinstrument", "Policy instrument"),
    "programme": Words("Programma", "Programme"),
    "related_programme": Words("Verwant programma", "Related programme"),
    "removal_request": Words("Verzoek om verwijdering", "Request for removal"),
    "rights_confirmation": Words("Bevestiging van de rechten", "Confirmation of the rights"),
    "role_assignment": Words("Rol", "Role"),
    "second_factor": Words("Tweede factor", "Second factor"),
    "selected_chain": Words("Keten in een jaarselectie", "Chain in a yearly selection"),
    "setting": Words("Instelling", "Setting"),
    "status_update": Words("Statusupdate", "Status update"),
    "theme": Words("Thema", "Theme"),
    "theme_name": Words("Naam van een thema", "Name of a theme"),
    "yearly_selection": Words("Jaarselectie", "Yearly selection"),
}

FIELDS: dict[str, Words] = {
    "about": Words("toelichting", "explanation"),
    "active_in": Words("actief in", "active in"),
    "agenda_name_nl": Words("naam van de agenda", "name of the agenda"),
    "agenda_short": Words("korte naam van de agenda", "short name of the agenda"),
    "also_named_nl": Words("andere naam", "other name"),
    "anonymised_at": Words("gegevens verwijderd op", "data removed on"),
    "answer": Words("antwoord", "answer"),
    "blocked_at": Words("geblokkeerd op", "blocked on"),
    "body_id": Words("gremium", "body"),
    "bound_by_procurement_law": Words("aanbestedingsplichtig", "bound by procurement law"),
    "chain_id": Words("keten", "chain"),
    "chair": Words("voorzitter", "chair"),
    "changed": Words("wat er veranderde", "what changed"),
    "cluster_id": Words("cluster", "cluster"),
    "code": Words("code", "code"),
    "confirmed_at": Words("bevestigd op", "confirmed on"),
    "corrected_at": Words("gecorrigeerd op", "corrected on"),
    "correction_reason": Words("reden van de correctie", "reason of the correction"),
    "corrects_id": Words("corrigeert", "corrects"),
    "covered_by": Words("belegd bij", "covered by"),
    "covered_reason": Words("waarom toch gekozen", "why selected all the same"),
    "criteria": Words("stand van de criteria", "state of the criteria"),
    "criterion_id": Words("criterium", "criterion"),
    "decided_on": Words("besloten op", "decided on"),
    "decides": Words("besluit", "decides"),
    "decision_id": Words("besluit", "decision"),
    "document": Words("document", "document"),
    "due": Words("datum", "date"),
    "due_precision": Words("hoe precies de datum is", "how exact the date is"),
    "email": Words("mailadres", "mail address"),
    "ended_at": Words("beëindigd op", "ended on"),
    "ended_by_id": Words("beëindigd door", "ended by"),
    "ended_year": Words("gestopt in", "ended in"),
    "erased_at": Words("gewist op", "erased on"),
    "evidence": Words("onderbouwing", "evidence"),
    "evidence_on": Words("datum van de onderbouwing", "date of the evidence"),
    "examples_nl": Words("voorbeelden", "examples"),
    "from_year": Words("vanaf jaar", "from year"),
    "handled_at": Words("behandeld op", "handled on"),
    "handled_by_id": Words("behandeld door", "handled by"),
    "held_on": Words("gehouden op", "held on"),
    "in_criteria_tool": Words("in de criteriatool", "in the criteria tool"),
    "into_id": Words("opgegaan in", "merged into"),
    "is_approach": Words("is een aanpak", "is an approach"),
    "is_demonstration": Words("is demonstratie", "is a demonstration"),
    "job": Words("achtergrondtaak", "background job"),
    "key": Words("instelling", "setting"),
    "kind": Words("soort", "kind"),
    "kvk": Words("KvK-nummer", "KvK number"),
    "language": Words("taal", "language"),
    "level": Words("impact", "impact"),
    "link": Words("link", "link"),
    "media": Words("type bestand", "type of file"),
    "meeting_id": Words("overleg", "meeting"),
    "members": Words("leden", "members"),
    "merged_on": Words("samengevoegd op", "merged on"),
    "name": Words("naam", "name"),
    "name_en": Words("Engelse naam", "English name"),
    "name_nl": Words("naam", "Dutch name"),
    "next_step": Words("volgende stap", "next step"),
    "next_step_on": Words("datum van de volgende stap", "date of the next step"),
    "note": Words("opmerking", "note"),
    "nr": Words("nummer", "number"),
    "oin": Words("OIN", "OIN"),
    "organisation_id": Words("organisatie", "organisation"),
    "other_number_reason": Words("waarom een ander aantal", "why another number"),
    "outcome": Words("uitkomst", "outcome"),
    "outcome_at": Words("uitkomst op", "outcome on"),
    "outcome_by_id": Words("uitkomst door", "outcome by"),
    "outcome_reason": Words("reden van de uitkomst", "reason of the outcome"),
    "parent_id": Words("valt onder", "belongs to"),
    "part": Words("welk deel", "which part"),
    "password_hash": Words("wachtwoord", "password"),
    "person_id": Words("persoon", "person"),
    "phase_id": Words("fase", "phase"),
    "position": Words("plaats", "position"),
    "prefix": Words("voorvoegsel", "prefix"),
    "priority": Words("prioritair", "priority"),
    "programme_id": Words("programma", "programme"),
    "progress": Words("voortgang", "progress"),
    "reason": Words("reden", "reason"),
    "records_from": Words("bijgehouden vanaf", "recorded from"),
    "ref": Words("kenmerk", "reference code"),
    "reference": Words("nummer van het besluit", "number of the decision"),
    "related_programme_id": Words("programma", "programme"),
    "reported_at": Words("moment van de statusupdate", "moment of the report"),
    "retired_on": Words("vervallen op", "retired on"),
    "revised_year": Words("herzien in", "revised in"),
    "role": Words("rol", "role"),
    "role_en": Words("Engelse rol van inkoop", "role of procurement in English"),
    "role_nl": Words("rol van inkoop", "role of procurement"),
    "scored_per_chain": Words("per keten beoordeeld", "scored per chain"),
    "sdgs": Words("SDG's", "SDGs"),
    "secret": Words("geheim", "secret"),
    "sector": Words("sector", "sector"),
    "selection_id": Words("jaarselectie", "yearly selection"),
    "sha256": Words("controlegetal", "checksum"),
    "short_nl": Words("korte naam", "short name"),
    "signatory": Words("ondertekende het Manifest", "signed the Manifest"),
    "signed": Words("ondertekend sinds", "signed since"),
    "signed_precision": Words(
        "hoe precies de ondertekening bekend is", "how exact the signing is known"
    ),
    "since": Words("sinds", "since"),
    "since_precision": Words("hoe precies het begin is", "how exact the start is"),
    "since_year": Words("sinds jaar", "since year"),
    "size": Words("grootte in bytes", "size in bytes"),
    "slug": Words("adres", "address"),
    "spend_bn_eur": Words("inkoopvolume", "procurement volume"),
    "spend_year": Words("jaar van het inkoopvolume", "year of the procurement volume"),
    "stagnation_reason": Words("reden van stagnatie", "reason of stagnation"),
    "state": Words("stand", "state"),
    "subject_id": Words("hangt aan nummer", "hangs on number"),
    "subject_kind": Words("hangt aan", "hangs on"),
    "text": Words("tekst", "text"),
    "text_en": Words("Engelse tekst", "English text"),
    "text_nl": Words("tekst", "Dutch text"),
    "theme_id": Words("thema", "theme"),
    "to_year": Words("tot en met jaar", "up to and including year"),
    "type_id": Words("soort organisatie", "type of organisation"),
    "until": Words("tot", "until"),
    "value": Words("waarde", "value"),
    "website": Words("website", "website"),
    "who_agreed": Words("wie akkoord waren", "who agreed"),
    "withdrawn_at": Words("ingetrokken op", "withdrawn on"),
    "withdrawn_by_id": Words("ingetrokken door", "withdrawn by"),
    "withdrawn_reason": Words("reden van intrekken", "reason of withdrawal"),
    "wish": Words("toelichting op het verzoek", "explanation of the request"),
    "year": Words("jaar", "year"),
}

CODES: dict[type[enum.StrEnum], Mapping[Any, Words]] = {
    AssessmentOutcome: {
        AssessmentOutcome.CONFIRMED: Words("bevestigd", "confirmed"),
        AssessmentOutcome.RETURNED: Words("teruggegeven", "returned"),
        AssessmentOutcome.WITHDRAWN: Words("ingetrokken", "withdrawn"),
    },
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
    FileSubject: files.SUBJECTS,
    FileType: files.TYPES,
    ImpactLevel: {code: words for code, (words, _) in chains.IMPACT.items()},
    Language: {code: Words(name, name) for code, name in LANGUAGES.items()},
    Precision: {
        Precision.DAY: Words("op de dag", "to the day"),
        Precision.MONTH: Words("op de maand", "to the month"),
        Precision.YEAR: Words("op het jaar", "to the year"),
        Precision.UNKNOWN: Words("niet bekend", "not known"),
    },
    Progress: {code: label.words for code, label in chains.PROGRESS.items()},
    ReportKind: chains.REPORTS,
    RemovalOutcome: {
        RemovalOutcome.GRANTED: Words("toegewezen", "granted"),
        RemovalOutcome.REFUSED: Words("afgewezen", "refused"),
        RemovalOutcome.WITHDRAWN: Words("ingetrokken", "withdrawn"),
    },
    Role: ROLES,
    Sector: {
        Sector.PUBLIC: Words("publiek", "public"),
        Sector.PRIVATE: Words("privaat", "private"),
    },
    SelectionOutcome: chains.OUTCOMES,
    StagnationReason: chains.STAGNATION,
}
