"""`openbook read`: take PDFs into the library, and show what was found in them."""

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from core import paths
from core.cli.console import output, step
from core.cli.intake import index_all, open_all
from core.cli.loading import interrupt_stops, loaded_engine, show_reading
from core.cli.options import ALL_SETTINGS, add_files, add_settings, chosen_settings
from core.cli.report import print_json

if TYPE_CHECKING:
    from core.documents.document import Document, SkippedPage
    from core.library.store import Library
    from core.settings import Settings

OUTLINE_LINES = 30


def add_parser(commands: Any) -> None:
    """Add `read` and its options to the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "read",
        help="take PDFs into the library and show what was found",
        description="Extract and index PDFs, and show pages, words, language, outline and skipped pages.",
    )
    add_files(parser)
    add_settings(parser, *ALL_SETTINGS)
    parser.add_argument(
        "--prefill",
        action="store_true",
        help="let the model read the whole documents now, so that no question waits for it",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read and index each file, and print what was found."""
    from core.answering.assembly import find_embedder
    from core.library.store import Library

    chosen = chosen_settings(arguments)
    with Library(paths.library_file()) as library:
        embedder = find_embedder(chosen)
        documents = open_all(library, arguments.files, arguments.password, embedder)
        index_all(library, documents, embedder)
        if arguments.prefill:
            _prefill(chosen, library, documents)
        chunks = {d.document_id: library.find(d.document_id).chunk_count for d in documents}
    found = [_facts(document, chunks[document.document_id]) for document in documents]
    if arguments.json:
        print_json({"documents": found})
    else:
        for document, facts in zip(documents, found, strict=True):
            _print(document, facts)
    return 0


def _prefill(settings: "Settings", library: "Library", documents: Sequence["Document"]) -> None:
    """Read each document as a whole with the model, and keep that on the disk."""
    from core.answering.assembly import choose_weights, new_session

    weights = choose_weights(settings)
    with ExitStack() as stack:
        engine = loaded_engine(settings, weights, library, stack)
        for document in documents:
            session = new_session(settings, engine, library, None, [document])
            with interrupt_stops(engine), step(f"Reading {document.title}") as line:
                for read in session.read_ahead():
                    show_reading(line, read)


def _facts(document: "Document", chunk_count: int) -> dict[str, Any]:
    from core.documents.text import word_count

    return {
        "document_id": document.document_id,
        "title": document.title,
        "author": document.author,
        "path": str(document.path),
        "page_count": len(document.pages),
        "word_count": sum(word_count(page.text) for page in document.pages),
        "chunk_count": chunk_count,
        "language": document.language,
        "outline": [
            {"title": item.title, "level": item.level, "page_number": item.page_number}
            for item in document.outline
        ],
        "skipped_pages": [{"page_number": s.page_number, "reason": s.reason} for s in document.skipped],
    }


def _print(document: "Document", facts: dict[str, Any]) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in (
        ("Pages", f"{facts['page_count']:,}"),
        ("Words", f"{facts['word_count']:,}"),
        ("Passages", f"{facts['chunk_count']:,}"),
        ("Language", document.language or "not recognised"),
        ("Outline", f"{len(document.outline)} entries" if document.outline else "none"),
        ("Skipped", "; ".join(_skipped_lines(document.skipped)) or "none"),
        ("File", str(document.path)),
    ):
        table.add_row(Text(name, style="dim"), Text(value))
    output.print(Text(document.title, style="bold"))
    output.print(table)
    for item in document.outline[:OUTLINE_LINES]:
        output.print(Text(f"  {'  ' * item.level}{item.title}  ·  {item.page_number}"))
    if len(document.outline) > OUTLINE_LINES:
        output.print(f"  … and {len(document.outline) - OUTLINE_LINES} more", style="dim")
    output.print()


def _skipped_lines(skipped: Sequence["SkippedPage"]) -> list[str]:
    """Group the skipped pages by their reason: "pages 2, 5: a picture without text"."""
    by_reason: dict[str, list[str]] = {}
    for page in skipped:
        by_reason.setdefault(page.reason, []).append(str(page.page_number))
    return [
        f"page{'s' * (len(numbers) > 1)} {', '.join(numbers)}: {reason}"
        for reason, numbers in by_reason.items()
    ]
