"""Which rows of tables are called by their names: a figure of the row beside them supports nothing."""

from collections.abc import Sequence
from itertools import takewhile

from core.answering.evidence import Line, Lines
from core.documents.document import BlockKind
from core.library.tables import CELL_BREAK, is_figure

FEWEST_WORDS = 2  # of a name: "Total" and "Other" name nothing by themselves


class NamedRows:
    """The rows of tables whose whole names stand in a text with the stems `said`."""

    def __init__(self, lines: Lines, said: frozenset[str]) -> None:
        self._lines, self._said = lines, said
        self._found: dict[tuple[str, int, bool], Sequence[frozenset[str]]] = {}

    def has_other(self, row: Line) -> bool:
        """Say whether another row of the page has in its name what this one shares with the text, and more.

        Amounts are no rivals of shares: "Revenue, change in %" may well be how total revenue grew.
        """
        key = row.document_id, row.page_number, "%" in row.text
        if key not in self._found:
            self._found[key] = self._of_page(*key)
        mine = self._name(row) & self._said
        return any(mine < other for other in self._found[key])

    def _of_page(self, document_id: str, page_number: int, are_shares: bool) -> Sequence[frozenset[str]]:
        lines = (self._lines[index] for index in self._lines.of_page(document_id, page_number))
        rows = (line for line in lines if line.kind is BlockKind.TABLE and ("%" in line.text) is are_shares)
        return [name for name in map(self._name, rows) if len(name) >= FEWEST_WORDS and name <= self._said]

    def _name(self, row: Line) -> frozenset[str]:
        """Return the stems of what stands before the first figure of a row."""
        cells = row.text.split(CELL_BREAK)
        name = " ".join(takewhile(lambda cell: not is_figure(cell), cells)) if len(cells) > 1 else ""
        return self._lines.content(name).stems
