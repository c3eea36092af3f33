"""The task that makes a PDF: what the asker may see at that moment, laid out and kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from typing import Any

from flask import current_app, g
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor, load_actor
from buyergroups.access.permissions import Action, require
from buyergroups.chains import phase_line, queries
from buyergroups.chains.attached import evidence_files
from buyergroups.chains.page import ChainPage, chain_page, the_programme, the_selections, the_themes
from buyergroups.errors import NotThereError
from buyergroups.files import queries as file_queries
from buyergroups.files import services as file_services
from buyergroups.files.kinds import content_of
from buyergroups.files.table import Subject, SubjectKind
from buyergroups.jobs.table import JOB_ACTOR, Work, told
from buyergroups.phases.board import Board, make_board
from buyergroups.phases.filters import Way
from buyergroups.phases.ground import asked_of_the_board, board_values, ground_of
from buyergroups.phases.queries import assessments
from buyergroups.printing import paper
from buyergroups.printing.groups import text_on_paper
from buyergroups.printing.plans import plan_on_paper
from buyergroups.printing.practice_tests import report_on_paper
from buyergroups.printing.sheets import sheet_on_paper
from buyergroups.tasks.table import TaskKind, TaskWork
from buyergroups.web import pages, state
from buyergroups.words import Words
from models.files import FileSubject, FileType
from models.jobs import Task

#: How long a PDF can be downloaded; it can always be made again.
KEPT = timedelta(days=7)
#: How many a run of the job erases in one transaction.
AT_A_TIME = 50
ERASED = Words(
    "Gewiste bestanden, ouder dan 7 dagen: %(count)s.",
    "Erased files, older than 7 days: %(count)s.",
)


@dataclass(frozen=True)
class Sheet:
    """A document before it is laid out."""

    html: str
    name: str


@contextmanager
def as_reader(work: TaskWork, address: str) -> Iterator[Actor]:
    """As if the asker opened an address now, with the rights of now: one place decides for both."""
    now = work.clock()
    with work.database.read() as session:
        actor = load_actor(session, work.asked_by_id, now)
    with current_app.test_request_context(address, base_url=work.settings.base_url):
        g.actor, g.now = actor, now
        yield actor


def make_pdf(work: TaskWork) -> dict[str, Any]:
    """Read, lay out, keep; the reference of the file. A second time it finds what it kept."""
    work.tell(5, "reading")
    given = work.given
    with as_reader(work, str(given["adres"])) as actor:
        sheet = _sheet_of(given)
    work.tell(30, "laying-out")
    with tempfile.TemporaryFile() as file:
        paper.write(sheet.html, file)
        work.tell(90, "keeping")
        content = content_of(file)
        with work.database.write(counts=False) as session:
            kept = file_queries.live_file(session, FileSubject.TASK, work.task_id)
            kept = kept or file_services.attach_file(
                session,
                actor,
                work.clock(),
                kind=FileSubject.TASK,
                subject_id=work.task_id,
                name=sheet.name,
                media=FileType.PDF,
                content=content,
            )
            return {"file": kept.ref}


def _sheet_of(given: Mapping[str, Any]) -> Sheet:
    if "toets" in given:
        return _sheet("printing/practice_test.html", *report_on_paper(str(given["toets"])))
    if "kennisblad" in given:
        slug, ref = str(given["groep"]), str(given["kennisblad"])
        return _sheet("printing/sheet.html", *sheet_on_paper(slug, ref))
    if "tekst" in given:
        slug, which = str(given["groep"]), str(given["tekst"])
        return _sheet("printing/text.html", *text_on_paper(slug, which))
    if "plan" in given:
        return _sheet("printing/plan.html", *plan_on_paper(str(given["plan"])))
    return _chain(str(given["keten"])) if "keten" in given else _board()


def _sheet(template: str, name: str, values: Mapping[str, Any]) -> Sheet:
    programme = the_programme()
    html = pages.render(
        template,
        state.language(),
        maker=state.actor().name,
        made_at=state.now(),
        demonstration=programme.is_demonstration,
        **values,
    )
    return Sheet(html, f"{name}.pdf")


def _board() -> Sheet:
    """Every chain of the board, of all its pages."""
    require(state.actor(), Action.BOARD_SEE)
    query, mistakes = asked_of_the_board()
    made = make_board(query, mistakes, ground_of(query))
    placed = [row for row in made.chosen if not row.covered]
    values = board_values(made, Way.BOARD)
    values |= {
        "rows": _side_by_side(made),
        "waiting": [row for row in placed if row.phase_id is None],
        "elsewhere": [row for row in made.chosen if row.covered],
        "address": query.address(f"{state.tracker().settings.base_url}/bord"),
    }
    return _sheet("printing/board.html", f"fasebord-{made.day.isoformat()}", values)


def _side_by_side(made: Board) -> list[tuple[Any, ...]]:
    """The chains in the columns, as lines: the first of each phase, then the second of each."""
    columns = [
        [row for row in made.chosen if not row.covered and row.phase_id == column.phase.id]
        for column in made.columns
    ]
    return list(zip_longest(*columns))


def _chain(slug: str) -> Sheet:
    """A chain as its pages show it: where it stands, why, and on what evidence."""
    header = chain_page(slug)
    if not isinstance(header, ChainPage):
        raise NotThereError(f"chain {slug}")
    session, moment = state.reading(), header.reading.moment
    values = {
        "words": phase_line.last_words(session, header.chain_id),
        "assessments": assessments(session, header.chain_id, moment),
        "phases": {row.phase.id: row.phase for row in header.line},
        "evidence": evidence_files(session, header.chain_id),
        "themes": [row for row in the_themes(header.reading.day.year) if row.scored],
        "impacts": queries.impacts(session, header.chain_id, moment),
        "years": the_selections(moment),
        "address": f"{state.tracker().settings.base_url}/ketens/{header.standing.slug}",
        **header.context(),
    }
    name = f"{header.standing.slug}-{header.reading.day.isoformat()}"
    return _sheet("printing/chain.html", name, values)


def erase_old(work: Work) -> Words | None:
    """Part of tidying up: the bytes of what was made long enough ago."""
    count = 0
    while True:
        with work.database.write(counts=False) as session:
            done = file_services.erase_old(
                session,
                JOB_ACTOR,
                work.now,
                kind=FileSubject.TASK,
                before=work.now - KEPT,
                most=AT_A_TIME,
            )
        count += done
        if done < AT_A_TIME:
            return told(ERASED, count=count) if count else None
        work.keep()


def _task(session: Session, number: int) -> Subject | None:
    row = session.get(Task, number)
    return None if row is None else Subject(id=row.id, seen=row, changed=row)


#: What a task made is for who asked for it; nobody adds to it by hand.
ON_TASK = SubjectKind(
    FileSubject.TASK,
    None,
    Words("Resultaat van een taak", "Result of a task"),
    _task,
    see=Action.TASK_RESULT,
    change=Action.TASK_RESULT,
)
PDF = TaskKind(
    "pdf",
    Words("PDF maken", "Make a PDF"),
    make_pdf,
    messages={
        "reading": Words("Leest de gegevens", "Reads the data"),
        "laying-out": Words("Maakt de bladzijden op", "Lays out the pages"),
        "keeping": Words("Bewaart het bestand", "Keeps the file"),
    },
    failures={
        paper.NO_LIBRARIES: Words(
            "Op de server ontbreken de bibliotheken waarmee een PDF wordt gemaakt (Pango). Een "
            "beheerder van de server kan ze installeren. Tot dan kun je de pagina afdrukken.",
            "The server lacks the libraries that make a PDF (Pango). Who manages the server can "
            "install them. Until then you can print the page.",
        ),
    },
    seconds=300,
    megabytes=2048,
)
