"""Tenders of the demonstration, with the sheet of the knowledge lead. All fictitious."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.groups.places import Place
from buyergroups.suppliers.services import match_or_add
from buyergroups.tenders import giving, services
from models.base import Precision
from models.consultations import MarketConsultation
from models.groups import BuyerGroup
from models.organisations import Organisation
from models.tenders import Tender
from seed.files import STORIES, read_yaml
from seed.groups import Stage


def play_tenders(session: Session, now: datetime) -> None:
    """Each tender as its own organisation, or a lead on its behalf, recorded it."""
    stage = Stage(session, now)
    for nth, row in enumerate(read_yaml(STORIES / "aanbestedingen.yaml")["aanbestedingen"]):
        _plan(stage, row, nth)


def _plan(stage: Stage, row: dict[str, Any], nth: int) -> None:
    session = stage.session
    group_id = session.scalars(select(BuyerGroup.id).where(BuyerGroup.slug == row["groep"])).one()
    organisation_id = session.scalars(
        select(Organisation.id).where(Organisation.slug == row["organisatie"])
    ).one()
    planned, precision = _day(stage, row["over"]), Precision(row["precisie"])
    tender = services.plan_tender(
        *stage.as_(row["door"], row["ago"], nth),
        place=Place(group_id, organisation_id),
        facts=services.Facts(
            subject=row["onderwerp"],
            chain_id=stage.chain(row["keten"]),
            planned=planned.replace(day=1) if precision is Precision.MONTH else planned,
            precision=precision,
            platform_ref="",
        ),
    )
    if "consultatie" in row:
        _link(stage, row, tender, nth)
    for line in row.get("kennisblad", ()):
        _give(stage, row, tender, line, nth)
    if "gepubliceerd" in row:
        services.publish_tender(
            *stage.as_(row["door"], row["gepubliceerd"], nth),
            ref=tender.ref,
            on=_day(stage, -row["gepubliceerd"]),
            seen=tender.version,
        )


def _day(stage: Stage, days: int) -> date:
    """A day so many days after now; days before are those on which people work."""
    return stage.timing.day(-days) if days < 0 else local_day(stage.now) + timedelta(days=days)


def _link(stage: Stage, row: dict[str, Any], tender: Tender, nth: int) -> None:
    prepares = stage.session.scalars(
        select(MarketConsultation).where(MarketConsultation.subject == row["consultatie"])
    ).one()
    services.link_tenders(
        *stage.as_(row["door"], min(line["ago"] for line in row["kennisblad"]), nth),
        ref=prepares.ref,
        tender_ids=[tender.id],
        seen=prepares.version,
    )


def _give(
    stage: Stage, row: dict[str, Any], tender: Tender, line: dict[str, Any], nth: int
) -> None:
    session, actor, moment = stage.as_(row["door"], line.get("sinds", line["ago"]), nth)
    assert stage.programme_id is not None
    suppliers = match_or_add(
        session, actor, moment, programme_id=stage.programme_id, names=line["aan"]
    )
    giving.give_information(
        session,
        actor,
        moment,
        tender=tender.ref,
        line=giving.Line(
            what=line["wat"],
            given_on=_day(stage, -line["ago"]),
            supplier_ids=[supplier.id for supplier in suppliers],
            all_since=_day(stage, -line["sinds"]) if "sinds" in line else None,
            all_where=line.get("waar", ""),
        ),
    )
