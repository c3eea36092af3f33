"""The base of all tables, and the types that are decided once for the whole tracker."""

from __future__ import annotations

import enum
import random
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# No vowels and no look-alikes: a reference can be read out over the telephone and spells no word.
REF_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
REF_LENGTH = 10


class HistoryMark(enum.StrEnum):
    """What the history of a column keeps: its values, only that it changed, or nothing."""

    VALUE = "value"
    CHANGED = "changed"
    NONE = "none"


def mark(kind: HistoryMark) -> dict[str, Any]:
    """For `mapped_column(info=...)`; a column without a mark keeps only that it changed."""
    return {"history": kind}


class UtcInstant(TypeDecorator[datetime]):
    """A moment in UTC. A value without a zone is refused: it could mean any moment."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class UnusableTextError(ValueError):
    """The text holds a NUL character, which PostgreSQL cannot keep."""


class CleanText(TypeDecorator[str]):
    """Text in Unicode's composed form, so that é equals é; never with a NUL."""

    impl = Text
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__()
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        # Not through the dialect's type_descriptor: psycopg's makes VARCHAR of every text.
        return String(self.length) if self.length else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if "\x00" in value:
            raise UnusableTextError("text holds a NUL character")
        return unicodedata.normalize("NFC", value)


class Code(TypeDecorator[enum.StrEnum]):
    """An enum kept as its value, a short code; a check constraint lists what is allowed."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[enum.StrEnum]) -> None:
        super().__init__(40)
        self.kind = kind

    def process_bind_param(self, value: enum.StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        # Looked up, not called: a list of chains reads thousands of these.
        known: dict[str | None, enum.StrEnum | None] = {item.value: item for item in self.kind}
        known[None] = None
        return known.__getitem__


class Precision(enum.StrEnum):
    """How exactly a date in the past is known; the date itself is the first day it can be."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


#: Who hears of a change from the history: everyone who may read it, the programme team, or nobody
#: but who acted.
EVERYONE = "signed-in"
PROGRAMME_TEAM = "programme-team"
OWN = "own"


class Base(DeclarativeBase):
    """All tables. `__audited__` says whether a change leaves a row in the history."""

    metadata = MetaData(naming_convention=NAMING)
    __audited__: ClassVar[bool] = True

    @property
    def history_audience(self) -> str:
        """Who may read in the history that this row changed."""
        return EVERYONE

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: CleanText(),
        int: Integer(),
        date: Date(),
        datetime: UtcInstant(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        dict[str, str]: JSON(),
    }


Key = Annotated[int, mapped_column(primary_key=True, info=mark(HistoryMark.NONE))]
# Late on purpose: `new_ref` stands below.
Ref = Annotated[
    str,
    mapped_column(CleanText(REF_LENGTH), unique=True, default=lambda: new_ref()),  # noqa: PLW0108
]
SortText = Annotated[
    str,
    mapped_column(
        String(200).with_variant(String(200, collation="C"), "postgresql"),
        info=mark(HistoryMark.NONE),
    ),
]
ShortText = Annotated[str, mapped_column(CleanText(200))]
CodeText = Annotated[str, mapped_column(CleanText(60))]


def sort_name(name: str) -> str:
    """The key by which a name is sorted, the same on every database: no case, no accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))[:200]


def folded(column: str) -> Callable[[Any], str]:
    """The default of a column by which another one is found: that one as `sort_name` has it."""

    def fold(context: Any) -> str:
        return sort_name(context.get_current_parameters()[column])

    return fold


#: Of the system, and not to be guessed; letter by letter `secrets` takes ten times as long.
_RANDOM = random.SystemRandom()


def new_ref() -> str:
    """A random identifier for addresses where existence is not public."""
    return "".join(_RANDOM.choices(REF_ALPHABET, k=REF_LENGTH))


def one_of(column: str, kind: type[enum.StrEnum], name: str | None = None) -> CheckConstraint:
    """The check constraint of a `Code` column, named after it."""
    allowed = ", ".join(f"'{item.value}'" for item in kind)
    return CheckConstraint(f"{column} IN ({allowed})", name=name or f"{column}_known")


def precise(column: str) -> CheckConstraint:
    """A date that is unknown has no value, and every other one has."""
    return CheckConstraint(
        f"({column}_precision = 'unknown') = ({column} IS NULL)", name=f"{column}_precise"
    )


def references(target: str, *, index: bool = False, nullable: bool = False) -> Any:
    """A foreign key column; its id is worth keeping in the history."""
    return mapped_column(
        ForeignKey(target), index=index, nullable=nullable, info=mark(HistoryMark.VALUE)
    )


class ChangeNumber(Base):
    """One row: raised by every write that people can see. Caches and polls are keyed by it."""

    __tablename__ = "change_number"
    __audited__ = False

    id: Mapped[Key]
    value: Mapped[int] = mapped_column(default=0)
