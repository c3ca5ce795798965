"""PDFs drawn for the tests, each as small as its purpose allows."""

from pathlib import Path

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject

PROSE = (
    "The lighthouse was built in 1871 by the harbour board of the town, which paid for it by a tax on salt. "
    "Its lamp was lit with whale oil at first, then with gas, and since 1926 with electricity. Three keepers "
    "lived in the tower with their families, and the log that they kept names every ship that passed. "
)


def new_pdf() -> FPDF:
    """Return an empty PDF in points, with 1-inch margins, US letter, in 11-point Helvetica."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_margin(72)
    pdf.set_auto_page_break(auto=False)
    pdf.set_font("Helvetica", size=11)
    return pdf


def saved(pdf: FPDF, path: Path) -> Path:
    """Write `pdf` to `path` and return the path."""
    pdf.output(str(path))
    return path


def paragraph(pdf: FPDF, text: str, x: float = 72, width: float = 468) -> None:
    """Write a justified paragraph at `x`, and leave a gap after it."""
    pdf.set_x(x)
    pdf.multi_cell(width, 14, text, align="J", new_x="LEFT", new_y="NEXT")
    pdf.ln(10)


def heading(pdf: FPDF, text: str) -> None:
    """Write a bold heading of 16 points."""
    pdf.set_font("Helvetica", style="B", size=16)
    pdf.multi_cell(468, 20, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(6)
    pdf.set_font("Helvetica", size=11)


def row(pdf: FPDF, y: float, *cells: str) -> None:
    """Write the cells of a row of a table, the first at the left margin and the others 110 points apart."""
    for number, cell in enumerate(cells):
        pdf.text(72 + (0 if number == 0 else 120 + 110 * number), y, cell)


def report(path: Path, page_count: int = 6) -> Path:
    """Draw a report with a running header, page numbers that begin at 3, headings and an outline."""
    pdf = new_pdf()
    for number in range(1, page_count + 1):
        pdf.add_page()
        pdf.text(72, 40, f"The Harbour Board, report of 18{70 + number}")
        pdf.text(300, 765, str(number + 2))
        pdf.set_xy(72, 90)
        pdf.start_section(f"Chapter {number}")
        heading(pdf, f"Chapter {number}: Of the lamp")
        for turn in range(2):
            paragraph(pdf, f"In part {number}.{turn}: {PROSE}")
    return saved(pdf, path)


def scan(path: Path, page_count: int = 1) -> Path:
    """Draw pages that have a picture and no text."""
    pdf = new_pdf()
    for _ in range(page_count):
        pdf.add_page()
        pdf.rect(100, 100, 200, 200, style="F")
    return saved(pdf, path)


def turned(path: Path, quarters: int) -> Path:
    """Turn what the pages of a PDF draw, and have the viewer turn them back: they look as before."""
    writer = PdfWriter(clone_from=PdfReader(path))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        shift = ((0, 0), (height, 0), (width, height), (0, width))[quarters]
        page.add_transformation(Transformation().rotate(90 * quarters).translate(*shift))
        sides = (height, width) if quarters % 2 else (width, height)
        page.mediabox = page.cropbox = RectangleObject((0, 0, *sides))
        page.rotate(90 * quarters)
    found = path.with_stem(f"{path.stem}-{quarters}")
    writer.write(found)
    return found
