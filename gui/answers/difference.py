"""How the answers of a comparison differ: which numbers disagree, what one alone says, what both say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.answering.events import Answer, Mode
from gui import theme
from gui.answers.markdown import Block, Kind, parse, shown_text
from gui.answers.prose import Span
from gui.ask.wording import MODE_ICONS, mode_name
from gui.icons import icon
from gui.translating import tr
from gui.widgets.direction import direction_of
from gui.widgets.icon_view import IconView
from gui.widgets.text_label import TextLabel

if TYPE_CHECKING:
    from core.answering.agreement import Agreement, Echo, Sentence

COLOURS = {"differs": "danger", "alone": "accent", "shared": "good"}
ICON_PX = 16
SHOWN_AT_FIRST = 5
Spans = Mapping[Mode, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one answer says in a claim: a piece of its text, the numbers in it that disagree marked."""

    mode: Mode
    start: int
    end: int
    numbers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that the answers say alike, or differently, or one alone; `stance` says which."""

    stance: str
    parts: tuple[Part, ...]


def claims(agreement: "Agreement") -> list[Claim]:
    """Return what the answers say, each thing once, in the order of the answers."""
    order = {mode: index for index, mode in enumerate(agreement.sentences)}
    found: list[Claim] = []
    told: set[tuple[Mode, int]] = set()
    for mode, sentences in agreement.sentences.items():
        for sentence in sentences:
            if sentence.stance == "alone":
                found.append(Claim("alone", (Part(mode, sentence.start, sentence.end),)))
            elif sentence.stance == "shared":
                found += _shared(mode, sentence, told)
            else:
                found += [_differing(mode, sentence, e) for e in sentence.echoes if _is_first(order, mode, e)]
    return found


def _shared(mode: Mode, sentence: "Sentence", told: set[tuple[Mode, int]]) -> Iterator[Claim]:
    places = [(mode, sentence.start), *((echo.mode, echo.start) for echo in sentence.echoes)]
    if told.isdisjoint(places):
        echoes = (Part(echo.mode, echo.start, echo.end) for echo in sentence.echoes)
        yield Claim("shared", (Part(mode, sentence.start, sentence.end), *echoes))
    told.update(places)


def _is_first(order: Mapping[Mode, int], mode: Mode, echo: "Echo") -> bool:
    return bool(echo.differences) and order[mode] < order[echo.mode]


def _differing(mode: Mode, sentence: "Sentence", echo: "Echo") -> Claim:
    ours = tuple((d.start, d.end) for d in echo.differences)
    theirs = tuple((d.other_start, d.other_end) for d in echo.differences)
    parts = (
        Part(mode, sentence.start, sentence.end, ours),
        Part(echo.mode, echo.start, echo.end, theirs),
    )
    return Claim("differs", parts)


class ClaimRow(QFrame):
    """One claim; while the pointer or the keyboard is at it, it is shown in the answers."""

    pointed = Signal(object)  # a Claim, or None

    def __init__(
        self, claim: Claim, blocks: Mapping[Mode, list[Block]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.claim, self._blocks = claim, blocks
        self._labels: list[tuple[QLabel, Part]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(4, 4, 4, 4)
        lines.setSpacing(4)
        for part in claim.parts if claim.stance == "differs" else claim.parts[:1]:
            lines.addLayout(self._line(part))
        self.setAccessibleName(". ".join(label.accessibleName() for label, _ in self._labels))
        self._write()

    @property
    def texts(self) -> list[str]:
        """What is shown, one text for each answer."""
        return [self._plain(part) for _, part in self._labels]

    def _line(self, part: Part) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        if self.claim.stance == "alone":  # the heading says who
            line.addSpacing(ICON_PX)
        else:
            line.addLayout(self._icons(part))
        line.addWidget(self._label(part), 1)
        return line

    def _icons(self, part: Part) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(3)
        parts = self.claim.parts if self.claim.stance == "shared" else (part,)
        for mode in dict.fromkeys(each.mode for each in parts):
            view = IconView(MODE_ICONS[mode], self, size=ICON_PX, colour=mode.value)
            view.setToolTip(mode_name(mode))
            row.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _label(self, part: Part) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        is_rtl = direction_of(self._plain(part)) == Qt.LayoutDirection.RightToLeft
        label.setAlignment(
            (Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft)
            | Qt.AlignmentFlag.AlignAbsolute
            | Qt.AlignmentFlag.AlignTop
        )
        label.setAccessibleName(f"{mode_name(part.mode)}: {self._plain(part)}")
        self._labels.append((label, part))
        return label

    def _plain(self, part: Part) -> str:
        return shown_text(self._blocks[part.mode], part.start, part.end)

    def _write(self) -> None:
        for label, part in self._labels:
            is_rtl = direction_of(self._plain(part)) == Qt.LayoutDirection.RightToLeft
            label.setText(f'<div dir="{"rtl" if is_rtl else "ltr"}">{"".join(self._pieces(part))}</div>')

    def _pieces(self, part: Part) -> Iterator[str]:
        blocks, at = self._blocks[part.mode], part.start
        style = f"color: {theme.current().danger}; font-weight: 600"
        for start, end in sorted(part.numbers):
            yield escape(shown_text(blocks, at, start))
            yield f'<span style="{style}">{escape(shown_text(blocks, start, end))}</span>'
            at = end
        yield escape(shown_text(blocks, at, part.end))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(self.claim)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(self.claim)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointed.emit(None)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse() or self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tint(getattr(theme.current(), COLOURS[self.claim.stance]), 0.14))
            painter.drawRoundedRect(self.rect(), 6, 6)
            painter.end()
        super().paintEvent(event)


class ClaimGroup(QWidget):
    """The claims of one stance below a heading that folds them away; of many the first few are shown."""

    pointed = Signal(object)  # a Claim, or None

    def __init__(
        self,
        title: str,
        found: Sequence[Claim],
        blocks: Mapping[Mode, list[Block]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows: list[ClaimRow] = []  # made when they are to be seen
        self._claims, self._blocks = found, blocks
        self._is_open, self._is_whole = found[0].stance != "shared", len(found) <= SHOWN_AT_FIRST + 1
        self._colour = COLOURS[found[0].stance]
        self.button = self._link(f"{title} ({len(found)})")
        self.button.setIconSize(QSize(ICON_PX, ICON_PX))
        self.button.clicked.connect(self.toggle)
        more = tr("Show {count} more").format(count=len(found) - SHOWN_AT_FIRST)
        self.more_button = self._link(more)
        self.more_button.clicked.connect(self._show_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for button in (self.button, self.more_button):
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self._refresh()

    def toggle(self) -> None:
        """Fold the claims away, or show them again."""
        self._is_open = not self._is_open
        self._refresh()

    def _show_all(self) -> None:
        self._is_whole = True
        self._refresh()

    def _refresh(self) -> None:
        self.button.setIcon(icon("chevron-down" if self._is_open else "chevron-right", self._colour))
        self.button.setToolTip(tr("Fold these sentences") if self._is_open else tr("Show these sentences"))
        if self._is_open:
            shown = self._claims if self._is_whole else self._claims[:SHOWN_AT_FIRST]
            for claim in shown[len(self.rows) :]:
                self._add(claim)
        for row in self.rows:
            row.setVisible(self._is_open)
        self.more_button.setVisible(self._is_open and not self._is_whole)

    def _add(self, claim: Claim) -> None:
        row = ClaimRow(claim, self._blocks, self)
        row.pointed.connect(self.pointed)
        self.setTabOrder(self.rows[-1] if self.rows else self.button, row)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows), row)

    def _link(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", "link")
        button.setAccessibleName(text)
        return button


class DifferenceSection(QWidget):
    """The claims of a comparison, grouped by how the answers stand to each other."""

    highlighted = Signal(object)  # Spans: what is to be shown in each answer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: dict[str, ClaimGroup] = {}
        self._claims: list[Claim] = []
        title = TextLabel(self.tr("Where they agree and differ"), "heading", self)
        self.toggle = QPushButton(self.tr("Mark in the answers"), self)
        self.toggle.setCheckable(True)
        self.toggle.setProperty("kind", "quiet")
        self.toggle.setAccessibleName(self.toggle.text())
        self.toggle.setToolTip(
            self.tr("Mark in both answers what is said alike, alone, or with other numbers")
        )
        self.toggle.toggled.connect(lambda: self._point(None))
        header = QHBoxLayout()
        header.addWidget(title, 1)
        header.addWidget(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(header)
        self.hide()

    def show_agreement(self, agreement: "Agreement", answers: Mapping[Mode, Answer]) -> None:
        """Show how these answers agree."""
        self.clear()
        blocks = {mode: parse(answer.text)[0] for mode, answer in answers.items()}
        self._claims = [claim for claim in claims(agreement) if _is_telling(claim, blocks)]
        grouped: dict[tuple[str, str], list[Claim]] = {}
        for claim in sorted(self._claims, key=lambda claim: list(COLOURS).index(claim.stance)):
            grouped.setdefault(_group_of(claim, len(blocks)), []).append(claim)
        for (key, title), found in grouped.items():
            self.groups[key] = ClaimGroup(title, found, blocks, self)
            self.groups[key].pointed.connect(self._point)
            self._column.addWidget(self.groups[key])
        self.setVisible(bool(self._claims))

    def clear(self) -> None:
        """Show nothing."""
        for group in self.groups.values():
            group.hide()
            group.deleteLater()
        self.groups.clear()
        self._claims = []
        self.toggle.setChecked(False)
        self.hide()

    def _point(self, claim: Claim | None) -> None:
        shown = [claim] if claim else self._claims if self.toggle.isChecked() else []
        spans: dict[Mode, list[Span]] = {}
        for each in shown:
            for part in each.parts:
                spans.setdefault(part.mode, []).append(Span(part.start, part.end, COLOURS[each.stance]))
                numbers = [Span(start, end, "danger") for start, end in part.numbers]
                spans[part.mode] += numbers
        self.highlighted.emit(spans)


def _is_telling(claim: Claim, blocks: Mapping[Mode, list[Block]]) -> bool:
    """Whether a claim is worth a line: that one answer has a heading and the other none is no difference."""
    if any(part.mode not in blocks for part in claim.parts):
        return False
    part = claim.parts[0]
    text = shown_text(blocks[part.mode], part.start, part.end)
    return claim.stance != "alone" or not (text.endswith(":") or _is_heading(blocks[part.mode], part.start))


def _is_heading(blocks: Sequence[Block], place: int) -> bool:
    block = next((block for block in blocks if block.start <= place < block.end), None)
    if block is None or block.kind is Kind.HEADING:
        return True
    first_row = [run for row in block.rows[:1] for cell in row for run in cell]
    return bool(first_row) and place <= first_row[-1].end


def _group_of(claim: Claim, answer_count: int) -> tuple[str, str]:
    if claim.stance == "differs":
        return "differs", tr("Numbers disagree")
    if claim.stance == "shared":
        return "shared", tr("In both answers") if answer_count == 2 else tr("In more than one answer")
    mode = claim.parts[0].mode
    return f"alone {mode.value}", tr("Only in {mode}").format(mode=mode_name(mode))
