"""Lines that PDFium takes for one are parted by the heights that their letters stand at."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from core.documents.bidi import RIGHT_TO_LEFT
from core.documents.textpage import Style, TextPage

MOST_RISE_EMS = 0.8  # what is raised or lowered more is no letter of the same line
LEAST_RISE = 3.0  # points: to know the size of each line would cost more than to know where it stands
SAME_HEIGHT_EMS = 0.3
SAME_LINE_EMS = 1.5
LINE_BREAK = "\r\n"
NOWHERE = -1

_LINE = re.compile("[^\r\n\x02\ufffe]+")

Span = tuple[int, int]


class _Run(NamedTuple):
    """Letters on one height, [start, end) in `TextPage.text`; `turn` and `size` are those of the first."""

    start: int
    end: int
    height: float = 0.0
    turn: int = 0
    size: float = 0.0


def part_lines(page: TextPage) -> bool:
    """Put line breaks into the text of `page` where a line goes on at another height; tell whether any does.

    That is frequent where text is turned, since PDFium looks for lines from left to right. Turned Hebrew
    letters that it has put into several lines, though they stand in one, are joined.
    """
    spans = [match.span() for match in _LINE.finditer(page.text)]
    uneven = {span for span in spans if _is_uneven(page, *span)}
    if not uneven and not any(page.style(start).turn for start, _ in spans):
        return False
    is_rtl = RIGHT_TO_LEFT.search(page.text) is not None
    runs = {span: _runs(page, *span, span in uneven) for span in spans}
    joined = _joined(page, spans, runs) if is_rtl else set()
    if not joined and all(len(found) == 1 for found in runs.values()):
        return False
    page.arrange(*_arranged(page.text, spans, runs, joined))
    return True


def _is_uneven(page: TextPage, start: int, end: int) -> bool:
    """Tell whether the first and the last word of an upright line stand on other heights."""
    last = page.text.rfind(" ", start, end - 1) + 1
    if last <= start:
        return False
    turn, page.turn = page.turn, 0
    rise = abs(page.origin(start)[1] - page.origin(last)[1])
    page.turn = turn
    return rise > LEAST_RISE


def _runs(page: TextPage, start: int, end: int, is_uneven: bool) -> list[_Run]:
    """Return the lines that a line of PDFium's is, in the order in which they are read."""
    style, turn = page.style(start), page.turn
    if style.size <= 0 or not (style.turn or is_uneven):
        return [_Run(start, end)]
    page.turn = style.turn  # as the run stands upright
    runs = [_Run(*found, style.turn, style.size) for found in _levels(page, start, end, style)]
    page.turn = turn
    if RIGHT_TO_LEFT.search(page.text, start, end):  # PDFium has turned them about as one
        runs.sort(key=lambda run: -run.height)
    return runs


def _levels(page: TextPage, start: int, end: int, style: Style) -> Iterator[tuple[int, int, float]]:
    """Yield each run that stands on one height, and the height of its first letter.

    An upright word is never cut: a capital that opens a chapter may hang lower than what follows.
    """
    first: float | None = None
    last = 0.0
    for index in range(start, end):
        if page.text[index].isspace():
            continue  # one that PDFium has made up stands anywhere
        height = page.origin(index)[1]
        if first is None:
            first = height
        elif abs(height - last) > MOST_RISE_EMS * style.size and (style.turn or page.text[index - 1] == " "):
            yield start, index, first
            start, first = index, height
        last = height
    yield start, end, first or 0.0


def _joined(page: TextPage, spans: list[Span], runs: dict[Span, list[_Run]]) -> set[Span]:
    """Return the lines that go on in the line before them."""
    return {
        b
        for a, b in pairwise(spans)
        if page.text[a[1] : b[0]] == LINE_BREAK and _joins(page, runs[a][-1], runs[b][0])
    }


def _joins(page: TextPage, a: _Run, b: _Run) -> bool:
    """Tell whether two runs stand beside each other."""
    if not a.turn or a.turn != b.turn or abs(a.height - b.height) > SAME_HEIGHT_EMS * a.size:
        return False
    turn, page.turn = page.turn, a.turn
    (a_left, a_right), (b_left, b_right) = page.extent(a.start, a.end), page.extent(b.start, b.end)
    page.turn = turn
    return max(b_left - a_right, a_left - b_right) < SAME_LINE_EMS * a.size


def _arranged(
    text: str, spans: list[Span], runs: dict[Span, list[_Run]], joined: set[Span]
) -> tuple[str, list[int]]:
    """Return the text with its line breaks, and for each character the index that it had."""
    letters: list[str] = []
    sources: list[int] = []
    done = 0
    for span in spans:
        if span not in joined:
            letters.append(text[done : span[0]])
            sources.extend(range(done, span[0]))
        for number, run in enumerate(runs[span]):
            if number:
                letters.append(LINE_BREAK)
                sources.extend([NOWHERE] * len(LINE_BREAK))
            letters.append(text[run.start : run.end])
            sources.extend(range(run.start, run.end))
        done = span[1]
    return "".join([*letters, text[done:]]), [*sources, *range(done, len(text))]
