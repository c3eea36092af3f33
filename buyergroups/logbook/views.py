"""The logbook: what everybody did, as a page and as a list to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.corrections import queries as correction_queries
from buyergroups.logbook import labels, queries
from buyergroups.logbook.filters import ACTION_NAMES, address, read_query
from buyergroups.logbook.queries import ChainName, LogQuery, PersonName
from buyergroups.logbook.reading import Change, Line, lines
from buyergroups.phases.filters import LONGEST, Mistake
from buyergroups.web import state
from buyergroups.web.exports import csv_answer
from buyergroups.web.formats import shown, typed_day
from buyergroups.web.views import page
from buyergroups.words import Words
from models.phases import PhaseAssessment, StatusUpdate

blueprint = Blueprint("logbook", __name__)
SECTION = "administration"

HEAD = (
    Words("regel", "entry"),
    Words("moment", "moment"),
    Words("wie", "who"),
    Words("rol", "role"),
    Words("wat", "what"),
    Words("nummer", "number"),
    Words("handeling", "action"),
    Words("keten", "chain"),
    Words("veranderingen", "changes"),
    Words("reden", "reason"),
    Words("verzoek", "request"),
    Words("verzegeld", "sealed"),
)
NAME = Words("logboek", "logbook")


@dataclass(frozen=True)
class Asked:
    """What is asked for, with the people and chains that can be chosen."""

    query: LogQuery
    mistakes: list[Mistake]
    people: dict[str, PersonName]
    chains: dict[str, ChainName]
    #: Whose history this is, where the page is about one person.
    only: PersonName | None = None

    @property
    def person_id(self) -> int | None:
        if self.only is not None:
            return self.only.id
        return self.people[self.query.person].id if self.query.person else None

    @property
    def chain_id(self) -> int | None:
        return self.chains[self.query.chain].id if self.query.chain else None


def _asked() -> Asked:
    require(state.actor(), Action.LOGBOOK_OPEN)
    people = queries.people(state.reading(), state.actor())
    chains = queries.chains(state.reading(), state.actor())
    query, mistakes = read_query(request.args, people=people, chains=chains)
    return Asked(query, mistakes, people, chains)


@blueprint.get("/beheer/logboek")
def logbook() -> ResponseReturnValue:
    """What was recorded, the newest first."""
    asked = _asked()
    return _page(asked, url_for("logbook.logbook")), 422 if asked.mistakes else 200


def _page(
    asked: Asked, path: str, *, template: str = "logbook/logbook.html", **values: object
) -> str:
    session, language, query = state.reading(), state.language().value, asked.query
    who, chain_id = asked.person_id, asked.chain_id
    found = queries.page_of(session, state.actor(), query, person_id=who, chain_id=chain_id)
    told = lines(session, found.rows, asked.chains.values(), language)
    first = {"before": None, "after": None}
    return page(
        template,
        section=SECTION if asked.only is None else None,
        query=query,
        lines=told,
        corrigible=_corrigible(told),
        mistakes={item.where: item.sentence(language) for item in asked.mistakes},
        people=[(ref, person.name) for ref, person in asked.people.items()],
        chains=[(slug, chain.name) for slug, chain in asked.chains.items()],
        kinds=sorted(
            ((code, words.into(language)) for code, words in labels.KINDS.items()),
            key=lambda item: item[1].casefold(),
        ),
        actions=[
            (name, labels.ACTIONS[code].into(language)) for name, code in ACTION_NAMES.items()
        ],
        action=labels.ACTIONS[query.action].nl if query.action else None,
        typed={
            name: _as_typed(name) if name in _wrong(asked) else typed_day(day)
            for name, day in (("van", query.since), ("tot", query.until))
        },
        newest=address(query, path, **first),
        newer=address(query, path, before=None, after=found.rows[0].HistoryEntry.id)
        if found.newer and found.rows
        else None,
        older=address(query, path, after=None, before=found.rows[-1].HistoryEntry.id)
        if found.older and found.rows
        else None,
        export=address(query, url_for("logbook.export"), **first),
        path=path,
        **values,
    )


def _corrigible(told: Sequence[Line]) -> dict[int, str]:
    """Where a line that could be a mistake is corrected, by its number."""
    found: dict[int, str] = {}
    if not can(state.actor(), Action.PHASE_CORRECT):
        return found
    for model, endpoint in (
        (StatusUpdate, "corrections.report"),
        (PhaseAssessment, "corrections.assessment"),
    ):
        made = [
            line
            for line in told
            if line.object_type == model.__tablename__ and line.action_code == "insert"
        ]
        refs = correction_queries.refs(state.reading(), model, {line.object_id for line in made})
        found |= {line.id: url_for(endpoint, ref=refs[line.object_id]) for line in made}
    return found


def _as_typed(name: str) -> str:
    return shown(request.args.get(name, ""))[:LONGEST]


def _wrong(asked: Asked) -> set[str]:
    return {item.where for item in asked.mistakes}


@blueprint.get("/personen/<ref>/geschiedenis")
def person(ref: str) -> ResponseReturnValue:
    """Everything that somebody recorded, for administrators."""
    require(state.actor(), Action.LOGBOOK_OPEN)
    found = queries.person_named(state.reading(), ref)
    return _history(found, url_for("logbook.person", ref=ref), ref)


@blueprint.get("/mijn/geschiedenis")
def own() -> ResponseReturnValue:
    """Everything that one recorded oneself; everybody may see their own."""
    actor = state.actor()
    assert actor.person_id is not None
    return _history(PersonName(actor.person_id, actor.name), url_for("logbook.own"), None)


def _history(person: PersonName, path: str, ref: str | None) -> ResponseReturnValue:
    """The logbook of one person; in the address nobody else can be asked for."""
    chains = queries.chains(state.reading(), state.actor())
    given = {name: text for name, text in request.args.items() if name != "persoon"}
    query, mistakes = read_query(given, people={}, chains=chains)
    asked = Asked(query, mistakes, {}, chains, person)
    html = _page(asked, path, template="logbook/person.html", person=person, ref=ref)
    return html, 422 if mistakes else 200


@blueprint.get("/beheer/logboek.csv")
def export() -> ResponseReturnValue:
    """The same entries, all of them, for a spreadsheet."""
    asked = _asked()
    if asked.mistakes:
        return _page(asked, url_for("logbook.logbook")), 422
    language = state.language().value
    head = [words.into(language) for words in HEAD]
    return csv_answer(NAME.into(language), head, _rows(asked, language))


def _rows(asked: Asked, language: str) -> Iterator[Sequence[object]]:
    session, actor = state.reading(), state.actor()
    pages = queries.every_page(
        session, actor, asked.query, person_id=asked.person_id, chain_id=asked.chain_id
    )
    for rows in pages:
        for line in lines(session, rows, asked.chains.values(), language):
            yield _row(line, language)


def _row(line: Line, language: str) -> Sequence[object]:
    return (
        line.id,
        line.at.isoformat(timespec="seconds"),
        line.who,
        line.role,
        line.what,
        line.object_id,
        line.action,
        line.chain.name if line.chain else None,
        "; ".join(_told(change, language) for change in line.changes),
        line.reason,
        line.request_id,
        line.sealed_at.isoformat(timespec="seconds") if line.sealed_at else None,
    )


def _told(change: Change, language: str) -> str:
    if change.now is None:
        return f"{change.field}: {labels.ONLY_CHANGED.into(language)}"
    if change.was is None:
        return f"{change.field}: {change.now.text}"
    return f"{change.field}: {change.was.text} → {change.now.text}"
