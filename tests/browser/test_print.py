"""On paper: one landscape A4 for the priority chains, and nothing lost without colour.

Planted and found on 21 November 2026: the board in portrait, letters that no longer fit, a strip
that is not printed, coloured badges, evidence that stays folded; the table of the timeline that
stays folded, its drawing at the size of the screen.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import SCREENSHOTS, Pages

LANDSCAPE, PORTRAIT = (842, 595), (595, 842)


@dataclass
class Paper:
    """What came out of the printer: the size of each page, and all words without their spaces."""

    sizes: list[tuple[int, int]]
    words: str

    def has(self, text: str) -> bool:
        return "".join(text.split()) in self.words


def printed(page: Page, name: str) -> Paper:
    """Print as the stylesheet says; the file is kept beside the pictures."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.pdf"
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.pdf(path=path, prefer_css_page_size=True)
    return read_pdf(path)


def read_pdf(path: Path) -> Paper:
    """The little of PDF that Chromium writes: objects, streams, fonts with a table to Unicode."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"(\d+) 0 obj\b(.*?)\bendobj", path.read_bytes(), re.DOTALL)
    }
    kids = re.findall(
        rb"(\d+) 0 R",
        b"".join(
            found[1]
            for body in objects.values()
            if b"/Type /Pages" in body
            and (found := re.search(rb"/Kids \[(.*?)\]", body, re.DOTALL))
        ),
    )
    pages = [objects[int(number)] for number in kids if b"/Type /Pages" not in objects[int(number)]]
    sizes: list[tuple[int, int]] = []
    words: list[str] = []
    for page in pages:
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page)
        assert box, page[:200]
        sizes.append((round(float(box[1])), round(float(box[2]))))
        fonts = {
            name: _table(objects, int(number))
            for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", page)
        }
        content = re.search(rb"/Contents (\d+) 0 R", page)
        assert content, page[:200]
        table: dict[int, str] = {}
        for font, text in re.findall(
            rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", _stream(objects[int(content[1])])
        ):
            if font:
                table = fonts[font]
            glyphs = (int(text[at : at + 4], 16) for at in range(0, len(text), 4))
            words.extend(table.get(glyph, "") for glyph in glyphs)
    return Paper(sizes, "".join("".join(words).split()))


def _table(objects: dict[int, bytes], number: int) -> dict[int, str]:
    """From the number of a glyph in a font to the letters it stands for."""
    named = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    if not named:
        return {}
    text = _stream(objects[int(named[1])]).decode("latin-1")
    table: dict[int, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for glyph, letters in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            table[int(glyph, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, letters in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + step] = chr(int(letters, 16) + step)
    return table


def _stream(body: bytes) -> bytes:
    data = body.split(b"stream\n", 1)[1].rsplit(b"endstream", 1)[0]
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def names(page: Page) -> list[str]:
    return page.locator(".kb-card__link").all_inner_texts()


def test_twenty_priority_chains_on_one_landscape_page(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto("/bord?toon=prioritair")
    chains = names(page)
    assert len(chains) == 20
    paper = printed(page, "bord-prioritair")
    assert paper.sizes == [LANDSCAPE]
    assert [name for name in chains if not paper.has(name)] == []
    for text in ("prioritair", "stand op 21 nov 2026", "volgorde: aandacht eerst", "Demonstratie"):
        assert paper.has(text), text
    # Everything that a colour says is said in words too.
    for text in ("op koers", "aandacht nodig", "stagneert", "voorlopig", "bevestigd", "veroudert"):
        assert paper.has(text), text
    page.emulate_media(media="print")
    for selector in (".kb-badge", ".kb-card", ".kb-chip", ".kb-late"):
        colours = page.locator(selector).evaluate_all(
            """(all) => all.flatMap((element) => {
                const style = getComputedStyle(element);
                return [style.color, style.backgroundColor];
            })"""
        )
        assert all(_grey(colour) for colour in colours), (selector, set(colours))

    page.emulate_media(media="null")
    page.goto("/bord?toon=prioritair&op=2026-03-01&cluster=energie&trekker=geen&volgorde=naam")
    paper = printed(page, "bord-eerder")
    for text in (
        "stand op 1 mrt 2026",
        "cluster: Energie",
        "Zonder ketentrekker",
        "volgorde: naam",
    ):
        assert paper.has(text), text


def _grey(colour: str) -> bool:
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    return len(set(parts[:3])) == 1 or parts[3:] == [0]


@pytest.mark.parametrize(
    ("columns", "strips"),
    [
        # Nothing covered any more: twenty whole cards.
        ((5, 5, 5, 5), False),
        ((6, 6, 5, 3), False),
        ((7, 7, 4, 2), False),
        ((10, 5, 3, 2), False),
        # The twelve still covered, one not assessed, and the other seven close together.
        ((4, 3, 0, 0), True),
        ((5, 2, 0, 0), True),
        ((7, 0, 0, 0), True),
    ],
)
def test_however_they_stand_in_the_columns(
    pages: Pages, columns: tuple[int, ...], *, strips: bool
) -> None:
    """The letters are as large as still fits on the one page."""
    page = pages.open("manager")
    page.goto("/bord?toon=prioritair")
    page.evaluate(
        """([counts, strips]) => {
            const cards = [...document.querySelectorAll('.kb-column__list > li')];
            const kept = cards.map((card) => card.cloneNode(true));
            let next = 0;
            document.querySelectorAll('.kb-column').forEach((column, place) => {
                column.querySelectorAll('.kb-empty, .kb-column__list').forEach((e) => e.remove());
                const list = document.createElement('ul');
                list.className = 'kb-column__list';
                for (let number = 0; number < counts[place]; number++)
                    list.append(kept[next++ % kept.length].cloneNode(true));
                if (counts[place]) column.append(list);
            });
            if (!strips) document.querySelector('.kb-strips').remove();
        }""",
        [list(columns), strips],
    )
    assert page.locator(".kb-card, .kb-chip").count() == 20
    paper = printed(page, "bord-" + "-".join(map(str, columns)))
    assert paper.sizes == [LANDSCAPE]


def test_all_chains_are_printed(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto("/bord?toon=alle")
    chains = names(page)
    assert len(chains) == 58
    paper = printed(page, "bord-alle")
    assert set(paper.sizes) == {LANDSCAPE}
    assert len(paper.sizes) == 2
    assert [name for name in chains if not paper.has(name)] == []


def test_a_chain_in_portrait_with_its_evidence(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto("/ketens/zonnepanelen")
    evidence = page.locator(".kb-evidence__item p").first
    expect(evidence).to_be_hidden()
    paper = printed(page, "keten")
    assert paper.sizes == [PORTRAIT]
    for text in ("Zonnepanelen", "stagneert", "grootte niet bekend", "Jaarselectie"):
        assert paper.has(text), text
    # What unfolds on a screen is unfolded on paper.
    assert paper.has(evidence.text_content() or "?")
    assert not paper.has("Naar de inhoud")
    page.goto("/ketens")
    paper = printed(page, "ketens")
    assert set(paper.sizes) == {PORTRAIT}
    assert paper.has("Zware voertuigen - aanschaf")


#: All that has a colour on a screen.
COLOURED = ".kb-badge, .kb-roman, .kb-phase, .kb-now, .kb-late, .kb-impact, .kb-icon, .kb-table th"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_chain_keeps_every_meaning_in_black_and_white(pages: Pages, language: str) -> None:
    page = pages.open("trekker2")
    page.goto("/ketens/schoonmaak")
    page.locator(f"#taal-{language} button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.wait_for_load_state()
    badges = page.locator("main .kb-badge").all_inner_texts()
    kinds = [".kb-phase__name", ".kb-phase__count", ".kb-impact", ".kb-criterion__text"]
    words = [text for kind in kinds for text in page.locator(f"main {kind}").all_inner_texts()]
    short = page.locator("#kort-adres").input_value()
    paper = printed(page, f"keten-zwart-wit-{language}")
    assert set(paper.sizes) == {PORTRAIT}
    assert len(paper.sizes) <= 2
    assert len(badges) > 8
    assert [text for text in [*badges, *words, short] if not paper.has(text)] == []
    assert paper.has("Joost van Dalen")
    for screen_only in ("Kopieer link", "Copy link", "Niet meer volgen", "Hoe werkt deze pagina"):
        assert not paper.has(screen_only), screen_only

    page.emulate_media(media="print")
    colours = (
        page.locator("main")
        .locator(COLOURED)
        .evaluate_all(
            """(all) => all.flatMap((element) => {
            const style = getComputedStyle(element), line = getComputedStyle(element, '::before');
            return [style.color, style.backgroundColor, style.borderLeftColor, style.fill,
                    line.borderTopColor].filter((colour) => colour.startsWith('rgb'));
        })"""
        )
    )
    assert len(colours) > 50
    assert {colour for colour in colours if not _grey(colour)} == set()
    # In which phase the market is shows in the shape too: a second ring, and a whole line before.
    now, later = page.locator(".kb-phase--current .kb-roman"), page.locator(".kb-phase--todo")
    assert now.evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"
    assert later.last.locator(".kb-roman").evaluate(
        "(e) => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).outlineStyle]"
    ) == ["dashed", "none"]


@pytest.mark.parametrize(
    ("tab", "most"),
    [("", 2), ("/fase", 3), ("/geschiedenis", 4)],
    ids=["chain", "phase", "history"],
)
def test_each_tab_of_a_chain_with_much_to_tell(pages: Pages, tab: str, most: int) -> None:
    page = pages.open("publiek")
    page.goto(f"/ketens/ict-hardware-en-mobiele-apparaten{tab}")
    headings = page.locator("main :is(h1, h2)").all_text_contents()
    paper = printed(page, f"keten-veel{tab.replace('/', '-')}")
    assert set(paper.sizes) == {PORTRAIT}
    assert len(paper.sizes) <= most
    assert [text for text in headings if not paper.has(text)] == []


def test_the_timeline_in_portrait_with_its_table(pages: Pages) -> None:
    page = pages.open("manager")
    page.goto("/bord/tijdlijn?toon=prioritair")
    chains = page.locator(".kb-swim__link").all_inner_texts()
    assert len(chains) == 20
    paper = printed(page, "tijdlijn-prioritair")
    assert set(paper.sizes) == {PORTRAIT}
    # The drawing on the first page, the same in words after it.
    assert len(paper.sizes) <= 4
    assert [name for name in chains if not paper.has(name)] == []
    for text in (
        *(
            "prioritair",
            "stand op 21 nov 2026",
            "2024",
            "2027",
            "vandaag",
            "Jaarselectie 2026: nieuw",
        ),
        *("II Competitie", "III, voorlopig", "begin niet bekend", "teruggegeven", "datum voorbij"),
        *("Fase III Synergie & integratie sinds jan 2026", "Statusupdate: stagneert"),
    ):
        assert paper.has(text), text
    page.evaluate("() => document.querySelector('.kb-chart__data').remove()")
    assert printed(page, "tijdlijn-tekening").sizes == [PORTRAIT]
    page.goto("/bord/tijdlijn?toon=alle&van=2008")
    paper = printed(page, "tijdlijn-alle")
    assert set(paper.sizes) == {PORTRAIT}
    assert paper.has("Zware voertuigen - aanschaf")
