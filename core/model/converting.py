"""A model becomes its fast copy, which is compared with it and timed against it on this machine.

    python -m core.model.converting MODEL INTO THREADS MOST_BYTES

writes the best copy of at most MOST_BYTES and the verdict into the folder INTO, and says on stdout how far it
is. It is a program of its own for the reasons in `core.making`.
"""

import ctypes
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from core.making import TRY_AGAIN
from core.model.attention import FLASH, MOST_DIVERGENCE, Attention
from core.model.backend import LoadedModel, physical_cores
from core.model.conversion import MODEL, NOTE, Verdict
from core.model.llama_log import start_backend
from core.model.memory import ModelMemory, Row
from core.model.weights import read_weights
from core.paths import ASSETS

# The formats to try. What a tensor holds survives in 16 bits; in 8 bits it is rounded a second time. Which of
# them is read faster depends on the processor: 16 bits, where it multiplies bfloat16.
FORMATS = {"BF16": (llama.LLAMA_FTYPE_MOSTLY_BF16, 2.0), "Q8_0": (llama.LLAMA_FTYPE_MOSTLY_Q8_0, 34 / 32)}

# Bounds, beside MOST_DIVERGENCE and from the same table. Mean divergence in nats: Q4_K_M, the common choice,
# 0.013 and 0.031. Same likeliest token: Q6_K 97.5 and 96.0 %, Q4_K_M 94.7 and 91.9 %.
LEAST_AGREEMENT = 0.95
LEAST_READING = 1.2  # below, it is not worth the room on the disk
LEAST_WRITING = 0.9
ENOUGH_READING = 1.8  # then no other format is tried

TEXTS = ("sample-en.md", "sample-he.md")
FROM_CHAR, TO_CHAR = 1_000, 5_000  # behind the front matter
COMPARED_TOKENS = 512  # of each text
READ_TOKENS, WRITTEN_TOKENS, ROUNDS = 512, 24, 3
ROWS = 64  # whose logits are looked at together
WINDOW_TOKENS = 1024
LEAST_FREE_BYTES = 64 * 1024**2  # with less, a failed write was for want of room


class Reader:
    """A model with a window, to be timed and listened to; the model stays the caller's. A context manager."""

    def __init__(
        self,
        model: LoadedModel,
        threads: int,
        attention: Attention = FLASH,
        window_tokens: int = WINDOW_TOKENS,
    ) -> None:
        self.model = model
        self.memory = ModelMemory(
            self.model.handle,
            context_tokens=window_tokens,
            kv_type="f16",
            threads=threads,
            sequences=ROWS,
            on_gpu=False,
            is_stopping=lambda: False,
            attention=attention,
        )
        self._width = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(self.model.handle))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.memory.close()

    def read(self, tokens: Sequence[int], begin: int = 0, *, wants_next: bool = False) -> None:
        """Read tokens at once, behind the `begin` that were read before."""
        self.memory.compute([Row(t, begin + at, 0, wants_next) for at, t in enumerate(tokens)])

    def forget(self) -> None:
        """Begin anew."""
        self.memory.drop(0)

    def predictions(self, tokens: Sequence[int]) -> Iterator[NDArray[np.float32]]:
        """Yield what the model expects after each token, some rows at a time.

        Shapes: (rows, vocabulary), natural logarithms of probabilities.
        """
        self.forget()
        for begin in range(0, len(tokens), ROWS):
            rows = tokens[begin : begin + ROWS]
            self.read(rows, begin, wants_next=True)
            logits = np.ctypeslib.as_array(
                llama.llama_get_logits(self.memory.handle), shape=(len(rows), self._width)
            )
            yield log_probabilities(logits)


def log_probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the logarithms of the probabilities that logits stand for, row by row."""
    above = logits - logits.max(axis=1, keepdims=True)
    probabilities: NDArray[np.float32] = above - np.log(np.exp(above).sum(axis=1, keepdims=True))
    return probabilities


def divergence(exact: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the KL divergence of each row of `other` from that of `exact`, in nats."""
    rows: NDArray[np.float32] = (np.exp(exact) * (exact - other)).sum(axis=1)
    return rows


def convert(model: Path, into: Path, threads: int, most_bytes: int) -> Verdict:
    """Write the copy that is read fastest into the folder `into`, and return the verdict on it.

    Where no copy is good enough, the verdict is on the best of those that were tried, and no copy is left.
    """
    weights = read_weights(model)
    fitting = [kind for kind, (_, each) in FORMATS.items() if weights.parameter_count * each <= most_bytes]
    tried = {}
    for number, kind in enumerate(fitting):
        progress = Progress(number / len(fitting), 1 / len(fitting))
        tried[kind] = judge(model, into / kind, threads, kind, progress)
        if not tried[kind].reason and tried[kind].reading >= ENOUGH_READING:
            break
    best = max(tried, key=lambda kind: (not tried[kind].reason, tried[kind].reading))
    for kind in tried:
        if kind == best and not tried[kind].reason:
            (into / kind).replace(into / MODEL)
        else:
            (into / kind).unlink()
    return tried[best]


