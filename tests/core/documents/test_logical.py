"""Hebrew and Arabic as files draw them: as seen, letter by letter from the right, or mirrored."""

import itertools
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.bidi import BidiCharacter, BidiParagraph, TextDirection

from core.documents.document import Document
from core.documents.geometry import rectangles
from core.documents.pdf import read_document
from core.documents.pdfium import opened_pdf
from tests.core.documents.drawn import turned

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LINES = (
    "1. לפי סעיף 12(ב) לחוק (תיקון 2019), החברה Microsoft Inc. תגיש דוח עד 31/12/2023.",
    "2. ההכנסות עלו ב-3.5% ל-1,234.5 מיליון ש״ח (כ-$350 מיליון) בשנים 2018-2020.",
    "3. צה״ל וארה״ב חתמו ב-15:30; ראו https://example.org/a?b=1 לפרטים.",
    'הטמפרטורה ירדה ל-5 מעלות [ראו נספח א׳], כלומר "קר מאוד".',
    "The word שלום (hello) means peace in Hebrew.",
    "كتب الطالب الدرس في المدرسة (الثانوية) عام 2019.",
)
RIGHT, LEFT = 540, 72

pytestmark = pytest.mark.skipif(not FONT.exists(), reason="needs the DejaVu fonts")
Drawer = Callable[[FPDF, float, str], None]


def as_seen(pdf: FPDF, y: float, line: str) -> None:
    pdf.text(_start(pdf, line), y, _seen(line))


def letter_by_letter(pdf: FPDF, y: float, line: str) -> None:
    for x, letter in reversed(list(_placed(pdf, line))):
        pdf.text(x, y, letter)


def mirrored(pdf: FPDF, y: float, line: str) -> None:
    pdf.text(LEFT, y, line)


def by_runs(pdf: FPDF, y: float, line: str) -> None:
    x, runs = _start(pdf, line), []
    for _, letters in itertools.groupby(_characters(line), key=lambda each: each.embedding_level):
        runs.append((x, "".join(each.character for each in letters)))
        x += pdf.get_string_width(runs[-1][1])
    for place, run in reversed(runs):
        pdf.text(place, y, run)


@pytest.mark.parametrize(
    "line",
    [
        "החברה הגישה דוח 10-K לשנת 2022 לרשות ניירות ערך.",
        "בגרסה 7 (Windows 10, beta) של התוכנה החדשה אין תקלה.",
        "קוד 404 (Not Found) פירושו שהדף לא נמצא, ו-8 GB חסרים.",
        "הטיסה LY 315 תצא ב-23:55 משער B7 לטרמינל 3.",
    ],
)
def test_runs_that_are_drawn_as_they_are_read_are_read_so(tmp_path: Path, line: str) -> None:
    assert read(drawn(tmp_path / "a.pdf", by_runs, [line])).page(1).text == line


def test_an_english_phrase_in_a_wide_line_is_no_cell_of_a_table(tmp_path: Path) -> None:
    line = "אותה החברה מכנה Operating Systems for Work (“מערכת ההפעלה לעבודה”)"
    pdf = new_pdf()
    pdf.set_char_spacing(0.8)
    as_seen(pdf, 100, line)
    pdf.output(str(tmp_path / "a.pdf"))
    assert read(tmp_path / "a.pdf").page(1).text == line


@pytest.mark.parametrize("draw", [as_seen, letter_by_letter, mirrored])
def test_a_line_with_an_abbreviation_is_not_taken_for_mirrored(tmp_path: Path, draw: Drawer) -> None:
    lines = ["ראו שם, עמ׳ 5–8.", "התמ״ג צמח השנה", "הילדים הלכו אל הגן"]
    assert read(drawn(tmp_path / "a.pdf", draw, lines)).page(1).text.split("\n\n") == lines


@pytest.mark.parametrize("draw", [as_seen, letter_by_letter, mirrored])
def test_each_way_of_drawing_reads_the_same(tmp_path: Path, draw: Drawer) -> None:
    document = read(drawn(tmp_path / "a.pdf", draw, LINES))
    assert document.page(1).text.split("\n\n") == list(LINES)


def test_only_the_lines_that_are_mirrored_are_turned(tmp_path: Path) -> None:
    pdf = new_pdf()
    as_seen(pdf, 100, "הילדים הלכו אל הגן לשחק")
    mirrored(pdf, 140, "השמים כחולים והים שקט")
    pdf.output(str(tmp_path / "a.pdf"))
    text = read(tmp_path / "a.pdf").page(1).text
    assert text.split("\n\n") == ["הילדים הלכו אל הגן לשחק", "השמים כחולים והים שקט"]


