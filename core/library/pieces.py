"""What is never divided: sentences, headings and rows of tables, with their tokens counted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from core.documents.document import Block, BlockKind, Document, Page, Span
from core.documents.text import sentences
from core.library.sections import Section
from core.library.tables import TableRegion, is_note

CARRIED_SHARE = 1 / 3  # of a chunk: at most so much is repeated above rows that begin one
TERMINATED = re.compile(r"""[.!?:;…。！？؟؛]["'”’»)\]]*\s*$""")
UNITS = re.compile(r"\b(?:thousand|million|billion)s?\b|[$€£₪%]|אלפי|מיליו|מיליארד", re.IGNORECASE)


class TokenCounter(Protocol):
    """Counts an embedder's tokens; words are counted alone, as its tokenizer takes them."""

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return the number of tokens of each word, special tokens left out."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never divided: a sentence, a heading or a table's row.

    `above` is what is repeated above it where a chunk begins with it, in order: of a row the caption, the
    heads and the label that it stands under. `table` counts the section's tables, captions and notes
    included, from 1; 0 is no table.
    """

    spans: tuple[Span, ...]
    token_count: int
    kind: BlockKind
    above: tuple["Piece", ...] = ()
    table: int = 0


def tokens_of(pieces: Sequence[Piece]) -> int:
    """Return how many tokens some pieces have together."""
    return sum(piece.token_count for piece in pieces)


class Cutter:
    """Cuts a document's sections into pieces and counts their tokens, each word once."""

    def __init__(self, document: Document, tokenizer: TokenCounter, max_tokens: int) -> None:
        self._tokenizer, self._max_tokens = tokenizer, max_tokens
        self._pages = {page.page_number: page for page in document.pages}
        unique = list({word for page in document.pages for word in page.text.split()})
        self._counts = dict(zip(unique, tokenizer.counts(unique), strict=True))

    def pieces(self, section: Section) -> list[Piece]:
        """Return the pieces of a section, in order."""
        pieces: list[Piece] = []
        tables = 0
        caption: tuple[Span, ...] = ()  # of the table that was just passed; it may stand below
        noted: tuple[Piece, ...] | None = None  # what goes above its notes
        for page, item in section.items:
            if isinstance(item, TableRegion):
                tables += 1
                caption, noted = item.caption, self._add_table(pieces, item, tables)
            elif noted is not None and is_note(page, item):
                pieces += [replace(each, above=noted, table=tables) for each in self._sentences(page, item)]
            else:
                found = self._sentences(page, item)
                below = [replace(each, table=tables) if _is_within(each, caption) else each for each in found]
                self._add_text(pieces, page, below)
                caption, noted = (), None
        return pieces

    def _add_text(self, pieces: list[Piece], page: Page, found: list[Piece]) -> None:
        if found and pieces and self._goes_on(pieces[-1], found[0], page):
            pieces[-1:] = [_joined(pieces[-1], found.pop(0))]
        pieces += found

    def _goes_on(self, last: Piece, first: Piece, page: Page) -> bool:
        """Say whether a sentence runs over the page's end: prose, not terminated, and not too long."""
        if last.kind is not first.kind or first.kind is not BlockKind.PARAGRAPH:
            return False
        span = last.spans[-1]
        if span.page_number == page.page_number or last.token_count + first.token_count > self._max_tokens:
            return False
        starts_anew = page.text[first.spans[0].start].isupper()
        return not starts_anew and not TERMINATED.search(self._text(span))

    def _sentences(self, page: Page, block: Block) -> list[Piece]:
        text = page.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            parts = [(0, len(text))] if text.strip() else []
        else:
            parts = sentences(text)
        return [
            piece
            for start, end in parts
            for piece in self._fitting(
                Span(page.page_number, block.start + start, block.start + end), block.kind
            )
        ]

    # Tables

    def _add_table(self, pieces: list[Piece], table: TableRegion, number: int) -> tuple[Piece, ...]:
        """Add a table's rows, mark its caption as a part of it, and return what goes above its notes."""
        at = len(pieces)
        while at and _is_within(pieces[at - 1], table.caption):
            at -= 1
        pieces[at:] = [replace(piece, table=number) for piece in pieces[at:]]
        caption = [piece for span in table.caption for piece in self._parts(span)]
        head = [piece for span in table.head for piece in self._fitting(span, BlockKind.TABLE)]
        for row in table.rows:
            label = self._fitting(row.label, BlockKind.TABLE) if row.label else []
            above = self._carried(caption, [each for each in head if row.span not in each.spans], label)
            for piece in self._fitting(row.span, BlockKind.TABLE):
                pieces.append(replace(piece, above=above, table=number))
        return self._carried(caption, [], [])

    def _parts(self, caption: Span) -> list[Piece]:
        parts = sentences(self._text(caption))
        spans = [Span(caption.page_number, caption.start + a, caption.start + b) for a, b in parts]
        return [piece for span in spans for piece in self._fitting(span, BlockKind.PARAGRAPH)]

    def _carried(self, caption: list[Piece], head: list[Piece], label: list[Piece]) -> tuple[Piece, ...]:
        """Return as much of what stands above a row as may be repeated, what tells most first; in order."""
        named = caption[:1]
        units = [piece for piece in caption[1:] if UNITS.search(self._text(piece.spans[0]))]
        others = [piece for piece in caption[1:][::-1] if piece not in units]
        room = int(self._max_tokens * CARRIED_SHARE)
        kept: list[Piece] = []
        for group in (named, label, head, *([each] for each in (*units, *others))):
            if tokens_of(group) <= room:
                room -= tokens_of(group)
                kept += group
        return tuple(sorted(kept, key=_place))

    # What fits

    def _fitting(self, span: Span, kind: BlockKind) -> list[Piece]:
        """Return `span` as one piece, or as several where it is too long for a chunk."""
        words = self._text(span).split()
        try:
            count = sum(map(self._counts.__getitem__, words))
        except KeyError:  # a word that the block shares with its neighbour
            count = sum(map(self._count, words))
        if count <= self._max_tokens:
            return [Piece((span,), count, kind)] if words else []
        return list(self._divided(span, kind))

    def _divided(self, span: Span, kind: BlockKind) -> Iterator[Piece]:
        first = last = span.start
        used = 0
        text = self._pages[span.page_number].text
        for word_start, word_end in self._words(text, span.start, span.end):
            count = self._count(text[word_start:word_end])
            if used and used + count > self._max_tokens:
                yield Piece((Span(span.page_number, first, last),), used, kind)
                first, used = word_start, 0
            last, used = word_end, used + count
        yield Piece((Span(span.page_number, first, last),), used, kind)

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

    def _text(self, span: Span) -> str:
        return self._pages[span.page_number].text[span.start : span.end]


def _place(piece: Piece) -> tuple[int, int]:
    return piece.spans[0].page_number, piece.spans[0].start


def _is_within(piece: Piece, spans: Sequence[Span]) -> bool:
    first = piece.spans[0]
    return any(
        first.page_number == span.page_number and span.start <= first.start and first.end <= span.end
        for span in spans
    )


def _joined(first: Piece, second: Piece) -> Piece:
    return replace(
        first, spans=first.spans + second.spans, token_count=first.token_count + second.token_count
    )
