"""Chains as subjects of flags, and how they all stand, for the rules about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.access.permissions import visible_to
from buyergroups.chains.queries import all_standings, reading_of
from buyergroups.chains.standing import Standing
from buyergroups.db import latest_id
from buyergroups.flags.offers import Key, Look, SubjectKind, Told
from buyergroups.words import Words
from models.chains import Chain, ChainVersion


def seen(actor: Actor) -> Select[Any]:
    """Everyone who is signed in sees every chain."""
    return select(Chain.id).where(visible_to(actor, Chain))


def told(session: Session, keys: Collection[Key]) -> Mapping[Key, Told]:
    """What chains are called now."""
    rows = session.execute(
        select(Chain.id, Chain.slug, ChainVersion.name_nl)
        .join(ChainVersion, ChainVersion.id == latest_id(ChainVersion, chain_id=Chain.id))
        .where(Chain.id.in_({key.id for key in keys}))
    )
    found = {row.id: Told(row.name_nl, f"/ketens/{row.slug}") for row in rows}
    return {key: found[key.id] for key in keys if key.id in found}


def standings_of(session: Session, look: Look) -> Sequence[Standing]:
    """Where all chains stand, as the board of this evening would show them; read once a run."""
    reading = reading_of(look.today, look.settings)
    return look.once("standings", lambda: all_standings(session, look.programme.id, reading))


CHAIN = SubjectKind("chain", Words("Keten", "Chain"), seen, told, for_all=True)
