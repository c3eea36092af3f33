"""What every page must be, whichever test gets it. Pages of the same build are looked at once."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import html5lib
from bs4 import BeautifulSoup, Tag
from html5lib.html5parser import ParseError
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
#: What tells two pages of the same build apart and can be no fault: plain words between two tags,
#: and values in which no fault is looked for. A character that might mean something to a browser
#: (`&`, `<`, a quote) keeps a text as it is.
_PLAIN = re.compile(r">[^<>&]*[^<>&\s][^<>&]*<")
_VALUES = re.compile(r'( (?:value|content|datetime|data-[a-z-]+|d|x|y|points)=")[^"&<>]+"')
_REFERENCE = re.compile(r'((?:href|action|src)="/)[^"&<>]*"')
#: The title and the heading, of which one must begin with the other.
_NAMED = re.compile(r"<title>.*?</title>|<h1\b.*?</h1>", re.DOTALL)
_PLAIN_TAG = re.compile(r"<[^>]*>")
_seen: set[bytes] = set()


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
        text = response.get_data(as_text=True)
        seen = hashlib.sha256(build_of(text).encode()).digest()
        if seen not in _seen:
            faults += body_faults(text)
            if not faults:
                _seen.add(seen)
    if faults:
        raise PageError(address, faults)


def build_of(text: str) -> str:
    """The page without the words and values in which no fault is looked for."""
    named = [_PLAIN_TAG.sub("", part) for part in _NAMED.findall(text)]
    titled = len(named) == 2 and " ".join(named[0].split()).startswith(" ".join(named[1].split()))
    text = _PLAIN.sub(">x<", text)
    text = _REFERENCE.sub(r'\1"', _VALUES.sub(r'\1x"', text))
    return f"{titled} {text}"


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


def body_faults(text: str) -> list[str]:
    """What is wrong with a page, or with a part of one."""
    whole = text.lstrip()[:9].lower() == "<!doctype"
    faults = _syntax_faults(text, whole=whole)
    soup = BeautifulSoup(text, "html.parser")
    if whole:
        faults += _page_faults(soup)
    faults += _element_faults(soup)
    faults += _form_faults(soup, whole=whole)
    return faults


def _syntax_faults(text: str, *, whole: bool) -> list[str]:
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


def _page_faults(soup: BeautifulSoup) -> list[str]:
    faults = []
    html = soup.find("html")
    language = html.get("lang") if isinstance(html, Tag) else None
    if language not in LANGUAGES:
        faults.append(f"<html lang> is {language!r}")
    headings = soup.find_all("h1")
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1 elements")
    elif not _words(soup.title).startswith(heading := " ".join(headings[0].get_text().split())):
        faults.append(f"title {_words(soup.title)!r} does not start with {heading!r}")
    if len(soup.find_all("main")) != 1:
        faults.append("not exactly one main element")
    return faults


def _element_faults(soup: BeautifulSoup) -> list[str]:
    ids = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    faults = [
        f"id {name!r} stands there {number} times" for name, number in ids.items() if number > 1
    ]
    for tag in soup.find_all(True):
        faults += [
            f"<{tag.name} {name}> is inline" for name in tag.attrs if _INLINE.fullmatch(name)
        ]
        faults += [
            f"<{tag.name} {name}>: write data-{name}"
            for name in tag.attrs
            if name.startswith("hx-")
        ]
        if tag.name == "style" or (tag.name == "script" and not tag.get("src") and _is_code(tag)):
            faults.append(f"inline <{tag.name}>")
        if tag.name == "img" and not tag.has_attr("alt"):
            faults.append(f"<img src={tag.get('src')!r}> without alt")
        faults += [
            f"{attribute}={target!r} names an id that is not there"
            for attribute in ("aria-labelledby", "aria-describedby", "for")
            for target in _targets(tag, attribute)
            if soup.html is not None and target not in ids
        ]
        if tag.name == "a" and str(tag.get("href", "")).startswith("#") and soup.html is not None:
            target = str(tag["href"])[1:]
            if target and target not in ids:
                faults.append(f"link to #{target}, which is not there")
        if tag.name in ("a", "button") and not _name_of(tag, soup):
            faults.append(f"{tag.name} without words: {str(tag)[:120]}")
    return faults


def _is_code(tag: Tag) -> bool:
    return str(tag.get("type", "")) not in ("application/json", "application/ld+json")


def _targets(tag: Tag, attribute: str) -> list[str]:
    value = tag.get(attribute)
    return str(value).split() if isinstance(value, str) else []


def _form_faults(soup: BeautifulSoup, *, whole: bool) -> list[str]:
    faults = []
    for form in soup.find_all("form"):
        method = str(form.get("method", "")).lower()
        if method not in ("get", "post", "dialog") or not form.has_attr("action"):
            faults.append(f"form without method or action: {str(form)[:120]}")
        if method == "post" and not form.find("input", attrs={"name": "csrf_token"}):
            faults.append(f"form to {form.get('action')!r} without csrf_token")
        if method == "get" and form.find("input", attrs={"name": "csrf_token"}):
            faults.append(f"form to {form.get('action')!r} would put its csrf_token in the address")
    labelled = {str(label["for"]) for label in soup.find_all("label", attrs={"for": True})}
    for field in soup.find_all(["input", "select", "textarea"]):
        if str(field.get("type", "text")).lower() in _UNLABELLED:
            continue
        named = field.has_attr("aria-label") or field.has_attr("aria-labelledby")
        if not (named or field.get("id") in labelled or field.find_parent("label")) and whole:
            faults.append(f"field {field.get('name')!r} without label")
    return faults


def _name_of(tag: Tag, soup: BeautifulSoup) -> str:
    if tag.get("aria-label") or tag.get("aria-labelledby"):
        return "named"
    images = [str(image.get("alt", "")) for image in tag.find_all("img")]
    titles = [_words(title) for title in tag.find_all("title")]
    return "".join([_words(tag), *images, *titles])


def _words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag is not None else ""
