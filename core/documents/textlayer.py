"""Where the letters of a page stand: a value that a window can take without knowing PDFium."""

import re
from array import array
from dataclasses import dataclass
from typing import NamedTuple

JOIN_EMS = 1.2  # letters of a line that stand nearer than this are marked as one run
_CELL_BREAK = re.compile(r" \| ")
BOX = 4  # numbers in `boxes` for each character


class Rectangle(NamedTuple):
    """A rectangle on a page as it is shown.

    Units: points, from the bottom-left corner of what is visible of the page (its crop box), after the
    rotation that the file asks for.
    """

    left: float
    bottom: float
    right: float
    top: float

    def joined(self, other: "Rectangle") -> "Rectangle":
        """Return the rectangle around both."""
        return Rectangle(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A place to click on. It leads to a page of the document, or else to an address.

    `page_number` is 0 for an address. `top` is how far up the page it leads, in points; None where it says
    nothing of it.
    """

    place: Rectangle
    page_number: int
    top: float | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text of one page and the place of each of its characters.

    `text` is `Page.text`, character for character. `lines` has the number of the line that each of them
    stands on, 0 for what is not drawn (the white space between lines). `boxes` has four numbers for each:
    left, bottom, right, top, as in `Rectangle`.
    """

    text: str
    boxes: "array[float]"
    lines: "array[int]"
    links: tuple[Link, ...] = ()

    def box(self, index: int) -> Rectangle:
        """Return the place of one character; without meaning where its line is 0."""
        return Rectangle(*self.boxes[BOX * index : BOX * index + BOX])

    def copied(self, start: int, end: int) -> str:
        """Return the characters [start, end) as they are taken elsewhere: cells of a table parted by tabs."""
        text, parts, done = self.text, [], start
        for match in _CELL_BREAK.finditer(text, start, min(end, len(text))):
            if not self.lines[match.start() + 1]:  # else it is printed so
                parts += [text[done : match.start()], "\t"]
                done = match.end()
        return "".join([*parts, text[done:end]])

    def rectangles(self, start: int, end: int) -> list[Rectangle]:
        """Return the places of the characters [start, end): one for each run of a line, in order.

        Where a line mixes directions, the letters between two ends may stand apart: then they are two runs.
        """
        found: list[Rectangle] = []
        line, run = 0, [0.0] * BOX
        for index in range(max(start, 0), min(end, len(self.text))):
            number = self.lines[index]
            if number and number == line and self._joins(run, index):
                continue
            if number:  # plain numbers until here: a page has thousands of letters
                if line:
                    found.append(Rectangle(*run))
                line, run = number, list(self.boxes[BOX * index : BOX * index + BOX])
        return [*found, Rectangle(*run)] if line else found

    def _joins(self, run: list[float], index: int) -> bool:
        """Widen a run by a letter, if that is near enough."""
        left, bottom, right, top = self.boxes[BOX * index : BOX * index + BOX]
        reach = JOIN_EMS * (right - left if right - left > top - bottom else top - bottom)
        if left - run[2] > reach or run[0] - right > reach or bottom - run[3] > reach or run[1] - top > reach:
            return False
        if left < run[0]:
            run[0] = left
        if bottom < run[1]:
            run[1] = bottom
        if right > run[2]:
            run[2] = right
        if top > run[3]:
            run[3] = top
        return True
