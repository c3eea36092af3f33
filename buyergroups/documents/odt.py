"""A version of a document as an OpenDocument text: headings, lists, tables, links."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any

from buyergroups.documents.outline import Outline

#: What XML 1.0 has no place for; a non-breaking space or a joined emoji is as good as any sign.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

KIND = "application/vnd.oasis.opendocument.text"


def as_odt(outline: Outline) -> bytes:
    """The outline as a file."""
    from odfdo import Document, Header, Paragraph  # noqa: PLC0415 - only who asks for it pays

    document = Document("text")
    body: Any = document.body
    body.clear()
    body.append(Header(1, _plain(outline.title)))
    body.append(Paragraph(_plain(outline.about)))
    for chapter in outline.chapters:
        body.append(Header(2, _plain(chapter.title)))
        _Writer(body).write(chapter.html)
        for nr, table in enumerate(chapter.tables, 1):
            body.append(Header(3, _plain(table.title)))
            body.append(_table(f"{chapter.title[:1]}-{nr}", [table.head, *table.rows]))
            body.append(Paragraph(""))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _plain(text: str) -> str:
    """Text without signs that XML does not have."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _table(name: str, rows: Any) -> Any:
    from odfdo import Cell, Row, Table  # noqa: PLC0415 - as above

    table = Table(name)
    for values in rows:
        row = Row()
        for place, value in enumerate(values):
            row.set_cell(place, Cell(_plain(value)))
        table.append_row(row)
    return table


class _Writer(HTMLParser):
    """Walks through HTML that was made safe, and appends what it says to a document."""

    def __init__(self, body: Any) -> None:
        super().__init__(convert_charrefs=True)
        self.body = body
        #: Pieces of text, each with the address that it links to, or nothing.
        self.runs: list[tuple[str, str]] = []
        self.href = ""
        self.items: list[list[Any]] = []
        self.rows: list[list[str]] | None = None
        self.tables = 0

    def write(self, html: str) -> None:
        """Append a text."""
        self.feed(html)
        self.close()
        self._end_paragraph()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._end_item()
            self.items.append([])
        elif tag == "table":
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
        elif tag == "br":
            self.runs.append((" ", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.href = ""
        elif self.rows is not None:
            self._in_table(tag)
        elif tag in ("h3", "h4", "h5", "h6"):
            self._end_heading(int(tag[1]))
        elif tag == "li":
            self._end_item()
        elif tag in ("ul", "ol"):
            self._end_list()
        elif tag in ("p", "pre", "blockquote") and not self.items:
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        if data.strip() or self.runs:
            self.runs.append((_plain(" ".join(data.split("\n"))), self.href))

    def _in_table(self, tag: str) -> None:
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("".join(text for text, _ in self.runs).strip())
            self.runs = []
        elif tag == "table":
            self.tables += 1
            self.body.append(_table(f"t{id(self)}-{self.tables}", self.rows))
            self.rows = None

    def _end_heading(self, level: int) -> None:
        from odfdo import Header  # noqa: PLC0415 - as above

        self.body.append(Header(level, "".join(text for text, _ in self.runs).strip()))
        self.runs = []

    def _paragraph(self) -> Any:
        """What was said since the last one, with its links; None for nothing."""
        from odfdo import Link, Paragraph  # noqa: PLC0415 - as above

        runs, self.runs = self.runs, []
        if not any(text.strip() for text, _ in runs):
            return None
        made = Paragraph()
        for text, href in runs:
            made.append(Link(href, text=text) if href else text)
        return made

    def _end_paragraph(self) -> None:
        made = self._paragraph()
        if made is not None:
            self.body.append(made)

    def _end_item(self) -> None:
        """What stands loose in a list becomes an item of it."""
        from odfdo import ListItem  # noqa: PLC0415 - as above

        made = self._paragraph() if self.items else None
        if made is not None:
            item = ListItem()
            item.append(made)
            self.items[-1].append(item)

    def _end_list(self) -> None:
        from odfdo import List, ListItem  # noqa: PLC0415 - as above

        self._end_item()
        made = List()
        for item in self.items.pop():
            made.append(item)
        if not self.items:
            self.body.append(made)
            return
        inner = ListItem()
        inner.append(made)
        self.items[-1].append(inner)
