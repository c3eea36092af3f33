"""What administrators find on the page of today while nobody can run the programme yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can
from buyergroups.home.offers import Deed, Line, Offer, Visit
from buyergroups.people import queries
from buyergroups.people.labels import ROLES
from buyergroups.words import Words
from models.people import Role

NOBODY = Words(
    "Nog niemand heeft deze rol. Zonder programmamanager krijgt geen keten een ketentrekker.",
    "Nobody has this role yet. Without a programme manager no chain gets a lead.",
)
INVITE = Words("Uitnodigen", "Invite")
INVITE_PATH = f"/personen/uitnodigen?rol={Role.PROGRAMME_MANAGER.value}"


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """For administrators, as long as there is no programme manager."""
    if not visit.actor.is_person or not can(visit.actor, Action.PERSON_EDIT):
        return []
    if queries.somebody_is(session, Role.PROGRAMME_MANAGER, visit.now):
        return []
    subject = ROLES[Role.PROGRAMME_MANAGER].into(visit.language).capitalize()
    what, deeds = NOBODY.into(visit.language), (Deed(INVITE, INVITE_PATH),)
    return [Line(subject, INVITE_PATH, what, 90, "warn", deeds, dutch=False)]


OFFER = Offer(lines=lines)
