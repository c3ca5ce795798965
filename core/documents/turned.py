"""The lines of turned text are parted by the heights of letters; PDFium looks for them from left to right."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.documents.bidi import RIGHT_TO_LEFT
from core.documents.textpage import TextPage

MOST_RISE_EMS = 0.8  # what is raised or lowered more is no letter of the same line
SAME_HEIGHT_EMS = 0.3
SAME_LINE_EMS = 1.5
LINE_BREAK = "\r\n"
NOWHERE = -1

_LINE = re.compile("[^\r\n\x02\ufffe]+")


class _Run(NamedTuple):
    """Letters on one height, [start, end) in `TextPage.text`; `turn` and `size` are those of the first."""

    start: int
    end: int
    height: float
    turn: int
    size: float


def part_turned_lines(page: TextPage) -> None:
    """Put line breaks into the text of `page` where a turned line goes on at another height.

    Hebrew letters that PDFium has put into several lines, though they stand in one, are joined.
    """
    spans = [match.span() for match in _LINE.finditer(page.text)]
    if not _has_turned(page, spans):
        return
    is_rtl = RIGHT_TO_LEFT.search(page.text) is not None
    letters: list[str] = []
    sources: list[int] = []
    done = 0
    last: _Run | None = None
    for start, end in spans:
        for number, run in enumerate(_runs(page, start, end)):
            if number:
                letters.append(LINE_BREAK)
                sources.extend([NOWHERE] * len(LINE_BREAK))
            elif not (is_rtl and last and page.text[done:start] == LINE_BREAK and _joins(page, last, run)):
                letters.append(page.text[done:start])
                sources.extend(range(done, start))
            letters.append(page.text[run.start : run.end])
            sources.extend(range(run.start, run.end))
            last = run
        done = end
    page.arrange("".join([*letters, page.text[done:]]), [*sources, *range(done, len(page.text))])


def _has_turned(page: TextPage, spans: list[tuple[int, int]]) -> bool:
    """Tell whether text is turned on the page, from its first line and the one in the middle."""
    return bool(spans) and any(page.style(span[0]).turn for span in (spans[0], spans[len(spans) // 2]))


def _runs(page: TextPage, start: int, end: int) -> list[_Run]:
    """Return the lines that a line of PDFium's is, in the order in which they are read."""
    style, turn = page.style(start), page.turn
    if not style.turn or style.size <= 0:
        return [_Run(start, end, 0.0, style.turn, 0.0)]
    page.turn = style.turn  # as the run stands upright
    runs = [_Run(*found, style.turn, style.size) for found in _levels(page, start, end, style.size)]
    page.turn = turn
    if RIGHT_TO_LEFT.search(page.text, start, end):  # PDFium has turned them about as one
        runs.sort(key=lambda run: -run.height)
    return runs


def _levels(page: TextPage, start: int, end: int, size: float) -> Iterator[tuple[int, int, float]]:
    """Yield each run that stands on one height, and the height of its first letter."""
    first: float | None = None
    last = 0.0
    for index in range(start, end):
        if page.text[index].isspace():
            continue  # one that PDFium has made up stands anywhere
        height = page.origin(index)[1]
        if first is None:
            first = height
        elif abs(height - last) > MOST_RISE_EMS * size:
            yield start, index, first
            start, first = index, height
        last = height
    yield start, end, first or 0.0


def _joins(page: TextPage, a: _Run, b: _Run) -> bool:
    """Tell whether two runs stand beside each other."""
    if not a.turn or a.turn != b.turn or abs(a.height - b.height) > SAME_HEIGHT_EMS * a.size:
        return False
    turn, page.turn = page.turn, a.turn
    (a_left, a_right), (b_left, b_right) = page.extent(a.start, a.end), page.extent(b.start, b.end)
    page.turn = turn
    return max(b_left - a_right, a_left - b_right) < SAME_LINE_EMS * a.size
