"""Draw a sample report: a Markdown source becomes a PDF with outline, tables and page numbers.

    python assets/samples/build.py assets/samples/sample-he.md --fonts FOLDER

The fonts are named in the source and looked for anywhere under FOLDER; they are not part of this
project (see assets/LICENSES.md). The same source and fonts always give the same bytes.

Source: `key: value` lines between two `---`, then headings (# and ##), paragraphs, lists (- item), and
tables with pipes, each below its caption (: Table 1). *Italic* and **bold** are the only marks in a line.
"""

import argparse
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from itertools import groupby
from pathlib import Path

from fpdf import FPDF, ViewerPreferences, XPos, YPos

PAGE_WIDTH_MM, MARGIN_MM, TOP_MM, BOTTOM_MM = 210, 33, 33, 30
PARAGRAPH_GAP_MM = 2.6
HEADINGS = {1: (21, 12.0), 2: (13.5, 6.6)}  # level -> size in points, height of a line in mm
ROW_MM, COLUMN_GAP_MM = 6.6, 11
COVER_MM = 112
GREY, BLACK, PALE = (0x6B, 0x72, 0x76), (0x1E, 0x22, 0x24), (0xD4, 0xD9, 0xDB)
RIGHT_TO_LEFT_MARK = "\u200f"
Colour = tuple[int, int, int]


