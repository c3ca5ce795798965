"""Documents that are longer than the model's window, cut into parts that fill it.

A part ends where a page ends, at the border of a section if one lies near its end; only a page that is longer
than a whole part is cut inside. A short last page is read again at the beginning of the next part, since a
thought may go on over it. The same documents and room make the same parts, so each is read once for ever.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.answering.prompts import document_heading, page_text
from core.documents.document import BlockKind, Document, Page
from core.documents.text import short_sentences

JOINT_TOKENS = 2  # at most, of the empty line between two pages
LEAST_FILL = 0.75  # of a part that may end before it is full, at the border of a section
OVERLAP = 1 / 8  # of a part, that a page may take which is read again in the next one

Count = Callable[[str], int]  # text -> tokens
PageKey = tuple[str, int]  # document id, page number
Place = tuple[str, int]  # a document's title, page number


@dataclass(frozen=True, slots=True)
class Part:
    """What is read at once: `text` as the model reads it, and the pages of which it is, in order.

    `first_page` and `last_page` count from 1 over the pages of all the documents together.
    """

    text: str
    pages: tuple[PageKey, ...]
    first_page: int
    last_page: int
    begins: Place
    ends: Place

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that the part has pages of, in order."""
        return tuple(dict.fromkeys(document_id for document_id, _ in self.pages))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page, or a piece of one that is too long: what is never cut. `tokens` include its joint."""

    document: Document
    page_number: int
    position: int
    text: str
    tokens: int
    heading_tokens: int
    begins_section: bool
    begins_document: bool


def cut(documents: Sequence[Document], room_tokens: int, count: Count) -> tuple[Part, ...]:
    """Return the documents in parts of at most `room_tokens`, as `count` counts them."""
    sheets = list(_sheets(documents, room_tokens, count))
    parts, begin = list[Part](), 0
    while begin < len(sheets):
        end = _end(sheets, begin, room_tokens)
        parts.append(_part(sheets[begin:end]))
        begin = _next_begin(sheets, begin, end, room_tokens)
    return tuple(parts)


def label(begins: Place, ends: Place) -> str:
    """Return in words where something is from."""
    (title, first), (last_title, last) = begins, ends
    if title != last_title:
        return f"{title}, page {first} to {last_title}, page {last}"
    return f"{title}, page {first}" if first == last else f"{title}, pages {first} to {last}"


def _end(sheets: Sequence[_Sheet], begin: int, room_tokens: int) -> int:
    """Return where a part that begins at `begin` ends: full, or a little before that where a section ends."""
    sizes = list(_sizes(sheets, begin, room_tokens))
    full = begin + max(1, bisect_right(sizes, room_tokens))
    if full == len(sheets):
        return full
    borders = [
        end
        for end in range(begin + 1, full + 1)
        if sheets[end].begins_section and sizes[end - begin - 1] >= LEAST_FILL * room_tokens
    ]
    return max(borders, default=full)


def _sizes(sheets: Sequence[_Sheet], begin: int, room_tokens: int) -> Iterator[int]:
    """Yield how many tokens the first, the first two, ... sheets from `begin` take, until it is too many."""
    own = (
        sheet.tokens + sheet.heading_tokens * (sheet.begins_document or index == 0)
        for index, sheet in enumerate(sheets[begin:])
    )
    for size in accumulate(own):
        yield size
        if size > room_tokens:
            return


def _next_begin(sheets: Sequence[_Sheet], begin: int, end: int, room_tokens: int) -> int:
    """Return where the next part begins: with the last page once more, if that is short and goes on."""
    if end == len(sheets) or end - 1 == begin or sheets[end].begins_section:
        return end
    last, following = sheets[end - 1], sheets[end]
    is_short = last.tokens <= OVERLAP * room_tokens
    leaves_room = last.heading_tokens + last.tokens + following.tokens <= room_tokens
    return end - 1 if is_short and leaves_room else end


def _part(sheets: Sequence[_Sheet]) -> Part:
    texts: list[str] = []
    for index, sheet in enumerate(sheets):
        if index == 0 or sheet.begins_document:
            texts.append(document_heading(sheet.document))
        texts.append(sheet.text)
    pages = dict.fromkeys((sheet.document.document_id, sheet.page_number) for sheet in sheets)
    first, last = sheets[0], sheets[-1]
    return Part("\n\n".join(texts), tuple(pages), first.position, last.position, _place(first), _place(last))


def _place(sheet: _Sheet) -> Place:
    return sheet.document.title, sheet.page_number


def _sheets(documents: Sequence[Document], room_tokens: int, count: Count) -> Iterator[_Sheet]:
    position = 0
    for document in documents:
        heading_tokens = count(document_heading(document)) + JOINT_TOKENS
        sections = {item.page_number for item in document.outline}
        begins_document = True
        for page in document.pages:
            position += 1
            begins_section = begins_document or page.page_number in sections or _has_heading_on_top(page)
            for text, tokens in _pieces(page, room_tokens - heading_tokens, count):
                yield _Sheet(
                    document, page.page_number, position, text, tokens, heading_tokens,
                    begins_section, begins_document,
                )  # fmt: skip
                begins_section = begins_document = False


def _has_heading_on_top(page: Page) -> bool:
    kinds = (block.kind for block in page.blocks if block.kind is not BlockKind.FURNITURE)
    return next(kinds, None) is BlockKind.HEADING


def _pieces(page: Page, most_tokens: int, count: Count) -> Iterator[tuple[str, int]]:
    """Yield a page as the model reads it, with its tokens; in pieces under the same number if too long."""
    text = page_text(page)
    tokens = count(text) + JOINT_TOKENS
    if tokens <= most_tokens:
        if text:
            yield text, tokens
        return
    room = most_tokens - count(page_text(page, "")) - 2 * JOINT_TOKENS
    for piece in _runs(page.body, room, count):
        text = page_text(page, piece)
        yield text, count(text) + JOINT_TOKENS


def _runs(text: str, room_tokens: int, count: Count) -> Iterator[str]:
    """Yield a text in runs of whole sentences that each take at most so many tokens."""
    begin = end = taken = 0
    for start, stop in short_sentences(text, lambda part: count(part) + 1 <= room_tokens):
        tokens = count(text[end:stop]) + 1
        if taken and taken + tokens > room_tokens:
            yield text[begin:end]
            begin, taken = start, 0
        end, taken = stop, taken + tokens
    if taken:
        yield text[begin:end]
