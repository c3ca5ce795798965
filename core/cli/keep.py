"""`openbook list` and `openbook forget`: what the library keeps, and how it lets go."""

import argparse
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from core import paths
from core.cli.console import output
from core.cli.report import print_json

if TYPE_CHECKING:
    from core.library.records import StoredDocument

NUMBERS = ("Pages", "Passages", "Indexed")


def add_parser(commands: Any) -> None:
    """Add `list` and `forget` to the command line."""
    listing: argparse.ArgumentParser = commands.add_parser("list", help="show the documents in the library")
    listing.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    listing.set_defaults(run=run_list)
    forgetting: argparse.ArgumentParser = commands.add_parser(
        "forget",
        help="remove a document from the library",
        description="Remove all that was kept of a document. The PDF itself is not touched.",
    )
    forgetting.add_argument("name", metavar="FILE", help="a path, file name, title, or the start of an id")
    forgetting.set_defaults(run=run_forget)


def run_list(arguments: argparse.Namespace) -> int:
    """Print every document that is kept."""
    from core.library.naming import names
    from core.library.store import Library

    with Library(paths.library_file()) as library:
        kept = library.documents()
    called = names(kept)
    if arguments.json:
        print_json({"documents": [_facts(document, called[document.document_id]) for document in kept]})
        return 0
    if not kept:
        output.print("The library is empty. Take a PDF into it with: openbook read FILE")
        return 0
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("Title", "Pages", "Passages", "Indexed", "Id", "File"):
        table.add_column(column, justify="right" if column in NUMBERS else "left", header_style="dim")
    for d in kept:
        share = d.embedded_count / d.chunk_count if d.chunk_count else 1.0
        table.add_row(
            Text(called[d.document_id]),
            f"{d.page_count:,}",
            f"{d.chunk_count:,}",
            f"{share:.0%}",
            d.document_id[:8],
            Text(str(d.path)),
        )
    output.print(table)
    return 0


def _facts(document: "StoredDocument", name: str) -> dict[str, Any]:
    return {
        "document_id": document.document_id,
        "title": document.title,
        "name": name,
        "path": str(document.path),
        "language": document.language,
        "page_count": document.page_count,
        "word_count": document.word_count,
        "chunk_count": document.chunk_count,
        "embedded_count": document.embedded_count,
    }


def run_forget(arguments: argparse.Namespace) -> int:
    """Remove one document and say what was removed."""
    from core.answering.assembly import forget
    from core.library.store import Library

    with Library(paths.library_file()) as library:
        document = library.find(arguments.name)
        forget(library, document.document_id)
    output.print(
        Text(
            f"Forgotten: {document.title}. Its text and its index are deleted; {document.path} is untouched."
        )
    )
    return 0
