"""Pledges as news: made, or moved on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.access.belonging import latest_version
from buyergroups.access.permissions import visible_to
from buyergroups.db import latest_id
from buyergroups.groups.news import named_group, of_group
from buyergroups.news.offers import Reach, Section, Source, Told, found
from buyergroups.pledges.labels import STATES
from buyergroups.words import Words
from models.organisations import OrganisationVersion
from models.pledges import Pledge, PledgeStanding, PledgeVersion

STEP = Words("%(of)s: %(title)s, %(state)s", "%(of)s: %(title)s, %(state)s")


def _rows(reach: Reach) -> Select[Any]:
    row = PledgeStanding
    asked = found(row.id, row.recorded_at, row.recorded_by_id)
    return asked.join(Pledge, Pledge.id == row.pledge_id).where(
        of_group(reach, Pledge.group_id), visible_to(reach.actor, Pledge)
    )


def _told(session: Session, language: str, ids: Collection[int]) -> Mapping[int, Told]:
    asked = (
        select(
            PledgeStanding.id,
            PledgeStanding.state,
            Pledge.ref,
            PledgeVersion.title,
            OrganisationVersion.name.label("of"),
        )
        .join(Pledge, Pledge.id == PledgeStanding.pledge_id)
        .join(PledgeVersion, PledgeVersion.id == latest_id(PledgeVersion, pledge_id=Pledge.id))
        .join(OrganisationVersion, OrganisationVersion.id == latest_version(Pledge.organisation_id))
        .where(PledgeStanding.id.in_(ids))
    )
    return {
        row.id: Told(
            row.group,
            f"/buyer-groups/{row.slug}/toezeggingen/{row.ref}",
            STEP.into(
                language,
                of=row.of,
                title=row.title,
                state=STATES[row.state].words.into(language),
            ),
        )
        for row in session.execute(named_group(asked, Pledge.group_id))
    }


NEWS = (Source("pledge", Section.CHANGED, _rows, _told),)
