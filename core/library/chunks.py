"""A document as chunks: runs of whole sentences of one section, small enough for the embedder.

A chunk's text is the text of its spans, one below the other: `Chunk.text == JOINT.join(text of each span)`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.documents.document import Block, BlockKind, Document, OutlineItem, Page, Span
from core.documents.text import sentences

MAX_TOKENS = 192
JOINT = "\n"
# Says how the chunks of a document were made; raised whenever the same document gives other chunks.
CHUNKER = f"sentences-1/{MAX_TOKENS}"

HEADING_ROWS = 3
TERMINATED = re.compile(r"""[.!?:;…。！？؟؛]["'”’»)\]]*\s*$""")
YEAR_OR_NOTE = re.compile(r"\(.*?\)|\b(?:19|20)\d\d\b|\b\d{1,2},")  # 2022, (1), "December 31,": no figures


class TokenCounter(Protocol):
    """Counts an embedder's tokens; words are counted alone, as its tokenizer takes them."""

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return the number of tokens of each word, special tokens left out."""
        ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of a document, as it is searched for.

    `ordinal` counts the document's chunks from 0. `section` is the outline's path to it, or the last heading
    where the PDF has no outline. `token_count` is in the embedder's tokens, without what is put in front.
    """

    document_id: str
    ordinal: int
    section: str
    spans: tuple[Span, ...]
    text: str
    token_count: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never divided: a sentence, a heading or a table's row. `above` are a row's heading rows."""

    spans: tuple[Span, ...]
    token_count: int
    kind: BlockKind
    above: tuple["_Piece", ...] = ()


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    blocks: tuple[tuple[Page, Block], ...]


def chunk_document(document: Document, tokenizer: TokenCounter, max_tokens: int = MAX_TOKENS) -> list[Chunk]:
    """Return the chunks of `document`, in order.

    Running headers and footers are left out. A chunk that begins inside a table begins with the table's
    heading rows. A sentence of more than `max_tokens` is divided between words.
    """
    cutter = _Cutter(document, tokenizer, max_tokens)
    pages = {page.page_number: page for page in document.pages}
    chunks: list[Chunk] = []
    for section in _sections(document):
        for run in _runs(cutter.pieces(section), max_tokens):
            spans = merge_spans(pages, [span for piece in run for span in piece.spans])
            tokens = sum(piece.token_count for piece in run)
            text = span_text(pages, spans)
            chunks.append(Chunk(document.document_id, len(chunks), section.title, spans, text, tokens))
    return chunks


def embedding_text(title: str, chunk: Chunk) -> str:
    """Return what the embedder reads of a chunk: its text, the document's title and the section in front."""
    place = " > ".join(part for part in (title, chunk.section) if part)
    return f"{place}\n{chunk.text}" if place else chunk.text


