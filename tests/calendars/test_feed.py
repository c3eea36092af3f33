"""Calendars as programs read them: two libraries, rights at each request, clock changes, text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from buyergroups.calendars.ics import calendar_file
from buyergroups.calendars.rules import Entry, Marks, day_of
from buyergroups.db import Database
from buyergroups.gatherings.services import change_meeting, plan_meeting
from buyergroups.groups.services import end_member
from buyergroups.history.recording import recorded, stamp
from models.calendars import CalendarFeed
from models.consultations import ConsultationKind, ConsultationState
from seed.bulk import load_bulk
from tests.access.people import ICT, block
from tests.consultations.rows import SUN_GROUP, Rows
from tests.groups.test_groups import group_id, membership_id
from tests.support.acting import Acting
from tests.support.client import CheckingClient
from tests.support.run import NOW
from tests.support.statements import Statements

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OWN = "/mijn/kalender"
MAKE = f'form[action="{OWN}"]'
END = f'form[action="{OWN}/intrekken"]'


def entry(**facts: Any) -> Entry:
    return Entry(
        **{
            "uid": "consultatie-bcdfghjkmn@ketenbord",
            "sequence": 1,
            "title": "Marktdialoog",
            "day": date(2026, 12, 1),
            "starts_at": None,
            "ends_at": None,
            "place": "",
            "address": "https://ketenbord.example/marktconsultaties/bcdfghjkmn",
            "cancelled": False,
            **facts,
        }
    )


class Read:
    """A file as two libraries read it, by the reference of what is in it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.first = {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}
        whole = vobject.readOne(data.decode())
        self.zones = [str(zone.tzid.value) for zone in whole.vtimezone_list]
        self.second = {event.uid.value: event for event in whole.contents.get("vevent", [])}
        assert set(self.first) == set(self.second)

    def titles(self) -> set[str]:
        assert {str(event["summary"]) for event in self.first.values()} == {
            event.summary.value for event in self.second.values()
        }
        return {str(event["summary"]) for event in self.first.values()}

    def named(self, title: str) -> tuple[Any, Any]:
        """The two readings of one entry."""
        key = next(uid for uid, event in self.first.items() if title in str(event["summary"]))
        return self.first[key], self.second[key]


def read(client: CheckingClient, address: str) -> Read:
    answer = client.open(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return Read(answer.data)


# ---- the file ---------------------------------------------------------------------------------

MOMENTS = (
    # An hour before, in and after both changes of the clock.
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 12, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 2, 30, tzinfo=UTC),
    datetime(2045, 7, 1, 8, 0, tzinfo=UTC),
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_the_same_in_both_libraries(moment: datetime) -> None:
    until = moment + timedelta(hours=2)
    found = Read(calendar_file("x", [entry(starts_at=moment, ends_at=until)], NOW))
    first, second = found.named("Marktdialoog")
    for value, wanted in (
        (first["dtstart"].dt, moment),
        (second.dtstart.value, moment),
        (first["dtend"].dt, until),
        (second.dtend.value, until),
    ):
        assert value.astimezone(UTC) == wanted


def test_the_zone_stands_in_the_file_and_gives_its_own_offsets() -> None:
    found = Read(calendar_file("x", [entry(starts_at=MOMENTS[2])], NOW))
    assert found.zones == ["Europe/Amsterdam"]
    assert b"DTSTART;TZID=Europe/Amsterdam:20260329T140000\r\n" in found.data
    described: Any = Calendar.from_ical(found.data).walk("VTIMEZONE")[0]
    zone = described.to_tz()
    for moment in (*MOMENTS, datetime(2037, 1, 1, tzinfo=UTC)):
        assert moment.astimezone(zone).utcoffset() == moment.astimezone(AMSTERDAM).utcoffset()


def test_without_a_time_it_takes_the_day_and_leaves_it_free() -> None:
    found = Read(calendar_file("x", [entry()], NOW))
    first, second = found.named("Marktdialoog")
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2026, 12, 1), date(2026, 12, 2))
    assert second.dtstart.value == date(2026, 12, 1)
    assert first["transp"] == "TRANSPARENT"


@given(title=st.text(min_size=1), place=st.text())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_text_breaks_the_file_or_runs_over_its_lines(title: str, place: str) -> None:
    data = calendar_file(title, [entry(title=title, place=place)], NOW)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    found = Read(data)
    assert len(found.first) == 1
    shown = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    assert found.titles() == {shown}


def test_a_summary_with_line_breaks_adds_nothing() -> None:
    evil = "Gesprek\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x\\n;,:\u2028ATTACH:http://x"
    found = Read(calendar_file(evil, [entry(title=evil, place=evil)], NOW))
    assert len(found.first) == 1
    event, _ = found.named("Gesprek")
    assert "ATTACH" not in event
    assert str(event["location"]) == str(event["summary"])


