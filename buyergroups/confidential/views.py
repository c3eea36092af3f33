"""Pages of what suppliers gave in confidence: the list of a file, an answer, writing one.

No page holds a text before its reader asked for it: that is a button, and what it does is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can
from buyergroups.confidential import labels, queries, services
from buyergroups.confidential.access import confidences
from buyergroups.confidential.forms import AnswerForm, ReplaceForm
from buyergroups.confidential.page import gather, sealed_page
from buyergroups.confidential.queries import Answer
from buyergroups.consultations.page import ConsultationPage, consultation_page
from buyergroups.consultations.queries import consultation_at
from buyergroups.consultations.views import theme_names
from buyergroups.errors import NotThereError
from buyergroups.groups.keeping import RECORDED, done
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, new_key, press, send, writing
from models.confidential import InConfidenceOf

blueprint = Blueprint("confidential", __name__)

NOT_READ_BACK = Words(
    "%(who)s (jij leest het dan zelf niet meer)", "%(who)s (then you do not read it any more)"
)
WHERE = {
    services.TEXT_MISSING: "tekst",
    services.NOT_FOR_YOU: "vertrouwen",
    services.READER_ELSEWHERE: "lezers",
    services.READERS_MISSING: "lezers",
    services.SUPPLIER_ELSEWHERE: "marktpartij",
    services.LATER: "gegeven",
    services.TOLD_LATER: "verteld",
    services.HOW_WITHOUT_DAY: "verteld",
}


@blueprint.get("/marktconsultaties/<ref>/vertrouwelijk")
def answers(ref: str) -> ResponseReturnValue:
    """What suppliers gave in confidence, as far as the reader is in it; without the texts."""
    sealed = sealed_page(ref)
    rows = queries.answers_in(state.reading(), state.actor(), sealed.header.consultation.id)
    return page(
        "confidential/list.html",
        rows=rows,
        theme_names=theme_names(),
        may_write=sealed.may_write,
        confidential_labels=labels,
        **sealed.header.context(),
    )


@blueprint.route("/marktconsultaties/<ref>/vertrouwelijk/nieuw", methods=["GET", "POST"])
def write(ref: str) -> ResponseReturnValue:
    """Record what a supplier said in confidence."""
    header = consultation_page(ref, Action.CONFIDENTIAL_WRITE)
    consultation = header.consultation
    suppliers = {row.ref: row for row in queries.suppliers(state.reading(), consultation.id)}
    held = consultation.held_on
    written = writing(
        AnswerForm,
        vertrouwen=next(iter(confidences(state.actor(), consultation))),
        gegeven=held if held and held <= state.today() else state.today(),
        marktpartij=_only(suppliers) or request.args.get("marktpartij", ""),
    )
    form: Any = written.form
    form.marktpartij.codes = suppliers
    values = _values(header, form)
    if request.method == "POST":

        def act(session: Session) -> str:
            services.keep_answer(
                session,
                state.actor(),
                state.now(),
                consultation=consultation_at(session, state.actor(), ref),
                supplier_id=suppliers[form.marktpartij.data].id,
                **values(),
            )
            return url_for("confidential.answers", ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
    return _form(written, ref, answer=None, suppliers=list(suppliers.values()))


@blueprint.get("/marktconsultaties/<ref>/vertrouwelijk/<answer>")
def answer(ref: str, answer: str) -> ResponseReturnValue:
    """One answer without its text: who gave it, in whose confidence, and who read it."""
    header = consultation_page(ref)
    return _answer_page(header, _answer(header, answer), None)


@blueprint.post("/marktconsultaties/<ref>/vertrouwelijk/<answer>/lezen")
def read(ref: str, answer: str) -> ResponseReturnValue:
    """The same with its text; who reads it is recorded."""
    header = consultation_page(ref)
    found = _answer(header, answer)
    text = _read(found)
    return _answer_page(consultation_page(ref), found, text)


@blueprint.route(
    "/marktconsultaties/<ref>/vertrouwelijk/<answer>/vervangen", methods=["GET", "POST"]
)
def replace(ref: str, answer: str) -> ResponseReturnValue:
    """Another text, or other readers; what was said before stays."""
    header = consultation_page(ref, Action.CONFIDENTIAL_WRITE)
    story = queries.story_of(state.reading(), state.actor(), _answer(header, answer))
    written = writing(ReplaceForm, **_facts(story[0]))
    form: Any = written.form
    values = _values(header, form)
    if request.method == "POST":

        def act(session: Session) -> str:
            if form.gezien.data not in {row.ref for row in story}:
                raise NotThereError("another answer")
            services.replace_answer(
                session, state.actor(), state.now(), ref=form.gezien.data, **values()
            )
            return url_for("confidential.answers", ref=ref)

        address = send(written, act, WHERE)
        if address is not None:
            return done(RECORDED, address)
        if written.conflict:
            # Both texts: theirs is read here.
            written.theirs = _newest(header, answer)
            written.extra = {"text": _read(written.theirs, pressed=False)}
    return _form(written, ref, answer=written.theirs or story[0], suppliers=[])


@blueprint.post("/marktconsultaties/<ref>/vertrouwelijk/<answer>/overnemen")
def take_over(ref: str, answer: str) -> ResponseReturnValue:
    """The form to replace an answer with the text as it is; who reads it so is recorded."""
    header = consultation_page(ref, Action.CONFIDENTIAL_WRITE)
    newest = _newest(header, answer)
    text = _read(newest)
    facts = {**_facts(newest), "tekst": text}
    path = url_for("confidential.replace", ref=ref, answer=answer)
    written = Writing(ReplaceForm(formdata=None, **facts), path, new_key())
    return _form(written, ref, answer=newest, suppliers=[])


def _answer(header: ConsultationPage, ref: str) -> Answer:
    return queries.answer_at(state.reading(), state.actor(), header.consultation.id, ref)


def _newest(header: ConsultationPage, ref: str) -> Answer:
    return queries.story_of(state.reading(), state.actor(), _answer(header, ref))[0]


def _read(found: Answer, *, pressed: bool = True) -> str:
    """Record that the reader is shown the text, then read it; pressed twice, recorded once."""

    def act(session: Session) -> str:
        services.record_reading(session, state.actor(), state.now(), ref=found.ref)
        return url_for("confidential.answer", ref=found.consultation, answer=found.ref)

    if pressed:
        press(act)
    else:
        with state.writing() as session:
            act(session)
    return queries.texts_of(state.reading(), state.actor(), [found.id])[found.id]


def _answer_page(header: ConsultationPage, found: Answer, text: str | None) -> str:
    actor = state.actor()
    story = queries.story_of(state.reading(), actor, found)
    gathered = gather(story)
    return page(
        "confidential/answer.html",
        answer=found,
        theme_names=gathered.themes,
        text=text,
        story=story,
        readers=gathered.readers[found.id],
        accesses=gathered.accesses[found.id],
        may_write=can(actor, Action.CONFIDENTIAL_WRITE, header.consultation),
        key=new_key(),
        confidential_labels=labels,
        **header.context(),
    )


def _form(
    written: Writing, ref: str, *, answer: Answer | None, suppliers: list[Any]
) -> ResponseReturnValue:
    header = consultation_page(ref, Action.CONFIDENTIAL_WRITE)
    return form_page(
        "confidential/form.html",
        written,
        answer=answer,
        suppliers=[(row.ref, row.name) for row in suppliers],
        themes=[(str(key), name) for key, name in theme_names().items()],
        people=_people(header),
        choices=_choices(header),
        key=new_key(),
        confidential_labels=labels,
        **header.context(),
    )


def _values(header: ConsultationPage, form: Any) -> Callable[[], Mapping[str, Any]]:
    """What the form says, for a service; asked after it was looked at."""
    themes = {str(key): key for key in theme_names()}
    people = {row.ref: row.id for row in _people(header)}
    form.thema.codes = themes
    form.lezers.codes = {*people, state.actor().ref}

    def values() -> Mapping[str, Any]:
        return {
            "theme_id": themes.get(form.thema.data),
            "text": form.tekst.data,
            "in_confidence_of": form.vertrouwen.data,
            "reader_ids": {people[ref] for ref in form.lezers.data or () if ref in people},
            "given_on": form.gegeven.data or state.today(),
            "told_on": form.verteld.data,
            "told_how": form.hoe.data or "",
            "language": state.language(),
        }

    return values


def _facts(found: Answer) -> dict[str, Any]:
    readers = queries.readers_of(state.reading(), state.actor(), [found.id])[found.id]
    return {
        "gezien": found.ref,
        "thema": str(found.theme_id or ""),
        "vertrouwen": found.confidence,
        "lezers": [row.ref for row in readers],
        "gegeven": found.given_on,
        "verteld": found.told_on,
        "hoe": found.told_how,
    }


def _choices(header: ConsultationPage) -> list[tuple[str, str]]:
    language = state.language()

    def words(kind: InConfidenceOf, *, own: bool) -> str:
        who = labels.CONFIDENCE[kind].into(language)
        if kind is InConfidenceOf.ORGANISATION:
            who = f"{who}: {header.owners.organisation}"
        return who if own else NOT_READ_BACK.into(language, who=who)

    own = confidences(state.actor(), header.consultation)
    return [(kind.value, words(kind, own=reads)) for kind, reads in own.items()]


def _people(header: ConsultationPage) -> list[queries.Reader]:
    """Whom the writer can name besides themselves."""
    found = queries.people_to_name(state.reading(), state.now(), header.consultation)
    return [row for row in found if row.id != state.actor().person_id]


def _only(suppliers: Mapping[str, Any]) -> str:
    return next(iter(suppliers)) if len(suppliers) == 1 else ""
