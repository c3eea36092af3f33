"""Who may do what at which address: every route and method, with the answer for everybody.

The one table of `design/trust.md`. A route or method without a row fails `test_census.py`. A new
route gets its row here before it is built; a role that differs from the rest stands in `but`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Everybody who can come to the door. Accounts of the demonstration, and three others.
STRANGERS = {
    "stranger": "nobody is signed in",
    "blocked": "administrator, programme manager and chain lead, blocked while a session was open",
}
SIGNED_IN = {
    "former": "signed in, but every role has ended",
    "beheer": "administrator",
    "manager": "programme manager",
    "trekker": "chain lead of ICT-hardware and Zonnepanelen",
    "trekker2": "chain lead of Bedrijfskleding, Catering and Schoonmaak",
    "publiek": "member for a municipality",
    "privaat": "member for a company",
    "privaat2": "member for another company",
    "expert": "expert",
    "opgave": "participant and secretary of the opgave-overleg",
    "bestuurlijk": "participant of the bestuurlijk overleg",
    "klankbord": "member of the klankbordgroep",
}
EVERYBODY = (*STRANGERS, *SIGNED_IN)


@dataclass(frozen=True)
class Row:
    """One address with one method: the status for who is not signed in, who is, and exceptions."""

    method: str
    rule: str
    stranger: int
    signed_in: int
    #: An address of this rule, with {names} that the test fills in; the rule itself by default.
    address: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    but: Mapping[str, int] = field(default_factory=dict)

    @property
    def example(self) -> str:
        return self.address or self.rule

    def expected(self, who: str) -> int:
        """The status that this person gets."""
        usual = self.stranger if who in STRANGERS else self.signed_in
        return self.but.get(who, usual)


REPORTS = "/publiek/marktconsultaties"
#: What anybody may see, signed in or not. `gate.PUBLIC_ENDPOINTS` must say the same.
PUBLIC = (
    Row("GET", "/healthz", 200, 200),
    Row("GET", "/robots.txt", 200, 200),
    Row("GET", "/.well-known/security.txt", 200, 200),
    Row("GET", "/toegankelijkheid", 200, 200),
    Row("GET", "/privacy", 200, 200),
    Row("GET", "/inloggen", 200, 302),
    Row("POST", "/inloggen", 422, 422),
    Row(
        "POST",
        "/inloggen",
        303,
        303,
        form={"email": "publiek@ketenbord.example", "password": "ketenbord-demo"},
    ),
    Row("POST", "/taal", 303, 303, form={"taal": "en"}),
    # Links that nobody has; what a real one does is tried in tests/people.
    Row("GET", "/uitnodiging/<token>", 404, 404, "/uitnodiging/bestaat-niet"),
    Row("POST", "/uitnodiging/<token>", 404, 404, "/uitnodiging/bestaat-niet"),
    Row("GET", "/kalender/<token>.ics", 404, 404, "/kalender/bestaat-niet.ics"),
    Row("GET", "/afmelden/<token>", 404, 404, "/afmelden/bestaat-niet"),
    Row("POST", "/afmelden/<token>", 404, 404, "/afmelden/bestaat-niet"),
    Row("GET", "/wachtwoord/<token>", 404, 404, "/wachtwoord/bestaat-niet"),
    Row("POST", "/wachtwoord/<token>", 404, 404, "/wachtwoord/bestaat-niet"),
    # What was published, and the same answer for what was not as for what never was.
    Row("GET", REPORTS, 200, 200),
    Row("GET", f"{REPORTS}/<ref>", 200, 200, f"{REPORTS}/{{published}}"),
    Row("GET", f"{REPORTS}/<ref>", 404, 404, f"{REPORTS}/{{unpublished}}"),
    Row("GET", f"{REPORTS}/<ref>", 404, 404, f"{REPORTS}/bcdfghjkmn"),
    *(
        Row(
            "GET",
            f"{REPORTS}/<ref>/versie/<int:nr>{end}",
            status,
            status,
            f"{REPORTS}/{version}{end}",
        )
        for end in ("", ".md", ".pdf")
        for version, status in (
            ("{published}/versie/1", 200),
            ("{published}/versie/2", 404),
            ("{unpublished}/versie/1", 404),
        )
    ),
    *(
        Row("GET", f"{REPORTS}/<ref>/versie/<int:nr>/bijlagen/<file>/<name>", status, status, at)
        for at, status in (
            (f"{REPORTS}/{{published}}/versie/1/bijlagen/{{shown_file}}/bijlage.pdf", 200),
            (f"{REPORTS}/{{published}}/versie/1/bijlagen/{{shown_file}}/anders.pdf", 404),
            (f"{REPORTS}/{{published}}/versie/2/bijlagen/{{shown_file}}/bijlage.pdf", 404),
            (f"{REPORTS}/{{unpublished}}/versie/1/bijlagen/{{shown_file}}/bijlage.pdf", 404),
        )
    ),
    Row("GET", "/wachtwoord", 200, 200),
    Row("POST", "/wachtwoord", 422, 422),
    Row("POST", "/wachtwoord", 200, 200, form={"email": "publiek@ketenbord.example"}),
    Row("POST", "/wachtwoord", 200, 200, form={"email": "niemand@ketenbord.example"}),
    # The second step, for who did not do the first.
    Row("GET", "/inloggen/code", 302, 302),
    Row("POST", "/inloggen/code", 303, 303),
    Row("GET", "/inloggen/instellen", 302, 302),
    Row("POST", "/inloggen/instellen", 303, 303),
)

BOARD = (
    Row("GET", "/", 302, 200),
    Row("GET", "/bord", 302, 200),
    Row("GET", "/bord", 302, 422, "/bord?cluster=bestaat-niet"),
    Row("GET", "/bord", 302, 200, "/bord?sinds=2026-06-01"),
    Row("GET", "/bord/impact", 302, 200),
    Row("GET", "/bord/tabel", 302, 200),
    Row("GET", "/bord/tijdlijn", 302, 200),
    Row("GET", "/bord/tijdlijn", 302, 422, "/bord/tijdlijn?van=later"),
    Row("GET", "/bord/tabel.csv", 302, 200),
    Row("GET", "/bord/tabel.xlsx", 302, 200),
    Row("GET", "/bord/tabel.ods", 302, 200),
)

CHAINS = (
    Row("GET", "/ketens", 302, 200),
    Row("GET", "/ketens", 302, 422, "/ketens?toon=bestaat-niet"),
    Row("GET", f"/k/<int(max={2**31 - 1}):number>", 302, 302, "/k/1"),
    Row("GET", f"/k/<int(max={2**31 - 1}):number>", 302, 404, "/k/999"),
    Row("POST", "/ketens/<slug>/volgen", 302, 303, "/ketens/{chain}/volgen"),
    Row("POST", "/ketens/<slug>/volgen", 302, 404, "/ketens/bestaat-niet/volgen"),
    Row("POST", "/ketens/<slug>/niet-meer-volgen", 302, 303, "/ketens/{chain}/niet-meer-volgen"),
    Row("GET", "/mijn/ketens", 302, 200),
    Row("GET", "/meldingen", 302, 200),
    Row("POST", "/meldingen/gezien", 302, 422, form={"tot": "gisteren"}),
    Row("POST", "/meldingen/gezien", 302, 303, form={"tot": "2026-11-20T10:00:00+00:00"}),
    Row("GET", "/ketens/<slug>", 302, 200, "/ketens/{chain}"),
    Row("GET", "/ketens/<slug>", 302, 404, "/ketens/bestaat-niet"),
    Row("GET", "/ketens/<slug>/fase", 302, 200, "/ketens/{chain}/fase"),
    Row("GET", "/ketens/<slug>/fase", 302, 404, "/ketens/bestaat-niet/fase"),
    Row("GET", "/ketens/<slug>/geschiedenis", 302, 200, "/ketens/{chain}/geschiedenis"),
    Row("GET", "/ketens/<slug>/geschiedenis", 302, 404, "/ketens/bestaat-niet/geschiedenis"),
)

END = "/mijn/sessies/<ref>/beeindigen"
SESSIONS = (
    Row("GET", "/mijn/sessies", 302, 200),
    Row("POST", END, 302, 303, "/mijn/sessies/{own_session}/beeindigen"),
    # Not theirs and not there: the same answer. An administrator ends everybody's.
    Row("POST", END, 302, 404, "/mijn/sessies/{other_session}/beeindigen", but={"beheer": 303}),
    Row("POST", END, 302, 404, "/mijn/sessies/bcdfghjkmn/beeindigen"),
    Row("POST", "/mijn/sessies/andere/beeindigen", 302, 303),
    Row("GET", "/uitloggen", 302, 200),
    Row("POST", "/uitloggen", 302, 303),
)

LEAD = {"trekker": 200}
LEAD_WRONG = {"trekker": 422}
DECIDERS = {"manager": 200, "opgave": 200}
REPORT = "/ketens/<slug>/statusupdate"
FINDING = "/ketens/<slug>/fase/criteria/<int:criterion_id>"
ASSESS = "/ketens/<slug>/fase/beoordelen"
DECIDE = "/fasebeoordelingen/<ref>/besluit"
TOGETHER = "/fasebeoordelingen/bevestigen"
STEP = "/ketens/<slug>/volgende-stap"
#: A chain is reported on and assessed by its lead; for everybody else these pages are not there.
REPORTING = (
    Row("GET", REPORT, 302, 404, "/ketens/{chain}/statusupdate", but=LEAD),
    Row("POST", REPORT, 302, 404, "/ketens/{chain}/statusupdate", but=LEAD_WRONG),
    Row(
        "POST",
        "/ketens/<slug>/nog-actueel",
        302,
        404,
        "/ketens/{chain}/nog-actueel",
        but={"trekker": 409},
    ),
    Row("GET", FINDING, 302, 404, "/ketens/{chain}/fase/criteria/1", but=LEAD),
    Row("GET", FINDING, 302, 404, "/ketens/{chain}/fase/criteria/999"),
    Row("POST", FINDING, 302, 404, "/ketens/{chain}/fase/criteria/1", but=LEAD_WRONG),
    Row("GET", ASSESS, 302, 404, "/ketens/{chain}/fase/beoordelen", but=LEAD),
    Row("POST", ASSESS, 302, 404, "/ketens/{chain}/fase/beoordelen", but=LEAD_WRONG),
    Row("GET", DECIDE, 302, 404, "/fasebeoordelingen/{assessment}/besluit", but=DECIDERS),
    Row("GET", DECIDE, 302, 404, "/fasebeoordelingen/bcdfghjkmn/besluit"),
    Row(
        "POST",
        DECIDE,
        302,
        404,
        "/fasebeoordelingen/{assessment}/besluit",
        but={"manager": 422, "opgave": 422},
    ),
    Row("GET", TOGETHER, 302, 404, but=DECIDERS),
    Row("POST", TOGETHER, 302, 404, but={"manager": 422, "opgave": 422}),
    Row("GET", STEP, 302, 404, "/ketens/{chain}/volgende-stap", but=LEAD),
    Row("POST", STEP, 302, 404, "/ketens/{chain}/volgende-stap", but=LEAD_WRONG),
    Row(
        "POST",
        f"{STEP}/afgerond",
        302,
        404,
        "/ketens/{chain}/volgende-stap/afgerond",
        but={"trekker": 409},
    ),
    # Who leads a chain fills it in; manager and secretary see how far it is.
    Row("GET", "/nulmeting", 302, 404, but=dict.fromkeys(("trekker", "trekker2", *DECIDERS), 200)),
    Row("POST", "/nulmeting", 302, 404, but={"trekker": 422, "trekker2": 422}),
    Row("POST", "/voorbeeld", 302, 200, form={"veranderd": "**x**"}),
    Row("POST", "/concept", 302, 200, form={"concept": "/ketens/x/statusupdate", "a": "b"}),
    Row("POST", "/concept", 302, 422),
    Row("POST", "/concept/weg", 302, 303, form={"concept": "/ketens/x/statusupdate"}),
)

LOGBOOK = (
    Row("GET", "/beheer/logboek", 302, 404, but={"beheer": 200}),
    Row("GET", "/beheer/logboek", 302, 404, "/beheer/logboek?soort=x", but={"beheer": 422}),
    Row("GET", "/beheer/logboek.csv", 302, 404, but={"beheer": 200}),
    Row(
        "GET",
        "/personen/<ref>/geschiedenis",
        302,
        404,
        "/personen/{person}/geschiedenis",
        but={"beheer": 200},
    ),
    Row("GET", "/personen/<ref>/geschiedenis", 302, 404, "/personen/bcdfghjkmn/geschiedenis"),
    Row("GET", "/mijn/geschiedenis", 302, 200),
    Row("GET", "/mijn/geschiedenis", 302, 422, "/mijn/geschiedenis?soort=x"),
)


JOB = "/beheer/achtergrondtaken/<job>"
ONE_JOB = "/beheer/achtergrondtaken/outbox"
ADMIN = {"beheer": 200}
BACKGROUND = (
    Row("GET", "/beheer", 302, 404, but={"beheer": 200, "manager": 200}),
    Row("GET", "/beheer/achtergrondtaken", 302, 404, but=ADMIN),
    Row("POST", f"{JOB}/nu", 302, 404, f"{ONE_JOB}/nu", but={"beheer": 303}),
    Row("POST", f"{JOB}/nu", 302, 404, "/beheer/achtergrondtaken/x/nu"),
    Row("GET", f"{JOB}/pauze", 302, 404, f"{ONE_JOB}/pauze", but=ADMIN),
    Row("GET", f"{JOB}/pauze", 302, 404, "/beheer/achtergrondtaken/x/pauze"),
    Row("POST", f"{JOB}/pauze", 302, 404, f"{ONE_JOB}/pauze", but={"beheer": 422}),
    # Nothing stands still, so there is nothing to let go on.
    Row("POST", f"{JOB}/verder", 302, 404, f"{ONE_JOB}/verder", but={"beheer": 422}),
    Row(
        "POST",
        "/beheer/achtergrondtaken/mail/<ref>/opnieuw",
        302,
        404,
        "/beheer/achtergrondtaken/mail/bcdfghjkmn/opnieuw",
    ),
    Row("POST", "/beheer/achtergrondtaken/controle", 302, 404, but={"beheer": 303}),
    Row("GET", "/taken/<ref>", 302, 404, "/taken/bcdfghjkmn"),
)

DIGEST = {"ritme": "daily", "weekdag": "0", "uur": "9"}
OWN = (
    Row("GET", "/mijn", 302, 200),
    Row("POST", "/mijn", 302, 422),
    Row("POST", "/mijn", 302, 303, form={"name": "Andere Naam", "language": "en"}),
    Row("GET", "/mijn/overzichtsmail", 302, 200),
    Row("POST", "/mijn/overzichtsmail", 302, 422),
    Row("POST", "/mijn/overzichtsmail", 302, 422, form={**DIGEST, "uur": "24"}),
    Row("POST", "/mijn/overzichtsmail", 302, 303, form=DIGEST),
    Row("GET", "/mijn/gegevens.json", 302, 200),
    Row("POST", "/mijn/mailadres", 302, 422, form={"email": "a@b.example", "password": "x"}),
    Row("GET", "/mijn/mailadres/<token>", 302, 404, "/mijn/mailadres/bestaat-niet"),
    Row("POST", "/mijn/mailadres/<token>", 302, 404, "/mijn/mailadres/bestaat-niet"),
    Row("POST", "/mijn/wachtwoord", 302, 422),
    Row("GET", "/mijn/tweede-factor", 302, 302),
    Row("POST", "/mijn/tweede-factor", 302, 422, form={"password": "x"}),
    Row("POST", "/mijn/tweede-factor/bevestigen", 302, 303, form={"code": ""}),
    Row("POST", "/mijn/tweede-factor/uitzetten", 302, 422),
    Row("POST", "/mijn/tweede-factor/herstelcodes", 302, 422),
)

#: The programme team and administrators see people; the others do not know that the pages exist.
TEAM = ("beheer", "manager", "trekker", "trekker2", "opgave")


def _team(status: int, **others: int) -> dict[str, int]:
    return {**dict.fromkeys(TEAM, status), **others}


P = "/personen/<ref>"
THERE = "/personen/{person}"
WHY = {"reason": "omdat"}
PEOPLE = (
    Row("GET", "/personen", 302, 404, but=_team(200)),
    Row("GET", "/personen/uitnodigen", 302, 404, but={"beheer": 200}),
    Row("POST", "/personen/uitnodigen", 302, 404, but={"beheer": 422}),
    Row("GET", P, 302, 404, THERE, but=_team(200)),
    Row("GET", P, 302, 404, "/personen/bcdfghjkmn"),
    Row("POST", f"{P}/rollen", 302, 404, f"{THERE}/rollen", but={"beheer": 422, "manager": 422}),
    Row(
        "POST",
        f"{P}/rollen/<int:number>/beeindigen",
        302,
        404,
        f"{THERE}/rollen/{{role}}/beeindigen",
        but={"beheer": 422},
    ),
    Row("POST", f"{P}/rollen/<int:number>/beeindigen", 302, 404, f"{THERE}/rollen/0/beeindigen"),
    Row("POST", f"{P}/blokkeren", 302, 404, f"{THERE}/blokkeren", but={"beheer": 422}),
    Row("POST", f"{P}/blokkeren", 302, 404, f"{THERE}/blokkeren", WHY, {"beheer": 303}),
    Row("POST", f"{P}/deblokkeren", 302, 404, f"{THERE}/deblokkeren", WHY, {"beheer": 303}),
    Row(
        "POST",
        f"{P}/sessies/beeindigen",
        302,
        404,
        f"{THERE}/sessies/beeindigen",
        but={"beheer": 303},
    ),
    Row("POST", f"{P}/uitnodigen", 302, 404, f"{THERE}/uitnodigen", but={"beheer": 422}),
    Row(
        "POST",
        f"{P}/tweede-factor/uitzetten",
        302,
        404,
        f"{THERE}/tweede-factor/uitzetten",
        but={"beheer": 303},
    ),
    Row("GET", "/personen/rechten", 302, 404, but=_team(200)),
    Row("GET", "/personen/rechten.csv", 302, 404, but=_team(200)),
    Row("POST", "/personen/rechten/bevestigen", 302, 404, but={"beheer": 409}),
)

MANAGER = {"manager": 200}
MANAGER_WRONG = {"manager": 422}
S = "/jaarselectie/<int(fixed_digits=4):year>"
#: What was decided is for everyone; deciding is the programme manager's.
SELECTION = (
    Row("GET", "/jaarselectie", 302, 200),
    Row("GET", S, 302, 200, "/jaarselectie/2027"),
    Row("GET", S, 302, 200, "/jaarselectie/2028"),
    Row("GET", S, 302, 404, "/jaarselectie/2099"),
    Row("GET", f"{S}/vastleggen", 302, 404, "/jaarselectie/2028/vastleggen", but=MANAGER),
    Row("GET", f"{S}/vastleggen", 302, 404, "/jaarselectie/2099/vastleggen"),
    Row("POST", f"{S}/vastleggen", 302, 404, "/jaarselectie/2028/vastleggen", but=MANAGER_WRONG),
)

K = "/ketens/<slug>/beheer"
KEPT = "/ketens/{chain}/beheer"
#: The facts of a chain and who leads it: the programme manager's.
UPKEEP = (
    Row("GET", K, 302, 404, KEPT, but=MANAGER),
    Row("GET", K, 302, 404, "/ketens/bestaat-niet/beheer"),
    *(
        Row(method, f"{K}/{part}", 302, 404, f"{KEPT}/{part}", but=told)
        for part in ("gegevens", "belegging", "impact", "trekkers")
        for method, told in (("GET", MANAGER), ("POST", MANAGER_WRONG))
    ),
    Row(
        "POST",
        f"{K}/trekkers/<int:number>/beeindigen",
        302,
        404,
        f"{KEPT}/trekkers/{{lead}}/beeindigen",
        but=MANAGER_WRONG,
    ),
    Row("POST", f"{K}/trekkers/<int:number>/beeindigen", 302, 404, f"{KEPT}/trekkers/0/beeindigen"),
)

C = "/beheer/fasecriteria"
CRITERIA = (
    Row("GET", C, 302, 404, but=MANAGER),
    Row("GET", f"{C}/fase/<int:nr>/toevoegen", 302, 404, f"{C}/fase/2/toevoegen", but=MANAGER),
    Row("GET", f"{C}/fase/<int:nr>/toevoegen", 302, 404, f"{C}/fase/9/toevoegen"),
    Row(
        "POST", f"{C}/fase/<int:nr>/toevoegen", 302, 404, f"{C}/fase/2/toevoegen", but=MANAGER_WRONG
    ),
    Row("GET", f"{C}/<int:number>", 302, 404, f"{C}/1", but=MANAGER),
    Row("GET", f"{C}/<int:number>", 302, 404, f"{C}/0"),
    Row("POST", f"{C}/<int:number>", 302, 404, f"{C}/1", but=MANAGER_WRONG),
    Row("GET", f"{C}/<int:number>/vervallen", 302, 404, f"{C}/1/vervallen", but=MANAGER),
    Row("POST", f"{C}/<int:number>/vervallen", 302, 404, f"{C}/1/vervallen", but=MANAGER_WRONG),
    Row(
        "POST",
        f"{C}/<int:number>/verplaatsen",
        302,
        404,
        f"{C}/1/verplaatsen",
        but={"manager": 303},
    ),
    Row("POST", f"{C}/<int:number>/verplaatsen", 302, 404, f"{C}/0/verplaatsen"),
)

OPTIONS = "/beheer/instellingen"
SETTINGS = (
    Row("GET", OPTIONS, 302, 404, but=ADMIN),
    Row("GET", f"{OPTIONS}/<key>", 302, 404, f"{OPTIONS}/stale-days", but=ADMIN),
    Row("GET", f"{OPTIONS}/<key>", 302, 404, f"{OPTIONS}/bestaat-niet"),
    Row("POST", f"{OPTIONS}/<key>", 302, 404, f"{OPTIONS}/stale-days", but={"beheer": 422}),
)

REPORT_FIX = "/statusupdates/<ref>/corrigeren"
PHASE_FIX = "/fasebeoordelingen/<ref>/corrigeren"
#: Technical errors only, and by administrators only.
CORRECTIONS = (
    Row("GET", REPORT_FIX, 302, 404, "/statusupdates/{report}/corrigeren", but=ADMIN),
    Row("GET", REPORT_FIX, 302, 404, "/statusupdates/bcdfghjkmn/corrigeren"),
    Row("POST", REPORT_FIX, 302, 404, "/statusupdates/{report}/corrigeren", but={"beheer": 422}),
    Row("GET", PHASE_FIX, 302, 404, "/fasebeoordelingen/{assessment}/corrigeren", but=ADMIN),
    Row("GET", PHASE_FIX, 302, 404, "/fasebeoordelingen/bcdfghjkmn/corrigeren"),
    Row(
        "POST",
        PHASE_FIX,
        302,
        404,
        "/fasebeoordelingen/{assessment}/corrigeren",
        but={"beheer": 422},
    ),
)

TEAM_SEES = {"manager": 200, "trekker": 200, "trekker2": 200, "opgave": 200}
#: `expert` takes part in a group of zonnepanelen as its expert, and so sees its draft and comments.
DRAFT_SEEN = {**TEAM_SEES, "expert": 200}
PLAN = "/ketens/<slug>/plan"
#: Of ICT-hardware a plan is adopted, of zonnepanelen one is in review, of gas there is none.
THE_PLAN, OPEN_PLAN, NO_PLAN = (
    "/ketens/{chain}/plan",
    "/ketens/zonnepanelen/plan",
    "/ketens/gas/plan",
)
TEXT, STEP, REMARK = "concept/tekst/<code>", "concept/stap/<step>", "concept/opmerkingen/<code>"
SETTLE = "concept/opmerkingen/<int:number>/afhandelen"
NEW_ROW, ROW = "concept/<code>/toevoegen", "concept/<code>/<key>"
MEASURE, KEEP = "doelen/<key>/meten", "activiteiten/<key>/stand"
PLANS = (
    Row("GET", PLAN, 302, 200, THE_PLAN),
    Row("GET", PLAN, 302, 200, NO_PLAN),
    Row("GET", PLAN, 302, 404, "/ketens/bestaat-niet/plan"),
    Row("GET", f"{PLAN}/versies", 302, 200, f"{THE_PLAN}/versies"),
    Row("GET", f"{PLAN}/versies/<int:nr>", 302, 200, f"{THE_PLAN}/versies/1"),
    Row("GET", f"{PLAN}/versies/<int:nr>", 302, 404, f"{THE_PLAN}/versies/9"),
    Row("GET", f"{PLAN}/vergelijken", 302, 200, f"{THE_PLAN}/vergelijken"),
    # A draft is not there for others.
    Row("GET", f"{PLAN}/concept", 302, 404, f"{OPEN_PLAN}/concept", but=DRAFT_SEEN),
    Row("GET", f"{PLAN}/concept", 302, 404, f"{NO_PLAN}/concept"),
    Row("GET", f"{PLAN}/concept", 302, 404, f"{THE_PLAN}/concept"),
    Row("POST", f"{PLAN}/beginnen", 302, 404, f"{OPEN_PLAN}/beginnen", but={"trekker": 409}),
    Row("POST", f"{PLAN}/beginnen", 302, 404, f"{NO_PLAN}/beginnen"),
    Row(
        "POST",
        f"{PLAN}/beginnen",
        302,
        404,
        "/ketens/catering/plan/beginnen",
        but={"trekker2": 303},
    ),
    Row("GET", f"{PLAN}/{TEXT}", 302, 404, f"{OPEN_PLAN}/concept/tekst/scope", but=LEAD),
    Row("GET", f"{PLAN}/{TEXT}", 302, 404, f"{OPEN_PLAN}/concept/tekst/bestaat-niet"),
    Row(
        "POST",
        f"{PLAN}/{TEXT}",
        302,
        404,
        f"{OPEN_PLAN}/concept/tekst/scope",
        but={"trekker": 422},
    ),
    *(
        Row(method, f"{PLAN}/{STEP}", 302, 404, f"{OPEN_PLAN}/concept/stap/{step}", but=but)
        for step, who in (
            ("indienen", ("trekker",)),
            ("intrekken", ("trekker",)),
            ("terugsturen", ("manager", "trekker", "trekker2", "opgave")),
            ("vaststellen", ("manager",)),
        )
        for method, but in (
            # It is in review: who opens the page of a step that cannot be made reads why.
            ("GET", dict.fromkeys(who, 422 if step == "indienen" else 200)),
            ("POST", dict.fromkeys(who, 409)),
        )
    ),
    Row("GET", f"{PLAN}/{STEP}", 302, 404, f"{OPEN_PLAN}/concept/stap/bestaat-niet"),
    Row(
        "GET",
        f"{PLAN}/{REMARK}",
        302,
        404,
        f"{OPEN_PLAN}/concept/opmerkingen/scope",
        but=DRAFT_SEEN,
    ),
    Row(
        "POST",
        f"{PLAN}/{REMARK}",
        302,
        404,
        f"{OPEN_PLAN}/concept/opmerkingen/scope",
        but=dict.fromkeys(DRAFT_SEEN, 422),
    ),
    Row(
        "POST",
        f"{PLAN}/{SETTLE}",
        302,
        404,
        f"{OPEN_PLAN}/concept/opmerkingen/{{remark}}/afhandelen",
        but=dict.fromkeys(TEAM_SEES, 303),
    ),
    Row("POST", f"{PLAN}/{SETTLE}", 302, 404, f"{OPEN_PLAN}/concept/opmerkingen/0/afhandelen"),
    # Rows of a draft; in review they are shown in the form and not written.
    Row("GET", f"{PLAN}/{NEW_ROW}", 302, 404, f"{OPEN_PLAN}/concept/doelen/toevoegen", but=LEAD),
    Row("GET", f"{PLAN}/{NEW_ROW}", 302, 404, f"{OPEN_PLAN}/concept/bestaat-niet/toevoegen"),
    Row("GET", f"{PLAN}/{NEW_ROW}", 302, 404, f"{THE_PLAN}/concept/doelen/toevoegen"),
    Row(
        "POST",
        f"{PLAN}/{NEW_ROW}",
        302,
        404,
        f"{OPEN_PLAN}/concept/doelen/toevoegen",
        but={"trekker": 422},
    ),
    Row("GET", f"{PLAN}/{ROW}", 302, 404, f"{OPEN_PLAN}/concept/doelen/{{goal}}", but=LEAD),
    Row("GET", f"{PLAN}/{ROW}", 302, 404, f"{OPEN_PLAN}/concept/doelen/bcdfghjkmn"),
    Row(
        "POST",
        f"{PLAN}/{ROW}",
        302,
        404,
        f"{OPEN_PLAN}/concept/doelen/{{goal}}",
        but={"trekker": 422},
    ),
    Row(
        "POST",
        f"{PLAN}/{ROW}/weghalen",
        302,
        404,
        f"{OPEN_PLAN}/concept/doelen/{{goal}}/weghalen",
        but={"trekker": 422},
    ),
    # How an adopted plan fares: its lead's.
    *(
        row
        for rule, one, none in (
            (MEASURE, "doelen/{kept_goal}/meten", "doelen/bcdfghjkmn/meten"),
            (KEEP, "activiteiten/{kept_activity}/stand", "activiteiten/bcdfghjkmn/stand"),
        )
        for row in (
            Row("GET", f"{PLAN}/{rule}", 302, 404, f"{THE_PLAN}/{one}", but=LEAD),
            Row("GET", f"{PLAN}/{rule}", 302, 404, f"{THE_PLAN}/{none}"),
            Row("POST", f"{PLAN}/{rule}", 302, 404, f"{THE_PLAN}/{one}", but={"trekker": 422}),
        )
    ),
    *(
        Row("GET", f"{PLAN}.{kind}", 302, status, f"{of}.{kind}")
        for kind in ("md", "odt")
        for of, status in ((THE_PLAN, 200), (NO_PLAN, 404))
    ),
    Row("GET", f"{PLAN}.md", 302, 404, f"{OPEN_PLAN}.md?versie=concept", but=DRAFT_SEEN),
    Row("GET", f"{PLAN}.odt", 302, 404, f"{OPEN_PLAN}.odt?versie=concept", but=DRAFT_SEEN),
)

Q = "/beheer/vragen"
QUESTIONS = (
    Row("GET", Q, 302, 404, but=ADMIN),
    Row("GET", f"{Q}/<kind>/<code>", 302, 404, f"{Q}/chain-plan/scope", but=ADMIN),
    Row("GET", f"{Q}/<kind>/<code>", 302, 404, f"{Q}/chain-plan/bestaat-niet"),
    Row("GET", f"{Q}/<kind>/<code>", 302, 404, f"{Q}/bestaat-niet/scope"),
    Row("POST", f"{Q}/<kind>/<code>", 302, 404, f"{Q}/chain-plan/scope", but={"beheer": 422}),
    Row("GET", f"{Q}/<kind>/<code>", 302, 404, f"{Q}/market-vision/market", but=ADMIN),
)

#: Of ICT-hardware: led by `trekker`, `publiek` is its secretary, `privaat`, `privaat2` and `expert`
#: are members. `trekker2` and `opgave` are of the programme team and no more than that.
MEMBERS = dict.fromkeys(
    ("manager", "trekker", "trekker2", "opgave", "publiek", "privaat", "privaat2", "expert"), 200
)
GROUP_KEEPERS = dict.fromkeys(("manager", "trekker"), 200)
RUNNERS = {**GROUP_KEEPERS, "publiek": 200}
IN_TEAM = dict.fromkeys(("manager", "trekker", "trekker2", "opgave"), 200)
PRIVATE = {"privaat": 200, "privaat2": 200}


def _with(status: int, who: Mapping[str, int]) -> dict[str, int]:
    return dict.fromkeys(who, status)


G = "/buyer-groups/<slug>"
ONE = "/buyer-groups/{group}"
GROUPS = (
    Row("POST", f"{G}/volgen", 302, 404, f"{ONE}/volgen", but=_with(303, MEMBERS)),
    Row(
        "POST",
        f"{G}/niet-meer-volgen",
        302,
        404,
        f"{ONE}/niet-meer-volgen",
        but=_with(303, MEMBERS),
    ),
    Row("GET", "/buyer-groups", 302, 404, but=MEMBERS),
    Row("GET", "/buyer-groups.csv", 302, 404, but=MEMBERS),
    Row("GET", "/buyer-groups.xlsx", 302, 404, but=MEMBERS),
    Row("GET", "/ketens/<slug>/buyer-groups", 302, 200, "/ketens/{chain}/buyer-groups"),
    Row(
        "GET",
        "/buyer-groups/nieuw",
        302,
        404,
        but={"manager": 200, "trekker": 200, "trekker2": 200},
    ),
    Row(
        "POST",
        "/buyer-groups/nieuw",
        302,
        404,
        but={"manager": 422, "trekker": 422, "trekker2": 422},
    ),
    Row("GET", G, 302, 404, "/buyer-groups/bestaat-niet"),
    *(
        Row("GET", f"{G}{part}", 302, 404, f"{ONE}{part}", but=MEMBERS)
        for part in (
            "",
            "/geschiedenis",
            "/deelnemers",
            "/deelnemers.csv",
            "/deelnemers.xlsx",
            "/agenda",
        )
    ),
    *(
        Row(method, f"{G}/{part}", 302, 404, f"{ONE}/{part}", but=_with(status, who))
        for part, who in (
            ("gegevens", GROUP_KEEPERS),
            ("stand", GROUP_KEEPERS),
            ("ketens", GROUP_KEEPERS),
            ("uitnodigen", RUNNERS),
            ("agenda/nieuw", RUNNERS),
            ("deelnemers/toevoegen", RUNNERS),
            ("protocol", PRIVATE),
            ("belangen", PRIVATE),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    Row("GET", f"{G}/belangen/overzicht", 302, 404, f"{ONE}/belangen/overzicht", but=RUNNERS),
    *(
        Row(method, f"{G}/ketens/<int:number>/beeindigen", 302, 404, f"{ONE}/ketens/0/beeindigen")
        for method in ("GET", "POST")
    ),
    *(
        Row(
            method,
            f"{G}/deelnemers/<int:number>{part}",
            302,
            404,
            f"{ONE}/deelnemers/{{membership}}{part}",
            but=_with(status, who),
        )
        for part, who in (("", RUNNERS), ("/beeindigen", {**RUNNERS, "expert": 200}))
        for method, status in (("GET", 200), ("POST", 422))
    ),
    Row("GET", f"{G}/agenda/<ref>", 302, 404, f"{ONE}/agenda/{{meeting}}", but=MEMBERS),
    Row("GET", f"{G}/agenda/<ref>", 302, 404, f"{ONE}/agenda/bcdfghjkmn"),
    *(
        Row(
            method,
            f"{G}/agenda/<ref>/{part}",
            302,
            404,
            f"{ONE}/agenda/{{meeting}}/{part}",
            but=_with(status, RUNNERS),
        )
        for part in ("wijzigen", "verslag")
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # Demand and pledges: single figures and plans of a private member are for it and the team.
    *(
        Row("GET", f"{G}/{part}", 302, 404, f"{ONE}/{part}", but=MEMBERS)
        for part in (
            "vraag",
            "vraag.csv",
            "vraag.xlsx",
            "vraag/opgaven",
            "vraag/opgaven.csv",
            "vraag/opgaven.xlsx",
            "toezeggingen",
            "toezeggingen.csv",
            "toezeggingen.xlsx",
        )
    ),
    Row("GET", f"{G}/vraag/opgeven", 302, 404, f"{ONE}/vraag/opgeven", but=_with(303, MEMBERS)),
    Row("GET", f"{G}/vraag/markt", 302, 404, f"{ONE}/vraag/markt", but=_with(303, GROUP_KEEPERS)),
    *(
        Row(
            method,
            f"{G}/vraag/markt/<chain>/<int:year>",
            302,
            404,
            f"{ONE}/vraag/markt/{{chain}}/2026",
            but=_with(status, GROUP_KEEPERS),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    *(
        Row(
            method,
            f"{G}/vraag/opgave/<chain>/<organisation>/<int:year>{part}",
            302,
            404,
            f"{ONE}/vraag/opgave/{{chain}}/{organisation}/2026{part}",
            but=_with(status, {**IN_TEAM, who: 200}),
        )
        for organisation, who in (
            ("gemeente-voorbeeldstad", "publiek"),
            ("voorbeeld-logistiek-bv", "privaat"),
        )
        for part in ("", "/intrekken")
        for method, status in (("GET", 200), ("POST", 422))
    ),
    *(
        Row(method, f"{G}/toezeggingen/nieuw", 302, 404, f"{ONE}/toezeggingen/nieuw", but=but)
        for method, but in (("GET", MEMBERS), ("POST", _with(422, MEMBERS)))
    ),
    Row("GET", f"{G}/toezeggingen/<ref>", 302, 404, f"{ONE}/toezeggingen/{{pledge}}", but=MEMBERS),
    Row(
        "GET",
        f"{G}/toezeggingen/<ref>",
        302,
        404,
        f"{ONE}/toezeggingen/{{kept_pledge}}",
        but={**IN_TEAM, "privaat2": 200},
    ),
    *(
        Row(
            method,
            f"{G}/toezeggingen/<ref>/{part}",
            302,
            404,
            f"{ONE}/toezeggingen/{{pledge}}/{part}",
            but=_with(status, {**IN_TEAM, "publiek": 200}),
        )
        for part in ("wijzigen", "stand")
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # Tenders: plans of a private member are for it and the team, the sheet for no other company.
    *(
        Row("GET", f"{G}/{part}", 302, 404, f"{ONE}/{part}", but=MEMBERS)
        for part in ("aanbestedingen", "aanbestedingen.csv", "aanbestedingen.xlsx")
    ),
    *(
        Row(method, f"{G}/aanbestedingen/nieuw", 302, 404, f"{ONE}/aanbestedingen/nieuw", but=but)
        for method, but in (("GET", MEMBERS), ("POST", _with(422, MEMBERS)))
    ),
    *(
        Row(
            method,
            f"{G}/aanbestedingen/<ref>{part}",
            302,
            404,
            f"{ONE}/aanbestedingen/{{{tender}}}{part}",
            but=_with(status, {**IN_TEAM, **who}),
        )
        for tender, readers, keepers in (
            ("tender", {"publiek": 200, "expert": 200}, {"publiek": 200}),
            ("kept_tender", {"privaat2": 200}, {"privaat2": 200}),
        )
        for method, part, who, status in (
            ("GET", "", readers, 200),
            ("GET", "/kennisblad.csv", readers, 200),
            ("GET", "/kennisblad.xlsx", readers, 200),
            ("POST", "/kennisblad/pdf", readers, 303),
            *(
                (method, part, keepers, status)
                for part, refused in (
                    ("/wijzigen", 422),
                    ("/gepubliceerd", 409),  # it does not say what it saw
                    ("/stoppen", 422),
                    ("/verstrekt", 422),
                )
                for method, status in (("GET", 200), ("POST", refused))
            ),
        )
    ),
    *(
        Row(
            method,
            f"{G}/aanbestedingen/<ref>/verstrekt/<line>{part}",
            302,
            404,
            f"{ONE}/aanbestedingen/{{tender}}/verstrekt/{{line}}{part}",
            but=_with(status, {**IN_TEAM, "publiek": 200}),
        )
        for part in ("", "/vervallen")
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # Everyone who is signed in can ask to join; who takes part already has nothing to ask.
    Row(
        "GET",
        f"{G}/meedoen",
        302,
        200,
        f"{ONE}/meedoen",
        but=dict.fromkeys(("publiek", "privaat", "privaat2", "expert"), 404),
    ),
    Row(
        "POST",
        f"{G}/meedoen",
        302,
        422,
        f"{ONE}/meedoen",
        but=dict.fromkeys(("publiek", "privaat", "privaat2", "expert"), 404),
    ),
    Row("POST", f"{G}/meedoen/<ref>/intrekken", 302, 404, f"{ONE}/meedoen/bcdfghjkmn/intrekken"),
    *(
        Row("POST", f"{G}/{kind}/<ref>/{act}", 302, 404, f"{ONE}/{kind}/bcdfghjkmn/{act}")
        for kind, act in (
            ("uitnodigingen", "opnieuw"),
            ("uitnodigingen", "intrekken"),
            ("aanvragen", "aannemen"),
            ("aanvragen", "afwijzen"),
        )
    ),
    Row("GET", f"{G}/aanvragen/<ref>/afwijzen", 302, 404, f"{ONE}/aanvragen/bcdfghjkmn/afwijzen"),
    # An invitation is for who was invited; nobody here was.
    *(
        Row(method, f"/buyer-groups/uitnodigingen/<ref>{part}", 302, 404, address)
        for method, part, address in (
            ("GET", "", "/buyer-groups/uitnodigingen/bcdfghjkmn"),
            ("POST", "", "/buyer-groups/uitnodigingen/bcdfghjkmn"),
            ("POST", "/afslaan", "/buyer-groups/uitnodigingen/bcdfghjkmn/afslaan"),
        )
    ),
    Row("GET", "/buyer-groups/mededingingsprotocol", 302, 200),
    Row("GET", "/buyer-groups/mededingingsprotocol/wijzigen", 302, 404, but=MANAGER),
    Row("POST", "/buyer-groups/mededingingsprotocol/wijzigen", 302, 404, but=MANAGER_WRONG),
    Row(
        "GET",
        "/ketens/<slug>/private-vraag",
        302,
        404,
        "/ketens/{chain}/private-vraag",
        but=MANAGER,
    ),
    Row(
        "POST",
        "/ketens/<slug>/private-vraag",
        302,
        404,
        "/ketens/{chain}/private-vraag",
        but=MANAGER_WRONG,
    ),
)

ADD = "/bestanden/toevoegen/<slug>/<int:number>"
EVIDENCE = "/bestanden/toevoegen/onderbouwing/{finding}"
DECIDED = "/bestanden/toevoegen/besluit/{decision}"
FILE = "/bestanden/<ref>/<name>"
AWAY = "/bestanden/<ref>/intrekken"
#: Read by who sees what a file hangs on; added and withdrawn by who may change that.
FILES = (
    Row("GET", FILE, 302, 200, "/bestanden/{file}/verslag.pdf"),
    Row("GET", FILE, 302, 404, "/bestanden/{file}/anders.pdf"),
    Row("GET", FILE, 302, 404, "/bestanden/bcdfghjkmn/verslag.pdf"),
    # What a task made is for who asked for it, and nobody else.
    Row("GET", FILE, 302, 404, "/bestanden/{result}/bord.pdf", but={"manager": 200}),
    Row("GET", ADD, 302, 404, EVIDENCE, but=LEAD),
    Row("POST", ADD, 302, 404, EVIDENCE, but=LEAD_WRONG),
    Row("GET", ADD, 302, 404, DECIDED, but=DECIDERS),
    Row("POST", ADD, 302, 404, DECIDED, but={"manager": 422, "opgave": 422}),
    Row("GET", ADD, 302, 404, "/bestanden/toevoegen/onderbouwing/0"),
    Row("GET", ADD, 302, 404, "/bestanden/toevoegen/taak/1"),
    Row("GET", AWAY, 302, 404, "/bestanden/{file}/intrekken", but=LEAD),
    Row("POST", AWAY, 302, 404, "/bestanden/{file}/intrekken", but=LEAD_WRONG),
    Row("GET", AWAY, 302, 404, "/bestanden/{result}/intrekken"),
    Row("GET", AWAY, 302, 404, "/bestanden/bcdfghjkmn/intrekken"),
    # Of a meeting of a buyer group: for who sees the group, added by who runs it.
    *(
        Row("GET", FILE, 302, 404, f"/bestanden/{{{file}}}/stuk.pdf", but=MEMBERS)
        for file in ("paper", "minuted")
    ),
    *(
        Row(method, AWAY, 302, 404, f"/bestanden/{{{file}}}/intrekken", but=_with(status, RUNNERS))
        for file in ("paper", "minuted")
        for method, status in (("GET", 200), ("POST", 422))
    ),
    *(
        Row(method, ADD, 302, 404, f"{there}/{{gathering}}", but=_with(status, RUNNERS))
        for there in ("/bestanden/toevoegen/agenda", "/bestanden/toevoegen/verslag")
        for method, status in (("GET", 200), ("POST", 422))
    ),
    Row("GET", ADD, 302, 404, "/bestanden/toevoegen/agenda/0"),
)

#: The market day of ICT-hardware that the municipality logged. `privaat2` declared to be a
#: competitor: shut out of all files of the group.
C = "/marktconsultaties/<ref>"
DAY = "/marktconsultaties/{consultation}"
FILE_READERS = {who: 200 for who in MEMBERS if who != "privaat2"}
FILE_KEEPERS = {**IN_TEAM, "publiek": 200}
CONSULTATIONS = (
    Row("GET", C, 302, 404, DAY, but=FILE_READERS),
    Row("GET", C, 302, 404, "/marktconsultaties/bcdfghjkmn"),
    Row("GET", f"{G}/marktconsultaties", 302, 404, f"{ONE}/marktconsultaties", but=MEMBERS),
    *(
        Row(method, f"{C}/{part}", 302, 404, f"{DAY}/{part}", but=_with(status, FILE_KEEPERS))
        for part, refused in (
            ("gegevens", 422),
            ("stap", 422),
            # Without a word of which version was seen nothing is written.
            ("aanwezig", 409),
            ("vragen", 409),
            ("gehoord", 409),
            ("samenvatting", 409),
            ("vervolg", 409),
            ("platform", 409),
        )
        for method, status in (("GET", 200), ("POST", refused))
    ),
    *(
        Row(
            method,
            f"{C}/vervolg/<int:number>",
            302,
            404,
            f"{DAY}/vervolg/{{follow_up}}",
            but=_with(status, {**FILE_KEEPERS, "privaat": 200}),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    Row("GET", f"{C}/aanbestedingen", 302, 404, f"{DAY}/aanbestedingen", but=FILE_READERS),
    *(
        Row(method, f"{C}/aanbestedingen/kiezen", 302, 404, f"{DAY}/aanbestedingen/kiezen", but=but)
        for method, but in (("GET", FILE_KEEPERS), ("POST", _with(409, FILE_KEEPERS)))
    ),
    *(
        Row(method, f"{C}/belang", 302, 404, f"{DAY}/belang", but=_with(status, FILE_READERS))
        for method, status in (("GET", 200), ("POST", 422))
    ),
    *(
        Row(method, f"{C}/belang/<int:number>/beeindigen", 302, 404, f"{DAY}/belang/0/beeindigen")
        for method in ("GET", "POST")
    ),
    *(
        Row(method, there, 302, 404, f"{there}?groep={{group}}", but=_with(status, FILE_READERS))
        for there in ("/marktconsultaties/vastleggen", "/marktconsultaties/aankondigen")
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # Where there is one group to choose, it is chosen.
    *(
        Row(
            "GET", there, 302, 404, but={**MEMBERS, "publiek": 302, "privaat": 302, "trekker2": 302}
        )
        for there in ("/marktconsultaties/vastleggen", "/marktconsultaties/aankondigen")
    ),
    *(
        Row(method, ADD, 302, 404, f"{there}/{{consultation_id}}", but=_with(status, FILE_KEEPERS))
        for there in (
            "/bestanden/toevoegen/consultatieverslag",
            "/bestanden/toevoegen/consultatienotities",
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
)

REGISTER = ("beheer", "manager", "opgave")
LEADERS = ("manager", "trekker", "trekker2")
#: A file is for who sent it, and nobody else; what becomes of one is tried in tests/imports.
IMPORTS = (
    Row(
        "GET",
        "/importeren",
        302,
        404,
        but=dict.fromkeys((*REGISTER, *LEADERS, "publiek"), 200),
    ),
    *(
        Row(method, f"/importeren/{part}", 302, 404, but=dict.fromkeys(who, status))
        for part, who in (("organisaties", REGISTER), ("nulmeting", LEADERS))
        for method, status in (("GET", 200), ("POST", 422))
    ),
    *(
        Row(
            method,
            "/importeren/deelnemers/<slug>",
            302,
            404,
            "/importeren/deelnemers/{group}",
            but=_with(status, RUNNERS),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    Row(
        "GET",
        "/importeren/voorbeeld/<slug>.<ending>",
        302,
        404,
        "/importeren/voorbeeld/organisaties.csv",
        but=dict.fromkeys((*REGISTER, *LEADERS, "publiek"), 200),
    ),
    Row("GET", "/importeren/<ref>", 302, 404, "/importeren/bcdfghjkmn"),
    Row("POST", "/importeren/<ref>/vastleggen", 302, 404, "/importeren/bcdfghjkmn/vastleggen"),
    Row(
        "GET",
        "/importeren/<ref>/geweigerd.<ending>",
        302,
        404,
        "/importeren/bcdfghjkmn/geweigerd.csv",
    ),
)

PRINTING = (
    Row("POST", "/bord/pdf", 302, 303, form={"bord": "toon=alle"}),
    Row("POST", "/bord/pdf", 302, 422, form={"bord": "jaar=abc"}),
    Row("POST", "/ketens/<slug>/pdf", 302, 303, "/ketens/{chain}/pdf"),
    Row("POST", "/ketens/<slug>/pdf", 302, 404, "/ketens/bestaat-niet/pdf"),
    Row("POST", f"{PLAN}/pdf", 302, 303, f"{THE_PLAN}/pdf"),
    Row("POST", f"{PLAN}/pdf", 302, 404, f"{NO_PLAN}/pdf"),
    Row(
        "POST",
        f"{PLAN}/pdf",
        302,
        404,
        f"{OPEN_PLAN}/pdf",
        form={"versie": "concept"},
        but=_with(303, DRAFT_SEEN),
    ),
)

T = f"{G}/<any(marktvisie,marktstrategie):which>"
#: Of the vision two versions are adopted; the strategy is in review, submitted by `publiek`, who is
#: in the core group with `privaat`. The other group has no text; `trekker` leads the chain of both.
VISION, REVIEWED = f"{ONE}/marktvisie", f"{ONE}/marktstrategie"
NO_TEXT = "/buyer-groups/zonnepanelen-met-bekende-herkomst/marktvisie"
WRITERS = dict.fromkeys(("publiek", "privaat", "trekker"), 200)
#: It is in review: who opens the page of a step that cannot be made reads why.
STEPS = (
    ("indienen", _with(422, WRITERS)),
    ("intrekken", WRITERS),
    ("terugsturen", {**WRITERS, "manager": 200}),
    ("vaststellen", GROUP_KEEPERS),
)
GROUP_TEXTS = (
    *(
        Row("GET", f"{T}{rule}", 302, 404, f"{VISION}{part}", but=MEMBERS)
        for rule, part in (
            ("", ""),
            ("/versies", "/versies"),
            ("/versies/<int:nr>", "/versies/1"),
            ("/vergelijken", "/vergelijken"),
            (".md", ".md"),
            (".odt", ".odt"),
        )
    ),
    Row("GET", T, 302, 404, REVIEWED, but=MEMBERS),
    Row("GET", T, 302, 404, NO_TEXT, but={**TEAM_SEES, "expert": 200}),
    Row("GET", T, 302, 404, "/buyer-groups/bestaat-niet/marktvisie"),
    Row("GET", f"{T}/versies/<int:nr>", 302, 404, f"{VISION}/versies/9"),
    Row("GET", f"{T}/concept", 302, 404, f"{VISION}/concept"),
    Row("GET", f"{T}/concept", 302, 404, f"{REVIEWED}/concept", but=MEMBERS),
    Row("POST", f"{T}/beginnen", 302, 404, f"{REVIEWED}/beginnen", but=_with(409, WRITERS)),
    Row("POST", f"{T}/beginnen", 302, 404, f"{NO_TEXT}/beginnen", but={"trekker": 303}),
    *(
        Row(method, f"{T}/{TEXT}", 302, 404, f"{REVIEWED}/concept/tekst/demand", but=but)
        for method, but in (("GET", WRITERS), ("POST", _with(422, WRITERS)))
    ),
    Row("GET", f"{T}/{TEXT}", 302, 404, f"{REVIEWED}/concept/tekst/market"),
    *(
        Row(method, f"{T}/{STEP}", 302, 404, f"{REVIEWED}/concept/stap/{step}", but=but)
        for step, who in STEPS
        for method, but in (("GET", who), ("POST", _with(409, who)))
    ),
    *(
        Row(method, f"{T}/{REMARK}", 302, 404, f"{REVIEWED}/concept/opmerkingen/demand", but=but)
        for method, but in (("GET", MEMBERS), ("POST", _with(422, MEMBERS)))
    ),
    Row(
        "POST",
        f"{T}/{SETTLE}",
        302,
        404,
        f"{REVIEWED}/concept/opmerkingen/{{text_remark}}/afhandelen",
        but=_with(303, {**WRITERS, "manager": 200}),
    ),
    # A remark on another document is not there.
    Row("POST", f"{T}/{SETTLE}", 302, 404, f"{REVIEWED}/concept/opmerkingen/{{remark}}/afhandelen"),
    Row("GET", f"{T}.md", 302, 404, f"{REVIEWED}.md"),
    Row("GET", f"{T}.odt", 302, 404, f"{REVIEWED}.odt?versie=concept", but=MEMBERS),
    Row("POST", f"{T}/pdf", 302, 404, f"{VISION}/pdf", but=_with(303, MEMBERS)),
    Row("POST", f"{T}/pdf", 302, 404, f"{REVIEWED}/pdf"),
    Row(
        "POST",
        f"{T}/pdf",
        302,
        404,
        f"{REVIEWED}/pdf",
        form={"versie": "concept"},
        but=_with(303, MEMBERS),
    ),
)

KEEPERS = ("beheer", "manager", "opgave")
ORG = "/organisaties/<slug>"
CITY = "/organisaties/gemeente-voorbeeldstad"
MERGE = f"{ORG}/samenvoegen/<into>"
ORGANISATIONS = (
    Row("GET", "/organisaties", 302, 200),
    Row("GET", "/organisaties", 302, 422, "/organisaties?soort=bestaat-niet"),
    Row("GET", "/organisaties.csv", 302, 200),
    Row("GET", "/organisaties.xlsx", 302, 200),
    Row("GET", ORG, 302, 200, CITY),
    Row("GET", ORG, 302, 404, "/organisaties/bestaat-niet"),
    Row("GET", ORG, 302, 301, "/organisaties/gemeente-voorbeelddorp"),
    Row("GET", ORG, 302, 301, "/organisaties/voorbeeld-inkoopbureau"),
    Row("GET", f"{ORG}/geschiedenis", 302, 200, f"{CITY}/geschiedenis"),
    Row("GET", f"{ORG}/geschiedenis", 302, 404, "/organisaties/bestaat-niet/geschiedenis"),
    Row("GET", "/organisaties/toevoegen", 302, 404, but=dict.fromkeys(KEEPERS, 200)),
    Row("POST", "/organisaties/toevoegen", 302, 404, but=dict.fromkeys(KEEPERS, 422)),
    Row("GET", f"{ORG}/wijzigen", 302, 404, f"{CITY}/wijzigen", but=dict.fromkeys(KEEPERS, 200)),
    Row("POST", f"{ORG}/wijzigen", 302, 404, f"{CITY}/wijzigen", but=dict.fromkeys(KEEPERS, 422)),
    Row(
        "GET",
        f"{ORG}/samenvoegen",
        302,
        404,
        f"{CITY}/samenvoegen",
        but=dict.fromkeys(KEEPERS, 200),
    ),
    Row(
        "GET",
        MERGE,
        302,
        404,
        f"{CITY}/samenvoegen/gemeente-utrecht",
        but=dict.fromkeys(KEEPERS, 200),
    ),
    Row("GET", MERGE, 302, 404, f"{CITY}/samenvoegen/bestaat-niet"),
    Row(
        "POST",
        MERGE,
        302,
        404,
        f"{CITY}/samenvoegen/gemeente-utrecht",
        but=dict.fromkeys(KEEPERS, 422),
    ),
)

SUP, SEEN = "/marktpartijen/<ref>", "/marktpartijen/{supplier}"
CON, FILE = "/marktconsultaties/<ref>/marktpartijen", "/marktconsultaties/{heard}/marktpartijen"
#: Who keeps the file of the municipality in the group of ICT-hardware.
FILE_KEEPERS = {**IN_TEAM, "publiek": 200}
#: Who reads it: `privaat2` said to be a supplier too, and is shut out of the files of the group.
READERS = {who: 200 for who in MEMBERS if who != "privaat2"}
SUPPLIERS = (
    *(
        Row("GET", f"/marktpartijen{part}", 302, 404, but=MEMBERS)
        for part in ("", ".csv", ".xlsx", "/toevoegen", "/plakken")
    ),
    Row("GET", "/marktpartijen", 302, 404, "/marktpartijen?grootte=x", but=_with(422, MEMBERS)),
    *(
        Row("POST", f"/marktpartijen/{part}", 302, 404, but=_with(422, MEMBERS))
        for part in ("toevoegen", "plakken")
    ),
    *(
        Row("GET", f"{SUP}{part}", 302, 404, f"{SEEN}{part}", but=READERS)
        for part in ("", "/geschiedenis", "/wijzigen", "/contactpersonen/toevoegen", "/wens")
    ),
    *(
        Row("POST", f"{SUP}{part}", 302, 404, f"{SEEN}{part}", but=_with(422, READERS))
        for part in ("/wijzigen", "/contactpersonen/toevoegen", "/wens")
    ),
    # What one does not see is not there; what was merged leads on for who sees it.
    *(
        Row("GET", f"{SUP}{part}", 302, 404, f"/marktpartijen/{{unseen}}{part}", but=IN_TEAM)
        for part in ("", "/geschiedenis", "/wijzigen", "/contactpersonen/toevoegen", "/wens")
    ),
    Row("GET", SUP, 302, 404, "/marktpartijen/bcdfghjkmn"),
    Row("GET", SUP, 302, 404, "/marktpartijen/{merged}", but=_with(301, READERS)),
    Row(
        "POST",
        f"{SUP}/contactpersonen/<int:contact_id>/beeindigen",
        302,
        404,
        f"{SEEN}/contactpersonen/{{contact}}/beeindigen",
        but=_with(303, READERS),
    ),
    Row(
        "GET",
        f"{SUP}/wens/<int:wish_id>/terugnemen",
        302,
        404,
        f"{SEEN}/wens/{{wish}}/terugnemen",
        but=READERS,
    ),
    Row(
        "POST",
        f"{SUP}/wens/<int:wish_id>/terugnemen",
        302,
        404,
        f"{SEEN}/wens/{{wish}}/terugnemen",
        but=_with(422, READERS),
    ),
    Row("GET", f"{SUP}/samenvoegen", 302, 404, f"{SEEN}/samenvoegen", but=IN_TEAM),
    *(
        Row(
            method,
            f"{SUP}/samenvoegen/<into>",
            302,
            404,
            f"{SEEN}/samenvoegen/{{unseen}}",
            but=_with(status, IN_TEAM),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # The list of a file; a form that does not say what it saw overwrites nothing.
    Row("GET", CON, 302, 404, FILE, but=READERS),
    Row("GET", CON, 302, 404, "/marktconsultaties/bcdfghjkmn/marktpartijen"),
    *(
        Row(method, f"{CON}{rule}", 302, 404, f"{FILE}{part}", but=_with(status, FILE_KEEPERS))
        for rule, part, wrong in (
            ("/toevoegen", "/toevoegen", 422),
            ("/aanwezig", "/aanwezig", 409),
            ("/<int:row_id>", "/{attended}", 409),
        )
        for method, status in (("GET", 200), ("POST", wrong))
    ),
    Row(
        "POST",
        f"{CON}/<int:row_id>/weghalen",
        302,
        404,
        f"{FILE}/{{attended}}/weghalen",
        but=_with(303, FILE_KEEPERS),
    ),
    *(
        Row(
            "GET",
            f"/ketens/<slug>/marktpartijen{part}",
            302,
            404,
            f"/ketens/{{chain}}/marktpartijen{part}",
            but=IN_TEAM,
        )
        for part in ("", ".csv")
    ),
)

PRIVACY = (
    Row("GET", "/mijn/verwijderen", 302, 200),
    Row("POST", "/mijn/verwijderen", 302, 303),
    Row("POST", "/mijn/verwijderen/intrekken", 302, 303),
    Row("GET", "/personen/bewaartermijn", 302, 404, but=ADMIN),
    Row("GET", f"{P}/organisatie", 302, 404, f"{THERE}/organisatie", but=ADMIN),
    Row("POST", f"{P}/organisatie", 302, 404, f"{THERE}/organisatie", but={"beheer": 422}),
    Row("GET", f"{P}/gegevens.json", 302, 404, f"{THERE}/gegevens.json", but=ADMIN),
    Row("GET", f"{P}/gegevens.json", 302, 404, "/personen/bcdfghjkmn/gegevens.json"),
    Row("GET", f"{P}/verwijderen", 302, 404, f"{THERE}/verwijderen", but=ADMIN),
    Row("POST", f"{P}/verwijderen", 302, 404, f"{THERE}/verwijderen", but={"beheer": 422}),
)

#: The report of a consultation of the group of ICT-hardware, whose secretary is `publiek`.
R = "/marktconsultaties/<ref>/verslag"
#: The company of `privaat2` competes: it is shut out of the files of the group.
FILE_READERS = {**MEMBERS, "privaat2": 404}
PUBLISHING = (
    *(
        Row("GET", R, 302, 404, f"/marktconsultaties/{ref}/verslag", but=FILE_READERS)
        for ref in ("{published}", "{unpublished}")
    ),
    Row("GET", R, 302, 404, "/marktconsultaties/bcdfghjkmn/verslag"),
    # A form that does not say what it showed publishes nothing.
    Row("POST", R, 302, 404, "/marktconsultaties/{unpublished}/verslag", but=_with(409, RUNNERS)),
    Row("POST", f"{R}/pdf", 302, 404, "/marktconsultaties/{published}/verslag/pdf"),
    Row(
        "POST",
        f"{R}/pdf",
        302,
        404,
        "/marktconsultaties/{published}/verslag/pdf",
        form={"versie": "1"},
        but=_with(303, RUNNERS),
    ),
)

#: Answers in confidence: of the organisation of `publiek`, and one for the programme team.
V = "/marktconsultaties/<ref>/vertrouwelijk"
SEALED = "/marktconsultaties/{secret_file}/vertrouwelijk"
SECRET = f"{SEALED}/{{secret}}"
SAID = "/marktpartijen/{secret_supplier}/vertrouwelijk"
KEEPS_FILE = {**IN_TEAM, "publiek": 200}
ITS_READER = {"publiek": 200}
WOO = {"voor": "woo", "soort": "csv"}
CONFIDENTIAL = (
    Row("GET", V, 302, 404, SEALED, but=KEEPS_FILE),
    Row("GET", V, 302, 404, "/marktconsultaties/bestaat-niet/vertrouwelijk"),
    Row("GET", f"{V}/nieuw", 302, 404, f"{SEALED}/nieuw", but=KEEPS_FILE),
    Row("POST", f"{V}/nieuw", 302, 404, f"{SEALED}/nieuw", but=_with(422, KEEPS_FILE)),
    Row("GET", f"{V}/<answer>", 302, 404, SECRET, but=ITS_READER),
    Row("GET", f"{V}/<answer>", 302, 404, f"{SEALED}/bcdfghjkmn"),
    Row("POST", f"{V}/<answer>/lezen", 302, 404, f"{SECRET}/lezen", but=ITS_READER),
    Row("GET", f"{V}/<answer>/vervangen", 302, 404, f"{SECRET}/vervangen", but=ITS_READER),
    Row("POST", f"{V}/<answer>/vervangen", 302, 404, f"{SECRET}/vervangen", but={"publiek": 422}),
    Row("POST", f"{V}/<answer>/overnemen", 302, 404, f"{SECRET}/overnemen", but=ITS_READER),
    Row("GET", f"{V}/overzicht", 302, 404, f"{SEALED}/overzicht", but=KEEPS_FILE),
    Row("POST", f"{V}/bestand", 302, 404, f"{SEALED}/bestand", form=WOO, but=KEEPS_FILE),
    Row("GET", "/marktpartijen/<ref>/vertrouwelijk", 302, 404, SAID, but=KEEPS_FILE),
    Row(
        "POST",
        "/marktpartijen/<ref>/vertrouwelijk/bestand",
        302,
        404,
        f"{SAID}/bestand",
        form=WOO,
        but=KEEPS_FILE,
    ),
)

NO_TALK = "/marktconsultaties/bcdfghjkmn/agenda.ics"
CONSULTATION_LISTS = (
    Row("GET", "/marktconsultaties", 302, 200),
    Row("GET", "/marktconsultaties", 302, 422, "/marktconsultaties?soort=bestaat-niet"),
    Row("GET", "/marktconsultaties.csv", 302, 200),
    Row("GET", "/marktconsultaties.xlsx", 302, 200),
    Row("GET", "/marktconsultaties.ods", 302, 200),
    Row("GET", "/ketens/<slug>/marktconsultaties", 302, 200, "/ketens/{chain}/marktconsultaties"),
    Row("GET", "/ketens/<slug>/marktconsultaties", 302, 404, "/ketens/x/marktconsultaties"),
)

CALENDARS = (
    Row("GET", "/marktconsultaties/<ref>/agenda.ics", 302, 404, NO_TALK),
    Row("GET", "/mijn/kalender", 302, 200),
    Row("POST", "/mijn/kalender", 302, 200),
    Row("POST", "/mijn/kalender/intrekken", 302, 303),
    Row("GET", "/ketens/<slug>/kalender", 302, 200, "/ketens/{chain}/kalender"),
    Row("GET", "/ketens/<slug>/kalender", 302, 404, "/ketens/bestaat-niet/kalender"),
)

#: Topics of the demonstration: one that was raised, one with a test that runs, one decided.
T = "/vraagstukken/<slug>"
RAISED_TOPIC = "/vraagstukken/leveringszekerheid-van-kritieke-materialen-in-producten"
TESTED_TOPIC = "/vraagstukken/pfas"
DECIDED_TOPIC = "/vraagstukken/afzetmarkt-voor-secundaire-kunststoffen"
#: The programme team, participants of the bodies, and public members of buyer groups.
RAISERS = {**IN_TEAM, **dict.fromkeys(("publiek", "expert", "bestuurlijk", "klankbord"), 200)}
QUESTION = f"{T}/praktijktoets/<any(doeltreffend, doelmatig):path>"
TOPICS = (
    Row("GET", "/vraagstukken", 302, 200),
    Row("GET", "/vraagstukken", 302, 422, "/vraagstukken?stand=x"),
    Row("GET", "/vraagstukken.csv", 302, 200),
    Row("GET", "/vraagstukken.xlsx", 302, 200),
    Row("GET", "/vraagstukken/nieuw", 302, 404, but=RAISERS),
    Row("POST", "/vraagstukken/nieuw", 302, 404, but=_with(422, RAISERS)),
    Row("GET", T, 302, 200, TESTED_TOPIC),
    Row("GET", T, 302, 404, "/vraagstukken/bestaat-niet"),
    Row("POST", f"{T}/volgen", 302, 303, f"{TESTED_TOPIC}/volgen"),
    Row("POST", f"{T}/niet-meer-volgen", 302, 303, f"{TESTED_TOPIC}/niet-meer-volgen"),
    Row("GET", "/ketens/<slug>/vraagstukken", 302, 200, "/ketens/{chain}/vraagstukken"),
    Row("GET", f"{T}/praktijktoets", 302, 200, f"{TESTED_TOPIC}/praktijktoets"),
    Row("POST", f"{T}/praktijktoets/pdf", 302, 404, f"{RAISED_TOPIC}/praktijktoets/pdf"),
    Row("POST", f"{T}/praktijktoets/pdf", 302, 303, f"{TESTED_TOPIC}/praktijktoets/pdf"),
    *(
        Row(method, rule, 302, 404, address, but=_with(status, who))
        for rule, address, who in (
            (f"{T}/wijzigen", f"{RAISED_TOPIC}/wijzigen", IN_TEAM),
            (f"{T}/terug", f"{TESTED_TOPIC}/terug", IN_TEAM),
            (f"{T}/sluiten", f"{TESTED_TOPIC}/sluiten", IN_TEAM),
            (f"{T}/bekrachtiging", f"{DECIDED_TOPIC}/bekrachtiging", {"manager": 200}),
            (f"{T}/praktijktoets/plannen", f"{RAISED_TOPIC}/praktijktoets/plannen", IN_TEAM),
            (QUESTION, f"{TESTED_TOPIC}/praktijktoets/doelmatig", IN_TEAM),
            (
                f"{T}/praktijktoets/alternatief/<code>",
                f"{TESTED_TOPIC}/praktijktoets/alternatief/pricing",
                IN_TEAM,
            ),
            (f"{T}/praktijktoets/advies", f"{TESTED_TOPIC}/praktijktoets/advies", IN_TEAM),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # Not in this state; whoever had the form open hears why it cannot be.
    *(
        row
        for part in ("agenda", "praktijktoets/starten")
        for row in (
            Row("GET", f"{T}/{part}", 302, 404, f"{TESTED_TOPIC}/{part}"),
            Row("POST", f"{T}/{part}", 302, 404, f"{TESTED_TOPIC}/{part}", but=_with(422, IN_TEAM)),
        )
    ),
    Row("GET", f"{T}/besluit", 302, 404, f"{DECIDED_TOPIC}/besluit"),
    Row("POST", f"{T}/besluit", 302, 404, f"{DECIDED_TOPIC}/besluit", but=_with(422, DECIDERS)),
    *(
        Row(method, f"{T}/{part}", 302, 404, f"{DECIDED_TOPIC}/{part}")
        for part in ("overdracht", "ontvangst")
        for method in ("GET", "POST")
    ),
)

FLAG = "/aandachtspunten/<ref>"
RULES_OF_FLAGS = "/beheer/aandachtspunten"
#: Who sees the subject sees its flags: a chain everybody, a file and a sheet their readers.
FLAGS = (
    Row("GET", "/aandachtspunten", 302, 200),
    Row("GET", "/aandachtspunten", 302, 422, "/aandachtspunten?regel=bestaat-niet"),
    Row("GET", "/aandachtspunten.csv", 302, 200),
    Row("GET", "/aandachtspunten.csv", 302, 422, "/aandachtspunten.csv?ernst=bestaat-niet"),
    Row("GET", "/aandachtspunten.xlsx", 302, 200),
    Row("GET", FLAG, 302, 200, "/aandachtspunten/{chain_flag}"),
    Row("GET", FLAG, 302, 404, "/aandachtspunten/{file_flag}", but=FILE_READERS),
    Row(
        "GET",
        FLAG,
        302,
        404,
        "/aandachtspunten/{sheet_flag}",
        but={**IN_TEAM, "publiek": 200, "expert": 200},
    ),
    Row("GET", FLAG, 302, 404, "/aandachtspunten/bcdfghjkmn"),
    *(
        Row(method, f"{FLAG}/{part}", 302, 404, f"/aandachtspunten/{address}/{part}", but=but)
        for part, wrong in (("uitstellen", 422), ("toewijzen", 409), ("opmerking", 422))
        for method, status in (("GET", 200), ("POST", wrong))
        for address, but in (
            ("{chain_flag}", _with(status, IN_TEAM)),
            ("{file_flag}", _with(status, FILE_KEEPERS)),
        )
    ),
    Row(
        "POST",
        f"{FLAG}/terughalen",
        302,
        404,
        "/aandachtspunten/{chain_flag}/terughalen",
        but=_with(422, IN_TEAM),
    ),
    Row("GET", RULES_OF_FLAGS, 302, 404, but={"beheer": 200, "manager": 200}),
    Row("GET", f"{RULES_OF_FLAGS}/<code>", 302, 404, f"{RULES_OF_FLAGS}/chain-stale", but=ADMIN),
    Row("GET", f"{RULES_OF_FLAGS}/<code>", 302, 404, f"{RULES_OF_FLAGS}/bestaat-niet"),
    Row(
        "POST",
        f"{RULES_OF_FLAGS}/<code>",
        302,
        404,
        f"{RULES_OF_FLAGS}/chain-stale",
        but={"beheer": 422},
    ),
)

ROWS = (
    *PUBLIC,
    *BOARD,
    *CHAINS,
    *REPORTING,
    *LOGBOOK,
    *OWN,
    *PEOPLE,
    *BACKGROUND,
    *SELECTION,
    *UPKEEP,
    *CRITERIA,
    *SETTINGS,
    *CORRECTIONS,
    *PLANS,
    *QUESTIONS,
    *GROUPS,
    *FILES,
    *CONSULTATIONS,
    *PRINTING,
    *IMPORTS,
    *GROUP_TEXTS,
    *ORGANISATIONS,
    *SUPPLIERS,
    *PRIVACY,
    *PUBLISHING,
    *CONFIDENTIAL,
    *CONSULTATION_LISTS,
    *CALENDARS,
    *TOPICS,
    *FLAGS,
    *SESSIONS,
)

#: There is nothing here: a stranger is sent to sign-in all the same, everybody else gets a 404.
NOT_THERE = (
    "/bestaat-niet",
    "/bord/",
    "/ketens//zonnepanelen",
    "/BORD",
    "/bord.csv",
    "/bord/tabel/",
    "/ketens/",
    "/ketens/ict-hardware-en-mobiele-apparaten/",
    "/ketens/ict-hardware-en-mobiele-apparaten/plan/x",
    "/ketens/a/b/c",
    "/healthz/",
    "/inloggen/",
    "/toegankelijkheid/x",
    "/mijn/sessies/bcdfghjkmn",
    "/beheer/",
    "/organisaties/",
    "/zoeken?q=a",
    "/publiek",
    "/publiek/marktconsultaties/",
    "/publiek/marktconsultaties/x/y",
    "/static/app.css",
    "/static/../app.py",
    "/.env",
    "/.git/config",
    "/admin.php",
    "/favicon.ico",
    "/%00",
    "/%ff%fe",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/ketens/%2e%2e/%2e%2e",
)
