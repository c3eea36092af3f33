"""Attaching files in tests: through the pages, and through the service."""

from __future__ import annotations

import io

from sqlalchemy import select
from werkzeug.test import TestResponse

from buyergroups.db import Database
from buyergroups.files import services
from buyergroups.files.kinds import content_of
from buyergroups.phases.attached import ON_FINDING
from models.chains import Chain
from models.decisions import Decision
from models.files import File, FileSubject, FileType
from models.groups import BuyerGroup, GroupMeeting
from models.phases import CriterionFinding, PhaseAssessment
from tests.files.samples import PDF
from tests.support.acting import Acting
from tests.support.client import CheckingClient

FORM = "main form[enctype]"
ICT = "ict-hardware-en-mobiele-apparaten"


def finding_of(database: Database, slug: str = ICT) -> int:
    """The latest finding in a chain."""
    with database.read() as session:
        return (
            session.scalars(
                select(CriterionFinding.id)
                .join(Chain, Chain.id == CriterionFinding.chain_id)
                .where(Chain.slug == slug)
                .order_by(CriterionFinding.id.desc())
            ).first()
            or 0
        )


def decision_of(database: Database, reference: str = "") -> int:
    """A decision; by default the latest on a phase, by the body whose secretary is `opgave`."""
    asked = select(Decision.id).order_by(Decision.id.desc())
    if reference:
        asked = asked.where(Decision.reference == reference)
    else:
        asked = asked.join(PhaseAssessment, PhaseAssessment.decision_id == Decision.id)
    with database.read() as session:
        return session.scalars(asked).first() or 0


def meeting_of(database: Database, slug: str = "ict-hardware-langer-gebruiken") -> int:
    """A meeting of a buyer group; by default of the one of ICT-hardware."""
    with database.read() as session:
        return (
            session.scalars(
                select(GroupMeeting.id)
                .join(BuyerGroup, BuyerGroup.id == GroupMeeting.group_id)
                .where(BuyerGroup.slug == slug)
                .order_by(GroupMeeting.id)
            ).first()
            or 0
        )


def address_of(database: Database, slug: str = ICT) -> str:
    """Where a file is added to the latest finding in a chain."""
    return f"/bestanden/toevoegen/{ON_FINDING.slug}/{finding_of(database, slug)}"


def upload(
    client: CheckingClient, address: str, name: str, content: bytes, **values: str
) -> TestResponse:
    """Fill in the form with a file and send it, as a browser does."""
    return send(client, address, client.page(address).fields(FORM) | values, name, content)


def send(
    client: CheckingClient, address: str, fields: dict[str, str], name: str, content: bytes
) -> TestResponse:
    """Send fields with a file, in one piece: the test's client would leave a file open."""
    begin = b"--x-x-x\r\nContent-Disposition: form-data; name="
    parts = [begin + f'"{field}"\r\n\r\n{value}\r\n'.encode() for field, value in fields.items()]
    told = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    kind = "Content-Type: text/html"  # what a browser says of it is not believed
    parts += [begin + f'"bestand"; filename="{told}"\r\n{kind}\r\n\r\n'.encode(), content]
    body = b"".join([*parts, b"\r\n--x-x-x--\r\n"])
    home = {"Referer": f"http://localhost{address}"}
    kind_sent = "multipart/form-data; boundary=x-x-x"
    return client.post(address, data=body, content_type=kind_sent, headers=home)


def attach(
    database: Database,
    who: str = "trekker",
    *,
    kind: FileSubject = FileSubject.FINDING,
    subject_id: int | None = None,
    name: str = "verslag.pdf",
    content: bytes = PDF,
    media: FileType = FileType.PDF,
) -> File:
    """Through the service."""
    acting = Acting(database)
    made: File = acting.do(
        who,
        services.attach_file,
        kind=kind,
        subject_id=finding_of(database) if subject_id is None else subject_id,
        name=name,
        media=media,
        content=content_of(io.BytesIO(content)),
    )
    return made


def path_of(file: File) -> str:
    return f"/bestanden/{file.ref}/{file.name}"
