"""How fast does a PDF come in? Text, keyword search and vectors, beside a plain baseline in one run.

    python -m tests.benchmarks.ingest [PDF] [--pages N] [--repeat N] [--text-only]

Text: the whole PDF, `read_document` (layout, furniture and all) against pypdf's `extract_text`, the best of
some runs. Keyword search: seconds from opening until the first query is answered. Vectors: the first N pages,
against the baseline of an afternoon: pypdf's text, 200 words a chunk, the same embedder. Each measurement has
a process of its own, so that its peak memory is its own. Imports are not counted, except where memory is.
Seconds are given twice, by the clock and of the CPU, and speed is a ratio of each: on a shared machine the
clock says as much of the neighbours.
"""

import argparse
import multiprocessing
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from core import paths

PEPSICO = (
    Path(__file__).parents[2].parent
    / "shared" / "data" / "qa_pdf" / "financebench" / "pdfs" / "PEPSICO_2022_10K.pdf"
)  # fmt: skip
EMBEDDER = "multilingual-e5-small"
BASELINE_WORDS = 200
BATCH = 32
WIDTH = 110  # of the tables, also where the output is no terminal
COLUMNS = (
    "", "pages", "words", "chunks", "seconds", "CPU s", "pages/s", "chunks/s", "speed", "CPU speed", "peak MB"
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What one measurement found; `peak_bytes` is that of its whole process.

    `seconds` are by the clock, `cpu_seconds` those that all threads of the process were at work.
    """

    seconds: float
    cpu_seconds: float
    pages: int
    chunks: int = 0
    words: int = 0
    peak_bytes: int = 0


class Stopwatch:
    """Counts the seconds from when it is made: by the clock, and of the CPU."""

    def __init__(self) -> None:
        self._began, self._cpu_began = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return both, as `Measured` begins with them."""
        return time.perf_counter() - self._began, time.process_time() - self._cpu_began


def text_by_openbook(path: Path) -> Measured:
    """Read the whole PDF as the app does."""
    from core.documents.document import Document
    from core.documents.pdf import read_document

    stopwatch = Stopwatch()
    *_, document = read_document(path)
    seconds = stopwatch.read()
    assert isinstance(document, Document)
    return Measured(
        *seconds, len(document.pages), words=sum(len(page.text.split()) for page in document.pages)
    )


def text_by_pypdf(path: Path) -> Measured:
    """Extract the text of every page with pypdf."""
    from pypdf import PdfReader

    stopwatch = Stopwatch()
    texts = [page.extract_text() for page in PdfReader(path).pages]
    seconds = stopwatch.read()
    return Measured(*seconds, len(texts), words=sum(len(text.split()) for text in texts))


def keywords_ready(path: Path, embedder: Path) -> Measured:
    """Open the PDF in a new library and answer a first query by its words."""
    from core.documents.document import Document
    from core.library.embedder import Embedder
    from core.library.keywords import match_expression
    from core.library.opening import open_document
    from core.library.store import Library

    with tempfile.TemporaryDirectory() as folder:
        stopwatch = Stopwatch()
        with Library(Path(folder) / "library.sqlite") as library:
            *_, document = open_document(library, path, embedder=Embedder(embedder))
            assert isinstance(document, Document)
            library.matches(match_expression("net revenue"), 10)
            seconds = stopwatch.read()
            return Measured(*seconds, len(document.pages), len(library.chunks()))


def vectors_by_openbook(path: Path, embedder: Path) -> Measured:
    """Read, chunk and embed the PDF as the app does; the model is loaded before the clock starts."""
    from core.library.embedder import Embedder
    from core.library.indexing import index
    from core.library.opening import open_document
    from core.library.store import Library

    model = Embedder(embedder)
    model.embed(["warm"], "document")
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library.sqlite") as library:
        stopwatch = Stopwatch()
        *_, document = open_document(library, path, embedder=model)
        *_, last = index(library, document.document_id, model)  # type: ignore[union-attr]
        return Measured(*stopwatch.read(), len(document.pages), last.done)  # type: ignore[union-attr]


def vectors_by_baseline(path: Path, embedder: Path) -> Measured:
    """Embed pypdf's text, cut every 200 words."""
    from pypdf import PdfReader

    from core.library.embedder import Embedder

    model = Embedder(embedder)
    model.embed(["warm"], "document")
    stopwatch = Stopwatch()
    pages = PdfReader(path).pages
    words = [word for page in pages for word in page.extract_text().split()]
    chunks = [" ".join(words[n : n + BASELINE_WORDS]) for n in range(0, len(words), BASELINE_WORDS)]
    for start in range(0, len(chunks), BATCH):
        model.embed(chunks[start : start + BATCH], "document")
    return Measured(*stopwatch.read(), len(pages), len(chunks), len(words))


def measured(function: Callable[..., Measured], *arguments: Path) -> Measured:
    """Call `function` in a new process and add that process's peak memory to what it found."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_with_peak, (function, arguments))


def _with_peak(function: Callable[..., Measured], arguments: tuple[Path, ...]) -> Measured:
    found = function(*arguments)
    return replace(found, peak_bytes=_peak_bytes())


def _peak_bytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    memory = psutil.Process().memory_info()
    return int(getattr(memory, "peak_wset", memory.rss))


def first_pages(path: Path, count: int, folder: Path) -> Path:
    """Write the first `count` pages of a PDF into `folder`."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(path), pages=(0, min(count, len(PdfReader(path).pages))))
    writer.write(folder / path.name)
    return folder / path.name


def best(function: Callable[..., Measured], repeat: int, *arguments: Path) -> Measured:
    """Measure `repeat` times and keep the one of least CPU: the others were disturbed more."""
    return min((measured(function, *arguments) for _ in range(repeat)), key=lambda found: found.cpu_seconds)


def table_of(title: str, rows: dict[str, Measured], compared_with: str) -> Table:
    """Return the rows as a table; speeds, by pages, are multiples of the row `compared_with`."""
    table = Table(title=title)
    for column in COLUMNS:
        table.add_column(column, justify="right" if column else "left")
    base = rows[compared_with]
    for name, found in rows.items():
        share = base.pages / found.pages
        table.add_row(
            name, f"{found.pages}", f"{found.words or ''}", f"{found.chunks or ''}", f"{found.seconds:.2f}",
            f"{found.cpu_seconds:.2f}", f"{found.pages / found.seconds:.1f}",
            f"{found.chunks / found.seconds:.1f}" if found.chunks else "",
            f"{base.seconds / found.seconds / share:.2f}x",
            f"{base.cpu_seconds / found.cpu_seconds / share:.2f}x", f"{found.peak_bytes / 1e6:.0f}",
        )  # fmt: skip
    return table


def text_table(path: Path, repeat: int) -> Table:
    """Compare reading the text of the whole PDF."""
    rows = {"OpenBook": best(text_by_openbook, repeat, path), "pypdf": best(text_by_pypdf, repeat, path)}
    return table_of(f"Text of {path.name}", rows, compared_with="pypdf")


def vectors_table(path: Path, pages: int, embedder: Path) -> Table:
    """Compare reading, chunking and embedding the first pages of the PDF."""
    with tempfile.TemporaryDirectory() as folder:
        part = first_pages(path, pages, Path(folder))
        rows = {
            "OpenBook": measured(vectors_by_openbook, part, embedder),
            "pypdf, 200 words": measured(vectors_by_baseline, part, embedder),
        }
    return table_of(f"Vectors of the first {pages} pages", rows, compared_with="pypdf, 200 words")


def machine() -> str:
    """Describe the machine in a line."""
    memory_gib = psutil.virtual_memory().total / 2**30
    return (
        f"{platform.machine()}, {psutil.cpu_count(logical=False)} cores, {memory_gib:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}, load {psutil.getloadavg()[0]:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pdf", nargs="?", type=Path, default=PEPSICO)
    parser.add_argument("--pages", type=int, default=60, help="how many pages get vectors (default 60)")
    parser.add_argument("--repeat", type=int, default=2, help="runs of which the best counts (default 2)")
    parser.add_argument("--text-only", action="store_true")
    chosen = parser.parse_args()
    console = Console(width=WIDTH)
    console.print(machine())
    console.print(text_table(chosen.pdf, chosen.repeat))
    if chosen.text_only:
        return
    embedder = paths.models() / EMBEDDER
    ready = best(keywords_ready, chosen.repeat, chosen.pdf, embedder)
    console.print(
        f"Keyword search ready after {ready.seconds:.2f} s, {ready.cpu_seconds:.2f} s of CPU "
        f"({ready.pages} pages, {ready.chunks} chunks, peak {ready.peak_bytes / 1e6:.0f} MB)"
    )
    console.print(vectors_table(chosen.pdf, chosen.pages, embedder))


if __name__ == "__main__":
    main()
