"""Lines become groups: paragraphs, tables, and what stands by itself at the edge of the page.

All of it is decided from the one page alone, so that a page read again is put together the same way.
What takes the whole document to know (headings, running headers) changes only the kind of a block.
"""

import itertools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from core.documents.lines import Line
from core.documents.marks import BULLETED, MARKED, begins_item, counts_on, sign_before_mark

USUAL_LEADING = 1.2  # from baseline to baseline, in font sizes
MORE_LEADING = 1.3  # so much more than the page's usual leading is a gap between paragraphs
ROW_LEADING = 2.6  # rows of a table may stand farther apart
OTHER_SIZE = 0.15
BOLDER = 50  # PDFium's weights are estimates; 50 parts bold from regular in all fonts seen
ROOMY_SHARE = 0.7
FULL_SHARE = 0.9
FULL_WIDTH = 0.8  # so many of the lines of a page are no wider than a full line
INDENT_EMS = (0.7, 6.0)
EDGE_SHARE = 0.12  # of the page's height: where running headers and footers stand
EDGE_LINES = 3

_CLOSES_MARK = re.compile(r"[.)]")
_FIRST_WORD = re.compile(r"\S+")
_SENTENCE_END = frozenset(".!?:;…。")
_PARAGRAPH_END = frozenset(".!?:。")
_CLOSING = "\"'”’)]"
PAGE_NUMBER = re.compile(
    r"\W*(?:page |p\. ?)?(?:[A-Z]{1,2}-)?(?P<number>\d{1,4}|[ivxlc]{1,7})(?: ?(?:of|/) ?\d{1,4})?\W*$", re.I
)


class Setting(NamedTuple):
    """What the lines of a page have in common.

    Units: `leading` in font sizes; `width`, which most full lines have, in points.
    """

    text: str
    leading: float
    width: float


@dataclass(slots=True)
class Group:
    """Lines that belong together; `breaks[i]` is what stands in the text before `lines[i]`."""

    lines: list[Line] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    is_table: bool = False
    is_edge: bool = False
    left: float = math.inf
    right: float = -math.inf

    @property
    def size(self) -> float:
        """The size of most of its lines, in points."""
        return median([line.size for line in self.lines]) if len(self.lines) > 1 else self.lines[0].size

    @property
    def weight(self) -> int:
        """The weight of its lightest line."""
        return min([line.weight for line in self.lines])

    def append(self, line: Line, before: str) -> None:
        """Add a line with the white space that goes before it."""
        self.lines.append(line)
        self.breaks.append(before)
        if line.left < self.left:
            self.left = line.left
        if line.right > self.right:
            self.right = line.right


def groups_of(lines: list[Line], text: str, height: float) -> list[Group]:
    """Gather the lines of one page, in reading order, into groups.

    Units: `height` of the page in points; `text` is `TextPage.text`.
    """
    if not lines:
        return []
    widths = sorted([line.right - line.left for line in lines])
    setting = Setting(text, _leading(lines), widths[int(FULL_WIDTH * len(widths))])
    top, bottom = _edges(lines, text, height, setting.leading)
    edge = {*top, *bottom}
    body = [number for number in range(len(lines)) if number not in edge]
    ordered = [*top, *body, *bottom]  # many a footer is drawn first
    groups: list[Group] = []
    for place, number in enumerate(ordered, 1):
        line, is_edge = lines[number], number in edge
        following = lines[ordered[place]] if place < len(ordered) else None
        before = None
        if groups and is_edge == groups[-1].is_edge and not (is_edge and _is_page_number(line, text)):
            before = _before(groups[-1], line, following, setting)
        if before is None:
            groups.append(Group(is_table=line.is_row, is_edge=is_edge))
        groups[-1].append(line, before or "")
    return groups


def _leading(lines: list[Line]) -> float:
    drops = [(a.baseline - b.baseline) / a.size for a, b in itertools.pairwise(lines) if a.size]
    usual = [drop for drop in drops if 0.9 < drop < 2.6]
    return median(usual) if usual else USUAL_LEADING


def _edges(lines: list[Line], text: str, height: float, leading: float) -> tuple[list[int], list[int]]:
    """Return the numbers of the lines that stand apart at the top and at the bottom, from above."""
    downwards = sorted(
        (n for n in range(len(lines)) if lines[n].is_upright), key=lambda n: -lines[n].baseline
    )
    zone = EDGE_SHARE * height
    top = _edge(lines, downwards, text, leading, lambda line: line.baseline > height - zone)
    bottom = _edge(lines, downwards[::-1], text, leading, lambda line: line.baseline < zone)
    return top, [number for number in reversed(bottom) if number not in top]


def _edge(
    lines: list[Line], inwards: list[int], text: str, leading: float, is_in_zone: Callable[[Line], bool]
) -> list[int]:
    apart = 0
    for place, (number, inner) in enumerate(itertools.pairwise(inwards[: EDGE_LINES + 1]), 1):
        line, next_line = lines[number], lines[inner]
        gap = abs(line.baseline - next_line.baseline)
        if is_in_zone(line) and gap > MORE_LEADING * leading * max(line.size, next_line.size):
            apart = place
    if not apart and inwards and _is_page_number(lines[inwards[0]], text):
        apart = 1
    return inwards[:apart]


def _is_page_number(line: Line, text: str) -> bool:
    return PAGE_NUMBER.match(text, line.start, line.end) is not None


