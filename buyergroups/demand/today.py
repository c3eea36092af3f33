"""What demand offers to the page of a group: to state what one's organisation buys this year."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.demand.telling import missing
from buyergroups.groups.offers import Ask, Part, nothing_coming
from buyergroups.groups.page import GroupPage
from buyergroups.web import state
from buyergroups.words import Words

WANTED = Words(
    "%(who)s gaf nog niet op wat zij in %(year)s koopt: %(chain)s",
    "%(who)s has not stated yet what it buys in %(year)s: %(chain)s",
)
STATE = Words("Bedrag opgeven", "State an amount")


def asks(session: Session, page: GroupPage) -> Sequence[Ask]:
    """To the members of an organisation alone: who has stated something is nobody else's."""
    language, year = state.language(), state.today().year
    return [
        Ask(
            WANTED.into(language, who=place.name, year=year, chain=chain.name),
            STATE.into(language),
            url_for(
                "demand_stating.volume",
                slug=page.group.slug,
                chain=chain.slug,
                organisation=place.slug,
                year=year,
            ),
            40,
        )
        for place, chain in missing(session, page, year)
    ]


PART = Part(asks, nothing_coming)
