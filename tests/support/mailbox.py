"""A real mail server on this machine, for tests that follow a mail to its end."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from buyergroups.notices.post import PostOffice, office_from


class Mailbox:
    """What the server took, for whoever it was."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.office: PostOffice | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"

    def link(self, to: str) -> str:
        """The path of the link in the last mail to an address."""
        message = [one for one in self.taken if one["To"] == to][-1]
        body = message.get_body(("plain",))
        assert body is not None
        found = re.search(r"https?://[^/\s]+(/\S+)", body.get_content())
        assert found is not None
        return found[1]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A server on loopback; `box.office` is how the outbox reaches it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        box.office = office_from(f"smtp://127.0.0.1:{port}", "Ketenbord <bord@ketenbord.example>")
        yield box
    finally:
        controller.stop()
