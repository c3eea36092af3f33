"""How much is new to somebody: a number on every page, so its statement is made once a person.

The statement asks all sources with all rights; making it takes many times as long as running it.
Its words depend on nothing but the reader's rights, so they are kept by these, as plain text.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, bindparam, func, select, text
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.news.offers import Section
from buyergroups.news.queries import Span, all_of, own_reach
from models.base import UtcInstant

#: The bell counts no further.
MOST = 99
SINCE, UNTIL = "news_since", "news_until"
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def count(session: Session, actor: Actor, since: datetime, until: datetime) -> int:
    """How much is new to somebody between two moments; `MOST + 1` stands for more."""
    dialect: Any = type(session.get_bind().dialect)
    statement = _statement(actor, dialect)
    found: int = session.connection().execute(statement, {SINCE: since, UNTIL: until}).scalar_one()
    return found


@lru_cache(maxsize=2000)
def _statement(actor: Actor, dialect: Any) -> TextClause:
    since: Any = bindparam(SINCE, ALWAYS, UtcInstant())
    until: Any = bindparam(UNTIL, ALWAYS, UtcInstant())
    found = all_of(own_reach(actor), Span(since, until), tuple(Section), but=actor.person_id)
    some = select(found.c.id).limit(MOST + 1).subquery()
    asked = select(func.count()).select_from(some)
    compiled = asked.compile(
        dialect=dialect(paramstyle="named"), compile_kwargs={"render_postcompile": True}
    )
    fixed = compiled.params.keys() - {SINCE, UNTIL}
    given = {name: _plain(compiled.params[name]) for name in fixed}
    # PostgreSQL's casts, `:name::TYPE`, hide the name from `text`.
    words = re.sub(r"(:\w+)::", r"(\1)::", compiled.string)
    return text(words).bindparams(since, until, **given)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
