"""What comes in as a spreadsheet: read within limits whatever it claims, or a clear sentence."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Cell, Document, Row, Table
from openpyxl import Workbook

from buyergroups.errors import RefusedError
from buyergroups.files import kinds
from buyergroups.imports import columns, delimited, packed, reading, sheet
from buyergroups.imports.columns import whole_number
from buyergroups.imports.sheet import FORMULA, Sheet
from tests.files.samples import MAINS, PDF
from tests.files.samples import packed as zipped

pytestmark = pytest.mark.sqlite_only
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(data: bytes) -> Sheet:
    file = io.BytesIO(data)
    return reading.read_sheet(file, reading.media_of(file))


def refusal(data: bytes) -> Any:
    with pytest.raises(RefusedError) as raised:
        read(data)
    return raised.value.words


def workbook(rows: str, **more: bytes) -> bytes:
    """A workbook by hand, with these rows."""
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{MAINS["xlsx"]}"/></Types>'
    inside = '<sheets><sheet name="A" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{SPACE}" xmlns:r="{LINKS}">{inside}</workbook>'
    links = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
    parts = {
        "[Content_Types].xml": types.encode(),
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": links.encode(),
        "xl/worksheets/sheet1.xml": rows.encode(),
    }
    return zipped({**parts, **more})


def sheet_xml(rows: str, before: str = "") -> str:
    claims = '<dimension ref="A1:XFD1048576"/>'
    return f'{before}<worksheet xmlns="{SPACE}">{claims}<sheetData>{rows}</sheetData></worksheet>'


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Naam</t></is></c></row>'


def made_by_openpyxl(*rows: list[Any]) -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def made_by_odfdo(*rows: list[Any]) -> bytes:
    document, table, data = Document("spreadsheet"), Table("Blad"), io.BytesIO()
    document.body.clear()
    for values in rows:
        row = Row()
        for place, value in enumerate(values):
            row.set_cell(place, Cell(value))
        table.append_row(row)
    document.body.append(table)
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize("make", [made_by_openpyxl, made_by_odfdo])
def test_text_numbers_and_days_come_as_people_write_them(make: Any) -> None:
    found = read(
        make(["Naam", "Nr", "Dag"], ["Één <&>", 12345678, date(2026, 3, 4)], ["B", 2.5, None])
    )
    assert found.head == ("Naam", "Nr", "Dag")
    assert [line.cells for line in found.lines] == [
        ("Één <&>", "12345678", date(2026, 3, 4)),
        ("B", "2,5", ""),
    ]
    assert [line.number for line in found.lines] == [2, 3]


def test_a_moment_is_a_day_and_a_formula_is_told_apart() -> None:
    found = read(made_by_openpyxl(["A", "B"], [datetime(2026, 3, 4, 12), "=1+1"]))  # noqa: DTZ001
    assert found.lines[0].cells == (date(2026, 3, 4), FORMULA)


@pytest.mark.parametrize(
    "data",
    [
        "naam;dag\r\nÉén;3-3-2026\r\n".encode("utf-8-sig"),
        "naam,dag\nÉén,3-3-2026\n".encode(),
        "sep=,\r\nnaam,dag\r\nÉén,3-3-2026\r\n".encode(),
        'naam\tdag\nÉén\t"3-3-2026"\n'.encode("utf-16"),
        "naam;dag\nÉén;3-3-2026\n".encode("cp1252"),
    ],
)
def test_csv_in_every_form(data: bytes) -> None:
    found = read(data)
    assert (found.head, found.lines[0].cells) == (("naam", "dag"), ("Één", "3-3-2026"))


def test_latin_1_is_noticed_and_utf_8_is_not() -> None:
    assert read("naam\nÉén\n".encode("latin-1")).notices == (delimited.LATIN,)
    assert read("naam\nÉén\n".encode()).notices == ()


def test_the_size_that_a_sheet_claims_is_not_believed() -> None:
    row = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    found = read(workbook(sheet_xml(HEAD + row)))
    assert [(line.number, line.cells) for line in found.lines] == [(1048576, ("1",))]


def test_a_zip_bomb_is_not_unpacked() -> None:
    words = refusal(workbook(sheet_xml(HEAD), **{"xl/sharedStrings.xml": b"0" * 60_000_000}))
    assert words is packed.BOMB


def test_entities_are_not_expanded() -> None:
    before = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert refusal(workbook(sheet_xml(HEAD, before))) is kinds.DAMAGED


def test_a_cell_too_far_away_and_too_long() -> None:
    far = '<row r="2"><c r="XFD2"><v>1</v></c></row>'
    assert refusal(workbook(sheet_xml(HEAD + far))) is sheet.TOO_WIDE
    assert refusal(b"naam\n" + b"x" * 10_001 + b"\n") is sheet.TOO_LONG


def test_too_many_rows_also_when_they_are_repeated() -> None:
    assert refusal(b"naam\n" + b"x\n" * 20_001) is sheet.TOO_MANY_ROWS
    document, table, data = Document("spreadsheet"), Table("Blad"), io.BytesIO()
    document.body.clear()
    row = Row()
    row.set_cell(0, Cell("x"))
    row.repeated = 1_000_000
    table.append_row(row)
    document.body.append(table)
    document.save(data)
    assert refusal(data.getvalue()) is sheet.TOO_MANY_ROWS


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", kinds.EMPTY),
        (b"naam\n", sheet.NO_ROWS),
        (PDF, reading.NO_SHEET),
        (reading.OLD_OFFICE + b"x" * 100, reading.OLD),
        (b"naam\n\x00\x01\n", kinds.NOT_TEXT),
        (b'naam\n"nooit dicht\n', delimited.BROKEN),
        (b"naam\n\x81\x8d\n", delimited.NO_ENCODING),
        (b"PK\x03\x04half", kinds.DAMAGED),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, words: Any) -> None:
    assert refusal(data) is words


@given(st.binary(max_size=300))
def test_whatever_is_sent_is_read_or_refused(data: bytes) -> None:
    for content in (data, b"PK\x03\x04" + data, b"naam;dag\n" + data):
        with suppress(RefusedError):
            read(content)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("2,0", 2), ("1.234", 1234), ("2,5", None), ("1.2", None), ("x", None), ("", None)],
)
def test_numbers_as_people_here_write_them(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_column_twice_or_unknown() -> None:
    known = (columns.Column("naam", columns.EMPTY._replace(nl="Naam", en="Name"), columns.EMPTY),)
    with pytest.raises(RefusedError):
        columns.places_of(read(b"Naam;NAME\na;b\n"), known)
    places = columns.places_of(read(b"Iets; name*\na;b\n"), known)
    assert (places.at, len(places.notices)) == ({"naam": 1}, 1)
