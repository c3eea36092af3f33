"""The sheet and the consultations around it: who is shut out, what stays, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from buyergroups.access.permissions import Action, can
from buyergroups.consultations import interests
from buyergroups.db import Database
from buyergroups.errors import NotAllowedError, RefusedError
from buyergroups.tenders import flags, giving, queries, services
from models.base import Precision
from models.consultations import MarketConsultation
from models.tenders import GivenInformation, Tender
from tests.consultations.making import announced, logged, person, state_of
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.tenders.test_tenders import FORM, LIST, TODAY, give, line, plan, suppliers

pytestmark = pytest.mark.both_databases


@pytest.fixture
def acting(database: Database) -> Acting:
    return Acting(database)


def link(acting: Acting, ref: str, *tenders: Tender, account: str = "trekker") -> None:
    version = state_of(acting.database, ref).version
    ids = [tender.id for tender in tenders]
    acting.do(account, services.link_tenders, ref=ref, tender_ids=ids, seen=version)


def shut_out(acting: Acting, account: str, made: MarketConsultation) -> None:
    acting.do(
        account,
        interests.declare_interest,
        ref=made.ref,
        person_id=person(acting.database, account),
        about="Adviseert een marktpartij",
    )


def readers(acting: Acting, tender: Tender) -> set[str]:
    """Who sees the sheet: as a page, as an action, and in the flags."""
    found = set()
    with acting.database.read() as session:
        row = session.get_one(Tender, tender.id)
        for account in ("publiek", "expert", "privaat", "trekker", "trekker2"):
            actor = acting.actor(account)
            sees = queries.sheet_is_seen(session, actor, tender.id)
            assert can(actor, Action.SHEET_SEE, row) == sees, account
            flagged = set(session.scalars(flags.seen_sheets(actor)))
            assert (tender.id in flagged) == sees, account
            found |= {account} if sees else set()
    return found


def line_now(acting: Acting, given: GivenInformation) -> queries.SheetLine:
    with acting.database.read() as session:
        return queries.line_at(session, given.tender_id, given.ref)


def test_who_is_shut_out_of_a_consultation_is_shut_out_of_the_sheet(
    acting: Acting, client: CheckingClient
) -> None:
    tender, other, made = plan(acting), plan(acting, subject="Los"), logged(acting.database)
    given = give(acting, tender)
    link(acting, made.ref, tender)
    assert readers(acting, tender) == {"publiek", "expert", "trekker", "trekker2"}
    for account in ("expert", "trekker2", "publiek"):
        shut_out(acting, account, made)
    assert readers(acting, tender) == {"publiek", "trekker"}
    assert readers(acting, other) == {"publiek", "expert", "trekker", "trekker2"}
    address = f"{LIST}/{tender.ref}"
    for account in ("expert", "trekker2"):
        page = client.as_(account).page(address)
        assert "Voorbeeld Schermen" not in page.words
        for below in ("kennisblad.csv", "verstrekt", f"verstrekt/{given.ref}"):
            client.page(f"{address}/{below}", status=404)
    change = {"line": line([1]), "ref": given.ref, "seen": given.version}
    with pytest.raises(NotAllowedError):
        acting.do("trekker2", giving.change_information, **change)


def test_unlinking_does_not_open_the_lines_that_came_from_it(acting: Acting) -> None:
    tender, made = plan(acting), logged(acting.database)
    link(acting, made.ref, tender)
    give(acting, tender, consultation_id=made.id)
    shut_out(acting, "expert", made)
    link(acting, made.ref)
    assert readers(acting, tender) == {"publiek", "trekker", "trekker2"}


def test_what_the_writer_may_not_see_stays_on_the_line(
    acting: Acting, client: CheckingClient
) -> None:
    tender, made = plan(acting), logged(acting.database)
    link(acting, made.ref, tender)
    unseen = suppliers(acting, "trekker", "Onbekend Voorbeeld B.V.")
    given = give(acting, tender, "trekker", supplier_ids=unseen, consultation_id=made.id)
    shut_out(acting, "publiek", made)
    client.as_("publiek")
    done = client.send(
        f"{LIST}/{tender.ref}/verstrekt/{given.ref}",
        form=FORM,
        sinds=f"{TODAY:%d-%m-%Y}",
        waar="In de aankondiging",
    )
    assert done.status_code == 303, done.text
    there = line_now(acting, given)
    assert there.all_since == TODAY
    assert (there.consultation_id, there.suppliers[0][0]) == (made.id, unseen[0])


def test_what_was_typed_stays_when_it_was_stopped_or_lapsed_meanwhile(
    acting: Acting, client: CheckingClient
) -> None:
    tender = plan(acting)
    gone, stays = give(acting, tender), give(acting, tender)
    address, day = f"{LIST}/{tender.ref}", f"{TODAY:%d-%m-%Y}"
    client.as_("publiek")

    def typed(below: str, **values: str) -> dict[str, str]:
        return client.page(f"{address}/{below}").fields(FORM) | values

    lines = {"wat": "GETYPT", "op": day, "anderen": "Voorbeeld Schermen B.V."}
    lapsing = {
        f"verstrekt/{gone.ref}": typed(f"verstrekt/{gone.ref}", **lines),
        f"verstrekt/{gone.ref}/vervallen": typed(f"verstrekt/{gone.ref}/vervallen", reden="GETYPT"),
    }
    stopping = {
        "wijzigen": typed("wijzigen", onderwerp="GETYPT"),
        "stoppen": typed("stoppen", reden="GETYPT"),
        "gepubliceerd": typed("gepubliceerd", op=day),
        "verstrekt": typed("verstrekt", **lines),
        f"verstrekt/{stays.ref}": typed(f"verstrekt/{stays.ref}", **lines),
    }

    def refuse(forms: dict[str, dict[str, str]], why: str) -> None:
        for below, fields in forms.items():
            refused = Page(client.post(f"{address}/{below}", data=fields))
            assert refused.status == 422, below
            assert why in refused.words, below
            kept = refused.fields(FORM)
            assert "GETYPT" in kept.values() or kept.get("op") == day, below
            client.page(f"{address}/{below}", status=404)

    old = {"ref": gone.ref, "seen": gone.version}
    acting.do("publiek", giving.remove_information, reason="Fout", **old)
    refuse(lapsing, "Deze regel is vervallen")
    end = {"ref": tender.ref, "seen": tender.version}
    acting.do("publiek", services.end_tender, reason="Geen geld", **end)
    refuse(stopping, "Deze aanbesteding gaat niet door")


def test_a_stopped_tender_that_was_chosen_is_named_with_the_reason(
    acting: Acting, client: CheckingClient
) -> None:
    tender, made = plan(acting, subject="Stopt straks"), announced(acting.database)
    address = f"/marktconsultaties/{made.ref}/aanbestedingen/kiezen"
    typed = client.as_("trekker").page(address).fields(FORM) | {"aanbestedingen": tender.ref}
    end = {"ref": tender.ref, "seen": tender.version}
    acting.do("publiek", services.end_tender, reason="Geen geld", **end)
    refused = Page(client.post(address, data=typed))
    assert refused.status == 422
    assert "‘Stopt straks’ gaat niet door (Geen geld)" in refused.words
    unknown = client.post(address, data=typed | {"aanbestedingen": "bestaat-niet"})
    assert unknown.status_code == 422


def test_a_consultation_prepares_nothing_that_was_published_before_it(acting: Acting) -> None:
    held, coming = logged(acting.database), announced(acting.database)
    before, after = plan(acting), plan(acting)
    for tender, ago in ((before, 9), (after, 0)):
        acting.do(
            "publiek",
            services.publish_tender,
            ref=tender.ref,
            on=TODAY - timedelta(days=ago),
            seen=tender.version,
        )
    link(acting, held.ref, after)
    tries: list[tuple[str, Any]] = [(held.ref, before), (coming.ref, after)]
    for ref, tender in tries:
        with pytest.raises(RefusedError) as refused:
            link(acting, ref, tender)
        assert refused.value.words is services.PUBLISHED_BEFORE


def test_the_page_says_where_it_is_and_what_is_not_known(
    acting: Acting, client: CheckingClient
) -> None:
    tender = plan(acting, planned=None, precision=Precision.UNKNOWN)
    give(acting, tender)
    page = client.as_("publiek").page(f"{LIST}/{tender.ref}")
    assert "publicatiedatum nog niet bekend" in page.words
    assert "publicatiedatum nog niet bekend" in client.page(LIST).words
    html = client.open(f"{LIST}/{tender.ref}").text
    crumbs = html.partition('class="kb-breadcrumb"')[2].partition("</nav>")[0]
    assert f'href="{LIST}"' in crumbs
    tabs = html.partition('class="kb-tabs"')[2].partition("</nav>")[0]
    assert f'href="{LIST}" aria-current="true"' in tabs
    assert "PDF maken" in html.partition('aria-label="Downloaden"')[2].partition("</ul>")[0]
