"""Pages to read topics: the board with its table and files, one topic, those of a chain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains.page import ChainPage, chain_page, the_programme, the_themes
from buyergroups.errors import RefusedError
from buyergroups.files.queries import files_of
from buyergroups.flags import labels as flag_labels
from buyergroups.flags.marks import of_subject, of_subjects
from buyergroups.narrowing import Mistake
from buyergroups.phases.queries import deciding_body_or_none
from buyergroups.topics import labels, outcomes, queries, reading, table
from buyergroups.topics.filters import TABLE, Filters, read_filters
from buyergroups.topics.flags import TOPIC
from buyergroups.topics.page import SECTION, topic_page
from buyergroups.topics.queries import Standing
from buyergroups.web import exports, state
from buyergroups.web.formats import shown
from buyergroups.web.unchanged import kept
from buyergroups.web.views import page
from buyergroups.words import Words
from models.files import FileSubject
from models.topics import TopicState

blueprint = Blueprint("topics", __name__)

NOT_A_FILE = Words("Er is geen bestand gemaakt. %(reasons)s", "No file was made. %(reasons)s")


@blueprint.get("/vraagstukken")
@kept
def topics() -> ResponseReturnValue:
    """The topics by state, or as a table, narrowed as the address asks."""
    actor, session = state.actor(), state.reading()
    filters, mistakes, chains = _asked()
    programme = the_programme()
    rows, total = queries.topics(session, actor, programme.id, filters)
    if not filters.as_table:
        rows = queries.board(session, actor, programme.id, filters)
    html = page(
        "topics/list.html",
        section=SECTION,
        rows=rows,
        total=total,
        chains_of=queries.chains_of(session, [row.version_id for row in rows]),
        columns=[code for code in TopicState if code is not TopicState.CLOSED],
        closed=TopicState.CLOSED,
        filters=filters,
        mistakes=[mistake.sentence(state.language()) for mistake in mistakes],
        chains=chains,
        themes=the_themes(state.today().year),
        topic_labels=labels,
        today=state.today(),
        pages=max(1, -(-total // queries.PAGE_SIZE)),
        to=lambda nr: _address("topics", filters, nr),
        ways=[_address("topics", filters, table=as_table) for as_table in (False, True)],
        files=[(kind.upper(), _address(f"topics_{kind}", filters)) for kind in ("csv", "xlsx")],
        may_raise=can(actor, Action.TOPIC_RAISE),
        changed=reading.last_change(session),
        **_marks(rows),
    )
    return html, 422 if mistakes else 200


def _marks(rows: Sequence[Standing]) -> dict[str, Any]:
    """The flags of topics on the board."""
    ids = [row.id for row in rows]
    marks = of_subjects(state.reading(), state.actor(), state.today(), TOPIC, ids)
    return {"marks": marks, "flag_labels": flag_labels}


def _asked() -> tuple[Filters, list[Mistake], Any]:
    """What the address asks for, and the chains that one can choose."""
    require(state.actor(), Action.TOPIC_SEE)
    programme = the_programme()
    chains = queries.chains_asked_about(state.reading(), programme.id)
    typed = {name: shown(text) for name, text in request.args.items()}
    codes = [theme.code for theme in the_themes(state.today().year)]
    return *read_filters(typed, [slug for slug, _ in chains], codes), chains


def _address(name: str, filters: Filters, nr: int = 1, *, table: bool | None = None) -> str:
    values: dict[str, Any] = {**filters.parameters(), **({"pagina": nr} if nr > 1 else {})}
    if table is not None:
        values.pop("toon", None)
        values |= {"toon": TABLE} if table else {}
    return url_for(f"topics.{name}", **values)


@blueprint.get("/vraagstukken.csv")
def topics_csv() -> ResponseReturnValue:
    """The whole list as CSV."""
    return _file(exports.csv_answer)


@blueprint.get("/vraagstukken.xlsx")
def topics_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook."""
    return _file(exports.xlsx_answer)


def _file(answer: Callable[..., Response]) -> ResponseReturnValue:
    """Every row, of all pages; a filter that makes no sense gives no file but a sentence."""
    language, session, today = state.language(), state.reading(), state.today()
    filters, mistakes, _ = _asked()
    if mistakes:
        reasons = " ".join(mistake.sentence(language) for mistake in mistakes)
        raise RefusedError(NOT_A_FILE, reasons=reasons)
    rows, _ = queries.topics(session, state.actor(), the_programme().id, filters, whole=True)
    chains = queries.chains_of(session, [row.version_id for row in rows])
    lines = (table.cells(row, language, today, chains) for row in rows)
    return answer(f"vraagstukken-{today.isoformat()}", table.head(language), lines)


@blueprint.get("/vraagstukken/<slug>")
def topic(slug: str) -> ResponseReturnValue:
    """One topic: what is asked, how far it is and whose turn it is, what was decided."""
    header = topic_page(slug)
    session, actor, found = state.reading(), state.actor(), header.topic
    themes = reading.themes_of(session, found.version_id)
    decisions = reading.decisions(session, found.id)
    endorsements = reading.endorsements(session, found.id)
    ids = [row.decision_id for row in (*decisions, *endorsements)]
    body = deciding_body_or_none(session)
    executive = outcomes.executive_body(session)
    return page(
        "topics/topic.html",
        themes=[row for row in the_themes(state.today().year) if row.id in themes],
        links=reading.links_of(session, found.version_id),
        steps=reading.steps(session, found.id),
        advices=reading.advices(session, found.id),
        agendas=reading.agendas(session, found.id),
        decisions=decisions,
        endorsements=endorsements,
        handovers=reading.handovers(session, found.id),
        alike=reading.topics_alike(session, actor, found.title, found.asked, but=found.id),
        programmes=reading.programmes_alike(session, the_programme().id, found.title, found.asked),
        files=files_of(session, FileSubject.DECISION, ids),
        flags=of_subject(session, actor, state.today(), TOPIC, found.id),
        flag_labels=flag_labels,
        may_change=can(actor, Action.TOPIC_CHANGE, found),
        may_decide=body is not None and can(actor, Action.PHASE_DECIDE, body),
        may_endorse=executive is not None and can(actor, Action.PHASE_DECIDE, executive),
        **header.context(),
    )


@blueprint.get("/ketens/<slug>/vraagstukken")
@kept
def of_chain(slug: str) -> ResponseReturnValue:
    """The topics that were decided to belong within MVOI and that are about a chain."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        return header
    return page(
        "topics/of_chain.html",
        section="chains",
        rows=queries.of_chain(state.reading(), state.actor(), header.chain_id),
        underway=queries.underway_of_chain(state.reading(), state.actor(), header.chain_id),
        topic_labels=labels,
        **header.context(),
    )
