"""What a PDF says of its own structure: the outline, the labels of the pages, the title."""

import re
from collections.abc import Sequence
from pathlib import Path

from core.documents.document import BlockKind, OutlineItem, Page
from core.documents.pdfium import Bookmark
from core.documents.text import normalise

TITLE_CHARS = 200

_UNTITLED = re.compile(
    r"(?:untitled|no title|title|document|slide|presentation|book|layout|print)?\W*\d*$"
    r"|microsoft (?:word|powerpoint|excel)|powerpoint presentation"
    r"|(?:file|https?):|about:blank|[a-z]:\\|/|[\d\W]+$"
    r"|.*\.(?:docx?|pptx?|xlsx?|odt|rtf|tex|dvi|pdf|indd|qxd|html?|txt|ps|cdr|ai|fm|p65)$",
    re.I,
)


def outline_of(bookmarks: Sequence[Bookmark], page_count: int) -> tuple[OutlineItem, ...]:
    """Return the outline in page order, each level at most one deeper than the item before it.

    Items that lead nowhere stay where an item below them leads somewhere: they begin where it begins.
    """
    items: list[OutlineItem] = []
    following = 0
    for bookmark in reversed(bookmarks):
        page_number = bookmark.page_number or following
        title = " ".join(normalise(bookmark.title).split())
        if title and 1 <= page_number <= page_count:
            items.append(OutlineItem(title, bookmark.level, page_number))
            following = page_number if bookmark.level else 0
    items.reverse()
    return _levelled(sorted(items, key=lambda item: item.page_number))


def title_of(metadata_title: str, pages: Sequence[Page], path: Path) -> str:
    """Return the title from the metadata where it is one, else the first heading, else the file's name."""
    title = " ".join(normalise(metadata_title).split())
    if title and not _UNTITLED.match(title):
        return title[:TITLE_CHARS]
    return _first_heading(pages) or path.stem


def _levelled(items: list[OutlineItem]) -> tuple[OutlineItem, ...]:
    deepest = 0
    result = []
    for item in items:
        level = min(item.level, deepest)
        result.append(OutlineItem(item.title, level, item.page_number))
        deepest = level + 1
    return tuple(result)


def _first_heading(pages: Sequence[Page]) -> str:
    for page in pages[:2]:
        for block in page.blocks:
            if block.kind is BlockKind.HEADING:
                return " ".join(page.text[block.start : block.end].split())[:TITLE_CHARS]
    return ""
