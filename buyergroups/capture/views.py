"""Pages on which a consultation begins: logged after the fact, or announced."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.capture import services
from buyergroups.capture.forms import LISTS, CaptureForm, captured
from buyergroups.capture.queries import where_to_log
from buyergroups.confidential.labels import CONFIDENCE, InConfidenceOf
from buyergroups.consultations import queries
from buyergroups.consultations import services as consultations
from buyergroups.consultations.access import shut_out_of
from buyergroups.consultations.editing import kind_options, outcome_options, reader_options
from buyergroups.consultations.forms import WHERE, WHERE_FACTS, AnnounceForm, numbers
from buyergroups.consultations.lines import asks_for_more, lined
from buyergroups.consultations.page import SECTION
from buyergroups.consultations.queries import Attending
from buyergroups.consultations.views import Stacked, stacked, theme_names
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.groups.keeping import done
from buyergroups.groups.places import Place
from buyergroups.groups.queries import Filters, Group, groups
from buyergroups.suppliers import present
from buyergroups.suppliers.pasting import STILL_TO_CHOOSE, Pasted, choices_sent
from buyergroups.suppliers.rules import MOST_NAMES, names_in
from buyergroups.web import state
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("capture", __name__)

LOGGED = Words("De marktconsultatie is vastgelegd.", "The market consultation was recorded.")
ANNOUNCED = Words("De marktconsultatie is aangekondigd.", "The market consultation was announced.")


@blueprint.route("/marktconsultaties/vastleggen", methods=["GET", "POST"])
def log() -> ResponseReturnValue:
    """One form for what was held; without a group, the groups to choose from."""
    if not request.args.get("groep"):
        return _choose("capture.log")
    group, places = _group()
    people = queries.people(state.reading(), state.now(), group.id, _self())
    chains = _chains(group)
    written = _form(group, places, people, chains)
    pasted = _compared(written.form)
    if request.method == "POST" and not asks_for_more():

        def act(session: Session) -> str:
            # In here: sent twice, the same form finds its own names known.
            if pasted.open_keys:
                raise RefusedError(STILL_TO_CHOOSE, count=len(pasted.open_keys))
            made = services.capture_consultation(
                session,
                state.actor(),
                state.now(),
                place=_place(group, places, written.form.organisatie.data),
                captured=captured(written.form, present.meant(pasted.lines, pasted.chosen)),
                language=state.language(),
            )
            return url_for("consultations.consultation", ref=made.ref)

        address = send(written, act, {**WHERE, STILL_TO_CHOOSE: "marktpartijen"})
        if address is not None:
            return done(LOGGED, address)
    return form_page(
        "capture/log.html",
        written,
        section=SECTION,
        group=group,
        places=[(row.slug, row.name) for row in places],
        chains=chains,
        stacked=_stacked(chains, written),
        pasted=pasted,
        **_choices(places),
        **_options(people),
    )


def _choices(places: Sequence[Any]) -> dict[str, Any]:
    return {
        "kinds": kind_options(),
        "themes": theme_names(),
        "readers": reader_options(),
        "outcomes": outcome_options(),
        "confidences": _confidences(places),
    }


def _compared(form: Any) -> Pasted:
    """What the register has of the names that were typed, and which are still to be chosen of."""
    names = names_in(form.marktpartijen.data or "")
    if not 0 < len(names) <= MOST_NAMES:
        return Pasted()
    lines = present.compare(state.reading(), state.actor(), names)
    chosen = choices_sent()
    sent = request.method == "POST" and not asks_for_more()
    open_keys = present.resolved(lines, chosen)[2] if sent else ()
    return Pasted(lines, chosen=chosen, open_keys=open_keys)


def _options(people: Sequence[Attending]) -> dict[str, Any]:
    """Who can have been there, who can do something, and who can be named as a reader."""
    rows = [(row.person_id, row.name, row.organisation) for row in people]
    return {
        "attending": rows,
        "people": [(str(row.person_id), row.name) for row in people],
        "named": [row for row, who in zip(rows, people, strict=True) if who.may_be_named],
    }


def _form(
    group: Group, places: Sequence[Any], people: Sequence[Attending], chains: Sequence[Any]
) -> Writing:
    """As it begins: whoever logs was there, for their own organisation, on the only chain."""
    choices = {
        "organisatie": [row.slug for row in places],
        "thema": [str(key) for key in theme_names()],
        "eigenaar": [str(row.person_id) for row in people],
    }
    return writing(
        partial(lined, CaptureForm, LISTS, choices),
        at=url_for("capture.log", groep=group.slug),
        organisatie=_own(places),
        keten=_only(chains),
        wie=[str(state.actor().person_id)],
    )


def _chains(group: Group) -> list[tuple[int, str, str]]:
    rows = queries.chains_of_group(state.reading(), group.id)
    return [(row.id, row.name, "") for row in rows]


def _stacked(chains: Sequence[tuple[int, str, str]], written: Writing) -> list[Stacked]:
    """Of the chains that were chosen; as long as none is, of all of the group."""
    chosen = numbers(written.form.keten.data or [])
    return stacked((key, name) for key, name, _ in chains if not chosen or key in chosen)


def _only(chains: Sequence[Any]) -> list[str]:
    return [str(chains[0][0])] if len(chains) == 1 else []


@blueprint.route("/marktconsultaties/aankondigen", methods=["GET", "POST"])
def announce() -> ResponseReturnValue:
    """A short form for what is still to come; without a group, the groups to choose from."""
    if not request.args.get("groep"):
        return _choose("capture.announce")
    group, places = _group()
    chains = _chains(group)
    written = writing(
        AnnounceForm,
        at=url_for("capture.announce", groep=group.slug),
        organisatie=_own(places),
        keten=_only(chains),
    )
    form: Any = written.form
    form.organisatie.codes = [row.slug for row in places]
    if request.method == "POST":

        def act(session: Session) -> str:
            made = consultations.announce_consultation(
                session,
                state.actor(),
                state.now(),
                place=_place(group, places, form.organisatie.data),
                facts=form.facts(),
                language=state.language(),
            )
            return url_for("consultations.consultation", ref=made.ref)

        address = send(written, act, WHERE_FACTS)
        if address is not None:
            return done(ANNOUNCED, address)
    return form_page(
        "capture/announce.html",
        written,
        section=SECTION,
        group=group,
        places=[(row.slug, row.name) for row in places],
        chains=chains,
        stacked=_stacked(chains, written),
        kinds=kind_options(),
    )


def _choose(endpoint: str) -> ResponseReturnValue:
    """In which group; one's own first. Raises NotAllowedError for who has none."""
    actor = state.actor()
    require(actor, Action.GROUPS_OPEN)
    if request.method == "POST":
        raise NotThereError("a form without a group")
    session, now = state.reading(), state.now()
    out = shut_out_of(session, actor)
    mine, _ = groups(session, actor, now, Filters(mine=True), whole=True)
    rows, total = ([], 0) if mine else groups(session, actor, now, Filters())
    open_to_me = [row for row in mine or rows if row.id not in out]
    if len(open_to_me) == 1 and total <= len(rows):
        return redirect(url_for(endpoint, groep=open_to_me[0].slug), 302)
    return page(
        "capture/choose.html",
        section=SECTION,
        rows=open_to_me,
        more=total > len(rows),
        to=lambda slug: url_for(endpoint, groep=slug),
        announcing=endpoint == "capture.announce",
    )


