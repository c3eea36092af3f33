"""Digests from what happened to a mail that a real server took, with everything real in between."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import has_app_context
from sqlalchemy import func, select

from buyergroups import areas
from buyergroups.access.actor import load_actor
from buyergroups.accounts.services import choose_language
from buyergroups.db import Database
from buyergroups.digests import composing, scheduled, services
from buyergroups.digests.composing import MOST_LINES, compose
from buyergroups.digests.queries import Reader
from buyergroups.digests.rules import Choice, Window
from buyergroups.digests.scheduled import KEPT, NO_SERVER, DigestsFailedError, forget_old
from buyergroups.following.kinds import Kind
from buyergroups.following.services import follow, unfollow
from buyergroups.history.recording import recorded
from buyergroups.home.offers import OFFERS
from buyergroups.news import queries as news
from buyergroups.news.offers import SOURCES
from buyergroups.notices import makers
from buyergroups.notices.rules import MOST_TRIES
from buyergroups.notices.services import queue_mail
from buyergroups.people.services import block
from buyergroups.phases import services as phases
from buyergroups.privacy.services import anonymise_person, ask_removal
from models.digests import Digest, DigestChoice, Rhythm
from models.notices import OutboxMail
from models.people import Language, Person
from models.phases import Progress, StatusUpdate
from tests.access.people import ICT, add_others, email_of, person_id
from tests.access.routes import SIGNED_IN
from tests.digests.making import (
    BASE,
    MONDAY,
    WEEK,
    Mornings,
    Server,
    digest_mails,
    digests_of,
    server,
    text_of,
)
from tests.support.acting import Acting
from tests.support.run import NOW
from tests.support.statements import Statements

REPORTED = "Statusupdate, op koers"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with server() as found:
        yield found


@pytest.fixture
def post(running: Server) -> Server:
    running.taken.clear()
    running.answers.clear()
    running.up = True
    return running


def reports(acting: Acting, number: int = 1) -> None:
    """The lead of ICT-hardware says so many times how it goes."""
    for _ in range(number):
        acting.forward(minutes=1)
        acting.do(
            "trekker",
            phases.report_status,
            chain_id=acting.chains[ICT],
            progress=Progress.ON_TRACK,
        )


def only_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "OFFERS", [])
    monkeypatch.setattr(news, "SOURCES", {"report": SOURCES["report"]})


@pytest.fixture
def acting(demo: Database, monkeypatch: pytest.MonkeyPatch) -> Acting:
    """Somebody without anything of their own follows a chain; reports are the only news."""
    only_reports(monkeypatch)
    acting = Acting(demo)
    acting.do("klankbord", follow, kind=Kind.CHAIN, key=acting.chains[ICT])
    return acting


def lines(message: EmailMessage) -> int:
    return text_of(message).count(f"- {REPORTED}")


# ---- one mail ---------------------------------------------------------------------------------


def test_many_changes_are_one_mail_and_are_told_once(
    acting: Acting, database: Database, post: Server
) -> None:
    mornings = Mornings(database, post)
    mornings.at(NOW)  # none of the Monday before: it would be their first
    assert post.taken == []
    reports(acting, 3)
    mornings.at(MONDAY - timedelta(minutes=1))
    assert post.taken == []
    for minutes in (0, 5, 10):
        mornings.at(MONDAY + timedelta(minutes=minutes))
    (mail,) = post.to("klankbord")
    assert lines(mail) == 3
    assert f"{BASE}/ketens/{ICT}" in text_of(mail)
    assert "21 nov 2026 11:03, Sanne Bakker" in text_of(mail)
    html = text_of(mail, "html")
    assert html.count(f">{REPORTED}</a>") == 3
    assert '<html lang="nl">' in html
    for outside in ("<img", "src=", "url(", "<script", "<link"):
        assert outside not in html
    # Who reported hears nothing of that, and has nothing else: no mail.
    assert post.to("trekker") == []
    mornings.at(MONDAY + WEEK)
    assert len(post.to("klankbord")) == 1
    assert [row.mail_id is None for row in digests_of(database, "klankbord")] == [False, True]


def test_the_headers_let_a_mail_program_unsubscribe(
    acting: Acting, database: Database, post: Server
) -> None:
    reports(acting)
    Mornings(database, post).at(MONDAY)
    (mail,) = post.to("klankbord")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = str(mail["List-Unsubscribe"]).strip()
    assert leave.startswith(f"<{BASE}/afmelden/")
    assert leave[1:-1] in text_of(mail)
    assert leave[1:-1] in text_of(mail, "html")
    assert f"{BASE}/mijn/overzichtsmail" in text_of(mail)
    assert mail["Subject"] == "Je overzicht van Ketenbord"


def test_in_english_and_what_people_typed_stays_what_it_is(
    acting: Acting, database: Database, post: Server
) -> None:
    acting.do("klankbord", choose_language, language=Language.ENGLISH)
    reports(acting)
    trekker = acting.actor("trekker")
    with database.write() as session, recorded(session, trekker, acting.now):
        person = session.get_one(Person, trekker.person_id)
        person.name = "<b>Sanne</b>\nBakker"
    Mornings(database, post).at(MONDAY)
    (mail,) = post.to("klankbord")
    assert (mail["Subject"], mail["Content-Language"]) == ("Your Ketenbord digest", "en")
    assert "CHANGED IN WHAT IS YOURS OR WHAT YOU FOLLOW" in text_of(mail)
    assert "every Monday at 08:00" in text_of(mail)
    assert "<b>Sanne</b> Bakker" in text_of(mail)
    html = text_of(mail, "html")
    assert "&lt;b&gt;Sanne&lt;/b&gt; Bakker" in html
    assert 'lang="nl">ICT-hardware' in html


def test_after_fifteen_lines_the_others_are_counted(
    acting: Acting, database: Database, post: Server
) -> None:
    reports(acting, MOST_LINES + 2)
    Mornings(database, post).at(MONDAY)
    (mail,) = post.to("klankbord")
    assert lines(mail) == MOST_LINES
    assert f"En nog 2: {BASE}/meldingen" in text_of(mail)


def test_the_outbox_keeps_nothing_of_what_it_says(
    acting: Acting, database: Database, post: Server
) -> None:
    reports(acting)
    mornings = Mornings(database, post)
    mornings.now = MONDAY
    mornings.make()
    post.answers = ["554 nooit"]
    mornings.send()
    (mail,) = digest_mails(database)
    assert (mail.text, mail.html, mail.subject) == ("", None, "Je overzicht van Ketenbord")
    assert mail.given_up_at is not None
    assert ICT not in f"{mail.last_error} {mail.subject}"


# ---- as things are when it is sent ------------------------------------------------------------


def queued(acting: Acting, database: Database, post: Server, mails: int = 1) -> Mornings:
    """A mail to `klankbord` waits."""
    reports(acting)
    mornings = Mornings(database, post)
    mornings.now = acting.now = MONDAY
    mornings.make()
    assert len(digest_mails(database)) == mails
    return mornings


def no_longer_followed(acting: Acting) -> None:
    acting.do("klankbord", unfollow, kind=Kind.CHAIN, key=acting.chains[ICT])


def no_longer_wanted(acting: Acting) -> None:
    acting.do("klankbord", services.unsubscribe)


def no_longer_somebody(acting: Acting) -> None:
    with acting.database.read() as session:
        person = session.get_one(Person, person_id(session, "klankbord"))
    acting.within(
        "beheer",
        lambda session, actor, now: block(
            session, actor, now, person=session.get_one(Person, person.id), reason="Weg"
        ),
    )


@pytest.mark.parametrize(
    "change", [no_longer_followed, no_longer_wanted, no_longer_somebody], ids=lambda f: f.__name__
)
def test_what_is_over_when_it_is_sent_is_not_sent(
    acting: Acting, database: Database, post: Server, change: Callable[[Acting], None]
) -> None:
    mornings = queued(acting, database, post)
    change(acting)
    mornings.send()
    assert post.taken == []
    (mail,) = digest_mails(database)
    assert mail.cancelled_at is not None
    # And it stays away.
    mornings.at(MONDAY + WEEK)
    assert post.taken == []


def test_of_who_is_anonymised_nothing_goes_on(
    acting: Acting, database: Database, post: Server
) -> None:
    add_others(database)
    beheer = acting.actor("beheer")
    with database.write() as session, recorded(session, beheer, NOW - WEEK):
        session.get_one(Person, person_id(session, "former")).password_hash = "x"
    acting.do("former", follow, kind=Kind.CHAIN, key=acting.chains[ICT])
    mornings = queued(acting, database, post, mails=2)
    former = acting.do("former", ask_removal, wish="").person_id
    acting.do("beheer", anonymise_person, person_id=former, reason="Gevraagd", days=0)
    for week in range(2):
        mornings.at(MONDAY + week * WEEK)
        reports(acting)
    assert {str(one["To"]) for one in post.taken} == {email_of("klankbord")}
    with database.read() as session:
        rows = select(func.count()).select_from(Digest).where(Digest.person_id == former)
        assert session.scalar(rows) == 1


def test_it_goes_to_the_address_of_now(acting: Acting, database: Database, post: Server) -> None:
    mornings = queued(acting, database, post)
    actor = acting.actor("klankbord")
    with database.write() as session, recorded(session, actor, acting.now):
        session.get_one(Person, actor.person_id).email = "nieuw@ketenbord.example"
    mornings.send()
    assert [one["To"] for one in post.taken] == ["nieuw@ketenbord.example"]
    assert digest_mails(database)[0].to_address == "nieuw@ketenbord.example"


# ---- when things go wrong ---------------------------------------------------------------------


def test_a_server_that_refuses_halfway_gets_the_rest_once(
    acting: Acting, database: Database, post: Server
) -> None:
    readers = ("klankbord", "bestuurlijk", "former")
    for account in readers[1:2]:
        acting.do(account, follow, kind=Kind.CHAIN, key=acting.chains[ICT])
    reports(acting)
    mornings = Mornings(database, post)
    post.answers = ["250 OK", "451 even niet"]
    mornings.at(MONDAY)
    assert len(post.taken) == 1
    first = post.taken[0]["Message-ID"]
    for minutes in (1, 5, 30):
        mornings.at(MONDAY + timedelta(minutes=minutes))
    assert sorted(str(one["To"]) for one in post.taken) == [
        email_of("bestuurlijk"),
        email_of("klankbord"),
    ]
    assert len({one["Message-ID"] for one in post.taken} | {first}) == 2


def test_three_weeks_without_a_server_are_one_mail(
    acting: Acting, database: Database, post: Server
) -> None:
    mornings = Mornings(database, post)
    post.up = False
    for week in range(3):
        reports(acting)
        mornings.at(MONDAY + week * WEEK)
        acting.now = MONDAY + week * WEEK + timedelta(hours=1)
    assert post.taken == []
    states = [mail.cancelled_at is not None for mail in digest_mails(database)]
    assert states == [True, True, False]
    post.up = True
    mornings.at(MONDAY + 2 * WEEK + timedelta(days=1))
    (mail,) = post.taken
    assert lines(mail) == 3


def test_what_was_given_up_is_told_in_the_next(
    acting: Acting, database: Database, post: Server
) -> None:
    reports(acting)
    mornings = Mornings(database, post)
    post.answers = ["554 nooit"]
    mornings.at(MONDAY)
    reports(acting)
    mornings.at(MONDAY + WEEK)
    (mail,) = post.taken
    assert lines(mail) == 2


def test_a_mail_that_is_being_sent_is_not_taken_over(
    acting: Acting, database: Database, post: Server
) -> None:
    mornings = queued(acting, database, post)
    with database.write(counts=False) as session:
        mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "digest")).one()
        mail.claimed_by, mail.claimed_until = "x", MONDAY + WEEK + timedelta(minutes=10)
    mornings.now = MONDAY + WEEK
    mornings.make()
    assert len(digests_of(database, "klankbord")) == 1
    mornings.at(MONDAY + WEEK + timedelta(minutes=15))
    assert len(post.taken) == 1
    assert len(digests_of(database, "klankbord")) == 2


def test_words_that_cannot_be_made_stop_nothing_else(
    acting: Acting, database: Database, post: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    mornings = queued(acting, database, post)
    with database.write() as session:
        queue_mail(
            session,
            MONDAY,
            to="iemand@gemeente.example",
            subject="x",
            text="x",
            language=Language.DUTCH,
            kind="invitation",
        )

    def broken(*_: object) -> None:
        raise ValueError("iets vertrouwelijks")

    with monkeypatch.context() as patched:
        patched.setitem(makers.MAKERS, "digest", broken)
        mornings.send()
    assert [one["To"] for one in post.taken] == ["iemand@gemeente.example"]
    (mail,) = digest_mails(database)
    assert (mail.tries, mail.last_error) == (1, "WordsError: ValueError")
    assert mail.tries < MOST_TRIES
    mornings.now += timedelta(minutes=1)
    mornings.send()
    assert len(post.to("klankbord")) == 1


def test_one_that_cannot_be_made_is_said_and_stops_nobody(
    acting: Acting, database: Database, post: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports(acting)
    mornings = Mornings(database, post, MONDAY)
    with database.read() as session:
        unlucky = person_id(session, "publiek")
    real = scheduled._has_news

    def breaks(session: object, reader: Reader, *rest: object) -> bool:
        if reader.person_id == unlucky:
            raise ValueError("stuk")
        return real(session, reader, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(scheduled, "_has_news", breaks)
        with pytest.raises(DigestsFailedError, match="for 1 people"):
            mornings.make()
    assert len(digests_of(database, "klankbord")) == 1
    assert digests_of(database, "publiek") == []
    mornings.make()
    assert len(digests_of(database, "publiek")) == 1


def test_without_a_mail_server_nothing_is_made(acting: Acting, database: Database) -> None:
    reports(acting)
    mornings = Mornings(database, Server(), MONDAY)
    assert mornings.make() == NO_SERVER
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Digest)) == 0


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _queue_and_die(*args: Any, **values: Any) -> None:
    queue_mail(*args, **values)
    _die()


@pytest.mark.data("demo")
def test_killed_wherever_it_was_it_goes_once(
    own_database: Database, post: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While composing, while writing, and between two of these; while the words are made."""
    only_reports(monkeypatch)
    acting = Acting(own_database)
    acting.do("klankbord", follow, kind=Kind.CHAIN, key=acting.chains[ICT])
    reports(acting)
    mornings = Mornings(own_database, post, MONDAY)
    for kill in (
        lambda: monkeypatch.setattr(scheduled, "_has_news", _die),
        lambda: monkeypatch.setattr(services, "queue_mail", _queue_and_die),
        lambda: monkeypatch.setitem(makers.MAKERS, "digest", _die),
    ):
        child = os.fork()
        if child == 0:
            try:
                own_database.engine.dispose(close=False)
                kill()  # type: ignore[no-untyped-call]
                mornings.make()
                mornings.send()
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
    assert post.taken == []
    for minutes in (1, 20, 40):
        mornings.at(MONDAY + timedelta(minutes=minutes))
    assert len(post.to("klankbord")) == 1
    assert len(digests_of(own_database, "klankbord")) == 1


