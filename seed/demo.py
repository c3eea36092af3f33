"""Loads the demonstration: fictitious people, and a believable two years on the phase board.

Each part loads once, by name, so that a later part adds to what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups import areas
from buyergroups.accounts.passwords import Passwords
from buyergroups.clock import local_day, start_of_day
from buyergroups.db import Database
from buyergroups.history.recording import recorded
from models.chains import ChainVersion, ClusterName, Coverage, Impact
from models.history import ActorKind
from models.organisations import OrganisationVersion
from models.programme import LoadedPart, Programme
from seed.consultations import play_consultations
from seed.demand import play_demand
from seed.files import STORIES, read_yaml
from seed.groups import play_groups
from seed.parts import SEED
from seed.people import DOMAIN, load_people
from seed.plans import play_plans
from seed.reference import load_reference
from seed.register import play_register
from seed.reports import play_reports
from seed.stories import play_stories
from seed.strategies import play_strategies
from seed.tenders import play_tenders
from seed.topics import play_topics

PASSWORD = "ketenbord-demo"  # noqa: S105  (public: it stands in the README)
YEARS = 2
REASON = "Demonstratie: de gegevens gelden vanaf het begin van de verzonnen periode"

_MOVED: tuple[Any, ...] = (ChainVersion, ClusterName, Impact, Coverage, OrganisationVersion)


@dataclass(frozen=True)
class Scene:
    """What a part is loaded with: the present moment and the hashed passwords by account."""

    now: datetime
    hashes: Mapping[str, str]


def accounts() -> list[tuple[str, str]]:
    """The accounts with what each is, for whoever starts the demonstration."""
    rows = read_yaml(STORIES / "mensen.yaml")["mensen"]
    return [(f"{row['account']}@{DOMAIN}", row["als"]) for row in rows]


def load_demo(
    database: Database, now: datetime, *, passwords: Passwords | None = None
) -> list[str]:
    """Load the parts that were not loaded yet, in order; tells their names."""
    areas.register_rules()
    with database.read() as session:
        done = set(session.scalars(select(LoadedPart.name)))
        bare = session.scalar(select(Programme.id).limit(1)) is None
    if bare:
        load_reference(database, now)
    missing = [name for name in PARTS if name not in done]
    # Slow on purpose, so before any transaction.
    scene = Scene(now, _hashes(passwords) if "mensen" in missing else {})
    return [name for name in missing if _load(database, scene, name)]


def _load(database: Database, scene: Scene, name: str) -> bool:
    """Load one part, unless somebody else did so meanwhile."""
    with database.write() as session:
        if session.scalar(select(LoadedPart.id).where(LoadedPart.name == name)) is not None:
            return False
        PARTS[name](session, scene)
        with recorded(session, SEED, scene.now, reason=f"Demonstratie: {name}"):
            session.add(LoadedPart(name=name))
    return True


def _hashes(passwords: Passwords | None) -> dict[str, str]:
    passwords = passwords or Passwords()
    people = read_yaml(STORIES / "mensen.yaml")["mensen"]
    return {row["account"]: passwords.hash(PASSWORD) for row in people}


def _begin(session: Session, scene: Scene) -> None:
    """Move the beginning of the records back, visibly, and mark the programme as fictitious."""
    programme = session.scalars(select(Programme).order_by(Programme.id)).first()
    assert programme is not None
    first_day = min(programme.records_from, _years_before(local_day(scene.now)))
    start = start_of_day(first_day)
    with recorded(session, SEED, scene.now, reason=REASON):
        programme.is_demonstration = True
        programme.records_from = first_day
        for model in _MOVED:
            for row in _loaded_later(session, model, start):
                row.recorded_at = start


def _loaded_later(session: Session, model: Any, start: datetime) -> Sequence[Any]:
    """The rows that the reference data brought after the start; never those of a person."""
    return session.scalars(
        select(model).where(
            model.recorded_kind == ActorKind.SEED,
            model.recorded_by_id.is_(None),
            model.recorded_at > start,
        )
    ).all()


def _years_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - YEARS, day=28 if leap else day.day)


def _people(session: Session, scene: Scene) -> None:
    load_people(session, scene.hashes)


def _board(session: Session, scene: Scene) -> None:
    play_stories(session, scene.now)


def _register(session: Session, scene: Scene) -> None:
    first_day = session.scalars(select(Programme.records_from)).first()
    assert first_day is not None
    play_register(session, scene.now, start_of_day(first_day))


def _plans(session: Session, scene: Scene) -> None:
    play_plans(session, scene.now)


def _groups(session: Session, scene: Scene) -> None:
    play_groups(session, scene.now)


def _demand(session: Session, scene: Scene) -> None:
    play_demand(session, scene.now)


def _strategies(session: Session, scene: Scene) -> None:
    play_strategies(session, scene.now)


def _consultations(session: Session, scene: Scene) -> None:
    play_consultations(session, scene.now)


def _tenders(session: Session, scene: Scene) -> None:
    play_tenders(session, scene.now)


def _reports(session: Session, scene: Scene) -> None:
    play_reports(session, scene.now)


def _topics(session: Session, scene: Scene) -> None:
    play_topics(session, scene.now)


#: Every part by name, in order. A later part of the tracker adds its own at the end.
PARTS: Mapping[str, Callable[[Session, Scene], None]] = {
    "begin": _begin,
    "mensen": _people,
    "fasebord": _board,
    "register": _register,
    "plannen": _plans,
    "buyer-groups": _groups,
    "vraag": _demand,
    "visies-en-strategieen": _strategies,
    "consultaties": _consultations,
    "aanbestedingen": _tenders,
    "verslagen": _reports,
    "vraagstukken": _topics,
}
