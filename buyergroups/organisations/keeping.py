"""The pages that write: add an organisation, change what is known of it, merge it into another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.errors import RefusedError
from buyergroups.organisations import labels, lookup, queries, rules, services
from buyergroups.organisations.filters import Answer
from buyergroups.organisations.forms import FactsForm, MergeForm, TargetForm
from buyergroups.organisations.views import ANSWERS, SECTION, found_at
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("keeping", __name__)

ADDED = Words("De organisatie staat in het register.", "The organisation is in the register.")
CHANGED = Words("De wijziging is vastgelegd.", "The change was recorded.")
MERGED = Words("De samenvoeging is vastgelegd.", "The merge was recorded.")
#: The field that each sentence of the services belongs to.
FACTS_WHERE: Mapping[Words, str] = {
    rules.NAME_MISSING: "naam",
    rules.NAME_UNREADABLE: "naam",
    services.NAME_TAKEN: "naam",
    rules.KVK_WRONG: "kvk",
    services.KVK_TAKEN: "kvk",
    rules.OIN_WRONG: "oin",
    rules.OIN_OTHER: "oin",
    services.OIN_TAKEN: "oin",
    rules.WEBSITE_WRONG: "website",
    rules.SIGNED_BY_NOBODY: "ondertekend",
    rules.SIGNED_IN_FUTURE: "ondertekend",
    rules.BEGUN_IN_FUTURE: "sinds",
    rules.END_BEFORE_START: "tot",
    services.PARENT_MERGED: "koepel",
    services.CYCLE: "koepel",
}
MERGE_WHERE: Mapping[Words, str] = {services.MERGED_AHEAD: "op"}


def _sent(
    written: Writing, words: Words, where: Mapping[Words, str], act: Callable[[Session], str]
) -> ResponseReturnValue | None:
    """Where to go when it was recorded; None when the form must be shown again."""
    done = send(written, act, where)
    if done is None:
        return None
    flash(words.into(state.language()))
    return redirect(done, 303)


def _facts_page(template: str, written: Writing, **values: Any) -> ResponseReturnValue:
    language = state.language()
    return form_page(
        template,
        written,
        section=SECTION,
        types=[
            (row.code, row.name_en if language == "en" else row.name_nl)
            for row in queries.types(state.reading())
        ],
        sectors=[(code.value, words.into(language)) for code, words in labels.SECTORS.items()],
        answers=[(code.value, words.into(language)) for code, words in ANSWERS.items()],
        names=lookup.names(state.reading(), state.actor(), state.now()),
        **values,
    )


@blueprint.route("/organisaties/toevoegen", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Another organisation in the register."""
    require(state.actor(), Action.ORGANISATION_EDIT)
    unknown = Answer.UNKNOWN
    written = writing(FactsForm, aanbestedingsplichtig=unknown, ondertekenaar=unknown)
    form: Any = written.form

    def act(session: Session) -> str:
        made = services.add_organisation(
            session, state.actor(), state.now(), facts=form.facts(), reason=form.reden.data
        )
        return url_for("organisations.organisation", slug=made.slug)

    if request.method == "POST":
        done = _sent(written, ADDED, FACTS_WHERE, act)
        if done is not None:
            return done
    return _facts_page("organisations/add.html", written)


