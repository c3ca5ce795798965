"""Which groups of lines are headings: set larger or bolder than the text of the document."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from core.documents.blocks import BOLDER, Group
from core.documents.composition import Part

LARGER = 1.12
MOST_LINES = 3
MOST_CHARS = 200

T = TypeVar("T")

_LETTERS = re.compile(r"[^\W\d_]{2}")
_GOES_ON = re.compile(r"[.,;]$")


class BodyStyle(NamedTuple):
    """How most of a document's text is set: size in points, PDFium's weight."""

    size: float
    weight: int


def body_style(parts: Iterable[Part]) -> BodyStyle:
    """Return the size and the weight in which most characters are set."""
    sizes: Counter[float] = Counter()
    weights: Counter[int] = Counter()
    for part in parts:
        if not part.group.is_table:
            sizes[round(part.group.size, 1)] += part.end - part.start
            weights[part.group.weight] += part.end - part.start
    return BodyStyle(_commonest(sizes, 0.0), _commonest(weights, 0))


def is_heading(text: str, group: Group, body: BodyStyle) -> bool:
    """Tell whether `group`, which reads `text`, is a heading in a document whose text is set as `body`."""
    if group.is_table or len(group.lines) > MOST_LINES or len(text) > MOST_CHARS:
        return False
    if not _LETTERS.search(text) or _GOES_ON.search(text) or not group.lines[0].is_upright:
        return False
    is_larger = group.size >= LARGER * body.size
    is_bolder = group.size > 0.9 * body.size and group.weight >= body.weight + BOLDER and body.weight > 0
    return is_larger or is_bolder


def _commonest(counts: Counter[T], default: T) -> T:
    return counts.most_common(1)[0][0] if counts else default
