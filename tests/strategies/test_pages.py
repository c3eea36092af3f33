"""The vision of a group on its pages: written, discussed, adopted, compared; and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.documents.rules import Move
from buyergroups.errors import NotAllowedError, RefusedError
from buyergroups.groups import services as groups
from models.groups import Membership
from tests.access.people import person_id
from tests.strategies.writing import GROUP, OTHER, SLUG, VISION, GroupText
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

NewClient = Callable[[], CheckingClient]
FORM = "form[data-concept]"
#: Signed in, and neither in this group nor in the programme team.
OUTSIDE = ("publiek", "privaat", "privaat2", "bestuurlijk", "klankbord", "beheer")
INSIDE = ("trekker", "trekker2", "manager", "opgave", "expert")
SECRET = "Geheimwoord"


def press(client: CheckingClient, address: str, action: str) -> Page:
    answer = client.send(address, f"form[action='{action}']")
    assert answer.status_code == 303, answer.text[:500]
    return client.page(answer.location.partition("#")[0])


@pytest.mark.parametrize(
    ("below", "tab", "said"),
    [
        ("", "Groep", "page"),
        ("/marktvisie", "Marktvisie", "page"),
        ("/marktvisie/concept", "Marktvisie", "true"),
        ("/marktvisie?x=1", "Marktvisie", "page"),
        ("/marktstrategie", "Marktstrategie", "page"),
        ("/vraag/opgaven", "Inkoopvolume", "true"),
        ("/deelnemers", "Deelnemers", "page"),
    ],
)
def test_one_tab_of_the_group_is_the_current_one(
    client: CheckingClient, below: str, tab: str, said: str
) -> None:
    lead = client.as_("trekker")
    if below.endswith(("concept", "versies")):
        press(lead, VISION, f"{VISION}/beginnen")
    current = lead.page(f"{GROUP}{below}").soup.select(".kb-tabs [aria-current]")
    assert [(row.text, row["aria-current"]) for row in current] == [(tab, said)]


@pytest.mark.both_databases
def test_from_nothing_to_a_second_version(new_client: NewClient) -> None:
    lead, manager = new_client().as_("trekker"), new_client().as_("manager")
    member = new_client().as_("expert")
    empty = member.page(VISION)
    assert "De groep heeft deze tekst nog niet" in empty.words
    assert "Waar de markt naartoe moet" in empty.words
    assert "nog niet begonnen" in member.page(GROUP).words
    press(lead, VISION, f"{VISION}/beginnen")
    assert "eerste concept in de maak" in member.page(GROUP).words
    form = lead.page(f"{VISION}/concept/tekst/market")
    assert "Alle deelnemers lezen mee, ook private" in form.words
    lead.send(f"{VISION}/concept/tekst/market", FORM, tekst="Wij kopen **rode** panelen.")
    assert lead.send(f"{VISION}/concept/stap/indienen", FORM).status_code == 303
    assert "eerste versie ter beoordeling" in member.page(GROUP).words
    said = member.send(f"{VISION}/concept/opmerkingen/market", FORM, opmerking="Welke panelen?")
    assert said.status_code == 303
    back = manager.send(f"{VISION}/concept/stap/terugsturen", FORM, reden="Nog niet af")
    assert back.status_code == 303
    lead.send(f"{VISION}/concept/tekst/market", FORM, tekst="Wij kopen **blauwe** panelen.")
    lead.send(f"{VISION}/concept/stap/indienen", FORM)
    asked = manager.page(f"{VISION}/concept/stap/vaststellen").words
    assert "Alle deelnemers van de groep en het programmateam zien haar" in asked
    assert "voor iedereen te zien" not in asked
    done = manager.send(f"{VISION}/concept/stap/vaststellen", FORM, reden="Akkoord")
    assert (done.status_code, done.location) == (303, VISION)
    assert "<strong>blauwe</strong>" in member.page(VISION).text
    assert "versie 1, vastgesteld op" in member.page(GROUP).words
    press(lead, VISION, f"{VISION}/beginnen")
    assert "vastgesteld op" in member.page(GROUP).words
    assert "nieuw concept in de maak" in member.page(GROUP).words
    lead.send(f"{VISION}/concept/tekst/market", FORM, tekst="Wij kopen **gele** panelen.")
    lead.send(f"{VISION}/concept/stap/indienen", FORM)
    manager.send(f"{VISION}/concept/stap/vaststellen", FORM, reden="Akkoord")
    compared = member.page(f"{VISION}/vergelijken")
    assert compared.all(".kb-compare del") == ["[weg: blauwe ]"]
    assert compared.all(".kb-compare ins") == ["[nieuw: gele ]"]
    assert "Terug naar de marktvisie" in compared.words
    assert "blauwe" in member.page(f"{VISION}/versies/1").words
    told = member.page(f"{VISION}/versies").words
    assert "Nog niet af" in told
    assert "Terug naar de marktvisie" in told


def _shown(page: Page) -> str:
    main = page.soup.select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


@pytest.mark.both_databases
@pytest.mark.parametrize("who", OUTSIDE)
def test_for_others_it_does_not_exist_when_adopted_too(
    demo: Database, new_client: NewClient, who: str
) -> None:
    """Not on its own pages, and not on a page, list, export or log that they do see."""
    reader = new_client().as_(who)
    seen = ["/", "/ketens/zonnepanelen", "/ketens/zonnepanelen/buyer-groups", "/mijn/ketens"]
    seen += ["/ketens/zonnepanelen/geschiedenis", "/ketens/zonnepanelen/plan", "/ketens"]
    if who in ("publiek", "privaat", "privaat2"):
        seen += ["/buyer-groups", OTHER]
    if who == "beheer":
        seen.append("/beheer/logboek?soort=document_version")
    token = reader.page("/privacy").fields("form")["csrf_token"]
    before = [_shown(reader.page(address)) for address in seen]
    vision = GroupText(Acting(demo))
    vision.adopt(SECRET)
    vision.begin()
    vision.move(Move.SUBMIT)
    assert [_shown(reader.page(address)) for address in seen] == before
    parts = ["", "/versies", "/versies/1", "/vergelijken", "/concept", ".md", ".odt"]
    parts += [".md?versie=1", ".odt?versie=concept", "/concept/tekst/market"]
    parts += ["/concept/opmerkingen/market", "/concept/stap/vaststellen"]
    for part in parts:
        assert SECRET not in reader.page(f"{VISION}{part}", 404).text
    for part in ("/pdf", "/beginnen", "/concept/stap/vaststellen"):
        answer = reader.post(f"{VISION}{part}", data={"csrf_token": token, "versie": "1"})
        assert answer.status_code == 404, part


@pytest.mark.both_databases
@pytest.mark.parametrize("who", INSIDE)
def test_who_sees_the_group_sees_what_is_adopted_and_what_is_written(
    demo: Database, new_client: NewClient, who: str
) -> None:
    vision = GroupText(Acting(demo))
    vision.adopt(SECRET)
    vision.begin()
    reader = new_client().as_(who)
    for part in ("", "/versies/1", "/concept", "/vergelijken", ".md"):
        assert reader.page(f"{VISION}{part}").status == 200
    assert SECRET in reader.page(VISION).words
    assert SECRET in reader.page(f"{VISION}.md").text


@pytest.mark.both_databases
def test_it_ends_with_the_membership(demo: Database, new_client: NewClient) -> None:
    act = Acting(demo)
    vision = GroupText(act)
    vision.adopt(SECRET)
    member = new_client().as_("expert")
    assert SECRET in member.page(VISION).words
    with demo.read() as session:
        number = session.scalars(
            select(Membership.id).where(
                Membership.group_id == vision.subject.id,
                Membership.person_id == person_id(session, "expert"),
            )
        ).one()
    end = {"group_id": vision.subject.id, "until": local_day(act.now), "reason": "klaar"}
    act.do("trekker", groups.end_member, membership_id=number, **end)
    member.page(VISION, 404)
    member.page(f"{VISION}.md", 404)


@pytest.mark.both_databases
def test_its_history_is_for_the_programme_team(demo: Database) -> None:
    vision = GroupText(Acting(demo))
    vision.adopt(SECRET)
    vision.adopt("Iets anders")
    with demo.read() as session:
        rows = session.execute(
            text(
                "SELECT DISTINCT audience FROM history_entry WHERE object_type LIKE 'document%'"
                " AND at >= :moment"
            ),
            {"moment": vision.act.now.replace(tzinfo=None)},
        ).all()
    assert [row.audience for row in rows] == ["programme-team"]


@pytest.mark.both_databases
def test_who_writes_and_who_only_reads(new_client: NewClient) -> None:
    """Of the other group: `privaat` is in the core group, `privaat2` and `expert` are members."""
    strategy = f"{OTHER}/marktstrategie"
    for who in ("privaat2", "expert", "trekker2", "opgave", "manager"):
        reader = new_client().as_(who)
        assert reader.page(f"{strategy}/concept").status == 200
        reader.page(f"{strategy}/concept/tekst/demand", 404)
        reader.page(f"{strategy}/concept/stap/intrekken", 404)
        assert "Opmerking maken" in reader.page(f"{strategy}/concept").words
    for who in ("publiek", "privaat", "trekker"):
        new_client().as_(who).page(f"{strategy}/concept/tekst/demand")
    for who in ("publiek", "privaat", "expert", "trekker2", "opgave"):
        new_client().as_(who).page(f"{strategy}/concept/stap/vaststellen", 404)


def test_whoever_submitted_it_does_not_adopt_it(demo: Database, new_client: NewClient) -> None:
    vision = GroupText(Acting(demo))
    vision.begin()
    vision.write("x")
    vision.move(Move.SUBMIT)
    lead = new_client().as_("trekker")
    assert f"{VISION}/concept/stap/vaststellen" not in lead.page(f"{VISION}/concept").text
    with pytest.raises(RefusedError, match="Somebody else adopts it"):
        vision.move(Move.ADOPT)
    with pytest.raises(NotAllowedError):
        vision.move(Move.ADOPT, "trekker2")
    vision.move(Move.ADOPT, "manager")


def test_a_lead_writes_as_long_as_the_group_works_on_their_chain(demo: Database) -> None:
    act = Acting(demo)
    vision = GroupText(act)
    assert vision.subject.id in act.actor("trekker").oversees
    assert vision.subject.id not in act.actor("trekker2").oversees
    today = local_day(act.now)
    group = {"group_id": vision.subject.id}
    added = {"chain_id": act.chains["catering"], "since": today - timedelta(days=1)}
    act.do("manager", groups.add_chain, **group, **added)
    assert vision.subject.id in act.actor("trekker2").oversees
    vision.writer = "trekker2"
    vision.begin()


@pytest.mark.both_databases
def test_what_is_asked_of_whom(new_client: NewClient) -> None:
    """The strategy of the other group is in review: `publiek` submitted it, `expert` commented."""

    def asked(who: str, address: str) -> str:
        return " ".join(new_client().as_(who).page(address).all(".kb-today__line"))

    for address in ("/", OTHER):
        for who in ("trekker", "manager"):
            assert "Marktstrategie vaststellen" in asked(who, address)
        assert "1 van de opmerkingen nog open" in asked("publiek", address)
        assert "lees mee en reageer" in asked("privaat2", address)
        for who in ("expert", "trekker2"):
            assert "arktstrategie" not in asked(who, address)
    for who in ("bestuurlijk", "klankbord", "beheer"):
        assert "arktstrategie" not in asked(who, "/")
    member = new_client().as_("privaat2")
    strategy = f"{OTHER}/marktstrategie"
    member.send(f"{strategy}/concept/opmerkingen/demand", FORM, opmerking="Goed zo")
    assert "arktstrategie" not in asked("privaat2", "/")
    trekker = new_client().as_("trekker")
    trekker.send(f"{strategy}/concept/stap/vaststellen", FORM, reden="Akkoord")
    assert "Marktstrategie versie 1 is vastgesteld" in member.page("/").words
    assert "Marktstrategie versie 1 is vastgesteld" in member.page(OTHER).words
    assert "Marktstrategie versie 1" not in trekker.page("/").words
    assert "Marktstrategie versie 1" not in new_client().as_("klankbord").page("/").words


def test_a_former_address_of_the_group_leads_to_its_vision(
    demo: Database, client: CheckingClient
) -> None:
    act = Acting(demo)
    vision = GroupText(act)
    vision.adopt(SECRET)
    act.do(
        "trekker",
        groups.change_group,
        group_id=vision.subject.id,
        name="Zon",
        slug="zon",
        scope="Zon",
        market_parties="",
        reason="korter",
    )
    client.as_("expert")
    for part in ("", "/versies", ".md"):
        answer = client.open(f"{VISION}{part}")
        assert answer.status_code in (301, 302, 308)
        assert answer.location == f"{VISION}{part}".replace(SLUG, "zon")
    new_address = client.page("/buyer-groups/zon/marktvisie")
    assert SECRET in new_address.words
    client.page("/buyer-groups/zon/marktplaats", 404)


def test_only_what_differs_is_shown(demo: Database, client: CheckingClient) -> None:
    vision = GroupText(Acting(demo))
    same = "".join(f"<p>Alinea {nr}</p>" for nr in range(5))
    vision.begin()
    vision.write("a", "first", f"{same}<p>Wij kopen laptops.</p>")
    vision.write("<p>niets</p>", "market", "<p>Wat blijft</p>")
    vision.write("vet", "barriers", "<p>vet</p>")
    vision.move(Move.SUBMIT)
    vision.move(Move.ADOPT, "manager")
    vision.begin()
    vision.write("b", "first", f"{same}<p>Wij kopen telefoons.</p>")
    vision.write("**vet**", "barriers", "<p><strong>vet</strong></p>")
    page = client.as_("expert").page(f"{VISION}/vergelijken")
    assert "2 van 4 delen verschillen" in page.words
    assert "1. De markt nu geen verschil" in page.all(".kb-compare__same")
    assert "Wat blijft" not in page.words
    assert page.all(".kb-compare summary") == ["5 stukken tekst zonder verschil"]
    assert page.all(".kb-compare__fate") == ["± gewijzigd"]
    assert "Alleen de opmaak van de tekst is gewijzigd" in page.words
    english = client.as_("expert").page(f"{VISION}/vergelijken?van=1&naar=1")
    assert "De twee versies zijn gelijk" in english.words