@dataclass(frozen=True, slots=True)
class Progress:
    """A part of the work: where it begins in the whole, and how large it is."""

    begin: float
    share: float

    def say(self, done: float, step: str) -> None:
        """Say how far the work is."""
        sys.stdout.write(f"{self.begin + done * self.share:.2f} {step}\n")
        sys.stdout.flush()


def judge(model: Path, copy: Path, threads: int, kind: str, progress: Progress) -> Verdict:
    """Write a copy of one format, and return the verdict on it."""
    progress.say(0.0, f"writing {kind}")
    quantise(model, copy, threads, FORMATS[kind][0])
    with ExitStack() as stack:
        loaded = [stack.enter_context(closing(LoadedModel(path, 0))) for path in (model, copy)]
        original, fast = (stack.enter_context(Reader(each, threads)) for each in loaded)
        progress.say(0.3, f"timing {kind}")
        reading, writing = time_both(original, fast)
        progress.say(0.6, f"comparing {kind}")
        distance, agreement = compare(original, fast)
    measured = Verdict(kind=kind, reading=reading, writing=writing, divergence=distance, agreement=agreement)
    return replace(measured, reason=objection(measured))


def objection(measured: Verdict) -> str:
    """Return what speaks against using a copy, "" where nothing does."""
    if measured.divergence > MOST_DIVERGENCE or measured.agreement < LEAST_AGREEMENT:
        return "its answers would differ too much from the original's"
    if measured.reading < LEAST_READING:
        return "it is not read faster on this machine"
    if measured.writing < LEAST_WRITING:
        return "it writes more slowly on this machine"
    return ""


def quantise(model: Path, copy: Path, threads: int, file_type: int) -> None:
    """Write a copy of the model in the format of a number.

    Errors: OSError where the disk is full; RuntimeError where llama.cpp cannot do it.
    """
    start_backend()
    parameters = llama.llama_model_quantize_default_params()
    parameters.ftype, parameters.nthread = file_type, threads
    parameters.allow_requantize = True
    if llama.llama_model_quantize(str(model).encode(), str(copy).encode(), ctypes.byref(parameters)):
        if shutil.disk_usage(copy.parent).free < LEAST_FREE_BYTES:
            raise OSError("the disk is full")
        raise RuntimeError("llama.cpp cannot convert it")


def time_both(original: Reader, fast: Reader) -> tuple[float, float]:
    """Return how many times as fast the second one reads and writes.

    By CPU seconds, since other programs may want the processor, and by the best of some rounds in turn.
    """
    tokens = original.model.tokenize(text_of(TEXTS[0]), False)[:READ_TOKENS]
    seconds: dict[Reader, list[tuple[float, float]]] = {original: [], fast: []}
    for _ in range(ROUNDS):
        for reader, taken in seconds.items():
            taken.append(_seconds(reader, tokens))
    slow, quick = ([min(column) for column in zip(*seconds[each], strict=True)] for each in (original, fast))
    return slow[0] / quick[0], slow[1] / quick[1]


def _seconds(reader: Reader, tokens: Sequence[int]) -> tuple[float, float]:
    reader.forget()
    began = time.process_time()
    reader.read(tokens)
    read = time.process_time()
    for at in range(WRITTEN_TOKENS):
        reader.read(tokens[at : at + 1], len(tokens) + at, wants_next=True)
    return read - began, time.process_time() - read


def compare(original: Reader, fast: Reader, token_count: int = COMPARED_TOKENS) -> tuple[float, float]:
    """Return the mean divergence, of the text for which it is greater, and the share of equal predictions.

    `token_count` is of each text. The share is of all texts together, since 512 tokens tell it only to within
    a point or two.
    """
    distances, agreeing = [], []
    for name in TEXTS:
        tokens = original.model.tokenize(text_of(name), False)[:token_count]
        rows = []
        for exact, other in zip(original.predictions(tokens), fast.predictions(tokens), strict=True):
            rows.append(divergence(exact, other))
            agreeing.append(exact.argmax(axis=1) == other.argmax(axis=1))
        distances.append(float(np.concatenate(rows).mean()))
    return max(distances), float(np.concatenate(agreeing).mean())


def text_of(name: str) -> str:
    """Return a part of one of the samples."""
    return (ASSETS / "samples" / name).read_text(encoding="utf-8")[FROM_CHAR:TO_CHAR]


def main() -> None:
    """Convert as the command line says."""
    model, into, threads, most_bytes = sys.argv[1:]
    try:
        verdict = convert(Path(model), Path(into), int(threads) or physical_cores(), int(most_bytes))
        verdict.write(Path(into) / NOTE)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(TRY_AGAIN) from None


if __name__ == "__main__":
    main()
