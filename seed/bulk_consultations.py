"""Much made-up data about consultations, over all chains and the made-up groups."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.history.recording import add_many, recorded, stamp
from models.base import REF_ALPHABET, REF_LENGTH, sort_name
from models.chains import Chain
from models.consultations import (
    ConsultationChain,
    ConsultationItem,
    ConsultationKind,
    ConsultationMove,
    ConsultationQuestion,
    ConsultationReport,
    ConsultationState,
    ConsultationSupplier,
    ItemOutcome,
    ItemReaders,
    MarketConsultation,
)
from models.groups import BuyerGroup, Membership
from models.people import Language
from models.programme import Programme, Theme
from models.suppliers import Supplier, SupplierSize, SupplierVersion
from seed.parts import SEED

REASON = "Verzonnen gegevens in bulk"
SUPPLIERS = 200
#: About a second of writing each.
AT_ONCE = 1000
#: So many days back and ahead they lie.
MOST_DAYS, DAYS_AHEAD = 1500, 60
QUESTIONS = ("Wat kunt u nu al leveren?", "Wat houdt u tegen?", "Hoe meet u dat?")
ANSWERS = (
    "De levertijd is te lang voor wat gevraagd wordt.",
    "Twee aanbieders kunnen dit nu al.",
    "De meetmethode verschilt per aanbieder.",
    "Het kan, als de vraag groot genoeg is.",
)


@dataclass(frozen=True)
class _Ground:
    """What the rows refer to."""

    programme_id: int
    chains: Sequence[int]
    themes: Sequence[int]
    #: Groups, each with an organisation that takes part in it.
    places: Sequence[tuple[int, int]]
    suppliers: Sequence[int]
    #: Who published the reports: that is always done by somebody.
    publisher: int
    now: datetime
    seed: int


def add_consultations(database: Database, now: datetime, *, consultations: int, seed: int) -> int:
    """Add consultations "Bulkconsultatie 000001" and on, where missing.

    They need at least one chain and one made-up group; how many were added.
    """
    if not consultations:
        return 0
    subject = MarketConsultation.subject
    with database.read() as session:
        there = set(session.scalars(select(subject).where(subject.like("Bulkconsultatie %"))))
    missing = [nr for nr in range(1, consultations + 1) if _subject(nr) not in there]
    with database.write() as session, recorded(session, SEED, now, reason=REASON):
        ground = _ground(session, now, seed)
    for start in range(0, len(missing), AT_ONCE):
        with database.write() as session, recorded(session, SEED, now, reason=REASON):
            _add(session, ground, missing[start : start + AT_ONCE])
    return len(missing)


def _subject(nr: int) -> str:
    return f"Bulkconsultatie {nr:06d}"


def _ref(random: Random) -> str:
    return "".join(random.choices(REF_ALPHABET, k=REF_LENGTH))


def _ground(session: Session, now: datetime, seed: int) -> _Ground:
    programme_id = session.scalars(select(Programme.id).order_by(Programme.id)).first()
    assert programme_id is not None
    places = session.execute(
        select(Membership.group_id, Membership.organisation_id)
        .join(BuyerGroup, BuyerGroup.id == Membership.group_id)
        .where(BuyerGroup.slug.like("bulkgroep-%"))
        .distinct()
        .order_by(Membership.group_id, Membership.organisation_id)
    ).all()
    publisher = session.scalars(select(Membership.person_id).order_by(Membership.id)).first()
    assert publisher is not None
    return _Ground(
        programme_id=programme_id,
        chains=session.scalars(select(Chain.id).order_by(Chain.id)).all(),
        themes=session.scalars(select(Theme.id).order_by(Theme.position)).all(),
        places=[(row[0], row[1]) for row in places],
        suppliers=_suppliers(session, now, seed),
        publisher=publisher,
        now=now,
        seed=seed,
    )


def _suppliers(session: Session, now: datetime, seed: int) -> Sequence[int]:
    names = [f"Bulkleverancier {nr:03d}" for nr in range(1, SUPPLIERS + 1)]
    known = session.scalars(
        select(SupplierVersion.supplier_id)
        .where(SupplierVersion.name.in_(names))
        .order_by(SupplierVersion.supplier_id)
    ).all()
    if known:
        return known
    programme_id = session.scalars(select(Programme.id).order_by(Programme.id)).first()
    recorded_as = stamp(SEED, now)
    made = add_many(
        session,
        Supplier,
        [
            {
                "ref": _ref(Random(f"{seed} {name}")),  # noqa: S311
                "programme_id": programme_id,
                **recorded_as,
            }
            for name in names
        ],
    )
    versions = [
        {
            "supplier_id": key,
            "name": name,
            "sort_name": sort_name(name),
            "kvk": None,
            "company_size": list(SupplierSize)[nr % len(SupplierSize)],
            "website": None,
            "reason": REASON,
            **recorded_as,
        }
        for nr, (key, name) in enumerate(zip(made, names, strict=True))
    ]
    add_many(session, SupplierVersion, versions)
    return made


def _add(session: Session, ground: _Ground, numbers: Sequence[int]) -> None:
    stories = [_Story(ground, nr) for nr in numbers]
    keys = add_many(session, MarketConsultation, [story.header() for story in stories])
    parts: dict[Any, list[dict[str, Any]]] = {}
    for key, story in zip(keys, stories, strict=True):
        for model, row in story.parts():
            parts.setdefault(model, []).append(
                {"consultation_id": key, **stamp(SEED, ground.now), **row}
            )
    for model, rows in parts.items():
        add_many(session, model, rows)


class _Story:
    """One consultation: the same for the same number and seed."""

    def __init__(self, ground: _Ground, nr: int) -> None:
        self.ground = ground
        self.nr = nr
        self.random = Random(f"{ground.seed} consultation {nr}")  # noqa: S311
        days = self.random.randint(-DAYS_AHEAD, MOST_DAYS)
        self.day = local_day(ground.now) - timedelta(days=days)
        self.state = self._state(held=days >= 0)

    def _state(self, *, held: bool) -> ConsultationState:
        after = (
            ConsultationState.HELD,
            ConsultationState.REPORTED,
            ConsultationState.PUBLISHED,
            ConsultationState.CANCELLED,
        )
        before = (ConsultationState.ANNOUNCED, ConsultationState.OPEN)
        weights = (3, 2, 6, 1) if held else (1, 1)
        return self.random.choices(after if held else before, weights=weights)[0]

    def header(self) -> dict[str, Any]:
        """The row of the consultation itself."""
        group_id, organisation_id = self.random.choice(self.ground.places)
        return {
            "ref": _ref(self.random),
            "programme_id": self.ground.programme_id,
            "group_id": group_id,
            "organisation_id": organisation_id,
            "kind": self.random.choice(list(ConsultationKind)),
            "state": self.state,
            "subject": _subject(self.nr),
            "summary": REASON,
            "summary_html": f"<p>{REASON}</p>",
            "language": Language.DUTCH,
            "announced_on": self.day - timedelta(days=30),
            "announced_where": "",
            "platform_ref": "",
            "platform_link": "",
            "opens_on": None,
            "closes_on": None,
            "held_on": self.day,
            "starts_at": None,
            "ends_at": None,
            "place": "",
            "link": "",
            "minutes_each": self.random.choice((30, 45, 60)),
            "invited_why": "",
            "sort_day": self.day,
            "version": 1,
            **stamp(SEED, self.ground.now),
        }

    def parts(self) -> list[tuple[Any, dict[str, Any]]]:
        """A chain or two, the last move, one to three questions and answers, a supplier."""
        random, ground = self.random, self.ground
        chains = random.sample(ground.chains, k=min(len(ground.chains), random.choice((1, 1, 2))))
        found: list[tuple[Any, dict[str, Any]]] = [
            (ConsultationChain, {"chain_id": chain_id, "removed_at": None}) for chain_id in chains
        ]
        move = {"was": None, "state": self.state, "moved_on": self.day, "reason": ""}
        found.append((ConsultationMove, move))
        for position in range(random.randint(1, 3)):
            theme_id = random.choice((*ground.themes, None))
            about = {"position": position, "theme_id": theme_id, "removed_at": None}
            found.append((ConsultationQuestion, {**about, "text": QUESTIONS[position]}))
            answer = {
                "text": random.choice(ANSWERS),
                "readers": random.choice(list(ItemReaders)),
                "outcome": random.choice(list(ItemOutcome)),
                "outcome_why": "",
            }
            found.append((ConsultationItem, {**about, **answer}))
        found.append((ConsultationSupplier, self._present()))
        if self.state is ConsultationState.PUBLISHED:
            found.append((ConsultationReport, self._report()))
        return found

    def _report(self) -> dict[str, Any]:
        text = f"# {_subject(self.nr)}\n\n{REASON}\n"
        return {
            "nr": 1,
            "title": _subject(self.nr),
            "text": text,
            "html": f"<p>{REASON}</p>",
            "language": Language.DUTCH,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "reason": "",
            "recorded_by_id": self.ground.publisher,
        }

    def _present(self) -> dict[str, Any]:
        return {
            "supplier_id": self.random.choice(self.ground.suppliers),
            "invited": True,
            "present": True,
            "minutes": None,
            "why": REASON,
            "checked_on": None,
            "consented_on": None,
            "removed_at": None,
        }
