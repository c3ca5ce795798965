"""Numbers of sources behind the sentences of an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gui.answers.markdown import Block, Cell, Look, Run


@dataclass(frozen=True, slots=True)
class Note:
    """A small raised number behind the answer's character `at`; `target` is where its link leads."""

    at: int
    text: str
    target: str


def with_notes(blocks: Sequence[Block], notes: Iterable[Note]) -> list[Block]:
    """Return the blocks with each note behind the last letter shown of what comes before its place."""
    noted = list(blocks)
    index = len(noted) - 1
    for note in sorted(notes, key=lambda note: note.at, reverse=True):
        while index >= 0 and not _begins_before(noted[index], note.at):
            index -= 1
        if index >= 0:
            noted[index] = _noted(noted[index], note)
    return noted


def _begins_before(block: Block, at: int) -> bool:
    return any(_is_before(run, at) for cell in block.cells for run in cell)


def _is_before(run: Run, at: int) -> bool:
    return run.start < at and Look.NOTE not in run.look


def _noted(block: Block, note: Note) -> Block:
    if not block.rows:
        return replace(block, runs=_noted_cell(block.runs, note))
    places = [(r, c) for r, row in enumerate(block.rows) for c in range(len(row))]
    r, c = next(
        (r, c) for r, c in reversed(places) if any(_is_before(run, note.at) for run in block.rows[r][c])
    )
    row = block.rows[r]
    changed = (*row[:c], _noted_cell(row[c], note), *row[c + 1 :])
    return replace(block, rows=(*block.rows[:r], changed, *block.rows[r + 1 :]))


def _noted_cell(cell: Cell, note: Note) -> Cell:
    index = max(i for i, run in enumerate(cell) if _is_before(run, note.at))
    run = cell[index]
    at = min(note.at, run.end)
    mark = Run(note.text, at, at, Look.NOTE, note.target)
    if not run.is_verbatim or at >= run.end:
        return (*cell[: index + 1], mark, *cell[index + 1 :])
    kept = at - run.start
    before = replace(run, text=run.text[:kept], end=at)
    after = replace(run, text=run.text[kept:], start=at)
    return (*cell[:index], before, mark, after, *cell[index + 1 :])
