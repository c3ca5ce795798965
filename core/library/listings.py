"""Contents pages and indexes: they name everything and say nothing, so they are near to every question."""

import re
from itertools import pairwise

ROWS, ROWS_UNDER_TITLE = 5, 3  # so many entries, under no title of a list and under one
LISTED_SHARE = 0.6  # of the lines
FRONT_PAGES = 30  # the numbers that are printed may run ahead of the pages by so many
ORDERED_SHARE = 0.9  # of the entries of a contents page: their numbers do not fall

_ASKED = re.compile(
    r"\b(?:contents|index|chapters|sections|parts|articles|items|notes|exhibits|listed|pages?)\b|תוכן|פרקים|סעיפים|עמוד",
    re.I,
)
_TITLE = re.compile(r"\W*(?:table of contents|contents|index|list of (?:figures|tables)|inhalt|תוכן)\b", re.I)
# "Item 1A. Risk Factors | 10", "Methods ..... 12", "cats, 3, 17-19"
_ENTRY = re.compile(
    r"[\W\d]*(?P<title>[^\W\d_].*?)(?:[|.…·,\s]\s*)(?:pages?\s+)?(?P<page>\d{1,4})(?P<more>(?:\s*[-–,]\s*\d{1,4})*)\s*$",
    re.I,
)
_FIGURES = re.compile(r"[$€£%()]|\d,\d{3}|\d\.\d|\|[\s\d]+(?:\||$)")


def is_listing(text: str, page_count: int) -> bool:
    """Tell whether a chunk is of a contents page or an index of a document of so many pages."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    entries = [entry for line in lines if (entry := _entry(line, page_count))]
    least = ROWS_UNDER_TITLE if any(map(_TITLE.match, lines)) else ROWS
    if len(entries) < max(least, LISTED_SHARE * len(lines)):
        return False
    risen = sum(before[0] <= after[0] for before, after in pairwise(entries))
    many = sum(has_many for _, has_many in entries)
    return risen >= ORDERED_SHARE * (len(entries) - 1) or 4 * many >= len(entries)


def asks_for_listing(question: str) -> bool:
    """Tell whether a question may be about the parts of a document, which a contents page names."""
    return _ASKED.search(question) is not None


def _entry(line: str, page_count: int) -> tuple[int, bool] | None:
    """Return the page that a line leads to, and whether to others too; None where it is no entry."""
    found = _ENTRY.match(line)
    if found is None or _FIGURES.search(found["title"]) or int(found["page"]) > page_count + FRONT_PAGES:
        return None
    return int(found["page"]), bool(found["more"])
