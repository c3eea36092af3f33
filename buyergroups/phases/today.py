"""What the phases offer to the page of today: reports due, steps past, assessments to decide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.chains import labels
from buyergroups.chains.queries import Among, reading_of, selections_at, standings
from buyergroups.chains.standing import Attention, Freshness, Standing
from buyergroups.clock import local_day
from buyergroups.following.queries import chains_followed_by
from buyergroups.home.offers import Deed, Line, Offer, Visit, settings_of
from buyergroups.phases import queries
from buyergroups.settings.queries import programme
from buyergroups.web.formats import day_words, distance
from buyergroups.words import Words

#: How far ahead a next step is told of.
SOON = timedelta(days=14)

STILL = Words("Nog actueel", "Still correct")
REPORT = Words("Statusupdate", "Status update")
LOOK = Words("Bekijk", "View")
DECIDE = Words("Besluit vastleggen", "Record decision")
NEVER = Words("nog geen statusupdate", "no report yet")
REPORTED = Words("bijgewerkt %(distance)s", "last reported %(distance)s")
STEP_WAS = Words("volgende stap was %(day)s: %(step)s", "next step was %(day)s: %(step)s")
STEP_COMES = Words("%(step)s, %(day)s (%(distance)s)", "%(step)s, %(day)s (%(distance)s)")
RETURNED = Words(
    "fasebeoordeling teruggegeven: %(reason)s", "phase assessment returned: %(reason)s"
)
TO_DECIDE = Words(
    "fase %(phase)s, beoordeeld op %(day)s door %(by)s, wacht op besluit",
    "phase %(phase)s, assessed on %(day)s by %(by)s, waits for a decision",
)
#: More than this is one line, with the page on which they can be confirmed together.
MOST_TO_DECIDE = 4
MANY_TO_DECIDE = Words("Fasebeoordelingen", "Assessments")
MANY_WAIT = Words("%(count)s wachten op een besluit", "%(count)s wait for a decision")
TOGETHER = Words("Samen bevestigen", "Confirm together")
DONE = Words("Afgerond", "Done")
NEW_DAY = Words("Nieuwe datum", "New date")
STEP_IS = Words("volgende stap is vandaag: %(step)s", "next step is today: %(step)s")


def lines(session: Session, visit: Visit) -> Sequence[Line]:
    """What needs a lead, and what a secretary or the programme manager has to decide."""
    found: list[Line] = []
    mine = [row for row in _followed(session, visit) if row.id in visit.actor.leads]
    # With several to begin with, the one line of the baseline stands for them all.
    beginning = {row.id for row in mine if row.waits_for_baseline}
    for row in mine:
        if len(beginning) < 2 or row.id not in beginning or row.report_id:
            found += _lines_of(row, visit)
    if visit.actor.leads:
        found += [
            _returned(row, visit) for row in queries.returned_last(session, visit.actor.leads)
        ]
    body = queries.deciding_body_or_none(session)
    if body is not None and (
        body.id in visit.actor.secretary_of or visit.actor.is_programme_manager
    ):
        found += _all_to_decide(queries.waiting(session), visit)
    return found


def own(session: Session, visit: Visit) -> Sequence[Line]:
    """The chains that somebody leads, with the way to report on each."""
    mine = [row for row in _followed(session, visit) if row.id in visit.actor.leads]
    return [_own(row, visit) for row in mine]


def _own(row: Standing, visit: Visit) -> Line:
    deeds: Sequence[Deed] = _reporting(row)
    if row.progress is None or row.reported_on is None:
        return Line(row.name, _path(row), NEVER.into(visit.language), 0, "none", deeds[1:])
    today = local_day(visit.now)
    progress = labels.PROGRESS[row.progress].words.into(visit.language)
    reported = REPORTED.into(visit.language, distance=_far(row.reported_on, today, visit))
    # Who reported today has nothing to add by a click.
    deeds = deeds[1:] if row.reported_on == today else deeds
    return Line(row.name, _path(row), f"{progress}, {reported}", 0, "none", deeds)


def _reporting(row: Standing) -> tuple[Deed, Deed]:
    """To say in one click that nothing changed, and to tell what did."""
    seen = {"gezien": str(row.report_id or "")}
    return (
        Deed(STILL, f"{_path(row)}/nog-actueel", send=True, fields=seen),
        Deed(REPORT, f"{_path(row)}/statusupdate"),
    )


def coming(session: Session, visit: Visit) -> Sequence[Line]:
    """The next steps of the next two weeks in what somebody follows."""
    today = local_day(visit.now)
    rows = [
        row
        for row in _followed(session, visit)
        if row.next_step_on is not None
        and today <= row.next_step_on <= today + SOON
        # What is due today needs its lead: it stands above.
        and not (row.next_step_on == today and row.id in visit.actor.leads)
    ]
    rows.sort(key=lambda row: (row.next_step_on, row.sort_name))
    return [_step(row, visit) for row in rows]


def chains(session: Session, visit: Visit) -> Collection[int]:
    """One's own and those one follows; without either, those of the latest selection."""
    return {row.id for row in _followed(session, visit)}