class Kind(Enum):
    """What a block of the source is."""

    CHAPTER = "# "
    SECTION = "## "
    ITEM = "- "
    CAPTION = ": "
    ROW = "|"
    PARAGRAPH = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the source, without its leading mark."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A source, parsed. `facts` are the lines at its head: title, author, fonts, colours, and so on."""

    facts: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def is_right_to_left(self) -> bool:
        """Whether the text runs from right to left."""
        return self.facts["direction"] == "rtl"

    @property
    def palette(self) -> list[Colour]:
        """The accent colour, then those of the cover from the sky down, as (red, green, blue)."""
        return [_colour(each) for each in self.facts["palette"].split()]


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter in the table of contents."""

    title: str
    page_number: int


def parse(source: str) -> Report:
    """Return the report that a source describes."""
    _, head, body = source.split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Report(facts, tuple(_block(line) for line in body.splitlines() if line.strip()))


def build(report: Report, fonts: Path) -> bytes:
    """Return the report as a PDF.

    It is drawn twice: the contents on the cover need the pages that the chapters came to lie on.
    """
    first = _Pages(report, fonts)
    first.draw([Entry(block.text, 0) for block in report.blocks if block.kind is Kind.CHAPTER])
    second = _Pages(report, fonts)
    second.draw(first.entries)
    drawn = bytes(second.output())
    for font in (*first.fonts.values(), *second.fonts.values()):
        font.ttfont.close()
    return drawn


def _block(line: str) -> Block:
    kind = next(kind for kind in Kind if line.startswith(kind.value))
    return Block(kind, line.removeprefix(kind.value).strip())


def _colour(digits: str) -> Colour:
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


class _Pages(FPDF):  # type: ignore[misc]  # fpdf2 is untyped to us
    """The pages of one report."""

    def __init__(self, report: Report, fonts: Path) -> None:
        super().__init__(format="A4")
        self.report, self.entries = report, list[Entry]()
        self.is_rtl = report.is_right_to_left
        self.body_pt, self.line_mm = (float(report.facts[key]) for key in ("body_pt", "line_mm"))
        self.start, self.end = ("R", "L") if self.is_rtl else ("L", "R")
        self.accent, *self.cover_colours = report.palette
        self.set_margins(MARGIN_MM, TOP_MM)
        self.set_auto_page_break(True, BOTTOM_MM)
        self.c_margin = 0
        self._describe(report.facts)
        self._add_fonts(report.facts, fonts)

    def _describe(self, facts: dict[str, str]) -> None:
        self.set_title(f"{facts['title']}: {facts['subtitle']}")
        self.set_author(facts["author"])
        self.set_lang(facts["language"])
        self.set_creation_date(datetime.fromisoformat(facts["date"]).replace(tzinfo=UTC))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def _add_fonts(self, facts: dict[str, str], folder: Path) -> None:
        for key, family, style in (
            ("serif", "serif", ""),
            ("serif_italic", "serif", "I"),
            ("serif_bold", "serif", "B"),
            ("sans", "sans", ""),
            ("sans_bold", "sans", "B"),
        ):
            self.add_font(family, style, next(folder.rglob(facts[key])))
        self.set_text_shaping(True, direction="rtl" if self.is_rtl else "ltr")

    def draw(self, entries: list[Entry]) -> None:
        """Draw the cover with these contents, then all that follows."""
        self._draw_cover(entries)
        self.add_page()
        tabular = {Kind.CAPTION, Kind.ROW}
        for is_table, group in groupby(self.report.blocks, lambda block: block.kind in tabular):
            if is_table:
                self._draw_table(next(group).text, [_cells(block.text) for block in group])
            else:
                for block in group:
                    self._draw_block(block)
        self._name_brackets_as_drawn()

    def _draw_block(self, block: Block) -> None:
        match block.kind:
            case Kind.CHAPTER | Kind.SECTION:
                self._draw_heading(block)
            case Kind.ITEM:
                self._draw_item(block.text)
            case _:
                self._draw_paragraph(block.text)

    def _draw_heading(self, block: Block) -> None:
        level = 1 if block.kind is Kind.CHAPTER else 2
        size_pt, height_mm = HEADINGS[level]
        self._need((5 if level == 1 else 4) * self.line_mm + height_mm)
        if self.get_y() > TOP_MM:
            self.ln(8 if level == 1 else 2.5)
        self.start_section(block.text, level - 1)
        if level == 1:
            self.entries.append(Entry(block.text, self.page_no()))
        self._style("serif", "B", size_pt, self.accent)
        self._write(block.text, height_mm)
        self.ln(2.5 if level == 1 else 0.8)

    def _draw_paragraph(self, text: str) -> None:
        self._style("serif", "", self.body_pt, BLACK)
        with self._no_stray_line(text):
            self._write(text, self.line_mm)
        self.ln(PARAGRAPH_GAP_MM)

    def _draw_item(self, text: str) -> None:
        self._style("serif", "", self.body_pt, BLACK)
        self._need(2 * self.line_mm)
        indent_mm, top_mm = 6, self.get_y()
        self.cell(0, self.line_mm, "•", align=self.start, new_x=XPos.LMARGIN, new_y=YPos.TOP)
        self.set_xy(MARGIN_MM + (0 if self.is_rtl else indent_mm), top_mm)
        self._write(text, self.line_mm, self.epw - indent_mm)
        self.ln(1)

    def _draw_table(self, caption: str, rows: list[list[str]]) -> None:
        header, _, *rest = rows
        self._need((len(rows) + 1) * ROW_MM + 4)
        self.ln(2)
        self._style("sans", "B", 10, self.accent)
        self._write(caption, ROW_MM)
        number_mm = max(self.get_string_width(cell.strip("*")) for row in rows for cell in row[1:])
        self._draw_row(header, number_mm, is_strong=True)
        self._rule(self.accent, 0.4)
        for row in rest:
            is_strong = row[0].startswith("**")
            self._draw_row([cell.strip("*") for cell in row], number_mm, is_strong)
            self._rule(self.accent if is_strong else PALE, 0.3 if is_strong else 0.15)
        self.ln(5)

    def _draw_row(self, cells: list[str], number_mm: float, is_strong: bool) -> None:
        """Draw a label and its numbers, whose digits stand one above the other in either direction."""
        self._style("sans", "B" if is_strong else "", 10, BLACK)
        label, *numbers = cells
        row = [(label, self.epw - (number_mm + COLUMN_GAP_MM) * len(numbers), self.start)]
        for number in numbers:
            row += [("", COLUMN_GAP_MM, "R"), (number, number_mm, "R")]
        for text, width_mm, align in reversed(row) if self.is_rtl else row:
            self.cell(width_mm, ROW_MM, text, align=align)
        self.ln(ROW_MM)

    def _draw_cover(self, entries: list[Entry]) -> None:
        self.add_page()
        self._draw_shore()
        self.set_y(COVER_MM + 11)
        self._style("serif", "B", 30, self.accent)
        self._write(self.report.facts["title"], 13)
        self._style("serif", "", 17, GREY)
        self._write(self.report.facts["subtitle"], 10)
        self.ln(6)
        self._draw_contents(entries)
        self.set_y(-BOTTOM_MM - 9)
        self._style("sans", "", 8.5, GREY)
        self._write(self.report.facts["note"], 4.4)

    def _draw_shore(self) -> None:
        """Draw sky, sun and waves; the shapes are only shapes and say nothing."""
        sky, sun, *waves = self.cover_colours
        self.set_fill_color(*sky)
        self.rect(0, 0, PAGE_WIDTH_MM, COVER_MM, style="F")
        self.set_fill_color(*sun)
        self.circle(MARGIN_MM + (22 if self.is_rtl else PAGE_WIDTH_MM - 2 * MARGIN_MM - 22), 40, 13, "F")
        for number, colour in enumerate(waves):
            self.set_fill_color(*colour)
            self.polygon(list(_wave(number)), style="F")

    def _draw_contents(self, entries: list[Entry]) -> None:
        self._style("sans", "B", 10, self.accent)
        self._write(self.report.facts["contents"], 6.4)
        self._style("sans", "", 10, BLACK)
        for entry in entries:
            link = self.add_link(page=max(entry.page_number, 1))
            row = [(entry.title, self.epw - 12, self.start), (str(entry.page_number), 12, self.end)]
            for text, width_mm, align in reversed(row) if self.is_rtl else row:
                self.cell(width_mm, 5.1, self._marked(text), align=align, link=link)
            self.ln(5.1)

    def _write(self, text: str, height_mm: float, width_mm: float = 0) -> None:
        # fpdf2 marks italics with two underscores, and bold as Markdown does.
        marked = re.sub(r"(?<!\*)\*([^*]+)\*(?!\*)", r"__\1__", self._marked(text))
        self.multi_cell(
            width_mm, height_mm, marked, align=self.start, markdown=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def _marked(self, text: str) -> str:
        """Return `text` with a right-to-left mark between a number and the full stop or comma after it.

        PDFium takes such a sign for a part of the number, and would put it before the number.
        """
        return re.sub(r"(?<=[\d%])(?=[.,:](?!\d))", RIGHT_TO_LEFT_MARK, text) if self.is_rtl else text

    def _name_brackets_as_drawn(self) -> None:
        # WORKAROUND https://github.com/py-pdf/fpdf2/pull/1096: a bracket turned round in right-to-left text
        # keeps the name it had before, and readers, who turn brackets back by themselves, do it once too
        # often. To go when fpdf2 names the glyph that it draws.
        for font in self.fonts.values():
            drawn = {name: code for code, name in font.cmap.items() if chr(code) in "()[]"}
            for glyph, _ in font.subset.items():
                if glyph.glyph_name in drawn:
                    glyph.unicode = (drawn[glyph.glyph_name],)

    def _style(self, family: str, style: str, size_pt: float, colour: Colour) -> None:
        self.set_font(family, style, size_pt)
        self.set_text_color(*colour)

    @contextmanager
    def _no_stray_line(self, text: str) -> Iterator[None]:
        """Keep the first or the last line of a paragraph from standing alone on a page."""
        lines = self.multi_cell(
            0, self.line_mm, self._marked(text), markdown=True, dry_run=True, output="LINES"
        )
        fitting = int((self.page_break_trigger - self.get_y()) / self.line_mm + 1e-6)
        over = len(lines) - fitting
        if over > 0 and fitting < (3 if over == 1 else 2):
            self.add_page()
        if over == 1:
            self.set_auto_page_break(True, BOTTOM_MM + self.line_mm)
        yield
        self.set_auto_page_break(True, BOTTOM_MM)

    def _need(self, height_mm: float) -> None:
        if self.will_page_break(height_mm):
            self.add_page()

    def _rule(self, colour: Colour, width_mm: float) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(width_mm)
        self.line(MARGIN_MM, self.get_y(), PAGE_WIDTH_MM - MARGIN_MM, self.get_y())

    def header(self) -> None:
        """Draw the running header: the title at the outer side, the year's report at the other."""
        if self.page_no() == 1:
            return
        self.set_xy(MARGIN_MM, 16)
        self._style("sans", "", 8.5, GREY)
        names = (self.report.facts["title"], self.report.facts["subtitle"])
        left, right = reversed(names) if self.is_rtl else names
        self.cell(self.epw / 2, 5, left, align="L")
        self.cell(self.epw / 2, 5, right, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(self.get_y() + 0.8)
        self._rule(PALE, 0.2)
        self.set_y(TOP_MM)

    def footer(self) -> None:
        """Draw the page number."""
        if self.page_no() == 1:
            return
        self.set_y(-18)
        self._style("sans", "", 9, GREY)
        self.cell(0, 5, str(self.page_no()), align="C")


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.removesuffix("|").split("|")]


def _wave(number: int) -> Iterator[tuple[float, float]]:
    """Yield the outline of the cover's wave with this number, 0 at the horizon, in mm."""
    yield 0, COVER_MM
    height_mm, length_mm = 1.2 + number * 0.9, 120 - number * 14
    for x_mm in range(PAGE_WIDTH_MM + 1):
        y_mm = 62 + number * 12 + height_mm * math.sin(2 * math.pi * (x_mm / length_mm) + number * 1.9)
        yield x_mm, y_mm
    yield PAGE_WIDTH_MM, COVER_MM


def main() -> None:
    """Draw the sources named on the command line, each beside itself."""
    parser = argparse.ArgumentParser(description="Draw sample reports.")
    parser.add_argument(
        "sources", nargs="+", type=Path, help="Markdown sources; each PDF lands beside its source"
    )
    parser.add_argument("--fonts", required=True, type=Path, help="a folder with the fonts that they name")
    arguments = parser.parse_args()
    for source in arguments.sources:
        report = parse(source.read_text(encoding="utf-8"))
        source.with_suffix(".pdf").write_bytes(build(report, arguments.fonts))


if __name__ == "__main__":
    main()
