"""Pages of flags: the list and its files, one flag with its history, and what people do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.clock import local_day
from buyergroups.errors import NotThereError, RefusedError
from buyergroups.flags import labels, queries, rules, services
from buyergroups.flags.asking import candidates, still_sees
from buyergroups.flags.filters import NO_ONE, Filters, Show, read_filters
from buyergroups.flags.forms import AssignForm, RemarkForm, SnoozeForm
from buyergroups.flags.offers import RULES, Severity
from buyergroups.flags.owners import owners
from buyergroups.narrowing import Mistake
from buyergroups.web import exports, state
from buyergroups.web.formats import shown
from buyergroups.web.forms import number_seen
from buyergroups.web.unchanged import kept
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, new_key, press, send, writing
from models.flags import Flag

blueprint = Blueprint("flags", __name__)

SECTION = "home"
#: A workbook of more rows takes a web process longer than a page may.
MOST_IN_WORKBOOK = 5000
HEAD = Words(
    "ernst;aandachtspunt;onderwerp;soort;sinds;opgemerkt;uitgesteld tot;toegewezen aan;adres;"
    "van wie",
    "severity;flag;subject;kind;since;noticed;snoozed until;assigned to;address;whose",
)
NOT_A_FILE = Words("Er is geen bestand gemaakt. %(reasons)s", "No file was made. %(reasons)s")
TOO_MANY = Words(
    "Dit zijn %(count)s aandachtspunten; in dit soort bestand passen er %(most)s. Kies CSV, of "
    "kies eerst bijvoorbeeld een regel.",
    "These are %(count)s flags; this kind of file has room for %(most)s. Choose CSV, or choose for "
    "example a rule first.",
)
SNOOZED = Words("Het aandachtspunt is uitgesteld.", "The flag was snoozed.")
WOKEN = Words("Het aandachtspunt staat weer in de lijst.", "The flag is in the list again.")
ASSIGNED = Words("De toewijzing is vastgelegd.", "The assignment was recorded.")
REMARKED = Words("Je opmerking is vastgelegd.", "Your comment was recorded.")


# ---- the list ---------------------------------------------------------------------------------


@blueprint.get("/aandachtspunten")
@kept
def flags() -> ResponseReturnValue:
    """What needs a person: what is the reader's own first, the most urgent above."""
    filters, mistakes, offered = _asked()
    session, actor, today = state.reading(), state.actor(), state.today()
    found = queries.listed(session, actor, today, filters)
    html = page(
        "flags/list.html",
        section=SECTION,
        found=found,
        owners=_owners(found.rows),
        filters=filters,
        mistakes=[mistake.sentence(state.language()) for mistake in mistakes],
        offered=offered,
        counts=queries.counts(session, actor, today),
        Show=Show,
        no_one=NO_ONE,
        rules=RULES.values(),
        severities=Severity,
        flag_labels=labels,
        today=today,
        to=lambda nr: _address("flags", filters, nr),
        files=[(kind.upper(), _address(f"flags_{kind}", filters)) for kind in ("csv", "xlsx")],
        sees_rules=can(actor, Action.FLAG_RULES_SEE),
    )
    return html, 422 if mistakes else 200


@blueprint.get("/aandachtspunten.csv")
def flags_csv() -> ResponseReturnValue:
    """The whole list as CSV."""
    return _file(exports.csv_answer, None)


