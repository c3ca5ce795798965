"""Are Hebrew and Arabic lines read back as they were typed, with English, numbers and signs in them?

    python -m tests.benchmarks.directions [--wrong]

Each line is drawn as a bidirectional display shows it (Unicode UAX #9) in one of three ways, and read back:
at once, as it is seen; by runs of one direction in the order of reading, as Word draws; and mirrored, as
programs draw that know nothing of Hebrew. A figure is the share of characters right: 1 - edit distance /
length. Lines of the sets "choose" and "check" were made to be hard; HeQ's passages are drawn in lines of
about 80 characters.
"""

import argparse
import itertools
import json
import re
import tempfile
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.bidi import BidiParagraph, TextDirection
from rich.console import Console
from rich.table import Table

from core.documents.document import Document
from core.documents.pdf import read_document
from core.documents.text import normalise
from tests.benchmarks.question_sets import DATA

HEQ = "hebrew/heq/heq_val.json"
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LEFT, RIGHT, TOP, LEADING = 60, 560, 60, 28
LINES_A_PAGE, LINE_CHARS = 24, 80
CHOOSE = (
    "החברה הגישה דוח 10-K לשנת 2022 לרשות ניירות ערך.",
    "זיכרון של 8 GB ודיסק של 512 GB במחשב אחד.",
    "הריבית עלתה ב-0.25% ל-4.75% (לעומת 4.5%) בשנת 2023.",
    "לפי סעיף 4(א)(2) לחוק החברות, התשנ״ט-1999, יש לדווח.",
    "1. התקנת Windows 10 (64-bit) נמשכת 20 דקות.",
    "2) הטיסה LY 315 תצא ב-23:55 משער B7 לטרמינל 3.",
    "המחיר הוא 1,299.90 ש״ח (כ-$350) כולל מע״מ של 17%.",
    "ראו את המאמר של Vaswani et al. (2017), עמ׳ 5–8.",
    "גרסה 3.11 של Python יצאה ב-24/10/2022 [עדכון].",
    "بلغت نسبة النمو 3.5% في عام 2019 (مقابل 2.1%).",
    "يحتوي الهاتف على 8 GB من الذاكرة و128 GB للتخزين.",
    "انخفضت درجة الحرارة إلى -5 مئوية يوم 12/03/2021.",
)
CHECK = (
    "טופס 20-F הוגש ב-31 במרץ, וטופס 6-K הוגש אחריו.",
    "המהירות היא 100 Mbps והתדר 2.4 GHz בלבד.",
    "האבטלה ירדה מ-6.1% ל-3.9%, כלומר 2.2 נקודות.",
    "א. תקנה 15(ג) לתקנות התעבורה, התשכ״א-1961.",
    "הרכב שוקל 1,450 kg ואורכו 4.2 מטר.",
    "3. יש להפעיל את Microsoft Office 365 במצב offline.",
    "קוד 404 (Not Found) פירושו שהדף לא נמצא.",
    "החוזה (מס׳ 12-345/67) נחתם ב-1.1.2020 בתל אביב.",
    "בשנים 1948–1950 עלו ארצה כ-500,000 איש (ראו לוח 2).",
    "ارتفع المؤشر بنسبة 12% ثم هبط 7.5% في شهر واحد.",
    "سرعة المعالج 3 GHz وحجم الشاشة 15 بوصة.",
    "وقعت المعركة سنة 1187 (583 هـ) قرب طبرية.",
)
Drawer = Callable[[FPDF, float, str], None]


def as_seen(pdf: FPDF, y: float, line: str) -> None:
    """Draw a line at once, from left to right."""
    seen = "".join(letter for letter, _ in _seen(line))
    pdf.text(_start(pdf, line), y, seen)


def by_runs(pdf: FPDF, y: float, line: str) -> None:
    """Draw the runs of one direction in the order in which they are read, each from left to right."""
    x, runs = _start(pdf, line), []
    for _, letters in itertools.groupby(_seen(line), key=lambda each: each[1]):
        run = "".join(letter for letter, _ in letters)
        runs.append((x, run))
        x += pdf.get_string_width(run)
    for x, run in reversed(runs):
        pdf.text(x, y, run)


def mirrored(pdf: FPDF, y: float, line: str) -> None:
    """Draw a line as it is typed."""
    pdf.text(LEFT, y, line)


def wrong(lines: Sequence[str], draw: Drawer) -> tuple[float, list[tuple[str, str]]]:
    """Return the share of characters that are read wrong, and each line that is with what was read."""
    pairs = [
        pair
        for at in range(0, len(lines), LINES_A_PAGE)
        for pair in _read_back(lines[at : at + LINES_A_PAGE], draw)
    ]
    share = sum(_distance(*pair) for pair in pairs) / sum(map(len, lines))
    return share, [(line, found) for line, found in pairs if line != found]


def _read_back(lines: Sequence[str], draw: Drawer) -> list[tuple[str, str]]:
    """Return the lines of one page with what is read of each; as one where they cannot be told apart."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.pdf"
        pdf = FPDF(unit="pt", format="letter")
        pdf.add_font("DejaVu", fname=FONT)
        pdf.set_font("DejaVu", size=10)
        pdf.add_page()
        for number, line in enumerate(lines):
            draw(pdf, TOP + LEADING * number, line)
        pdf.output(str(path))
        *_, document = read_document(path)
    assert isinstance(document, Document)
    found = document.page(1).text.split("\n\n")
    if len(found) != len(lines):
        return [("\n\n".join(lines), "\n\n".join(found))]
    return list(zip(lines, found, strict=True))


def _distance(a: str, b: str) -> int:
    """Return the fewest letters to put in, take out or change (Levenshtein) that make `a` into `b`."""
    if a == b:
        return 0
    row = list(range(len(b) + 1))
    for number, letter in enumerate(a, 1):
        corner, row[0] = row[0], number
        for at, other in enumerate(b, 1):
            corner, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, corner + (letter != other))
    return row[-1]


def _seen(line: str) -> list[tuple[str, int]]:
    """Return the characters of a line from left to right with their levels (UAX #9)."""
    shown = BidiParagraph(line, base_direction=TextDirection.RTL).get_reordered_characters()
    return [(each.character, each.embedding_level) for each in shown]


def _start(pdf: FPDF, line: str) -> float:
    return RIGHT - float(pdf.get_string_width(line))


def heq_lines() -> list[str]:
    """Return the passages of HeQ in lines, those that have something else than Hebrew words in them."""
    rows = json.loads((DATA / HEQ).read_text(encoding="utf-8"))
    passages = dict.fromkeys(normalise(row["evidence_text"]) for row in rows)
    lines = [line for text in passages for line in textwrap.wrap(text, LINE_CHARS)]
    return [line for line in lines if re.search(r"[0-9A-Za-z(]", line)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="show the lines that are read wrong")
    chosen = parser.parse_args()
    sets: dict[str, Sequence[str]] = {"choose": CHOOSE, "check": CHECK}
    if (DATA / HEQ).exists():
        sets["HeQ"] = heq_lines()
    table = Table("", *sets, title="characters right")
    for draw in (as_seen, by_runs, mirrored):
        found = {name: wrong(lines, draw) for name, lines in sets.items()}
        table.add_row(draw.__name__, *(f"{1 - share:.4f}" for share, _ in found.values()))
        for line, read in itertools.chain(*(pairs for _, pairs in found.values())) if chosen.wrong else ():
            print(f"{draw.__name__}\n  {line}\n  {read}")
    Console().print(table)


if __name__ == "__main__":
    main()
