"""Where the letters of a page stand: a value that a window can take without knowing PDFium."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

JOIN_EMS = 1.2  # letters of a line that stand nearer than this are marked as one run
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

    def is_near(self, other: "Rectangle", distance: float) -> bool:
        """Tell whether `other` overlaps this one, or is no farther away than `distance`."""
        return (
            max(self.left, other.left) - min(self.right, other.right) <= distance
            and max(self.bottom, other.bottom) - min(self.top, other.top) <= distance
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

    def rectangles(self, start: int, end: int) -> list[Rectangle]:
        """Return the places of the characters [start, end): one for each run of a line, in order.

        Where a line mixes directions, the letters between two ends may stand apart: then they are two runs.
        """
        found: list[Rectangle] = []
        line = 0
        for number, box in self._drawn(start, end):
            reach = JOIN_EMS * min(box.top - box.bottom, box.right - box.left + box.top - box.bottom)
            if number == line and found[-1].is_near(box, reach):
                found[-1] = found[-1].joined(box)
            else:
                found.append(box)
            line = number
        return found

    def _drawn(self, start: int, end: int) -> Iterator[tuple[int, Rectangle]]:
        for index in range(max(start, 0), min(end, len(self.text))):
            if self.lines[index]:
                yield self.lines[index], self.box(index)