def _before(group: Group, line: Line, following: Line | None, setting: Setting) -> str | None:
    """Return what parts `line` from the group before it, or None where a new group begins."""
    previous = group.lines[-1]
    if not (previous.is_upright and line.is_upright):
        return None
    size = max(previous.size, line.size)
    drop = (previous.baseline - line.baseline) / size
    if group.is_table or line.is_row:
        return _before_row(group, line, following, drop)
    if abs(previous.size - line.size) > OTHER_SIZE * size:
        return None
    if drop <= 0:
        return " " if _goes_on(group, line, setting.text) else None
    if drop > MORE_LEADING * setting.leading or line.left > previous.right or line.right < previous.left:
        return None
    return _before_near(group, line, following, setting)


def _before_row(group: Group, line: Line, following: Line | None, drop: float) -> str | None:
    if not group.is_table or not 0 < drop < ROW_LEADING:
        return None
    is_label = following is not None and following.is_row and line.baseline > following.baseline
    return "\n" if line.is_row or (is_label and line.char_count < 80) else None


def _goes_on(group: Group, line: Line, text: str) -> bool:
    """Tell whether a paragraph goes on at the top of the next column."""
    previous = group.lines[-1]
    is_ended = not previous.is_hyphenated and _last_sign(previous, text) in _SENTENCE_END
    if is_ended or line.char_count <= 20:
        return False
    return text[line.start].islower() or _is_cut_off(group, line, text)


def _is_cut_off(group: Group, line: Line, text: str) -> bool:
    """Tell whether a paragraph ends with a full line and no sign, so that a name may be its next word."""
    previous, width = group.lines[-1], FULL_SHARE * (group.right - group.left)
    is_full = min(previous.right - previous.left, line.right - line.left) > width
    is_prose = group.breaks[-1] == " " and previous.weight == line.weight
    return is_prose and is_full and text[previous.end - 1].isalpha() and text[line.start].isalpha()


def _before_near(group: Group, line: Line, following: Line | None, setting: Setting) -> str | None:
    previous, text = group.lines[-1], setting.text
    is_short = _ends_early(group, line, text)
    is_ended = _last_sign(previous, text) in _PARAGRAPH_END
    if (
        previous.weight != line.weight
        and _is_other_weight(previous, line)
        and (is_short or is_ended or _is_apart(previous, setting))
    ):
        return None
    if BULLETED.match(text, line.start) or ((is_short or is_ended) and MARKED.match(text, line.start)):
        return "\n"
    if previous.is_hyphenated:
        return " "
    if _counts_on(group, line, text):
        return "\n"
    if is_short:
        return None if is_ended and len(group.lines) > 1 else "\n"
    return None if _is_indented(group, line, following, text) else " "


def _counts_on(group: Group, line: Line, text: str) -> bool:
    """Tell whether `line` begins the item after the one that was begun last in its group."""
    if text[line.start].isalpha() and not _CLOSES_MARK.search(text, line.start + 1, line.start + 4):
        return False  # as most lines are
    return any(counts_on(text, each.start, line.start) for each in group.lines)


def _is_other_weight(a: Line, b: Line) -> bool:
    least = min(abs(a.weight - b.weight), abs(a.last_weight - b.weight))
    return least >= BOLDER and min(a.weight, b.weight) > 0


def _is_apart(line: Line, setting: Setting) -> bool:
    """Tell whether a line is so short that it was not broken for want of room."""
    return not line.is_hyphenated and line.right - line.left < ROOMY_SHARE * setting.width


def _last_sign(line: Line, text: str) -> str:
    """Return the last character of `line` that is not a closing quote or bracket."""
    end = line.end
    if text[end - 1].isdecimal():
        return sign_before_mark(text, line.start, end) or text[end - 1]
    if text[end - 1] not in _CLOSING:
        return text[end - 1]
    return text[max(line.start, end - 4) : end].rstrip(_CLOSING)[-1:]


def _ends_early(group: Group, line: Line, text: str) -> bool:
    """Tell whether the first word of `line` would have had room in the line before it."""
    previous, start = group.lines[-1], line.start
    if not line.is_rtl and previous.right + 0.5 * line.size >= max(line.right, group.right):
        return False  # not even room for a space
    word = _FIRST_WORD.match(text, start, line.end)
    chars = word.end() - start + 1 if word else 1
    needed = chars * (line.right - line.left) / max(line.char_count, 1) + 0.5 * line.size
    if line.is_rtl:
        return previous.left - needed > min(line.left, group.left)
    return previous.right + needed < max(line.right, group.right)


def _is_indented(group: Group, line: Line, following: Line | None, text: str) -> bool:
    """Tell whether `line` begins a paragraph by its indent, or an entry by its hanging out to the left."""
    inset = _inset(group.lines[-1], line)
    if len(group.lines) > 1 and INDENT_EMS[0] < -inset < INDENT_EMS[1]:
        return abs(_inset(group.lines[-1], group.lines[-2])) < INDENT_EMS[0] or len(group.lines) > 2
    if not INDENT_EMS[0] < inset < INDENT_EMS[1] or begins_item(text, group.lines[-1].start):
        return False
    hangs = following is not None and abs(_inset(line, following)) < INDENT_EMS[0]
    return len(group.lines) > 1 or not hangs


def _inset(a: Line, b: Line) -> float:
    """Return by how many ems `b` begins farther in than `a`."""
    return (a.right - b.right if a.is_rtl and b.is_rtl else b.left - a.left) / max(b.size, 1e-6)
