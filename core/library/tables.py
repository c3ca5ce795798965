"""The tables of a page, with what says what their numbers are: caption, units, rows of heads, labels of rows.

A page is composed line by line, so that one table can lie in several blocks, with the labels of its rows and
the heads of its columns in blocks between and above them. Here they are one table again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.documents.document import Block, BlockKind, Page, Span
from core.documents.text import sentences

CELL_BREAK = " | "
HEAD_ROWS = 4  # at most so many, above the first row with figures
CAPTION_BLOCKS = 14  # heads of columns that stand in blocks of their own are many
CAPTION_CHARS = 200
LABEL_BLOCKS = 3  # so many blocks without figures between two that have them
LABEL_CHARS = 90
OPEN_LABEL_CHARS = 250  # of one that goes on in the row below

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_YEAR = re.compile(r"(?:19|20)\d\d[AEFP]?")
_FIGURE = re.compile(r"[^\w|]*(?:\d[\d.,\s]*[^\w|]*|[-–—][^\w|]*)")  # 1,577, (1,577), $ 5.1, 3 %, a dash
_TOTAL = re.compile(r"\W*(?:sub)?(?:total|net)\b|\W*סה[\"״]?כ", re.IGNORECASE)
_NUMBERED = re.compile(r"\W*(?:table|tab\.|exhibit|טבלה|לוח)\s+(?:\d+|[IVX]+|[A-Z])(?:[.-]\d+)*\b", re.I)
_POINTS_DOWN = re.compile(r"\b(?:follow(?:s|ing)|below|tables?)\b|להלן|הבא(?:ה|ות)?\b|טבלה", re.IGNORECASE)
_PROSE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|we)\b", re.IGNORECASE)
_ENDED = re.compile(r"""[.!?;]["'”’)]*\s*$""")
_NOTE = re.compile(
    r"\s*(?:\(\s*(?:\d{1,2}|[a-z])\s*\)|\[\d{1,2}\]|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]|(?:notes?|sources?)\s*:)", re.I
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `label` is what stands above it and others, as "Current assets" does."""

    span: Span
    label: Span | None = None


@dataclass(frozen=True, slots=True)
class TableRegion:
    """A table, as far as it stands on one page.

    `caption` names the table, its units, and columns whose heads are in no row; it is not in `rows`. `head`
    are the rows of heads. Where the table goes on from the page before, both are of that page.
    """

    caption: tuple[Span, ...]
    head: tuple[Span, ...]
    rows: tuple[Row, ...]


Item = Block | TableRegion


def items_of(page: Page, before: Sequence[Item] = ()) -> list[Item]:
    """Return what a page holds, in order and without furniture; `before` is that of the page before."""
    blocks = [block for block in page.blocks if block.kind is not BlockKind.FURNITURE]
    items: list[Item] = []
    at = 0
    while at < len(blocks):
        if blocks[at].kind is BlockKind.TABLE:
            end = _end(page, blocks, at)
            items.append(_region(page, blocks, at, end, items, before))
            at = end
        else:
            items.append(blocks[at])
            at += 1
    return items


def is_note(page: Page, block: Block) -> bool:
    """Tell whether a paragraph reads like a note below a table."""
    return block.kind is BlockKind.PARAGRAPH and _NOTE.match(page.text, block.start) is not None


def has_figures(row: str) -> bool:
    """Tell whether a row has a cell that is a number and no year, or a dash in the place of one."""
    return any(is_figure(cell) for cell in row.split(CELL_BREAK))


def is_figure(cell: str) -> bool:
    """Tell whether a cell is a number and no year, or a dash in the place of one."""
    return _FIGURE.fullmatch(cell) is not None and not _YEAR.fullmatch(cell.strip())


def _end(page: Page, blocks: Sequence[Block], at: int) -> int:
    """Return the index behind the last block of the table that begins with the block `at`."""
    end = at + 1
    is_begun = _has_figure_rows(page, blocks[at])  # until then, all are heads
    for following in range(end, len(blocks)):
        block = blocks[following]
        if block.kind is not BlockKind.TABLE:
            most = LABEL_BLOCKS if is_begun else CAPTION_BLOCKS
            if following - end >= most or not is_label(page.text[block.start : block.end]):
                break
        elif is_begun and _has_own_head(page, block):
            break
        else:
            end = following + 1
            is_begun = is_begun or _has_figure_rows(page, block)
    return end


def _has_own_head(page: Page, block: Block) -> bool:
    first = page.text[block.start : block.end].split("\n", 1)[0]
    return CELL_BREAK in first and not has_figures(first)


def _has_figure_rows(page: Page, block: Block) -> bool:
    return any(map(has_figures, page.text[block.start : block.end].split("\n")))


def is_label(text: str) -> bool:
    """Tell whether a block between rows can be a label of theirs: short, and no prose, note or caption."""
    most = LABEL_CHARS if text.endswith(":") else OPEN_LABEL_CHARS
    if len(text) > most or _ENDED.search(text) or _PROSE.search(text):
        return False
    return not _NOTE.match(text) and not _NUMBERED.match(text)


def _region(
    page: Page, blocks: Sequence[Block], at: int, end: int, above: Sequence[Item], before: Sequence[Item]
) -> TableRegion:
    lines = [
        Span(page.page_number, block.start + line.start(), block.start + line.end())
        for block in blocks[at:end]
        for line in _LINE.finditer(page.text[block.start : block.end])
    ]
    last = before[-1] if before and not above else None
    caption = (*_caption(page, above), *_caption_below(page, blocks[end : end + 1]))
    if isinstance(last, TableRegion) and not caption and not _head(page, lines, is_told=True):
        return TableRegion(last.caption, last.head, tuple(_rows(page, lines)))
    head = _head(page, lines, bool(caption), not _has_figure_rows(page, blocks[at]))
    return TableRegion(caption, tuple(head), (*map(Row, head), *_rows(page, lines[len(head) :])))


def _head(page: Page, lines: Sequence[Span], is_told: bool, is_apart: bool = False) -> Sequence[Span]:
    """Return the rows of heads.

    `is_told`: by a caption, without which the first row is taken for one. `is_apart`: heads are in blocks of
    their own, and so are all lines above the first figures.
    """
    texts = [_text(page, line) for line in lines[: (CAPTION_BLOCKS if is_apart else HEAD_ROWS) + 1]]
    figures = next((n for n, text in enumerate(texts) if has_figures(text)), None)
    if figures is None:  # a table of words
        return lines[: 1 if CELL_BREAK in texts[0] or not is_told else 0]
    if is_apart:
        return lines[:figures]
    heads = [n for n, text in enumerate(texts[:figures]) if CELL_BREAK in text or text.startswith("(")]
    return lines[: heads[-1] + 1 if heads else int(not is_told)]


def _rows(page: Page, lines: Sequence[Span]) -> Iterator[Row]:
    label: Span | None = None
    wrapped: Span | None = None
    for number, line in enumerate(lines):
        if wrapped:
            line, wrapped = Span(line.page_number, wrapped.start, line.end), None
        text = _text(page, line)
        following = _text(page, lines[number + 1]) if number + 1 < len(lines) else ""
        if CELL_BREAK not in text and not is_figure(text) and _goes_on(following):
            wrapped = line  # what the next line's figures are of
        elif CELL_BREAK in text or has_figures(text):
            yield Row(line, label)
            label = None if _TOTAL.match(text) else label
        else:
            yield Row(line)
            label = line if is_label(text) and not text[0].islower() else None


def _goes_on(row: str) -> bool:
    """Tell whether a row's words begin in the line above it."""
    return CELL_BREAK in row and (row[0].islower() or is_figure(row.split(CELL_BREAK)[0]))


def _caption(page: Page, above: Sequence[Item]) -> list[Span]:
    """Return what names the table: the headings above it, a sentence that leads to it, heads of columns."""
    found: list[Span] = []
    is_headed = False
    for item in reversed(above[-CAPTION_BLOCKS:]):
        if isinstance(item, TableRegion):
            break
        text = page.text[item.start : item.end]
        if is_headed and item.kind is not BlockKind.HEADING:
            break
        is_headed = item.kind is BlockKind.HEADING and not text.startswith("(")
        if not (item.kind is BlockKind.HEADING or _is_part_of_caption(text)):
            return [*_lead_in(page, item), *found]
        found.insert(0, Span(page.page_number, item.start, item.end))
    return found


def _is_part_of_caption(text: str) -> bool:
    if text.endswith(":") and (len(text) > LABEL_CHARS or _PROSE.search(text)):
        return False
    return len(text) <= CAPTION_CHARS and not _ENDED.search(text)


def _lead_in(page: Page, block: Block) -> list[Span]:
    """Return the last sentence of a paragraph, if it is about what stands below."""
    text = page.text[block.start : block.end]
    if _NUMBERED.match(text):
        return [Span(page.page_number, block.start, block.end)]
    parts = sentences(text)
    start, end = parts[-1] if parts else (0, 0)
    last = text[start:end]
    if not last.rstrip().endswith(":") and not _POINTS_DOWN.search(last):
        return []
    return [Span(page.page_number, block.start + start, block.start + end)]


def _caption_below(page: Page, following: Sequence[Block]) -> list[Span]:
    for block in following:
        if block.kind is not BlockKind.TABLE and _NUMBERED.match(page.text, block.start):
            start, end = sentences(page.text[block.start : block.end])[0]
            return [Span(page.page_number, block.start + start, block.start + end)]
    return []


def _text(page: Page, span: Span) -> str:
    return page.text[span.start : span.end]