OFFER = Offer(lines, coming, chains, own)


def _followed(session: Session, visit: Visit) -> list[Standing]:
    """One's own chains and those one follows; without either, those of the latest selection."""
    return visit.once("followed", lambda: _read_followed(session, visit))


def _read_followed(session: Session, visit: Visit) -> list[Standing]:
    found = programme(session)
    if found is None:
        return []
    reading = reading_of(local_day(visit.now), settings_of(session, visit))
    selections = selections_at(session, found.id, reading.moment)
    ids = visit.actor.leads | chains_followed_by(session, visit.actor).keys()
    if not ids and selections and not visit.own_only:
        ids = selections[max(selections)].chain_ids
    if not ids:
        return []
    among = Among(chain_ids=ids)
    return standings(session, visit.actor, found.id, reading, among, selections=selections)


def _lines_of(row: Standing, visit: Visit) -> list[Line]:
    """At most one line about reporting, and one about a step that is past."""
    today = local_day(visit.now)
    still, report = _reporting(row)
    if row.attention is Attention.NEVER_REPORTED:
        return [Line(row.name, _path(row), NEVER.into(visit.language), 60, "warn", (report,))]
    found = []
    if row.fresh is Freshness.STALE and row.reported_on is not None:
        what = REPORTED.into(visit.language, distance=_far(row.reported_on, today, visit))
        flag = ("chain-stale", row.id, "")
        found.append(Line(row.name, _path(row), what, 80, "bad", (still, report), flag=flag))
    if row.next_step_on is not None and row.next_step_on <= today and not row.completed:
        found.append(_step_due(row, visit, report))
    return found


def _step_due(row: Standing, visit: Visit, report: Deed) -> Line:
    """A step of today or past: done, or another day for it."""
    assert row.next_step_on is not None
    seen = {"gezien": str(row.report_id or "")}
    path = f"{_path(row)}/volgende-stap"
    deeds = (
        Deed(DONE, f"{path}/afgerond", send=True, fields=seen),
        Deed(
            NEW_DAY, path, send=True, fields={**seen, "stap": row.next_step or ""}, asks="stap_op"
        ),
        report,
    )
    if row.next_step_on == local_day(visit.now):
        what = STEP_IS.into(visit.language, step=row.next_step)
        return Line(row.name, _path(row), what, 40, "none", deeds)
    day = day_words(row.next_step_on, visit.language)
    what = STEP_WAS.into(visit.language, day=day, step=row.next_step)
    flag = ("next-step-past", row.id, "")
    return Line(row.name, _path(row), what, 70, "warn", deeds, flag=flag)


def _step(row: Standing, visit: Visit) -> Line:
    assert row.next_step_on is not None
    what = STEP_COMES.into(
        visit.language,
        step=row.next_step,
        day=day_words(row.next_step_on, visit.language),
        distance=_far(row.next_step_on, local_day(visit.now), visit),
    )
    return Line(row.name, _path(row), what, 0, "none", on=row.next_step_on)


def _returned(row: Any, visit: Visit) -> Line:
    what = RETURNED.into(visit.language, reason=row.outcome_reason)
    path = f"/ketens/{row.slug}"
    return Line(row.name_nl, path, what, 90, "bad", (Deed(LOOK, f"{path}/fase"),))


def _all_to_decide(rows: Sequence[Any], visit: Visit) -> list[Line]:
    """Each on its own line, until there are many; several can be confirmed by one decision."""
    lines = [_to_decide(row, visit) for row in rows]
    if len(rows) < 2:
        return lines
    what = MANY_WAIT.into(visit.language, count=len(rows))
    deed = Deed(TOGETHER, "/fasebeoordelingen/bevestigen")
    subject = MANY_TO_DECIDE.into(visit.language)
    many = len(rows) > MOST_TO_DECIDE
    several = Line(subject, deed.address, what, 49, "warn", (deed,), dutch=False, counts=many)
    return [several] if many else [*lines, several]


def _to_decide(row: Any, visit: Visit) -> Line:
    what = TO_DECIDE.into(
        visit.language,
        phase=row.name_en if visit.language == "en" else row.phase_nl,
        day=day_words(local_day(row.recorded_at), visit.language),
        by=row.by,
    )
    deed = Deed(DECIDE, f"/fasebeoordelingen/{row.ref}/besluit")
    return Line(row.name_nl, f"/ketens/{row.slug}/fase", what, 50, "warn", (deed,))


def _path(row: Standing) -> str:
    return f"/ketens/{row.slug}"


def _far(day: Any, today: Any, visit: Visit) -> str:
    return distance((day - today).days, visit.language)
