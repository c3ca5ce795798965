"""The lines of a page as PDFium finds them, with their places, sizes and cells."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from core.documents.bidi import RIGHT_TO_LEFT, is_mostly_rtl
from core.documents.heights import LEAST_RISE, part_lines
from core.documents.textpage import Style, TextPage

_LINE = re.compile("[^\\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\\s\x02\ufffe])?")  # without white space around it
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"[$€£¥₪(–—-]*\d")
_NUMBER_ENDS = frozenset("0123456789)%–—")
_Word = tuple[int, int, float, float]  # start, end, left, right: as a Cell, but made in a fifth of the time
_Base = tuple[float, float, float]  # where a line begins, its height there, where it ends
_left = itemgetter(2)
_HYPHENS = "\x02\ufffe"
CELL_BREAK = " | "
ROW_GAP_EMS = 1.5  # words of a justified line stand closer, columns of a table farther apart
CELL_GAP_EMS = 0.8  # in a line that has such a gap, the others may be narrower
NO_SIZE = 1.0
WIDE_CHAR_EMS = 0.58  # prose has about 0.45 em per character; a line drawn wider may have gaps in it


class Cell(NamedTuple):
    """A run of a line's characters, [start, end) in `TextPage.text`, and where it stands.

    `before` is what parts it from the cell before it in the same line.
    """

    start: int
    end: int
    left: float
    right: float
    before: str = ""


class Line(NamedTuple):
    """A line of text.

    Units: points of the page as the text stands upright; `weight` as PDFium estimates it, 0 where unknown, of
    most of it; `last_weight` of its last word.
    `is_hyphenated`: its last word goes on in the next line.
    """

    cells: tuple[Cell, ...]
    start: int
    end: int
    left: float
    right: float
    baseline: float
    size: float
    weight: int
    last_weight: int
    is_upright: bool
    is_rtl: bool
    is_hyphenated: bool

    @property
    def is_row(self) -> bool:
        """Whether it has cells that stand apart, as a row of a table does."""
        return len(self.cells) > 1 and any(cell.before == CELL_BREAK for cell in self.cells)

    @property
    def char_count(self) -> int:
        """The number of characters, white space between cells left out."""
        if len(self.cells) == 1:
            return self.end - self.start
        return sum(cell.end - cell.start for cell in self.cells)


def lines_of(page: TextPage, is_plain: bool, is_parted: bool = False) -> list[Line]:
    """Return the lines of `page` as PDFium orders them, and turn the page so that most stand upright.

    `is_plain`: of its text, which then has nothing that runs from right to left. `is_parted`: what PDFium
    takes for one line is one.
    """
    text = page.text
    runs = [match.span() for match in _LINE.finditer(text)]
    # A line looks like the first letter of its last word: a bold word that opens a paragraph makes no
    # heading, and the marks of footnotes stand at the beginning of a line or at the end of a word.
    lasts = [max(start, text.rfind(" ", start, end) + 1) for start, end in runs]
    last_styles = [page.style(_telling(text, *run, last)) for run, last in zip(runs, lasts, strict=True)]
    styles = _styles(page, runs, lasts, last_styles)
    page.turn = _prevailing_turn(runs, [style.turn for style in styles])
    bases = [page.base(start, end - 1) for start, end in runs]
    if not is_parted and _may_be_merged(page, bases, last_styles) and part_lines(page):
        return lines_of(page, is_plain, is_parted=True)
    may_be_rtl = not is_plain and RIGHT_TO_LEFT.search(text) is not None
    is_rtl_page = may_be_rtl and is_mostly_rtl(text)
    return [
        _line(page, run, last, base, (style, last_style), may_be_rtl, is_rtl_page)
        for run, last, base, style, last_style in zip(runs, lasts, bases, styles, last_styles, strict=True)
    ]


def _may_be_merged(page: TextPage, bases: list[_Base], last_styles: list[Style]) -> bool:
    """Tell whether a line may be more than one: it is turned, or ends at another height than it begins."""
    bottom = page.bounds.bottom
    return any(
        style.turn or abs(style.height - bottom - baseline) > LEAST_RISE
        for (_, baseline, _), style in zip(bases, last_styles, strict=True)
    )


def _telling(text: str, start: int, end: int, last: int) -> int:
    """Return `last`, or the word before it where that is a sign alone (" ."), which may be set in any way."""
    if start < last == end - 1 and not text[last].isalnum():
        return max(start, text.rfind(" ", start, last - 1) + 1)
    return last


def _styles(
    page: TextPage, runs: list[tuple[int, int]], lasts: list[int], last_styles: list[Style]
) -> list[Style]:
    """Return how each line is set: as its last word, unless it is set in its middle as the line before it."""
    styles: list[Style] = []
    for (start, end), last, style in zip(runs, lasts, last_styles, strict=True):
        if styles and not style.is_like(styles[-1]):
            middle = page.text.rfind(" ", start, (start + end) // 2) + 1
            if start < middle < last and page.style(middle).is_like(styles[-1]):
                styles.append(styles[-1])
                continue
        styles.append(style)
    return styles


def _prevailing_turn(runs: list[tuple[int, int]], turns: list[int]) -> int:
    if len(set(turns)) == 1:
        return turns[0]
    chars: Counter[int] = Counter()
    for (start, end), turn in zip(runs, turns, strict=True):
        chars[turn] += end - start
    return chars.most_common(1)[0][0] if chars else 0


def _line(
    page: TextPage,
    run: tuple[int, int],
    last: int,
    base: _Base,
    styles: tuple[Style, Style],
    may_be_rtl: bool,
    is_rtl_page: bool,
) -> Line:
    (start, end), (style, last_style), text = run, styles, page.text
    size = style.size or page.box(start).top - page.box(start).bottom
    left, baseline, right = base
    if last > start and not text[start].isalpha():  # it may be raised
        baseline = page.origin(last)[1]
    is_rtl = may_be_rtl and RIGHT_TO_LEFT.search(text, start, end) is not None
    if is_rtl:  # either end may be in the middle; every run of letters costs a call
        left, right = page.extent(start, end)
    if not math.isfinite(left + right + size + baseline) or size <= 0:
        left, right, baseline, size = 0.0, 0.0, 0.0, NO_SIZE  # a damaged page may put a letter nowhere
    is_hyphenated = end < len(text) and text[end] in _HYPHENS
    cells: tuple[Cell, ...] = (Cell(start, end, left, right),)
    is_wide = right - left > WIDE_CHAR_EMS * size * (end - start)
    if is_wide or (last > start + 1 and not text[last].isalpha() and _has_gap(page, last, end, size, is_rtl)):
        cells = _cells(page, start, end, size, is_rtl)
        if is_rtl_page and not is_rtl:
            cells = _from_the_right(cells)
        start, end = cells[0].start, cells[-1].end
        left, right = min([cell.left for cell in cells]), max([cell.right for cell in cells])
    is_upright, weights = style.turn == page.turn, (style.weight, last_style.weight)
    return Line(cells, start, end, left, right, baseline, size, *weights, is_upright, is_rtl, is_hyphenated)


def _has_gap(page: TextPage, last: int, end: int, size: float, is_rtl: bool) -> bool:
    """Tell whether a line's last word stands apart, as a number in the last column of a table does."""
    left, right = page.sides(last - 2)
    number_left, number_right = _rtl_word(page, last, end)[2:] if is_rtl else page.sides(last)
    least = CELL_GAP_EMS if _follows_number(page.text, last) else ROW_GAP_EMS
    return max(number_left - right, left - number_right) > least * size


