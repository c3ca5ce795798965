"""Documents made by hand, and a counter of tokens that a reader can follow."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from core.documents.document import Block, BlockKind, Document, OutlineItem, Page, SkippedPage

Parts = Sequence[tuple[BlockKind, str]]


class WordsAsTokens:
    """One token a word."""

    def counts(self, words: Sequence[str]) -> list[int]:
        return [len(word.split()) for word in words]


def paragraph(text: str) -> tuple[BlockKind, str]:
    return BlockKind.PARAGRAPH, text


def heading(text: str) -> tuple[BlockKind, str]:
    return BlockKind.HEADING, text


def table(*rows: str) -> tuple[BlockKind, str]:
    return BlockKind.TABLE, "\n".join(rows)


def furniture(text: str) -> tuple[BlockKind, str]:
    return BlockKind.FURNITURE, text


def page(page_number: int, *parts: tuple[BlockKind, str]) -> Page:
    """Return a page of these blocks; its label is Roman, so that no test takes it for the number."""
    blocks, text = list[Block](), ""
    for kind, part in parts:
        start = len(text) + (2 if text else 0)
        text = f"{text}\n\n{part}" if text else part
        blocks.append(Block(start, start + len(part), kind))
    return Page(page_number, "i" * page_number, text, tuple(blocks))


def document(
    *pages: Page,
    title: str = "A title",
    outline: Sequence[OutlineItem] = (),
    skipped: Sequence[SkippedPage] = (),
    path: Path = Path("/papers/a.pdf"),
) -> Document:
    """Return a document whose id is decided by its pages."""
    document_id = hashlib.sha256(repr((pages, title)).encode()).hexdigest()
    return Document(document_id, path, title, "en", pages, tuple(outline), tuple(skipped), "An author")
