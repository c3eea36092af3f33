"""The logbook: who did what, in words, by filters, page by page, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select

from buyergroups.cli import register_commands
from buyergroups.db import Database
from buyergroups.history.sealing import seal
from buyergroups.logbook import codes, fields, labels, queries
from buyergroups.logbook.queries import LogQuery
from buyergroups.phases.services import report_status
from buyergroups.web.exports import csv_lines, safe_cell
from models import Base
from models.base import Code, HistoryMark
from models.history import ActorKind, HistoryEntry
from models.people import Person
from models.phases import Progress, StagnationReason
from tests.access.people import ICT
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.run import NOW
from tests.support.statements import Statements

ADDRESS = "/beheer/logboek"
Counted = Callable[[Database], AbstractContextManager[Statements]]


def report(database: Database) -> None:
    act = Acting(database)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains[ICT],
        progress=Progress.STAGNATES,
        stagnation_reason=StagnationReason.BUDGET,
        next_step="Geheim overleg",
        next_step_on=date(2026, 12, 1),
    )


def add(database: Database, count: int = 1, **values: object) -> None:
    made = {
        "at": NOW,
        "actor_kind": ActorKind.JOB,
        "action": "update",
        "object_type": "setting",
        "object_id": 1,
        "audience": "signed-in",
        "changes": {},
        **values,
    }
    with database.write() as session:
        session.execute(insert(HistoryEntry), [made] * count)


# ---- the page ---------------------------------------------------------------------------------


def test_an_act_reads_as_a_sentence(client: CheckingClient, database: Database) -> None:
    report(database)
    words = client.as_("beheer").page(ADDRESS).all(".kb-entry")[0]
    assert "Statusupdate toegevoegd · ICT-hardware" in words
    assert "voortgang: stagneert" in words
    assert "reden van stagnatie: te weinig budget" in words
    assert "datum van de volgende stap: 1 dec 2026" in words
    assert "als ketentrekker van ICT-hardware" in words
    assert "nog niet verzegeld · Corrigeren" in words
    assert "Geheim" not in words
    seal(database, NOW)
    add(database)  # another change number, as every visible write makes
    entries = client.page(ADDRESS).all(".kb-entry")
    assert "een achtergrondtaak" in entries[0]
    assert "· verzegeld · Corrigeren" in entries[1]


def test_from_and_to_with_names_for_ids(client: CheckingClient, database: Database) -> None:
    with database.read() as session:
        person = session.scalars(select(Person).where(Person.name != "")).first()
        assert person is not None
        number, name = person.id, person.name
    add(
        database,
        object_type="phase_assessment",
        changes={
            "outcome": [None, "returned"],
            "outcome_by_id": [None, number],
            "phase_id": [1, 2],
            "since_precision": ["month", "day"],
            "corrects_id": [None, 77],
            "outcome_at": [None, "2026-11-21T23:30:00+00:00"],
            "since": ["2026-01-02", None],
            "reason": "changed",
            "gone_long_ago": ["a", "b"],
        },
        reason="=cmd|' /C calc'!A0",
        acted_as="secretary:body/1",
    )
    words = client.as_("beheer").page(ADDRESS).all(".kb-entry")[0]
    for part in (
        "uitkomst: teruggegeven",
        f"uitkomst door: {name}",
        "fase: Inceptie → wordt Competitie",
        "hoe precies het begin is: op de maand → wordt op de dag",
        "corrigeert: nr. 77",
        "uitkomst op: 22 nov 2026 om 00:30",
        "sinds: 2 jan 2026 → wordt leeg",
        "Aangepast: reden",
        "gone_long_ago: a → wordt b",
        "als secretaris van ",
    ):
        assert part in words, (part, words)


@pytest.mark.parametrize("value", [["x", 1], [None, None], [{"a": 1}, ["b"]], ["2026-99-99", True]])
def test_whatever_an_entry_holds_can_be_read(
    client: CheckingClient, database: Database, value: object
) -> None:
    for field in ("since", "outcome", "phase_id", "outcome_at", "version", "slug"):
        add(database, object_type="phase_assessment", changes={field: value})
    add(database, object_type="unheard_of", acted_as="unheard:of/x", changes={"a": value})
    client.as_("beheer").page(ADDRESS)


def test_english_is_complete(client: CheckingClient, database: Database) -> None:
    report(database)
    client.as_("beheer").send("/bord", "#taal-en")
    words = client.page(ADDRESS).words
    assert "Status update added" in words
    assert "progress: stagnates" in words
    assert "as chain lead of" in words


def test_an_empty_logbook_says_so(client: CheckingClient, database: Database) -> None:
    with database.write() as session:
        session.execute(delete(HistoryEntry))
    found = client.as_("beheer").page(ADDRESS)
    assert "Er is nog niets vastgelegd." in found.words
    assert rows_of(client, f"{ADDRESS}.csv")[1:] == []


# ---- filters and pages ------------------------------------------------------------------------


@pytest.mark.both_databases
def test_filters(client: CheckingClient, database: Database) -> None:
    report(database)
    client.as_("beheer")
    with database.read() as session:
        ref = session.scalar(select(Person.ref).where(Person.email.startswith("trekker@")))
    for query in (f"persoon={ref}", f"keten={ICT}", "soort=status_update", "handeling=toegevoegd"):
        entries = client.page(f"{ADDRESS}?{query}").all(".kb-entry")
        assert "Statusupdate toegevoegd" in entries[0], query
    found = client.page(f"{ADDRESS}?persoon={ref}&soort=decision&handeling=gewijzigd")
    assert found.all(".kb-entry") == []
    assert "Niets in het logboek past bij deze filters" in found.words
    assert client.page(f"{ADDRESS}?van=21-11-2026&tot=21-11-2026").all(".kb-entry")
    assert client.page(f"{ADDRESS}?van=22-11-2026").all(".kb-entry") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("persoon=bcdfghjkmn", "Deze persoon staat niet in het logboek."),
        ("keten=%3Cb%3E", "De keten '<b>' bestaat niet."),
        ("soort=x", "'x' is geen soort."),
        ("handeling=gewist", "'gewist' is geen handeling."),
        ("van=29-02-2026", "De dag 29-02-2026 bestaat niet."),
        ("van=1-1-20260", "'1-1-20260' is geen datum."),
        ("tot=31-12-9999", "Kijk het jaar van"),
        ("van=02-01-2026&tot=01-01-2026", "De laatste dag ligt voor de eerste."),
        ("voor=-1", "'-1' is geen plaats"),
        ("na=99999999999999999999", "is geen plaats"),
        ("van=%00", "is geen datum"),
        ("soort=%E2%80%AE" + "a" * 5000, "is geen soort"),
    ],
)
def test_a_filter_that_makes_no_sense_gets_a_sentence(
    client: CheckingClient, query: str, sentence: str
) -> None:
    client.as_("beheer")
    for address in (ADDRESS, f"{ADDRESS}.csv"):
        found = client.page(f"{address}?{query}", status=422)
        assert any(sentence in words for words in found.all(".kb-error")), found.all(".kb-error")


@pytest.mark.both_databases
def test_pages_follow_the_entries_whatever_is_added(
    client: CheckingClient, database: Database
) -> None:
    add(database, 120, object_type="milestone")
    client.as_("beheer")
    address: str | None = f"{ADDRESS}?soort=milestone&handeling=gewijzigd"
    numbers: list[str] = []
    sizes = []
    links: dict[str, str] = {}
    while address:
        found = client.page(address)
        entries = [words.split("regel ")[1].split(" ")[0] for words in found.all(".kb-entry")]
        numbers += entries
        sizes.append(len(entries))
        if len(sizes) == 1:
            add(database, 3, object_type="milestone")
        links = {
            tag.get_text(): str(tag["href"])
            for tag in found.soup.select("nav li a.kb-pagination__link")
        }
        address = links.get("Ouder")
    assert sizes == [50, 50, 20]
    assert len(set(numbers)) == 120
    back = client.page(links["Nieuwer"])
    assert len(back.all(".kb-entry")) == 50
    assert "Ouder" in back.all("nav li a")
    assert len(client.page(links["Nieuwste"]).all(".kb-entry")) == 50
    assert "Hier houdt het logboek op" in client.page(f"{ADDRESS}?voor=1").words


def test_as_many_statements_for_much_as_for_little(
    client: CheckingClient, database: Database, counted: Counted
) -> None:
    client.as_("beheer").page(ADDRESS)
    add(database)
    with counted(database) as few:
        client.page(f"{ADDRESS}?soort=programme")
    add(database, 2000, changes={"phase_id": [1, 2]})
    with counted(database) as many:
        client.page(ADDRESS)
    assert len(few) == len(many), (few, many)
    assert len(many) <= 10, many


def test_people_see_what_they_did_themselves(demo: Database) -> None:
    report(demo)
    act = Acting(demo)
    with demo.read() as session:
        for account in ("trekker", "expert", "beheer"):
            actor = act.actor(account)
            rows = queries.page_of(session, actor, LogQuery()).rows
            people = {row.HistoryEntry.person_id for row in rows}
            assert account == "beheer" or people <= {actor.person_id}
            assert account == "expert" or rows


# ---- CSV --------------------------------------------------------------------------------------


def rows_of(client: CheckingClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


@pytest.mark.both_databases
def test_the_same_entries_as_csv(client: CheckingClient, database: Database) -> None:
    report(database)
    add(database, queries.EXPORT_SIZE + 20, reason="=1+1", at=NOW + timedelta(days=1))
    client.as_("beheer")
    rows = rows_of(client, f"{ADDRESS}.csv?soort=setting&van=22-11-2026")
    assert rows[0][:4] == ["regel", "moment", "wie", "rol"]
    assert len(rows) == queries.EXPORT_SIZE + 21
    assert {row[9] for row in rows[1:]} == {"'=1+1"}
    numbers = [int(row[0]) for row in rows[1:]]
    assert numbers == sorted(set(numbers), reverse=True)
    (row,) = rows_of(client, f"{ADDRESS}.csv?soort=status_update&van=21-11-2026&tot=21-11-2026")[1:]
    assert row[4] == "Statusupdate"
    assert "voortgang: stagneert" in row[8]


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@x", "\tx", "\rx", "\x00=1", " =1", "\u00a0=1", "\u200b=1", "\n=1",
     "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\ufeff@x", "  \u202e+1"],
)  # fmt: skip
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["a=1", "1-2", "x@y", "", " x", "'x", "€ 5", "12"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_stay_numbers_and_quotes_are_kept() -> None:
    assert (safe_cell(-5), safe_cell(1.5), safe_cell(None)) == ("-5", "1.5", "")
    text = "".join(csv_lines(["a"], [['x;"y"\nz'], ["-1"]]))
    assert text == '\ufeffa\r\n"x;""y""\nz"\r\n\'-1\r\n'


# ---- words for everything ---------------------------------------------------------------------


def test_every_table_field_and_code_has_words_in_both_languages() -> None:
    missing = []
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if not model.__audited__:
            continue
        if model.__tablename__ not in labels.KINDS:
            missing.append(model.__tablename__)
        for attribute in mapper.column_attrs:
            column = attribute.columns[0]
            if column.info.get("history", HistoryMark.CHANGED) is HistoryMark.NONE:
                continue
            if attribute.key not in fields.FIELDS:
                missing.append(f"{model.__tablename__}.{attribute.key}")
            kept = column.info.get("history") is HistoryMark.VALUE
            if kept and isinstance(column.type, Code):
                known = codes.CODES.get(column.type.kind, {})
                missing += [f"{item!r}" for item in column.type.kind if item not in known]
    assert missing == []


def test_the_job_seals(app: Flask, database: Database) -> None:
    register_commands(app)
    told = app.test_cli_runner().invoke(args=["jobs", "once", "verzegelen"])
    assert told.exit_code == 0, told.output
    assert "Sealed entries: " in told.output


# ---- the history of one person ----------------------------------------------------------------


@pytest.mark.both_databases
def test_everybody_sees_what_they_recorded_themselves(
    client: CheckingClient, new_client: Callable[[], CheckingClient], demo: Database
) -> None:
    act = Acting(demo)
    for who, slug in (("trekker", "zonnepanelen"), ("trekker2", "catering")):
        act.do(who, report_status, chain_id=act.chains[slug], progress=Progress.ON_TRACK)
    own = client.as_("trekker").page("/mijn/geschiedenis")
    assert own.heading == "Mijn geschiedenis"
    titles = own.all(".kb-entry__title")
    assert any("Zonnepanelen" in title for title in titles)
    assert not any("Catering" in title for title in titles)
    assert client.page("/mijn").soup.select_one("a[href='/mijn/geschiedenis']")
    with demo.read() as session:
        refs = {row.email.split("@")[0]: row.ref for row in session.scalars(select(Person))}
    address = f"/personen/{refs['trekker2']}/geschiedenis"
    client.page(address, status=404)
    client.page(f"/personen/{refs['trekker']}/geschiedenis", status=404)
    admin = new_client().as_("beheer")
    page = admin.page(address)
    assert page.heading.startswith("Geschiedenis van ")
    assert any("Catering" in title for title in page.all(".kb-entry__title"))
    assert not any("Zonnepanelen" in title for title in page.all(".kb-entry__title"))
    assert admin.page(f"/personen/{refs['trekker2']}").soup.select_one(f"a[href='{address}']")


def test_nobody_else_can_be_asked_for_in_ones_own_history(
    client: CheckingClient, demo: Database
) -> None:
    act = Acting(demo)
    act.do(
        "trekker", report_status, chain_id=act.chains["zonnepanelen"], progress=Progress.ON_TRACK
    )
    with demo.read() as session:
        refs = {row.email.split("@")[0]: row.ref for row in session.scalars(select(Person))}
    page = client.as_("beheer").page(f"/mijn/geschiedenis?persoon={refs['trekker']}")
    assert not page.all(".kb-entry__title")


def test_filters_and_pages_of_ones_own_history(client: CheckingClient, demo: Database) -> None:
    act = Acting(demo)
    for _ in range(52):
        act.do(
            "trekker",
            report_status,
            chain_id=act.chains["zonnepanelen"],
            progress=Progress.ON_TRACK,
        )
        act.forward(minutes=1)
    page = client.as_("trekker").page("/mijn/geschiedenis?keten=zonnepanelen&soort=status_update")
    assert len(page.all(".kb-entry")) == 50
    older = next(a for a in page.soup.select(".kb-pagination a") if a.text == "Ouder")
    assert str(older["href"]).startswith("/mijn/geschiedenis?keten=zonnepanelen")
    assert client.page(str(older["href"])).all(".kb-entry")
    assert client.page("/mijn/geschiedenis?keten=bestaat-niet", status=422).all("[role=alert]")
