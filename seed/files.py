"""Reads the files that are loaded, and makes addresses of names."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from buyergroups.organisations.rules import slug_of

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "data"
STORIES = HERE / "demo_data"

#: The fast one where PyYAML was built with it; safe both.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> dict[str, Any]:
    """What a YAML file says."""
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506
    return loaded


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column name; lines that begin with # are comments."""
    lines = path.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


__all__ = ["REFERENCE", "STORIES", "read_csv", "read_yaml", "slug_of"]
