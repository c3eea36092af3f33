"""Organisations from a file: which row is which organisation, and what the register would become.

Rows are looked at in the order of the file, each against the register as the rows before it leave
it, so that two rows never get one name, number or address, and no row makes a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.clock import local_day
from buyergroups.imports.columns import Places, Row, text_of_all
from buyergroups.imports.rules import Outcome, change, fate_of, refused, said
from buyergroups.imports.sheet import Sheet
from buyergroups.organisations import many, rules, services
from buyergroups.organisations.labels import KNOWN, SECTORS
from buyergroups.organisations.many import Kept, Listed
from buyergroups.organisations.rules import Facts
from buyergroups.web.formats import day_words, vague_day
from buyergroups.words import Words
from models.base import Precision, sort_name
from models.imports import Fate
from models.organisations import Sector

REASON = Words("Import van %(name)s", "Import of %(name)s")
SAME_ROW = Words(
    "Rij %(row)s gaat al over %(name)s. Laat één van beide staan.",
    "Row %(row)s is about %(name)s already. Leave one of the two.",
)
PARENT_UNKNOWN = Words(
    "Geen organisatie in het register of in dit bestand heet %(name)s.",
    "No organisation in the register or in this file is called %(name)s.",
)
PARENT_REFUSED = Words(
    "%(name)s, waar deze organisatie onder valt, staat nieuw in rij %(row)s, en die is geweigerd.",
    "%(name)s, to which this organisation belongs, is new in row %(row)s, which was refused.",
)
SECTOR_MISSING = Words(
    "Vul in of deze nieuwe organisatie publiek of privaat is.",
    "Fill in whether this new organisation is public or private.",
)

#: The fact that each column is about, and where a mistake in that fact is told.
FACTS: Mapping[str, str] = {
    "name": "naam",
    "type_id": "soort",
    "sector": "sector",
    "bound_by_procurement_law": "aanbestedingsplichtig",
    "signatory": "ondertekenaar",
    "signed": "ondertekend",
    "parent_id": "koepel",
    "kvk": "kvk",
    "oin": "oin",
    "website": "website",
    "since": "sinds",
    "until": "tot",
}


@dataclass
class Draft:
    """A row on its way: the organisation that it is about, and what that would become."""

    outcome: Outcome
    row: Row
    key: int
    was: Facts | None
    facts: Facts
    parent: str = ""


@dataclass
class Register:
    """The register as the rows leave it. New organisations have keys below zero.

    What a name or number once belonged to in this file it keeps: a row that would take over the
    old name of another row is refused, and can come in a file of its own.
    """

    types: Sequence[Any]
    listed: dict[int, Listed]
    today: date
    names: dict[str, list[int]] = field(default_factory=dict)
    kvk: dict[str, int] = field(default_factory=dict)
    oin: dict[str, int] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    #: The row that speaks of each organisation.
    rows: dict[int, Outcome] = field(default_factory=dict)
    called: dict[int, str] = field(default_factory=dict)
    #: Rows that were refused, by the name in them.
    refused: dict[str, Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Of one name the organisation that goes on comes first.
        for key, one in sorted(self.listed.items(), key=lambda item: self._rank(item[1])):
            self.names.setdefault(sort_name(one.facts.name), []).append(key)
            self.called[key] = one.facts.name
            self.parents[key] = one.facts.parent_id
            if self.goes_on(one):
                self._claim(key, one.facts)

    def goes_on(self, one: Listed) -> bool:
        """Whether it is still one of its own."""
        return not one.merged and (one.facts.until is None or one.facts.until > self.today)

    def _rank(self, one: Listed) -> tuple[bool, bool, int]:
        return (not self.goes_on(one), one.merged, -one.id)

    def _claim(self, key: int, facts: Facts) -> None:
        if facts.kvk:
            self.kvk.setdefault(facts.kvk, key)
        if facts.oin:
            self.oin.setdefault(facts.oin, key)

    def find(self, facts: Facts) -> int | None:
        """Which organisation this is: by its name, else by its number."""
        named = self.names.get(sort_name(facts.name))
        if named:
            return named[0]
        return self.oin.get(facts.oin or "") or self.kvk.get(facts.kvk or "")

    def take(self, draft: Draft) -> None:
        """From now on other rows find this one."""
        facts = draft.facts
        keys = self.names.setdefault(sort_name(facts.name), [])
        if draft.key not in keys:
            keys.insert(0, draft.key)
        self.called[draft.key] = facts.name
        self.rows[draft.key] = draft.outcome
        self.parents.setdefault(draft.key, None)
        self._claim(draft.key, facts)

    def taken(self, draft: Draft) -> Iterable[tuple[str, Words]]:
        """What of this row another organisation has already."""
        facts, key = draft.facts, draft.key
        others = [other for other in self.names.get(sort_name(facts.name), ()) if other != key]
        for other in others[:1]:
            if other < 0 or self.goes_on(self.listed[other]):
                yield "naam", services.NAME_TAKEN.filled(name=self.called[other])
        for code, number, owners, words in (
            ("kvk", facts.kvk, self.kvk, services.KVK_TAKEN),
            ("oin", facts.oin, self.oin, services.OIN_TAKEN),
        ):
            owner = owners.get(number or "", key)
            if owner != key:
                yield code, words.filled(name=self.called[owner])

    def under_itself(self, key: int, parent: int) -> bool:
        """Whether what it would belong to belongs to it already."""
        above: int | None = parent
        passed = set()
        while above is not None and above not in passed:
            if above == key:
                return True
            passed.add(above)
            above = self.parents.get(above)
        return False

    def type_words(self, type_id: int | None) -> Words:
        """The type of an organisation."""
        found = next((row for row in self.types if row.id == type_id), None)
        return Words(found.name_nl, found.name_en) if found else said("")


def plan(
    session: Session, _: Actor, now: datetime, __: int | None, sheet: Sheet, places: Places
) -> list[Outcome]:
    """What becomes of each row, as the register stands now; a fixed number of statements."""
    register = Register(many.types(session), many.whole_register(session, now), local_day(now))
    drafts = []
    outcomes = []
    for nr, line in enumerate(sheet.lines, 1):
        row = Row(line, places)
        outcome = Outcome(line.number, row.line_of("naam"), Fate.REFUSED, cells=text_of_all(line))
        outcomes.append(outcome)
        draft = _draft(row, outcome, register, -nr)
        if draft is not None:
            register.take(draft)
            drafts.append(draft)
        else:
            register.refused.setdefault(sort_name(outcome.name), outcome)
    for draft in drafts:
        _settle_parent(draft, register)
    _follow_refusals(drafts)
    for draft in drafts:
        _decide(draft, register)
    return outcomes


def _draft(row: Row, outcome: Outcome, register: Register, new_key: int) -> Draft | None:
    """The row as facts, or None with the reasons in its outcome."""
    given = _given(row, register)
    row.needs("naam")
    typed = rules.tidied(Facts(name=given.get("name", ""), sector=Sector.PUBLIC, **_numbers(given)))
    key = register.find(typed) if typed.name else None
    known = register.listed.get(key) if key is not None else None
    if key is not None and key in register.rows:
        row.refuse(SAME_ROW.filled(row=register.rows[key].number, name=register.called[key]))
    elif known is not None and known.merged:
        row.refuse(services.IS_MERGED.filled(name=known.facts.name), "naam")
    elif known is None and "sector" not in given:
        row.refuse(SECTOR_MISSING, "sector")
    was = known.facts if known else None
    facts = rules.tidied(_becomes(was, given)) if typed.name else typed
    if typed.name and not row.problems:
        for mistake in rules.mistakes(facts, register.today):
            row.refuse(mistake.words.filled(**mistake.values), FACTS[mistake.where])
    draft = Draft(outcome, row, new_key if key is None else key, was, facts, given["parent"])
    if not row.problems:
        for code, words in register.taken(draft):
            row.refuse(words, code)
    if row.problems:
        refused(outcome, row.problems)
        return None
    return draft


def _numbers(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in ("kvk", "oin") if name in given}


def _becomes(was: Facts | None, given: Mapping[str, Any]) -> Facts:
    values = {name: value for name, value in given.items() if name != "parent"}
    if was is not None:
        return replace(was, **values)
    return Facts(**{"sector": Sector.PUBLIC, **values})


def _given(row: Row, register: Register) -> dict[str, Any]:
    """What stands in the row; what is empty is not there. The parent is a name still."""
    found: dict[str, Any] = {"parent": row.line_of("koepel")}
    types = {kind.id: Words(kind.name_nl, kind.name_en) for kind in register.types}
    texts = {"name": "naam", "kvk": "kvk", "oin": "oin", "website": "website"}
    for name, code in texts.items():
        if text := row.line_of(code):
            found[name] = text
    for name, code in (("type_id", "soort"), ("sector", "sector")):
        options: Mapping[Any, Words] = types if code == "soort" else SECTORS
        also = {kind.code: kind.id for kind in register.types} if code == "soort" else {}
        value = row.one_of(code, options, also)
        if value is not None:
            found[name] = value
    for name in ("bound_by_procurement_law", "signatory"):
        if row.has(FACTS[name]):
            found[name] = row.answer(FACTS[name])
    for name in ("signed", "since"):
        if (vague := row.vague_day(FACTS[name])) is not None:
            found[name], found[f"{name}_precision"] = vague
    if (until := row.day("tot")) is not None:
        found["until"] = until
    return found


def _settle_parent(draft: Draft, register: Register) -> None:
    """The organisation that it belongs to, by its name or address."""
    if not draft.parent:
        return
    key, elsewhere = _parent_key(draft.parent, register), sort_name(draft.parent)
    problem = None
    if key is None and elsewhere in register.refused:
        row = register.refused[elsewhere].number
        problem = PARENT_REFUSED.filled(name=draft.parent[:80], row=row)
    elif key is None:
        problem = PARENT_UNKNOWN.filled(name=draft.parent[:80])
    elif key >= 0 and register.listed[key].merged:
        problem = services.PARENT_MERGED.filled(name=register.called[key])
    elif register.under_itself(draft.key, key):
        problem = services.CYCLE.filled(name=register.called[key])
    if problem is not None:
        draft.row.refuse(problem, "koepel")
        refused(draft.outcome, draft.row.problems)
        return
    register.parents[draft.key] = key
    draft.facts = replace(draft.facts, parent_id=key)


def _parent_key(typed: str, register: Register) -> int | None:
    named = register.names.get(sort_name(typed))
    if named:
        return named[0]
    return next((key for key, one in register.listed.items() if one.slug == typed), None)


def _follow_refusals(drafts: Sequence[Draft]) -> None:
    """What belongs to a new organisation that is refused cannot be recorded either."""
    below: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.facts.parent_id is not None and draft.facts.parent_id < 0:
            below.setdefault(draft.facts.parent_id, []).append(draft)
    waiting = [draft for draft in drafts if draft.key < 0 and draft.row.problems]
    while waiting:
        above = waiting.pop()
        for draft in below.pop(above.key, ()):
            if not draft.row.problems:
                draft.row.refuse(
                    PARENT_REFUSED.filled(name=above.facts.name, row=above.outcome.number), "koepel"
                )
                refused(draft.outcome, draft.row.problems)
                if draft.key < 0:
                    waiting.append(draft)


def _decide(draft: Draft, register: Register) -> None:
    if draft.row.problems:
        return
    outcome, was = draft.outcome, draft.was
    outcome.changes = [
        one
        for name, code in FACTS.items()
        for one in change(
            draft.row.places.columns[code].words,
            _said(was, name, register) if was else said(""),
            _said(draft.facts, name, register),
        )
        if was is not None or name != "name"
    ]
    outcome.fate = fate_of(outcome.changes, is_new=was is None)
    if outcome.fate is not Fate.UNCHANGED:
        outcome.deed = Kept(
            draft.key, draft.facts, renamed=was is not None and was.name != draft.facts.name
        )


def _said(facts: Facts, name: str, register: Register) -> Words:
    value = getattr(facts, name)
    if name == "type_id":
        return register.type_words(value)
    if name == "parent_id":
        return said(register.called.get(value, "") if value is not None else "")
    if name == "sector":
        return SECTORS[facts.sector]
    if isinstance(value, bool):
        return KNOWN[value]
    if name in ("signed", "since") and value is not None:
        return in_both(value, getattr(facts, f"{name}_precision"))
    return in_both(value, Precision.DAY) if isinstance(value, date) else said(value)


def in_both(day: date, precision: Precision) -> Words:
    """A day as exactly as it is known, in both languages."""
    if precision is Precision.DAY:
        return Words(day_words(day, "nl"), day_words(day, "en"))
    return Words(vague_day(day, precision, "nl"), vague_day(day, precision, "en"))


def record(
    session: Session,
    actor: Actor,
    now: datetime,
    _: int | None,
    outcomes: Sequence[Outcome],
    name: str,
) -> None:
    """Write what the rows come to, all at once."""
    deeds = [outcome.deed for outcome in outcomes if outcome.deed is not None]
    reason = REASON.into(actor.language, name=name)
    many.keep_organisations(session, actor, now, rows=deeds, reason=reason)


def lock(session: Session, _: int | None) -> None:
    """Nobody else changes the register from here on."""
    services.lock_register(session)
