"""What focus saves: the same questions about a document that was read, in each way of reading.

    python -m tests.benchmarks.focus [--model NAME] [--questions 6]

The document is the first that `answers` makes of XQuAD's paragraphs, or the sample where those are missing.
It is read once, and kept as the app keeps it: a second run with the same data folder (OPENBOOK_HOME) finds it
there. Then each question is asked three times, in a conversation of its own: about the whole document, about
its passages where they stand in it (focus), and about passages that are read anew. In turn, so that a busy
machine is unfair to none. Seconds are those until the first token, the search for passages included.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

from core.answering.assembly import choose_weights, find_embedder, load_engine, new_session
from core.answering.events import Answered, Delta, Mode, Question, Thought
from core.answering.session import Session
from core.documents.document import Document
from core.library.chunks import chunk_document
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.opening import open_document
from core.library.store import Library
from core.model.engine import Engine
from core.paths import ASSETS
from core.settings import Settings
from tests.benchmarks.answers import DATA, xquad

SAMPLE = ASSETS / "samples" / "sample-en.pdf"
SAMPLE_QUESTIONS = (
    "How high did the water rise?",
    "When will the Patient Ann be launched?",
    "Who is the director?",
)
WAYS = {"whole": (Mode.WHOLE, "auto"), "focus": (Mode.RETRIEVED, "auto"), "anew": (Mode.RETRIEVED, "off")}


@dataclass(frozen=True)
class Wait:
    """What one answer cost until its first token: seconds, seconds of the processor, prompt tokens read."""

    question: str
    way: str
    first_token_s: float
    first_token_cpu_s: float
    read_tokens: int
    from_cache_tokens: int
    is_focused: bool


def measure(
    engine: Engine,
    embedder: Embedder,
    library: Library,
    settings: Settings,
    document: Document,
    questions: Sequence[str],
) -> Iterator[Wait]:
    """Read the document, then yield what each question costs in each way."""
    for _ in new_session(settings, engine, library, embedder, [document]).read_ahead():
        pass
    for question in questions:
        for way, (mode, focus) in WAYS.items():
            chosen = replace(settings, focus=focus)
            session = new_session(chosen, engine, library, embedder, [document])
            yield _wait(session, question, way, mode)


def _wait(session: Session, question: str, way: str, mode: Mode) -> Wait:
    began, spoke = process_time(), 0.0
    for event in session.ask(Question(question, (mode,))):
        if not spoke and isinstance(event, Delta | Thought | Answered):
            spoke = process_time()
        if isinstance(event, Answered):
            answer = event.answer
    tokens = answer.tokens
    return Wait(
        question,
        way,
        answer.timings.first_token_s,
        spoke - began,
        tokens.read,
        tokens.from_cache,
        answer.is_focused,
    )


def table(waits: Sequence[Wait]) -> str:
    """Return the medians as a Markdown table, and how focus compares with reading anew."""
    lines = ["| | first token, s | CPU until then, s | tokens read | from memory |", "|---|---|---|---|---|"]
    for way in WAYS:
        mine = [wait for wait in waits if wait.way == way]
        cells = (
            f"{statistics.median(wait.first_token_s for wait in mine):.2f}",
            f"{statistics.median(wait.first_token_cpu_s for wait in mine):.2f}",
            f"{statistics.median(wait.read_tokens for wait in mine):.0f}",
            f"{statistics.median(wait.from_cache_tokens for wait in mine):.0f}",
        )
        lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", _comparison(waits)])


def _comparison(waits: Sequence[Wait]) -> str:
    """Return how many times as long focus waits as reading anew, question by question and in the middle."""
    clock, cpu = _ratios(waits, "first_token_s"), _ratios(waits, "first_token_cpu_s")
    each = ", ".join(f"{ratio:.3f}" for ratio in clock)
    return (
        f"focus waits {statistics.median(clock):.3f} times as long as anew, and computes "
        f"{statistics.median(cpu):.3f} times as long; each question: {each}"
    )


def _ratios(waits: Sequence[Wait], name: str) -> list[float]:
    cost: dict[tuple[str, str], float] = {(wait.question, wait.way): getattr(wait, name) for wait in waits}
    return [cost[question, "focus"] / anew for (question, way), anew in cost.items() if way == "anew"]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="Qwen2.5-Coder-1.5B-Instruct-Q4_K_M")
    parser.add_argument("--questions", type=int, default=6)
    arguments = parser.parse_args(argv)
    settings = Settings(model=arguments.model, answer_tokens=16)
    embedder = find_embedder(settings)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Path(folder) / "library.sqlite") as library,
        load_engine(settings, choose_weights(settings)) as engine,
    ):
        document, questions = _material(engine, library, embedder, arguments.questions)
        waits = []
        for wait in measure(engine, embedder, library, settings, document, questions):
            waits.append(wait)
            print(wait, file=sys.stderr, flush=True)
        print(f"\n{engine.weights.path.stem}, {document.title}\n\n{table(waits)}")


def _material(
    engine: Engine, library: Library, embedder: Embedder, count: int
) -> tuple[Document, Sequence[str]]:
    """Return a document that the library keeps, with vectors, and questions about it."""
    if DATA.exists():
        document, cases = next(xquad(engine, 1, count, seed=1))
        library.add(document, chunk_document(document, embedder.tokenizer))
        questions = [case.question for case in cases]
    else:
        *_, opened = open_document(library, SAMPLE, None, embedder)
        assert isinstance(opened, Document)
        document, questions = opened, list(SAMPLE_QUESTIONS[:count])
    for _ in index(library, document.document_id, embedder):
        pass
    return document, questions


if __name__ == "__main__":
    main()
