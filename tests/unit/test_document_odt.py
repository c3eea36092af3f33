"""What people type stands in the file as they typed it; only what XML cannot hold is replaced."""

from __future__ import annotations

import zipfile
from io import BytesIO

from buyergroups.documents.odt import as_odt
from buyergroups.documents.outline import Outline


def test_signs_that_word_processors_put_in_stay() -> None:
    typed = "nbsp:\u00a0, soft\u00adhyphen, thin\u202fspace, 👩\u200d💻, é"
    made = as_odt(Outline(title=typed + "\x0b", about="", chapters=()))
    content = zipfile.ZipFile(BytesIO(made)).read("content.xml").decode()
    for sign in "\u00a0\u00ad\u202f\u200d💻é":
        assert sign in content
    assert "\x0b" not in content
