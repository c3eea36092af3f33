"""A text of a group in tests: begun, written, submitted and adopted through the services."""

from __future__ import annotations

from sqlalchemy import select

from buyergroups.documents import services
from buyergroups.documents.kinds import Subject
from buyergroups.documents.rules import Move
from buyergroups.markup.render import Rendered
from buyergroups.strategies.kind import MARKET_VISION
from models.documents import DocumentVersion
from models.groups import BuyerGroup
from models.programme import Programme
from tests.support.acting import Acting

#: Of this group nothing is written: `expert` takes part, and `trekker` leads its chain.
SLUG = "zonnepanelen-met-bekende-herkomst"
GROUP = f"/buyer-groups/{SLUG}"
VISION = f"{GROUP}/marktvisie"
#: Of this one there are texts: `publiek` and `privaat` are its core group, `privaat2` a member.
OTHER = "/buyer-groups/ict-hardware-langer-gebruiken"


class GroupText:
    """The market vision of a group, acted on by people of the demonstration."""

    def __init__(self, act: Acting, kind: str = MARKET_VISION, writer: str = "trekker") -> None:
        self.act, self.writer = act, writer
        with act.database.read() as session:
            self.programme_id = session.scalars(select(Programme.id)).one()
            group = select(BuyerGroup.id).where(BuyerGroup.slug == SLUG)
            self.subject = Subject(kind, session.scalars(group).one())
        self.version_id = 0

    def begin(self) -> None:
        made: DocumentVersion = self.act.do(
            self.writer,
            services.start_version,
            programme_id=self.programme_id,
            subject=self.subject,
        )
        self.version_id = made.id

    def write(self, text: str, code: str = "market", html: str = "") -> None:
        self.act.do(
            self.writer,
            services.write_section,
            version_id=self.version_id,
            code=code,
            text=Rendered(text, html or f"<p>{text}</p>"),
        )

    def move(self, move: Move, who: str = "") -> None:
        self.act.do(
            who or self.writer,
            services.move_version,
            version_id=self.version_id,
            move=move,
            reason="omdat",
        )

    def adopt(self, text: str, who: str = "manager") -> None:
        """A version from its beginning to its end."""
        self.begin()
        self.write(text)
        self.move(Move.SUBMIT)
        self.move(Move.ADOPT, who)
