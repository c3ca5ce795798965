"""How fast a prompt is read, and what reading once saves.

    python -m tests.benchmarks.reading [--model NAME] [--lengths 1000 2000 4000 8000] [--repeats 2]
    python -m tests.benchmarks.reading --once PDF ... [--model NAME] [--window 8192]

Three measurements, each comparing two things in one run:

1. Tokens per second of our engine against `llama_cpp.Llama` with its defaults: same tokens, in turn. It is
   given the person's file; we read from its fast copy, where there is one (`--no-copy`: the same file), and
   attend as was measured to be fastest for the model's whole window, as the app does.
2. A question about a document that was read (forked) against the same question cold: seconds to first token,
   and whether the greedy answers are the same, token for token.
3. The same question in whole-document mode on a read document, and in retrieved mode.

With `--once` only what reading each PDF once saves (see `reading_once`): restored against cold, sizes, and
how well the time was foreseen.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from core.answering.assembly import choose_weights, find_embedder, new_session, prepare_model
from core.answering.events import Answered, Mode, Question
from core.documents.document import Document
from core.library.indexing import index
from core.library.opening import open_document
from core.library.store import Library
from core.model.attention import attention_for, is_packed_for, measure_attention
from core.model.conversion import fast_copy, make_fast_copy
from core.model.engine import Branch, BranchFinished, Engine
from core.model.weights import Weights, available_memory
from core.paths import ASSETS
from core.settings import Settings
from tests.benchmarks.reading_once import show_once

SAMPLE = ASSETS / "samples" / "sample-en.pdf"
QUESTIONS = ("How high did the water rise?", "When will the Patient Ann be launched?", "Who is the director?")
ANSWER_TOKENS = 32
WINDOW_STEP = 256


@dataclass(frozen=True)
class Speed:
    """Tokens read per second by ours and by the high-level class, medians; and the ratio by CPU time."""

    length: int
    ours: float
    high_level: float
    cpu_ratio: float

    @property
    def ratio(self) -> float:
        return self.ours / self.high_level


@dataclass(frozen=True)
class Fork:
    """Seconds to first token of one question, cold and on a document that was read."""

    question: str
    cold_s: float
    forked_s: float
    is_same: bool


def text_tokens(engine: Engine, count: int) -> list[int]:
    """Return `count` tokens of the sample's text, repeated where it is too short."""
    document = _sample_document()
    tokens = engine.tokenize("\n\n".join(page.body for page in document.pages))
    return (tokens * (count // len(tokens) + 1))[:count]


def compare_speed(
    weights: Weights, lengths: Sequence[int], repeats: int, file: Path | None = None
) -> Iterator[Speed]:
    """Yield the speeds at each length, ours (of `file`) and theirs in turn, each in a fresh context."""
    for length in lengths:
        ours, theirs = list[tuple[float, float]](), list[tuple[float, float]]()
        for _ in range(repeats):
            ours.append(_our_seconds(weights, length, file))
            theirs.append(_high_level_seconds(weights, length))
        (clock, cpu), (their_clock, their_cpu) = (
            [statistics.median(column) for column in zip(*each, strict=True)] for each in (ours, theirs)
        )
        yield Speed(length, length / clock, length / their_clock, their_cpu / cpu)


def compare_forks(weights: Weights, prefix_tokens: int, questions: Sequence[str]) -> Iterator[Fork]:
    """Yield cold and forked answers to the same questions about the same text."""
    window = prefix_tokens + 1024
    with Engine(weights, context_tokens=window) as warm:
        prefix = tuple(text_tokens(warm, prefix_tokens))
        for _ in warm.read(prefix):
            pass
        for question in questions:
            prompt = prefix + tuple(warm.tokenize(f"\n\nQuestion: {question}\nAnswer:"))
            forked = _answer(warm, prompt, len(prefix))
            with Engine(weights, context_tokens=window) as cold_engine:
                cold = _answer(cold_engine, prompt, len(prefix))
            yield Fork(question, cold.first_token_s, forked.first_token_s, cold.tokens == forked.tokens)


def compare_modes(weights: Weights, document: Path, questions: Sequence[str]) -> dict[Mode, list[float]]:
    """Return the seconds to first token in each mode, once the document is read and indexed."""
    settings = Settings(answer_tokens=8)
    embedder, waited = find_embedder(settings), dict[Mode, list[float]]()
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Path(folder) / "library.sqlite") as library,
        Engine(weights, context_tokens=weights.context_tokens, side_tokens=4096) as engine,
    ):
        *_, opened = open_document(library, document, None, embedder)
        assert isinstance(opened, Document)
        for _ in index(library, opened.document_id, embedder):
            pass
        for number, question in enumerate(questions):
            for mode in (Mode.WHOLE, Mode.RETRIEVED):
                session = new_session(settings, engine, library, embedder, [opened])
                for event in session.ask(Question(question, (mode,))):
                    if isinstance(event, Answered) and number:  # the first question reads and warms up
                        waited.setdefault(mode, []).append(event.answer.timings.first_token_s)
    return waited


