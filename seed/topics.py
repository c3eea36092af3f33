"""Cross-cutting topics of the demonstration, each in another state. All fictitious."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.chains.services import record_procedure
from buyergroups.clock import local_day
from buyergroups.practice_tests import services as tests
from buyergroups.practice_tests.rules import Advice, Answer, Plan
from buyergroups.topics import outcomes, services
from buyergroups.topics.rules import Facts
from models.decisions import Body, Decision
from models.groups import BuyerGroup
from models.organisations import Organisation
from models.practice_tests import PracticeQuestion, Strength, Verdict
from models.programme import PolicyInstrument, Theme
from models.topics import AdviceOutcome, TopicOrigin, Urgency
from seed.files import STORIES, read_yaml
from seed.groups import Stage

MANAGER = "manager"
AGREED = "Alle deelnemers (verzonnen)"


def play_topics(session: Session, now: datetime) -> None:
    """Each topic as its people recorded it."""
    stage = Stage(session, now)
    for row in read_yaml(STORIES / "vraagstukken.yaml")["vraagstukken"]:
        topic_id = _raise(stage, row)
        if "toets" in row:
            _test(stage, topic_id, row["toets"])
        if "agenda" in row:
            _put_on_agenda(stage, topic_id, row["agenda"])
        if "besluit" in row:
            _decide(stage, topic_id, row)


def _raise(stage: Stage, row: dict[str, Any]) -> int:
    programme_id = stage.programme_id
    assert programme_id is not None
    made = services.raise_topic(
        *stage.as_(row["door"], row["ago"]),
        programme_id=programme_id,
        facts=Facts(
            title=row["titel"],
            asked=row["gevraagd"],
            origin=TopicOrigin(row["herkomst"]),
            origin_about=row["wat"],
            parliament_nr=row.get("nummer", ""),
            due=_day(stage, row["uiterlijk"]) if "uiterlijk" in row else None,
            urgency=Urgency(row["urgentie"]),
            urgency_reason=row["waarom"],
            chain_ids=tuple(stage.chain(slug) for slug in row["ketens"]),
            theme_ids=_ids(stage, Theme.id, Theme.code, row["themas"]),
            links=tuple(row["links"]),
        ),
    )
    return made.id


def _test(stage: Stage, topic_id: int, row: dict[str, Any]) -> None:
    tests.plan_test(
        *stage.as_(MANAGER, row["ago"]),
        topic_id=topic_id,
        plan=Plan(
            tester_id=stage.person(row["wie"]),
            starts_on=_day(stage, row["van"]),
            ends_on=_day(stage, row["tot"]),
            method=row["methode"],
            group_ids=_ids(stage, BuyerGroup.id, BuyerGroup.slug, row["groepen"]),
            organisation_ids=_ids(stage, Organisation.id, Organisation.slug, row["organisaties"]),
        ),
        reason=row["reden"],
    )
    start = row["start"]
    tests.start_test(
        *stage.as_(row["wie"], start["ago"]),
        topic_id=topic_id,
        on=stage.timing.day(start["ago"]),
        reason=start["reden"],
    )
    _find(stage, topic_id, row, row["wie"])


def _find(stage: Stage, topic_id: int, row: dict[str, Any], tester: str) -> None:
    for item in row["antwoorden"]:
        tests.answer_question(
            *stage.as_(tester, item["ago"]),
            topic_id=topic_id,
            question=PracticeQuestion(item["vraag"]),
            answer=Answer(
                Verdict(item["uitkomst"]),
                item["bevinding"],
                Strength(item["sterkte"]),
                item["bronnen"],
            ),
        )
    for item in row["alternatieven"]:
        (instrument,) = _ids(
            stage, PolicyInstrument.id, PolicyInstrument.code, [item["instrument"]]
        )
        tests.describe_alternative(
            *stage.as_(tester, item["ago"]),
            topic_id=topic_id,
            instrument_id=instrument,
            does=item["wat"],
        )
    if "advies" in row:
        advice = row["advies"]
        tests.give_advice(
            *stage.as_(tester, advice["ago"]),
            topic_id=topic_id,
            advice=Advice(AdviceOutcome(advice["uitkomst"]), "", "", advice["reden"]),
            on=stage.timing.day(advice["ago"]),
        )


def _put_on_agenda(stage: Stage, topic_id: int, row: dict[str, Any]) -> None:
    outcomes.put_on_agenda(
        *stage.as_(MANAGER, row["ago"]),
        topic_id=topic_id,
        body=_body(stage, "opgave-overleg"),
        meeting_on=_day(stage, row["overleg"]),
    )


def _decide(stage: Stage, topic_id: int, row: dict[str, Any]) -> None:
    """By a written procedure of the opgave-overleg, and endorsed in the bestuurlijk overleg."""
    told, endorsed = row["besluit"], row["bekrachtiging"]
    steering, executive = _body(stage, "opgave-overleg"), _body(stage, "bestuurlijk-overleg")
    outcome = AdviceOutcome(told["uitkomst"])
    text = f"Vraagstuk '{row['titel']}' hoort thuis binnen MVOI"
    outcomes.decide_topic(
        *stage.as_(MANAGER, told["ago"]),
        topic_id=topic_id,
        body=steering,
        decision=_decision(stage, steering, told, text),
        outcome=outcome,
        domain="",
        reason=told["reden"],
    )
    text = f"Samenwerking rond vraagstuk '{row['titel']}' bekrachtigd"
    outcomes.endorse_topic(
        *stage.as_(MANAGER, endorsed["ago"]),
        topic_id=topic_id,
        body=executive,
        decision=_decision(stage, executive, endorsed, text),
        who=endorsed["wie"],
    )


def _decision(stage: Stage, body: Body, row: dict[str, Any], text: str) -> Decision:
    return record_procedure(
        *stage.as_(MANAGER, row["ago"]),
        body=body,
        decided_on=stage.timing.day(row["ago"]),
        who_agreed=AGREED,
        document=row["document"],
        text=text,
    )


def _body(stage: Stage, code: str) -> Body:
    return stage.session.scalars(select(Body).where(Body.code == code)).one()


def _ids(stage: Stage, key: Any, name: Any, wanted: list[str]) -> tuple[int, ...]:
    """The numbers of what goes by these names, all of which are there."""
    found: dict[str, int] = dict(
        stage.session.execute(select(name, key).where(name.in_(wanted))).all()
    )
    return tuple(found[one] for one in wanted)


def _day(stage: Stage, days: int) -> date:
    """A day so many days after now; days before are those on which people work."""
    return stage.timing.day(-days) if days < 0 else local_day(stage.now) + timedelta(days=days)
