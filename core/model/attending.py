"""The layouts of weights and the ways to attend are timed on this machine, with one model.

    python -m core.model.attending MODEL THREADS NOTE

writes what was measured, at the beginning and deep in a window, into the file NOTE, and says on stdout how
far it is. It is a program of its own for the reasons in `core.making`.
"""

import ctypes
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np

from core.making import TRY_AGAIN
from core.model.attention import (
    DEEP_TOKENS,
    FLASH,
    MEASURED_TOKENS,
    WAYS,
    Attention,
    Layout,
    Trial,
    is_packed,
)
from core.model.backend import LoadedModel, physical_cores, was_built_for_amx
from core.model.converting import TEXTS, Progress, Reader, divergence, text_of
from core.model.memory import ModelMemory

READ_TOKENS = 256  # timed at once: two blocks of those that pass through the layers at once
WRITTEN_TOKENS, ROUNDS = 8, 2
COMPARED_TOKENS = 192  # of each text
BATCH_SEQ, SPARE_SEQ = 0, 1


def measure(file: Path, threads: int, say: Callable[[float, str], None]) -> tuple[list[Layout], list[Trial]]:
    """Return what was measured of each layout, and of each way with the one that is chosen.

    Ways in other 16 bits are compared with llama.cpp's own too.
    """
    steps, trials = len(WAYS) + 1, []
    say(0.0, "timing weights")
    layouts = [] if was_built_for_amx() else time_layouts(file, threads)
    with closing(LoadedModel(file, 0, is_packed=is_packed(layouts))) as model:
        for number, way in enumerate(WAYS, start=1):
            say(number / steps, f"timing {way.name}")
            distance = 0.0 if way.half == FLASH.half else compare(model, threads, way)
            trials.append(time_way(model, threads, way, distance))
    return layouts, trials


def time_layouts(file: Path, threads: int) -> list[Layout]:
    """Time weights packed and as they are in the file: by CPU seconds, in turn, and the best of rounds."""
    with ExitStack() as stack:
        readers = {}
        for packed in (True, False):
            model = stack.enter_context(closing(LoadedModel(file, 0, is_packed=packed)))
            readers[packed] = stack.enter_context(Reader(model, threads))
        taken: dict[bool, tuple[list[float], list[float]]] = {packed: ([], []) for packed in readers}
        tokens = model.tokenize(text_of(TEXTS[0]), False)[:READ_TOKENS]
        for packed, reader in ROUNDS * [*readers.items()]:
            read, written = taken[packed]
            read.append(_seconds(partial(_read_anew, reader, tokens)))
            written += _written_s(reader, tokens[0], len(tokens))
    return [Layout(packed, min(read), min(written)) for packed, (read, written) in taken.items()]


def time_way(model: LoadedModel, threads: int, way: Attention, distance: float) -> Trial:
    """Time one way: by CPU seconds, since other programs may want the processor, and the best of rounds."""
    tokens = model.tokenize(text_of(TEXTS[0]), False)[:READ_TOKENS]
    with Reader(model, threads, way, MEASURED_TOKENS) as reader:
        begin_s = min(_seconds(partial(_read_anew, reader, tokens)) for _ in range(ROUNDS))
        _deepen(reader.memory, len(tokens))
        # Where the copies stand does not matter to the time; what comes next follows the last position.
        behind = len(tokens) * (1 + ROUNDS)
        deep = [_seconds(partial(reader.read, tokens, at)) for at in range(len(tokens), behind, len(tokens))]
        written = _written_s(reader, tokens[0], behind)
    return Trial(way.name, begin_s, min(deep), min(written), distance)


def compare(model: LoadedModel, threads: int, way: Attention) -> float:
    """Return the mean KL divergence of a way from llama.cpp's own, of the text for which it is greater."""
    distances = []
    with Reader(model, threads) as exact, Reader(model, threads, way) as other:
        for name in TEXTS:
            tokens = model.tokenize(text_of(name), False)[:COMPARED_TOKENS]
            pairs = zip(exact.predictions(tokens), other.predictions(tokens), strict=True)
            distances.append(float(np.concatenate([divergence(*pair) for pair in pairs]).mean()))
    return max(distances)


def _written_s(reader: Reader, token: int, begin: int) -> list[float]:
    places = range(begin, begin + WRITTEN_TOKENS)
    return [_seconds(partial(reader.read, [token], at, wants_next=True)) for at in places]


def _read_anew(reader: Reader, tokens: list[int]) -> None:
    reader.forget()
    reader.read(tokens)


def _deepen(memory: ModelMemory, held_tokens: int) -> None:
    """Fill the memory with copies of what it holds, until attention has DEEP_TOKENS to look at.

    The copies stand at the same positions, which a model would never be shown; but it takes its time.
    """
    while held_tokens < DEEP_TOKENS:
        size = llama.llama_state_seq_get_size(memory.handle, BATCH_SEQ)
        state = (ctypes.c_uint8 * size)()
        llama.llama_state_seq_get_data(memory.handle, state, size, BATCH_SEQ)
        if not llama.llama_state_seq_set_data(memory.handle, state, size, SPARE_SEQ):
            raise RuntimeError("llama.cpp cannot copy what it holds")
        memory.fork(SPARE_SEQ, BATCH_SEQ, (0, held_tokens))
        memory.drop(SPARE_SEQ)
        held_tokens *= 2


def _seconds(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure as the command line says."""
    file, threads, note = sys.argv[1:]
    try:
        measured = measure(Path(file), int(threads) or physical_cores(), Progress(0.0, 1.0).say)
        layouts, trials = ([asdict(each) for each in some] for some in measured)
        Path(note).write_text(json.dumps({"layouts": layouts, "trials": trials}), encoding="utf-8")
    except (OSError, MemoryError) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(TRY_AGAIN) from None


if __name__ == "__main__":
    main()
