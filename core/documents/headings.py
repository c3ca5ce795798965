"""Which groups of lines are headings: set larger or bolder than the text, or worded like one."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from core.documents.blocks import BOLDER
from core.documents.composition import Composition, Part

LARGER = 1.12
MOST_LINES = 3
MOST_CHARS = 200

T = TypeVar("T")

NAMED_CHARS = 120
LEAST_CAPITALS = 6
MOST_CAPITALS_SHARE = 0.15  # of a document's characters: where more is in capitals, they make no heading

_LETTERS = re.compile(r"[^\W\d_]{2}")
_GOES_ON = re.compile(r"[.,;]$")
_NAMED = re.compile(
    r"(?i:part|item|chapter|article|note|appendix|annex|schedule|exhibit|section)"
    r"\s+(?:\d{1,3}[A-Z]?|[IVXL]+|[A-Z])(?:(?:\s?[.:—–-]|\s)\s*[A-Z(“\"].*)?$",
    re.DOTALL,
)


class BodyStyle(NamedTuple):
    """How most of a document's text is set: size in points, PDFium's weight, and much of it in capitals."""

    size: float
    weight: int
    has_capitals: bool = False


def body_style(contents: Iterable[Composition]) -> BodyStyle:
    """Return the size and the weight in which most characters are set, and whether much is in capitals."""
    sizes: Counter[float] = Counter()
    weights: Counter[int] = Counter()
    capitals: Counter[bool] = Counter()
    for content in contents:
        for part in content.parts:
            if not part.is_table:
                chars = part.end - part.start
                sizes[round(part.size, 1)] += chars
                weights[part.weight] += chars
                capitals[content.text[part.start : part.end].isupper()] += chars
    has_capitals = capitals[True] > MOST_CAPITALS_SHARE * capitals.total()
    return BodyStyle(_commonest(sizes, 0.0), _commonest(weights, 0), has_capitals)


def is_heading(text: str, part: Part, body: BodyStyle) -> bool:
    """Tell whether `part`, which reads `text`, is a heading in a document whose text is set as `body`."""
    if part.is_table or part.is_margin or part.line_count > MOST_LINES or len(text) > MOST_CHARS:
        return False
    if _LETTERS.search(text) is None or _GOES_ON.search(text):
        return False
    is_larger = part.size >= LARGER * body.size
    is_bolder = part.size > 0.9 * body.size and part.weight >= body.weight + BOLDER and body.weight > 0
    return is_larger or is_bolder or _is_worded_as_heading(text, part, body)


def _is_worded_as_heading(text: str, part: Part, body: BodyStyle) -> bool:
    """Tell whether a short part reads "Item 7. Results", "ARTICLE II" or "RISK FACTORS".

    Some files set headings like their text, or do not say how bold their fonts are.
    """
    if len(text) > NAMED_CHARS or part.size < 0.9 * body.size or text.endswith(":"):
        return False
    if _NAMED.match(text):
        return True
    letters = sum(map(str.isalpha, text))
    is_in_capitals = text.isupper() and text[0].isalnum() and LEAST_CAPITALS <= letters > len(text) / 2
    return is_in_capitals and " " in text and not body.has_capitals


def _commonest(counts: Counter[T], default: T) -> T:
    return counts.most_common(1)[0][0] if counts else default
