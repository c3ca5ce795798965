"""The sections of a document, named by its outline and, below that, by the headings that are printed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.documents.document import Block, BlockKind, Document, OutlineItem, Page
from core.library.tables import Item, items_of

PATH = " > "
TITLE_CHARS = 120
UNNUMBERED = 9  # the rank of a heading without a number: below any that has one

# What a heading begins with, the highest rank first; "3.1" ranks by its dots, below all of these.
_RANKS = (
    re.compile(r"(?:part|volume|book|חלק|כרך)\s+[\dIVXא-ת]+\b", re.IGNORECASE),
    re.compile(r"(?:(?:item|chapter|article|note|appendix|annex|schedule|exhibit|section|פרק|סעיף|נספח)\s+|§\s*)"
               r"(?:\d+|[IVX]+\b|[A-Zא-ת]\b)", re.IGNORECASE),
)  # fmt: skip
# Not "A": it opens many a title.
_NUMBERED = re.compile(r"((?:\d{1,2}|[B-H]|[A-H](?=\.\d))(?:\.\d{1,2}){0,3})\.?\s+[^\d\s]")
_ENDS_CHAPTER = re.compile(
    r"(?:references|bibliography|acknowledge?ments?|appendi(?:x|ces)|supplement|signatures?|index)\b|ביבליוגרפיה|מקורות",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(r"\W*\(|[•◦▪■●○–—*-]|[\W\d]*$")  # "(in millions)", an item of a list, "2022"


@dataclass(frozen=True, slots=True)
class Section:
    """A run of a document's items under one title, which is the path to it, outermost first."""

    title: str
    items: tuple[tuple[Page, Item], ...]


def sections_of(document: Document) -> Iterator[Section]:
    """Yield the document's sections that have text, furniture left out."""
    title, items = "", list[tuple[Page, Item]]()
    for new_title, page, item in _titled(document):
        if new_title != title and not all(_is_heading(each) for _, each in items):
            yield Section(title, tuple(items))
            items = []
        title = new_title
        items.append((page, item))
    if items:
        yield Section(title, tuple(items))


def _titled(document: Document) -> Iterator[tuple[str, Page, Item]]:
    """Yield each item with its path; a new section begins where its title is printed."""
    outlined = _items_by_page(document)
    entered: list[OutlineItem] = []
    headings = _Headings()
    before: list[Item] = []
    for page in document.pages:
        items = items_of(page, before)
        starts = _starts(outlined[page.page_number], page, items)
        for index, item in enumerate(items):
            opened = [each for at, each in starts if at == index]
            if opened:
                entered, headings = _entered(entered, opened), _Headings()
            if isinstance(item, Block):
                headings.pass_by(item.kind, _words(page, item), [each.title for each in entered])
            yield PATH.join([*(each.title for each in entered), *headings.path]), page, item
            if not isinstance(item, Block):
                headings.end_row()
        if not items:
            entered = _entered(entered, outlined[page.page_number])
        before = items or before


class _Headings:
    """The printed headings above the place that was reached, by rank."""

    def __init__(self) -> None:
        self._above: list[tuple[int, str]] = []
        self._is_in_row = False

    @property
    def path(self) -> list[str]:
        """The headings above, outermost first."""
        return [title for _, title in self._above]

    def end_row(self) -> None:
        """Note that something else than a heading was passed."""
        self._is_in_row = False

    def pass_by(self, kind: BlockKind, text: str, outlined: Sequence[str]) -> None:
        """Note a block. Of several headings in a row the first one of each rank names the section."""
        if kind is not BlockKind.HEADING:
            self._is_in_row = False
            return
        rank = _rank(text)
        if _NO_TITLE.match(text) or any(_squeezed(text) == _squeezed(title) for title in outlined):
            return
        if self._is_in_row and self._above and self._above[-1][0] == rank == UNNUMBERED:
            return
        self._is_in_row = True
        self._above = [*(each for each in self._above if each[0] < rank), (rank, _short(text))]


def _is_heading(item: Item) -> bool:
    return isinstance(item, Block) and item.kind is BlockKind.HEADING


def _rank(title: str) -> int:
    for rank, pattern in enumerate(_RANKS):
        if pattern.match(title):
            return rank
    if _ENDS_CHAPTER.match(title):
        return len(_RANKS)
    numbered = _NUMBERED.match(title)
    return len(_RANKS) + numbered[1].count(".") if numbered else UNNUMBERED


def _short(title: str) -> str:
    return title if len(title) <= TITLE_CHARS else title[:TITLE_CHARS].rsplit(" ", 1)[0] + "…"


def _words(page: Page, block: Block) -> str:
    return " ".join(page.text[block.start : block.end].split())


def _items_by_page(document: Document) -> defaultdict[int, list[OutlineItem]]:
    items = defaultdict[int, list[OutlineItem]](list)
    for item in document.outline:
        items[item.page_number].append(item)
    return items


def _entered(path: list[OutlineItem], items: Sequence[OutlineItem]) -> list[OutlineItem]:
    for item in items:
        path = [*path[: item.level], item]
    return path


def _starts(
    outlined: Sequence[OutlineItem], page: Page, items: Sequence[Item]
) -> list[tuple[int, OutlineItem]]:
    """Return where on a page each of its outline's items begins, as (index of the item, outline's item)."""
    texts = [_squeezed(_words(page, each)) if isinstance(each, Block) else "" for each in items]
    starts: list[tuple[int, OutlineItem]] = []
    at = 0
    for outlined_item in outlined:
        title = _squeezed(outlined_item.title)
        at = next((i for i in range(at, len(texts)) if title and texts[i].startswith(title)), at)
        starts.append((at, outlined_item))
    return starts


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
