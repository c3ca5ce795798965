"""What pages are called: by their number, and by what is printed on them."""

from collections.abc import Sequence


class PageLabels:
    """The printed labels of a document's pages, "12" or "iv"; a page without one goes by its number."""

    def __init__(self, labels: Sequence[str], page_count: int) -> None:
        given = list(labels) + [""] * (page_count - len(labels))
        self._labels = [label or str(number) for number, label in enumerate(given[:page_count], 1)]
        self.page_count = page_count

    def __getitem__(self, page_number: int) -> str:
        return self._labels[page_number - 1]

    def page_called(self, text: str) -> int | None:
        """Return the page that a person means: by its label as printed, else by its number."""
        wanted = text.strip().casefold()
        for number, label in enumerate(self._labels, 1):
            if label.casefold() == wanted:
                return number
        if wanted.isdecimal() and 1 <= int(wanted) <= self.page_count:
            return int(wanted)
        return None
