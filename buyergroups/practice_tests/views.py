"""Pages of the practice test of a topic: its report, and all that goes into it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can, require
from buyergroups.chains.page import the_programme
from buyergroups.errors import NotThereError
from buyergroups.groups.members import known_people
from buyergroups.organisations.lookup import names
from buyergroups.practice_tests import labels, queries, rules, services
from buyergroups.practice_tests.forms import (
    ADVICE_WHERE,
    AdviceForm,
    AlternativeForm,
    AnswerForm,
    NewPlanForm,
    PlanForm,
    StartForm,
)
from buyergroups.practice_tests.queries import Tested
from buyergroups.practice_tests.rules import Answer
from buyergroups.topics import labels as topic_labels
from buyergroups.topics import reading
from buyergroups.topics import rules as topic_rules
from buyergroups.topics.keeping import done
from buyergroups.topics.page import TopicPage, topic_page
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.writing.sending import Writing, form_page, writing
from models.practice_tests import PracticeQuestion, Strength, Verdict
from models.topics import AdviceOutcome, TopicState

blueprint = Blueprint("practice_tests", __name__)

PATH = "/vraagstukken/<slug>/praktijktoets"
OPEN = (TopicState.PLANNED, TopicState.RUNNING)
#: How a question stands in an address.
QUESTIONS = {path: question for question, path in labels.PATHS.items()}
_PLAN_WHERE = {
    rules.ENDS_BEFORE_START: "tot",
    rules.METHOD_MISSING: "methode",
    topic_rules.ODD_DAY: "van",
}


@blueprint.get(PATH)
def report(slug: str) -> ResponseReturnValue:
    """The report of the test: plan, answers with their evidence, alternatives, advice."""
    header = topic_page(slug)
    return page("practice_tests/report.html", **report_values(header))


def report_values(header: TopicPage) -> dict[str, Any]:
    """What the report needs, on the page and on paper."""
    session, actor, found = state.reading(), state.actor(), header.topic
    tested = queries.last_test(session, actor, found.id)
    advices = reading.advices(session, found.id)
    of_test = [row for row in advices if tested and row.TopicAdvice.test_id == tested.id]
    return {
        "test": tested,
        "planned": found.state is not TopicState.RAISED,
        "open": found.state in OPEN,
        "running": found.state is TopicState.RUNNING,
        "questions": PracticeQuestion,
        "test_labels": labels,
        "advices": of_test,
        "file_kinds": {
            PracticeQuestion.EFFECTIVE: "toets-doeltreffend",
            PracticeQuestion.EFFICIENT: "toets-doelmatig",
        },
        "may_test": can(actor, Action.TOPIC_TEST, found.tester_id),
        **header.context(),
    }


@blueprint.route(f"{PATH}/plannen", methods=["GET", "POST"])
def plan(slug: str) -> ResponseReturnValue:
    """Plan a test; or other days, and others to test with."""
    header = topic_page(slug)
    require(state.actor(), Action.TOPIC_KEEP)
    found, tested = header.topic, None
    if found.state in OPEN:
        tested = _tested(header)
    elif found.state is not TopicState.RAISED and request.method == "GET":
        raise NotThereError(f"no plan for {found.state}")
    written = writing(PlanForm if tested else NewPlanForm, **_planned(header, tested))
    form: Any = written.form

    def act(session: Session) -> str:
        common: dict[str, Any] = {
            "topic_id": found.id,
            "plan": form.plan(),
            "language": state.language(),
            "seen": number_seen(form.gezien.data),
        }
        if tested is None:
            services.plan_test(
                session, state.actor(), state.now(), reason=form.reden.data, **common
            )
        else:
            services.change_plan(session, state.actor(), state.now(), **common)
        return _back(slug)

    sent = done(written, act, _PLAN_WHERE)
    if sent is not None:
        return sent
    if written.conflict and tested:
        tested = _tested(header)
    return _show("practice_tests/plan.html", written, slug, tested=tested, **_offered())


def _offered() -> dict[str, Any]:
    """Who can do a test and with whom, of those whom the reader may see."""
    session, actor, now = state.reading(), state.actor(), state.now()
    groups = queries.groups_to_test_with(session, actor, the_programme().id)
    return {
        "groups": [(str(row.id), row.name, "") for row in groups],
        "people": [(row.email, row.name) for row in known_people(session, actor, now)],
        "names": names(session, actor, now),
    }


def _planned(header: TopicPage, tested: Tested | None) -> dict[str, Any]:
    """The plan that holds; of a new one nothing is known but what the form was shown beside."""
    if tested is None:
        return {"gezien": header.topic.move_id}
    known = tested.plan
    return {
        "gezien": known.id,
        "wie": tested.tester,
        "groep": [str(row.id) for row in tested.groups],
        "organisaties": "\n".join(row.name for row in tested.organisations),
        "van": known.starts_on,
        "tot": known.ends_on,
        "methode": known.method,
    }


@blueprint.route(f"{PATH}/starten", methods=["GET", "POST"])
def start(slug: str) -> ResponseReturnValue:
    """The test runs."""
    header = _for_tester(slug, TopicState.PLANNED)
    written = writing(StartForm, gezien=header.topic.move_id, op=state.today())
    form: Any = written.form
    form.since = header.since_seen

    def act(session: Session) -> str:
        services.start_test(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            on=form.op.data,
            reason=form.reden.data,
            seen=number_seen(form.gezien.data),
        )
        return _back(slug)

    where = {topic_rules.NOT_YET: "op", topic_rules.BEFORE_LAST: "op"}
    return done(written, act, where) or _show("practice_tests/start.html", written, slug)


@blueprint.route(f"{PATH}/<any(doeltreffend, doelmatig):path>", methods=["GET", "POST"])
def answer(slug: str, path: str) -> ResponseReturnValue:
    """What was found on a question, and on what evidence."""
    header = _for_tester(slug, TopicState.RUNNING)
    question = QUESTIONS[path]
    known = _tested(header).answer(question)
    written = writing(AnswerForm, **_answered(known))
    form: Any = written.form

    def act(session: Session) -> str:
        services.answer_question(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            question=question,
            answer=Answer(
                form.uitkomst.data, form.bevinding.data, form.sterkte.data, form.bronnen.data
            ),
            language=state.language(),
            seen=number_seen(form.gezien.data),
        )
        return _back(slug)

    sent = done(written, act, {})
    if sent is not None:
        return sent
    if written.conflict:
        written.theirs = _tested(header).answer(question)
    language = state.language()
    return _show(
        "practice_tests/answer.html",
        written,
        slug,
        question=question,
        verdicts=[(code.value, labels.VERDICTS[code].words.into(language)) for code in Verdict],
        strengths=[(code.value, labels.STRENGTHS[code].into(language)) for code in Strength],
    )


def _answered(known: Any) -> dict[str, Any]:
    if known is None:
        return {"gezien": 0}
    row = known.PracticeFinding
    return {
        "gezien": row.id,
        "uitkomst": row.verdict,
        "bevinding": row.finding,
        "sterkte": row.strength,
        "bronnen": row.sources,
    }


@blueprint.route(f"{PATH}/alternatief/<code>", methods=["GET", "POST"])
def alternative(slug: str, code: str) -> ResponseReturnValue:
    """What another policy instrument could do."""
    header = _for_tester(slug, TopicState.RUNNING)
    known = _alternative(header, code)
    written = writing(AlternativeForm, gezien=known.row_id or 0, wat=known.does or "")
    form: Any = written.form

    def act(session: Session) -> str:
        services.describe_alternative(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            instrument_id=known.id,
            does=form.wat.data,
            language=state.language(),
            seen=number_seen(form.gezien.data),
        )
        return _back(slug)

    sent = done(written, act, {})
    if sent is not None:
        return sent
    if written.conflict:
        written.theirs = _alternative(header, code)
    return _show("practice_tests/alternative.html", written, slug, instrument=known)


def _alternative(header: TopicPage, code: str) -> Any:
    rows = _tested(header).alternatives
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise NotThereError(f"instrument {code[:60]}")
    return found


@blueprint.route(f"{PATH}/advies", methods=["GET", "POST"])
def advise(slug: str) -> ResponseReturnValue:
    """The advice with which the test ends."""
    header = _for_tester(slug, TopicState.RUNNING)
    tested = _tested(header)
    written = writing(AdviceForm, gezien=header.topic.move_id, op=state.today())
    form: Any = written.form
    form.since = header.since_seen

    def act(session: Session) -> str:
        services.give_advice(
            session,
            state.actor(),
            state.now(),
            topic_id=header.topic.id,
            advice=form.advice(),
            on=form.op.data,
            language=state.language(),
            seen=number_seen(form.gezien.data),
        )
        return _back(slug)

    language = state.language()
    return done(written, act, ADVICE_WHERE) or _show(
        "practice_tests/advise.html",
        written,
        slug,
        test=tested,
        questions=PracticeQuestion,
        outcomes=[
            (code.value, topic_labels.OUTCOMES[code].words.into(language)) for code in AdviceOutcome
        ],
    )


def _back(slug: str) -> str:
    # To the top, not to the part that changed: there the message gets the focus.
    return url_for("practice_tests.report", slug=slug)


def _for_tester(slug: str, wanted: TopicState) -> TopicPage:
    """The topic, for who does its test, where it is in this state; a form that was open goes on."""
    header = topic_page(slug)
    require(state.actor(), Action.TOPIC_TEST, header.topic.tester_id)
    if request.method == "GET" and header.topic.state is not wanted:
        raise NotThereError(f"{slug[:80]} is {header.topic.state}")
    return header


def _tested(header: TopicPage) -> Tested:
    found = queries.last_test(state.reading(), state.actor(), header.topic.id)
    if found is None:
        raise NotThereError(f"test of {header.topic.slug}")
    return found


def _show(template: str, written: Writing, slug: str, **values: Any) -> ResponseReturnValue:
    shown = {"test_labels": labels, **topic_page(slug).context(), **values}
    return form_page(template, written, **shown)
