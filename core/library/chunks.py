"""A document as chunks: runs of whole sentences of one section, small enough for the embedder.

A chunk's text is the text of its spans, one below the other: `Chunk.text == JOINT.join(text of each span)`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.documents.document import BlockKind, Document, Page, Span
from core.library.listings import is_listing
from core.library.pieces import Cutter, Piece, TokenCounter, tokens_of
from core.library.sections import Section, sections_of

MAX_TOKENS = 192
JOINT = "\n"
# Says how the chunks of a document were made; raised whenever the same document gives other chunks.
CHUNKER = f"tables-3/{MAX_TOKENS}"

SCRAP_SHARE = 1 / 8  # of a chunk: a section that is shorter goes with the next one
LEAST_SHARE = 1 / 4  # of a chunk: less in front of a table too long for one chunk is divided with it


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of a document, as it is searched for.

    `ordinal` counts the document's chunks from 0. `section` is the path of titles to it, outermost first: of
    the outline, and below it of the headings that are printed. `token_count` is in the embedder's tokens,
    without what is put in front. `is_listing`: of a contents page or an index, which name everything.
    """

    document_id: str
    ordinal: int
    section: str
    spans: tuple[Span, ...]
    text: str
    token_count: int
    is_listing: bool = False


def chunk_document(document: Document, tokenizer: TokenCounter, max_tokens: int = MAX_TOKENS) -> list[Chunk]:
    """Return the chunks of `document`, in order.

    Running headers and footers are left out. A chunk that begins inside a table begins with what says what
    its numbers are: the table's caption and units, its rows of heads, and the label above the row. A table
    that fits in a chunk is not divided. A sentence of more than `max_tokens` is divided between words.
    """
    cutter = Cutter(document, tokenizer, max_tokens)
    pages = {page.page_number: page for page in document.pages}
    chunks: list[Chunk] = []
    for title, pieces in _without_scraps(sections_of(document), cutter, max_tokens):
        for run in _runs(pieces, max_tokens):
            spans = merge_spans(pages, [span for piece in run for span in piece.spans])
            text = span_text(pages, spans)
            listing = is_listing(text, len(pages))
            chunks.append(
                Chunk(document.document_id, len(chunks), title, spans, text, tokens_of(run), listing)
            )
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


def _without_scraps(
    sections: Iterator[Section], cutter: Cutter, max_tokens: int
) -> Iterator[tuple[str, list[Piece]]]:
    """Yield title and pieces of each section; one that is hardly more than its heading goes with the next."""
    scraps: list[Piece] = []
    title = ""
    for section in sections:
        title, scraps = section.title, [*scraps, *cutter.pieces(section)]
        if tokens_of(scraps) >= max_tokens * SCRAP_SHARE:
            yield title, scraps
            scraps = []
    if scraps:
        yield title, scraps


def _runs(pieces: Sequence[Piece], max_tokens: int) -> Iterator[list[Piece]]:
    """Divide a section's pieces into runs that fit, a table in one of them where it can be."""
    run: list[Piece] = []
    for _, stretch in groupby(pieces, key=lambda piece: piece.table):
        following = list(stretch)
        if tokens_of(run) + tokens_of(following) > max_tokens:
            kept, headings = _without_headings(run)
            if tokens_of(kept) > max_tokens * LEAST_SHARE:
                yield kept
                run = headings
        if not run:  # as where a table goes on, or its notes do, and the table itself is in another run
            run = list(following[0].above)
        run += following
        if tokens_of(run) > max_tokens:
            *divided, run = _divided(run, max_tokens)
            yield from divided
    if run:
        yield run


def _divided(pieces: Sequence[Piece], max_tokens: int) -> list[list[Piece]]:
    """Divide pieces into runs of about equal size, so that no scrap is left at their end."""
    repeated = max((tokens_of(piece.above) for piece in pieces), default=0)
    total = tokens_of(pieces) - repeated
    target = repeated + total / max(1, -(-total // (max_tokens - repeated)))
    runs: list[list[Piece]] = []
    run: list[Piece] = []
    for piece in pieces:
        used = tokens_of(run)
        if run and (used + piece.token_count > max_tokens or used >= target):
            kept, above = _carried(run, piece, max_tokens)
            if kept:
                runs.append(kept)
                run = above
        run.append(piece)
    return [*runs, run]


def _carried(run: list[Piece], piece: Piece, max_tokens: int) -> tuple[list[Piece], list[Piece]]:
    """Return `run` without what belongs to `piece`, which begins the next run, and what goes above it.

    Those are the headings at the end of the run and what is repeated above a row, as far as there is room.
    """
    kept, headings = _without_headings(run, piece.above)
    room = max_tokens - piece.token_count - tokens_of(headings)
    if room < 0:
        return run, []
    taken = {span for heading in headings for span in heading.spans}
    above = [each for each in piece.above if not taken.issuperset(each.spans)]
    return kept, [*headings, *(above if tokens_of(above) <= room else ())]


def _without_headings(run: list[Piece], above: Sequence[Piece] = ()) -> tuple[list[Piece], list[Piece]]:
    """Return a run without, and then with nothing but, the headings (or what is of `above`) at its end."""
    spans = {span for piece in above for span in piece.spans}
    count = len(run)
    while count and (run[count - 1].kind is BlockKind.HEADING or spans.issuperset(run[count - 1].spans)):
        count -= 1
    return run[:count], run[count:]
