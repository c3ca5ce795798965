"""What the terminal shows: the answer on stdout, everything about it on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

output = Console(highlight=False)
notices = Console(stderr=True, highlight=False)


def duration(seconds: float) -> str:
    """Return a span of time as a person would say it: "0.4 s", "12 s", "3 min 05 s"."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


class Step:
    """One long step, shown as a live line on stderr; invisible where stderr is not a terminal."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def show(self, done: int, total: int, detail: str = "") -> None:
        """Show how far the step is; `total` 0 means that nobody knows."""
        self._progress.update(self._task, completed=done, total=total or None, detail=detail)


@contextmanager
def step(label: str) -> Iterator[Step]:
    """Show a live line that begins with `label` until the block ends, and leave nothing behind."""
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.fields[detail]}"),
        console=notices,
        transient=True,
        disable=not notices.is_terminal,
    )
    with progress:
        yield Step(progress, progress.add_task(label, total=None, detail=""))


def remaining(done: int, total: int, elapsed_s: float) -> str:
    """Return "12 s left" from a steady rate so far, or nothing while there is no rate."""
    if not done or elapsed_s < 0.5 or done >= total:
        return ""
    return f"{duration(elapsed_s * (total - done) / done)} left"
