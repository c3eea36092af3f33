"""All tables of the tracker. Imports neither Flask nor `buyergroups`."""

from models import (
    base,
    chains,
    decisions,
    documents,
    files,
    following,
    history,
    jobs,
    notices,
    organisations,
    people,
    phases,
    plans,
    programme,
    signing,
    writing,
)
from models.base import Base

__all__ = [
    "Base",
    "base",
    "chains",
    "decisions",
    "documents",
    "files",
    "following",
    "history",
    "jobs",
    "notices",
    "organisations",
    "people",
    "phases",
    "plans",
    "programme",
    "signing",
    "writing",
]
