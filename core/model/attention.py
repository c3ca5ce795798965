"""How a model is laid out in memory and attends: in the way that this machine computes sooner, measured once.

llama.cpp computes attention in two ways. The fused one ("flash") keeps no table of scores and is its default;
the plain one multiplies whole matrices, for which a processor may have better instructions, and the more so
where what was read is kept as bfloat16. Which is faster depends on the processor, the model, and how much was
read: it is measured by `core.model.attending`, at the beginning and deep in a window.

It also packs weights anew when it loads them, for other kernels, which on some processors read more slowly
than those for weights as they are in the file. That is measured first, and at the beginning only: products
with weights take as long wherever a token stands.
"""

import json
import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import OpenBookError
from core.making import MakingFailed, module_command, run, workplace
from core.model.conversion import Preparing, all_places, identity, made_by, place_to_write, places
from core.model.weights import Weights, available_memory, memory_needed
from core.paths import write_whole

log = logging.getLogger(__name__)

NOTE = "attention.json"
DEEP_TOKENS = 8192  # so much was read before what is timed deep in a window
MEASURED_TOKENS = DEEP_TOKENS + 1024  # the window for it
MOST_PARAMETERS = 4_000_000_000  # a larger model would be measured for minutes
SHARE_OF_MEMORY = 0.5  # that measuring may take
LEAST_GAIN = 1.1  # in reading a window full, or its beginning, for leaving llama.cpp's own choice
MOST_LOSS = 1.25  # in reading the beginning
MOST_WRITING_LOSS = 1.1  # a document is read once, but every answer is written
# From llama.cpp's own table (tools/perplexity/README.md; Llama 2 7B and Llama 3 8B): the mean divergence of
# Q6_K, which nobody tells from 16 bits, is 0.0021 and 0.0055 nats.
MOST_DIVERGENCE = 0.0055

PLAIN_ROWS = 128  # that pass through the layers at once: the table of scores is so many rows of the window


@dataclass(frozen=True, slots=True)
class Attention:
    """A way to attend: fused or plain, with what was read kept in the 16 bits of `half`, "f16" or "bf16"."""

    is_flash: bool = True
    half: str = "f16"

    @property
    def name(self) -> str:
        """What it is called in notes and keys."""
        return f"{'flash' if self.is_flash else 'plain'}-{self.half}"


FLASH = Attention()
WAYS = (FLASH, Attention(is_flash=False), Attention(is_flash=False, half="bf16"))


@dataclass(frozen=True, slots=True)
class Trial:
    """What was measured of one way: CPU seconds for as many tokens each time, and divergence in nats.

    `begin_s` and `deep_s` are for reading tokens at the beginning and behind DEEP_TOKENS others, `write_s` is
    for a token written there.
    """

    way: str
    begin_s: float
    deep_s: float
    write_s: float
    divergence: float = 0.0

    def reading_s(self, window_tokens: int) -> float:
        """Return the seconds for as many tokens, in the mean over a window that is filled."""
        return self.begin_s + (self.deep_s - self.begin_s) * window_tokens / 2 / DEEP_TOKENS


@dataclass(frozen=True, slots=True)
class Layout:
    """What was measured of weights, packed or not: CPU seconds as in a `Trial`, all at the beginning."""

    is_packed: bool
    begin_s: float
    write_s: float


@dataclass(frozen=True, slots=True)
class Note:
    """The trials of one model file with so many threads, on one machine; none where measuring failed.

    They are of weights laid out as `is_packed` tells from the `layouts`, of which there are none with a build
    that packs none. `source` is the model that they are for, `source_id` the identity of the file that was
    measured.
    """

    source_id: str
    made_by: str
    threads: int
    layouts: tuple[Layout, ...] = ()
    trials: tuple[Trial, ...] = ()
    source: str = ""

    @classmethod
    def read(cls, file: Path) -> "Note | None":
        """Return the note in a file, or None where it is missing or broken."""
        try:
            fields = json.loads(file.read_text(encoding="utf-8"))
            return cls(**{**fields, **_measured(fields)})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, file: Path) -> None:
        """Put the note into a file, whole or not at all."""
        write_whole(file, json.dumps(asdict(self), indent=1) + "\n")


Command = Callable[[Path, int, Path], Sequence[str]]


def choose(trials: Sequence[Trial], window_tokens: int) -> Attention:
    """Return the way that reads a window full soonest: llama.cpp's own unless another is clearly better."""
    ours = {trial.way: trial for trial in trials}
    default = ours.get(FLASH.name)
    if default is None:
        return FLASH
    found = [way for way in WAYS if way.name in ours]
    better = [way for way in found if _is_better(ours[way.name], default, window_tokens)]
    return min(better, key=lambda way: ours[way.name].reading_s(window_tokens), default=FLASH)