@pytest.mark.data("demo")
def test_two_schedulers_make_one(own_database: Database, post: Server) -> None:
    acting = Acting(own_database)
    acting.do("klankbord", follow, kind=Kind.CHAIN, key=acting.chains[ICT])
    reports(acting)
    together = threading.Barrier(2)
    faults: list[BaseException] = []

    def work() -> None:
        together.wait()
        try:
            Mornings(own_database, post, MONDAY).make()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with own_database.read() as session:
        rows = session.execute(
            select(Digest.person_id, func.count()).group_by(Digest.person_id)
        ).all()
        mails = session.scalars(
            select(OutboxMail.person_id).where(OutboxMail.kind == "digest")
        ).all()
    assert rows
    assert all(count == 1 for _, count in rows)
    assert len(mails) == len(set(mails))


# ---- who gets one -----------------------------------------------------------------------------


def test_nobody_gets_one_of_before_they_came_or_chose(
    acting: Acting, database: Database, post: Server
) -> None:
    with database.write() as session, recorded(session, acting.actor("beheer"), NOW):
        session.add(
            Person(email="pas@ketenbord.example", name="Pas", sort_name="pas", password_hash="x")
        )
        session.add(Person(email="nooit@ketenbord.example", name="Nooit", sort_name="nooit"))
    mornings = Mornings(database, post, NOW + timedelta(hours=1))
    mornings.make()
    assert digests_of(database, "klankbord") == []
    assert digests_of(database, "pas") == []
    mornings.now = MONDAY
    mornings.make()
    assert len(digests_of(database, "klankbord")) == 1
    assert len(digests_of(database, "pas")) == 1
    # Invited, and no password chosen: nothing yet.
    assert digests_of(database, "nooit") == []
    acting.now = MONDAY + timedelta(hours=3)
    acting.do("klankbord", services.choose_digest, choice=Choice(Rhythm.DAILY, 0, 9))
    mornings.now = MONDAY + timedelta(hours=4)
    mornings.make()
    assert len(digests_of(database, "klankbord")) == 1
    mornings.now = MONDAY + timedelta(days=1, hours=1)
    mornings.make()
    assert len(digests_of(database, "klankbord")) == 2


