"""The programme manager keeps a chain: facts, coverage, impact and leads, each with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from buyergroups.accounts.services import end_role, give_role
from buyergroups.chains.services import change_chain, cover_chain, set_impacts
from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from models.chains import ChainVersion, Coverage, CoverageKind, Impact, ImpactLevel
from models.decisions import Decision
from models.people import Role, RoleAssignment
from models.programme import RelatedProgramme, Theme
from tests.support.acting import Acting
from tests.support.client import PASSWORD, CheckingClient, Page

CHAIN = "/ketens/zonnepanelen"
FACTS, COVER, IMPACT, LEADS = (
    f"{CHAIN}/beheer/{part}" for part in ("gegevens", "belegging", "impact", "trekkers")
)
FORM = "form[data-concept]"

pytestmark = pytest.mark.both_databases


@pytest.fixture
def manager(client: CheckingClient) -> CheckingClient:
    return client.as_("manager")


def rows(database: Database, model: type) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(model)).one()


def test_another_name_keeps_history_and_address(manager: CheckingClient) -> None:
    answer = manager.send(
        FACTS, form=FORM, naam="Zonnestroom", ook_bekend="PV", reden="Zo heet het voortaan."
    )
    assert answer.location == f"{CHAIN}/beheer"
    page = manager.page(f"{CHAIN}/geschiedenis")
    assert "Naam: van Zonnepanelen naar Zonnestroom" in page.words
    assert "Ook bekend als PV" in page.words
    assert "Zo heet het voortaan." in page.words
    assert manager.page(CHAIN).heading == "Zonnestroom"


def test_priority_changes_by_decision_only(manager: CheckingClient, database: Database) -> None:
    refused = manager.send(FACTS, form=FORM, prioritair="nee", reden="Daarom")
    assert refused.status_code == 422
    assert "verandert alleen door een besluit" in refused.text
    before = rows(database, Decision)
    missing = manager.send(FACTS, form=FORM, prioritair="nee", besluit="nieuw", reden="Daarom")
    assert missing.status_code == 422
    assert "Schrijf wie akkoord ging." in missing.text
    done = manager.send(
        FACTS,
        form=FORM,
        prioritair="nee",
        besluit="nieuw",
        akkoord="allen",
        document="ronde 9",
        reden="Daarom",
    )
    assert done.status_code == 303
    assert rows(database, Decision) == before + 1
    page = manager.page(f"{CHAIN}/geschiedenis")
    assert "Is niet meer prioritair" in page.words
    with database.read() as session:
        decision = session.scalars(select(Decision).order_by(Decision.id.desc())).first()
    assert decision is not None
    assert decision.text == "Zonnepanelen is geen prioritaire keten."
    assert f"Besluit {decision.reference}" in page.words
    back = manager.send(
        FACTS, form=FORM, prioritair="ja", besluit=str(decision.id), reden="Toch wel"
    )
    assert back.status_code == 303


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"naam": " "}, "Schrijf hoe de keten heet."),
        ({"naam": "x" * 201}, "hoogstens 200 tekens"),
        ({"naam": "x\x00"}, "NUL"),
        ({"cluster": "999999999999999999999999"}, "Kies een van de mogelijkheden."),
        ({"prioritair": "misschien"}, "Kies een van de mogelijkheden."),
        ({"besluit": "999999"}, "Kies een van de mogelijkheden."),
        ({"reden": ""}, "Schrijf waarom."),
        ({"reden": "[" * 100_000}, "hoogstens 5000 tekens"),
        ({"naam": "Zonnepanelen"}, "niets veranderd"),
        ({"besluit": "nieuw", "akkoord": "a", "document": "b", "besloten_op": "31-2-2026"}, "dag"),
    ],
)
def test_facts_that_cannot_be_get_a_sentence(
    manager: CheckingClient, database: Database, values: dict[str, str], words: str
) -> None:
    before = rows(database, ChainVersion)
    sent = {"naam": "Andere naam", "reden": "Een eigen reden"} | values
    answer = manager.send(FACTS, form=FORM, **sent)
    assert answer.status_code == 422
    assert words in Page(answer).words
    assert Page(answer).fields(FORM)["reden"] == sent["reden"].replace("\x00", "\ufffd")
    assert rows(database, ChainVersion) == before


def test_coverage_names_a_programme_of_the_list(
    manager: CheckingClient, database: Database
) -> None:
    with database.read() as session:
        known = session.scalars(select(RelatedProgramme).order_by(RelatedProgramme.id)).first()
    assert known is not None
    answer = manager.send(
        COVER,
        form=FORM,
        soort="covered",
        programma=str(known.id),
        deel="Alleen daken",
        sinds="3-2026",
        reden="Afgesproken",
    )
    assert answer.status_code == 303
    page = manager.page(CHAIN)
    assert f"Belegd bij {known.name_nl}" in page.words
    assert "Sinds mrt 2026" in page.words
    assert "Afgesproken" in manager.page(f"{CHAIN}/geschiedenis").words
    fields = manager.page(COVER).fields(FORM)
    assert (fields["programma"], fields["sinds"]) == (str(known.id), "3-2026")
    ended = manager.send(COVER, form=FORM, soort="none", reden="Niet meer")
    assert ended.status_code == 303
    with database.read() as session:
        last = session.scalars(select(Coverage).order_by(Coverage.id.desc())).first()
    assert last is not None
    assert (last.kind, last.covered_by, last.since) == (CoverageKind.NONE, None, None)


def test_coverage_can_be_free_text_or_to_be_determined(manager: CheckingClient) -> None:
    manager.send(
        COVER, form=FORM, soort="possible", programma="anders", naam="Zon in 't groen", reden="x"
    )
    assert "Zon in 't groen" in manager.page(CHAIN).words
    manager.send(COVER, form=FORM, soort="possible", programma="", naam="", reden="y")
    assert "Welk dat is, is nog te bepalen." in manager.page(CHAIN).words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"soort": ""}, "Kies of een ander programma"),
        ({"soort": "zzz"}, "Kies een van de mogelijkheden."),
        ({"programma": "0"}, "Kies een van de mogelijkheden."),
        ({"programma": "anders", "naam": ""}, "Schrijf welk programma."),
        ({"programma": "", "naam": "Iets"}, "of laat dit leeg"),
        ({"sinds": "29-2-2027"}, "bestaat niet"),
        ({"sinds": "20260"}, "geen datum"),
        ({"sinds": "2030"}, "niet in de toekomst liggen"),
        ({"reden": ""}, "Schrijf waarom."),
        ({"deel": "\x00"}, "NUL"),
    ],
)
def test_coverage_that_cannot_be_gets_a_sentence(
    manager: CheckingClient, database: Database, values: dict[str, str], words: str
) -> None:
    before = rows(database, Coverage)
    sent = {"soort": "covered", "reden": "Een eigen reden"} | values
    answer = manager.send(COVER, form=FORM, **sent)
    assert answer.status_code == 422
    assert words in Page(answer).words
    assert rows(database, Coverage) == before


def test_impact_per_theme_in_one_form(manager: CheckingClient, database: Database) -> None:
    with database.read() as session:
        climate = session.scalars(select(Theme.id).where(Theme.code == "climate")).one()
    page = manager.page(IMPACT)
    assert page.soup.select(".kb-impact--unknown svg circle[stroke-dasharray]")
    before = rows(database, Impact)
    same = manager.send(IMPACT, form=FORM, reden="Niets")
    assert same.status_code == 422
    assert "niets veranderd" in same.text
    now = page.fields(FORM)[f"impact_{climate}"]
    new = "large" if now != "large" else "small"
    answer = manager.send(IMPACT, form=FORM, reden="Nieuw onderzoek", **{f"impact_{climate}": new})
    assert answer.status_code == 303
    assert rows(database, Impact) == before + 1
    assert "Nieuw onderzoek" in manager.page(f"{CHAIN}/geschiedenis").words
    bad = manager.send(IMPACT, form=FORM, reden="x", **{f"impact_{climate}": "huge"})
    assert bad.status_code == 422


@pytest.mark.parametrize("path", [FACTS, COVER, IMPACT])
def test_who_saves_second_is_told(manager: CheckingClient, database: Database, path: str) -> None:
    act = Acting(database)
    chain_id = act.chains["zonnepanelen"]
    act.do("manager", cover_chain, chain_id=chain_id, kind=CoverageKind.POSSIBLE, reason="Eerst")
    with database.read() as session:
        theme = session.scalars(select(Theme.id).where(Theme.code == "climate")).one()
        version = session.scalars(
            select(ChainVersion).where(ChainVersion.chain_id == chain_id)
        ).first()
    assert version is not None
    fields = manager.page(path).fields(FORM)
    change = {
        FACTS: {"naam": "Van mij"},
        COVER: {"soort": "none"},
        IMPACT: {f"impact_{theme}": "medium" if fields.get(f"impact_{theme}") != "medium" else ""},
    }[path]
    act.forward(minutes=1)
    act.do("manager", cover_chain, chain_id=chain_id, kind=CoverageKind.COVERED, reason="Anders")
    act.do(
        "manager",
        set_impacts,
        chain_id=chain_id,
        levels={theme: ImpactLevel.NONE},
        reason="Anders",
    )
    act.do(
        "manager",
        change_chain,
        chain_id=chain_id,
        name_nl="Van de ander",
        cluster_id=version.cluster_id,
        priority=True,
        in_criteria_tool=version.in_criteria_tool,
        reason="Anders",
    )
    answer = manager.post(path, data=fields | change | {"reden": "Mijn reden"})
    assert answer.status_code == 409
    page = Page(answer)
    assert "Iemand anders was je voor" in page.words
    assert "Anders" in page.words
    assert page.fields(FORM)["reden"] == "Mijn reden"
    assert manager.post(path, data=page.fields(FORM)).status_code == 303


def test_a_lead_is_appointed_and_ended_with_dates(
    manager: CheckingClient, database: Database
) -> None:
    form = {"form": "form#aanwijzen", "password": PASSWORD, "reden": "Neemt het over"}
    answer = manager.send(LEADS, persoon="trekker2@ketenbord.example", sinds="1-12-2026", **form)
    assert answer.location == LEADS
    page = manager.page(LEADS)
    assert "begint nog" in page.words
    assert "Neemt het over" in manager.page(f"{CHAIN}/geschiedenis").words
    twice = manager.send(LEADS, persoon="trekker2@ketenbord.example", sinds="1-1-2027", **form)
    assert twice.status_code == 422
    assert "heeft deze rol al in die periode" in twice.text
    end = page.soup.select("form[action$='/beeindigen']")[-1]
    sent = {"csrf_token": page.fields("form#aanwijzen")["csrf_token"], "password": PASSWORD}
    wrong = manager.post(str(end["action"]), data=sent | {"tot": "1-1-2016", "reden": "Klaar"})
    assert wrong.status_code == 422
    done = manager.post(str(end["action"]), data=sent | {"tot": "1-2-2027", "reden": "Klaar"})
    assert done.location == LEADS
    assert "Klaar" in manager.page(f"{CHAIN}/geschiedenis").words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"persoon": ""}, "Schrijf een naam of mailadres."),
        ({"persoon": "Niemand Zo"}, "Niemand heet zo"),
        ({"persoon": "e"}, "meer dan een persoon"),
        ({"persoon": "\u202e%_"}, "onzichtbare tekens"),
        ({"sinds": "29-2-2027"}, "bestaat niet"),
        ({"sinds": "1-1-1995"}, "Kies een dag tussen"),
        ({"reden": ""}, "Schrijf waarom."),
        ({"password": "verkeerd"}, "wachtwoord"),
    ],
)
def test_a_lead_that_cannot_be_gets_a_sentence(
    manager: CheckingClient, database: Database, values: dict[str, str], words: str
) -> None:
    before = rows(database, RoleAssignment)
    sent = {"persoon": "trekker2@ketenbord.example", "reden": "x", "password": PASSWORD} | values
    answer = manager.send(LEADS, form="form#aanwijzen", **sent)
    assert answer.status_code == 422
    assert words in Page(answer).words
    assert rows(database, RoleAssignment) == before


def test_a_role_is_not_given_twice_for_the_same_days(demo: Database) -> None:
    act = Acting(demo)
    today = local_day(act.now)
    person = act.actor("trekker2").person_id
    chain = act.chains["zonnepanelen"]
    values = {"person_id": person, "role": Role.CHAIN_LEAD, "chain_id": chain}
    given = act.do("manager", give_role, since=today + timedelta(days=10), **values)
    with pytest.raises(RefusedError):
        act.do("manager", give_role, **values)
    until = today + timedelta(days=20)
    with demo.write() as session:
        row = session.get_one(RoleAssignment, given.id)
        end_role(session, act.actor("manager"), act.now, assignment=row, until=until)
    with pytest.raises(RefusedError):
        act.do("manager", give_role, since=until - timedelta(days=1), **values)
    assert act.do("manager", give_role, since=until, **values).since == until


@pytest.mark.parametrize("account", ["trekker", "opgave", "beheer"])
def test_for_others_there_is_no_such_page(client: CheckingClient, account: str) -> None:
    client.as_(account)
    for path in (f"{CHAIN}/beheer", FACTS, COVER, IMPACT, LEADS):
        client.page(path, status=404)
    assert "Keten beheren" not in client.page(CHAIN).words
