"""What is known of a document: plain frozen values, made by `core.documents.pdf`."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Says how a document was read; raised whenever the same file gives other text or blocks.
READER = "7"


class BlockKind(StrEnum):
    """What a block of text is on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    FURNITURE = "furniture"  # running headers, footers and page numbers


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a page's text, [start, end) in characters of `Page.text`."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its text in logical (reading) order, normalised, blocks parted by an empty line.

    `page_number` is 1-based; `label` is what is printed on the page ("iv", "12"). `blocks` cover the
    text in order without overlap; what lies between two blocks is white space.
    """

    page_number: int
    label: str
    text: str
    blocks: tuple[Block, ...] = ()

    @property
    def body(self) -> str:
        """The page's text without its furniture."""
        kept = [self.text[b.start : b.end] for b in self.blocks if b.kind is not BlockKind.FURNITURE]
        return "\n\n".join(kept)


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One line of the PDF's own table of contents; `level` starts at 0."""

    title: str
    level: int
    page_number: int


@dataclass(frozen=True, slots=True)
class SkippedPage:
    """A page that gave no text, and why ("a picture without text", "damaged: …")."""

    page_number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """A run of one page's text, [start, end) in characters of `Page.text`."""

    page_number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF that was read.

    `document_id` is the SHA-256 of the file, in hexadecimal: the same file is the same document wherever it
    lies. `pages` has an entry for every page of the PDF, skipped ones (with empty text) included.
    `language` is an ISO 639-1 code, or "" where it cannot be told.
    """

    document_id: str
    path: Path
    title: str
    language: str
    pages: tuple[Page, ...]
    outline: tuple[OutlineItem, ...] = ()
    skipped: tuple[SkippedPage, ...] = ()
    author: str = ""

    def page(self, page_number: int) -> Page:
        """Return the page with this 1-based number."""
        return self.pages[page_number - 1]


@dataclass(frozen=True, slots=True)
class PagesRead:
    """So many pages of a document have been read."""

    done: int
    total: int