@blueprint.route("/organisaties/<slug>/wijzigen", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    """Other facts from now on; what was known before stays readable."""
    require(state.actor(), Action.ORGANISATION_EDIT)
    found = found_at(slug)
    if not isinstance(found, queries.Found):
        return found
    row = queries.organisation(state.reading(), state.actor(), state.now(), found.id)
    written = writing(FactsForm, gezien=row.OrganisationVersion.id, **_typed(row))
    form: Any = written.form

    def act(session: Session) -> str:
        made = services.change_organisation(
            session,
            state.actor(),
            state.now(),
            organisation_id=found.id,
            facts=form.facts(),
            reason=form.reden.data,
            seen=number_seen(form.gezien.data),
        )
        return url_for("organisations.organisation", slug=made.slug)

    if request.method == "POST":
        done = _sent(written, CHANGED, FACTS_WHERE, act)
        if done is not None:
            return done
        row = queries.organisation(state.reading(), state.actor(), state.now(), found.id)
    return _facts_page("organisations/edit.html", written, row=row, known=labels.KNOWN)


def _typed(row: Any) -> dict[str, Any]:
    """What is known, as the form takes it."""
    version = row.OrganisationVersion
    answers = {answer.value_of: answer for answer in Answer}
    types = {kind.id: kind.code for kind in queries.types(state.reading())}
    return {
        "naam": version.name,
        "soort": types.get(version.type_id, ""),
        "sector": version.sector,
        "aanbestedingsplichtig": answers[version.bound_by_procurement_law],
        "ondertekenaar": answers[version.signatory],
        "ondertekend": (version.signed, version.signed_precision),
        "koepel": row.parent or "",
        "kvk": version.kvk or "",
        "oin": version.oin or "",
        "website": version.website or "",
        "sinds": (version.since, version.since_precision),
        "tot": version.until,
    }


# ---- a merge ----------------------------------------------------------------------------------


@blueprint.get("/organisaties/<slug>/samenvoegen")
def choose(slug: str) -> ResponseReturnValue:
    """First which organisation it goes into; the next page shows what moves."""
    require(state.actor(), Action.ORGANISATION_EDIT)
    found = found_at(slug)
    if not isinstance(found, queries.Found):
        return found
    asked = "in" in request.args
    form: Any = TargetForm(request.args if asked else None)
    if asked and form.validate():
        if form.into.organisation_id != found.id:
            return redirect(url_for("keeping.merge", slug=slug, into=form.into.slug), 302)
        form.into.errors = [services.INTO_ITSELF.into(state.language())]
    html = page(
        "organisations/choose.html",
        section=SECTION,
        form=form,
        row=queries.organisation(state.reading(), state.actor(), state.now(), found.id),
        names=lookup.names(state.reading(), state.actor(), state.now()),
    )
    return html, 422 if asked else 200


@blueprint.route("/organisaties/<slug>/samenvoegen/<into>", methods=["GET", "POST"])
def merge(slug: str, into: str) -> ResponseReturnValue:
    """What moves, and the form that does it, with a reason and a day."""
    require(state.actor(), Action.ORGANISATION_EDIT)
    found = found_at(slug)
    if not isinstance(found, queries.Found):
        return found
    session, actor, now = state.reading(), state.actor(), state.now()
    target = queries.organisation_by_slug(session, actor, into)
    if target.id == found.id:
        raise RefusedError(services.INTO_ITSELF)
    moves = lookup.moves(session, now, found.id, target.id)
    written = writing(MergeForm, gezien=moves.seen, op=state.today())
    form: Any = written.form

    def act(writes: Session) -> str:
        services.merge_organisation(
            writes,
            actor,
            now,
            organisation_id=found.id,
            into_id=target.id,
            merged_on=form.op.data,
            reason=form.reden.data,
            seen=form.gezien.data or "",
        )
        return url_for("organisations.organisation", slug=target.slug)

    if request.method == "POST":
        done = _sent(written, MERGED, MERGE_WHERE, act)
        if done is not None:
            return done
    return _merge_page(written, found, target)


def _merge_page(
    written: Writing, found: queries.Found, target: queries.Found
) -> ResponseReturnValue:
    session, actor, now = state.reading(), state.actor(), state.now()
    return form_page(
        "organisations/merge.html",
        written,
        section=SECTION,
        row=queries.organisation(session, actor, now, found.id),
        into=queries.organisation(session, actor, now, target.id),
        moves=lookup.moves(session, now, found.id, target.id),
    )
