"""The pages that write the register: add, change, merge, contact persons, wishes to be heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.accounts.services import EMAIL_WRONG
from buyergroups.chains.page import the_programme
from buyergroups.errors import WHY_MISSING, NotThereError
from buyergroups.groups.queries import chain_options
from buyergroups.organisations.rules import KVK_WRONG, WEBSITE_WRONG
from buyergroups.suppliers import labels, lookup, queries, rules, services
from buyergroups.suppliers.filters import Filters
from buyergroups.suppliers.forms import ContactForm, FactsForm, MergeForm, RemoveForm, WishForm
from buyergroups.suppliers.views import SECTION, found_at
from buyergroups.web import state
from buyergroups.web.formats import shown
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, press, send, writing
from models.suppliers import SupplierSize

blueprint = Blueprint("supplier_keeping", __name__)

ADDED = Words("De marktpartij staat in het register.", "The supplier is in the register.")
RECORDED = Words("Vastgelegd.", "Recorded.")
MERGED = Words("De samenvoeging is vastgelegd.", "The merge was recorded.")
TAKEN_BACK = Words("De vraag is teruggenomen.", "The request was taken back.")
ENDED = Words("De contactpersoon is beëindigd.", "The contact person was ended.")
#: The field that each sentence of the services belongs to.
FACTS_WHERE: Mapping[Words, str] = {
    rules.NAME_MISSING: "naam",
    rules.NAME_UNUSABLE: "naam",
    rules.NAME_TOO_LONG: "naam",
    services.NAME_TAKEN: "naam",
    KVK_WRONG: "kvk",
    services.KVK_TAKEN: "kvk",
    WEBSITE_WRONG: "website",
    WHY_MISSING: "reden",
}


def done(
    written: Writing, words: Words, where: Mapping[Words, str], act: Callable[[Session], str]
) -> ResponseReturnValue | None:
    """Where to go when it was recorded; None when the form must be shown again."""
    address = send(written, act, where) if request.method == "POST" else None
    if address is None:
        return None
    flash(words.into(state.language()))
    return redirect(address, 303)


def _sizes() -> list[tuple[str, str]]:
    return [(code.value, words.into(state.language())) for code, words in labels.SIZES.items()]


@blueprint.route("/marktpartijen/toevoegen", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Another supplier in the register."""
    require(state.actor(), Action.SUPPLIERS_OPEN)
    require(state.actor(), Action.SUPPLIER_KEEP)
    written = writing(FactsForm, grootte=SupplierSize.UNKNOWN)
    form: Any = written.form

    def act(session: Session) -> str:
        made = services.add_supplier(
            session,
            state.actor(),
            state.now(),
            programme_id=the_programme().id,
            facts=form.facts(),
            reason=form.reden.data or "",
        )
        return url_for("suppliers.supplier", ref=made.ref)

    return done(written, ADDED, FACTS_WHERE, act) or form_page(
        "suppliers/facts.html", written, section=SECTION, facts=None, sizes=_sizes()
    )


@blueprint.route("/marktpartijen/<ref>/wijzigen", methods=["GET", "POST"])
def edit(ref: str) -> ResponseReturnValue:
    """Other facts from now on; what was known before stays readable."""
    found = _kept(ref)
    if not isinstance(found, queries.Found):
        return found
    known = queries.facts(state.reading(), found.id)
    written = writing(
        FactsForm,
        gezien=known.id,
        naam=known.name,
        grootte=known.company_size,
        kvk=known.kvk or "",
        website=known.website or "",
    )
    form: Any = written.form

    def act(session: Session) -> str:
        services.change_supplier(
            session,
            state.actor(),
            state.now(),
            supplier_id=found.id,
            facts=form.facts(),
            reason=form.reden.data or "",
            seen=number_seen(form.gezien.data),
        )
        return url_for("suppliers.supplier", ref=ref)

    answer = done(written, RECORDED, FACTS_WHERE, act)
    return answer or form_page(
        "suppliers/facts.html",
        written,
        section=SECTION,
        ref=ref,
        facts=queries.facts(state.reading(), found.id),
        sizes=_sizes(),
        size_words=labels.SIZES,
    )


def _kept(ref: str) -> queries.Found | ResponseReturnValue:
    require(state.actor(), Action.SUPPLIER_KEEP)
    return found_at(ref)


# ---- contact persons and wishes -----------------------------------------------------------------


@blueprint.route("/marktpartijen/<ref>/contactpersonen/toevoegen", methods=["GET", "POST"])
def add_contact(ref: str) -> ResponseReturnValue:
    """Somebody to turn to."""
    found = _kept(ref)
    if not isinstance(found, queries.Found):
        return found
    written = writing(ContactForm)
    form: Any = written.form

    def act(session: Session) -> str:
        services.add_contact(
            session,
            state.actor(),
            state.now(),
            supplier_id=found.id,
            name=form.naam.data,
            function=form.functie.data or "",
            email=form.mail.data or "",
            phone=form.telefoon.data or "",
        )
        return url_for("suppliers.supplier", ref=ref)

    return done(written, RECORDED, {EMAIL_WRONG: "mail"}, act) or form_page(
        "suppliers/contact.html",
        written,
        section=SECTION,
        ref=ref,
        facts=queries.facts(state.reading(), found.id),
    )


