"""The names of contact persons go when their term has passed: part of tidying up."""

from __future__ import annotations

from datetime import timedelta

from buyergroups.jobs.table import JOB_ACTOR, Work, told
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.queries import settings_at
from buyergroups.suppliers import services
from buyergroups.words import Words

AT_A_TIME = 200
FORGOTTEN = Words(
    "Namen van contactpersonen verwijderd: %(count)s.",
    "Names of contact persons removed: %(count)s.",
)


def forget_contacts(work: Work) -> Words | None:
    """Those that ended longer ago than the setting says."""
    with work.database.read() as session:
        days = settings_at(session, work.now)[SettingKey.CONTACT_DAYS]
    count, before = 0, work.now - timedelta(days=days)
    while True:
        with work.database.write() as session:
            done = services.forget_contacts(
                session, JOB_ACTOR, work.now, before=before, most=AT_A_TIME
            )
        count += done
        if done < AT_A_TIME:
            return told(FORGOTTEN, count=count) if count else None
        work.keep()
