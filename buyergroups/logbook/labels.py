"""The words of the history: what was done by whom, and the kinds of things."""

from __future__ import annotations

from buyergroups.words import Words
from models.history import ActorKind

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
    "buyer_group": Words("Buyer group", "Buyer group"),
    "chain": Words("Keten", "Chain"),
    "chain_slug": Words("Vroeger adres van een keten", "Former address of a chain"),
    "chain_version": Words("Gegevens van een keten", "Facts of a chain"),
    "cluster": Words("Cluster", "Cluster"),
    "cluster_name": Words("Naam van een cluster", "Name of a cluster"),
    "coverage": Words("Belegging bij een programma", "Coverage by a programme"),
    "criterion_finding": Words("Bevinding bij een criterium", "Finding on a criterion"),
    "decision": Words("Besluit", "Decision"),
    "digest_choice": Words("Keuze van de overzichtsmail", "Choice of the digest"),
    "document": Words("Document", "Document"),
    "document_comment": Words("Opmerking bij een document", "Comment on a document"),
    "document_move": Words("Stap van een document", "Step of a document"),
    "document_prompts": Words("Vragen bij een deel", "Questions of a section"),
    "document_section": Words("Deel van een document", "Section of a document"),
    "document_version": Words("Versie van een document", "Version of a document"),
    "due_diligence_step": Words("Stap van ketenverantwoordelijkheid", "Due diligence step"),
    "group_chain": Words("Keten van een buyer group", "Chain of a buyer group"),
    "group_invitation": Words("Uitnodiging voor een buyer group", "Invitation to a buyer group"),
    "group_meeting": Words("Overleg van een buyer group", "Meeting of a buyer group"),
    "group_minutes": Words("Verslag van een buyer group", "Minutes of a buyer group"),
    "group_slug": Words("Vroeger adres van een buyer group", "Former address of a buyer group"),
    "group_standing": Words("Stand van een buyer group", "State of a buyer group"),
    "group_version": Words("Gegevens van een buyer group", "Facts of a buyer group"),
    "file": Words("Bestand", "File"),
    "flag_event": Words("Omgaan met een aandachtspunt", "What was done with a flag"),
    "flag_switch": Words("Regel voor aandachtspunten", "Rule of flags"),
    "follow": Words("Volgen van een keten", "Following a chain"),
    "impact": Words("Impact op een thema", "Impact on a theme"),
    "import_run": Words("Import van een bestand", "Import of a file"),
    "interest_declaration": Words("Verklaring van belangen", "Declaration of interests"),
    "job_pause": Words("Pauze van een achtergrondtaak", "Pause of a background job"),
    "job_request": Words("Verzoek om een achtergrondtaak", "Request of a background job"),
    "join_request": Words("Vraag om mee te doen", "Request to join"),
    "loaded_part": Words("Onderdeel van de demonstratie", "Part of the demonstration"),
    "market_estimate": Words("Schatting van een markt", "Estimate of a market"),
    "meeting": Words("Overleg", "Meeting"),
    "meeting_plan": Words("Planning van een overleg", "Plan of a meeting"),
    "membership": Words("Deelname aan een buyer group", "Membership of a buyer group"),
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
    "plan_activity": Words("Activiteit in een plan", "Activity in a plan"),
    "plan_focus": Words("Thema van een plan", "Theme of a plan"),
    "plan_goal": Words("Doel in een plan", "Goal in a plan"),
    "plan_instrument": Words("Instrument in een plan", "Instrument in a plan"),
    "plan_law": Words("Productregel in een plan", "Product rule in a plan"),
    "plan_measurement": Words("Meting van een doel", "Measurement of a goal"),
    "plan_money": Words("Geld in een plan", "Money in a plan"),
    "plan_programme": Words("Programma in een plan", "Programme in a plan"),
    "plan_progress": Words("Stand van een activiteit", "State of an activity"),
    "plan_risk": Words("Risico in een plan", "Risk in a plan"),
    "pledge": Words("Toezegging", "Pledge"),
    "pledge_standing": Words("Stand van een toezegging", "State of a pledge"),
    "pledge_version": Words("Gegevens van een toezegging", "Facts of a pledge"),
    "policy_instrument": Words("Beleidsinstrument", "Policy instrument"),
    "practice_alternative": Words("Alternatief in een praktijktoets", "Alternative in a test"),
    "practice_finding": Words("Bevinding in een praktijktoets", "Finding in a practice test"),
    "practice_test": Words("Praktijktoets", "Practice test"),
    "practice_test_group": Words("Buyer group in een praktijktoets", "Buyer group in a test"),
    "practice_test_organisation": Words(
        "Organisatie in een praktijktoets", "Organisation in a practice test"
    ),
    "practice_test_plan": Words("Plan van een praktijktoets", "Plan of a practice test"),
    "private_demand": Words("Private vraag in een keten", "Private demand in a chain"),
    "programme": Words("Programma", "Programme"),
    "protocol_acceptance": Words("Akkoord met het protocol", "Acceptance of the protocol"),
    "protocol_version": Words("Mededingingsprotocol", "Competition protocol"),
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
    "volume": Words("Inkoopvolume van een organisatie", "Volume of an organisation"),
    "calendar_feed": Words("Adres van een agenda", "Address of a calendar"),
    "consultation_attendee": Words(
        "Wie van de groep bij een marktconsultatie was", "Who of the group attended a consultation"
    ),
    "consultation_chain": Words("Keten van een marktconsultatie", "Chain of a consultation"),
    "consultation_follow_up": Words(
        "Vervolg op een marktconsultatie", "Follow-up of a consultation"
    ),
    "consultation_interest": Words("Belang bij een marktconsultatie", "Interest in a consultation"),
    "consultation_item": Words(
        "Wat in een marktconsultatie is gehoord", "What was heard in a consultation"
    ),
    "consultation_move": Words("Stap van een marktconsultatie", "Step of a consultation"),
    "consultation_question": Words("Vraag aan de markt", "Question to the market"),
    "consultation_report": Words("Gepubliceerd verslag", "Published report"),
    "consultation_supplier": Words(
        "Marktpartij bij een marktconsultatie", "Supplier at a consultation"
    ),
    "consultation_tender": Words(
        "Aanbesteding bij een marktconsultatie", "Tender of a consultation"
    ),
    "given_information": Words("Verstrekte informatie", "Information that was given"),
    "given_to": Words("Ontvanger van informatie", "Receiver of information"),
    "market_consultation": Words("Marktconsultatie", "Market consultation"),
    "platform_answer": Words("Antwoord op het platform", "Answer on the platform"),
    "supplier": Words("Marktpartij", "Supplier"),
    "supplier_contact": Words("Contactpersoon van een marktpartij", "Contact person of a supplier"),
    "supplier_merge": Words("Samenvoeging van marktpartijen", "Merge of suppliers"),
    "supplier_version": Words("Gegevens van een marktpartij", "Facts of a supplier"),
    "supplier_wish": Words("Wens om gehoord te worden", "Wish to be heard"),
    "tender": Words("Aanbesteding", "Tender"),
    "topic": Words("Vraagstuk", "Topic"),
    "topic_advice": Words("Advies over een vraagstuk", "Advice on a topic"),
    "topic_agenda": Words("Vraagstuk op een agenda", "Topic on an agenda"),
    "topic_chain": Words("Keten van een vraagstuk", "Chain of a topic"),
    "topic_decision": Words("Besluit over een vraagstuk", "Decision on a topic"),
    "topic_endorsement": Words("Bekrachtiging van een vraagstuk", "Endorsement of a topic"),
    "topic_handover": Words("Overdracht van een vraagstuk", "Handover of a topic"),
    "topic_link": Words("Link bij een vraagstuk", "Link of a topic"),
    "topic_move": Words("Stap van een vraagstuk", "Step of a topic"),
    "topic_receipt": Words("Ontvangst van een vraagstuk", "Receipt of a topic"),
    "topic_theme": Words("Thema van een vraagstuk", "Theme of a topic"),
    "topic_version": Words("Gegevens van een vraagstuk", "Facts of a topic"),
    "yearly_selection": Words("Jaarselectie", "Yearly selection"),
}