def test_an_empty_calendar_is_a_calendar() -> None:
    assert Read(calendar_file("x", [], NOW)).first == {}


def test_which_day_stands_in_a_calendar() -> None:
    days = [date(2026, 1, nr) for nr in (3, 2, 1)]
    assert day_of(*days) == (days[0], Marks.HELD)
    assert day_of(None, days[1], days[2]) == (days[1], Marks.CLOSES)
    assert day_of(None, None, days[2]) == (days[2], Marks.OPENS)
    assert day_of(None, None, None) is None


# ---- one consultation -------------------------------------------------------------------------


@pytest.mark.both_databases
def test_one_consultation_for_who_reads_its_file(
    client: CheckingClient, database: Database
) -> None:
    rows = Rows(database)
    ref = rows.consultation(
        "Levensduur; van laptops, en meer",
        held_on=date(2026, 10, 25),
        starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, 3, 0, tzinfo=UTC),
        place="Stadhuis, zaal 2",
        link="https://vergaderen.example/geheim",
        summary="Geheime samenvatting",
        state=ConsultationState.PUBLISHED,
    )
    address = f"/marktconsultaties/{ref}/agenda.ics"
    client.as_("publiek")
    first, second = read(client, address).named("Levensduur")
    assert str(first["summary"]) == "Marktdialoog: Levensduur; van laptops, en meer"
    assert str(first["location"]) == "Stadhuis, zaal 2"
    assert (first["sequence"], first["status"]) == (1, "CONFIRMED")
    assert second.dtstart.value.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    text = client.open(address).text
    assert "geheim" not in text.lower()
    uid = first["uid"]
    rows.change(ref, place="Elders")
    assert read(client, address).named("Levensduur")[0]["sequence"] == 2
    rows.change(ref, state=ConsultationState.CANCELLED)
    changed, same = read(client, address).named("Levensduur")
    assert (changed["uid"], changed["sequence"]) == (uid, 3)
    assert (changed["status"], same.status.value) == ("CANCELLED", "CANCELLED")
    # Who knows the published report only has no file of it either.
    rows.change(ref, state=ConsultationState.PUBLISHED)
    for account in ("klankbord", "beheer"):
        assert client.as_(account).open(address).status_code == 404
    rows.interest(ref, "publiek")
    assert client.as_("publiek").open(address).status_code == 404


@pytest.mark.both_databases
def test_written_questions_stand_on_their_last_day(
    client: CheckingClient, database: Database
) -> None:
    rows = Rows(database)
    kind = ConsultationKind.WRITTEN
    facts: dict[str, Any] = {"kind": kind, "state": ConsultationState.OPEN, "held_on": None}
    ref = rows.consultation("Vragen", closes_on=date(2026, 12, 24), **facts)
    event, _ = read(client.as_("publiek"), f"/marktconsultaties/{ref}/agenda.ics").named("Vragen")
    assert event["dtstart"].dt == date(2026, 12, 24)
    assert str(event["summary"]) == "Schriftelijke vragen, laatste dag: Vragen"
    none = rows.consultation("Ooit", **facts)
    assert client.open(f"/marktconsultaties/{none}/agenda.ics").status_code == 404


# ---- the feed ---------------------------------------------------------------------------------


def new_address(client: CheckingClient) -> str:
    answer = client.send(OWN, form=MAKE)
    assert answer.status_code == 200
    start = answer.text.index("/kalender/")
    return answer.text[start : answer.text.index(".ics", start)] + ".ics"


NewClient = Callable[[], CheckingClient]


@pytest.mark.both_databases
def test_a_feed_has_what_its_owner_may_see_at_that_moment(
    client: CheckingClient, new_client: NewClient, database: Database
) -> None:
    rows, stranger = Rows(database), new_client()
    rows.consultation("Ons gesprek")
    rows.consultation("Hun gesprek", group=SUN_GROUP)
    rows.consultation("Bekend", group=SUN_GROUP, state=ConsultationState.PUBLISHED)
    rows.consultation("Lang geleden", held_on=date(2024, 1, 1))
    shut = rows.consultation("Met belang")
    address = new_address(client.as_("publiek"))
    titles = " ".join(read(stranger, address).titles())
    assert "Ons gesprek" in titles
    assert "Met belang" in titles
    assert "(ICT-hardware langer gebruiken)" in titles
    for other in ("Hun gesprek", "Bekend", "Lang geleden", "Zonnepanelen"):
        assert other not in titles, other
    rows.interest(shut, "publiek")
    assert "Met belang" not in " ".join(read(stranger, address).titles())
    # A membership that ended is out at once, whoever is signed in where it is read.
    acting = Acting(database)
    acting.do(
        "trekker",
        end_member,
        group_id=group_id(database),
        membership_id=membership_id(database, "publiek"),
        until=date(2026, 11, 21),
        reason="Weg",
    )
    assert read(new_client().as_("manager"), address).titles() == set()


