"""Reads the files that are loaded, and makes addresses of names."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

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


def slug_of(name: str) -> str:
    """A name as an address: lower case, no accents, a hyphen for everything between words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