def test_a_choice_is_written_once(acting: Acting, database: Database) -> None:
    for _ in range(2):
        acting.do("publiek", services.unsubscribe)
    acting.do("publiek", services.choose_digest, choice=Choice(Rhythm.NEVER))
    with database.read() as session:
        (row,) = session.scalars(select(DigestChoice)).all()
    assert (row.rhythm, row.weekday, row.hour) == (Rhythm.NEVER, 0, 8)


def test_old_moments_without_a_mail_are_forgotten(
    acting: Acting, database: Database, post: Server
) -> None:
    reports(acting)
    mornings = Mornings(database, post)
    mornings.at(MONDAY)
    mornings.now = MONDAY + KEPT + timedelta(hours=1)
    said = forget_old(mornings.work)
    assert said is not None
    with database.read() as session:
        assert [row.mail_id is None for row in session.scalars(select(Digest))] == [False]
    assert forget_old(mornings.work) is None


# ---- what it is made from ---------------------------------------------------------------------


def test_everything_that_is_told_is_told_without_a_request(demo: Database) -> None:
    """Each source of news and each coming date, for everybody, in both languages."""
    areas.register_rules()
    assert not has_app_context()
    assert SOURCES
    assert any(offer.coming for offer in OFFERS)
    window = Window(NOW - timedelta(days=365), NOW)
    ahead = (NOW + timedelta(days=60)).date()
    told = set()
    with demo.read() as session:
        for account in set(SIGNED_IN) - {"former", "trekker2"}:
            actor = load_actor(session, person_id(session, account), NOW)
            for language in Language:
                parts = compose(session, actor, window, NOW, ahead, language.value)
                told |= {part.words.nl for part in parts}
                for part in parts:
                    for about in part.subjects:
                        assert all(line.address.startswith("/") for line in about.lines)
    assert {"Veranderd in wat van jou is of wat je volgt", "Binnenkort"} <= told


def test_composing_takes_as_many_statements_for_much_as_for_little(
    acting: Acting,
    database: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    reports(acting)
    few = _statements(acting, database, counted)
    reports(acting, 20)
    assert _statements(acting, database, counted) == few
    with database.read() as session:
        assert (session.scalar(select(func.count()).select_from(StatusUpdate)) or 0) > 20


def _statements(
    acting: Acting,
    database: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> int:
    actor, window = acting.actor("klankbord"), Window(NOW, acting.now)
    with counted(database) as seen, database.read() as session:
        assert compose(session, actor, window, acting.now, acting.now.date(), "nl")
    return len(seen)
