"""A page takes a fixed number of statements, however many chains and people there are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from models.chains import Chain
from models.demand import HowKnown, Volume
from models.groups import BuyerGroup, GroupChain, MemberRole, Membership
from models.organisations import Organisation
from models.people import Language, Person
from models.pledges import (
    Pledge,
    PledgeReaders,
    PledgeStanding,
    PledgeState,
    PledgeVersion,
)
from models.programme import Programme
from models.topics import (
    Topic,
    TopicChain,
    TopicMove,
    TopicOrigin,
    TopicState,
    TopicVersion,
    Urgency,
)
from seed.bulk import load_bulk
from seed.parts import SEED
from tests.access.people import ICT
from tests.support.client import CheckingClient
from tests.support.run import NOW
from tests.support.statements import Statements

#: The first of the made-up groups, with as many members as there are made-up people, up to 500.
BULK_GROUP = "/buyer-groups/bulkgroep-0001"
ICT_GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
#: The group of the demonstration that has texts.
TEXTS = "/buyer-groups/ict-hardware-langer-gebruiken"
#: Who opens what, and how many statements that takes at most when nothing was kept.
PAGES = [
    ("manager", "/", 32),
    ("trekker", "/", 32),
    ("publiek", "/", 28),
    ("beheer", "/personen", 10),
    ("manager", "/personen?rol=member&naam=a", 10),
    ("beheer", "/personen/rechten", 10),
    ("publiek", "/ketens", 12),
    ("publiek", "/mijn/ketens", 13),
    ("trekker", f"/ketens/{ICT}", 23),
    ("publiek", "/bord/tijdlijn?toon=alle", 17),
    ("publiek", "/bord/tijdlijn?toon=alle&sinds=2026-06-01", 23),
    ("trekker", f"/ketens/{ICT}/fase", 20),
    ("publiek", f"/ketens/{ICT}/geschiedenis", 29),
    ("trekker", f"/ketens/{ICT}/statusupdate", 18),
    ("publiek", f"/ketens/{ICT}/plan", 34),
    ("manager", "/ketens/zonnepanelen/plan/concept", 34),
    ("publiek", f"{TEXTS}/marktvisie", 14),
    ("publiek", f"{TEXTS}/marktstrategie/concept", 14),
    ("publiek", f"{TEXTS}/marktvisie/vergelijken", 14),
    ("publiek", TEXTS, 31),
    ("beheer", "/beheer/logboek", 12),
    ("manager", "/buyer-groups", 12),
    ("publiek", "/buyer-groups", 12),
    ("manager", BULK_GROUP, 27),
    ("manager", f"{BULK_GROUP}/deelnemers", 12),
    ("manager", f"{BULK_GROUP}/geschiedenis", 16),
    ("manager", f"{BULK_GROUP}/agenda", 12),
    ("manager", f"{BULK_GROUP}/vraag", 18),
    ("manager", f"{BULK_GROUP}/vraag/opgaven", 14),
    ("manager", f"{BULK_GROUP}/vraag.csv", 16),
    ("manager", f"{BULK_GROUP}/toezeggingen", 12),
    ("publiek", f"{ICT_GROUP}/vraag", 19),
    ("privaat", f"{ICT_GROUP}/vraag", 19),
    ("privaat", f"{ICT_GROUP}/toezeggingen", 12),
    ("trekker", f"/ketens/{ICT}/buyer-groups", 20),
    ("publiek", "/jaarselectie/2027", 14),
    ("beheer", "/", 22),
    ("publiek", "/organisaties", 10),
    ("publiek", "/organisaties?naam=bulk&sector=public&ondertekenaar=ja&stand=alle", 10),
    ("manager", "/organisaties/koepel-van-voorbeeldgemeenten", 10),
    ("manager", "/organisaties/gemeente-voorbeeldstad/geschiedenis", 8),
    ("manager", "/organisaties/gemeente-voorbeeldstad/wijzigen", 14),
    ("manager", "/organisaties/gemeente-voorbeeldstad/samenvoegen/gemeente-utrecht", 17),
    ("publiek", "/organisaties.csv", 10),
    ("beheer", "/personen/bewaartermijn", 8),
    ("manager", "/marktconsultaties", 14),
    ("publiek", "/marktconsultaties?soort=dialogue&zoek=bulk", 14),
    ("klankbord", "/marktconsultaties?stand=published&pagina=2", 14),
    ("manager", "/marktconsultaties.csv", 14),
    ("manager", f"/ketens/{ICT}/marktconsultaties", 34),
    ("klankbord", f"/ketens/{ICT}/marktconsultaties", 34),
    ("publiek", f"/ketens/{ICT}/kalender", 26),
    ("publiek", "/vraagstukken", 15),
    ("publiek", "/vraagstukken?toon=tabel&keten=schoonmaak&zoek=a", 15),
    ("manager", "/vraagstukken.csv", 12),
    ("manager", "/vraagstukken/pfas", 27),
    ("manager", "/vraagstukken/pfas/praktijktoets", 25),
    ("publiek", f"/ketens/{ICT}/vraagstukken", 20),
    ("manager", "/meldingen", 24),
]


def grow(database: Database) -> None:
    """Many members in the first made-up group."""
    with database.write() as session, recorded(session, SEED, NOW):
        group = session.scalars(select(BuyerGroup).where(BuyerGroup.slug == "bulkgroep-0001")).one()
        there = select(Membership.person_id).where(Membership.group_id == group.id)
        organisation = session.scalars(select(Organisation.id)).first()
        for person_id in session.scalars(
            select(Person.id).where(Person.email.like("bulkpersoon-%"), Person.id.not_in(there))
        ):
            session.add(
                Membership(
                    group_id=group.id,
                    person_id=person_id,
                    organisation_id=organisation,
                    role=MemberRole.EXPERT,
                    in_core=True,
                    is_secretary=False,
                    since=local_day(NOW),
                    **stamp(SEED, NOW),
                )
            )
        _state(session, group.id)
        _raise_topics(session)


def _raise_topics(session: Session, numbers: range = range(1, 20)) -> None:
    """Topics about the same chain as one of the demonstration."""
    programme_id = session.scalars(select(Programme.id)).one()
    chain_id = session.scalars(select(Chain.id).where(Chain.slug == "schoonmaak")).one()
    for nr in numbers:
        topic = Topic(programme_id=programme_id, slug=f"bulk-{nr}", **stamp(SEED, NOW))
        session.add(topic)
        session.flush()
        version = TopicVersion(
            topic_id=topic.id,
            title=f"PFAS {nr} van alles",
            asked="Iets",
            origin=TopicOrigin.OTHER,
            origin_about="",
            parliament_nr="",
            urgency=Urgency.NORMAL,
            urgency_reason="omdat",
            language=Language.DUTCH,
            **stamp(SEED, NOW),
        )
        step = {"state": TopicState.RAISED, "moved_on": local_day(NOW), "reason": "omdat"}
        session.add_all([version, TopicMove(topic_id=topic.id, **step, **stamp(SEED, NOW))])
        session.flush()
        session.add(TopicChain(version_id=version.id, chain_id=chain_id, **stamp(SEED, NOW)))


def _state(session: Session, group_id: int) -> None:
    """What all of them buy in ten years, and two pledges of each."""
    chain_id = session.scalars(
        select(GroupChain.chain_id).where(GroupChain.group_id == group_id)
    ).one()
    members = select(Membership.organisation_id).where(Membership.group_id == group_id)
    for key in session.scalars(members.distinct()).all():
        session.add_all(
            Volume(
                chain_id=chain_id,
                organisation_id=key,
                year=year,
                euro=1000 + key,
                how_known=HowKnown.MEASURED,
                note="",
                **stamp(SEED, NOW),
            )
            for year in range(2020, 2030)
        )
        for _ in range(2):
            _pledge(session, group_id, key)


def _pledge(session: Session, group_id: int, organisation_id: int) -> None:
    """Put there as it is: a made-up group can be closed, and then takes none."""
    pledge = Pledge(group_id=group_id, organisation_id=organisation_id, **stamp(SEED, NOW))
    session.add(pledge)
    session.flush()
    session.add_all(
        [
            PledgeVersion(
                group_id=group_id,
                pledge_id=pledge.id,
                title="Verzonnen",
                about="",
                readers=PledgeReaders.GROUP,
                language=Language.DUTCH,
                **stamp(SEED, NOW),
            ),
            PledgeStanding(
                group_id=group_id,
                pledge_id=pledge.id,
                state=PledgeState.PROMISED,
                since=local_day(NOW),
                note="",
                **stamp(SEED, NOW),
            ),
        ]
    )


@pytest.mark.both_databases
def test_the_same_number_for_few_and_for_many(
    client: CheckingClient,
    demo: Database,
    counted: Callable[[Database], AbstractContextManager[Statements]],
) -> None:
    """All pages of one small and of one large tracker: filling them takes longer than asking."""

    def each() -> list[Statements]:
        found = []
        for account, address, _ in PAGES:
            client.as_(account)
            _forget(demo)
            with counted(demo) as seen:
                client.page(address)
            found.append(seen)
        return found

    load_bulk(demo, NOW, chains=0, people=3, groups=1, consultations=60, seed=1)
    with demo.write() as session, recorded(session, SEED, NOW):
        _raise_topics(session, range(1))  # so that each kind of news is there
    few = each()
    load_bulk(
        demo, NOW, chains=120, people=300, organisations=300, groups=60, consultations=600, seed=1
    )
    grow(demo)
    many = each()
    faults = [
        f"{account} {address}: {len(small)} for few, {len(large)} for many, at most {most}\n{large}"
        for (account, address, most), small, large in zip(PAGES, few, many, strict=True)
        # News says in words what there is: of fewer kinds among the latest ten in fewer statements.
        if len(large) > len(small) or len(small) > most
    ]
    assert not faults, "\n\n".join(faults)


def _forget(database: Database) -> None:
    """Something changed: nothing that was kept is shown again."""
    with database.write() as session:
        session.execute(text("UPDATE change_number SET value = value + 1"))
