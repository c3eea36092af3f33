"""Publishing: as it was shown, once, by who may; and what everybody reads after that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from buyergroups.db import Database
from buyergroups.errors import ChangedMeanwhileError, NotAllowedError, RefusedError
from buyergroups.markup.render import render
from buyergroups.publications import rules, services
from buyergroups.publications.queries import PDF_TASK, VERSION
from models.consultations import (
    ConsultationItem,
    ConsultationKind,
    ConsultationMove,
    ConsultationReport,
    ConsultationState,
    MarketConsultation,
)
from models.jobs import Task
from tests.publications.making import CHAIN, SECRETS, Making
from tests.support.client import CheckingClient

NewClient = Callable[[], CheckingClient]
FORM = "form[data-concept]"
REPORTS = "/publiek/marktconsultaties"


def tab(row: MarketConsultation) -> str:
    return f"/marktconsultaties/{row.ref}/verslag"


def reports(database: Database, row: MarketConsultation) -> list[ConsultationReport]:
    with database.read() as session:
        asked = select(ConsultationReport).where(ConsultationReport.consultation_id == row.id)
        return list(session.scalars(asked.order_by(ConsultationReport.nr)))


# ---- the service ------------------------------------------------------------------------------


def test_the_first_version_is_frozen_and_moves_the_consultation(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    shown = making.report(row)
    made = making.publish(row)
    assert (made.nr, made.text, made.title) == (1, shown.text, "Laptops langer gebruiken")
    assert made.sha256 == hashlib.sha256(shown.text.encode()).hexdigest()
    making.change(row, summary="Iets anders", subject="Een ander onderwerp")
    assert [version.text for version in reports(demo, row)] == [shown.text]
    with demo.read() as session:
        assert session.get_one(MarketConsultation, row.id).state is ConsultationState.PUBLISHED
        moves = session.scalars(
            select(ConsultationMove)
            .where(ConsultationMove.consultation_id == row.id)
            .order_by(ConsultationMove.id)
        ).all()
        assert (moves[-1].was, moves[-1].state) == ("reported", "published")
        tasks = session.scalars(select(Task).where(Task.kind == PDF_TASK)).all()
        assert [task.given for task in tasks] == [{VERSION: made.id}]


def test_a_correction_is_a_next_version_with_a_reason(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    making.publish(row)
    with pytest.raises(RefusedError) as refused:
        making.publish(row, after=1, reason="zomaar")
    assert refused.value.words == rules.NOTHING_NEW
    making.change(row, summary="Beter")
    with pytest.raises(RefusedError) as refused:
        making.publish(row, after=1, reason=" ")
    assert refused.value.words == rules.WHY_MISSING
    making.act.forward(days=3)
    making.publish(row, "manager", after=1, reason="Het moest beter")
    first, second = reports(demo, row)
    assert (second.nr, second.reason) == (2, "Het moest beter")
    assert "Beter" in second.text
    assert "Beter" not in first.text
    with demo.read() as session:
        asked = select(ConsultationMove.state).where(ConsultationMove.consultation_id == row.id)
        assert [*session.scalars(asked)].count(ConsultationState.PUBLISHED) == 1


@pytest.mark.parametrize(
    "state",
    [
        ConsultationState.ANNOUNCED,
        ConsultationState.OPEN,
        ConsultationState.HELD,
        ConsultationState.CANCELLED,
    ],
)
def test_only_a_report_that_is_ready(demo: Database, state: ConsultationState) -> None:
    making = Making(demo)
    row = making.consultation(state=state)
    with pytest.raises(RefusedError) as refused:
        making.publish(row)
    assert refused.value.words == rules.NOT_READY
    assert reports(demo, row) == []


def test_a_one_to_one_talk_needs_two_of_the_group_and_a_check(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation(kind=ConsultationKind.ONE_TO_ONE)
    with pytest.raises(RefusedError):
        making.publish(row)
    making.attendee(row, 2)
    making.present(row, making.supplier("Voorbeeld Wind BV"))
    with pytest.raises(RefusedError):
        making.publish(row)
    making.present(row, making.supplier("Voorbeeld Water BV"), checked_on=date(2026, 10, 5))
    with pytest.raises(RefusedError):
        making.publish(row)
    making.checked(row, date(2026, 10, 6))
    assert making.publish(row).nr == 1


def test_a_name_without_consent_is_refused_until_there_is_consent(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation(summary="Dat zei voorbeeld\nzon ook.")
    supplier = making.supplier("Voorbeeld Zon B.V.")
    with pytest.raises(RefusedError) as refused:
        making.publish(row)
    assert refused.value.words == rules.NAMES_THERE
    assert reports(demo, row) == []
    making.present(row, supplier, consented_on=date(2026, 10, 2))
    assert making.publish(row).nr == 1


def test_what_was_not_shown_is_not_published(demo: Database) -> None:
    making = Making(demo)
    row = making.consultation()
    shown = making.report(row)
    making.change(row, summary="Intussen anders")
    now = making.report(row)
    for text, laid_out in (
        (shown.text, render(shown.below_title)),
        (shown.text, render(now.below_title)),
        (now.text, render(shown.below_title)),
        ("", render(now.below_title)),
    ):
        with pytest.raises(ChangedMeanwhileError):
            making.act.do(
                "trekker",
                services.publish_report,
                ref=row.ref,
                shown=text,
                after=0,
                laid_out=laid_out,
            )
    assert reports(demo, row) == []


@pytest.mark.parametrize("who", ["privaat", "expert", "trekker2", "beheer", "opgave", "klankbord"])
def test_only_who_runs_the_group(demo: Database, who: str) -> None:
    making = Making(demo)
    row = making.consultation()
    with pytest.raises(NotAllowedError):
        making.publish(row, who)


def test_two_who_publish_at_once_publish_once(own_database: Database) -> None:
    making = Making(own_database)
    row = making.consultation()

    def publish(who: str) -> str:
        try:
            making.publish(row, who)
        except ChangedMeanwhileError:
            return "changed"
        return "published"

    making.report(row)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(publish, ["trekker", "manager", "publiek", "trekker"]))
    assert sorted(told) == ["changed", "changed", "changed", "published"]
    assert [version.nr for version in reports(own_database, row)] == [1]


# ---- the tab and the public pages -------------------------------------------------------------


@pytest.mark.both_databases
def test_from_preview_to_the_public_and_a_correction(
    client: CheckingClient, new_client: NewClient, database: Database
) -> None:
    making, public = Making(database), new_client()
    row = making.consultation()
    assert public.open(f"{REPORTS}/{row.ref}").status_code == 404
    client.as_("trekker")
    preview = client.page(tab(row))
    assert "Het verslag hoort er te zijn op" in preview.words
    shown = str(preview.soup.select_one("main .kb-panel .kb-prose"))
    answer = client.send(tab(row), form=FORM)
    assert answer.location == tab(row), answer.text
    page = public.page(f"{REPORTS}/{row.ref}")
    assert page.heading == "Laptops langer gebruiken"
    assert str(page.soup.select_one("main .kb-prose")) == shown
    assert "versie 1, gepubliceerd op 21 nov 2026" in page.words
    making.change(row, summary="De levensduur is **zes jaar**.")
    assert "zes jaar" not in public.page(f"{REPORTS}/{row.ref}").words
    assert "Voor de buitenwereld verandert er niets" in client.page(tab(row)).words
    refused = client.send(tab(row), form=FORM)
    assert refused.status_code == 422
    assert "Schrijf wat er gecorrigeerd is" in refused.text
    client.send(tab(row), form=FORM, reden="De levensduur ontbrak.")
    page = public.page(f"{REPORTS}/{row.ref}")
    assert "zes jaar" in page.words
    assert "Dit is een correctie van 21 nov 2026 op het verslag dat op 21 nov 2026" in page.words
    assert "De levensduur ontbrak." in page.words
    old = public.page(f"{REPORTS}/{row.ref}/versie/1")
    assert "zes jaar" not in old.words.partition("Versies en downloads")[0]
    assert "U leest een vorige versie" in old.words
    assert "Lees versie 2" in old.words
    listed = public.page(REPORTS)
    assert "versie 2; voor het eerst op 21 nov 2026" in listed.words


@pytest.mark.both_databases
def test_who_publishes_while_another_edits_gets_the_new_preview(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation()
    client.as_("trekker")
    old = client.page(tab(row)).fields(FORM)
    making.change(row, summary="Wij spraken over **reparatie**.")
    answer = client.open(tab(row), method="POST", data=old)
    assert answer.status_code == 409
    words = " ".join(answer.text.split())
    assert "Er is niets gepubliceerd" in words
    assert "<del>" in words
    assert "reparatie" in words
    assert reports(database, row) == []
    fields = client.page(tab(row)).fields(FORM)
    assert client.open(tab(row), method="POST", data=fields).status_code == 303
    assert "reparatie" in reports(database, row)[0].text


def test_the_same_form_sent_twice_publishes_once(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation()
    fields = client.as_("trekker").page(tab(row)).fields(FORM)
    for _ in range(2):
        answer = client.open(tab(row), method="POST", data=fields)
        assert (answer.status_code, answer.location) == (303, tab(row))
    other = {**fields, "inzending": "een-andere-sleutel"}
    assert client.open(tab(row), method="POST", data=other).status_code == 409
    assert len(reports(database, row)) == 1


def test_names_are_listed_and_there_is_no_button_until_they_are_gone(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation(summary="Volgens [ze](https://x.example/voorbeeld-zon) kan het.")
    making.supplier("Voorbeeld Zon BV")
    page = client.as_("trekker").page(tab(row))
    assert "Voorbeeld Zon BV" in page.words
    assert "samenvatting" in page.words
    assert not page.soup.select(FORM)
    fields = {"tekst": making.report(row).text, "gezien": "0", "inzending": "een-sleutel-van-mij"}
    fields["csrf_token"] = page.fields("form")["csrf_token"]
    answer = client.open(tab(row), method="POST", data=fields)
    assert answer.status_code == 422
    assert "namen of gegevens van marktpartijen" in answer.text
    assert reports(database, row) == []


def test_a_text_that_cannot_be_laid_out_is_a_sentence(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation(summary="[" * 20_000)
    long = making.consultation(summary="lang " * 11_000)
    client.as_("trekker")
    assert "Deze tekst is te ingewikkeld" in client.page(tab(row)).words
    assert "Deze tekst is te lang" in client.page(tab(long)).words
    assert not client.page(tab(long)).soup.select(FORM)


@pytest.mark.parametrize("who", ["privaat", "expert", "trekker2"])
def test_readers_of_the_file_read_the_preview_without_the_form(
    client: CheckingClient, database: Database, who: str
) -> None:
    row = Making(database).consultation()
    page = client.as_(who).page(tab(row))
    assert "Vijf jaar kan" in page.words
    assert not page.soup.select(FORM)


@pytest.mark.both_databases
def test_the_public_page_is_everybodys_and_nobodys_own(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation()
    making.confided(row, making.supplier("Voorbeeld Geheim BV"))
    making.publish(row)
    address = f"{REPORTS}/{row.ref}"
    for path in (address, f"{address}/versie/1", REPORTS, f"{address}/versie/1.md"):
        answer = client.open(path)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer.headers, path
        assert "csrf" not in answer.text
        assert "Sanne Bakker" not in answer.text
        assert "ICT-hardware langer gebruiken" not in answer.text
        assert "Gemeente Voorbeeldstad" not in answer.text
        assert not [word for word in (*SECRETS, "geheim") if word in answer.text.casefold()]
    stranger = client.open(address)
    known = {"If-None-Match": stranger.headers["ETag"]}
    assert client.open(address, headers=known).status_code == 304
    assert client.as_("trekker").open(address).text == stranger.text
    english = client.page(f"{address}?taal=en")
    assert "The report" in english.words
    assert english.soup.html["lang"] == "en"  # type: ignore[index]
    assert english.soup.select_one("main .kb-prose[lang=nl]")
    assert client.open(f"{address}?taal=<script>").status_code == 200


def test_what_is_not_published_is_the_same_as_what_is_not_there(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    hidden, row = making.consultation(), making.consultation()
    making.publish(row)
    asked = (
        f"{REPORTS}/{hidden.ref}",
        f"{REPORTS}/bcdfghjkmn",
        f"{REPORTS}/{hidden.ref}/versie/1",
        f"{REPORTS}/{row.ref}/versie/2",
        f"{REPORTS}/{row.ref}/versie/{'9' * 20}",
        f"{REPORTS}/{row.ref}/versie/twee",
        "/publiek/iets-anders",
    )
    told = {client.open(path).text.replace(path, "") for path in asked}
    assert len({text.partition("csrf")[0] for text in told}) == 1
    assert {client.open(path).status_code for path in asked} == {404}
    assert {client.open(f"{path}.md").status_code for path in asked[2:6]} == {404}
    assert client.open(f"{REPORTS}/{row.ref}/versie/1.pdf").status_code == 404


def test_markdown_is_what_the_checksum_says(client: CheckingClient, database: Database) -> None:
    making = Making(database)
    row = making.consultation()
    made = making.publish(row)
    answer = client.open(f"{REPORTS}/{row.ref}/versie/1.md")
    assert hashlib.sha256(answer.data).hexdigest() == made.sha256
    assert made.sha256 in client.page(f"{REPORTS}/{row.ref}").words
    assert answer.content_type == "text/markdown; charset=utf-8"


LINK = f"footer a[href='{REPORTS}']"


@pytest.mark.data("fresh")
def test_an_empty_list_is_linked_nowhere(client: CheckingClient) -> None:
    assert "Er is nog geen verslag gepubliceerd." in client.page(REPORTS).words
    assert not client.page("/inloggen").soup.select(LINK)


def test_the_demonstration_has_a_report_with_a_correction(client: CheckingClient) -> None:
    page = client.page(REPORTS)
    assert client.page("/inloggen").soup.select(LINK)
    first = page.soup.select_one("main ul.kb-list a")
    assert first is not None
    assert "Dit is een correctie" in client.page(str(first["href"])).words


def test_the_list_is_paged_and_takes_as_many_statements_for_many(
    client: CheckingClient, database: Database, counted: Any
) -> None:
    making = Making(database)
    row = making.consultation()
    making.publish(row)
    client.page(REPORTS)
    with counted(database) as few:
        client.page(REPORTS)
    with database.write() as session:
        own = {"group_id": row.group_id, "organisation_id": row.organisation_id}
        _many(session, row, own, 60)
    client.page("/inloggen")  # what is remembered until the next change
    with counted(database) as many:
        client.page(REPORTS)
    assert len(many) == len(few)
    first, second = client.page(REPORTS), client.page(f"{REPORTS}?pagina=2")
    assert "62 verslagen" in first.words
    assert len(first.soup.select("main ul.kb-list li")) == 50
    assert len(second.soup.select("main ul.kb-list li")) == 12
    assert client.open(f"{REPORTS}?pagina=3").status_code == 404
    assert client.open(f"{REPORTS}?pagina=x").status_code == 422


def _many(session: Any, row: MarketConsultation, own: dict[str, Any], count: int) -> None:
    """Copies of a published report, straight into the tables."""
    kept = {"recorded_at": row.recorded_at, "recorded_kind": "person"}
    kept["recorded_by_id"] = row.recorded_by_id
    fields = ("programme_id", "kind", "state", "subject", "summary", "summary_html", "language")
    more = ("announced_where", "platform_ref", "platform_link", "held_on", "place", "link")
    values = {name: getattr(row, name) for name in (*fields, *more, "invited_why", "sort_day")}
    for _ in range(count):
        made = session.execute(insert(MarketConsultation).values(**values, **own, **kept))
        session.execute(
            insert(ConsultationReport).values(
                consultation_id=made.inserted_primary_key[0],
                nr=1,
                title="Een van velen",
                text="x",
                html="<p>x</p>",
                language="nl",
                sha256="x",
                reason="",
                **kept,
            )
        )


def test_the_preview_takes_as_many_statements_for_a_long_file(
    client: CheckingClient, database: Database, counted: Any
) -> None:
    making = Making(database)
    short, long = making.consultation(), making.consultation()

    def add(session: Any, by: dict[str, Any]) -> None:
        for nr in range(60):
            session.add(
                ConsultationItem(
                    consultation_id=long.id,
                    position=nr + 9,
                    readers="report",
                    text=f"Punt {nr}",
                    outcome="open",
                    outcome_why="",
                    **by,
                )
            )

    making.write(add)
    for nr in range(20):
        making.present(long, making.supplier(f"Marktpartij nummer {nr}"))
    client.as_("trekker").page(tab(short))
    with counted(database) as few:
        client.page(tab(short))
    with counted(database) as many:
        client.page(tab(long))
    assert len(many) == len(few), (few, many)


def test_the_history_of_the_chain_tells_everybody(
    client: CheckingClient, database: Database
) -> None:
    making = Making(database)
    row = making.consultation()
    making.publish(row)
    making.change(row, summary="Beter")
    making.act.forward(minutes=1)
    making.publish(row, after=1, reason="Het moest beter")
    hidden = making.consultation(subject="Nog niet voor iedereen")
    page = client.as_("klankbord").page(f"/ketens/{CHAIN}/geschiedenis?op=2026-11-21")
    assert "Verslag van een marktconsultatie gepubliceerd: Laptops langer gebruiken" in page.words
    assert "gecorrigeerd (versie 2)" in page.words
    assert "Het moest beter" in page.words
    assert hidden.subject not in page.words
    assert page.soup.select(f"a[href='{REPORTS}/{row.ref}/versie/2']")
