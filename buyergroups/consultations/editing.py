"""Pages on which who keeps a file writes its blocks, each on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action
from buyergroups.clock import AMSTERDAM, half_of
from buyergroups.consultations import blocks, labels, queries, reading, services
from buyergroups.consultations.forms import (
    ANSWERS,
    FOLLOW_UPS,
    ITEMS,
    QUESTIONS,
    WHERE_FACTS,
    AttendeesForm,
    FactsForm,
    SeenForm,
    SummaryForm,
    numbers,
)
from buyergroups.consultations.lines import Lines, asks_for_more, lined
from buyergroups.consultations.page import ConsultationPage, consultation_page
from buyergroups.consultations.views import stacked, theme_names
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing
from models.consultations import ConsultationKind, MarketConsultation

blueprint = Blueprint("consultation_editing", __name__)

#: What a service takes besides the form's own values.
Act = Callable[..., Any]


def _keep(ref: str) -> ConsultationPage:
    return consultation_page(ref, Action.CONSULTATION_KEEP)


def _answer(
    template: str,
    header: ConsultationPage,
    written: Writing,
    service: Act,
    values: Callable[[], dict[str, Any]],
    theirs: Callable[[ConsultationPage], Sequence[str]],
    where: dict[Words, str] | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """The page, or after a POST the one write; where somebody else was first, both texts."""
    ref = header.consultation.ref
    if request.method == "POST" and not asks_for_more():

        def act(session: Session) -> str:
            seen = number_seen(written.form.gezien.data)
            service(session, state.actor(), state.now(), ref=ref, seen=seen, **values())
            return url_for("consultations.consultation", ref=ref)

        address = send(written, act, where)
        if address is not None:
            return done(RECORDED, address)
    if written.conflict:
        header = _keep(ref)
        written.theirs = theirs(header)
    return form_page(template, written, themes=theme_names(), **shown, **header.context())


# ---- when and what ------------------------------------------------------------------------------


@blueprint.route("/marktconsultaties/<ref>/gegevens", methods=["GET", "POST"])
def facts(ref: str) -> ResponseReturnValue:
    """When and what, how it was announced, and until when answers come."""
    header = _keep(ref)
    found = header.consultation
    written = writing(FactsForm, **_facts(found), keten=[str(row.id) for row in header.chains])
    return _answer(
        "consultations/facts.html",
        header,
        written,
        services.change_facts,
        lambda: {"facts": written.form.facts()},
        lambda now: [now.consultation.subject, labels.KINDS[now.consultation.kind].nl],
        WHERE_FACTS,
        chains=_chains(header),
        kinds=kind_options(),
    )


def _facts(found: MarketConsultation) -> dict[str, Any]:
    starts, ends = (
        None if moment is None else moment.astimezone(AMSTERDAM).time()
        for moment in (found.starts_at, found.ends_at)
    )
    return {
        "gezien": found.version,
        "soort": found.kind,
        "onderwerp": found.subject,
        "dag": found.held_on,
        "van": starts,
        "tot": ends,
        "van_klok": half_of(found.starts_at) if found.starts_at else None,
        "tot_klok": half_of(found.ends_at) if found.ends_at else None,
        "plaats": found.place,
        "link": found.link,
        "aangekondigd": found.announced_on,
        "waar": found.announced_where,
        "kenmerk": found.platform_ref,
        "platform": found.platform_link,
        "opent": found.opens_on,
        "sluit": found.closes_on,
        "minuten": found.minutes_each,
        "waarom": found.invited_why,
    }


def _chains(header: ConsultationPage) -> list[tuple[int, str, str]]:
    """The chains of the group, and those that it was about already."""
    offered = queries.chains_of_group(state.reading(), header.consultation.group_id)
    found = {row.id: row.name for row in [*offered, *header.chains]}
    return [(key, name, "") for key, name in found.items()]


def kind_options() -> list[tuple[str, str]]:
    """The kinds, for a form; of some of them with what they need later on."""
    language = state.language()

    def told(code: ConsultationKind, words: Words) -> str:
        needs = labels.KIND_NEEDS.get(code)
        return f"{words.into(language)}: {needs.into(language)}" if needs else words.into(language)

    return [(code.value, told(code, words)) for code, words in labels.KINDS.items()]


# ---- who was there, and the summary -------------------------------------------------------------


@blueprint.route("/marktconsultaties/<ref>/aanwezig", methods=["GET", "POST"])
def attendees(ref: str) -> ResponseReturnValue:
    """Who attends for the group."""
    header = _keep(ref)
    session, found = state.reading(), header.consultation
    there = reading.attendees(session, found.id)
    known = queries.people(
        session, state.now(), found.group_id, [*_self(), *(row.person_id for row in there)]
    )
    written = writing(
        AttendeesForm, gezien=found.version, wie=[str(row.person_id) for row in there]
    )
    return _answer(
        "consultations/attendees.html",
        header,
        written,
        blocks.set_attendees,
        lambda: {"person_ids": numbers(written.form.wie.data)},
        lambda now: [row.name for row in reading.attendees(state.reading(), now.consultation.id)],
        {blocks.NO_SUCH_PERSON: "wie"},
        people=[(row.person_id, row.name, row.organisation) for row in known],
    )


def _self() -> list[int]:
    """Of the programme team anybody can attend; who writes is offered."""
    actor = state.actor()
    return [actor.person_id] if actor.in_programme_team and actor.person_id else []


@blueprint.route("/marktconsultaties/<ref>/samenvatting", methods=["GET", "POST"])
def summary(ref: str) -> ResponseReturnValue:
    """What it was about and what the group does with it, for the report."""
    header = _keep(ref)
    found = header.consultation
    written = writing(SummaryForm, gezien=found.version, samenvatting=found.summary)
    return _answer(
        "consultations/summary.html",
        header,
        written,
        services.write_summary,
        lambda: {"text": written.form.samenvatting.data or ""},
        lambda now: [now.consultation.summary],
    )


# ---- lines --------------------------------------------------------------------------------------


def _lines(
    template: str,
    header: ConsultationPage,
    part: Lines,
    rows: Callable[[ConsultationPage], Sequence[Any]],
    begin: Callable[[Any], dict[str, Any]],
    service: Act,
    said: str,
    shown: Callable[[Any], dict[str, Any]] = lambda _: {},
    **choices: Any,
) -> ResponseReturnValue:
    """A block of lines: `begin` fills in the line of a row, `said` is the text of a row."""
    themes = [str(key) for key in theme_names()]
    beginning: dict[str, Any] = {
        "gezien": header.consultation.version,
        part.name: [{"nr": row.id, **begin(row)} for row in rows(header)],
    }
    kind = partial(lined, SeenForm, [part], {"thema": themes, **choices})
    written = writing(kind, **beginning)
    return _answer(
        template,
        header,
        written,
        service,
        lambda: {"lines": [line.line() for line in written.form.told(part.name)]},
        lambda now: [getattr(row, said) for row in rows(now)],
        **shown(written.form),
    )


@blueprint.route("/marktconsultaties/<ref>/vragen", methods=["GET", "POST"])
def questions(ref: str) -> ResponseReturnValue:
    """What is asked of the market, with the warning that it is a lot."""
    header = _keep(ref)

    def shown(form: Any) -> dict[str, Any]:
        asked = numbers([line.thema.data or "" for line in form.told(QUESTIONS.name)])
        return {"stacked": stacked(((row.id, row.name) for row in header.chains), asked)}

    return _lines(
        "consultations/questions.html",
        header,
        QUESTIONS,
        lambda now: reading.questions(state.reading(), now.consultation.id),
        lambda row: {"vraag": row.text, "thema": str(row.theme_id or "")},
        blocks.set_questions,
        "text",
        shown,
    )


@blueprint.route("/marktconsultaties/<ref>/gehoord", methods=["GET", "POST"])
def heard(ref: str) -> ResponseReturnValue:
    """What was heard, who reads it, and what the group does with it."""
    return _lines(
        "consultations/heard.html",
        _keep(ref),
        ITEMS,
        lambda now: reading.items(state.reading(), state.actor(), now.consultation.id),
        lambda row: {
            "tekst": row.text,
            "thema": str(row.theme_id or ""),
            "lezers": row.readers,
            "uitkomst": row.outcome,
            "waarom": row.outcome_why,
        },
        blocks.set_items,
        "text",
        lambda _: {"outcomes": outcome_options(), "readers": reader_options()},
    )


@blueprint.route("/marktconsultaties/<ref>/vervolg", methods=["GET", "POST"])
def follow_up(ref: str) -> ResponseReturnValue:
    """What follows, by whom and by when; what is done stays as it is."""
    header, session = _keep(ref), state.reading()

    def undone(now: ConsultationPage) -> Sequence[Any]:
        rows = reading.follow_ups(session, now.consultation.id)
        return [row for row in rows if row.done_on is None]

    group_id = header.consultation.group_id
    also = [*_self(), *(row.owner_id for row in undone(header))]
    known = queries.people(session, state.now(), group_id, also)
    people = [(str(row.person_id), row.name) for row in known]
    return _lines(
        "consultations/follow_up.html",
        header,
        FOLLOW_UPS,
        undone,
        lambda row: {"actie": row.what, "eigenaar": str(row.owner_id), "voor": row.due},
        blocks.set_follow_ups,
        "what",
        lambda _: {"people": people},
        eigenaar=[code for code, _ in people],
    )


@blueprint.route("/marktconsultaties/<ref>/platform", methods=["GET", "POST"])
def platform(ref: str) -> ResponseReturnValue:
    """Copies of the questions and answers on the national platform."""
    return _lines(
        "consultations/platform.html",
        _keep(ref),
        ANSWERS,
        lambda now: reading.answers(state.reading(), now.consultation.id),
        lambda row: {
            "vraag": row.question,
            "antwoord": row.answer,
            "op": row.published_on,
        },
        blocks.set_answers,
        "question",
    )


def outcome_options() -> list[tuple[str, str]]:
    """What the group can do with what it heard, for a form."""
    language = state.language()
    return [(code.value, label.words.into(language)) for code, label in labels.OUTCOMES.items()]


def reader_options() -> list[tuple[str, str]]:
    """Who can read what was heard, for a form."""
    return [(code.value, words.into(state.language())) for code, words in labels.READERS.items()]
