"""Files at the agenda and the minutes of a meeting: for who sees the group, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.errors import NotAllowedError, NotThereError
from buyergroups.files import rules, services
from buyergroups.groups.services import end_member
from buyergroups.history.recording import recorded, stamp
from buyergroups.upgrade import differences, downgrade, upgrade
from models.base import PROGRAMME_TEAM
from models.files import File, FilePart, FileSubject, FileType
from models.groups import BuyerGroup, GroupMeeting, Membership
from models.history import HistoryEntry
from models.people import Person
from seed.parts import SEED
from tests.access.people import ICT, person_id
from tests.files.attaching import FORM, attach, meeting_of, path_of, send, upload
from tests.files.samples import PDF, bad
from tests.groups.test_groups import membership_id
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page
from tests.support.run import NOW

GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
OUTSIDE = ("bestuurlijk", "klankbord", "beheer")
AGENDA, MINUTES = FileSubject.GROUP_AGENDA, FileSubject.GROUP_MINUTES
NewClient = Callable[[], CheckingClient]

pytestmark = pytest.mark.both_databases


def page_of(database: Database) -> str:
    with database.read() as session:
        meeting = session.get_one(GroupMeeting, meeting_of(database))
        slug = session.get_one(BuyerGroup, meeting.group_id).slug
    return f"/buyer-groups/{slug}/agenda/{meeting.ref}"


def on(kind: str, database: Database) -> str:
    return f"/bestanden/toevoegen/{kind}/{meeting_of(database)}"


def paper(database: Database, kind: FileSubject = AGENDA, name: str = "Stuk van Jan.pdf") -> File:
    """By the secretary of the group."""
    return attach(database, "publiek", kind=kind, subject_id=meeting_of(database), name=name)


def files(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(File)) or 0


@pytest.mark.parametrize("kind", ["agenda", "verslag"])
def test_the_secretary_attaches_and_every_member_reads(
    client: CheckingClient, database: Database, new_client: NewClient, kind: str
) -> None:
    there = page_of(database)
    (link,) = client.as_("publiek").page(there).soup.select(f"a[href*='/toevoegen/{kind}/']")
    answer = upload(client, str(link["href"]), "../Zoë's stuk\u202e; a=b.pdf", PDF)
    assert (answer.status_code, answer.location) == (303, there)
    assert "is toegevoegd" in client.page(there).words
    for who in ("privaat", "expert", "trekker", "trekker2", "manager", "opgave"):
        reader = new_client().as_(who)
        (one,) = reader.page(there).soup.select(".kb-files a[download]")
        back = reader.get(str(one["href"]))
        assert (back.status_code, back.data) == (200, PDF)
        assert back.headers["Content-Disposition"].startswith("attachment; ")
        assert "sandbox" in back.headers["Content-Security-Policy"]
    lines = new_client().as_("privaat").page(GROUP).words
    assert "Zoë's stuk" in lines
    # Who only reads adds and withdraws nothing.
    assert new_client().as_("expert").page(there).all("a[href*='/bestanden/toevoegen']") == []
    assert new_client().as_("expert").page(there).all("a[href*='/intrekken']") == []


def test_a_bad_file_leaves_nothing(client: CheckingClient, database: Database) -> None:
    address = on("agenda", database)
    fields = client.as_("publiek").page(address).fields(FORM)
    for what, (name, content) in bad().items():
        page = Page(send(client, address, fields, name, content))
        assert page.status == 422, what
        assert page.all(".kb-error"), what
    much = PDF[:9] + b"0" * (rules.LARGEST + 1 - len(PDF)) + PDF[9:]
    page = Page(send(client, address, fields, "x.pdf", much))
    assert (page.status, "hoogstens 20 MB" in page.words) == (422, True)
    assert files(database) == 0


# ---- who does not see the group ---------------------------------------------------------------


def test_outside_the_group_it_does_not_exist(client: CheckingClient, database: Database) -> None:
    file, other = paper(database), paper(database, MINUTES)
    for who in OUTSIDE:
        client.as_(who)
        for hidden, nothing in (
            (path_of(file), f"/bestanden/bcdfghjkmn/{file.name}"),
            (path_of(other), f"/bestanden/bcdfghjkmn/{other.name}"),
            (f"/bestanden/{file.ref}/intrekken", "/bestanden/bcdfghjkmn/intrekken"),
            (on("agenda", database), "/bestanden/toevoegen/agenda/999999"),
            (on("verslag", database), "/bestanden/toevoegen/verslag/999999"),
        ):
            answers = [client.page(address, status=404) for address in (hidden, nothing)]
            assert answers[0].words == answers[1].words, hidden
        for address in ("/", f"/ketens/{ICT}", f"/ketens/{ICT}/geschiedenis", "/mijn/geschiedenis"):
            assert "Stuk van Jan" not in client.page(address).words, address


def test_nobody_outside_the_group_hears_of_it_in_the_history(
    client: CheckingClient, database: Database
) -> None:
    """An administrator reads the logbook, and not what happens in groups."""
    file = paper(database)
    Acting(database).do("publiek", services.withdraw_file, ref=file.ref, reason="Fout.")
    with database.read() as session:
        entries = session.scalars(
            select(HistoryEntry).where(HistoryEntry.object_type == "file")
        ).all()
        secretary = session.get_one(Person, person_id(session, "publiek")).ref
    assert [(row.audience, row.group_id is not None) for row in entries] == [
        (PROGRAMME_TEAM, True)
    ] * 2
    client.as_("beheer")
    for address in ("/beheer/logboek?soort=file", f"/personen/{secretary}/geschiedenis?soort=file"):
        assert "verslag van een buyer group" not in client.page(address).words
        assert "agenda van een buyer group" not in client.page(address).words
    assert file.sha256 not in client.get("/beheer/logboek.csv").text
    kept = client.get(f"/personen/{secretary}/gegevens.json")
    assert (kept.status_code, file.sha256 in kept.text) == (200, False)
    told = client.as_("publiek").page("/mijn/geschiedenis?soort=file").words
    assert "agenda van een buyer group" in told


def test_who_left_the_group_loses_it_at_once(client: CheckingClient, database: Database) -> None:
    file = paper(database)
    assert client.as_("privaat").get(path_of(file)).status_code == 200
    with database.read() as session:
        group_id = session.get_one(GroupMeeting, meeting_of(database)).group_id
    Acting(database).do(
        "trekker",
        end_member,
        group_id=group_id,
        membership_id=membership_id(database, "privaat"),
        until=local_day(NOW),
        reason="Klaar.",
    )
    client.page(path_of(file), status=404)
    assert "Stuk van Jan" not in client.page("/").words


def test_a_member_of_another_group_has_no_way_in(
    client: CheckingClient, database: Database
) -> None:
    """Who runs one group and has nothing to do with another cannot write there either."""
    file = paper(database)
    with database.write() as session, recorded(session, SEED, NOW):
        other = session.scalars(
            select(BuyerGroup.id).where(BuyerGroup.slug == "zonnepanelen-met-bekende-herkomst")
        ).one()
        for row in session.scalars(
            select(Membership).where(
                Membership.person_id == person_id(session, "publiek"), Membership.until.is_(None)
            )
        ):
            row.until, row.ended_at = local_day(NOW), NOW
            session.flush()
            session.add(
                Membership(
                    group_id=other,
                    person_id=row.person_id,
                    organisation_id=row.organisation_id,
                    role=row.role,
                    in_core=False,
                    is_secretary=True,
                    since=local_day(NOW) - timedelta(days=1),
                    **stamp(SEED, NOW),
                )
            )
    client.as_("publiek").page(path_of(file), status=404)
    client.page(on("agenda", database), status=404)
    with pytest.raises(NotAllowedError):
        paper(database)
    with pytest.raises(NotAllowedError):
        Acting(database).do("publiek", services.withdraw_file, ref=file.ref, reason="x")
    with pytest.raises(NotThereError):
        attach(database, "publiek", kind=AGENDA, subject_id=999_999)


# ---- withdrawn --------------------------------------------------------------------------------


def test_it_is_withdrawn_with_a_reason_that_members_read(
    client: CheckingClient, database: Database, new_client: NewClient
) -> None:
    file, there = paper(database, MINUTES), page_of(database)
    away = f"/bestanden/{file.ref}/intrekken"
    client.as_("publiek")
    assert client.send(away, "main form[data-concept]").status_code == 422
    answer = client.send(away, "main form[data-concept]", reden="Er stond een prijs in.")
    assert (answer.status_code, answer.location) == (303, there)
    reader = new_client().as_("privaat")
    reader.page(path_of(file), status=404)
    page = reader.page(there)
    assert page.all(".kb-files a[download]") == []
    assert "Er stond een prijs in." in page.words
    assert "Stuk van Jan" not in reader.page(GROUP).words
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(FilePart)) == 0


@pytest.mark.parametrize(("kind", "named"), [(AGENDA, False), (FileSubject.FINDING, True)])
def test_the_database_itself_asks_for_the_group(
    database: Database, kind: FileSubject, named: bool
) -> None:
    """A file of a group without its group would be heard by everybody."""
    with database.read() as session:
        group_id = session.get_one(GroupMeeting, meeting_of(database)).group_id
        me = person_id(session, "publiek")
    row = File(
        subject_kind=kind,
        subject_id=1,
        group_id=group_id if named else None,
        name="x.pdf",
        media=FileType.PDF,
        size=1,
        sha256="0" * 64,
        **stamp(SEED, NOW) | {"recorded_by_id": me},
    )
    with database.write() as session, recorded(session, SEED, NOW):
        session.add(row)
        with pytest.raises(IntegrityError, match="group_named"):
            session.flush()
        session.rollback()


@pytest.mark.data("demo")
def test_on_the_way_down_only_what_hangs_in_groups_goes(own_database: Database) -> None:
    paper(own_database)
    attach(own_database)
    downgrade(own_database, "0012")
    with own_database.engine.connect() as connection:
        kinds = list(connection.scalars(text("SELECT subject_kind FROM file")))
        parts = connection.scalar(text("SELECT count(*) FROM file_part"))
    assert (kinds, parts) == ([FileSubject.FINDING.value], 1)
    upgrade(own_database)
    assert differences(own_database) == []
    assert paper(own_database).group_id is not None