def _follows_number(text: str, word: int) -> bool:
    """Tell whether a word is a number behind another one: columns of numbers may stand near each other."""
    return _NUMBER.match(text, word) is not None and text[word - 2] in _NUMBER_ENDS


def _cells(page: TextPage, start: int, end: int, size: float, is_rtl: bool) -> tuple[Cell, ...]:
    """Part a line where its words stand far apart, and order them as they stand.

    A table may draw its columns in any order; what is read in the wrong one is a wrong number.
    """
    runs = [match.span() for match in _WORD.finditer(page.text, start, end)]
    if is_rtl:  # PDFium has put the line in order, numbers in it too
        words = [_rtl_word(page, *run) for run in runs]
    else:
        words = [(first, last, *page.reach(first, last - 1)) for first, last in runs]
        words.sort(key=_left)
    empty = list(_empty(sorted(words, key=_left) if is_rtl else words))
    widest = max((right - left for left, right in empty), default=0.0)
    has_columns = widest > ROW_GAP_EMS * size or _follows_number(page.text, runs[-1][0])
    least = (CELL_GAP_EMS if has_columns else ROW_GAP_EMS) * size
    gaps = [(left + right) / 2 for left, right in empty if right - left >= least]
    return tuple(_joined(words, gaps, page.text))


def _empty(words: list[_Word]) -> Iterator[tuple[float, float]]:
    """Yield from left to right where a line is empty.

    Words that follow each other may stand far apart without that: those around an English phrase in Hebrew.
    """
    reach = words[0][3]
    for _, _, left, right in words:
        if left > reach:
            yield reach, left
        reach = max(reach, right)


def _from_the_right(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return the cells of a row of numbers as they stand under those of the rows that have Hebrew words."""
    if any(cell.before == " " for cell in cells):
        return cells
    return tuple(
        cell._replace(before=CELL_BREAK if number else "") for number, cell in enumerate(reversed(cells))
    )


def _joined(words: list[_Word], gaps: list[float], text: str) -> list[Cell]:
    """Join the words of a line that no gap parts and that follow each other in `text` too."""
    cells: list[Cell] = []
    (start, end, left, right), before = words[0], ""
    for word_start, word_end, word_left, word_right in words[1:]:
        near, far = min(right, word_right), max(left, word_left)
        is_far = any(near <= gap <= far for gap in gaps)
        if not is_far and end < word_start and text[end:word_start].isspace():
            end = word_end
            left, right = min(left, word_left), max(right, word_right)
        else:
            cells.append(Cell(start, end, left, right, before))
            start, end, left, right = word_start, word_end, word_left, word_right
            before = CELL_BREAK if is_far else " "
    cells.append(Cell(start, end, left, right, before))
    return cells


def _rtl_word(page: TextPage, start: int, end: int) -> _Word:
    # a number runs the other way: its ends are not those of the word ("2027,")
    sides = [page.sides(place) for place in range(start, end)]
    return start, end, min(left for left, _ in sides), max(right for _, right in sides)
