"""An answer as a QTextDocument that grows at its end: what is finished is never laid out again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextListFormat,
    QTextTableFormat,
)

from core.documents.text import direction
from gui import theme
from gui.answers.markdown import LINE_BREAK, Block, Cell, Kind, Look, Run

INDENT_PX = 24
QUOTE_PX = 14
CODE_PX = 12
LINE_HEIGHT = 132
CODE_LINE_HEIGHT = 120
HEADING_SCALES = (1.3, 1.2, 1.1)
SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A block that is shown: where each of its cells begins, where the document ended behind it, and its way.

    A block without letters goes the way of the whole answer, which may turn about as that grows.
    """

    block: Block
    cells: tuple[int, ...]
    end: int
    direction: str


class AnswerDocument(QTextDocument):
    """Shows blocks; positions of the answer are told as positions of the document."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(INDENT_PX)
        self._placed: list[Placed] = []
        self._formats: dict[tuple[object, ...], QTextCharFormat] = {}
        self._direction = "ltr"
        self.theme_shown = theme.current()

    @property
    def placed(self) -> Sequence[Placed]:
        """The blocks that are shown, in their order."""
        return self._placed

    def show_blocks(self, blocks: Sequence[Block], kept: int = 0) -> None:
        """Show these blocks from the one numbered `kept` on; only what differs is written."""
        shown = self._placed
        while kept < min(len(shown), len(blocks)) and self._is_as_placed(shown[kept], blocks[kept]):
            kept += 1
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        if kept == len(shown) - 1 and kept < len(blocks) and self._grow(cursor, blocks[kept]):
            kept += 1
        self._truncate(cursor, kept)
        for block in blocks[kept:]:
            self._write(cursor, block)
        cursor.endEditBlock()

    def refresh(self) -> None:
        """Write everything anew, in the theme that is shown now."""
        blocks = [placed.block for placed in self._placed]
        self.theme_shown = theme.current()
        self._formats.clear()
        self.setDefaultFont(theme.font())
        self.show_blocks([])
        self.show_blocks(blocks)

    def set_direction(self, text: str) -> None:
        """Take the direction of paragraphs without letters from the text as a whole, or from the window."""
        is_rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        has_letters = any(map(str.isalpha, text))
        self._direction = direction(text) if has_letters else ("rtl" if is_rtl else "ltr")

    def ranges(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where the answer's characters [start, end) are shown, as (first, last) positions."""
        found: list[tuple[int, int]] = []
        for placed in self._placed:
            if placed.block.start < end and start < placed.block.end:
                for position, cell in zip(placed.cells, placed.block.cells, strict=True):
                    found += _cell_ranges(position, cell, start, end)
        return found

    def answer_place(self, position: int) -> int | None:
        """Return the answer's character that is shown at a position, None where none is."""
        for placed in self._placed:
            for begin, cell in zip(placed.cells, placed.block.cells, strict=True):
                at = begin
                for run in cell:
                    length = utf16_length(run.text)
                    if at <= position < at + length:
                        return run.start + (len(_units(run.text, 0, position - at)) if run.is_verbatim else 0)
                    at += length
        return None

    def plain_text(self, first: int, last: int) -> str:
        """Return what is shown between two positions, without the numbers of sources.

        Of a table it is the rows of which something stands there, their cells with tabs between them.
        """
        lines: list[str] = []
        for placed in self._placed:
            if min(placed.cells) <= last and first <= placed.end:
                lines += _row_texts(placed, first, last)
        return "\n".join(lines).replace(LINE_BREAK, "\n").strip("\n")

    def _truncate(self, cursor: QTextCursor, count: int) -> None:
        if count >= len(self._placed):
            return
        cursor.setPosition(self._placed[count - 1].end if count else 0)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        del self._placed[count:]

    def _grow(self, cursor: QTextCursor, block: Block) -> bool:
        """Write only what the last block has more than before; False where more than that has changed."""
        last = self._placed[-1]
        more = _growth(last.block, block)
        if more is None or last.direction != self._direction_of(block):
            return False
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for run in more:
            cursor.insertText(run.text, self._char_format(run.look, block, run.target))
        self._placed[-1] = replace(last, block=block, end=cursor.position())
        return True

    def _write(self, cursor: QTextCursor, block: Block) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if block.kind is Kind.TABLE:
            cells = self._write_table(cursor, block)
        else:
            cells = (self._write_paragraph(cursor, block),)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._placed.append(Placed(block, cells, cursor.position(), self._direction_of(block)))

    def _write_paragraph(self, cursor: QTextCursor, block: Block) -> int:
        plain = self._char_format(Look.PLAIN, block)
        if self._placed and self._placed[-1].block.kind is not Kind.TABLE:
            cursor.insertBlock(self._block_format(block), plain)
        else:  # the empty paragraph that every document, and every table, ends with
            cursor.setBlockFormat(self._block_format(block))
            cursor.setBlockCharFormat(plain)
            cursor.setCharFormat(plain)
        if block.marker:
            cursor.createList(_list_format(block))
        elif cursor.currentList() is not None:
            cursor.currentList().remove(cursor.block())
            cursor.setBlockFormat(self._block_format(block))
        start = cursor.position()
        for run in block.runs:
            cursor.insertText(run.text, self._char_format(run.look, block, run.target))
        return start

    def _write_table(self, cursor: QTextCursor, block: Block) -> tuple[int, ...]:
        """Write a table, and return where its cells begin, in the order in which they are read.

        Qt lays columns out from left to right whatever the format says, so they are turned about here.
        """
        columns = max(len(row) for row in block.rows)
        table = cursor.insertTable(len(block.rows), columns, self._table_format(block))
        is_rtl = self._direction_of(block) == "rtl"
        cells: list[QTextCursor] = []
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                into = table.cellAt(r, columns - 1 - c if is_rtl else c).firstCursorPosition()
                cells.append(QTextCursor(into))
                cells[-1].setKeepPositionOnInsert(True)
                side = block.sides[c] if c < len(block.sides) else ""
                into.setBlockFormat(_at(side or ("right" if is_rtl else "")))
                for run in cell:
                    look = run.look | (Look.BOLD if r == 0 else Look.PLAIN)
                    into.insertText(run.text, self._char_format(look, block, run.target))
        after = QTextCursor(self)
        after.movePosition(QTextCursor.MoveOperation.End)
        after.setBlockFormat(_thin_line())
        return tuple(cell.position() for cell in cells)

    def _is_as_placed(self, placed: Placed, block: Block) -> bool:
        return placed.block == block and placed.direction == self._direction_of(block)

    def _direction_of(self, block: Block) -> str:
        text = block.text
        return direction(text) if any(map(str.isalpha, text)) else self._direction

    def _block_format(self, block: Block) -> QTextBlockFormat:
        made = QTextBlockFormat()
        is_rtl = block.kind is not Kind.CODE and self._direction_of(block) == "rtl"
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
        height = CODE_LINE_HEIGHT if block.kind is Kind.CODE else LINE_HEIGHT
        made.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        made.setTopMargin(self._gap_before(block))
        made.setIndent(0 if block.marker else block.depth)  # a list indents its items itself
        (made.setRightMargin if is_rtl else made.setLeftMargin)(block.quotes * QUOTE_PX)
        if block.kind is Kind.CODE:
            made.setLeftMargin(block.quotes * QUOTE_PX + CODE_PX)
            made.setRightMargin(CODE_PX)
        if block.kind is Kind.RULE:
            width = QTextLength(QTextLength.Type.PercentageLength, 100)
            made.setProperty(QTextBlockFormat.Property.BlockTrailingHorizontalRulerWidth, width)
        if block.kind is Kind.HEADING:
            made.setHeadingLevel(block.level)
        return made

    def _gap_before(self, block: Block) -> int:
        if not self._placed:
            return CODE_PX // 2 if block.kind is Kind.CODE else 0
        before = self._placed[-1].block
        if block.kind is Kind.CODE:
            return 0 if block.is_tight else 16
        extra = 8 if before.kind is Kind.CODE else 0
        if block.kind is Kind.ITEM:
            return (3 if block.is_tight else 8) + (extra or 3 * (before.kind is not Kind.ITEM))
        return (16 if block.kind is Kind.HEADING else 9) + extra

    def _char_format(self, look: Look, block: Block, target: str = "") -> QTextCharFormat:
        key = look.value, block.kind, block.level, block.quotes > 0, target
        if key not in self._formats:  # there are few, and each takes a while to make
            self._formats[key] = self._new_char_format(look, block, target)
        return self._formats[key]

    def _new_char_format(self, look: Look, block: Block, target: str) -> QTextCharFormat:
        made = QTextCharFormat()
        shown = self.theme_shown
        if Look.CODE in look:
            made.setFont(_code_font())
            if block.kind is not Kind.CODE:
                made.setBackground(QColor(shown.sunken))
        if Look.BOLD in look or block.kind is Kind.HEADING:
            made.setFontWeight(QFont.Weight.DemiBold)
        made.setFontItalic(Look.ITALIC in look)
        made.setFontStrikeOut(Look.STRUCK in look)
        if block.kind is Kind.HEADING:
            scale = HEADING_SCALES[min(block.level, len(HEADING_SCALES)) - 1]
            made.setFontPointSize(QFontInfo(self.defaultFont()).pointSizeF() * scale)
        if block.quotes:
            made.setForeground(QColor(shown.dim))
        if Look.NOTE in look:
            _make_note(made, shown, target)
        return made

    def _table_format(self, block: Block) -> QTextTableFormat:
        made = QTextTableFormat()
        made.setBorderCollapse(True)
        made.setBorder(1)
        made.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderBrush(QColor(self.theme_shown.border))
        made.setCellPadding(6)
        made.setCellSpacing(0)
        made.setTopMargin(10 if self._placed else 0)
        made.setBottomMargin(12)
        made.setHeaderRowCount(1)
        if self._direction_of(block) == "rtl":
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        return made


