from array import array
from pathlib import Path

import pytest

from core.documents.rendering import Rendering
from core.documents.textlayer import TextLayer
from core.paths import ASSETS
from gui.pages.text import PointedText
from tests.core.documents.drawn import PROSE, new_pdf, paragraph, report, saved


def read(path: Path, page_number: int = 1) -> PointedText:
    rendering = Rendering(path)
    layer = rendering.text_layer(page_number)
    rendering.close()
    return PointedText(layer)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> PointedText:
    return read(report(tmp_path_factory.mktemp("pdf") / "report.pdf", 1))


@pytest.fixture(scope="module")
def hebrew() -> PointedText:
    return read(ASSETS / "samples" / "sample-he.pdf", 3)


def sides(text: PointedText, index: int) -> tuple[float, float, float]:
    box = text.layer.box(index)
    return box.left + 0.1, box.right - 0.1, (box.bottom + box.top) / 2


def test_a_letter_is_found_where_it_stands(english: PointedText) -> None:
    at = english.layer.text.index("lighthouse")
    left, right, middle = sides(english, at)
    assert english.letter_at((left + right) / 2, middle) == at
    assert english.letter_at(5, 5) is None


def test_left_of_a_letter_is_before_it_and_right_of_it_behind(english: PointedText) -> None:
    at = english.layer.text.index("lighthouse")
    left, right, middle = sides(english, at)
    assert (english.index_at(left, middle), english.index_at(right, middle)) == (at, at + 1)


def test_in_hebrew_right_of_a_letter_is_before_it(hebrew: PointedText) -> None:
    text = hebrew.layer.text
    at = next(
        index
        for index in range(40, len(text) - 1)
        if all("א" <= letter <= "ת" for letter in text[index - 1 : index + 2])
    )
    left, right, middle = sides(hebrew, at)
    assert (hebrew.index_at(right, middle), hebrew.index_at(left, middle)) == (at, at + 1)


def test_beside_the_end_of_a_short_line_is_its_end(english: PointedText) -> None:
    text = english.layer.text
    end = text.index("\n\n", text.index("In part 1.0")) - 1
    _, right, middle = sides(english, end)
    assert english.index_at(right + 150, middle) == end + 1


def test_in_turned_text_the_way_is_upwards(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, PROSE)
    with pdf.rotation(90, 30, 400):
        pdf.text(30, 400, "sideways it goes")
    text = read(saved(pdf, tmp_path / "turned.pdf"))
    at = text.layer.text.index("sideways") + 4
    box = text.layer.box(at)
    middle = (box.left + box.right) / 2
    assert text.index_at(middle, box.bottom + 0.1) == at
    assert text.index_at(middle, box.top - 0.1) == at + 1


@pytest.mark.parametrize(
    ("text", "inside", "word"),
    [
        ("the keeper's log", 6, "keeper's"),
        ("in 1871, built", 7, ","),
        ("first\nsecond", 7, "second"),
        ("של צה״ל כאן", 4, "צה״ל"),
    ],
)
def test_a_word_is_what_a_double_click_means(text: str, inside: int, word: str) -> None:
    pointed = PointedText(TextLayer(text, array("f", bytes(16 * len(text))), array("i", [1] * len(text))))
    start, end = pointed.word_at(inside)
    assert text[start:end] == word


def test_a_paragraph_is_what_stands_between_empty_lines(english: PointedText) -> None:
    text = english.layer.text
    start, end = english.paragraph_at(text.index("In part 1.0") + 50)
    assert text[start:end] == f"In part 1.0: {PROSE}".strip()
    assert english.paragraph_at(0)[0] == 0
    assert english.paragraph_at(len(text) - 1)[1] == len(text)


def test_a_page_without_text_has_nothing_to_point_at() -> None:
    empty = PointedText(TextLayer("", array("f"), array("i")))
    assert (empty.index_at(10, 10), empty.letter_at(10, 10), empty.link_at(10, 10)) == (0, None, None)
    assert empty.paragraph_at(0) == (0, 0)
    assert empty.word_at(0) == (0, 0)
