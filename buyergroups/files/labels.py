"""The words of files: their types, what they hang on, and how large they are."""

from __future__ import annotations

from babel.numbers import format_decimal

from buyergroups.words import Words
from models.files import FileSubject, FileType

TYPES: dict[FileType, Words] = {
    FileType.PDF: Words("PDF", "PDF"),
    FileType.PNG: Words("PNG-afbeelding", "PNG image"),
    FileType.JPEG: Words("JPEG-afbeelding", "JPEG image"),
    FileType.ODT: Words("ODT-tekst", "ODT text"),
    FileType.ODS: Words("ODS-rekenblad", "ODS spreadsheet"),
    FileType.ODP: Words("ODP-presentatie", "ODP presentation"),
    FileType.DOCX: Words("Word", "Word"),
    FileType.XLSX: Words("Excel", "Excel"),
    FileType.PPTX: Words("PowerPoint", "PowerPoint"),
    FileType.TEXT: Words("platte tekst", "plain text"),
    FileType.CSV: Words("CSV", "CSV"),
    FileType.MARKDOWN: Words("Markdown", "Markdown"),
}
SUBJECTS: dict[FileSubject, Words] = {
    FileSubject.FINDING: Words("onderbouwing", "evidence"),
    FileSubject.DECISION: Words("besluit", "decision"),
    FileSubject.TASK: Words("taak", "task"),
    FileSubject.GROUP_AGENDA: Words("agenda van een buyer group", "agenda of a buyer group"),
    FileSubject.CONSULTATION_REPORT: Words(
        "verslag van een marktconsultatie", "report of a consultation"
    ),
    FileSubject.CONSULTATION_NOTES: Words(
        "notities van een marktconsultatie", "notes of a consultation"
    ),
    FileSubject.GIVEN_INFORMATION: Words(
        "informatie die een marktpartij kreeg", "information given to a supplier"
    ),
    FileSubject.PUBLISHED_REPORT: Words(
        "gepubliceerd verslag van een marktconsultatie", "published report of a consultation"
    ),
    FileSubject.PUBLISHED_ATTACHMENT: Words(
        "bijlage bij een gepubliceerd verslag", "attachment to a published report"
    ),
    FileSubject.TEST_EFFECTIVE: Words(
        "doeltreffendheid in een praktijktoets", "effectiveness in a practice test"
    ),
    FileSubject.TEST_EFFICIENT: Words(
        "doelmatigheid in een praktijktoets", "efficiency in a practice test"
    ),
    FileSubject.GROUP_MINUTES: Words("verslag van een buyer group", "minutes of a buyer group"),
}
KILOBYTE = 1024


def size_words(size: int, language: str) -> str:
    """How large a file is, as people say it: 3 kB, 1,4 MB."""
    if size < KILOBYTE * KILOBYTE:
        return f"{max(1, round(size / KILOBYTE))} kB"
    return f"{format_decimal(size / KILOBYTE / KILOBYTE, '0.0', locale=language)} MB"
