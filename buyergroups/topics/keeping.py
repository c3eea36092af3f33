"""Pages that write topics: raising, changing, a step back, closing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.chains.page import the_programme, the_themes
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.groups.queries import chain_options
from buyergroups.topics import labels, queries, reading, rules, services
from buyergroups.topics.filters import Filters
from buyergroups.topics.forms import FACTS_WHERE, MOST_TEXT, CloseForm, FactsForm, StepForm
from buyergroups.topics.page import SECTION, TopicPage, topic_page
from buyergroups.topics.reading import Alike
from buyergroups.topics.rules import BACK, CLOSABLE
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing
from models.topics import TopicOrigin, TopicState, Urgency

blueprint = Blueprint("topic_keeping", __name__)

RECORDED = Words("Vastgelegd.", "Recorded.")
LOOKS_ALIKE = Words("Er is al iets dat hierop lijkt.", "There is already something similar.")
RAISED = Words("Het vraagstuk is opgebracht.", "The topic was raised.")
YOURS = Words("jouw keten", "your chain")
#: How a form says what was shown as looking like it, and how much it can say of that.
_KEY = re.compile(r"\b[tp][0-9]{1,9}\b", re.ASCII)
MOST_SHOWN = 1000
_STEP_WHERE = {rules.NOT_YET: "op", rules.BEFORE_LAST: "op"}
_CLOSE_WHERE = {
    **_STEP_WHERE,
    rules.OWN_DUPLICATE: "dubbel",
    rules.DUPLICATE_CIRCLE: "dubbel",
    services.NO_SUCH_TOPIC: "dubbel",
}


def done(
    written: Writing, act: Callable[[Session], str], where: Mapping[Words, str]
) -> ResponseReturnValue | None:
    """Record it and go on, or None where the form has to be shown again."""
    if request.method != "POST":
        return None
    address = send(written, act, where)
    if address is None:
        return None
    flash(RECORDED.into(state.language()))
    return redirect(address, 303)


@blueprint.route("/vraagstukken/nieuw", methods=["GET", "POST"])
def make() -> ResponseReturnValue:
    """Raise a topic; what looks like it is shown first."""
    require(state.actor(), Action.TOPIC_RAISE)
    written = writing(FactsForm, urgentie=Urgency.NORMAL)
    form: Any = written.form
    programme_id = the_programme().id

    def act(session: Session) -> str:
        if found - shown:
            raise RefusedError(LOOKS_ALIKE)
        made = services.raise_topic(
            session,
            state.actor(),
            state.now(),
            programme_id=programme_id,
            facts=form.facts(),
            language=state.language(),
        )
        flash(RAISED.into(state.language()))
        return url_for("topics.topic", slug=made.slug)

    if request.method != "POST":
        return _facts_page(written, None)
    alike = _alike(form)
    found, shown = _keys(alike), _shown(form.getoond.data)
    address = send(written, act, FACTS_WHERE)
    if address is not None:
        return redirect(address, 303)
    if written.refused is LOOKS_ALIKE:
        # No mistake: it is shown, and the same button then raises it all the same.
        written.status, written.problem, shown = 200, None, shown | found
    else:
        alike = {}
    all_the_same = bool(found) and found <= shown
    return _facts_page(written, None, shown=shown, all_the_same=all_the_same, **alike)


def _alike(form: Any) -> dict[str, Sequence[Alike]]:
    """The topics and programmes that look like what was filled in."""
    # A form that is wrong in something else has these too, however long.
    title, asked = (form.titel.data or "")[:200], (form.gevraagd.data or "")[:MOST_TEXT]
    session = state.reading()
    return {
        "alike": reading.topics_alike(session, state.actor(), title, asked),
        "programmes": reading.programmes_alike(session, the_programme().id, title, asked),
    }


def _keys(alike: dict[str, Sequence[Alike]]) -> set[str]:
    return {one.key for rows in alike.values() for one in rows}


def _shown(text: str | None) -> set[str]:
    """What the form says was shown as looking like it; whatever else it says is nothing."""
    return set(_KEY.findall((text or "")[:MOST_SHOWN]))


@blueprint.route("/vraagstukken/<slug>/wijzigen", methods=["GET", "POST"])
def change(slug: str) -> ResponseReturnValue:
    """Other words, chains, themes or links."""
    header = topic_page(slug)
    require(state.actor(), Action.TOPIC_CHANGE, header.topic)
    if request.method == "GET" and header.topic.state is TopicState.CLOSED:
        raise NotThereError(f"{slug[:80]} is closed")
    written = writing(FactsForm, **_known(header))
    form: Any = written.form

    def act(session: Session) -> str:
        services.change_topic(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            facts=form.facts(),
            language=state.language(),
            seen=number_seen(form.gezien.data),
        )
        return url_for("topics.topic", slug=slug)

    sent = done(written, act, FACTS_WHERE)
    if sent is not None:
        return sent
    if written.conflict:
        written.theirs = topic_page(slug).topic
    return _facts_page(written, header)


def _known(header: TopicPage) -> dict[str, Any]:
    found, session = header.topic, state.reading()
    return {
        "gezien": found.version_id,
        "titel": found.title,
        "gevraagd": found.asked,
        "herkomst": found.origin,
        "wat": found.origin_about,
        "nummer": found.parliament_nr,
        "uiterlijk": found.due,
        "urgentie": found.urgency,
        "waarom": found.urgency_reason,
        "keten": [str(key) for key, _, _ in header.chains],
        "thema": [str(key) for key in reading.themes_of(session, found.version_id)],
        "links": "\n".join(reading.links_of(session, found.version_id)),
    }


def _facts_page(written: Writing, header: TopicPage | None, **alike: Any) -> ResponseReturnValue:
    language = state.language()
    # Of a chain lead their own chains first, and the rest by name.
    leads, yours = state.actor().leads, YOURS.into(language)
    chains = chain_options(state.reading(), None).values()
    ordered = sorted(chains, key=lambda row: row[0] not in leads)
    return form_page(
        "topics/facts.html",
        written,
        **{
            "section": SECTION,
            "topic": None,
            "alike": (),
            "programmes": (),
            "shown": (),
            "all_the_same": False,
            "topic_labels": labels,
            "all_chains": [
                (str(key), name, yours if key in leads else "") for key, name in ordered
            ],
            "all_themes": [
                (str(row.id), row.name(language), "") for row in the_themes(state.today().year)
            ],
            "origins": [(code.value, labels.ORIGINS[code].into(language)) for code in TopicOrigin],
            "urgencies": [
                (code.value, labels.URGENCY[code].words.into(language)) for code in Urgency
            ],
            **(header.context() if header else {}),
            **alike,
        },
    )


@blueprint.route("/vraagstukken/<slug>/terug", methods=["GET", "POST"])
def back(slug: str) -> ResponseReturnValue:
    """One step back, with a reason: also reopening."""
    header = topic_page(slug)
    require(state.actor(), Action.TOPIC_KEEP)
    written = writing(StepForm, gezien=header.topic.move_id, op=state.today())
    form: Any = written.form
    form.since = header.since_seen

    def act(session: Session) -> str:
        services.step_back(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            on=form.op.data,
            reason=form.reden.data,
            seen=number_seen(form.gezien.data),
        )
        return url_for("topics.topic", slug=slug)

    sent = done(written, act, _STEP_WHERE)
    if sent is not None:
        return sent
    if request.method == "GET" and header.topic.state not in BACK:
        raise NotThereError(f"no way back from {header.topic.state}")
    return _step_page("topics/back.html", written, slug)


@blueprint.route("/vraagstukken/<slug>/sluiten", methods=["GET", "POST"])
def close(slug: str) -> ResponseReturnValue:
    """Done with, or the same as another one."""
    header = topic_page(slug)
    require(state.actor(), Action.TOPIC_KEEP)
    others = _others(header)
    written = writing(
        CloseForm,
        gezien=header.topic.move_id,
        op=state.today(),
        dubbel=request.args.get("dubbel", "")[:200],
    )
    form: Any = written.form
    # Its own address is refused with a sentence of its own.
    form.dubbel.codes, form.own = {*others, slug}, slug
    form.since = header.since_seen

    def act(session: Session) -> str:
        services.close_topic(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            on=form.op.data,
            reason=form.reden.data,
            duplicate_of=form.dubbel.data or "",
            seen=number_seen(form.gezien.data),
        )
        return url_for("topics.topic", slug=slug)

    sent = done(written, act, _CLOSE_WHERE)
    if sent is not None:
        return sent
    if request.method == "GET" and header.topic.state not in CLOSABLE:
        raise NotThereError(f"not closable from {header.topic.state}")
    return _step_page("topics/close.html", written, slug, others=list(others.items()))


def _others(header: TopicPage) -> dict[str, str]:
    """The topics that this one can be a duplicate of."""
    if header.topic.state is TopicState.DECIDED:
        return {}
    found, _ = queries.topics(
        state.reading(), state.actor(), the_programme().id, Filters(), whole=True
    )
    return {row.slug: row.title for row in found if row.id != header.topic.id}


def _step_page(template: str, written: Writing, slug: str, **values: Any) -> ResponseReturnValue:
    """The form again, with where the topic stands by now."""
    return form_page(template, written, **topic_page(slug).context(), **values)
