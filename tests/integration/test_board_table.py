"""The board as a table and as files: the same chains, sorted, with columns to choose."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from odfdo import Document
from openpyxl import load_workbook

from buyergroups.db import Database
from buyergroups.phases.services import assess_phase, report_status
from models.base import Precision
from models.phases import Progress
from tests.support.acting import Acting
from tests.support.client import CheckingClient, Page

ALL_COLUMNS = "&".join(
    f"kolommen={code}"
    for code in (
        *("cluster", "prioritair", "selectie", "fase", "sinds", "stand", "voortgang", "reden"),
        *("statusupdate", "actualiteit", "stap", "stapdatum", "trekker", "belegd", "veranderd"),
    )
)
KINDS = ("csv", "xlsx", "ods")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def reader(client: CheckingClient) -> CheckingClient:
    return client.as_("klankbord")


def names(page: Page) -> list[str]:
    return page.all("tbody th[scope=row]")


def rows_of(reader: CheckingClient, kind: str, query: str) -> list[list[object]]:
    """A file read by a library that has nothing to do with the one that wrote it, where it can."""
    answer = reader.get(f"/bord/tabel.{kind}?{query}")
    assert answer.status_code == 200, answer.text
    assert f'filename="fasebord-2026-11-21.{kind}"' in answer.headers["Content-Disposition"]
    data = answer.get_data()
    if kind == "csv":
        return [
            list(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
        ]
    if kind == "xlsx":
        return [
            list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
        ]
    table = Document(io.BytesIO(data)).body.get_table(0)
    assert table is not None
    return [list(row) for row in table.get_values()]


@pytest.mark.parametrize("query", ["", "toon=prioritair", "toon=alle", "cluster=energie"])
def test_the_table_has_the_chains_of_the_board(reader: CheckingClient, query: str) -> None:
    board = reader.page(f"/bord?{query}" if query else "/bord")
    chips = [name.get_text(strip=True) for name in board.soup.select(".kb-chip__name a")]
    table = reader.page(f"/bord/tabel?{query}" if query else "/bord/tabel")
    assert sorted(names(table)) == sorted([*board.all(".kb-card__name"), *chips])


def test_the_columns_that_were_chosen(reader: CheckingClient) -> None:
    page = reader.page("/bord/tabel?kolommen=trekker&kolommen=fase")
    assert page.all("thead th") == ["Keten", "Fase", "Ketentrekker"]
    assert len(reader.page(f"/bord/tabel?{ALL_COLUMNS}").all("thead th")) == 16


@pytest.mark.parametrize(
    ("column", "first"),
    [("keten", "Batterijen"), ("fase", "Batterijen"), ("statusupdate", "WMO-hulpmiddelen")],
)
def test_sorted_by_a_column_and_back(reader: CheckingClient, column: str, first: str) -> None:
    up = reader.page(f"/bord/tabel?sorteer={column}")
    assert names(up)[0] == first
    assert up.soup.select_one("th[aria-sort=ascending]")
    down = reader.page(f"/bord/tabel?sorteer=-{column}")
    assert set(names(down)) == set(names(up))
    assert names(down)[-1] in names(up)[:2]


def test_what_is_empty_comes_last_whichever_way(reader: CheckingClient) -> None:
    for sort in ("fase", "-fase"):
        page = reader.page(f"/bord/tabel?toon=prioritair&kolommen=fase&sorteer={sort}")
        cells = page.all("tbody td")
        assert cells[0] != "–"
        assert cells[-1] == "–"


@pytest.mark.parametrize("query", ["kolommen=zzz", "sorteer=zzz", "sorteer=--fase", "op=morgen"])
def test_what_makes_no_sense_gets_a_sentence_and_no_file(
    reader: CheckingClient, query: str
) -> None:
    page = reader.page(f"/bord/tabel?{query}", status=422)
    assert names(page)
    for kind in KINDS:
        refused = reader.page(f"/bord/tabel.{kind}?{query}", status=422)
        assert "Er is geen bestand gemaakt." in refused.words


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_has_every_row_and_days_as_days(reader: CheckingClient, kind: str) -> None:
    rows = rows_of(reader, kind, "kolommen=statusupdate&kolommen=fase&sorteer=keten")
    assert rows[0] == ["Keten", "Fase", "Laatste statusupdate"]
    assert [row[0] for row in rows[1:]] == names(reader.page("/bord/tabel?sorteer=keten"))
    day = next(row[2] for row in rows if row[0] == "Zonnepanelen")
    day = day.date() if isinstance(day, datetime) else day
    assert day == ("05-11-2026" if kind == "csv" else date(2026, 11, 5))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+31 6", '=HYPERLINK("http://x")', "a\x0bb"])
def test_nothing_in_a_file_is_a_formula(
    reader: CheckingClient, demo: Database, kind: str, text: str
) -> None:
    act = Acting(demo)
    act.do(
        "trekker",
        report_status,
        chain_id=act.chains["zonnepanelen"],
        progress=Progress.ON_TRACK,
        next_step=text,
    )
    answer = reader.get(f"/bord/tabel.{kind}?kolommen=stap")
    if kind == "xlsx":
        cells = [c for row in load_workbook(io.BytesIO(answer.data)).active for c in row]
        assert all(cell.data_type != "f" for cell in cells)
    elif kind == "ods":
        assert "table:formula" not in Document(io.BytesIO(answer.data)).body.serialize()
    else:
        cells_ = [cell for row in rows_of(reader, kind, "kolommen=stap") for cell in row]
        assert not [cell for cell in cells_ if str(cell)[:1] in "=+-@" and cell]


def test_a_file_in_english_has_english_words(client: CheckingClient) -> None:
    client.as_("klankbord").send("/bord", form=".kb-lang form:last-of-type", taal="en")
    rows = rows_of(client, "csv", "kolommen=voortgang")
    assert rows[0] == ["Chain", "Progress"]
    assert "stagnates" in [row[1] for row in rows]


# Where LibreOffice is installed, it has to open the files too; it is too large to install for this.
if OFFICE is not None:

    @pytest.mark.parametrize("kind", ["xlsx", "ods"])
    def test_libreoffice_opens_the_file(reader: CheckingClient, tmp_path: Path, kind: str) -> None:
        assert OFFICE is not None
        file = tmp_path / f"bord.{kind}"
        file.write_bytes(reader.get(f"/bord/tabel.{kind}?toon=alle").data)
        command = [
            OFFICE,
            "--headless",
            "--convert-to",
            "csv",
            "--outdir",
            str(tmp_path),
            str(file),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=100)
        lines = (tmp_path / "bord.csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 59


def test_compared_with_a_day_each_row_says_what_changed(client: CheckingClient) -> None:
    client.as_("klankbord")
    page = client.page("/bord/tabel?sinds=2026-09-01")
    assert "Veranderd" in page.all("thead th")
    assert len(page.all("tr.kb-table__quiet")) == 1
    assert "Veranderd" not in client.page("/bord/tabel").all("thead th")


def test_a_day_that_is_not_known_comes_last_whichever_way(
    reader: CheckingClient, demo: Database
) -> None:
    act = Acting(demo)
    act.do(
        "trekker",
        assess_phase,
        chain_id=act.chains["zonnepanelen"],
        phase_id=act.phases[2],
        since=None,
        since_precision=Precision.UNKNOWN,
        reason="Niemand weet sinds wanneer.",
    )
    for sort in ("sinds", "-sinds"):
        page = reader.page(f"/bord/tabel?kolommen=sinds&sorteer={sort}")
        assert names(page)[-1] == "Zonnepanelen"
        assert page.all("tbody td")[-1] == "begindatum niet bekend"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "mogelijk belegd (programma nog te bepalen)"),
        ("en", "possibly covered (programme to be determined)"),
    ],
)
def test_another_programme_that_is_not_known_yet_is_no_name(
    reader: CheckingClient, language: str, words: str
) -> None:
    reader.send("/bord", form=f"#taal-{language}")
    for address in ("/bord/tabel?toon=alle&kolommen=belegd", "/bord/tijdlijn?toon=alle", "/ketens"):
        said = reader.page(address).words
        assert words in said, address
        assert "bij nog te bepalen" not in said
        assert "by to be determined" not in said


GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"


@pytest.mark.parametrize(
    "address",
    [
        *("/bord/tabel", "/organisaties", "/buyer-groups", f"{GROUP}/deelnemers"),
        *(f"{GROUP}/vraag", f"{GROUP}/vraag/opgaven", f"{GROUP}/toezeggingen"),
    ],
)
def test_the_files_of_a_list_stand_in_one_place(client: CheckingClient, address: str) -> None:
    page = client.as_("manager").page(address)
    head = page.soup.select_one(".kb-table-head:has([aria-label=Downloaden])")
    assert head is not None
    kinds = [link.text for link in head.select("[aria-label=Downloaden] a[download]")]
    assert kinds[:2] == ["CSV", "XLSX"]
    table = head.find_next("table")
    assert table is not None, "above the list"
    for link in head.select("a[download]"):
        assert client.get(str(link["href"])).status_code == 200
