"""Processes that read a short text with a model and keep that on disk, and may be killed at any moment.

`python -m tests.core.model.mortal HOW ...` is what the functions of the tests start.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.model.conversion import fast_copy
from core.model.engine import Branch, BranchFinished, Engine
from core.model.snapshots import LEAST_TOKENS, Snapshots
from core.model.weights import read_weights
from core.paths import ASSETS

TEXT = (ASSETS / "samples" / "sample-en.md").read_text(encoding="utf-8")
PREFIX_TOKENS = LEAST_TOKENS + 64
ANSWER_TOKENS = 8


@dataclass(frozen=True)
class Said:
    """An answer, and how much of its prompt was found on the disk or in memory."""

    tokens: tuple[int, ...]
    from_cache_tokens: int


def engine(gguf: Path, folder: Path, save_every_s: float = 0.0) -> Engine:
    """Return the model, fast where there is a fast copy, with what is kept in a folder."""
    weights = read_weights(gguf)
    kept = Snapshots(folder, "key", gguf.stem, save_every_s=save_every_s)
    return Engine(weights, context_tokens=640, snapshots=kept, file=fast_copy(weights))


def branch(reader: Engine) -> Branch:
    """Return the one question about the text."""
    prefix = (reader.bos + tuple(reader.tokenize(TEXT)))[:PREFIX_TOKENS]
    asked = tuple(reader.tokenize("\n\nQuestion: Who is the director?\nAnswer:"))
    return Branch(prefix + asked, ANSWER_TOKENS, prefix_tokens=len(prefix), document_ids=("document",))


def ask(reader: Engine) -> Said:
    """Return the model's greedy answer."""
    for event in reader.answer([branch(reader)]):
        if isinstance(event, BranchFinished):
            return Said(event.tokens, event.from_cache_tokens)
    raise AssertionError("no answer")


def ask_in_a_new_process(gguf: Path, folder: Path, most_bytes: int = 0) -> Said:
    """Return the answer of a process that has nothing in memory. No file it writes may be larger."""
    (said,) = _started("ask", gguf, folder, most_bytes)
    return said


def ask_killed(gguf: Path, folder: Path, moments: Sequence[float]) -> list[Said]:
    """Return what was answered by processes of which all but the first and the last are killed.

    `moments` are shares of the time that the first one takes, or of two seconds if that is less. Each goes on
    from what the one before it left on the disk. After an answer nothing is left, and all begins anew.
    """
    return _started("ask_killed", gguf, folder, *moments)


def keep_killed(folder: Path, delays_s: Sequence[float]) -> None:
    """Keep one state after another, in processes that are killed after so many seconds of it.

    The documents are called by numbers; see `state` and `prefix`. There is room for a few.
    """
    _started("keep_killed", folder, *delays_s)


def state(number: int) -> bytes:
    """Return what `keep_killed` keeps of the prefix that is made of one number."""
    return number.to_bytes(4, "little") * 250_000


def prefix(number: int) -> list[int]:
    """Return the tokens of a prefix that is made of one number."""
    return [number] * LEAST_TOKENS


def _started(*arguments: object) -> list[Said]:
    command = [sys.executable, "-m", "tests.core.model.mortal", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [Said(tuple(said["tokens"]), said["from_cache_tokens"]) for said in found]


def _answer_once(gguf: Path, folder: Path) -> None:
    with engine(gguf, folder) as reader:
        said = ask(reader)
    os.write(1, json.dumps({"tokens": said.tokens, "from_cache_tokens": said.from_cache_tokens}).encode())
    os.write(1, b"\n")


def _answer_and_forget(gguf: Path, folder: Path) -> None:
    _answer_once(gguf, folder)
    shutil.rmtree(folder)


def _keep_for_ever(folder: Path, number: int) -> None:
    kept = Snapshots(folder, "key", budget_bytes=8_000_000)
    while True:
        content = state(number)
        assert kept.keep(
            prefix(number), (str(number),), len(content), partial(_save, content), is_partial=False
        )
        number += 1


def _save(content: bytes, path: Path) -> int:
    return path.write_bytes(content)


def _ask_killed(gguf: Path, folder: Path, moments: Iterable[float]) -> None:
    begun_at = time.perf_counter()
    os.waitpid(_forked(_answer_and_forget, gguf, folder), 0)
    whole_s = min(time.perf_counter() - begun_at, 2.0)
    for moment in moments:
        _kill(_forked(_answer_and_forget, gguf, folder), moment * whole_s)
    _answer_once(gguf, folder)


def _keep_killed(folder: Path, delays_s: Iterable[float]) -> None:
    for turn, delay_s in enumerate(delays_s):
        _kill(_forked(_keep_for_ever, folder, 1000 * turn), delay_s)


def _forked(work: Callable[..., None], *arguments: object) -> int:
    """Return the id of a process that works: to start one anew takes longer than what is disturbed."""
    child = os.fork()
    if not child:
        work(*arguments)
        os._exit(0)
    return child


def _kill(child: int, after_s: float) -> None:
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _limit_files(most_bytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def main(how: str, *rest: str) -> None:
    """Do what one of the functions above started this for."""
    if how == "keep_killed":
        folder, *delays_s = rest
        _keep_killed(Path(folder), map(float, delays_s))
        return
    gguf, folder, *numbers = rest
    if how == "ask_killed":
        _ask_killed(Path(gguf), Path(folder), map(float, numbers))
        return
    if most_bytes := int(numbers[0]):
        _limit_files(most_bytes)
    _answer_once(Path(gguf), Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
