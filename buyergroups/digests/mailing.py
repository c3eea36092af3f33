"""The words of a digest, made when it is sent: with the rights, address and choice of then."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import load_actor
from buyergroups.config import Settings
from buyergroups.digests import labels, queries
from buyergroups.digests.composing import compose
from buyergroups.digests.rules import Window, last_day_ahead
from buyergroups.errors import NotThereError
from buyergroups.letters import html_letter, letter
from buyergroups.notices.makers import Made
from models.digests import Rhythm
from models.notices import OutboxMail
from models.people import Person

UNSUBSCRIBE = "/afmelden/"
CHOOSE = "/mijn/overzichtsmail"
_SALT = "overzichtsmail-afmelden"


def made(session: Session, mail: OutboxMail, now: datetime, settings: Settings) -> Made | None:
    """The digest as it is now; None when nothing is left to say, or it is not wanted any more."""
    digest = queries.digest_of_mail(session, mail.id)
    if digest is None:
        return None
    try:
        actor = load_actor(session, digest.person_id, now)
    except NotThereError:  # blocked meanwhile
        return None
    choice = queries.choice_of(session, digest.person_id)
    if choice.rhythm is Rhythm.NEVER:
        return None
    window, ahead = Window(digest.since, digest.until), last_day_ahead(choice, now)
    parts = compose(session, actor, window, now, ahead, mail.language.value)
    if not parts:
        return None
    leave = settings.base_url + UNSUBSCRIBE + token_of(settings, actor.ref)
    values = {
        "subject": mail.subject,
        "name": actor.name,
        "parts": parts,
        "base": settings.base_url,
        "choice": labels.choice_words(choice, mail.language.value),
        "choose": settings.base_url + CHOOSE,
        "leave": leave,
    }
    written = letter("mail/digest.txt", mail.language, **values)
    return Made(
        text=written.text,
        html=html_letter("mail/digest.html", mail.language, **values),
        headers={
            # RFC 8058: the reader's mail program unsubscribes with one request, after one click.
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        to=session.scalars(select(Person.email).where(Person.id == digest.person_id)).one(),
    )


def token_of(settings: Settings, ref: str) -> str:
    """What stands in the link of somebody's digests; made from the secret, and kept nowhere."""
    return quote(str(_serializer(settings).dumps(ref)), safe="")


def ref_of(settings: Settings, token: str) -> str:
    """Whose link this is; raises NotThereError for one that was not made here."""
    try:
        ref = _serializer(settings).loads(token)
    except BadData:
        ref = None
    if not isinstance(ref, str):
        raise NotThereError("a link to unsubscribe")
    return ref


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt=_SALT)