@blueprint.post("/marktpartijen/<ref>/contactpersonen/<int:contact_id>/beeindigen")
def end_contact(ref: str, contact_id: int) -> ResponseReturnValue:
    """Somebody is no contact person any more."""
    found = _kept(ref)
    if not isinstance(found, queries.Found):
        return found

    def act(session: Session) -> str:
        services.end_contact(session, state.actor(), state.now(), contact_id=contact_id)
        return url_for("suppliers.supplier", ref=found.home_ref)

    address = press(act)
    flash(ENDED.into(state.language()))
    return redirect(address, 303)


@blueprint.route("/marktpartijen/<ref>/wens", methods=["GET", "POST"])
def wish(ref: str) -> ResponseReturnValue:
    """It asked to be heard on a chain."""
    found = _kept(ref)
    if not isinstance(found, queries.Found):
        return found
    chains = chain_options(state.reading(), None)
    written = writing(WishForm, op=state.today(), keten=request.args.get("keten", ""))
    form: Any = written.form
    form.keten.codes = chains

    def act(session: Session) -> str:
        services.add_wish(
            session,
            state.actor(),
            state.now(),
            supplier_id=found.id,
            chain_id=chains[form.keten.data][0],
            asked_on=form.op.data,
            note=form.toelichting.data or "",
        )
        return url_for("suppliers.supplier", ref=ref)

    return done(written, RECORDED, {services.ASKED_AHEAD: "op"}, act) or form_page(
        "suppliers/wish.html",
        written,
        section=SECTION,
        ref=ref,
        facts=queries.facts(state.reading(), found.id),
        chains=[(slug, name) for slug, (_, name) in chains.items()],
    )


@blueprint.route("/marktpartijen/<ref>/wens/<int:wish_id>/terugnemen", methods=["GET", "POST"])
def remove_wish(ref: str, wish_id: int) -> ResponseReturnValue:
    """It did not ask that: taken back, with the reason."""
    found = _kept(ref)
    if not isinstance(found, queries.Found):
        return found
    rows = queries.wishes(state.reading(), state.actor(), found.home_id)
    wished = next((row for row in rows if row.id == wish_id), None)
    if wished is None:
        raise NotThereError(f"wish {wish_id}")
    written = writing(RemoveForm)
    form: Any = written.form

    def act(session: Session) -> str:
        services.remove_wish(
            session, state.actor(), state.now(), wish_id=wish_id, reason=form.reden.data
        )
        return url_for("suppliers.supplier", ref=found.home_ref)

    return done(written, TAKEN_BACK, {WHY_MISSING: "reden"}, act) or form_page(
        "suppliers/remove_wish.html",
        written,
        section=SECTION,
        ref=found.home_ref,
        facts=queries.facts(state.reading(), found.home_id),
        wish=wished,
    )


# ---- a merge ------------------------------------------------------------------------------------


@blueprint.get("/marktpartijen/<ref>/samenvoegen")
def choose(ref: str) -> ResponseReturnValue:
    """First which one it is; the next page shows what goes along."""
    require(state.actor(), Action.SUPPLIER_MERGE)
    found = found_at(ref)
    if not isinstance(found, queries.Found):
        return found
    session, actor = state.reading(), state.actor()
    asked = shown(request.args.get("naam", "")).strip()[:200]
    listed = queries.suppliers(session, actor, Filters(name=asked)).rows if asked else ()
    rows = (
        [row for row in listed if row.id != found.id]
        if asked
        else queries.near(session, actor, found.id)
    )
    return page(
        "suppliers/choose.html",
        section=SECTION,
        ref=ref,
        facts=queries.facts(session, found.id),
        asked=asked,
        rows=rows,
        own=found.id,
        entries=queries.entries(session, actor, [found.id, *(row.id for row in rows)]),
        sizes=labels.SIZES,
    )


@blueprint.route("/marktpartijen/<ref>/samenvoegen/<into>", methods=["GET", "POST"])
def merge(ref: str, into: str) -> ResponseReturnValue:
    """What goes along, and the form that does it, with a reason."""
    require(state.actor(), Action.SUPPLIER_MERGE)
    found = found_at(ref)
    if not isinstance(found, queries.Found):
        return found
    session, actor = state.reading(), state.actor()
    target = queries.supplier_at(session, actor, into)
    moves = lookup.moves(session, actor, found.id, target.id)
    written = writing(MergeForm, gezien=moves.seen)
    form: Any = written.form

    def act(writes: Session) -> str:
        services.merge_supplier(
            writes,
            actor,
            state.now(),
            supplier_id=found.id,
            into_id=target.id,
            reason=form.reden.data,
            seen=form.gezien.data or "",
        )
        return url_for("suppliers.supplier", ref=target.ref)

    return done(written, MERGED, {}, act) or form_page(
        "suppliers/merge.html",
        written,
        section=SECTION,
        ref=ref,
        facts=queries.facts(state.reading(), found.id),
        target=queries.facts(state.reading(), target.id),
        target_ref=target.ref,
        moves=lookup.moves(state.reading(), actor, found.id, target.id),
        entries=queries.entries(state.reading(), actor, [found.id, target.id]),
        own=found.id,
        other=target.id,
        sizes=labels.SIZES,
    )
