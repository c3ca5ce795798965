"""Lines and cells that belong to one another are put together."""

import re
from collections.abc import Iterable

from core.documents.lines import CELL_BREAK, ROW_GAP_EMS, Cell, Line

SAME_HEIGHT = 0.6  # of the font size: a raised or lowered letter is still in the line
SAME_FORMULA = 1.05  # the parts of a fraction, the letter under a sum
TINY_CHARS = 6
SAME_BASELINE = 0.2
NEAR_EMS = 0.8
TOUCHING_EMS = 0.12
LABEL_CHARS = 60  # what is longer is prose, and what stands beside it another column

_BULLET = re.compile(r"[•◦▪■●○–—*☐☒☑\uf0b7\uf0a7-]$")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z\u05d0-\u05ea]|[ivx]{1,5})[.)]$")
_BEFORE_NUMBER = re.compile(r"[($€£¥₪]+$")
_AFTER_NUMBER = re.compile(r"[)%]+$")


def mended(lines: Iterable[Line], text: str) -> list[Line]:
    """Return `lines` with pieces of one line joined, and with signs put to the cells that they belong to."""
    whole: list[Line] = []
    for line in lines:
        joint = _joint(whole[-1], line) if whole else None
        if joint is None:
            whole.append(line)
        else:
            whole[-1] = _continued(whole[-1], line, joint)
    return [_tidied(line, text) if len(line.cells) > 1 else line for line in whole]


def _joint(a: Line, b: Line) -> str | None:
    """Return what parts `b` from `a` if they are pieces of one line: nothing, a space, a cell break."""
    rise = abs(a.baseline - b.baseline)
    if rise > SAME_FORMULA * a.size and rise > SAME_FORMULA * b.size:
        return None  # as most lines are; the rest need a closer look
    size = max(a.size, b.size)
    if a.is_hyphenated or not (a.is_upright and b.is_upright):
        return None
    if rise > SAME_HEIGHT * size and min(a.char_count, b.char_count) > TINY_CHARS:
        return None
    gap = (a.left - b.right if a.is_rtl and b.is_rtl else b.left - a.right) / size
    if -NEAR_EMS / 2 < gap < NEAR_EMS:
        return "" if gap < TOUCHING_EMS else " "
    is_row = (
        gap > ROW_GAP_EMS and rise < SAME_BASELINE * size and max(a.char_count, b.char_count) < LABEL_CHARS
    )
    return CELL_BREAK if is_row else None


def _continued(a: Line, b: Line, joint: str) -> Line:
    first, *rest = b.cells
    main = a if a.char_count >= b.char_count else b
    return main._replace(
        cells=(*a.cells, first._replace(before=joint), *rest),
        start=a.start,
        end=b.end,
        left=min(a.left, b.left),
        right=max(a.right, b.right),
        last_weight=b.last_weight,
        is_rtl=a.is_rtl or b.is_rtl,
        is_hyphenated=b.is_hyphenated,
    )


def _tidied(line: Line, text: str) -> Line:
    cells = list(line.cells[:1])
    rest = line.cells[1:]
    if rest and _is_mark(text[cells[0].start : cells[0].end], is_alone=len(rest) == 1):
        rest = (rest[0]._replace(before=" "), *rest[1:])
    for cell in rest:
        if cell.before == CELL_BREAK and _belong_together(cells[-1], cell, text):
            cell = cell._replace(before=" ")
        cells.append(cell)
    return line._replace(cells=tuple(cells))


def _is_mark(text: str, is_alone: bool) -> bool:
    """Tell whether a first cell only marks what follows: a bullet, or a number before the one other cell."""
    return bool(_BULLET.match(text) or (is_alone and _NUMBER.match(text)))


def _belong_together(a: Cell, b: Cell, text: str) -> bool:
    return bool(_BEFORE_NUMBER.search(text, a.start, a.end) or _AFTER_NUMBER.match(text, b.start, b.end))
