"""A text that was laid out as plain passages: what people read of it, without its markup. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser


class Shape(StrEnum):
    """What a passage is in its text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of prose; never empty. The cells of a row of a table stand behind each other."""

    shape: Shape
    text: str


#: Between the cells of a row.
CELLS = " | "
_SHAPES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Shape.HEADING),
    "blockquote": Shape.QUOTE,
    "li": Shape.ITEM,
    "tr": Shape.ROW,
    "pre": Shape.CODE,
}
_BREAKS = {*_SHAPES, "p", "ul", "ol", "table", "hr"}


def passages(html: str) -> list[Passage]:
    """The passages of HTML that was made safe, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self.said: list[str] = []
        self.within: list[Shape] = []
        self.link = ("", 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.end()
        if tag in _SHAPES:
            self.within.append(_SHAPES[tag])
        elif tag in ("td", "th") and "".join(self.said).strip():
            self.said.append(CELLS)
        elif tag == "a":
            self.link = (dict(attrs).get("href") or "", len(self.said))
        elif tag == "br":
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            # Another address behind the same words is a difference too.
            address, since = self.link
            if address and address != "".join(self.said[since:]):
                self.said.append(f" ({address})")
        if tag in _BREAKS:
            self.end()
        if tag in _SHAPES and self.within:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def end(self) -> None:
        """What was said since the last one becomes a passage, if it was anything."""
        shape = self.within[-1] if self.within else Shape.PARAGRAPH
        text = "".join(self.said)
        text = text.strip("\n") if shape is Shape.CODE else " ".join(text.split())
        self.said = []
        if text.strip():
            self.found.append(Passage(shape, text))
