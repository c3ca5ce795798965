"""Which document is shown, and what is known of it from elsewhere."""

from dataclasses import dataclass, field
from pathlib import Path

from core.documents.document import OutlineItem, SkippedPage


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as the pane was given it. The password is not shown by anything that prints this.

    `document_id` is "" while nothing but the file is known.
    """

    document_id: str
    path: Path
    password: str | None = field(default=None, repr=False)
    labels: tuple[str, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    skipped: tuple[SkippedPage, ...] = ()

    @property
    def key(self) -> str:
        """What the pages child knows the document by."""
        return self.document_id or f"file {self.path}"

    def is_more_of(self, other: "Shown") -> bool:
        """Tell whether this is the file that `other` is, by now known as a document."""
        return not other.document_id and (self.path, self.password) == (other.path, other.password)

    def is_same_file(self, other: "Shown") -> bool:
        """Tell whether both are opened from the same place in the same way."""
        return (self.document_id, self.path, self.password) == (
            other.document_id,
            other.path,
            other.password,
        )
