"""The plan of a chain in tests: begun, written, submitted and adopted through the services."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.documents import services
from buyergroups.documents.kinds import Subject
from buyergroups.documents.rules import Move
from buyergroups.markup.render import Rendered
from buyergroups.plans.kind import CHAIN_PLAN
from models.documents import DocumentSection, DocumentVersion
from models.programme import Programme
from tests.support.acting import Acting

CHAIN = "bedrijfskleding"
LEAD = "trekker2"
PLAN = f"/ketens/{CHAIN}/plan"


class Plan:
    """The plan of one chain, acted on by people of the demonstration."""

    def __init__(self, act: Acting, chain: str = CHAIN, lead: str = LEAD) -> None:
        self.act, self.lead = act, lead
        self.subject = Subject(CHAIN_PLAN, act.chains[chain])
        with act.database.read() as session:
            self.programme_id = session.scalars(select(Programme.id)).one()
        self.version_id = 0

    def begin(self) -> int:
        made: DocumentVersion = self.act.do(
            self.lead,
            services.start_version,
            programme_id=self.programme_id,
            subject=self.subject,
        )
        self.version_id = made.id
        return made.id

    def write(self, code: str, text: str, seen: str | None = None, who: str = "") -> None:
        self.act.do(
            who or self.lead,
            services.write_section,
            version_id=self.version_id,
            code=code,
            text=Rendered(text, f"<p>{text}</p>") if text else None,
            seen=seen,
        )

    def move(self, move: Move, who: str = "", reason: str = "omdat") -> DocumentVersion:
        made: DocumentVersion = self.act.do(
            who or self.lead,
            services.move_version,
            version_id=self.version_id,
            move=move,
            reason=reason,
        )
        return made

    def move_on(self) -> None:
        """From draft to adopted."""
        self.move(Move.SUBMIT)
        self.move(Move.ADOPT, "manager")

    def adopt(self, text: str = "Tekst van het plan") -> int:
        """A version from its beginning to its end."""
        self.begin()
        self.write("scope", text)
        self.move_on()
        return self.version_id

    def texts(self, session: Session) -> dict[str, str]:
        rows = session.execute(
            select(DocumentSection.code, DocumentSection.text).where(
                DocumentSection.version_id == self.version_id
            )
        )
        return {row.code: row.text for row in rows}

    def seen(self, code: str) -> str:
        with self.act.database.read() as session:
            row = session.scalars(
                select(DocumentSection).where(
                    DocumentSection.version_id == self.version_id, DocumentSection.code == code
                )
            ).one()
            return f"{row.version_id}.{row.version}"