@blueprint.get("/aandachtspunten.xlsx")
def flags_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook."""
    return _file(exports.xlsx_answer, MOST_IN_WORKBOOK)


def _asked() -> tuple[Filters, list[Mistake], queries.Offered]:
    """What the address asks for, with what the reader can choose from."""
    actor = state.actor()
    require(actor, Action.FLAGS_OPEN)
    offered = state.remembered(
        ("flags offered", actor), lambda session: queries.offered(session, actor)
    )
    typed = {name: shown(text) for name, text in request.args.items()}
    return *read_filters(typed, offered.choices), offered


def _address(name: str, filters: Filters, nr: int = 1) -> str:
    values: dict[str, Any] = {**filters.parameters(), **({"pagina": nr} if nr > 1 else {})}
    return url_for(f"flags.{name}", **values)


def _owners(rows: Sequence[queries.Row]) -> Mapping[int, str]:
    actor, language = state.actor(), state.language().value
    return owners(state.reading(), actor, state.now(), language, rows)


def _file(answer: Callable[..., Response], most: int | None) -> ResponseReturnValue:
    """Every row, of all pages; a filter that makes no sense gives no file but a sentence."""
    filters, mistakes, _ = _asked()
    language = state.language()
    if mistakes:
        reasons = " ".join(mistake.sentence(language) for mistake in mistakes)
        raise RefusedError(NOT_A_FILE, reasons=reasons)
    rows = queries.all_listed(state.reading(), state.actor(), state.today(), filters)
    if most is not None and len(rows) > most:
        raise RefusedError(TOO_MANY, count=len(rows), most=most)
    whose, base = _owners(rows), state.tracker().settings.base_url
    lines = [
        (
            labels.SEVERITIES[row.rule.severity].words.into(language),
            row.rule.words.into(language),
            row.told.name,
            row.rule.kind.words.into(language),
            row.since,
            local_day(row.opened_at),
            row.snoozed_until,
            row.assigned_to,
            base + row.told.address if row.told.address else None,
            whose.get(row.id),
        )
        for row in rows
    ]
    name = f"aandachtspunten-{state.today().isoformat()}"
    return answer(name, HEAD.into(language).split(";"), lines)


# ---- one flag ---------------------------------------------------------------------------------


@blueprint.get("/aandachtspunten/<ref>")
@kept
def flag(ref: str) -> ResponseReturnValue:
    """What it is about, how to solve it, what people did with it, and when it was so before."""
    found = _flag(ref)
    session, actor = state.reading(), state.actor()
    times = queries.times(session, found)
    return page(
        "flags/flag.html",
        section=SECTION,
        times=times,
        lengths={row.id: _days(row) for row in times},
        events=queries.events(session, [row.id for row in times]),
        may_keep=can(actor, Action.FLAG_KEEP, found),
        snoozed=_is_snoozed(found),
        lost=not still_sees(session, state.now(), found),
        key=new_key(),
        **_about(found),
    )


def _days(row: Any) -> int:
    """How long it was so: from the day that the facts say, otherwise from when it was noticed."""
    ended = local_day(row.closed_at) if row.closed_at else state.today()
    return max(0, (ended - (row.since or local_day(row.opened_at))).days)


def _flag(ref: str, action: Action = Action.FLAG_SEE) -> Flag:
    found = queries.flag_by_ref(state.reading(), state.actor(), ref)
    require(state.actor(), action, found)
    return found


def _open_flag(ref: str) -> Flag:
    """For a form: nothing is done with one that is over; a form that was open is told so."""
    found = _flag(ref, Action.FLAG_KEEP)
    if request.method == "GET" and found.closed_at is not None:
        raise NotThereError(f"flag {ref} is closed")
    return found


def _is_snoozed(found: Flag) -> bool:
    until = found.snoozed_until
    return found.closed_at is None and until is not None and until > state.today()


def _about(found: Flag) -> dict[str, Any]:
    """For the template: the flag with what it is about, and whose it is."""
    row = queries.row_of(state.reading(), state.actor(), found)
    return {
        "flag": row,
        "whose": _owners([row]).get(row.id),
        "flag_labels": labels,
        "today": state.today(),
    }


@blueprint.route("/aandachtspunten/<ref>/uitstellen", methods=["GET", "POST"])
def snooze(ref: str) -> ResponseReturnValue:
    """Leave it alone until a day, and why."""
    found = _open_flag(ref)
    written = writing(SnoozeForm, gezien=found.version)
    form: Any = written.form

    def act(session: Session) -> str:
        services.snooze_flag(
            session,
            state.actor(),
            state.now(),
            ref=ref,
            until=form.tot.data,
            reason=form.reden.data,
            language=state.language(),
            seen=number_seen(form.gezien.data),
        )
        return url_for("flags.flag", ref=ref)

    where = dict.fromkeys((rules.DAY_MISSING, rules.NOT_AHEAD, rules.TOO_FAR), "tot")
    values = {"last": rules.last_snooze(state.today())}
    return _answer("flags/snooze.html", written, found, act, SNOOZED, where, values)


@blueprint.post("/aandachtspunten/<ref>/terughalen")
def wake(ref: str) -> ResponseReturnValue:
    """Bring back what was snoozed."""
    _flag(ref, Action.FLAG_KEEP)

    def act(session: Session) -> str:
        services.wake_flag(session, state.actor(), state.now(), ref=ref)
        return url_for("flags.flag", ref=ref)

    back = press(act)
    flash(WOKEN.into(state.language()))
    return redirect(back, 303)


@blueprint.route("/aandachtspunten/<ref>/toewijzen", methods=["GET", "POST"])
def assign(ref: str) -> ResponseReturnValue:
    """Ask somebody who sees it to solve it."""
    found = _open_flag(ref)
    people = candidates(state.reading(), state.now(), found)
    now_asked = next((one.ref for one in people if one.id == found.assigned_to_id), "")
    written = writing(AssignForm, gezien=found.version, wie=now_asked)
    form: Any = written.form
    # A form beside which somebody else was first says nothing of what is so now.
    seen = number_seen(request.form.get("gezien")) == found.version
    form.assigned = found.assigned_to_id is not None or not seen

    def act(session: Session) -> str:
        services.assign_flag(
            session,
            state.actor(),
            state.now(),
            ref=ref,
            person=form.wie.data or "",
            note=form.toelichting.data or "",
            language=state.language(),
            seen=number_seen(form.gezien.data),
        )
        return url_for("flags.flag", ref=ref)

    where = {services.NOT_THEM: "wie", services.ALREADY: "wie"}
    values = {"people": [(one.ref, one.name) for one in people]}
    return _answer("flags/assign.html", written, found, act, ASSIGNED, where, values)


@blueprint.route("/aandachtspunten/<ref>/opmerking", methods=["GET", "POST"])
def remark(ref: str) -> ResponseReturnValue:
    """Say something about it to who sees it."""
    found = _open_flag(ref)
    written = writing(RemarkForm)
    form: Any = written.form

    def act(session: Session) -> str:
        services.remark_on_flag(
            session,
            state.actor(),
            state.now(),
            ref=ref,
            text=form.opmerking.data,
            language=state.language(),
        )
        return url_for("flags.flag", ref=ref)

    return _answer("flags/remark.html", written, found, act, REMARKED, {}, {})


def _answer(
    template: str,
    written: Writing,
    found: Flag,
    act: Callable[[Session], str],
    done: Words,
    where: dict[Words, str],
    values: dict[str, Any],
) -> ResponseReturnValue:
    """The form, or the flag once it was recorded."""
    if request.method == "POST":
        address = send(written, act, where)
        if address is not None:
            flash(done.into(state.language()))
            return redirect(address, 303)
        found = _flag(found.ref, Action.FLAG_KEEP)
    if written.conflict:
        written.theirs = queries.events(state.reading(), [found.id])[:1]
    return form_page(
        template, written, section=SECTION, version=found.version, **_about(found), **values
    )
