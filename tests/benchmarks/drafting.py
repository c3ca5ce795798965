"""What drafting would win: guessing the next tokens from what was read, and checking several in one batch.

    python -m tests.benchmarks.drafting [--model NAME] [--no-copy] [--questions 8] [--answer-tokens 96]

The engine does not draft; docs/benchmarks.md says why. This measures whether it should: on another machine,
with another model, or with another llama.cpp. Two measurements, each comparing two things in one run:

1. What a batch of several rows costs against one row, and whether its logits are the same to the last bit.
2. Questions about the samples, answered greedily from retrieved passages, plain and drafted in turn: tokens
   per second, how many drafted tokens were right, and whether both answers are the same, token for token.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

import llama_cpp.llama_cpp as llama

from core.answering.assembly import choose_weights, find_embedder
from core.answering.events import Mode
from core.answering.prompts import Prompts, Turn
from core.documents.document import Document
from core.documents.pdf import read_document
from core.library.chunks import chunk_document
from core.library.retriever import Retriever
from core.library.store import Library
from core.model.attention import FLASH, WAYS, Attention
from core.model.backend import LoadedModel, physical_cores
from core.model.conversion import fast_copy
from core.model.memory import ModelMemory, Row
from core.model.sampling import Sampler, Sampling
from core.model.template import ChatTemplate
from core.model.weights import Weights
from core.model.writing import is_looping
from core.paths import ASSETS
from core.settings import Settings

SAMPLES = ASSETS / "samples"
SIZES = (2, 3, 4, 6, 8, 12, 16)
CONTEXT_TOKENS, SLICE_TOKENS = 4096, 64
SHORTEST, LONGEST = 4, 6  # tokens that must have been read before in the same order
MOST_DRAFTED = 7

Seconds = tuple[float, float]  # by the clock, and of CPU
Asked = tuple[str, tuple[int, ...]]  # a question, and the tokens of its prompt


@dataclass(frozen=True)
class Price:
    """What a batch of so many rows costs, medians: seconds by the clock, and how many times one row's.

    `is_same` says that the logits of its first row are those of one row, to the last bit.
    """

    rows: int
    clock_s: float
    clock_ratio: float
    cpu_ratio: float
    is_same: bool


@dataclass(frozen=True)
class Written:
    """An answer, the seconds it took from its first token on, and what became of its drafts."""

    tokens: tuple[int, ...]
    seconds: Seconds
    drafted: int
    accepted: int


@dataclass(frozen=True)
class Pair:
    """One question, answered plain and drafted."""

    question: str
    plain: Written
    drafted: Written

    @property
    def is_same(self) -> bool:
        """Whether both answers are the same, token for token."""
        return self.plain.tokens == self.drafted.tokens

    @property
    def ratios(self) -> Seconds:
        """How many times as many tokens per second the drafted answer has, by the clock and by CPU time."""
        clock, cpu = (
            (len(self.drafted.tokens) / drafted) / (len(self.plain.tokens) / plain)
            for drafted, plain in zip(self.drafted.seconds, self.plain.seconds, strict=True)
        )
        return clock, cpu


@dataclass
class Lookup:
    """Drafts what followed where the last tokens stood before; more after success, less after failure."""

    tokens: list[int]
    _length: int = 3
    _follows: dict[tuple[int, ...], int] = field(default_factory=dict)
    _indexed: int = 0

    def draft(self) -> list[int]:
        """Return tokens that may come next, none where nothing alike stood before."""
        self._index()
        for size in range(LONGEST, SHORTEST - 1, -1):
            at = self._follows.get(tuple(self.tokens[-size:]))
            if at is not None:
                return self.tokens[at : at + self._length]
        return []

    def learn(self, drafted: int, accepted: int) -> None:
        """Choose the length of the next draft by what became of the last."""
        if drafted:
            self._length = min(MOST_DRAFTED, 2 * self._length + 1) if accepted == drafted else accepted or 1

    def _index(self) -> None:
        for end in range(self._indexed, len(self.tokens)):  # what ends with the last token has no follower
            for size in range(SHORTEST, min(LONGEST, end) + 1):
                self._follows[tuple(self.tokens[end - size : end])] = end
        self._indexed = len(self.tokens)


class Bench:
    """One model with one sequence: reads a prompt, and writes from it as often as is wanted."""

    def __init__(self, model: LoadedModel, memory: ModelMemory) -> None:
        self.model, self._memory = model, memory

    def read(self, tokens: Sequence[int]) -> None:
        """Hold `tokens` and nothing else."""
        self._memory.drop(0)
        for begin in range(0, len(tokens), SLICE_TOKENS):
            part = tokens[begin : begin + SLICE_TOKENS]
            self._memory.compute([Row(token, begin + at, 0, False) for at, token in enumerate(part)])

    def prices(self, depth: int, sizes: Sequence[int], repeats: int) -> Iterator[Price]:
        """Yield what batches of these sizes cost behind `depth` tokens, each in turn with one row."""
        text = self.model.tokenize((SAMPLES / "sample-en.md").read_text(encoding="utf-8"), False)
        tokens = (text * (depth // len(text) + 2))[: depth + max(sizes)]
        self.read(tokens[:depth])
        for size in sizes:
            one, many = tokens[depth : depth + 1], tokens[depth : depth + size]
            is_same = self._logits_behind(one, depth) == self._logits_behind(many, depth)
            timed = [(self._timed(one, depth), self._timed(many, depth)) for _ in range(repeats)]
            yield Price(
                rows=size,
                clock_s=statistics.median(many[0] for _, many in timed),
                clock_ratio=statistics.median(many[0] / one[0] for one, many in timed),
                cpu_ratio=statistics.median(many[1] / one[1] for one, many in timed),
                is_same=is_same,
            )

    def write(self, prompt: Sequence[int], answer_tokens: int, *, drafts: bool) -> Written:
        """Answer a prompt that is held, greedily; it stays held, and the answer does not."""
        self._check(prompt[-1:], len(prompt) - 1)
        clock, cpu = perf_counter(), process_time()
        lookup, sampler = Lookup(list(prompt)), Sampler(Sampling())
        drafted, accepted, draft = 0, 0, list[int]()
        try:
            while (right := self._take(lookup.tokens, sampler, draft)) is not None:
                lookup.learn(len(draft), right)
                drafted, accepted = drafted + len(draft), accepted + right
                answer = lookup.tokens[len(prompt) :]
                if len(answer) >= answer_tokens or is_looping(answer):
                    break
                draft = lookup.draft() if drafts else []
                self._check([lookup.tokens[-1], *draft], len(lookup.tokens) - 1)
        finally:
            sampler.close()
        seconds = perf_counter() - clock, process_time() - cpu
        answer = lookup.tokens[len(prompt) :][:answer_tokens]
        return Written(tuple(answer), seconds, drafted, accepted)

    def _take(self, tokens: list[int], sampler: Sampler, draft: Sequence[int]) -> int | None:
        """Add what follows the last batch, as far as its draft was right; None at the answer's end."""
        for row in range(len(draft) + 1):
            token = sampler.sample(self._memory.handle, row)
            if self.model.is_end(token):
                return None
            tokens.append(token)
            if token not in draft[row : row + 1]:
                break
        return row

    def _check(self, tokens: Sequence[int], begin: int) -> None:
        """Compute a batch in the place of what is held beyond `begin`, and learn what follows each row."""
        self._memory.trim(0, begin)
        self._memory.compute([Row(token, begin + at, 0, True) for at, token in enumerate(tokens)])

    def _timed(self, tokens: Sequence[int], begin: int) -> Seconds:
        clock, cpu = perf_counter(), process_time()
        self._check(tokens, begin)
        return perf_counter() - clock, process_time() - cpu

    def _logits_behind(self, tokens: Sequence[int], begin: int) -> list[float]:
        self._check(tokens, begin)
        size = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(self.model.handle))
        return list(llama.llama_get_logits_ith(self._memory.handle, 0)[:size])


