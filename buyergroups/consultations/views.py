"""Pages of market consultations: a file as it is read, and those of a group."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from buyergroups.access.permissions import Action, can
from buyergroups.chains.page import the_themes
from buyergroups.consultations import blocks, labels, queries, reading, rules, stacking
from buyergroups.consultations.access import shut_out_of
from buyergroups.consultations.page import ConsultationPage, consultation_page
from buyergroups.files.queries import files_of
from buyergroups.groups.page import GroupPage, group_page, pages_of
from buyergroups.groups.places import organisations_in
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.web.addresses import page_number
from buyergroups.web.formats import clock_words
from buyergroups.web.views import page
from models.consultations import ConsultationState
from models.files import FileSubject

blueprint = Blueprint("consultations", __name__)


@blueprint.get("/marktconsultaties/<ref>")
def consultation(ref: str) -> ResponseReturnValue:
    """The file of a consultation: when and what, who was there, what was asked and heard."""
    header = consultation_page(ref)
    session, actor, found = state.reading(), state.actor(), header.consultation
    reads_notes = can(actor, Action.CONSULTATION_NOTES, found)
    follow_ups = reading.follow_ups(session, found.id)
    return page(
        "consultations/consultation.html",
        attendees=reading.attendees(session, found.id),
        suppliers=reading.suppliers(session, found.id),
        questions=reading.questions(session, found.id),
        items=reading.items(session, actor, found.id),
        follow_ups=follow_ups,
        mine={row.id for row in follow_ups if blocks.may_finish(actor, found, row.owner_id)},
        answers=reading.answers(session, found.id),
        moves=reading.moves(session, found.id),
        interests=reading.interests(session, found.id) if header.may_publish else (),
        reads_notes=reads_notes,
        report_files=_files(FileSubject.CONSULTATION_REPORT, found.id),
        note_files=_files(FileSubject.CONSULTATION_NOTES, found.id) if reads_notes else (),
        themes=theme_names(),
        stacked=_stacked(header),
        ends=clock_words(found.ends_at) if found.ends_at else "",
        way=rules.ON_THE_WAY,
        **next_step(header),
        **header.context(),
    )


def _stacked(header: ConsultationPage) -> list[Stacked]:
    """Of its chains; of none where it was cancelled: it asks nothing any more."""
    if header.consultation.state is ConsultationState.CANCELLED:
        return []
    return stacked((row.id, row.name) for row in header.chains)


def next_step(header: ConsultationPage) -> dict[str, Any]:
    """What the next move is, by when, and what is still missing for it."""
    session, found = state.reading(), header.consultation
    step = rules.next_step(found.kind, found.state)
    due, wanting = None, []
    if found.state is ConsultationState.HELD and found.held_on is not None:
        days = state.settings()[SettingKey.REPORT_DAYS]
        planned = queries.planned_of(session, state.actor(), found)
        due = rules.report_due(found.held_on, days, planned)
        wanting = rules.missing(queries.readiness(session, found))
    return {"step": step, "due": due, "wanting": wanting}


def theme_names() -> dict[int, str]:
    """What the themes are called now, by their number, in order."""
    language = state.language()
    return {theme.id: theme.name(language) for theme in the_themes(state.today().year)}


@dataclass(frozen=True)
class Stacked:
    """How much is asked of the market in a chain, with the themes in words."""

    chain: str
    stacking: stacking.Stacking
    asked: str
    beyond: str
    focus: str


def stacked(chains: Iterable[tuple[int, str]], besides: Collection[int] = ()) -> list[Stacked]:
    """The same of some chains: number and name. A page warns of those that call for it."""
    names, themes = dict(chains), theme_names()
    found = stacking.stackings_of(
        state.reading(),
        state.actor(),
        state.now(),
        chain_ids=list(names),
        most=state.settings()[SettingKey.FOCUS_THEMES],
        besides=besides,
    )

    def told(keys: Collection[int]) -> str:
        return ", ".join(name for key, name in themes.items() if key in keys)

    return [
        Stacked(names[key], row, told(row.asked), told(row.beyond), told(row.focus))
        for key, row in found.items()
    ]


def _files(kind: FileSubject, consultation_id: int) -> Any:
    return files_of(state.reading(), kind, [consultation_id]).get(consultation_id, ())


@blueprint.get("/buyer-groups/<slug>/marktconsultaties")
def of_group(slug: str) -> ResponseReturnValue:
    """The consultations of a group, as far as the reader may read their files."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    number = page_number()
    rows, total = queries.of_group(state.reading(), state.actor(), header.group.id, number)
    return page(
        "consultations/of_group.html",
        rows=rows,
        total=total,
        number=number,
        pages=pages_of(total),
        may_log=may_log_in(header.group.id),
        consultation_labels=labels,
        to=lambda nr: url_for("consultations.of_group", slug=slug, pagina=nr),
        **header.context(),
    )


def may_log_in(group_id: int) -> bool:
    """Whether the reader may log for any organisation of a group."""
    session, actor = state.reading(), state.actor()
    places = organisations_in(session, actor, state.now(), group_id)
    return bool(places) and group_id not in shut_out_of(session, actor)
