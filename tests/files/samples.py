"""Files for tests: real ones of every type, made by the libraries that are there, and bad ones."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from odfdo import Document
from openpyxl import Workbook

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
OFFICE = "application/vnd.openxmlformats-officedocument"
MAINS = {
    "docx": f"{OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}.presentationml.presentation.main+xml",
}


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">L", len(data)) + body + struct.pack(">L", zlib.crc32(body))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)


def packed(parts: dict[str, bytes], **how: object) -> bytes:
    """A zip with these parts."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return data.getvalue()


def office(main: str, **more: bytes) -> bytes:
    """An office file with this as its main content type."""
    listed = f'<Types><Override PartName="/a" ContentType="{main}"/></Types>'.encode()
    return packed({"[Content_Types].xml": listed, "a": b"<a/>", **more})


@cache
def good() -> dict[str, bytes]:
    """A file of every type, by the name that it goes under."""
    workbook = io.BytesIO()
    with xlsxwriter.Workbook(workbook, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "x")
    other_workbook = io.BytesIO()
    Workbook().save(other_workbook)
    files = {
        "verslag.pdf": PDF,
        "foto.png": PNG,
        "foto.jpg": JPEG,
        "FOTO.JPEG": JPEG[:-2] + b"\xff\xfe\x00\x02" + JPEG[-2:],
        "brief.docx": office(MAINS["docx"]),
        "cijfers.xlsx": workbook.getvalue(),
        "cijfers2.xlsx": other_workbook.getvalue(),
        "sheets.pptx": office(MAINS["pptx"]),
        "notitie.txt": "Één regel\r\nen nog een\n".encode(),
        "oud.txt": "Eén regel".encode("cp1252"),
        "lijst.csv": "naam;aantal\nA;1\n".encode("utf-8-sig"),
        "lees.md": b"# Kop\n\nTekst met <b>nadruk</b>\n",
    }
    for kind, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp")):
        data = io.BytesIO()
        Document(kind).save(data)
        files[f"open.{ending}"] = data.getvalue()
    return files


def bomb(size: int = 60 * 1024 * 1024) -> bytes:
    """An office file of some hundred kB that unpacks to much more."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as opened:
        listed = f'<Types><Override ContentType="{MAINS["xlsx"]}"/></Types>'
        opened.writestr("[Content_Types].xml", listed)
        with opened.open("xl/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(size // (1024 * 1024)):
                part.write(b"0" * (1024 * 1024))
    return data.getvalue()


def bad() -> dict[str, tuple[str, bytes]]:
    """Files that may not come in: what they are, their name and their content."""
    docx = good()["brief.docx"]
    long_list = packed({"[Content_Types].xml": b"x" * (1024 * 1024)})
    many = packed({f"{nr:06}-{'x' * 60}": b"" for nr in range(6000)})
    return {
        "a web page": ("a.html", b"<!doctype html><title>x</title>"),
        "a web page as text": ("a.txt", b"\n\n <HTML><body onload=alert(1)>"),
        "a web page as text, after its mark": ("a.txt", b"\xef\xbb\xbf<!-- --><script>1</script>"),
        "a web page in a text": ("a.md", b"x " * 200_000 + b"<ScRiPt>alert(1)</script>"),
        "a picture with a script": ("a.svg", b"<svg xmlns='x'><script/></svg>"),
        "a picture with a script as text": ("a.txt", b"<?xml version='1.0'?><svg/>"),
        "a web page as PDF": ("a.pdf", b"<html>%PDF-1.4 %%EOF"),
        "a web page as PNG": ("a.png", b"<svg/>"),
        "a program": ("a.exe", b"MZ"),
        "a program as PDF": ("a.pdf", b"MZ\x90\x00"),
        "no ending": ("Makefile", b"all:"),
        "two endings": ("a.pdf.exe", PDF),
        "only an ending": (".pdf", b"x"),
        "an old office file": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "a locked office file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "nothing": ("a.pdf", b""),
        "another type": ("a.png", PDF),
        "another type of office": ("a.xlsx", docx),
        "a PDF cut short": ("a.pdf", PDF[:-8]),
        "a PNG cut short": ("a.png", PNG[:-4]),
        "a JPEG cut short": ("a.jpg", JPEG[:-1]),
        "an office file cut short": ("a.docx", docx[:-3]),
        "a PNG that is a zip too": ("a.png", PNG + docx),
        "a JPEG that is a zip too": ("a.jpg", JPEG + docx),
        "a zip behind something": ("a.docx", b"<html>" + docx),
        "a zip with something behind it": ("a.docx", docx + b"<html>"),
        "a zip with a note": ("a.docx", docx[:-2] + b"\x06\x00<html>"),
        "a zip": ("a.docx", packed({"x": b"y"})),
        "an empty zip": ("a.docx", packed({})),
        "a zip with a long list of content": ("a.docx", long_list),
        "a zip with very many parts": ("a.docx", many),
        "macros": ("a.docx", office(MAINS["docx"], **{"word/vbaProject.bin": b"x"})),
        "a macro type": (
            "a.xlsx",
            office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        ),
        "old macros": ("a.xlsx", office(MAINS["xlsx"], **{"xl/macrosheets/s.xml": b"x"})),
        "open macros": (
            "a.odt",
            packed({"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/x.xml": b"x"}),
        ),
        "a type of two": ("a.docx", office(f'{MAINS["docx"]}" x="{MAINS["xlsx"]}')),
        "a template": ("a.odt", packed({"mimetype": b"application/vnd.oasis.opendocument.x"})),
        "bytes as text": ("a.txt", b"abc\x00def"),
        "UTF-16 as text": ("a.csv", "a;b".encode("utf-16")),
        "a terminal's commands as text": ("a.txt", b"abc\x1b[2Jdef"),
    }