def test_a_row_of_years_stands_in_the_order_of_the_rows_below(tmp_path: Path) -> None:
    pdf = new_pdf()
    for y, (label, *numbers) in enumerate(
        [("", "2014", "2013"), ("סך הכל", "-2.6", "3.2"), ("יבוא", "0.9", "-0.1")]
    ):
        for column, number in enumerate(numbers):
            pdf.text(LEFT + 100 * column, 100 + 16 * y, number)
        if label:
            as_seen(pdf, 100 + 16 * y, label)
    pdf.output(str(tmp_path / "a.pdf"))
    text = read(tmp_path / "a.pdf").page(1).text
    assert text.split() == [
        "2013",
        "|",
        "2014",
        "סך",
        "הכל",
        "|",
        "3.2",
        "|",
        "-2.6",
        "יבוא",
        "|",
        "-0.1",
        "|",
        "0.9",
    ]


@pytest.mark.parametrize("draw", [as_seen, letter_by_letter])
@pytest.mark.parametrize("words", ["(תיקון 2019)", "Microsoft Inc.", "12(ב)"])
def test_the_rectangles_of_a_span_hold_its_letters_and_no_others(
    tmp_path: Path, draw: Drawer, words: str
) -> None:
    path = drawn(tmp_path / "a.pdf", draw, LINES[:1])
    start = read(path).page(1).text.index(words)
    (place,) = rectangles(path, 1, start, start + len(words))
    with opened_pdf(path) as pdf, pdf.opened_page(1) as page:
        assert page is not None
        boxes = [(page.text[at], page.box(at)) for at in range(len(page.text))]
    inside = [
        letter for letter, box in boxes if place.left - 1 < (box.left + box.right) / 2 < place.right + 1
    ]
    letters = sorted(letter for letter in inside if letter.isalnum())
    assert letters == sorted(letter for letter in words if letter.isalnum())


@pytest.mark.parametrize("draw", [as_seen, by_runs, letter_by_letter])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_reads_as_it_is_shown(tmp_path: Path, draw: Drawer, quarters: int) -> None:
    pdf = new_pdf()
    for number, line in enumerate(LINES[:4]):
        draw(pdf, 100 + 15 * number, line)
    pdf.output(str(tmp_path / "a.pdf"))
    path = turned(tmp_path / "a.pdf", quarters)
    text = read(path).page(1).text
    assert text.split() == " ".join(LINES[:4]).split()
    start = text.index("החברה")
    assert rectangles(path, 1, start, start + 5) == [
        pytest.approx(place, abs=0.1) for place in rectangles(tmp_path / "a.pdf", 1, start, start + 5)
    ]


def test_points_stay_with_their_letters(tmp_path: Path) -> None:
    document = read(drawn(tmp_path / "a.pdf", as_seen, ["שָׁלוֹם עוֹלָם וּבְרָכָה"]))
    assert unicodedata.normalize("NFD", document.page(1).text) == unicodedata.normalize(
        "NFD", "שָׁלוֹם עוֹלָם וּבְרָכָה"
    )


def new_pdf() -> FPDF:
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_font("DejaVu", fname=FONT)
    pdf.set_font("DejaVu", size=10)
    pdf.add_page()
    return pdf


def drawn(path: Path, draw: Drawer, lines: list[str] | tuple[str, ...]) -> Path:
    pdf = new_pdf()
    for number, line in enumerate(lines):
        draw(pdf, 100 + 40 * number, line)
    pdf.output(str(path))
    return path


def read(path: Path) -> Document:
    return next(event for event in read_document(path) if isinstance(event, Document))


def _is_rtl(line: str) -> bool:
    return 2 * sum(unicodedata.bidirectional(letter) in ("R", "AL") for letter in line) > sum(
        map(str.isalpha, line)
    )


def _seen(line: str) -> str:
    return "".join(each.character for each in _characters(line))


def _characters(line: str) -> tuple[BidiCharacter, ...]:
    base = TextDirection.RTL if _is_rtl(line) else TextDirection.LTR
    return tuple(BidiParagraph(line, base_direction=base).get_reordered_characters())


def _start(pdf: FPDF, line: str) -> float:
    return RIGHT - pdf.get_string_width(line) if _is_rtl(line) else LEFT


def _placed(pdf: FPDF, line: str) -> Iterator[tuple[float, str]]:
    x = _start(pdf, line)
    for letter in _seen(line):
        yield x, letter
        x += pdf.get_string_width(letter)
