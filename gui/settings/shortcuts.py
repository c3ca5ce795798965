"""The help sheet: everything that can be done, by group, with the keys that do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from gui import icons
from gui.settings.sheet import Role, Sheet
from gui.translating import tr
from gui.widgets.text_label import TextLabel

SIZE = (760, 560)


@dataclass(frozen=True, slots=True)
class _Row:
    widget: QWidget
    searched: str


class ShortcutsDialog(Sheet):
    """Shows `actions`, each as (group, text, shortcut), the groups in the order of their first action."""

    def __init__(self, actions: Iterable[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keyboard shortcuts"), parent)
        self._groups: list[tuple[QWidget, list[_Row]]] = []
        self.resize(*SIZE)
        self.search = self._search_field()
        self.body.addWidget(self.search)
        self.body.addWidget(self._sheet(list(actions)), 1)
        self._nothing = TextLabel(self.tr("No action is called like that."), "dim", self)
        self._nothing.hide()
        self.body.addWidget(self._nothing)
        self.add_button(self.tr("Close"), Role.RejectRole)
        self.search.setFocus()

    def _search_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(self.tr("Search actions and keys"))
        field.setAccessibleName(self.tr("Search actions and keys"))
        field.setClearButtonEnabled(True)
        field.addAction(icons.icon("search", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        field.textChanged.connect(self._filter)
        return field

    def _sheet(self, actions: list[tuple[str, str, str]]) -> QScrollArea:
        inside = QWidget(self)
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(36)
        halves = [QVBoxLayout(), QVBoxLayout()]
        placed = 0
        order = list(dict.fromkeys(group for group, _, _ in actions))
        by_order = sorted(actions, key=lambda action: order.index(action[0]))
        for group, members in groupby(by_order, key=lambda action: action[0]):
            rows = list(members)
            half = halves[0] if placed < len(actions) / 2 else halves[1]
            half.addWidget(self._group(group, rows, inside))
            placed += len(rows)
        for half in halves:
            half.setSpacing(18)
            half.addStretch()
            columns.addLayout(half, 1)
        return _scrolling(inside)

    def _group(self, title: str, actions: list[tuple[str, str, str]], parent: QWidget) -> QWidget:
        group = QWidget(parent)
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(TextLabel(title, "heading", group))
        rows = [_row(text, keys, group) for _, text, keys in actions]
        for row in rows:
            column.addWidget(row.widget)
        self._groups.append((group, rows))
        return group

    def _filter(self, typed: str) -> None:
        wanted, found = typed.casefold().split(), False
        for group, rows in self._groups:
            for row in rows:
                row.widget.setVisible(all(word in row.searched for word in wanted))
            has_rows = any(not row.widget.isHidden() for row in rows)
            group.setVisible(has_rows)
            found = found or has_rows
        self._nothing.setVisible(not found)


def _row(text: str, keys: str, parent: QWidget) -> _Row:
    widget = QWidget(parent)
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 3, 0, 3)
    line.addWidget(TextLabel(text.rstrip("…"), "", widget), 1)
    for alternative in filter(None, keys.split(", ") if keys != "Ctrl+," else [keys]):
        key = QLabel(alternative, widget)
        key.setProperty("kind", "key")
        line.addWidget(key, alignment=Qt.AlignmentFlag.AlignTop)
    widget.setAccessibleName(f"{text}: {keys}" if keys else text)
    return _Row(widget, f"{text} {keys}".casefold())


def _scrolling(inside: QWidget) -> QScrollArea:
    area = QScrollArea(inside.parentWidget())
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    area.setAccessibleName(tr("Keyboard shortcuts"))
    return area
