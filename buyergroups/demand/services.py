"""Writes what organisations buy in a chain in a year, and how large its market is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import Action, require
from buyergroups.clock import local_day
from buyergroups.demand import queries
from buyergroups.errors import WHY_MISSING, ChangedMeanwhileError, RefusedError
from buyergroups.groups import membership
from buyergroups.groups.places import Place, takes_part
from buyergroups.history.recording import recorded, stamp
from buyergroups.words import Words
from models.chains import Chain
from models.demand import HowKnown, MarketEstimate, Volume

#: Years back and ahead of this one for which figures are kept.
YEARS_BACK, YEARS_AHEAD = 10, 10
NO_SUCH_YEAR = Words(
    "Kies een jaar van %(first)s tot en met %(last)s.", "Choose a year from %(first)s to %(last)s."
)
NOT_ITS_CHAIN = Words("De groep werkt niet aan deze keten.", "The group does not work on it.")
NO_MEMBER = Words(
    "Deze organisatie neemt niet deel aan de groep.", "This organisation is not in the group."
)
GROUP_CLOSED = Words(
    "Deze groep is gesloten: er komen geen bedragen bij.",
    "This group is closed: there are no more amounts.",
)
NEGATIVE = Words("Een bedrag is niet lager dan nul.", "An amount is not below zero.")
MORE_THAN_MARKET = Words(
    "Dit is meer dan de hele geschatte markt. Kijk het bedrag na, of geef aan dat het klopt.",
    "This is more than the whole estimated market. Check the amount, or say that it is right.",
)
NOTHING_STATED = Words("Er is geen opgave om in te trekken.", "There is no figure to withdraw.")
SOURCE_MISSING = Words("Schrijf waar het bedrag vandaan komt.", "Write where the amount is from.")
STATED_MEANWHILE = Words(
    "Iemand anders heeft dit bedrag intussen vastgelegd.",
    "Somebody else has recorded this amount meanwhile.",
)


def years(now: datetime) -> range:
    """The calendar years of which a figure can be stated."""
    this = local_day(now).year
    return range(this - YEARS_BACK, this + YEARS_AHEAD + 1)


def state_volume(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    place: Place,
    chain_id: int,
    year: int,
    euro: int,
    how_known: HowKnown,
    note: str = "",
    seen: int | None = None,
    sure: bool = False,
) -> Volume:
    """What the organisation buys in the chain in that year, in whole euro, replaces what stood.

    What stood there already is not recorded again: the same row is returned. `seen`: the id of the
    figure that the reader saw. `sure`: it may be more than the estimated market; held against that
    is this figure alone, as a sum with others would tell of them. Raises RefusedError, and
    ChangedMeanwhileError where somebody else stated one since.
    """
    require(actor, Action.DEMAND_STATE, place)
    if euro < 0:
        raise RefusedError(NEGATIVE)
    if not membership.lock(session, place.group_id).is_open:
        raise RefusedError(GROUP_CLOSED)
    if not takes_part(session, now, place):
        raise RefusedError(NO_MEMBER)
    last = _last_volume(session, now, place, chain_id, year, seen)
    if last and (last.euro, last.how_known, last.note) == (euro, how_known, note.strip()):
        return last
    market = queries.last_estimate(session, chain_id, year)
    if market and market.euro and euro > market.euro and not sure:
        raise RefusedError(MORE_THAN_MARKET)
    return _record(session, actor, now, place, chain_id, year, euro, how_known, note)


def withdraw_volume(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    place: Place,
    chain_id: int,
    year: int,
    reason: str,
    seen: int | None = None,
) -> Volume:
    """The organisation does not count in that year any more; what it stated stays in its history.

    Raises RefusedError, and ChangedMeanwhileError where somebody else stated one since.
    """
    require(actor, Action.DEMAND_STATE, place)
    if not reason.strip():
        raise RefusedError(WHY_MISSING)
    last = _last_volume(session, now, place, chain_id, year, seen)
    if last is None or last.euro is None:
        raise RefusedError(NOTHING_STATED)
    return _record(session, actor, now, place, chain_id, year, None, last.how_known, reason)


def estimate_market(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    chain_id: int,
    year: int,
    euro: int | None,
    source: str,
    seen: int | None = None,
) -> MarketEstimate:
    """How large the market of a chain is in a year, and where that stands; None: not known.

    What stood there already is not recorded again: the same row is returned. Raises RefusedError,
    and ChangedMeanwhileError where somebody else estimated it since.
    """
    require(actor, Action.MARKET_ESTIMATE, chain_id)
    refuse_year(now, year)
    if euro is not None and euro < 0:
        raise RefusedError(NEGATIVE)
    if not source.strip():
        raise RefusedError(SOURCE_MISSING)
    _lock(session, chain_id)
    last = queries.last_estimate(session, chain_id, year)
    if (last.id if last else None) != seen:
        raise ChangedMeanwhileError(STATED_MEANWHILE)
    if last and (last.euro, last.source) == (euro or None, source.strip()):
        return last
    row = MarketEstimate(
        chain_id=chain_id,
        year=year,
        euro=euro or None,
        source=source.strip(),
        **stamp(actor, now),
    )
    _add(session, actor, now, row)
    return row


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    place: Place,
    chain_id: int,
    year: int,
    euro: int | None,
    how_known: HowKnown,
    note: str,
) -> Volume:
    row = Volume(
        chain_id=chain_id,
        organisation_id=place.organisation_id,
        year=year,
        euro=euro,
        how_known=how_known,
        note=note.strip(),
        **stamp(actor, now),
    )
    _add(session, actor, now, row)
    return row


def _add(session: Session, actor: Actor, now: datetime, row: Volume | MarketEstimate) -> None:
    with recorded(session, actor, now):
        session.add(row)


def _last_volume(
    session: Session, now: datetime, place: Place, chain_id: int, year: int, seen: int | None
) -> Volume | None:
    refuse_year(now, year)
    if not queries.works_on(session, place.group_id, chain_id):
        raise RefusedError(NOT_ITS_CHAIN)
    _lock(session, chain_id)
    last = queries.last_volume(session, chain_id, place.organisation_id, year)
    if (last.id if last else None) != seen:
        raise ChangedMeanwhileError(STATED_MEANWHILE)
    return last


def refuse_year(now: datetime, year: int) -> None:
    """Raises RefusedError for a year of which nobody states a figure."""
    possible = years(now)
    if year not in possible:
        raise RefusedError(NO_SUCH_YEAR, first=possible[0], last=possible[-1])


def _lock(session: Session, chain_id: int) -> None:
    """Of two who state something of a chain at once the second one waits, and is told."""
    session.execute(select(Chain.id).where(Chain.id == chain_id).with_for_update())
