"""Every text of the window is found, translated whole, and what the window reads is made of that."""

import ast
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gui import texts
from gui.translating import TRANSLATIONS

FILES = sorted(TRANSLATIONS.glob("*.ts"))
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def messages(file: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    for message in ElementTree.parse(file).iter("message"):
        translation = message.find("translation")
        assert translation is not None
        yield message.findtext("source", ""), translation


def marked_in_the_code() -> set[str]:
    """Return what `tr` is called with, wherever that stands: also where lupdate would not look."""
    found: set[str] = set()
    for file in texts.SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) == "tr"
            ):
                found |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_translated_and_no_other_is_left(file: Path, tmp_path: Path) -> None:
    updated = tmp_path / file.name
    shutil.copy(file, updated)
    texts.update(updated)
    now = list(messages(updated))
    assert [source for source, translation in now if translation.get("type") or not translation.text] == []
    assert Counter(source for source, _ in now) == Counter(source for source, _ in messages(file))
    assert marked_in_the_code() | set(texts.described_texts()) == {source for source, _ in now}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_put_into_a_text_is_put_into_its_translation(file: Path) -> None:
    for source, translation in messages(file):
        said = translation.text or ""
        assert Counter(PLACEHOLDER.findall(said)) == Counter(PLACEHOLDER.findall(source)), source
        assert (said[:1].isspace(), said[-1:].isspace()) == (source[:1].isspace(), source[-1:].isspace())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_hebrew_sentence_that_begins_with_a_latin_name_says_that_it_goes_to_the_left(file: Path) -> None:
    for source, translation in messages(file):
        kinds = [unicodedata.bidirectional(each) for each in PLACEHOLDER.sub("", translation.text or "")]
        if "R" in kinds:
            assert next(kind for kind in kinds if kind in ("L", "R")) == "R", source


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_the_window_reads_is_made_of_the_translation(file: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    texts.compile_to(file, made)
    assert made.read_bytes() == file.with_suffix(".qm").read_bytes()
