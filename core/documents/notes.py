"""Footnotes of a column come after all text of the page: a sentence may go on in the next column."""

from statistics import median

from core.documents.lines import Line
from core.documents.marks import NOTE

SMALLER = 0.93  # of the text's size
PROSE_CHARS = 20


def notes_last(lines: list[Line], text: str) -> list[Line]:
    """Return the lines of one page, in reading order, with the footnotes of every column at the end.

    `text` is `TextPage.text`. Notes stay where they are if they stand at the end already.
    """
    sizes = [line.size for line in lines if line.char_count >= PROSE_CHARS]
    ends = [at for at in range(1, len(lines)) if _rises(lines[at - 1], lines[at])]
    if not sizes or not ends:
        return lines
    most, middle = SMALLER * median(sizes), _middle(lines)
    runs = [(_start(lines, text, end, most, middle), end) for end in (*ends, len(lines))]
    moved = [at for run in runs for at in range(*run)]
    if all(start == end for start, end in runs[:-1]):
        return lines
    kept = set(range(len(lines))).difference(moved)
    return [lines[at] for at in (*sorted(kept), *moved)]


def _rises(a: Line, b: Line) -> bool:
    return b.baseline > a.baseline + a.size and a.is_upright and b.is_upright


def _middle(lines: list[Line]) -> float:
    heights = [line.baseline for line in lines if line.is_upright]
    return (min(heights) + max(heights)) / 2 if heights else 0.0


def _start(lines: list[Line], text: str, end: int, most: float, middle: float) -> int:
    """Return where the notes begin that end a column at `end`; `end` itself where there are none."""
    start, first = end, end
    while start and _may_be_note(lines[start - 1], most, middle):
        if start < end and _rises(lines[start - 1], lines[start]):
            break
        start -= 1
        if NOTE.match(text, lines[start].start):
            first = start
    if first == end and 0 < start < end < len(lines) and _goes_on(lines[start - 1], lines[end], text):
        first = start
    is_of_table = first < end and first > 0 and lines[first - 1].is_row
    return end if is_of_table else first


def _goes_on(a: Line, b: Line, text: str) -> bool:
    """Tell whether a sentence goes on from `a` in `b`: what stands between them interrupts it."""
    is_open = a.is_hyphenated or text[a.end - 1].isalpha() or text[a.end - 1] == ","
    return is_open and text[b.start].islower() and min(a.char_count, b.char_count) >= PROSE_CHARS


def _may_be_note(line: Line, most: float, middle: float) -> bool:
    return line.size <= most and line.baseline < middle and line.is_upright and not line.is_row
