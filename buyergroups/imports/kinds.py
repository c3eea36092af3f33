"""The kinds of import: what each may hold, how its rows are judged, and how they are recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.imports import baseline, enrolling, heads, members, organisations
from buyergroups.imports.columns import Column, Places
from buyergroups.imports.rules import Outcome
from buyergroups.imports.sheet import Sheet
from models.imports import ImportKind

Plan = Callable[[Session, Actor, datetime, int | None, Sheet, Places], list[Outcome]]
Prepare = Callable[[Session, Actor, datetime, int | None, Sequence[Outcome]], None]
Record = Callable[[Session, Actor, datetime, int | None, Sequence[Outcome], str], None]
Lock = Callable[[Session, int | None], None]


@dataclass(frozen=True)
class Kind:
    """What a file is about."""

    slug: str
    columns: Sequence[Column]
    #: Heads of our own files that nothing is read from.
    passed: Sequence[str]
    plan: Plan
    record: Record
    lock: Lock
    #: What takes long and can be made before the write begins.
    prepare: Prepare = lambda *_: None


KINDS: Mapping[ImportKind, Kind] = {
    ImportKind.ORGANISATIONS: Kind(
        "organisaties",
        heads.ORGANISATIONS,
        heads.ORGANISATIONS_PASSED,
        organisations.plan,
        organisations.record,
        organisations.lock,
    ),
    ImportKind.MEMBERS: Kind(
        "deelnemers",
        heads.MEMBERS,
        heads.MEMBERS_PASSED,
        members.plan,
        enrolling.record,
        enrolling.lock,
        enrolling.prepare,
    ),
    ImportKind.BASELINE: Kind(
        "nulmeting",
        heads.BASELINE,
        heads.BASELINE_PASSED,
        baseline.plan,
        baseline.record,
        baseline.lock,
    ),
}
