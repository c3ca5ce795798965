"""What reading a document once saves: restored against cold, and how well the time was foreseen.

    python -m tests.benchmarks.reading --once [PDF ...] [--model NAME]

Each PDF is asked about as a whole by a process that has read nothing, then by one that finds what was read on
the disk; then a second question is asked in whole-document and in retrieved mode. The first PDF teaches how
fast this machine is; nothing is foreseen of it. A PDF that does not fit the window is read in parts.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time

from core import paths
from core.answering.assembly import find_embedder, new_session
from core.answering.events import Answer, Answered, Mode, Question
from core.answering.session import Session
from core.documents.document import Document
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.opening import open_document
from core.library.store import Library
from core.model.attention import Attention, attention_for, is_packed_for
from core.model.conversion import fast_copy, identity
from core.model.engine import Engine
from core.model.snapshots import Load, Save, Snapshot, Snapshots
from core.model.weights import Weights, available_memory
from core.settings import Settings

FIRST, SECOND = "What is this document about?", "Which numbers does it name?"
SETTINGS = Settings(answer_tokens=16)
SIDE_TOKENS = 2048


@dataclass(frozen=True)
class Model:
    """What is loaded, and how."""

    weights: Weights
    file: Path
    window_tokens: int
    attention: Attention
    is_packed: bool

    @contextmanager
    def loaded(self) -> "Iterator[tuple[Engine, TimedSnapshots]]":
        kept = TimedSnapshots(self)
        with Engine(
            self.weights,
            context_tokens=self.window_tokens,
            side_tokens=SIDE_TOKENS,
            file=self.file,
            attention=self.attention,
            is_packed=self.is_packed,
            snapshots=kept,
        ) as engine:
            yield engine, kept


class TimedSnapshots(Snapshots):
    """Snapshots that note the seconds of each save and load, checks included."""

    def __init__(self, model: Model) -> None:
        key = f"{identity(model.file)} {version('llama-cpp-python')} {model.attention.name}"
        super().__init__(paths.snapshots(), key, model.weights.path.stem, budget_bytes=100 * 1024**3)
        self.save_s, self.load_s = list[float](), list[float]()

    def keep(
        self,
        tokens: Sequence[int],
        document_ids: Sequence[str],
        state_bytes: int,
        save: Save,
        *,
        is_partial: bool,
    ) -> bool:
        begun_at = perf_counter()
        kept = super().keep(tokens, document_ids, state_bytes, save, is_partial=is_partial)
        self.save_s.append(perf_counter() - begun_at)
        return kept

    def restore(self, snapshot: Snapshot, tokens: Sequence[int], load: Load) -> bool:
        begun_at = perf_counter()
        restored = super().restore(snapshot, tokens, load)
        self.load_s.append(perf_counter() - begun_at)
        return restored


@dataclass
class Once:
    """One document; `cpu_s` is what the cold question took of the processor, beside the clock."""

    name: str
    tokens: int = 0
    part_count: int = 1
    foreseen_s: float | None = None
    cold_s: float = 0.0
    cpu_s: float = 0.0
    restored_s: float = 0.0
    reread_tokens: int = 0
    is_same: bool = False
    bytes_kept: int = 0
    save_s: float = 0.0
    load_s: float = 0.0
    second_s: dict[Mode, float] = field(default_factory=dict)


def compare_once(
    weights: Weights, documents: Sequence[Path], context_tokens: int, *, retrieves: bool = True
) -> Iterator[Once]:
    """Yield what is measured of each document, in a data folder that is empty at first."""
    embedder, model = find_embedder(SETTINGS) if retrieves else None, _model(weights, context_tokens)
    with _empty_home(), Library(paths.library_file()) as library:
        for file in documents:
            *_, document = open_document(library, file, None, embedder)
            assert isinstance(document, Document)
            yield _measured(model, library, document, embedder)


def show_once(weights: Weights, documents: Sequence[Path], context_tokens: int) -> None:
    """Measure, and print a table."""
    model = _model(weights, context_tokens)
    print(f"{model.file}, window of {model.window_tokens:,}, attention {model.attention.name}\n")
    print("| document | tokens, parts | foreseen, s | cold, s (CPU) | restored, s | ratio | read again "
          "| same answer | kept, MB | save, s | load, s | second question: whole, retrieved |")  # fmt: skip
    print("| --- " * 12 + "|")
    for once in compare_once(weights, documents, context_tokens):
        foreseen = "–" if once.foreseen_s is None else f"{once.foreseen_s:.1f}"
        waited = ", ".join(f"{once.second_s[mode]:.2f}" for mode in once.second_s)
        print(
            f"| {once.name} | {once.tokens:,}, {once.part_count} | {foreseen} "
            f"| {once.cold_s:.1f} ({once.cpu_s:.1f}) | {once.restored_s:.2f} "
            f"| {once.cold_s / once.restored_s:.0f} | {once.reread_tokens} | {once.is_same} "
            f"| {once.bytes_kept / 1e6:.0f} | {once.save_s:.2f} | {once.load_s:.2f} | {waited} |",
            flush=True,
        )


def _measured(model: Model, library: Library, document: Document, embedder: Embedder | None) -> Once:
    once = Once(document.path.stem)
    with model.loaded() as (engine, kept):
        session = new_session(SETTINGS, engine, library, embedder, [document])
        outlook = session.outlook((Mode.WHOLE,), FIRST)[Mode.WHOLE]
        once.tokens, once.foreseen_s = outlook.prompt_tokens, outlook.first_token_s
        once.part_count, begun_s = outlook.part_count, process_time()
        cold = _ask(session, FIRST, Mode.WHOLE)
        once.cpu_s, once.save_s = process_time() - begun_s, sum(kept.save_s)
        once.cold_s = cold.timings.first_token_s
        once.bytes_kept = kept.held_bytes(document.document_id)
    with model.loaded() as (engine, kept):
        session = new_session(SETTINGS, engine, library, embedder, [document])
        restored = _ask(session, FIRST, Mode.WHOLE)
        once.restored_s, once.load_s = restored.timings.first_token_s, sum(kept.load_s)
        once.reread_tokens, once.is_same = restored.tokens.read, restored.text == cold.text
        once.second_s[Mode.WHOLE] = _second_s(engine, library, embedder, document, Mode.WHOLE)
        if embedder is not None:
            for _ in index(library, document.document_id, embedder):
                pass
            once.second_s[Mode.RETRIEVED] = _second_s(engine, library, embedder, document, Mode.RETRIEVED)
    return once


def _second_s(
    engine: Engine, library: Library, embedder: Embedder | None, document: Document, mode: Mode
) -> float:
    """Return the seconds to the first token of another question; the first one of retrieved mode warms up."""
    settings, waited = replace(SETTINGS, answer_tokens=4), list[float]()
    for question in (FIRST, SECOND):
        session = new_session(settings, engine, library, embedder, [document])
        waited.append(_ask(session, question, mode).timings.first_token_s)
    return waited[-1]


def _ask(session: Session, question: str, mode: Mode) -> Answer:
    events = list(session.ask(Question(question, (mode,))))  # to the end: then its rates are noted
    return next(event.answer for event in events if isinstance(event, Answered))


def _model(weights: Weights, context_tokens: int) -> Model:
    file, window_tokens = fast_copy(weights) or weights.path, min(context_tokens, weights.context_tokens)
    attention = attention_for(weights, file, window_tokens + SIDE_TOKENS, 0, available_memory())
    return Model(weights, file, window_tokens, attention, is_packed_for(weights, file, 0))


@contextmanager
def _empty_home() -> Iterator[None]:
    before = os.environ.get(paths.HOME_VARIABLE)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[paths.HOME_VARIABLE] = folder
        try:
            yield
        finally:
            os.environ.pop(paths.HOME_VARIABLE)
            if before is not None:
                os.environ[paths.HOME_VARIABLE] = before
