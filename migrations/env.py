"""Runs the migrations on a connection that `buyergroups.upgrade` opened and prepared."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import String, Text

from models import Base
from models.base import CleanText, Code, UtcInstant


def plain_type(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Migrations name plain column types: they must not change when the models do."""
    if kind != "type":
        return False
    if isinstance(item, UtcInstant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, CleanText):
        return f"sa.String({item.length})" if item.length else "sa.Text()"
    if isinstance(item, Code):
        return "sa.String(40)"
    if (
        isinstance(item, String)
        and not isinstance(item, Text)
        and "postgresql" in item._variant_mapping
    ):
        return f"sort_text({item.length})"
    return False


def include(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=plain_type,
    include_object=include,
    compare_type=False,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
