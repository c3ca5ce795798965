"""How soon the window is there, how long its thread is held up while heavy work is done, and what it weighs.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.window [PDF] [--starts 5] [--screens 500]

A stall is the longest time from one tick of 16 ms to the next: by the clock, and in the thread's own
computing, in which other programs have no part. A process's own memory is what it shares with nobody (USS).
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from fpdf import FPDF
from rich.console import Console
from rich.table import Table

from core import paths, settings
from core.settings import Settings
from gui.pages.tiles import CACHE_BYTES
from tests.benchmarks.ingest import machine
from tests.end_to_end.program import Found, Program

SAMPLE = paths.ASSETS / "samples" / "sample-en.pdf"
STARTER = ("SmolLM2-135M-Instruct-Q4_1.gguf", "multilingual-e5-small")
QUESTION = "What is this document about, and what are its main conclusions?"
WIDTH = 110


@dataclass(frozen=True)
class Stall:
    """How long the thread of the window was held up at most during a step, in milliseconds."""

    step: str
    cpu_ms: float
    wall_ms: float
    ticks: int


@dataclass(frozen=True)
class Weight:
    """What a process holds in memory, in bytes."""

    name: str
    own_bytes: int
    rss_bytes: int


def drawn(file: Path, page_count: int) -> Path:
    """Draw a PDF of so many pages of different text, where there is none to measure with."""
    pdf = FPDF()
    pdf.set_font("helvetica", size=9)
    for page in range(page_count):
        pdf.add_page()
        for n in range(25):
            said = f"On day {page * 25 + n} the harbour master counted {n * page + 7} ships."
            pdf.cell(0, 8, said, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(file))
    return file


@contextmanager
def data_folder(models: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a program that has the starter models and nothing else."""
    with tempfile.TemporaryDirectory(prefix="openbook-window-") as folder:
        home = Path(folder)
        (home / "models").mkdir()
        for name in STARTER:
            (home / "models" / name).symlink_to(models / name)
        settings.save(Settings(answer_tokens=200, passage_tokens=512), home / paths.settings_file().name)
        yield {**os.environ, paths.HOME_VARIABLE: folder}


def starts(environment: dict[str, str], count: int) -> list[float]:
    """Return how many seconds it takes from the start of the process until the window is painted."""
    taken = []
    for _ in range(count + 1):  # the first one warms the disk
        with Program([], environment, _log(environment)) as program:
            state = program.wait_until(lambda state: bool(state["visible_s"]))
            taken.append(state["visible_s"] - program.started_s)
            program.tell("close")
            program.process.wait(timeout=30)
    return taken[1:]


def stalls(environment: dict[str, str], pdf: Path, screens: int) -> tuple[list[Stall], list[Weight], int]:
    """Do everything heavy, one after the other, and return what it cost and what is held in the end."""
    with Program([SAMPLE], environment, _log(environment)) as program:
        day = _Day(program)
        day.step("start, until the window is there", lambda state: bool(state["visible_s"]))
        day.step("sample opened, model loaded", lambda state: state["page_count"] and state["can_ask"])
        program.tell(f"open {pdf}")
        day.step("long PDF read", _is_read)
        program.tell(f"ask {QUESTION}")
        day.step("an answer streams", lambda state: not state["is_busy"])
        day.during("scrolling while it is indexed", lambda: _scroll(program, screens))
        return day.stalls, _weights(program), int(program.state()["tile_bytes"])


def _is_read(state: Found) -> bool:
    """Whether the second document is shown, and can be asked about."""
    steps = [step for _, step in state["documents"]]
    return len(steps) == 2 and steps[1] in ("indexing", "ready") and state["page_count"] > 100


class _Day:
    """Collects the stalls of one program, step by step."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.stalls: list[Stall] = []

    def step(self, name: str, is_over: Callable[[Found], object]) -> None:
        self.during(name, lambda: self._program.wait_until(lambda state: bool(is_over(state)), within_s=600))

    def during(self, name: str, work: Callable[[], object]) -> None:
        work()
        felt = self._program.state()
        self._program.tell("restart_watch")
        cpu_s, wall_s = felt["longest_cpu_s"], felt["longest_wall_s"]
        self.stalls.append(Stall(name, 1000 * cpu_s, 1000 * wall_s, felt["ticks"]))


def _scroll(program: Program, screens: int) -> None:
    """Go through the document from its beginning to its end, and see each screen drawn."""
    for screen in range(screens):
        program.tell(f"scroll {screen / max(1, screens - 1)}")
        program.wait_until(lambda state: state["is_drawn"])


def _weights(program: Program) -> list[Weight]:
    window, *children = program.family()
    children.sort(key=lambda child: -child.memory_info().rss)
    named = zip(("models and library", "pages", "keeper of resources"), children, strict=False)
    return [_weight("window", window), *(_weight(name, child) for name, child in named)]


def _weight(name: str, process: psutil.Process) -> Weight:
    memory = process.memory_full_info()
    return Weight(name, memory.uss, memory.rss)


def _log(environment: dict[str, str]) -> Path:
    return Path(environment[paths.HOME_VARIABLE]) / "window.log"


def stall_table(found: list[Stall]) -> Table:
    table = Table("step", "longest stall, CPU ms", "by the clock, ms", "ticks", title="Stalls of the window")
    for each in found:
        table.add_row(each.step, f"{each.cpu_ms:.0f}", f"{each.wall_ms:.0f}", f"{each.ticks:,}")
    return table


def weight_table(found: list[Weight], tile_bytes: int) -> Table:
    table = Table("process", "own memory, MiB", "with what it shares, MiB", title="Memory in the end")
    for each in found:
        table.add_row(each.name, f"{each.own_bytes / 2**20:.0f}", f"{each.rss_bytes / 2**20:.0f}")
    table.add_row("of the window's, tiles", f"{tile_bytes / 2**20:.0f}", f"at most {CACHE_BYTES / 2**20:.0f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pdf", nargs="?", type=Path, help="a long PDF (default: 500 drawn pages)")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--screens", type=int, default=500, help="how many places the scrolling stops at")
    chosen = parser.parse_args()
    console = Console(width=WIDTH)
    console.print(machine())
    with data_folder(paths.models()) as environment:
        home = Path(environment[paths.HOME_VARIABLE])
        taken = starts(environment, chosen.starts)
        told = ", ".join(f"{each:.2f}" for each in taken)
        console.print(f"seconds to a visible window: median {statistics.median(taken):.2f} ({told})")
        pdf = (chosen.pdf or drawn(home / "drawn.pdf", 500)).resolve()
        found, weights, tile_bytes = stalls(environment, pdf, chosen.screens)
        console.print(stall_table(found), weight_table(weights, tile_bytes), machine())


if __name__ == "__main__":
    main()
