"""The outbox against a real SMTP server: pauses, giving up, dying in between, two senders."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import Message
from email.parser import BytesParser
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from buyergroups.db import Database
from buyergroups.errors import RefusedError
from buyergroups.notices import sending
from buyergroups.notices.post import PostOffice, office_from
from buyergroups.notices.rules import MOST_TRIES, PAUSES
from buyergroups.notices.sending import Round, send_due
from buyergroups.notices.services import cancel_mail, queue_mail
from models.notices import OutboxMail
from models.people import Language
from tests.support.run import NOW


class Server:
    """What the mail server took, and what it answers."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answers: list[str] = []
        self.before: Callable[[], None] = lambda: None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append(BytesParser().parsebytes(envelope.content))
        self.before()
        return answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server() -> Iterator[tuple[Server, PostOffice]]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    office = office_from(
        f"smtp://127.0.0.1:{controller.port}", "Ketenbord <bord@ketenbord.example>"
    )
    assert office is not None
    yield handler, office
    controller.stop()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def queue(database: Database, number: int = 1, **values: Any) -> None:
    with database.write() as session:
        for index in range(number):
            queue_mail(
                session,
                NOW,
                to=f"iemand{index}@gemeente.example",
                subject=f"Uitnodiging {index}",
                text="Beste collega,\n\n/uitnodiging/geheim\n",
                language=Language.DUTCH,
                kind="invitation",
                **values,
            )


def mails(database: Database) -> list[OutboxMail]:
    with database.read() as session:
        return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


Post = tuple[Server, PostOffice]


def test_what_is_due_goes_once_with_a_stable_message_id(
    bare: Database, server: Post, clock: Clock
) -> None:
    queue(bare, 3)
    assert send_due(bare, clock, server[1]) == Round(sent=3)
    assert send_due(bare, clock, server[1]) == Round()
    taken = server[0].taken
    assert sorted(str(m["To"]) for m in taken) == [f"iemand{i}@gemeente.example" for i in range(3)]
    wanted = {f"<{mail.message_id}@ketenbord.example>" for mail in mails(bare)}
    assert {str(m["Message-ID"]) for m in taken} == wanted
    assert all(mail.sent_at == NOW and mail.claimed_by is None for mail in mails(bare))


def test_a_text_with_a_link_is_blanked_once_it_is_away(
    bare: Database, server: Post, clock: Clock
) -> None:
    queue(bare, keep_text=False)
    send_due(bare, clock, server[1])
    assert "geheim" in server[0].taken[0].as_string()
    (mail,) = mails(bare)
    assert (mail.text, mail.html, mail.subject, mail.kind) == (
        "",
        None,
        "Uitnodiging 0",
        "invitation",
    )


def test_a_server_that_says_no_halfway_gets_it_again_later(
    bare: Database, server: Post, clock: Clock
) -> None:
    queue(bare, 3)
    server[0].answers = ["250 OK", "451 even niet", "250 OK"]
    assert send_due(bare, clock, server[1]) == Round(sent=2, failed=1)
    waiting = mails(bare)[1]
    assert (waiting.tries, waiting.due_at) == (1, NOW + PAUSES[0])
    assert "even niet" in (waiting.last_error or "")
    clock.now += PAUSES[0]
    assert send_due(bare, clock, server[1]) == Round(sent=1)
    assert len(server[0].taken) == 3


def test_it_gives_up_visibly(bare: Database, server: Post, clock: Clock) -> None:
    queue(bare)
    server[0].answers = ["451 nee"] * MOST_TRIES
    for _ in range(MOST_TRIES):
        send_due(bare, clock, server[1])
        clock.now += timedelta(days=2)
    (mail,) = mails(bare)
    assert (mail.tries, mail.given_up_at is not None, mail.sent_at) == (MOST_TRIES, True, None)
    assert send_due(bare, clock, server[1]) == Round()


def test_what_is_refused_for_good_is_given_up_at_once(
    bare: Database, server: Post, clock: Clock
) -> None:
    queue(bare)
    server[0].answers = ["554 nooit"]
    assert send_due(bare, clock, server[1]) == Round(given_up=1)


def test_a_server_that_is_away_costs_one_mail_one_try(bare: Database, clock: Clock) -> None:
    queue(bare, 3)
    nobody = PostOffice("127.0.0.1", 1, "bord@ketenbord.example", timeout=2)
    assert send_due(bare, clock, nobody) == Round(failed=1)
    assert [mail.tries for mail in mails(bare)] == [1, 0, 0]
    assert all(mail.claimed_by is None for mail in mails(bare))


def test_cancelled_is_not_sent(bare: Database, server: Post, clock: Clock) -> None:
    queue(bare, keep_text=False)
    with bare.write() as session:
        mail = session.scalars(select(OutboxMail)).one()
        assert cancel_mail(session, NOW, mail=mail)
        assert not cancel_mail(session, NOW, mail=mail)
    assert send_due(bare, clock, server[1]) == Round()
    assert mails(bare)[0].text == ""


@pytest.mark.parametrize("address", ["", "geen adres", "a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>"])
@pytest.mark.sqlite_only
def test_what_is_no_address_is_refused(bare: Database, address: str) -> None:
    with bare.write() as session, pytest.raises(RefusedError):
        queue_mail(
            session, NOW, to=address, subject="x", text="x", language=Language.DUTCH, kind="x"
        )


@pytest.mark.data("bare")
def test_two_senders_send_each_mail_once(own_database: Database, server: Post) -> None:
    queue(own_database, 30)
    together = threading.Barrier(2)
    rounds: list[Round] = []

    def work() -> None:
        together.wait()
        rounds.append(send_due(own_database, lambda: NOW, server[1], at_once=4))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done.sent for done in rounds) == 30
    assert len({str(m["To"]) for m in server[0].taken}) == len(server[0].taken) == 30


@pytest.mark.data("bare")
def test_killed_right_after_the_server_took_it_it_goes_once_more_and_no_more(
    own_database: Database, server: Post, clock: Clock
) -> None:
    """At least once, at this very edge: the same Message-ID says that it is the same mail."""
    queue(own_database, 2)
    child = os.fork()
    if child == 0:
        try:
            own_database.engine.dispose(close=False)
            _die_when_recording(own_database, clock, server[1])
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert len(server[0].taken) == 1
    assert send_due(own_database, clock, server[1]) == Round()  # still claimed
    clock.now += timedelta(minutes=15)
    assert send_due(own_database, clock, server[1]) == Round(sent=2)
    ids = [str(m["Message-ID"]) for m in server[0].taken]
    assert (len(ids), len(set(ids))) == (3, 2)


def _die_when_recording(database: Database, clock: Clock, office: PostOffice) -> None:
    sending._record = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
    send_due(database, clock, office)
