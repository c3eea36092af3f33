"""The database's own guards against two at once, as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from buyergroups.errors import ChangedMeanwhileError
from buyergroups.words import Words


@contextmanager
def meanwhile(words: Words) -> Iterator[None]:
    """Turns the database's own guards (a version, one open per subject) into a sentence."""
    try:
        yield
    except (StaleDataError, IntegrityError) as error:
        raise ChangedMeanwhileError(words) from error
