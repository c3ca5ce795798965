"""What the conversation is told about documents and about turns of the history: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.answering.events import Answer, Mode


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document that is asked about; `labels` has the printed label of each page, where known."""

    document_id: str
    title: str
    page_count: int
    labels: tuple[str, ...] = ()
    path: Path | None = None

    def label(self, page_number: int) -> str:
        """Return what is printed on a page, "" where it is its number or not known."""
        label = self.labels[page_number - 1] if page_number <= len(self.labels) else ""
        return "" if label == str(page_number) else label


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn of the history, with the document's words for the citations of each mode's answer, in order.

    `winners` are the modes that were voted for; None before a vote. `agreement` is None for one answer alone.
    """

    question: str
    answers: tuple[Answer, ...]
    quotes: Mapping[Mode, tuple[str, ...]] = field(default_factory=dict)
    winners: frozenset[Mode] | None = None
    agreement: object | None = None
