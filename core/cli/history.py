"""`openbook history`: the conversations that the window has kept, shown, exported and deleted."""

import argparse
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from core import paths
from core.cli.console import output
from core.cli.report import print_json

if TYPE_CHECKING:
    from core.answering.history import History, Summary
    from core.library.store import Library

FORMS = ("md", "html")


def add_parser(commands: Any) -> None:
    """Add `history` and its actions to the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "history", help="show, export or delete earlier conversations"
    )
    parser.set_defaults(run=run_list, json=False, search="")
    actions = parser.add_subparsers(metavar="ACTION")
    listing = actions.add_parser("list", help="list the conversations, the last changed first")
    listing.add_argument("--search", default="", metavar="WORDS", help="only those with all of these words")
    listing.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    listing.set_defaults(run=run_list)
    showing = _about_one(actions, "show", "print a conversation with its sources")
    showing.set_defaults(run=run_export, form="md", output=None)
    exporting = _about_one(actions, "export", "write a conversation as Markdown or HTML")
    exporting.add_argument("--format", dest="form", choices=FORMS, default="md", help="md (default) or html")
    exporting.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there, not to the screen")
    exporting.set_defaults(run=run_export)
    deleting = _about_one(actions, "delete", "delete a conversation, from the disk too")
    deleting.set_defaults(run=run_delete)


def run_list(arguments: argparse.Namespace) -> int:
    """Print every conversation that matches."""
    from core.library.naming import names

    with _history() as (history, library):
        kept = history.summaries(arguments.search)
        called = names(library.documents())
    if arguments.json:
        print_json({"conversations": [_facts(summary) for summary in kept]})
    elif not kept:
        output.print("There are no such conversations. The window keeps what is asked there.")
    else:
        output.print(_table(kept, called))
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Write one conversation to the screen or to a file."""
    from core.answering.account import account
    from core.answering.export import as_html, as_markdown

    with _history() as (history, library):
        told = account(history.load(arguments.number), library)
    text = as_html(told) if arguments.form == "html" else as_markdown(told)
    if arguments.output is None:
        output.file.write(text)
        return 0
    with paths.writing_to(arguments.output):
        arguments.output.write_text(text, encoding="utf-8")
    output.print(Text(f"Written: {arguments.output}"))
    return 0


def run_delete(arguments: argparse.Namespace) -> int:
    """Delete one conversation and say so."""
    with _history() as (history, _):
        title = history.load(arguments.number).title
        history.delete(arguments.number)
    output.print(Text(f"Deleted: {title}"))
    return 0


def _about_one(actions: Any, name: str, help_text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help_text)
    parser.add_argument("number", type=int, metavar="NUMBER", help="as `openbook history` shows it")
    return parser


@contextmanager
def _history() -> "Iterator[tuple[History, Library]]":
    from core.answering.history import History
    from core.library.store import Library

    with Library(paths.library_file()) as library:
        yield History(library), library


def _facts(summary: "Summary") -> dict[str, Any]:
    return {
        "number": summary.conversation_id,
        "title": summary.title,
        "created_s": summary.created_s,
        "changed_s": summary.changed_s,
        "document_ids": list(summary.document_ids),
        "turn_count": summary.turn_count,
    }


def _table(kept: "list[Summary]", called: Mapping[str, str]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("Number", "Title", "About", "Questions", "Changed"):
        is_text = column in ("Title", "About")
        table.add_column(column, justify="left" if is_text else "right", header_style="dim")
    for summary in kept:
        changed = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.changed_s))
        about = "; ".join(called[each] for each in summary.document_ids if each in called)
        row = (Text(summary.title), Text(about), f"{summary.turn_count:,}", changed)
        table.add_row(str(summary.conversation_id), *row)
    return table
