"""Tenders and the sheet of the knowledge lead: who sees and keeps them, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import (
    ChangedMeanwhileError,
    NotAllowedError,
    NotThereError,
    RefusedError,
)
from buyergroups.groups.places import Place
from buyergroups.groups.services import move_group
from buyergroups.suppliers.services import match_or_add, merge_supplier
from buyergroups.tenders import giving, holding, queries, rules, services
from models.base import Precision
from models.consultations import MarketConsultation
from models.groups import GroupState
from models.organisations import Organisation
from models.programme import Programme
from models.tenders import GivenInformation, GivenTo, Tender
from tests.demand.test_demand_pages import GROUP, ICT, place
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

pytestmark = pytest.mark.both_databases
TODAY = local_day(NOW)
PUBLIC, PRIVATE = "gemeente-voorbeeldstad", "modelbank-voorbeeld-nv"
LIST = f"{GROUP}/aanbestedingen"
FORM = "form[data-concept]"


@pytest.fixture
def acting(database: Database) -> Acting:
    return Acting(database)


def facts(acting: Acting, **other: Any) -> services.Facts:
    known: dict[str, Any] = {
        "subject": "Beeldschermen",
        "chain_id": acting.chains[ICT],
        "planned": TODAY + timedelta(days=100),
        "precision": Precision.DAY,
        "platform_ref": "",
    }
    return services.Facts(**{**known, **other})


def plan(acting: Acting, account: str = "publiek", slug: str = PUBLIC, **other: Any) -> Tender:
    made: Tender = acting.do(
        account,
        services.plan_tender,
        place=place(acting.database, slug),
        facts=facts(acting, **other),
    )
    return made


def suppliers(acting: Acting, account: str, *names: str) -> list[int]:
    with acting.database.read() as session:
        programme_id = session.scalars(select(Programme.id)).one()
    found = acting.do(account, match_or_add, programme_id=programme_id, names=names)
    return [row.id for row in found]


def line(supplier_ids: Collection[int], **other: Any) -> giving.Line:
    known: dict[str, Any] = {"what": "De planning", "given_on": TODAY, "supplier_ids": supplier_ids}
    return giving.Line(**{**known, **other})


def give(acting: Acting, tender: Tender, account: str = "publiek", **other: Any) -> Any:
    to = suppliers(acting, account, "Voorbeeld Schermen B.V.")
    given = line(other.pop("supplier_ids", to), **other)
    return acting.do(account, giving.give_information, tender=tender.ref, line=given)


def seen(acting: Acting, account: str) -> set[str]:
    with acting.database.read() as session:
        where = place(acting.database).group_id
        rows, total = queries.tenders_of_group(session, acting.actor(account), where)
    assert total == len(rows)
    return {row.subject for row in rows}


def test_a_plan_is_its_own_and_of_public_members_until_it_is_published(acting: Acting) -> None:
    tender = plan(acting, subject="Van een gemeente")
    plan(acting, "privaat2", PRIVATE, subject="Van een bank")
    for account in ("publiek", "trekker", "manager", "expert"):
        assert "Van een gemeente" in seen(acting, account), account
    for account in ("privaat", "privaat2", "beheer", "bestuurlijk", "klankbord"):
        assert "Van een gemeente" not in seen(acting, account), account
    for account in ("privaat2", "trekker", "trekker2", "opgave"):
        assert "Van een bank" in seen(acting, account), account
    for account in ("publiek", "privaat", "expert", "beheer"):
        assert "Van een bank" not in seen(acting, account), account
    acting.do("publiek", services.publish_tender, ref=tender.ref, on=TODAY, seen=tender.version)
    assert "Van een gemeente" in seen(acting, "privaat")
    assert "Van een gemeente" not in seen(acting, "bestuurlijk")


def test_the_sheet_is_never_for_private_members_of_others(acting: Acting) -> None:
    tender = plan(acting)
    acting.do("publiek", services.publish_tender, ref=tender.ref, on=TODAY, seen=tender.version)
    with acting.database.read() as session:
        found = {
            account
            for account in ("publiek", "privaat", "privaat2", "expert", "trekker", "beheer")
            if queries.sheet_is_seen(session, acting.actor(account), tender.id)
        }
    assert found == {"publiek", "expert", "trekker"}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"subject": "  "}, services.SUBJECT_MISSING),
        ({"chain_id": 1}, services.CHAIN_ELSEWHERE),
        ({"planned": date(9026, 1, 1)}, rules.ODD_DAY),
        ({"planned": date(1926, 1, 1)}, rules.ODD_DAY),
    ],
)
def test_what_makes_no_sense_is_refused(
    acting: Acting, other: dict[str, Any], words: object
) -> None:
    if "chain_id" in other:
        other = {"chain_id": acting.chains["catering"]}
    with pytest.raises(RefusedError) as refused:
        plan(acting, **other)
    assert refused.value.words is words


def test_nobody_plans_for_another_organisation_or_in_a_closed_group(acting: Acting) -> None:
    with pytest.raises(NotAllowedError):
        plan(acting, "publiek", PRIVATE)
    with pytest.raises(NotAllowedError):
        plan(acting, "beheer")
    with acting.database.read() as session:
        elsewhere = session.scalars(
            select(Organisation.id).where(Organisation.slug == "voorbeeld-telecom-nv")
        ).one()
    where = place(acting.database)
    with pytest.raises(NotAllowedError):
        acting.do(
            "privaat",
            services.plan_tender,
            place=Place(where.group_id, elsewhere),
            facts=facts(acting),
        )
    acting.do(
        "trekker",
        move_group,
        group_id=where.group_id,
        state=GroupState.CLOSED,
        since=TODAY,
        reason="Klaar",
    )
    with pytest.raises(RefusedError) as refused:
        plan(acting)
    assert refused.value.words is services.GROUP_CLOSED


def test_who_saw_an_earlier_version_overwrites_nothing(acting: Acting) -> None:
    tender = plan(acting)
    change = {"ref": tender.ref, "seen": tender.version}
    acting.do("publiek", services.change_tender, facts=facts(acting, subject="Anders"), **change)
    with pytest.raises(ChangedMeanwhileError):
        acting.do("trekker", services.change_tender, facts=facts(acting, subject="Ook"), **change)


def test_what_ended_changes_no_more(acting: Acting) -> None:
    tender = plan(acting)
    acting.do(
        "publiek", services.end_tender, ref=tender.ref, reason="Geen geld", seen=tender.version
    )
    with pytest.raises(RefusedError) as refused:
        acting.do(
            "publiek", services.publish_tender, ref=tender.ref, on=TODAY, seen=tender.version + 1
        )
    assert refused.value.words is holding.ENDED


def test_nothing_is_added_to_the_sheet_of_what_ended(acting: Acting) -> None:
    tender = plan(acting)
    given = give(acting, tender)
    acting.do(
        "publiek", services.end_tender, ref=tender.ref, reason="Geen geld", seen=tender.version
    )
    old = {"ref": given.ref, "seen": given.version}
    tries: list[Callable[[], Any]] = [
        lambda: give(acting, tender),
        lambda: acting.do("publiek", giving.change_information, line=line([1]), **old),
        lambda: acting.do("publiek", giving.remove_information, reason="Fout", **old),
    ]
    for attempt in tries:
        with pytest.raises(RefusedError) as refused:
            attempt()
        assert refused.value.words is holding.ENDED


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"what": " "}, giving.WHAT_MISSING),
        ({"given_on": None}, giving.DAY_MISSING),
        ({"given_on": TODAY + timedelta(days=1)}, rules.NOT_YET),
        ({"all_since": TODAY - timedelta(days=1), "all_where": "x"}, rules.BEFORE_GIVEN),
        ({"all_since": TODAY}, giving.WHERE_MISSING),
        ({"supplier_ids": ()}, giving.TO_WHOM),
        ({"supplier_ids": (10**6,)}, giving.TO_WHOM),
        ({"consultation_id": 10**6}, giving.NOT_PREPARED),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(
    acting: Acting, other: dict[str, Any], words: object
) -> None:
    tender = plan(acting)
    with pytest.raises(RefusedError) as refused:
        give(acting, tender, **other)
    assert refused.value.words is words


def test_a_line_goes_from_some_to_all_and_can_lapse_with_a_reason(acting: Acting) -> None:
    tender = plan(acting, planned=TODAY + timedelta(days=10))
    given = give(acting, tender)

    def openness() -> rules.Openness:
        actor = acting.actor("publiek")
        with acting.database.read() as session:
            row = queries.tender_at(session, actor, tender.ref)
            return queries.openness_of(session, [row], TODAY, actor)[tender.id]

    assert openness() is rules.Openness.URGENT
    to = suppliers(acting, "publiek", "Voorbeeld Schermen B.V.", "Ander Voorbeeld B.V.")
    acting.do(
        "publiek",
        giving.change_information,
        ref=given.ref,
        line=line(to, all_since=TODAY, all_where="In de aankondiging"),
        seen=given.version,
    )
    assert openness() is rules.Openness.ALL_HAVE_IT
    with acting.database.read() as session:
        sheet = queries.sheet_of(session, tender.id)
    assert [name for _, name in sheet[0].suppliers] == [
        "Ander Voorbeeld B.V.",
        "Voorbeeld Schermen B.V.",
    ]
    acting.do(
        "publiek",
        giving.remove_information,
        ref=given.ref,
        reason="Vergissing",
        seen=sheet[0].version,
    )
    assert openness() is rules.Openness.NOTHING_GIVEN
    with acting.database.read() as session:
        row = session.scalars(
            select(GivenInformation).where(GivenInformation.ref == given.ref)
        ).one()
        assert (row.removed_reason, row.what) == ("Vergissing", "De planning")


def test_a_receiver_is_taken_away_and_put_back_without_a_second_row(acting: Acting) -> None:
    tender = plan(acting)
    given = give(acting, tender)
    one, two = suppliers(acting, "publiek", "Voorbeeld Schermen B.V.", "Ander Voorbeeld B.V.")
    version = given.version
    for wanted in ([two], [one, two], [one]):
        acting.do(
            "publiek",
            giving.change_information,
            ref=given.ref,
            line=line(wanted, what=f"Aan {len(wanted)}: {wanted}"),
            seen=version,
        )
        version += 1
        with acting.database.read() as session:
            rows = session.scalars(select(GivenTo).where(GivenTo.given_id == given.id)).all()
            assert sorted(row.supplier_id for row in rows if row.removed_at is None) == wanted
            assert len({row.supplier_id for row in rows}) == len(rows)


def test_what_was_given_to_a_supplier_was_given_to_what_it_is_by_now(acting: Acting) -> None:
    tender = plan(acting)
    twice = suppliers(acting, "publiek", "Voorbeeld Schermen B.V.", "Schermen Voorbeeld")
    given = give(acting, tender, supplier_ids=twice)
    acting.do("manager", merge_supplier, supplier_id=twice[1], into_id=twice[0], reason="Dubbel")
    with acting.database.read() as session:
        sheet = queries.sheet_of(session, tender.id)
    assert sheet[0].suppliers == ((twice[0], "Voorbeeld Schermen B.V."),)
    other = suppliers(acting, "publiek", "Ander Voorbeeld B.V.")
    change = {"ref": given.ref, "line": line(other), "seen": given.version}
    acting.do("publiek", giving.change_information, **change)
    with acting.database.read() as session:
        assert queries.sheet_of(session, tender.id)[0].suppliers == (
            (other[0], "Ander Voorbeeld B.V."),
        )


def test_a_line_of_another_organisation_is_not_there(acting: Acting) -> None:
    tender = plan(acting, "privaat2", PRIVATE)
    with pytest.raises(NotAllowedError):
        give(acting, tender, "publiek")
    with pytest.raises(NotThereError), acting.database.read() as session:
        queries.tender_at(session, acting.actor("publiek"), tender.ref)


def test_plan_give_and_publish_on_pages(client: CheckingClient, database: Database) -> None:
    client.as_("publiek")
    made = client.send(
        f"{LIST}/nieuw",
        form=FORM,
        onderwerp="Dertig beeldschermen",
        gepland="3-2027",
        keten=ICT,
    )
    assert made.status_code == 303, made.text
    address = made.headers["Location"]
    page = client.page(address)
    assert "Dertig beeldschermen" in page.heading
    assert "mrt 2027" in page.words
    empty = client.send(f"{address}/verstrekt", form=FORM, wat="", op="")
    assert empty.status_code == 422
    kept = client.send(
        f"{address}/verstrekt",
        form=FORM,
        wat="=HYPERLINK(1)",
        op=f"{TODAY:%d-%m-%Y}",
        anderen="Voorbeeld Schermen B.V.\nAnder Voorbeeld B.V.",
    )
    assert kept.status_code == 303, kept.text
    sheet = client.page(address)
    assert "nog niet alles voor iedereen" in sheet.words
    assert "'=HYPERLINK(1)" in client.open(f"{address}/kennisblad.csv").text
    asked = client.page(GROUP)
    assert "Dertig beeldschermen" in asked.words
    published = client.send(f"{address}/gepubliceerd", form=FORM, op="")
    assert published.status_code == 303
    assert "gepubliceerd terwijl niet iedereen alles had" in client.page(address).words
    outsider = client.as_("privaat").page(address)
    assert "Voorbeeld Schermen" not in outsider.words
    client.page(f"{address}/kennisblad.csv", status=404)
    client.page(f"{address}/verstrekt", status=404)
    assert "Dertig beeldschermen" in client.open(f"{LIST}.csv").text


def test_the_list_tells_nothing_of_plans_of_others(client: CheckingClient, acting: Acting) -> None:
    plan(acting, "privaat2", PRIVATE, subject="Geheim plan")
    for account in ("publiek", "privaat", "expert"):
        client.as_(account)
        for path in (LIST, f"{LIST}.csv", GROUP):
            assert "Geheim plan" not in client.open(path).text
    assert "Geheim plan" in client.as_("trekker").open(f"{LIST}.csv").text


def test_who_chose_tenders_of_an_earlier_file_sees_both_choices(
    client: CheckingClient, acting: Acting
) -> None:
    group_id = place(acting.database).group_id
    of_group = select(MarketConsultation).where(MarketConsultation.group_id == group_id)
    with acting.database.read() as session:
        found = session.scalars(of_group.order_by(MarketConsultation.id)).first()
    assert found is not None
    tender, other = plan(acting, subject="Eerste"), plan(acting, subject="Tweede")
    address = f"/marktconsultaties/{found.ref}/aanbestedingen/kiezen"
    typed = client.as_("trekker").page(address).fields(FORM) | {"aanbestedingen": other.ref}
    acting.do(
        "trekker", services.link_tenders, ref=found.ref, tender_ids=[tender.id], seen=found.version
    )
    refused = Page(client.post(address, data=typed))
    assert refused.status == 409
    assert "Eerste" in refused.words.partition("Zo staat het er nu")[2]
    again = refused.fields(FORM)
    assert again["aanbestedingen"] == other.ref
    assert client.post(address, data=again).status_code == 303
    with acting.database.read() as session:
        actor = acting.actor("trekker")
        linked = queries.tenders_of_consultation(session, actor, found.id)
    assert [row.subject for row in linked] == ["Tweede"]