def merge_spans(pages: Mapping[int, Page], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return `spans` in reading order, joined where they overlap or only white space parts them.

    `pages` has every page that the spans are on, by its number.
    """
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.page_number, s.start)):
        last = merged[-1] if merged else None
        if last and _touch(pages, last, span):
            merged[-1] = Span(last.page_number, last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def span_text(pages: Mapping[int, Page], spans: Sequence[Span]) -> str:
    """Return the text of `spans`, one below the other."""
    return JOINT.join(pages[s.page_number].text[s.start : s.end] for s in spans)


def _touch(pages: Mapping[int, Page], first: Span, second: Span) -> bool:
    if first.page_number != second.page_number:
        return False
    return not pages[first.page_number].text[first.end : second.start].strip()


def _runs(pieces: Sequence[_Piece], max_tokens: int) -> Iterator[list[_Piece]]:
    """Divide a section's pieces into runs of about equal size, so that no scrap is left at its end."""
    total = sum(piece.token_count for piece in pieces)
    target = total / max(1, -(-total // max_tokens))
    run: list[_Piece] = []
    used = 0
    for piece in pieces:
        if run and (used + piece.token_count > max_tokens or used >= target):
            kept, above = _carried(run, piece, max_tokens)
            if kept:
                yield kept
                run = above
                used = sum(each.token_count for each in run)
        run.append(piece)
        used += piece.token_count
    if run:
        yield run


def _carried(run: list[_Piece], piece: _Piece, max_tokens: int) -> tuple[list[_Piece], list[_Piece]]:
    """Return `run` without what belongs to `piece`, which begins the next run, and what goes above it.

    Those are the headings at the end of the run and a table's heading rows, as far as there is room.
    """
    headings = _trailing_headings(run)
    room = max_tokens - piece.token_count - sum(each.token_count for each in headings)
    if room < 0:
        return run, []
    above = piece.above if sum(each.token_count for each in piece.above) <= room else ()
    return run[: len(run) - len(headings)], [*headings, *above]


def _trailing_headings(run: Sequence[_Piece]) -> list[_Piece]:
    """Return the headings at the end of a run: they belong to what follows."""
    count = 0
    while count < len(run) and run[-1 - count].kind is BlockKind.HEADING:
        count += 1
    return list(run[len(run) - count :])


class _Cutter:
    """Cuts a document's blocks into pieces and counts their tokens, each word once."""

    def __init__(self, document: Document, tokenizer: TokenCounter, max_tokens: int) -> None:
        self._tokenizer, self._max_tokens = tokenizer, max_tokens
        unique = list({word for page in document.pages for word in page.text.split()})
        self._counts = dict(zip(unique, tokenizer.counts(unique), strict=True))

    def pieces(self, section: _Section) -> list[_Piece]:
        pieces: list[_Piece] = []
        for page, block in section.blocks:
            found = self._rows(page, block) if block.kind is BlockKind.TABLE else self._sentences(page, block)
            if found and pieces and self._goes_on(section, pieces[-1], found[0], page):
                pieces[-1:] = [_joined(pieces[-1], found.pop(0))]
            pieces += found
        return pieces

    def _goes_on(self, section: _Section, last: _Piece, first: _Piece, page: Page) -> bool:
        """Say whether a sentence runs over the page's end: prose, not terminated, and not too long."""
        if last.kind is not first.kind or first.kind is not BlockKind.PARAGRAPH:
            return False
        span = last.spans[-1]
        if span.page_number == page.page_number or last.token_count + first.token_count > self._max_tokens:
            return False
        before = next(p for p, _ in section.blocks if p.page_number == span.page_number)
        starts_anew = page.text[first.spans[0].start].isupper()
        return not starts_anew and not TERMINATED.search(before.text[span.start : span.end])

    def _sentences(self, page: Page, block: Block) -> list[_Piece]:
        text = page.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            parts = [(0, len(text))] if text.strip() else []
        else:
            parts = sentences(text)
        return [
            piece
            for start, end in parts
            for piece in self._fitting(page, block.start + start, block.start + end, block.kind)
        ]

    def _rows(self, page: Page, block: Block) -> list[_Piece]:
        rows: list[_Piece] = []
        for line in re.finditer(r"[^\n]*\S[^\n]*", page.text[block.start : block.end]):
            start, end = block.start + line.start(), block.start + line.end()
            rows += self._fitting(page, start, end, block.kind)
        heading = self._heading_rows(page, rows)
        return rows[: len(heading)] + [_under(heading, row) for row in rows[len(heading) :]]

    def _heading_rows(self, page: Page, rows: Sequence[_Piece]) -> tuple[_Piece, ...]:
        """Return the rows above the first one with figures: at least one, unless they would fill a chunk."""
        count = 1
        while count < min(HEADING_ROWS, len(rows)) and not _has_figures(page, rows[count]):
            count += 1
        heading = tuple(rows[:count])
        return heading if sum(row.token_count for row in heading) <= self._max_tokens // 3 else ()

    def _fitting(self, page: Page, start: int, end: int, kind: BlockKind) -> list[_Piece]:
        """Return [start, end) of a page as one piece, or as several where it is too long for a chunk."""
        words = page.text[start:end].split()
        try:
            count = sum(map(self._counts.__getitem__, words))
        except KeyError:  # a word that the block shares with its neighbour
            count = sum(map(self._count, words))
        if count <= self._max_tokens:
            return [_Piece((Span(page.page_number, start, end),), count, kind)] if words else []
        return list(self._divided(page, start, end, kind))

    def _divided(self, page: Page, start: int, end: int, kind: BlockKind) -> Iterator[_Piece]:
        first = last = start
        used = 0
        for word_start, word_end in self._words(page.text, start, end):
            count = self._count(page.text[word_start:word_end])
            if used and used + count > self._max_tokens:
                yield _Piece((Span(page.page_number, first, last),), used, kind)
                first, used = word_start, 0
            last, used = word_end, used + count
        yield _Piece((Span(page.page_number, first, last),), used, kind)

    def _words(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the places of words, very long ones (some scripts have no spaces) in halves."""
        for word in re.compile(r"\S+").finditer(text, start, end):
            yield from self._halves(text, word.start(), word.end())

    def _halves(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        if end - start < 2 or self._count(text[start:end]) <= self._max_tokens // 4:
            yield start, end
            return
        middle = (start + end) // 2
        yield from self._halves(text, start, middle)
        yield from self._halves(text, middle, end)

    def _count(self, word: str) -> int:
        count = self._counts.get(word)
        if count is None:  # only part of a word of the page
            count = self._counts[word] = self._tokenizer.counts([word])[0]
        return count


def _joined(first: _Piece, second: _Piece) -> _Piece:
    return _Piece(first.spans + second.spans, first.token_count + second.token_count, first.kind)


def _under(heading: tuple[_Piece, ...], row: _Piece) -> _Piece:
    return _Piece(row.spans, row.token_count, row.kind, heading)


def _has_figures(page: Page, row: _Piece) -> bool:
    span = row.spans[0]
    return bool(re.search(r"\d", YEAR_OR_NOTE.sub("", page.text[span.start : span.end])))


def _sections(document: Document) -> Iterator[_Section]:
    """Yield the document's sections that have text, furniture left out."""
    titled = _by_outline(document) if document.outline else _by_heading(document)
    title, blocks = "", list[tuple[Page, Block]]()
    for new_title, page, block in titled:
        if new_title != title and blocks:
            yield _Section(title, tuple(blocks))
            blocks = []
        title = new_title
        blocks.append((page, block))
    if blocks:
        yield _Section(title, tuple(blocks))


def _blocks(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.kind is not BlockKind.FURNITURE]


def _by_heading(document: Document) -> Iterator[tuple[str, Page, Block]]:
    """Yield each block with the heading above it; the first of several in a row names the section."""
    title, after_heading = "", False
    for page in document.pages:
        for block in _blocks(page):
            is_heading = block.kind is BlockKind.HEADING
            if is_heading and not after_heading:
                title = " ".join(page.text[block.start : block.end].split())
            after_heading = is_heading
            yield title, page, block


def _by_outline(document: Document) -> Iterator[tuple[str, Page, Block]]:
    """Yield each block with its path in the outline, a new section beginning where its title is printed."""
    entered: list[OutlineItem] = []
    items = _items_by_page(document)
    for page in document.pages:
        blocks = _blocks(page)
        starts = _starts(items[page.page_number], page, blocks)
        for index, block in enumerate(blocks):
            entered = _entered(entered, [item for at, item in starts if at == index])
            yield " > ".join(item.title for item in entered), page, block
        if not blocks:
            entered = _entered(entered, items[page.page_number])


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
    items: Sequence[OutlineItem], page: Page, blocks: Sequence[Block]
) -> list[tuple[int, OutlineItem]]:
    """Return where on a page each of its outline's items begins, as (index of the block, item)."""
    texts = [_squeezed(page.text[block.start : block.end]) for block in blocks] if items else []
    starts: list[tuple[int, OutlineItem]] = []
    at = 0
    for item in items:
        title = _squeezed(item.title)
        at = next((i for i in range(at, len(texts)) if title and texts[i].startswith(title)), at)
        starts.append((at, item))
    return starts


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
