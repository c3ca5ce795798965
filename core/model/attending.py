"""The ways to attend are timed on this machine, with one model, at the beginning and deep in a window.

    python -m core.model.attending MODEL THREADS NOTE

writes what was measured into the file NOTE, and says on stdout how far it is. It is a program of its own for
the reasons in `core.making`.
"""

import ctypes
import json
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np

from core.making import TRY_AGAIN
from core.model.attention import DEEP_TOKENS, FLASH, MEASURED_TOKENS, WAYS, Attention, Trial
from core.model.backend import LoadedModel, physical_cores
from core.model.converting import TEXTS, Progress, Reader, divergence, text_of
from core.model.memory import ModelMemory

READ_TOKENS = 256  # timed at once: two blocks of those that pass through the layers at once
WRITTEN_TOKENS, ROUNDS = 8, 2
COMPARED_TOKENS = 192  # of each text
BATCH_SEQ, SPARE_SEQ = 0, 1


def measure(file: Path, threads: int, say: Callable[[float, str], None]) -> list[Trial]:
    """Return what was measured of each way; those in other 16 bits are compared with llama.cpp's own too."""
    trials = []
    with closing(LoadedModel(file, 0)) as model:
        for number, way in enumerate(WAYS):
            say(number / len(WAYS), f"timing {way.name}")
            distance = 0.0 if way.half == FLASH.half else compare(model, threads, way)
            trials.append(time_way(model, threads, way, distance))
    return trials


def time_way(model: LoadedModel, threads: int, way: Attention, distance: float) -> Trial:
    """Time one way: by CPU seconds, since other programs may want the processor, and the best of rounds."""
    tokens = model.tokenize(text_of(TEXTS[0]), False)[:READ_TOKENS]
    with Reader(model, threads, way, MEASURED_TOKENS) as reader:
        begin_s = min(_seconds(partial(_read_anew, reader, tokens)) for _ in range(ROUNDS))
        _deepen(reader.memory, len(tokens))
        # Where the copies stand does not matter to the time; what comes next follows the last position.
        behind = len(tokens) * (1 + ROUNDS)
        deep = [_seconds(partial(reader.read, tokens, at)) for at in range(len(tokens), behind, len(tokens))]
        places = range(behind, behind + WRITTEN_TOKENS)
        written = [_seconds(partial(reader.read, tokens[:1], at, wants_next=True)) for at in places]
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
        trials = measure(Path(file), int(threads) or physical_cores(), Progress(0.0, 1.0).say)
        Path(note).write_text(json.dumps([asdict(each) for each in trials]), encoding="utf-8")
    except (OSError, MemoryError) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(TRY_AGAIN) from None


if __name__ == "__main__":
    main()
