"""The order in which the lines of a page are read.

Most PDFs draw their lines in reading order, column by column, and that order is kept. Only a page that
jumps about is ordered anew, by cutting it along its white space (recursive X-Y cut, Nagy & Seth 1984).
"""

import itertools
from collections.abc import Sequence
from statistics import median

from core.documents.lines import Cell, Line

JUMPS_ALLOWED = 3  # a header or a footer is often drawn last
JUMP_SHARE = 0.1
GUTTER_LINES = 8
GUTTER_CHARS = 20  # lines of prose in a column; cells of a table are shorter
GUTTER_EMS = 1.0
SAME_STRIPE = 0.7
ROOM = 0.9  # of the font size: so far apart stand the lines of a column at least
MOST_LINES = 1_000  # a map or a drawing: its labels have no order


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Return `lines` in the order in which a person reads them."""
    gutter = _merged_gutter(lines)
    if gutter is not None:
        lines = [part for line in lines for part in _parted(line, gutter)]
    else:
        jumps = _jump_places(lines)
        if len(lines) > MOST_LINES or len(jumps) <= max(JUMPS_ALLOWED, JUMP_SHARE * len(lines)):
            return _put_back(lines, jumps) if len(lines) <= MOST_LINES else lines
    return _cut(lines, is_rtl=2 * sum(line.is_rtl for line in lines) > len(lines))


def _merged_gutter(lines: list[Line]) -> float | None:
    """Return where two columns of prose meet that PDFium took for one, if the page has such."""
    gaps = [gap for line in lines if len(line.cells) == 2 and (gap := _prose_gap(line))]
    if len(gaps) < GUTTER_LINES or 2 * len(gaps) < len(lines):
        return None
    middle = median((left + right) / 2 for left, right in gaps)
    holds = sum(left <= middle <= right for left, right in gaps)
    return middle if 5 * holds >= 4 * len(gaps) else None


def _prose_gap(line: Line) -> tuple[float, float] | None:
    if min(cell.end - cell.start for cell in line.cells) < GUTTER_CHARS:
        return None
    first, second = sorted(line.cells, key=lambda cell: cell.left)
    return first.right, second.left


def _parted(line: Line, gutter: float) -> list[Line]:
    """Part a line at the gutter, if it has cells on both sides of it."""
    left = tuple(cell for cell in line.cells if cell.right <= gutter)
    right = tuple(cell for cell in line.cells if cell.right > gutter)
    if not left or not right or any(cell.left < gutter for cell in right):
        return [line]
    parts = [(left, False), (right, line.is_hyphenated)]
    return [_with_cells(line, cells)._replace(is_hyphenated=hyphen) for cells, hyphen in parts]


def _with_cells(line: Line, cells: tuple[Cell, ...]) -> Line:
    left, right = min(cell.left for cell in cells), max(cell.right for cell in cells)
    cells = (cells[0]._replace(before=""), *cells[1:])
    return line._replace(cells=cells, start=cells[0].start, end=cells[-1].end, left=left, right=right)


def _jump_places(lines: list[Line]) -> list[int]:
    return [
        place
        for place, (a, b) in enumerate(itertools.pairwise(lines), 1)
        if b.baseline > a.baseline and a.is_upright and b.is_upright and _jumps(a, b)
    ]


def _put_back(lines: list[Line], jumps: list[int]) -> list[Line]:
    """Put the lines that are drawn last between those that they stand between, if these have room for each.

    Browsers draw some headings after all else of a page.
    """
    for jump in jumps:
        ordered = lines[:jump]
        if all(_is_put(line, ordered) for line in lines[jump:]):
            return ordered
    return lines


def _is_put(line: Line, ordered: list[Line]) -> bool:
    """Put `line` where it belongs, and tell whether it has such a place: a header and a footer need none."""
    for at in range(1, len(ordered)):
        if _is_between(ordered[at - 1], line, ordered[at]):
            ordered.insert(at, line)
            return True
    heights = [each.baseline for each in ordered]
    is_edge = line.baseline > max(heights) or line.baseline < min(heights)
    if is_edge:
        ordered.append(line)
    return is_edge


def _is_between(a: Line, line: Line, b: Line) -> bool:
    least = ROOM * line.size
    if not (a.baseline - least > line.baseline > b.baseline + ROOM * b.size and line.is_upright):
        return False
    return all(
        other.is_upright and min(other.right, line.right) > max(other.left, line.left) for other in (a, b)
    )


def _jumps(a: Line, b: Line) -> bool:
    """Tell whether `b` stands above `a` without beginning a column beside it."""
    tolerance = a.size
    if b.baseline <= a.baseline + tolerance:
        return False
    return b.left < a.right - tolerance if not b.is_rtl else b.right > a.left + tolerance


def _cut(lines: list[Line], is_rtl: bool) -> list[Line]:
    """Order lines by cutting where no line is: between columns of prose first, else between rows."""
    if len(lines) < 2:
        return lines
    for parts in (_column_cut(lines, is_rtl), _row_cut(lines)):
        if parts:
            return [line for part in parts for line in _cut(part, is_rtl)]
    return _by_rows(lines, is_rtl)


def _column_cut(lines: list[Line], is_rtl: bool) -> list[list[Line]]:
    ordered = sorted(lines, key=lambda line: line.left)
    wide = GUTTER_EMS * median(line.size for line in lines)
    reach = ordered[0].right
    for number, line in enumerate(ordered[1:], 1):
        sides = [ordered[:number], ordered[number:]]
        if line.left - reach > wide and all(map(_is_prose, sides)):
            return [_downwards(side) for side in (reversed(sides) if is_rtl else sides)]
        reach = max(reach, line.right)
    return []


def _row_cut(lines: list[Line]) -> list[list[Line]]:
    """Cut at the widest empty stripes from side to side, all of about the same width at once."""
    ordered = _downwards(lines)
    floors = itertools.accumulate((line.baseline - 0.25 * line.size for line in ordered), min)
    tops = (line.baseline + 0.75 * line.size for line in ordered[1:])
    stripes = [floor - top for floor, top in zip(floors, tops, strict=False)]
    least = SAME_STRIPE * max(stripes)
    if least <= 0:
        return []
    places = [0, *(number for number, stripe in enumerate(stripes, 1) if stripe >= least), len(ordered)]
    return [ordered[start:end] for start, end in itertools.pairwise(places)]


def _downwards(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line.baseline)


def _is_prose(lines: list[Line]) -> bool:
    return len(lines) >= 3 and median(line.char_count for line in lines) >= GUTTER_CHARS


def _by_rows(lines: list[Line], is_rtl: bool) -> list[Line]:
    """Order lines that overlap in height: row by row, each from its beginning to its end."""
    rows: list[list[Line]] = []
    for line in _downwards(lines):
        if rows and rows[-1][0].baseline - line.baseline < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda a: -a.right if is_rtl else a.left)]
