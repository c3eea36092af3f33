"""What a file is, by its content; and what it is called."""

from __future__ import annotations

import io
import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyergroups.errors import RefusedError
from buyergroups.files import kinds, labels, rules
from models.files import FileType
from tests.files.samples import MAINS, bad, bomb, good, office, packed

BY_ENDING = {ending: kind for kind, endings in rules.ENDINGS.items() for ending in endings}


@pytest.mark.parametrize("name", list(good()))
def test_a_real_file_is_known(name: str) -> None:
    ending = "." + name.rsplit(".", 1)[1].lower()
    assert kinds.kind_of(io.BytesIO(good()[name]), name) is BY_ENDING[ending]


@pytest.mark.parametrize("what", list(bad()))
def test_what_may_not_come_in(what: str) -> None:
    name, content = bad()[what]
    with pytest.raises(RefusedError) as refused:
        kinds.kind_of(io.BytesIO(content), rules.clean_name(name))
    for language in ("nl", "en"):
        assert refused.value.sentence(language).endswith(".")


def test_no_name_lets_a_file_be_something_else() -> None:
    for name, content in good().items():
        written = name.endswith((".txt", ".csv", ".md"))
        for ending, kind in BY_ENDING.items():
            try:
                found = kinds.kind_of(io.BytesIO(content), f"x{ending}")
            except RefusedError:
                continue
            assert found is kind
            assert written == (kind in kinds.WRITTEN), (name, ending)


@given(st.binary(max_size=300), st.sampled_from(sorted(BY_ENDING)))
def test_whatever_bytes_are_a_file_of_the_list_or_refused(content: bytes, ending: str) -> None:
    for begin in (b"", b"PK\x03\x04", b"%PDF-", kinds.PNG_BEGIN, kinds.JPEG_BEGIN):
        try:
            found = kinds.kind_of(io.BytesIO(begin + content), f"x{ending}")
        except RefusedError:
            continue
        assert found is BY_ENDING[ending]


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_an_office_file_with_any_bytes_changed_is_told_or_refused(place: int, other: bytes) -> None:
    content = bytearray(office(MAINS["docx"]))
    content[place % len(content) :][: len(other)] = other
    at = place % len(content)
    content[at : at + len(other)] = other
    try:
        assert kinds.kind_of(io.BytesIO(bytes(content)), "x.docx") is FileType.DOCX
    except RefusedError:
        return


def test_an_office_file_is_never_unpacked_whole() -> None:
    content = io.BytesIO(bomb())
    listed = io.BytesIO(packed({"[Content_Types].xml": b"0" * 60_000_000}))
    tracemalloc.start()
    try:
        assert kinds.kind_of(content, "x.xlsx") is FileType.XLSX
        with pytest.raises(RefusedError):
            kinds.kind_of(listed, "x.xlsx")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * rules.MEGABYTE, most


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("verslag.pdf", "verslag.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\jan\\nota.docx", "nota.docx"),
        ("/", "bestand"),
        ("", "bestand"),
        ("...", "bestand"),
        (".pdf", "bestand.pdf"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("cijfers\u202efdp.exe.pdf", "cijfersfdp.exe.pdf"),
        ("e\u0301e\u0301n.pdf", "\u00e9\u00e9n.pdf"),
        ("  veel   wit .pdf ", "veel wit.pdf"),
        ('a"b<c>|?*:d.pdf', "a_b_c_____d.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
        ("\U0001f600.pdf", "\U0001f600.pdf"),
        ("a.pdf/", "bestand"),
    ],
)
def test_a_name_is_made_clean(sent: str, kept: str) -> None:
    assert rules.clean_name(sent) == kept


@given(st.text(max_size=300))
def test_a_clean_name_is_safe_whatever_was_sent(sent: str) -> None:
    name = rules.clean_name(sent)
    assert 0 < len(name) <= rules.LONGEST_NAME
    assert name == unicodedata.normalize("NFC", name)
    assert not set(name) & set('/\\<>:"|?*\x00\r\n')
    assert not name.startswith(".")
    assert rules.clean_name(name) == name
    assert rules.plain_name(name).isascii()


def test_every_type_has_its_words_and_its_ending() -> None:
    assert set(rules.ENDINGS) == set(rules.CONTENT_TYPES) == set(labels.TYPES) == set(FileType)
    assert labels.size_words(1, "nl") == "1 kB"
    assert labels.size_words(1_500_000, "nl") == "1,4 MB"
    assert labels.size_words(20 * rules.MEGABYTE, "en") == "20.0 MB"
