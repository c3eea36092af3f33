"""Pages of the agenda of a group: all meetings, one with its minutes, planning, writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.clock import half_of, local_day
from buyergroups.files.queries import FileRow, files_of
from buyergroups.gatherings import queries, services
from buyergroups.gatherings.forms import ChangeForm, MeetingForm, MinutesForm
from buyergroups.groups.keeping import RECORDED, done, seen_number
from buyergroups.groups.page import GroupPage, group_page, pages_of, refuse_closed
from buyergroups.web import state
from buyergroups.web.addresses import page_number
from buyergroups.web.formats import HALVES, clock_words
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing
from models.files import FileSubject

blueprint = Blueprint("gatherings", __name__)

PLANNED = Words("Het overleg staat in de agenda.", "The meeting is in the agenda.")


@blueprint.get("/buyer-groups/<slug>/agenda")
def agenda(slug: str) -> ResponseReturnValue:
    """All meetings of a group, the latest first."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    number = page_number()
    rows, total = queries.agenda(state.reading(), header.group.id, number)
    return page(
        "gatherings/agenda.html",
        rows=rows,
        total=total,
        number=number,
        pages=pages_of(total),
        now=state.now(),
        to=lambda nr: url_for("gatherings.agenda", slug=slug, pagina=nr),
        **header.context(),
    )


@blueprint.route("/buyer-groups/<slug>/agenda/nieuw", methods=["GET", "POST"])
def plan(slug: str) -> ResponseReturnValue:
    """Plan a meeting."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    refuse_closed(header, services.GROUP_CLOSED)
    written = writing(MeetingForm)
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            made = services.plan_meeting(
                session,
                state.actor(),
                state.now(),
                group_id=header.group.id,
                title=form.titel.data,
                starts_at=form.starts_at,
                place=form.plaats.data or "",
                link=form.link.data or "",
            )
            return url_for("gatherings.meeting", slug=header.group.slug, ref=made.ref)

        address = send(written, act)
        if address is not None:
            return done(PLANNED, address)
    return form_page(
        "gatherings/plan.html", written, meeting=None, halves=_halves(), **header.context()
    )


@blueprint.get("/buyer-groups/<slug>/agenda/<ref>")
def meeting(slug: str, ref: str) -> ResponseReturnValue:
    """One meeting with its minutes."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    found = queries.meeting(state.reading(), header.group.id, ref)
    return page(
        "gatherings/meeting.html",
        meeting=found,
        minutes=queries.minutes(state.reading(), found.id),
        papers=_files(FileSubject.GROUP_AGENDA, found.id),
        of_minutes=_files(FileSubject.GROUP_MINUTES, found.id),
        now=state.now(),
        **header.context(),
    )


def _files(kind: FileSubject, meeting_id: int) -> Sequence[FileRow]:
    """What hangs on a meeting, for whoever sees its page."""
    return files_of(state.reading(), kind, [meeting_id]).get(meeting_id, ())


@blueprint.route("/buyer-groups/<slug>/agenda/<ref>/wijzigen", methods=["GET", "POST"])
def change(slug: str, ref: str) -> ResponseReturnValue:
    """Another day or place, or not after all."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    found = queries.meeting(state.reading(), header.group.id, ref)
    written = writing(ChangeForm, **_planned(found))
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.change_meeting(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                title=form.titel.data,
                starts_at=form.starts_at,
                place=form.plaats.data or "",
                link=form.link.data or "",
                cancelled=form.vervalt.data,
                seen=seen_number(form.gezien.data),
            )
            return url_for("gatherings.meeting", slug=header.group.slug, ref=ref)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = queries.meeting(state.reading(), header.group.id, ref)
    return form_page(
        "gatherings/plan.html", written, meeting=found, halves=_halves(), **header.context()
    )


def _planned(found: queries.MeetingRow) -> dict[str, Any]:
    return {
        "gezien": found.plan_id,
        "titel": found.title,
        "dag": local_day(found.starts_at),
        "tijd": clock_words(found.starts_at),
        "klok": half_of(found.starts_at),
        "plaats": found.place,
        "link": found.link,
        "vervalt": found.cancelled,
    }


def _halves() -> list[tuple[str, str]]:
    return [(half.value, words.into(state.language())) for half, words in HALVES.items()]


@blueprint.route("/buyer-groups/<slug>/agenda/<ref>/verslag", methods=["GET", "POST"])
def minutes(slug: str, ref: str) -> ResponseReturnValue:
    """Write the minutes; a draft is kept while one writes."""
    header = group_page(slug, Action.GROUP_RUN)
    if not isinstance(header, GroupPage):
        return header
    found = queries.meeting(state.reading(), header.group.id, ref)
    versions = queries.minutes(state.reading(), found.id)
    last = versions[0] if versions else None
    written = writing(MinutesForm, gezien=last.id if last else 0, verslag=last.text if last else "")
    form: Any = written.form
    if request.method == "POST":

        def act(session: Session) -> str:
            services.write_minutes(
                session,
                state.actor(),
                state.now(),
                ref=ref,
                text=form.verslag.data,
                language=state.language(),
                seen=seen_number(form.gezien.data),
            )
            return url_for("gatherings.meeting", slug=header.group.slug, ref=ref)

        address = send(written, act)
        if address is not None:
            return done(RECORDED, address)
        written.theirs = next(iter(queries.minutes(state.reading(), found.id)), None)
    return form_page("gatherings/minutes.html", written, meeting=found, **header.context())
