"""Mail whose words are made when it is sent, with the rights of that moment.

What is kept of such a mail says nothing of what is in it. Areas name the makers of their kinds;
`buyergroups.areas` declares them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups.config import Settings
from models.notices import OutboxMail


@dataclass(frozen=True)
class Made:
    """A mail in words, as it is handed in and never kept."""

    text: str
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Where it goes, if that is elsewhere by now.
    to: str | None = None


#: What the words of a mail are at a moment; None when there is nothing to say any more.
Maker = Callable[[Session, OutboxMail, datetime, Settings], Made | None]

MAKERS: dict[str, Maker] = {}
