"""Which groups of lines are headings: set larger or bolder than the text of the document."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from core.documents.blocks import BOLDER
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
        if not part.is_table:
            sizes[round(part.size, 1)] += part.end - part.start
            weights[part.weight] += part.end - part.start
    return BodyStyle(_commonest(sizes, 0.0), _commonest(weights, 0))


def is_heading(text: str, part: Part, body: BodyStyle) -> bool:
    """Tell whether `part`, which reads `text`, is a heading in a document whose text is set as `body`."""
    if part.is_table or part.is_margin or part.line_count > MOST_LINES or len(text) > MOST_CHARS:
        return False
    is_larger = part.size >= LARGER * body.size
    is_bolder = part.size > 0.9 * body.size and part.weight >= body.weight + BOLDER and body.weight > 0
    return (is_larger or is_bolder) and _LETTERS.search(text) is not None and not _GOES_ON.search(text)


def _commonest(counts: Counter[T], default: T) -> T:
    return counts.most_common(1)[0][0] if counts else default
