"""`openbook ask`: put a question to PDFs, and see what was read, what it cost, and where it stands."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core import paths
from core.cli.console import notices, output, step
from core.cli.intake import index_all, open_all
from core.cli.loading import interrupt_stops, loaded_engine, show_reading
from core.cli.options import ALL_SETTINGS, add_files, add_settings, chosen_settings
from core.cli.report import answer_json, print_answer_end, print_json
from core.errors import Stopped

if TYPE_CHECKING:
    from core.answering.events import Answer, Mode, Question
    from core.answering.session import Session
    from core.documents.document import Document
    from core.model.engine import Engine

MODES = ("retrieved", "whole", "closed")


def add_parser(commands: Any) -> None:
    """Add `ask` and its options to the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ask",
        help="ask a question about PDFs",
        description="Ask a question about PDFs. The answer streams to the terminal, with sources and cost.",
    )
    add_files(parser, count="*")
    parser.add_argument("-q", "--question", help="what to ask; without it, questions are typed one by one")
    parser.add_argument(
        "--mode",
        choices=MODES,
        default="retrieved",
        help="what the model reads: the passages retrieved for the question (default), the whole document, "
        "or nothing (closed book)",
    )
    parser.add_argument(
        "--no-focus",
        dest="focus",
        action="store_const",
        const="off",
        help="read the passages anew, even where the model has read the document already",
    )
    parser.add_argument("--chat", action="store_true", help="go on asking after the first answer")
    add_settings(parser, *ALL_SETTINGS)
    parser.set_defaults(run=run, usage_error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Answer the question, or each question that is typed, and return the exit status."""
    _check_usage(arguments)
    with ExitStack() as stack:
        desk = _open_desk(arguments, stack)
        if arguments.json:
            answer = _answer(desk, arguments.question, quiet=True)
            print_json(answer_json(answer, desk.documents, desk.seconds, arguments.password))
        else:
            _converse(desk, arguments)
    return 0


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies ready before the first question: documents, model, and the seconds it all took."""

    session: "Session"
    engine: "Engine"
    mode: "Mode"
    documents: Sequence["Document"]
    seconds: dict[str, float]


def _check_usage(arguments: argparse.Namespace) -> None:
    if not arguments.files and arguments.mode != "closed":
        arguments.usage_error("name at least one PDF (or ask with --mode closed)")
    if arguments.json and (arguments.chat or not arguments.question):
        arguments.usage_error("--json answers one question: give it with --question, without --chat")


def _open_desk(arguments: argparse.Namespace, stack: ExitStack) -> _Desk:
    # Imported here: `openbook --help` must not wait for any of it.
    from core.answering.assembly import (
        choose_weights,
        embedder_if_any,
        find_embedder,
        new_session,
    )
    from core.answering.events import Mode
    from core.library.store import Library

    chosen, mode = chosen_settings(arguments), Mode(arguments.mode)
    weights = choose_weights(chosen)  # a model that is missing or broken is named before any work is done
    library = stack.enter_context(Library(paths.library_file()))
    embedder = find_embedder(chosen) if mode is Mode.RETRIEVED else embedder_if_any(chosen)
    started_at = perf_counter()
    files = [] if mode is Mode.CLOSED else arguments.files
    documents = open_all(library, files, arguments.password, embedder)
    opened_at = perf_counter()
    if mode is Mode.RETRIEVED and embedder is not None:
        index_all(library, documents, embedder)
    indexed_at = perf_counter()
    engine = loaded_engine(chosen, weights, library, stack)
    seconds = {
        "open_s": opened_at - started_at,
        "index_s": indexed_at - opened_at,
        "load_s": perf_counter() - indexed_at,
    }
    session = new_session(chosen, engine, library, embedder, documents)
    return _Desk(session, engine, mode, documents, seconds)


def _converse(desk: _Desk, arguments: argparse.Namespace) -> None:
    if arguments.question:
        print_answer_end(_answer(desk, arguments.question), desk.documents)
    if arguments.chat or not arguments.question:
        for question in _typed_questions():
            _answer_or_stop(desk, question)


def _answer_or_stop(desk: _Desk, question: str) -> None:
    """Answer; a stop ends this answer, and the conversation goes on."""
    try:
        print_answer_end(_answer(desk, question), desk.documents)
    except Stopped:
        notices.print(
            "\nStopped. What was read is kept; ask on, or press Ctrl-C again to leave.", style="yellow"
        )


def _typed_questions() -> Iterator[str]:
    if sys.stdin.isatty():
        with suppress(ImportError):  # Windows has line editing of its own
            import readline  # noqa: F401 - gives input() its line editing and history
        notices.print("Ask on; an empty line or Ctrl-D ends.", style="dim")
    while True:
        try:
            question = input("\n> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            return
        if not question:
            return
        yield question


def _answer(desk: _Desk, text: str, *, quiet: bool = False) -> "Answer":
    """Put the question, show what happens, and return the answer. Errors: Stopped, on Ctrl-C."""
    from core.answering.events import Question

    with interrupt_stops(desk.engine):
        return _follow(desk.session, Question(text, (desk.mode,)), quiet=quiet)


def _follow(session: "Session", question: "Question", *, quiet: bool) -> "Answer":
    from core.answering.events import Answered, Delta, Reading, Thought

    with ExitStack() as live, closing(session.ask(question)) as events:
        reading = live.enter_context(step("Reading"))
        for event in events:
            match event:
                case Reading():
                    show_reading(reading, event)
                case Thought():
                    reading.show(0, 0, "thinking")
                case Delta() if not quiet:
                    live.close()
                    output.file.write(event.text)
                    output.file.flush()
                case Answered():
                    return event.answer
    raise AssertionError("a session ends with an answer")
