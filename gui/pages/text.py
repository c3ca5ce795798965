"""Pointing at the text of a page: which letter, word, paragraph or link is at a place."""

import itertools
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from core.documents.textlayer import BOX, Link, Rectangle, TextLayer

BLOCK_BREAK = "\n\n"
SLACK = 3.0  # points by which a letter may be missed
ACROSS = 30.0  # a line at the same height is nearer than one above, however far its end is

_WORD = re.compile(r"\w+(?:['’״׳\"]\w+)*|[^\w\s]+|\s+")


class _Line(NamedTuple):
    place: Rectangle
    start: int
    end: int
    is_upright: bool


class _Block(NamedTuple):
    place: Rectangle
    lines: list[_Line]


class PointedText:
    """The text layer of one page, prepared for questions about places. Units: points, y upwards."""

    def __init__(self, layer: TextLayer) -> None:
        self.layer = layer
        self._blocks = [_block(layer, *span) for span in _spans_of_lines(layer)]

    def index_at(self, x: float, y: float) -> int:
        """Return the offset in the text nearest to a point, between two letters."""
        line = self._line_at(x, y)
        if line is None:
            return 0
        letter = self._letter_of(line, x, y)
        return letter + int(self._is_past(line, letter, x if line.is_upright else y))

    def letter_at(self, x: float, y: float) -> int | None:
        """Return the letter at a point, None where there is none."""
        line = self._line_at(x, y)
        if line is None or _distance(line.place, x, y) > SLACK:
            return None
        letter = self._letter_of(line, x, y)
        return letter if _distance(self.layer.box(letter), x, y) <= 2 * SLACK else None

    def link_at(self, x: float, y: float) -> Link | None:
        """Return the link at a point."""
        found = (link for link in self.layer.links if _distance(link.place, x, y) <= 0)
        return next(found, None)

    def word_at(self, index: int) -> tuple[int, int]:
        """Return the word that holds a letter, or the run of signs or white space."""
        for match in _WORD.finditer(self.layer.text, max(self.layer.text.rfind(" ", 0, index), 0)):
            if match.start() <= index < match.end():
                return match.span()
        return index, index

    def paragraph_at(self, index: int) -> tuple[int, int]:
        """Return the paragraph that holds a letter."""
        text = self.layer.text
        end = text.find(BLOCK_BREAK, index)
        before = text.rfind(BLOCK_BREAK, 0, index)
        return before + len(BLOCK_BREAK) if before >= 0 else 0, end if end >= 0 else len(text)

    def _line_at(self, x: float, y: float) -> _Line | None:
        if not self._blocks:
            return None
        block = min(self._blocks, key=lambda each: _distance(each.place, x, y))
        return min(block.lines, key=lambda line: _line_distance(line, x, y))

    def _letter_of(self, line: _Line, x: float, y: float) -> int:
        drawn = (index for index in range(line.start, line.end) if self.layer.lines[index])
        return min(drawn, key=lambda index: _distance(self.layer.box(index), x, y))

    def _is_past(self, line: _Line, letter: int, at: float) -> bool:
        """Tell whether a place is in that half of a letter at which the next letter stands."""
        middle = self._middle(line, letter)
        if letter + 1 < line.end and self.layer.lines[letter + 1]:
            goes_up = self._middle(line, letter + 1) >= middle
        elif letter > line.start:
            goes_up = middle >= self._middle(line, letter - 1)
        else:
            goes_up = True
        return (at > middle) == goes_up

    def _middle(self, line: _Line, index: int) -> float:
        box = self.layer.box(index)
        return (box.left + box.right) / 2 if line.is_upright else (box.bottom + box.top) / 2


def _spans_of_lines(layer: TextLayer) -> Iterator[list[tuple[int, int]]]:
    """Yield for each block of the text the spans of its lines."""
    start = 0
    for part in layer.text.split(BLOCK_BREAK):
        end = start + len(part)
        spans: list[tuple[int, int]] = []
        for number, group in itertools.groupby(range(start, end), layer.lines.__getitem__):
            run = list(group)
            if number and spans and layer.lines[spans[-1][0]] == number:
                spans[-1] = (spans[-1][0], run[-1] + 1)  # a row of a table has gaps in it
            elif number:
                spans.append((run[0], run[-1] + 1))
        if spans:
            yield spans
        start = end + len(BLOCK_BREAK)


def _block(layer: TextLayer, *spans: tuple[int, int]) -> _Block:
    lines = [_line(layer, start, end) for start, end in spans]
    place = lines[0].place
    for line in lines[1:]:
        place = place.joined(line.place)
    return _Block(place, lines)


def _line(layer: TextLayer, start: int, end: int) -> _Line:
    drawn = [index for index in range(start, end) if layer.lines[index]]
    sides = [[layer.boxes[BOX * index + side] for index in drawn] for side in range(BOX)]
    place = Rectangle(min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    first, last = layer.box(drawn[0]), layer.box(drawn[-1])
    is_upright = len(drawn) < 2 or abs(first.left - last.left) >= abs(first.bottom - last.bottom)
    return _Line(place, start, end, is_upright)


def _distance(box: Rectangle, x: float, y: float) -> float:
    across = max(box.left - x, x - box.right, 0.0)
    up = max(box.bottom - y, y - box.top, 0.0)
    return math.hypot(across, up)


def _line_distance(line: _Line, x: float, y: float) -> float:
    across = max(line.place.left - x, x - line.place.right, 0.0)
    up = max(line.place.bottom - y, y - line.place.top, 0.0)
    return across + ACROSS * up if line.is_upright else up + ACROSS * across
