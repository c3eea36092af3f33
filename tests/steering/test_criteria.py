"""The programme manager edits the criteria; what was found of one stays readable."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from buyergroups.clock import local_day
from buyergroups.criteria import services
from buyergroups.criteria.rules import moved
from buyergroups.db import Database
from buyergroups.errors import RefusedError
from models.phases import CriterionFinding, PhaseCriterion
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

LIST = "/beheer/fasecriteria"
FORM = "form[data-concept]"

pytestmark = pytest.mark.both_databases


@pytest.fixture
def manager(client: CheckingClient) -> CheckingClient:
    return client.as_("manager")


@pytest.fixture
def evidenced(database: Database) -> CriterionFinding:
    """A finding with evidence, on a chain that has an address."""
    act = Acting(database)
    with database.read() as session:
        found = session.scalars(
            select(CriterionFinding)
            .where(
                CriterionFinding.chain_id == act.chains["zonnepanelen"],
                CriterionFinding.evidence != "",
            )
            .order_by(CriterionFinding.id.desc())
        ).first()
    assert found is not None
    return found


def texts(database: Database, phase_id: int) -> list[str]:
    with database.read() as session:
        return list(
            session.scalars(
                select(PhaseCriterion.text_nl)
                .where(PhaseCriterion.phase_id == phase_id, PhaseCriterion.retired_on.is_(None))
                .order_by(PhaseCriterion.position)
            )
        )


def test_a_new_criterion_is_open_in_every_chain(manager: CheckingClient) -> None:
    answer = manager.send(
        f"{LIST}/fase/1/toevoegen", form=FORM, nl="Een nieuw teken", en="A new sign", reden="Nodig"
    )
    assert answer.location == LIST
    assert "Een nieuw teken" in manager.page(LIST).words
    page = manager.page("/ketens/zonnepanelen/fase")
    assert "Een nieuw teken" in page.words


def test_other_words_keep_the_evidence(
    manager: CheckingClient, evidenced: CriterionFinding
) -> None:
    number = evidenced.criterion_id
    old = manager.page(f"{LIST}/{number}").fields(FORM)["nl"]
    answer = manager.send(
        f"{LIST}/{number}", form=FORM, nl="Anders gezegd", soort="woorden", reden="Duidelijker"
    )
    assert answer.status_code == 303
    page = manager.page("/ketens/zonnepanelen/fase")
    assert "Anders gezegd" in page.words
    assert evidenced.evidence[:30] in page.words
    earlier = manager.page(f"{LIST}/{number}")
    assert "Eerdere verwoordingen" in earlier.words
    assert old in earlier.words
    assert "Duidelijker" in earlier.words


def test_another_meaning_begins_open_and_the_evidence_stays_readable(
    manager: CheckingClient, evidenced: CriterionFinding
) -> None:
    number = evidenced.criterion_id
    answer = manager.send(
        f"{LIST}/{number}", form=FORM, nl="Iets anders", soort="betekenis", reden="Herzien"
    )
    assert answer.status_code == 303
    page = manager.page("/ketens/zonnepanelen/fase")
    assert any("vervallen criterium met onderbouwing" in text for text in page.all("summary"))
    assert evidenced.evidence[:30] in page.words
    new = next(item for item in page.all("li.kb-criterion") if "Iets anders" in item)
    assert "Nog geen onderbouwing" in new
    assert evidenced.evidence[:30] in manager.page("/ketens/zonnepanelen/geschiedenis").words
    again = manager.page(f"{LIST}/{number}")
    assert "verandert niet meer" in again.words


def test_a_criterion_retires_on_a_day(manager: CheckingClient, database: Database) -> None:
    answer = manager.send(f"{LIST}/1/vervallen", form=FORM, op="1-1-2027", reden="Achterhaald")
    assert answer.status_code == 303
    assert "vervalt op 1 jan 2027" in manager.page(LIST).words
    goes_on = manager.send(f"{LIST}/1/vervallen", form=FORM, op="", reden="Toch niet")
    assert goes_on.status_code == 303
    assert "vervalt op" not in manager.page(LIST).words
    manager.send(f"{LIST}/1/vervallen", form=FORM, op="21-11-2026", reden="Nu")
    assert "1 vervallen criterium" in manager.page(LIST).words


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        ("/1/vervallen", {"op": "1-1-2026"}, "niet eerder"),
        ("/1/vervallen", {"op": "1-1-2040"}, "binnen twee jaar"),
        ("/1/vervallen", {"op": "29-2-2027"}, "bestaat niet"),
        ("/1/vervallen", {"op": "1-1-20260"}, "geen datum"),
        ("/1/vervallen", {"reden": ""}, "Schrijf waarom."),
        ("/1", {"nl": " "}, "in het Nederlands"),
        ("/1", {"en": ""}, "in het Engels"),
        ("/1", {"soort": ""}, "Kies wat er verandert."),
        ("/1", {"soort": "zzz"}, "Kies een van de mogelijkheden."),
        ("/1", {"nl": "x\x00"}, "NUL"),
        ("/1", {"nl": "[" * 100_000}, "hoogstens 500 tekens"),
        ("/fase/2/toevoegen", {"nl": ""}, "in het Nederlands"),
        ("/fase/2/toevoegen", {"reden": "\x00"}, "NUL"),
    ],
)
def test_a_mistake_gets_a_sentence_and_the_text_stays(
    manager: CheckingClient, path: str, values: dict[str, str], words: str
) -> None:
    start = {"soort": "woorden", "nl": "Nieuw", "en": "New"} if "vervallen" not in path else {}
    if path.startswith("/fase"):
        start.pop("soort")
    answer = manager.send(LIST + path, form=FORM, **({"reden": "Een reden"} | start | values))
    assert answer.status_code == 422
    assert words in Page(answer).words


def test_who_saves_second_is_told(manager: CheckingClient, database: Database) -> None:
    fields = manager.page(f"{LIST}/1").fields(FORM)
    Acting(database).do(
        "manager",
        services.reword_criterion,
        criterion_id=1,
        text_nl="Van de ander",
        text_en="Theirs",
        reason="x",
    )
    sent = fields | {"nl": "Van mij", "soort": "woorden", "reden": "Mijn reden"}
    answer = manager.post(f"{LIST}/1", data=sent)
    page = Page(answer)
    assert answer.status_code == 409
    assert "Van de ander" in page.words
    assert page.fields(FORM)["nl"] == "Van mij"
    assert manager.post(f"{LIST}/1", data=page.fields(FORM)).status_code == 303


def test_the_order_changes_with_one_click(manager: CheckingClient, database: Database) -> None:
    with database.read() as session:
        phase_id = session.get_one(PhaseCriterion, 1).phase_id
    before = texts(database, phase_id)
    down = "form[action$='/verplaatsen']:has(input[value=omlaag])"
    answer = manager.send(LIST, form=down)
    assert answer.location == f"{LIST}#criterium-1"
    assert texts(database, phase_id) == [before[1], before[0], *before[2:]]
    page = manager.page(LIST)
    first = page.fields(down)
    assert manager.post(f"{LIST}/1/verplaatsen", data=first | {"naar": "omhoog"}).status_code == 303
    assert texts(database, phase_id) == before


def test_a_button_pressed_twice_moves_once(manager: CheckingClient, database: Database) -> None:
    with database.read() as session:
        phase_id = session.get_one(PhaseCriterion, 1).phase_id
    before = texts(database, phase_id)
    pressed = manager.page(LIST).fields("form[action$='/1/verplaatsen']")
    for _ in range(2):
        assert manager.post(f"{LIST}/1/verplaatsen", data=pressed).status_code == 303
    assert texts(database, phase_id) == [before[1], before[0], *before[2:]]


def test_a_retired_one_is_left_alone(demo: Database) -> None:
    act = Acting(demo)
    common = {"criterion_id": 1, "reason": "x"}
    act.do("manager", services.retire_criterion, retired_on=local_day(act.now), **common)
    act.now += timedelta(days=1)
    for service, values in (
        (services.reword_criterion, {"text_nl": "a", "text_en": "b"}),
        (services.replace_criterion, {"text_nl": "a", "text_en": "b"}),
        (services.retire_criterion, {"retired_on": None}),
    ):
        with pytest.raises(RefusedError):
            act.do("manager", service, **common, **values)


@pytest.mark.parametrize(
    ("item", "up", "order"),
    [
        (2, True, [2, 1, 3]),
        (2, False, [1, 3, 2]),
        (1, True, [1, 2, 3]),
        (3, False, [1, 2, 3]),
    ],
)
def test_at_the_end_it_stays(item: int, up: bool, order: list[int]) -> None:
    assert moved([1, 2, 3], item, up=up) == order


def test_the_manager_finds_it_under_administration(manager: CheckingClient) -> None:
    links = [str(a["href"]) for a in manager.page("/beheer").soup.select("main a")]
    assert links == ["/beheer/aandachtspunten", LIST, "/importeren"]