@pytest.mark.both_databases
def test_a_meeting_that_moves_or_lapses_is_the_same_entry(
    client: CheckingClient, database: Database
) -> None:
    acting = Acting(database)
    starts_at = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
    made = acting.do(
        "trekker",
        plan_meeting,
        group_id=group_id(database),
        title="Kerstoverleg\nmet taart",
        starts_at=starts_at,
        place="Hier",
        link="https://vergaderen.example/geheim",
    )
    address = new_address(client.as_("publiek"))
    first, _ = read(client, address).named("Kerstoverleg")
    acting.forward(minutes=1)
    moved = {"title": "Kerstoverleg", "place": "Daar", "cancelled": True}
    later = starts_at + timedelta(days=1)
    acting.do("trekker", change_meeting, ref=made.ref, starts_at=later, **moved)
    second, other = read(client, address).named("Kerstoverleg")
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]
    assert (second["status"], other.status.value) == ("CANCELLED", "CANCELLED")
    assert second["dtstart"].dt.astimezone(UTC) == later
    assert "geheim" not in client.open(address).text


@pytest.mark.both_databases
def test_an_address_is_made_anew_and_ended(
    client: CheckingClient, new_client: NewClient, database: Database
) -> None:
    stranger = new_client()
    assert "nog geen adres" in client.as_("publiek").page(OWN).words
    old = new_address(client)
    assert stranger.open(old).status_code == 200
    page = client.page(OWN)
    assert "heeft een adres sinds" in page.words
    assert old.rsplit("/", 1)[1][:20] not in page.text
    new = new_address(client)
    assert old != new
    assert (stranger.open(old).status_code, stranger.open(new).status_code) == (404, 200)
    assert client.send(OWN, form=END).location == OWN
    assert "werkt niet meer" in client.page(OWN).words
    for address in (old, new, "/kalender/x.ics", "/kalender/%00.ics", "/kalender/.ics"):
        assert stranger.open(address).status_code in (302, 404), address
        assert b"BEGIN:VCALENDAR" not in stranger.open(address).data
    assert stranger.open(new).status_code == 404
    with database.read() as session:
        rows = session.scalars(select(CalendarFeed)).all()
    assert len(rows) == 2
    assert all(row.ended_at and row.token_hash not in new for row in rows)
    assert "token_hash" not in client.open("/mijn/gegevens.json").text


@pytest.mark.both_databases
def test_the_feed_of_a_blocked_person_is_not_there(
    client: CheckingClient, new_client: NewClient, database: Database
) -> None:
    address = new_address(client.as_("publiek"))
    block(database, "publiek")
    assert new_client().open(address).status_code == 404


@pytest.mark.both_databases
def test_a_person_has_one_address_however_many_ask_at_once(database: Database) -> None:
    actor = Acting(database).actor("publiek")
    two = [
        CalendarFeed(person_id=actor.person_id, token_hash=token, **stamp(actor, NOW))
        for token in ("a", "b")
    ]
    with (
        pytest.raises(IntegrityError),
        database.write() as session,
        recorded(session, actor, NOW),
    ):
        session.add_all(two)


@pytest.mark.both_databases
def test_a_feed_takes_the_same_statements_for_few_and_for_many(
    client: CheckingClient,
    database: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    load_bulk(database, NOW, chains=0, people=3, groups=1, consultations=3, seed=1)
    address = new_address(client.as_("manager"))
    with counted(database) as few:
        client.open(address)
    load_bulk(database, NOW, chains=0, people=30, groups=20, consultations=300, seed=1)
    with counted(database) as many:
        client.open(address)
    assert len(many) == len(few), str(many)
    assert len(few) <= 10, str(few)


# ---- the calendar of a chain ------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_chain_shows_what_comes_and_what_was(client: CheckingClient, database: Database) -> None:
    rows, tab = Rows(database), f"/ketens/{ICT}/kalender"
    rows.consultation(
        "Straks",
        held_on=date(2026, 12, 10),
        state=ConsultationState.ANNOUNCED,
        starts_at=datetime(2026, 12, 10, 9, 0, tzinfo=UTC),
        place="Geheime zaal",
    )
    rows.consultation("Toen", state=ConsultationState.PUBLISHED, place="Geheime zaal")
    rows.consultation("Vandaag", held_on=date(2026, 11, 21))
    page = client.as_("publiek").page(tab)
    words = page.words
    assert words.index("Vandaag") < words.index("Straks") < words.index("Wat was")
    assert words.rindex("Toen") > words.index("Wat was")
    assert "10:00" in words
    assert "(ICT-hardware langer gebruiken)" in words
    other = client.as_("klankbord").page(tab)
    assert "Toen" in other.words
    for secret in ("Straks", "Geheime zaal", "langer gebruiken", "10:00"):
        assert secret not in other.words, secret
    assert "niets gepland dat je kunt zien" in other.words