def utf16_length(text: str) -> int:
    """Return how many positions of a document `text` takes: letters beyond the first plane take two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _units(text: str, first: int, last: int) -> str:
    """Return the part of a text between two positions of a document."""
    if text.isascii():
        return text[first:last]
    return text.encode("utf-16-le", "surrogatepass")[2 * first : 2 * last].decode("utf-16-le", "ignore")


def _cell_ranges(position: int, cell: Cell, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for run in cell:
        length = utf16_length(run.text)
        if run.start < end and start < run.end:
            first, last = position, position + length
            if run.is_verbatim:
                first += utf16_length(run.text[: max(0, start - run.start)])
                last -= utf16_length(run.text[max(0, end - run.start) :])
            found.append((first, last))
        position += length
    return found


def _cell_text(position: int, cell: Cell, first: int, last: int) -> str:
    text = ""
    for run in cell:
        if Look.NOTE not in run.look:
            text += _units(run.text, max(0, first - position), max(0, last - position))
        position += utf16_length(run.text)
    return text


def _row_texts(placed: Placed, first: int, last: int) -> list[str]:
    begins = iter(placed.cells)
    rows = [
        "\t".join(_cell_text(next(begins), cell, first, last) for cell in row)
        for row in placed.block.rows or (placed.block.cells,)
    ]
    there = [row for row in rows if row.strip()]
    return [there[0].strip("\t")] if len(there) == 1 and placed.block.rows else there


def _growth(old: Block, new: Block) -> tuple[Run, ...] | None:
    """Return the runs that turn `old` into `new` when they are put behind it; None where they cannot."""
    same = (old.kind, old.start, old.level, old.depth, old.quotes, old.marker, old.is_tight)
    if same != (new.kind, new.start, new.level, new.depth, new.quotes, new.marker, new.is_tight):
        return None
    if old.rows or new.rows or len(new.runs) < len(old.runs):
        return None
    if not old.runs:
        return new.runs
    last, grown = old.runs[-1], new.runs[len(old.runs) - 1]
    is_more = (last.look, last.start) == (grown.look, grown.start) and grown.text.startswith(last.text)
    if old.runs[:-1] != new.runs[: len(old.runs) - 1] or not is_more:
        return None
    rest = Run(grown.text[len(last.text) :], last.end, grown.end, grown.look, grown.target)
    return (rest, *new.runs[len(old.runs) :])


def _list_format(block: Block) -> QTextListFormat:
    made = QTextListFormat()
    made.setIndent(block.depth)
    if block.marker[0].isdigit():
        made.setStyle(QTextListFormat.Style.ListDecimal)
        made.setStart(int(block.marker[:-1]))
    else:
        styles = {"•": QTextListFormat.Style.ListDisc, "◦": QTextListFormat.Style.ListCircle}
        made.setStyle(styles.get(block.marker, QTextListFormat.Style.ListSquare))
    return made


def _at(side: str) -> QTextBlockFormat:
    made = QTextBlockFormat()
    if side:
        made.setAlignment(SIDES[side] | Qt.AlignmentFlag.AlignAbsolute)
    return made


def _thin_line() -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return made


def _code_font() -> QFont:
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPointSizeF(QFontInfo(theme.font()).pointSizeF() * 0.95)
    return made


def _make_note(made: QTextCharFormat, shown: theme.Theme, target: str) -> None:
    made.setAnchor(True)
    made.setAnchorHref(target)
    made.setForeground(QColor(shown.accent))
    made.setFontWeight(QFont.Weight.DemiBold)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