def main(argv: Sequence[str] | None = None) -> None:
    """Run all three and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="SmolLM2-135M-Instruct-Q4_1")
    parser.add_argument("--lengths", type=int, nargs="+", default=[1000, 2000, 4000, 8000])
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--document", type=Path, default=SAMPLE)
    parser.add_argument("--no-copy", action="store_true", help="read the file itself, not its fast copy")
    parser.add_argument("--once", type=Path, nargs="+", default=[], help="PDFs to be read once")
    parser.add_argument("--window", type=int, default=8192, help="tokens, for --once")
    parser.add_argument("--speed-only", action="store_true", help="only the first of the three")
    arguments = parser.parse_args(argv)
    weights = choose_weights(Settings(model=arguments.model))
    if arguments.once:
        for _ in prepare_model(Settings(), weights):
            pass
        show_once(weights, arguments.once, arguments.window)
        return
    file = weights.path if arguments.no_copy else _fast_file(weights)
    for _ in measure_attention(weights, file, 0):
        pass
    attention = attention_for(weights, file, weights.context_tokens, 0, available_memory())
    layout = "packed" if is_packed_for(weights, file, 0) else "not packed"
    print(f"ours: {file}, {attention.name} attention, {layout}\nllama_cpp.Llama: {weights.path}\n")
    print("| tokens | ours, tokens/s | llama_cpp.Llama, tokens/s | ratio | ratio by CPU time |")
    print("| --- " * 5 + "|")
    for speed in compare_speed(weights, arguments.lengths, arguments.repeats, file):
        print(
            f"| {speed.length:,} | {speed.ours:.0f} | {speed.high_level:.0f} | {speed.ratio:.2f} "
            f"| {speed.cpu_ratio:.2f} |",
            flush=True,
        )
    if arguments.speed_only:
        return
    print(
        "\n| question on 2,000 tokens | cold, s | forked, s | ratio | same answer |\n| --- "
        + "| --- " * 4
        + "|"
    )
    for fork in compare_forks(weights, 2000, QUESTIONS):
        ratio = fork.cold_s / fork.forked_s
        print(
            f"| {fork.question} | {fork.cold_s:.2f} | {fork.forked_s:.2f} | {ratio:.0f} | {fork.is_same} |",
            flush=True,
        )
    waited = compare_modes(weights, arguments.document, QUESTIONS)
    whole, retrieved = (statistics.median(waited[mode]) for mode in (Mode.WHOLE, Mode.RETRIEVED))
    print(f"\n{arguments.document.name}, read: first token after {whole:.2f} s in whole-document mode, "
          f"{retrieved:.2f} s in retrieved mode; ratio {whole / retrieved:.2f}")  # fmt: skip


def _fast_file(weights: Weights) -> Path:
    for _ in make_fast_copy(weights, threads=0):
        pass
    return fast_copy(weights) or weights.path


def _our_seconds(weights: Weights, length: int, file: Path | None) -> tuple[float, float]:
    attention = attention_for(weights, file or weights.path, weights.context_tokens, 0, available_memory())
    with Engine(
        weights,
        context_tokens=length + WINDOW_STEP,
        file=file,
        attention=attention,
        is_packed=is_packed_for(weights, file or weights.path, 0),
    ) as engine:
        tokens = text_tokens(engine, length)
        return _timed(lambda: list(engine.read(tokens)))


def _high_level_seconds(weights: Weights, length: int) -> tuple[float, float]:
    from llama_cpp import Llama

    with Engine(weights, context_tokens=WINDOW_STEP) as engine:
        tokens = text_tokens(engine, length)
    llama = Llama(str(weights.path), n_ctx=length + WINDOW_STEP, verbose=False)
    try:
        return _timed(lambda: llama.eval(tokens))
    finally:
        llama.close()


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that work takes, by the clock and of CPU."""
    clock, cpu = perf_counter(), process_time()
    work()
    return perf_counter() - clock, process_time() - cpu


def _answer(engine: Engine, prompt: tuple[int, ...], prefix_tokens: int) -> BranchFinished:
    for event in engine.answer([Branch(prompt, ANSWER_TOKENS, prefix_tokens=prefix_tokens)]):
        if isinstance(event, BranchFinished):
            return event
    sys.exit("the engine gave no answer")


def _sample_document() -> Document:
    from core.documents.pdf import read_document

    *_, document = read_document(SAMPLE)
    assert isinstance(document, Document)
    return document


if __name__ == "__main__":
    main()
