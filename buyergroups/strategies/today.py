"""What the texts of groups offer to the page of today and to the page of a group."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.clock import local_day
from buyergroups.documents.queries import Waiting, open_versions
from buyergroups.groups.offers import Ask, Paper, Part, nothing_coming
from buyergroups.groups.page import GroupPage
from buyergroups.home.offers import Deed, Line, Offer, Visit
from buyergroups.strategies import access, queries
from buyergroups.strategies.kind import KINDS
from buyergroups.strategies.news import PATHS
from buyergroups.strategies.queries import Standing
from buyergroups.web import state
from buyergroups.web.formats import day_words
from buyergroups.words import Words
from models.documents import VersionState

TO_ADOPT = Words(
    "%(what)s ingediend op %(day)s, wacht op vaststellen",
    "%(what)s submitted on %(day)s, waits to be adopted",
)
TO_DISCUSS = Words(
    "%(what)s ligt ter beoordeling sinds %(day)s: lees mee en reageer",
    "%(what)s is in review since %(day)s: read and comment",
)
REMARKS = Words(
    "%(what)s: %(count)s van de opmerkingen nog open",
    "%(what)s: %(count)s of the comments still open",
)
#: Where a text stands, by what is adopted and what is open.
NOT_BEGUN = Words("nog niet begonnen", "not begun yet")
VERSION = Words("versie %(nr)s, vastgesteld op %(day)s", "version %(nr)s, adopted on %(day)s")
OPEN = {
    VersionState.DRAFT: Words("eerste concept in de maak", "first draft being written"),
    VersionState.IN_REVIEW: Words("eerste versie ter beoordeling", "first version in review"),
}
OPEN_AGAIN = {
    VersionState.DRAFT: Words("nieuw concept in de maak", "new draft being written"),
    VersionState.IN_REVIEW: Words("nieuwe versie ter beoordeling", "new version in review"),
}
_KINDS = {kind.code: kind for kind in KINDS.values()}
#: What the buttons say: of one group both texts can wait.
READ = {
    code: Words(f"{kind.words.nl} lezen", f"Read {kind.words.en.lower()}")
    for code, kind in _KINDS.items()
}
ADOPT = {
    code: Words(f"{kind.words.nl} vaststellen", f"Adopt {kind.words.en.lower()}")
    for code, kind in _KINDS.items()
}


def _name(kind: str, language: str) -> str:
    return _KINDS[kind].words.into(language)


def _home(kind: str, slug: str) -> str:
    return url_for("strategies.document", slug=slug, which=PATHS[kind])


def _asked(row: Waiting, actor: Actor, slug: str, language: str) -> tuple[str, int, list[Deed]]:
    """What is asked of somebody with a text in review, and what they can do; nothing is ''."""
    what, home = _name(row.kind, language), _home(row.kind, slug)
    day = day_words(local_day(row.since), language)
    read = Deed(READ[row.kind], f"{home}/concept")
    own = row.submitted_by_id == actor.person_id
    if access.adopts(actor, row.subject_id) and not own:
        adopt = Deed(ADOPT[row.kind], f"{home}/concept/stap/vaststellen")
        return TO_ADOPT.into(language, what=what, day=day), 55, [read, adopt]
    if access.edits(actor, row.subject_id):
        told = REMARKS.into(language, what=what, count=row.open_comments)
        return (told if row.open_comments else ""), 45, [read]
    if row.subject_id in actor.member_of and not row.own_comments:
        return TO_DISCUSS.into(language, what=what, day=day), 30, [read]
    return "", 0, []


def _in_review(session: Session, actor: Actor) -> list[Waiting]:
    rows = open_versions(session, actor, *queries.KINDS)
    return [row for row in rows if row.state is VersionState.IN_REVIEW]


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """For who adopts and who writes, and for members: what is in review."""
    actor, language = visit.actor, visit.language
    if not (actor.in_programme_team or actor.memberships):
        return []
    waiting = _in_review(session, actor)
    names = queries.group_names(session, {row.subject_id for row in waiting}) if waiting else {}
    found = []
    for row in waiting:
        name, slug = names[row.subject_id]
        what, weight, deeds = _asked(row, actor, slug, language)
        if what:
            home = _home(row.kind, slug)
            found.append(Line(name, home, what, weight, "warn", tuple(deeds)))
    return found


def asks(session: Session, page: GroupPage) -> Sequence[Ask]:
    """On the page of a group: what is in review, with the most that the reader can do."""
    actor, language = state.actor(), state.language()
    found = []
    for row in _in_review(session, actor):
        if row.subject_id == page.group.id:
            what, weight, deeds = _asked(row, actor, page.group.slug, language)
            if what:
                found.append(Ask(what, deeds[-1].words.into(language), deeds[-1].address, weight))
    return found


def papers(session: Session, page: GroupPage) -> Sequence[Paper]:
    """The two texts of a group, and where each stands."""
    language = state.language()
    rows = queries.standings(session, state.actor(), page.group.id)
    return [
        Paper(
            kind.words.into(language),
            _home(code, page.group.slug),
            _standing([row for row in rows if row.kind == code], language),
        )
        for code, kind in _KINDS.items()
    ]


def _standing(rows: Sequence[Standing], language: str) -> str:
    adopted = next((row for row in rows if row.adopted_at is not None), None)
    pending = next((row for row in rows if row.adopted_at is None), None)
    said = []
    if adopted is not None and adopted.adopted_at is not None:
        day = day_words(local_day(adopted.adopted_at), language)
        said.append(VERSION.into(language, nr=adopted.nr, day=day))
    if pending is not None:
        said.append((OPEN_AGAIN if adopted else OPEN)[pending.state].into(language))
    return "; ".join(said) or NOT_BEGUN.into(language)


OFFER = Offer(lines=lines)
PART = Part(asks, nothing_coming, papers)
