"""The model in the terminal: loaded with a live line, read with progress, stopped by Ctrl-C."""

import signal
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from core.cli.console import Step, duration, notices, step

if TYPE_CHECKING:
    from core.answering.events import Reading
    from core.library.store import Library
    from core.model.conversion import Preparing
    from core.model.engine import Engine
    from core.model.weights import Weights
    from core.settings import Settings


def loaded_engine(settings: "Settings", weights: "Weights", library: "Library", stack: ExitStack) -> "Engine":
    """Return the model in memory, to be given back by `stack`; what is made once for it is made before."""
    from core.answering.assembly import load_engine, prepare_model, tidy_snapshots

    _prepare(prepare_model(settings, weights), weights.path.stem)
    tidy_snapshots(library)
    with step(f"Loading {weights.path.stem}"), _interrupt_waits():
        engine = stack.enter_context(load_engine(settings, weights))
    if engine.fallback:
        notices.print(engine.fallback, style="yellow")
    return engine


def _prepare(events: "Generator[Preparing, None, None]", name: str) -> None:
    first = next(events, None)
    if first is None:
        return
    with closing(events), step(f"Preparing {name} for fast reading (once)") as line:
        for event in chain([first], events):
            line.show(round(100 * event.share), 100, event.step)


def show_reading(line: Step, reading: "Reading") -> None:
    """Show how far a prompt is read, how fast, and the time left."""
    detail = _part(reading) + f"{reading.done_tokens:,} of {reading.total_tokens:,} tokens"
    if reading.tokens_per_s:
        detail += f" · {reading.tokens_per_s:.0f}/s"
    if reading.remaining_s:
        detail += f" · {duration(reading.remaining_s)} left"
    line.show(reading.done_tokens, reading.total_tokens, detail)


def _part(reading: "Reading") -> str:
    if reading.part_count == 1:
        return ""
    if not reading.first_page:
        return "notes · "
    first, last = reading.first_page, reading.last_page
    pages = f"page {first:,}" if first == last else f"pages {first:,} to {last:,}"
    return f"part {reading.part} of {reading.part_count}, {pages} · "


@contextmanager
def _interrupt_waits() -> Iterator[None]:
    """Hold a Ctrl-C back until llama.cpp returns: raised inside one of its callbacks, it would be lost."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


@contextmanager
def interrupt_stops(engine: "Engine") -> Iterator[None]:
    """Make Ctrl-C stop the model inside whatever it is doing, instead of waiting for llama.cpp to return."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: engine.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
