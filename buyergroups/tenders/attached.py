"""Where files hang in this area: on a line of the sheet, the document that was given."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.files.table import Place as Where
from buyergroups.files.table import Subject, SubjectKind
from buyergroups.groups.page import SECTION
from buyergroups.words import Words
from models.files import FileSubject
from models.groups import BuyerGroup
from models.tenders import GivenInformation, Tender


def _line(session: Session, number: int) -> Subject | None:
    given = session.get(GivenInformation, number)
    if given is None:
        return None
    tender = session.get_one(Tender, given.tender_id)
    return Subject(
        id=given.id,
        seen=tender,
        changed=tender,
        chain_id=None,
        group_id=tender.group_id,
    )


def _place(session: Session, number: int, _: str) -> Where:
    row = session.execute(
        select(BuyerGroup.slug, Tender.ref, Tender.subject)
        .join(Tender, Tender.group_id == BuyerGroup.id)
        .join(GivenInformation, GivenInformation.tender_id == Tender.id)
        .where(GivenInformation.id == number)
    ).one()
    return Where(row.subject, url_for("sheets.tender", slug=row.slug, ref=row.ref), SECTION)


ON_LINE = SubjectKind(
    FileSubject.GIVEN_INFORMATION,
    "kennisblad",
    Words("Document dat is verstrekt", "Document that was given"),
    _line,
    see=Action.SHEET_SEE,
    change=Action.SHEET_KEEP,
    place=_place,
)
