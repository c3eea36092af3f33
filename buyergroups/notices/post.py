"""The way to the mail server: one connection per round, and a mail as a message."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from buyergroups.notices.makers import Made
from models.notices import OutboxMail

TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class PostOffice:
    """Where mail is handed in, and from whom it comes."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: bool = False
    timeout: float = TIMEOUT_SECONDS


def office_from(url: str, sender: str) -> PostOffice | None:
    """The server of SMTP_URL, or None when there is none.

    `smtp://user:password@host:587?starttls` or `smtps://host`; ValueError for anything else.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("SMTP_URL is not smtp://host:port or smtps://host:port")
    tls = parts.scheme == "smtps"
    asked = parse_qs(parts.query, keep_blank_values=True)
    return PostOffice(
        host=parts.hostname,
        port=parts.port or (465 if tls else 25),
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        starttls="starttls" in asked,
    )


def message_of(mail: OutboxMail, sender: str, made: Made | None = None) -> EmailMessage:
    """The mail as it goes over the line; the same at every try.

    `made`: its words, where those are not kept with it.
    """
    words = made or Made(mail.text, mail.html)
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2] or "localhost"
    message = EmailMessage()
    message["From"] = Address(name or "Ketenbord", addr_spec=address)
    message["To"] = Address(addr_spec=words.to or mail.to_address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.queued_at)
    message["Message-ID"] = f"<{mail.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    for header, value in words.headers.items():
        message[header] = value
    message.set_content(words.text)
    if words.html:
        message.add_alternative(words.html, subtype="html")
    # Last: of a mail in two forms it would be moved into the first of them.
    message["Content-Language"] = mail.language.value
    return message


class Post:
    """One connection, made at the first mail and made again when the server hung up."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office
        self._line: smtplib.SMTP | None = None
        #: The server itself does not answer or does not let us in: the rest of the round is off.
        self.refused = False

    def send(self, message: EmailMessage) -> None:
        """Hand in one mail; returns once the server accepted it."""
        if self._line is None:
            try:
                self._line = self._connect()
            except (OSError, smtplib.SMTPException):
                self.refused = True
                raise
        try:
            self._line.send_message(message)
        except BaseException:
            # In which state the line is nobody knows: the next mail gets a new one.
            self.close()
            raise

    def _connect(self) -> smtplib.SMTP:
        office = self.office
        context = ssl.create_default_context() if office.tls or office.starttls else None
        if office.tls:
            assert context is not None
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                office.host, office.port, timeout=office.timeout, context=context
            )
        else:
            line = smtplib.SMTP(office.host, office.port, timeout=office.timeout)
        try:
            if office.starttls:
                line.starttls(context=context)
            if office.user:
                line.login(office.user, office.password)
        except BaseException:
            line.close()
            raise
        return line

    @staticmethod
    def is_hopeless(error: Exception | None) -> bool:
        """The server said for good that this mail goes nowhere (5xx about its address or text)."""
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return all(500 <= code < 600 for code, _ in error.recipients.values())
        return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600

    def close(self) -> None:
        """Say goodbye, or just hang up."""
        line, self._line = self._line, None
        if line is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()