@contextmanager
def bench(file: Path, attention: Attention = FLASH) -> Iterator[Bench]:
    """Load `file` as the engine does on the processor, in the default number of threads."""
    model = LoadedModel(file, 0)
    try:
        memory = ModelMemory(
            model.handle,
            context_tokens=CONTEXT_TOKENS,
            kv_type="f16",
            threads=physical_cores(),
            sequences=max(SIZES),  # as many rows of a batch can be asked for what follows
            on_gpu=False,
            is_stopping=lambda: False,
            attention=attention,
        )
        yield Bench(model, memory)
        memory.close()
    finally:
        model.close()


def sample_prompts(
    weights: Weights, model: LoadedModel, count: int, passage_tokens: int = 1024
) -> Iterator[Asked]:
    """Yield questions about both samples, with their passages as words alone find them."""
    template = ChatTemplate(
        weights.chat_template, name=weights.name, bos=weights.bos_token, eos=weights.eos_token
    )
    prompts = Prompts(template, model.tokenize, model.bos)
    rows = json.loads((SAMPLES / "questions.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library.sqlite") as library:
        ids = {name: _added(library, name) for name in {row["document"] for row in rows}}
        retriever = Retriever(library, None)
        for row in rows[:: -(-len(rows) // count)]:
            question, document_id = row["question"], ids[row["document"]]
            passages = retriever.retrieve(
                question, [document_id], passage_tokens, lambda text: len(prompts.tokens(text))
            )
            prompt = prompts.compose(Mode.RETRIEVED, "", [Turn(question, tuple(passages))])
            yield question, prompt.tokens


def compare(bench: Bench, asked: Iterator[Asked], answer_tokens: int) -> Iterator[Pair]:
    """Yield each question answered both ways from one reading, now this way first and now that."""
    for number, (question, prompt) in enumerate(asked):
        bench.read(prompt[:-1])
        order = (False, True) if number % 2 else (True, False)
        answers = {drafts: bench.write(prompt, answer_tokens, drafts=drafts) for drafts in order}
        if answers[False].tokens:
            yield Pair(question, answers[False], answers[True])


def main(argv: Sequence[str] | None = None) -> None:
    """Run both and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="Qwen2.5-Coder-1.5B-Instruct-Q4_K_M")
    parser.add_argument("--depth", type=int, default=1024, help="tokens held while rows are timed")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--questions", type=int, default=8)
    parser.add_argument("--answer-tokens", type=int, default=96)
    parser.add_argument("--no-copy", action="store_true", help="the file itself, not its fast copy")
    ways = {way.name: way for way in WAYS}
    parser.add_argument("--attention", choices=ways, default=FLASH.name)
    arguments = parser.parse_args(argv)
    weights = choose_weights(Settings(model=arguments.model))
    if weights.is_recurrent:
        sys.exit("A recurrent model cannot take back a draft that was wrong.")
    file = weights.path if arguments.no_copy else fast_copy(weights) or weights.path
    with bench(file, ways[arguments.attention]) as loaded:
        print(
            f"{file}, {arguments.attention}\n\n| rows | ms | times one row, clock | CPU | same logits |\n"
            + "| --- " * 5
            + "|"
        )
        for price in loaded.prices(arguments.depth, SIZES, arguments.repeats):
            print(f"| {price.rows} | {price.clock_s * 1000:.0f} | {price.clock_ratio:.2f} "
                  f"| {price.cpu_ratio:.2f} | {price.is_same} |", flush=True)  # fmt: skip
        print(
            "\n| question | tokens | drafted, right | speed, clock | CPU | same answer |\n"
            + "| --- " * 6
            + "|"
        )
        asked = sample_prompts(weights, loaded.model, arguments.questions)
        pairs = [_shown(pair) for pair in compare(loaded, asked, arguments.answer_tokens)]
    print(f"\n{_summary(pairs)}")


def _shown(pair: Pair) -> Pair:
    clock, cpu = pair.ratios
    counts = f"{len(pair.drafted.tokens)} | {pair.drafted.drafted}, {pair.drafted.accepted}"
    print(f"| {pair.question} | {counts} | {clock:.2f} | {cpu:.2f} | {pair.is_same} |", flush=True)
    return pair


def _summary(pairs: Sequence[Pair]) -> str:
    cpu = [pair.ratios[1] for pair in pairs]
    return (
        f"Drafted against plain, by CPU time: median {statistics.median(cpu):.2f}, "
        f"from {min(cpu):.2f} to {max(cpu):.2f}; "
        f"{sum(pair.is_same for pair in pairs)} of {len(pairs)} answers are the same."
    )


def _added(library: Library, name: str) -> str:
    """Put a sample into the library and return its id."""
    *_, document = read_document(SAMPLES / name)
    assert isinstance(document, Document)
    library.add(document, chunk_document(document, find_embedder(Settings()).tokenizer))
    return document.document_id


if __name__ == "__main__":
    main()
