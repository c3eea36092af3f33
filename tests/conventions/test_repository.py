"""What holds for every file: pins with hashes, no registry, no machine's own path, no promise."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml

from buyergroups.config import ROOT
from tests.conventions.sources import lines, name_of, text_files

PINS = ("requirements.txt", "requirements-dev.txt")
#: Written in halves, so that this file does not name them either.
REGISTRY_HOSTS = tuple(
    first + second
    for first, second in (
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("npmjs", ".org"),
        ("npmjs", ".com"),
        ("yarnpkg", ".com"),
        ("deb", ".debian.org"),
        ("archive.ubuntu", ".com"),
    )
)
#: Folders of the machines that this was written on.
MACHINE_PATH = re.compile(r"(?<![\w/.-])/(?:work|root|home/\w+|Users/\w+)/")
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b|[Cc]oming[ ]soon")


def pins(name: str) -> dict[str, str]:
    """Each pinned package with its version, from blocks that end in lines of hashes."""
    found: dict[str, str] = {}
    text = (ROOT / name).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text):
        pin = re.match(r"([a-z0-9._-]+)==([^\s\\;]+)([^\\\n]*)", block)
        if pin is None:
            assert block.lstrip().startswith("#") or not block.strip(), block
            continue
        assert "--hash=sha256:" in block, f"{name}: {pin[1]} has no hash"
        found[f"{pin[1]}{pin[3].strip()}"] = pin[2]
    return found


@pytest.mark.parametrize("name", PINS)
def test_every_package_is_pinned_with_its_hash_and_without_an_address(name: str) -> None:
    assert len(pins(name)) > 20
    assert "http" not in (ROOT / name).read_text(encoding="utf-8")


def test_tests_run_on_the_versions_that_run_for_real() -> None:
    run, dev = (pins(name) for name in PINS)
    assert {
        name: (version, dev.get(name)) for name, version in run.items() if dev.get(name) != version
    } == {}


def test_what_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        re.split(r"[\[<>=!~; ]", line)[0].lower()
        for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    }
    pinned = {re.split(r"[; ]", name)[0] for name in pins("requirements-dev.txt")}
    assert asked - pinned == set()


def test_no_file_names_a_registry() -> None:
    named = [
        (name_of(path), host)
        for path in text_files()
        for host in REGISTRY_HOSTS
        if host in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert not named, lines(named)


def test_no_file_holds_a_path_of_one_machine() -> None:
    named = [
        (name_of(path), found[0])
        for path in text_files()
        if (found := MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not named, lines(named)


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{name_of(path)}:{number}"
        for path in text_files()
        if not path.name.endswith(".min.js")
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if UNFINISHED.search(line)
    ]
    assert not left, lines(left)


def test_the_licence_is_the_eupl_everywhere() -> None:
    assert (
        (ROOT / "LICENSE")
        .read_text(encoding="utf-8")
        .startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    code = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert project["license"] == code["legal"]["license"] == "EUPL-1.2"


def test_publiccode_describes_this_version_in_both_languages() -> None:
    code = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert code["softwareVersion"] == project["version"]
    assert set(code["description"]) == {"nl", "en"}
    for text in code["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