def _group() -> tuple[Group, Sequence[Any]]:
    """The group that the address names, and for which organisations the reader may log there."""
    slug = request.args["groep"]
    return where_to_log(state.reading(), state.actor(), state.now(), slug)


def _place(group: Group, places: Sequence[Any], slug: str) -> Place:
    row = next((row for row in places if row.slug == slug), None)
    if row is None:
        raise NotThereError(f"organisation {slug[:40]} in group {group.id}")
    return Place(group.id, row.id)


def _own(places: Sequence[Any]) -> str:
    """The own organisation, or the only one."""
    own = {place.organisation_id for place in state.actor().memberships}
    mine = [row.slug for row in places if row.id in own or len(places) == 1]
    return mine[0] if mine else ""


def _self() -> list[int]:
    actor = state.actor()
    return [actor.person_id] if actor.in_programme_team and actor.person_id else []


def _confidences(places: Sequence[Any]) -> list[tuple[str, str]]:
    """In whose confidence the reader can write something down."""
    actor, language = state.actor(), state.language()
    member = any(row.id in {p.organisation_id for p in actor.memberships} for row in places)
    offered = {
        InConfidenceOf.ORGANISATION: member,
        InConfidenceOf.NAMED: True,
        InConfidenceOf.TEAM: member or actor.in_programme_team,
    }
    return [(kind.value, CONFIDENCE[kind].into(language)) for kind, may in offered.items() if may]
