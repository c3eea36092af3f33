"""What administrators find on the page of today: requests that wait, terms that passed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can
from buyergroups.clock import local_day
from buyergroups.home.offers import Deed, Line, Offer, Visit, settings_of
from buyergroups.privacy import queries
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web.formats import day_words
from buyergroups.words import Words

ASKS = Words(
    "vroeg op %(day)s om verwijdering van de eigen gegevens",
    "asked on %(day)s for the removal of their own data",
)
HANDLE = Words("Behandelen", "Handle")
TERM = Words("Bewaartermijn", "Retention term")
ONE_OVER = Words(
    "Van 1 persoon is de bewaartermijn voorbij", "The retention term of 1 person has passed"
)
MORE_OVER = Words(
    "Van %(count)s personen is de bewaartermijn voorbij",
    "The retention term of %(count)s people has passed",
)
SEE = Words("Bekijk", "View")
TERM_PATH = "/personen/bewaartermijn"


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """For administrators: a line for each request, and one for all whose term has passed."""
    if not visit.actor.is_person or not can(visit.actor, Action.PERSON_EDIT):
        return []
    found = [_request(row, visit) for row in queries.open_requests(session)]
    days = settings_of(session, visit)[SettingKey.RETENTION_DAYS]
    over = queries.how_many_over(session, visit.now, days)
    if over:
        what = (ONE_OVER if over == 1 else MORE_OVER).into(visit.language, count=over)
        deeds = (Deed(SEE, TERM_PATH),)
        term = TERM.into(visit.language)
        found.append(Line(term, TERM_PATH, what, 15, "warn", deeds, dutch=False))
    return found


def _request(row: Any, visit: Visit) -> Line:
    address = f"/personen/{row.ref}/verwijderen"
    day = day_words(local_day(row.recorded_at), visit.language)
    what = ASKS.into(visit.language, day=day)
    return Line(row.name, address, what, 80, "warn", (Deed(HANDLE, address),), dutch=False)


OFFER = Offer(lines=lines)
