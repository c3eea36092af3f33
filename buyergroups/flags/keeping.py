"""Pages of the rules: how each fares, its settings, and on or off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.errors import NotThereError
from buyergroups.flags import labels, queries, services, switches
from buyergroups.flags.forms import SwitchForm
from buyergroups.flags.offers import RULES, Rule
from buyergroups.flags.runs import runs_by_rule
from buyergroups.settings.catalogue import CATALOGUE
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import form_page, send, writing

blueprint = Blueprint("flag_keeping", __name__)
SECTION = "administration"

ON = Words(
    "De regel staat aan. Wat eronder valt, komt binnen enkele minuten in de lijst.",
    "The rule is on. What it finds comes into the list within minutes.",
)
OFF = Words(
    "De regel staat uit. Zijn aandachtspunten sluiten binnen enkele minuten.",
    "The rule is off. Its flags close within minutes.",
)


@dataclass(frozen=True)
class Line:
    """A rule as the page shows it."""

    rule: Rule
    is_on: bool
    #: For how many subjects it holds: of all for administrators, who must know that it works.
    count: int
    #: Of these, those that the reader sees.
    seen: int
    ran_at: datetime | None
    error: str | None

    @property
    def settings(self) -> list[tuple[str, Words, int]]:
        """Its day counts: key, words and value."""
        values = state.settings()
        return [(key.value, CATALOGUE[key].words, values[key]) for key in self.rule.settings]


@blueprint.get("/beheer/aandachtspunten")
def rules() -> ResponseReturnValue:
    """All rules with how many subjects they hold for now."""
    require(state.actor(), Action.FLAG_RULES_SEE)
    return page(
        "flags/rules.html",
        section=SECTION,
        lines=_lines(),
        flag_labels=labels,
        may_switch=can(state.actor(), Action.FLAG_RULES_SWITCH),
        may_set=can(state.actor(), Action.SETTING_EDIT),
        may_open=can(state.actor(), Action.ADMINISTRATION_OPEN),
    )


def _lines() -> list[Line]:
    session = state.reading()
    off, seen = switches.rules_off(session), queries.by_rule(session, state.actor())
    # Numbers of the whole: they name nothing, and whose they are stays with who sees them.
    whole = can(state.actor(), Action.FLAG_RULES_SWITCH)
    found = queries.by_rule(session, None) if whole else seen
    runs = runs_by_rule(session)
    return [
        Line(
            rule,
            code not in off,
            found.get(code, 0),
            seen.get(code, 0),
            runs[code].ran_at if code in runs else None,
            runs[code].error if code in runs else None,
        )
        for code, rule in RULES.items()
    ]


@blueprint.route("/beheer/aandachtspunten/<code>", methods=["GET", "POST"])
def switch(code: str) -> ResponseReturnValue:
    """Switch a rule on or off, with the reason; and who did that before."""
    require(state.actor(), Action.FLAG_RULES_SWITCH)
    if code not in RULES:
        raise NotThereError(f"rule {code[:60]}")
    history = switches.history_of(state.reading(), code)
    is_on = not history or history[0].is_on
    written = writing(SwitchForm, gezien=history[0].id if history else 0)
    form: Any = written.form

    def act(session: Session) -> str:
        services.switch_rule(
            session,
            state.actor(),
            state.now(),
            code=code,
            is_on=not is_on,
            reason=form.reden.data,
            seen=number_seen(form.gezien.data),
        )
        return url_for("flag_keeping.rules")

    if request.method == "POST":
        address = send(written, act)
        if address is not None:
            flash((OFF if is_on else ON).into(state.language()))
            return redirect(address, 303)
        history = switches.history_of(state.reading(), code)
    return form_page(
        "flags/switch.html",
        written,
        section=SECTION,
        rule=RULES[code],
        is_on=is_on,
        history=history,
        flag_labels=labels,
    )