def is_packed(layouts: Sequence[Layout]) -> bool:
    """Return whether weights are to be packed: as llama.cpp would, unless they are read clearly sooner as is.

    What is won for each token read of a document is lost again if enough of answers is written, so writing
    may lose little.
    """
    ours = {layout.is_packed: layout for layout in layouts}
    if len(ours) < 2:
        return True
    mapped, packed = ours[False], ours[True]
    return mapped.begin_s * LEAST_GAIN > packed.begin_s or mapped.write_s > packed.write_s * MOST_WRITING_LOSS


def is_packed_for(weights: Weights, file: Path, threads: int) -> bool:
    """Return whether to pack the weights when `file`, the model or its copy, is loaded."""
    note = _note_on(weights, file, threads)
    return is_packed(note.layouts) if note else True


def attention_for(
    weights: Weights, file: Path, window_tokens: int, threads: int, available_bytes: int
) -> Attention:
    """Return how to attend when `file`, the model or its copy, is loaded with a window.

    It is llama.cpp's own way where nothing was measured, or where a plain table of scores does not fit.
    """
    note = _note_on(weights, file, threads)
    way = choose(note.trials, window_tokens) if note else FLASH
    needed = memory_needed(weights, window_tokens, "f16") + scores_bytes(weights, window_tokens)
    return way if way.is_flash or needed <= available_bytes else FLASH


def scores_bytes(weights: Weights, window_tokens: int) -> int:
    """Return what the plain table of scores takes at most, twice over since it is copied once."""
    heads = max(1, weights.embedding_length // max(1, weights.key_length))
    return 2 * 4 * heads * PLAIN_ROWS * window_tokens


def measure_attention(
    weights: Weights, file: Path, threads: int, command: Command | None = None
) -> Generator[Preparing, None, None]:
    """Measure the layouts and ways to attend of `file`, the model or its copy, once here; lasts seconds.

    Yields some times a second. If the iterator is closed, the work is given up. A failure is told to the log
    alone: llama.cpp's own ways are used then. `command` returns the program that measures, from the file, the
    threads, and the note to write.
    """
    _clean_up()
    if not _is_wanted(weights, file, threads):
        return
    place = place_to_write(weights.path)
    blank = Note(identity(file), made_by(), threads, source=str(weights.path.resolve()))
    try:
        with workplace(place) as working:
            for said in run((command or _command)(file, threads, working / NOTE), working):
                share, _, step = said.partition(" ")
                yield Preparing(weights.path.stem, float(share or 0), step)
            note = replace(blank, **_measured(json.loads((working / NOTE).read_text(encoding="utf-8"))))
            note.write(place / NOTE)
            log.info("measured of %s: %s", file, note)
    except (OSError, ValueError, TypeError, KeyError, OpenBookError, MakingFailed) as error:
        log.info("%s was not measured: %s", file, error)
        if isinstance(error, MakingFailed) and error.is_final:
            with suppress(OSError):  # then it is tried again
                blank.write(place / NOTE)


def _clean_up() -> None:
    """Remove the notes on models that are gone."""
    for place in all_places():
        note = Note.read(place / NOTE)
        if note and note.source and not Path(note.source).exists():
            with suppress(OSError):
                (place / NOTE).unlink()
                place.rmdir()  # unless there is something else in it


def _is_better(trial: Trial, default: Trial, window_tokens: int) -> bool:
    return (
        trial.reading_s(window_tokens) * LEAST_GAIN <= default.reading_s(window_tokens)
        and trial.begin_s <= default.begin_s * MOST_LOSS
        and trial.write_s <= default.write_s * MOST_WRITING_LOSS
        and trial.divergence <= MOST_DIVERGENCE
    )


def _is_wanted(weights: Weights, file: Path, threads: int) -> bool:
    """Whether the model is one for which it can pay, and was not measured in this way already."""
    if weights.parameter_count > MOST_PARAMETERS or weights.context_tokens < DEEP_TOKENS:
        return False
    if weights.is_recurrent or _note_on(weights, file, threads):
        return False
    needed = memory_needed(weights, MEASURED_TOKENS, "f16") + scores_bytes(weights, MEASURED_TOKENS)
    return needed <= available_memory() * SHARE_OF_MEMORY


def _note_on(weights: Weights, file: Path, threads: int) -> Note | None:
    """Return what was measured of this very file with so many threads, on this very machine."""
    found = [note for place in places(weights.path) if (note := Note.read(place / NOTE))]
    if not found:
        return None
    wanted = (identity(file), made_by(), threads)
    return next((each for each in found if (each.source_id, each.made_by, each.threads) == wanted), None)


def _measured(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was measured, from the fields of a note or of what the measuring program has written."""
    return {
        "layouts": tuple(Layout(**each) for each in fields["layouts"]),
        "trials": tuple(Trial(**each) for each in fields["trials"]),
    }


def _command(file: Path, threads: int, note: Path) -> Sequence[str]:
    return module_command("core.model.attending", str(file), str(threads), str(note))
