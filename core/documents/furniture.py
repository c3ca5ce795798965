"""What a page has around its text: running headers and footers, and the printed page number.

They are told from the text by comparing the pages of the whole document: the same words, numbers
masked, at the edge of several pages; or a number that counts with the pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.documents.blocks import PAGE_NUMBER
from core.documents.composition import Composition, Part

LEAST_PAGES = 3
PAGES_APART = 8  # a running header comes again within so many pages
HEIGHT_STEP = 6.0  # points: the same place on two pages

_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Furniture(NamedTuple):
    """Which parts of each page are furniture, and the number printed on the page ("" where none is)."""

    parts: list[set[int]]
    printed: list[str]


def furniture_of(pages: Sequence[Composition]) -> Furniture:
    """Find the furniture of all `pages` of a document."""
    found = [{number for number, part in enumerate(page.parts) if part.is_margin} for page in pages]
    for page, part in _repeated(pages):
        found[page].add(part)
    printed = [""] * len(pages)
    for page, part, number in _counting(pages):
        found[page].add(part)
        printed[page] = number
    return Furniture(found, printed)


def _edge_parts(page: Composition) -> Iterable[tuple[int, Part]]:
    return ((number, part) for number, part in enumerate(page.parts) if part.is_edge)


def _repeated(pages: Sequence[Composition]) -> Iterable[tuple[int, int]]:
    places: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for part_number, part in _edge_parts(page):
            key = _masked(page.text[part.start : part.end])
            step = round(part.baseline / HEIGHT_STEP)
            for near in (step - 1, step, step + 1):
                places[key, near].append((number, part_number))
    least = min(LEAST_PAGES, max(2, len(pages)))
    for found in places.values():
        if len(found) >= least:
            yield from _with_company(found, least)


def _with_company(found: list[tuple[int, int]], least: int) -> Iterable[tuple[int, int]]:
    """Keep what comes again on pages not far apart, as the header of a chapter does."""
    reach = least - 1
    for number, (page, part) in enumerate(found):
        windows = (found[max(0, number - reach + i) : number + i + 1] for i in range(reach + 1))
        if any(len(w) == least and w[-1][0] - w[0][0] <= PAGES_APART * reach for w in windows):
            yield page, part


def _masked(text: str) -> str:
    """Return `text` with its numbers masked, unless it has nothing else (the heads of a table's columns)."""
    return _DIGITS.sub("#", text) if _WORDS.search(text) else text


def _counting(pages: Sequence[Composition]) -> Iterable[tuple[int, int, str]]:
    """Yield (page, part, number) where a number at the edge grows by one from page to page."""
    candidates = [(page, *each) for page, content in enumerate(pages) for each in _numbers(content)]
    counts = Counter((place, value - page) for page, _, place, value, _ in candidates)
    for page, part, place, value, printed in candidates:
        if counts[place, value - page] >= min(LEAST_PAGES, len(pages)) and len(pages) > 1:
            yield page, part, printed


def _numbers(page: Composition) -> Iterable[tuple[int, str, int, str]]:
    """Yield (part, place, value, as printed) of the page numbers that the page may have."""
    for number, part in enumerate(page.parts):
        if not _may_be_page_number(number, part, len(page.parts)):
            continue
        match = PAGE_NUMBER.match(page.text[part.start : part.end])
        if match:
            printed = match["number"]
            value = int(printed) if printed.isdecimal() else _roman(printed.lower())
            if value:
                yield number, "roman" if printed.isalpha() else "arabic", value, printed


def _may_be_page_number(number: int, part: Part, count: int) -> bool:
    return part.line_count == 1 and (part.is_edge or number in (0, count - 1))


def _roman(letters: str) -> int:
    values = [_ROMAN[letter] for letter in letters]
    after = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, after, strict=True))
