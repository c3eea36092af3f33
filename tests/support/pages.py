"""What every page must be, whichever test gets it. The same nesting of tags is parsed once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
from html5lib.html5parser import ParseError
from lxml import etree
from werkzeug.test import TestResponse

#: Whole values: a policy that is nearly right is not right.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'; frame-src 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: Of a file that somebody sent: whatever is in it, it does nothing.
FILE_HEADERS = {
    **SECURITY_HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    ),
    "Cache-Control": "no-store",
}
#: The PDF of a published report is everybody's, and may be kept for a few minutes.
PUBLIC_FILE_HEADERS = {**FILE_HEADERS, "Cache-Control": "public, max-age=300"}
#: Their values are the app's own; they must be there.
OTHER_HEADERS = ("Permissions-Policy", "Cache-Control")

LANGUAGES = ("nl", "en")
#: Fields that need no words beside them.
_UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
_INLINE = re.compile(r"on[a-z]+|style")
#: What may differ between two pages of the same syntax: references, words between two tags, values.
#: A character that might mean something to a browser keeps a text as it is, and so does one that
#: no page may have.
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|#34|#39);")
_ODD = r"<>&\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_PLAIN = re.compile(rf">[^{_ODD}]*[^{_ODD}\s][^{_ODD}]*<")
_VALUE = re.compile(rf'(?<! type)="[^"{_ODD}]+"')
#: The same row again and again is one row.
_AGAIN = re.compile(r"(<(li|tr|option)\b[^>]*>(?:(?!</?\2\b).)*</\2>\s*)\1+", re.DOTALL)
_TEXTS = etree.XPath(".//text()")
_IDS = etree.XPath("//@id")
#: Attributes that perhaps no tag may have, those that name ids of the same page, and links into it.
_AMISS = etree.XPath(
    "//@*[name() = 'style' or starts-with(name(), 'on') or starts-with(name(), 'hx-')]"
)
_AIMS = etree.XPath("//@aria-labelledby | //@aria-describedby | //@for")
_ANCHORS = etree.XPath("//a/@href[starts-with(., '#')]")
_PARSER = etree.HTMLParser()
_seen: set[str] = set()


class PageError(AssertionError):
    """A page is not as every page must be."""

    def __init__(self, address: str, faults: list[str]) -> None:
        super().__init__(f"{address}:\n  " + "\n  ".join(faults))


def check_response(response: TestResponse) -> None:
    """Raise PageError with everything that is wrong with an answer of the app."""
    address = f"{response.request.method} {response.request.full_path}".rstrip("?")
    faults = header_faults(response)
    written = response.mimetype == "text/html" and not 300 <= response.status_code < 400
    if written and response.get_data():
        faults += body_faults(response.get_data(as_text=True), seen=_seen)
    if faults:
        raise PageError(address, faults)


def header_faults(response: TestResponse) -> list[str]:
    """What is wrong with the headers; files of the design need one of them only."""
    if response.request.path.startswith("/static/"):
        return []
    path, wanted = response.request.path, SECURITY_HEADERS
    if response.status_code == 200 and response.mimetype != "text/html":
        if path.startswith("/bestanden/"):
            wanted = FILE_HEADERS
        elif path.startswith("/publiek/") and path.endswith(".pdf"):
            wanted = PUBLIC_FILE_HEADERS
    faults = [
        f"header {name} is {response.headers.get(name)!r}"
        for name, value in wanted.items()
        if response.headers.get(name) != value
    ]
    return faults + [
        f"header {name} is missing" for name in OTHER_HEADERS if name not in response.headers
    ]


def body_faults(text: str, seen: set[str] | None = None) -> list[str]:
    """What is wrong with a page, or with a part of one.

    `seen`: the syntax that was found right before, which is not parsed strictly again.
    """
    whole = text.lstrip()[:9].lower() == "<!doctype"
    faults = _syntax_faults(text, set() if seen is None else seen, whole=whole)
    page = etree.fromstring(text if whole else f"<div>{text}</div>", _PARSER)
    if whole:
        faults += _page_faults(page)
    faults += _element_faults(page, whole=whole)
    faults += _form_faults(page, whole=whole)
    return faults


def syntax_of(text: str) -> str:
    """The tags of a page and the names of their attributes, without words and values."""
    text = _VALUE.sub('=""', _PLAIN.sub(">x<", _REFERENCE.sub("x", text)))
    return _AGAIN.sub(r"\1", text)


def _syntax_faults(text: str, seen: set[str], *, whole: bool) -> list[str]:
    faults = []
    for part, is_page in _parts(text) if whole else [(text, False)]:
        syntax = f"{is_page} {syntax_of(part)}"
        if syntax not in seen:
            found = _parse(part, whole=is_page)
            faults += found
            if not found:
                seen.add(syntax)
    return faults


def _parts(text: str) -> list[tuple[str, bool]]:
    """What stands around the main part of a page, which is the same in most, and that part."""
    begin, end = text.find(">", text.find("<main")) + 1, text.rfind("</main>")
    if not 0 < begin <= end:
        return [(text, True)]
    return [(text[:begin] + text[end:], True), (text[begin:end], False)]


def _parse(text: str, *, whole: bool) -> list[str]:
    parser = html5lib.HTMLParser(strict=True)
    try:
        if whole:
            parser.parse(text)
        else:
            parser.parseFragment(text, container=_container(text))
    except ParseError as error:
        line, column = parser.tokenizer.stream.position()
        context = text.splitlines()[max(0, line - 2) : line + 1]
        return [f"HTML, line {line} column {column}: {error}: {' / '.join(context).strip()[:300]}"]
    return []


def _container(text: str) -> str:
    """A row is only valid inside a table body."""
    first = re.match(r"\s*<([a-z0-9]+)", text)
    inside = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table"}
    inside |= {"li": "ul", "option": "select", "dt": "dl", "dd": "dl"}
    return inside.get(first[1], "div") if first else "div"


def _page_faults(page: Any) -> list[str]:
    faults = []
    if page.get("lang") not in LANGUAGES:
        faults.append(f"<html lang> is {page.get('lang')!r}")
    headings, title = page.findall(".//h1"), _words(page.find("head/title"))
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1 elements")
    elif not title.startswith(heading := " ".join("".join(_TEXTS(headings[0])).split())):
        faults.append(f"title {title!r} does not start with {heading!r}")
    if len(page.findall(".//main")) != 1:
        faults.append("not exactly one main element")
    return faults


def _element_faults(page: Any, *, whole: bool) -> list[str]:
    ids = Counter(_IDS(page))
    faults = [
        f"id {name!r} stands there {number} times" for name, number in ids.items() if number > 1
    ]
    for value in _AMISS(page):
        name, tag = value.attrname, value.getparent().tag
        if name.startswith("hx-"):
            faults.append(f"<{tag} {name}>: write data-{name}")
        elif _INLINE.fullmatch(name):
            faults.append(f"<{tag} {name}> is inline")
    if whole:
        faults += [
            f"{value.attrname}={value!r} names an id that is not there"
            for value in _AIMS(page)
            if not set(value.split()) <= ids.keys()
        ]
        faults += [
            f"link to {value}, which is not there"
            for value in _ANCHORS(page)
            if value != "#" and value[1:] not in ids
        ]
    for tag in page.iter("style", "script", "img", "a", "button"):
        if tag.tag == "style" or (tag.tag == "script" and not tag.get("src") and _is_code(tag)):
            faults.append(f"inline <{tag.tag}>")
        if tag.tag == "img" and "alt" not in tag.attrib:
            faults.append(f"<img src={tag.get('src')!r}> without alt")
        if tag.tag in ("a", "button") and not _name_of(tag):
            faults.append(f"{tag.tag} without words: {_source(tag)}")
    return faults


def _is_code(tag: Any) -> bool:
    return tag.get("type", "") not in ("application/json", "application/ld+json")


def _form_faults(page: Any, *, whole: bool) -> list[str]:
    faults = []
    for form in page.iter("form"):
        method = form.get("method", "").lower()
        has_token = form.find(".//input[@name='csrf_token']") is not None
        if method not in ("get", "post", "dialog") or "action" not in form.attrib:
            faults.append(f"form without method or action: {_source(form)}")
        if method == "post" and not has_token:
            faults.append(f"form to {form.get('action')!r} without csrf_token")
        if method == "get" and has_token:
            faults.append(f"form to {form.get('action')!r} would put its csrf_token in the address")
    labelled = {label.get("for") for label in page.iter("label")} - {None}
    for field in page.iter("input", "select", "textarea"):
        if field.get("type", "text").lower() in _UNLABELLED or not whole:
            continue
        named = "aria-label" in field.attrib or "aria-labelledby" in field.attrib
        inside = next(field.iterancestors("label"), None) is not None
        if not (named or inside or field.get("id") in labelled):
            faults.append(f"field {field.get('name')!r} without label")
    return faults


def _name_of(tag: Any) -> str:
    if tag.get("aria-label") or tag.get("aria-labelledby"):
        return "named"
    return "".join([_words(tag), *(image.get("alt", "") for image in tag.iter("img"))])


def _words(tag: Any) -> str:
    return " ".join(" ".join(_TEXTS(tag)).split()) if tag is not None else ""


def _source(tag: Any) -> str:
    return str(etree.tostring(tag, encoding="unicode"))[:120]
