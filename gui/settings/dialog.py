"""The settings dialog, built from what the settings say of themselves."""

import dataclasses
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.errors import SettingInvalid
from core.settings import Settings, describe
from gui.settings.fields import ChoiceField, Field, NumberField, PathField, SwitchField
from gui.settings.kept import KeptRoom
from gui.settings.sheet import MARGIN, Role, Sheet
from gui.translating import say, tr
from gui.widgets.announcing import announce
from gui.widgets.icon_button import IconButton
from gui.widgets.text_label import TextLabel

SIZE = QSize(640, 600)
GROUPS = {
    "This window": ("language", "appearance"),
    "Model": ("model", "context_tokens"),
    "Answers": ("answer_tokens", "passage_tokens", "focus"),
    "Reading": ("read_ahead", "snapshot_gb", "fast_copy"),
    "For experts": ("temperature", "top_p", "seed", "kv_type", "threads", "gpu_layers", "embedder"),
}
ELSEWHERE = {"model_folders"}  # the models dialog has them
MODEL_FILES = "GGUF (*.gguf)"


class SettingsDialog(Sheet):
    """Says the new settings with `chosen` when they are saved; cancelling says nothing."""

    chosen = Signal(Settings)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Settings"), parent)
        self._settings = settings
        self.rows: dict[str, SettingRow] = {}
        self.kept = KeptRoom(self)
        self.inside = QWidget(self)
        self.area = self._scrolling(self.inside)
        self.body.addWidget(self.area, 1)
        restore = self.add_button(self.tr("Restore defaults"), Role.ResetRole, "quiet")
        restore.clicked.connect(self._restore)
        self.add_button(self.tr("Cancel"), Role.RejectRole)
        self._save = self.add_button(self.tr("Save"), Role.AcceptRole, "primary")
        self._save.setDefault(True)
        self.resize(SIZE)

    def _scrolling(self, inside: QWidget) -> QScrollArea:
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(10)
        for title, names in _groups().items():
            column.addWidget(TextLabel(tr(title), "heading", inside))
            for name in names:
                self.rows[name] = SettingRow(name, getattr(self._settings, name), inside)
                self.rows[name].changed.connect(self._check)
                column.addWidget(self.rows[name])
            column.addSpacing(12)
        self.rows["snapshot_gb"].add_below(self.kept)
        column.addStretch()
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the fields in it
        return area

    def _check(self) -> None:
        faults = [row.check() for row in self.rows.values()]
        self._save.setEnabled(not any(faults))

    def _restore(self) -> None:
        for row in self.rows.values():
            row.restore()

    def accept(self) -> None:
        """Say the settings and close, or say at a field what is wrong with it."""
        values = {name: row.field.value for name, row in self.rows.items()}
        try:
            changed = dataclasses.replace(self._settings, **values)
        except SettingInvalid as error:
            self.rows[error.name].show_fault(say(error.sentence))
            return
        super().accept()
        self.chosen.emit(changed)

    def showEvent(self, event: QShowEvent) -> None:
        bar = self.area.verticalScrollBar()
        needed = self.inside.minimumSizeHint().width() + bar.sizeHint().width() + 2 * MARGIN
        self.resize(max(self.width(), needed), self.height())  # in a large font the fields are wide
        super().showEvent(event)


class SettingRow(QWidget):
    """Label, field and help of one setting, a button for its default, and what is wrong with it."""

    changed = Signal()

    def __init__(self, name: str, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        described = describe(name)
        self._default = getattr(Settings(), name)
        self.field = _field(name, self)
        self.field.show_value(value)
        self.field.changed.connect(self._take_change)
        self._label = QLabel(tr(described.label), self)
        self._label.setBuddy(
            self.field.focusProxy() or self.field
        )  # a screen reader knows a list by its label
        self._help = TextLabel(tr(described.help), "small", self)
        self.fault = TextLabel("", "danger", self)
        self.fault.hide()
        self.reset = IconButton("retry", self.tr("Back to the default"), self, colour="dim")
        self.reset.setAccessibleName(f"{self._label.text()}: {self.reset.text()}")
        self.reset.clicked.connect(self.restore)
        self._lay_out()
        self._mind_reset()

    def check(self) -> str:
        """Show what is wrong with the value and return it, "" where nothing is."""
        self.show_fault(self.field.fault)
        return self.field.fault

    def show_fault(self, sentence: str) -> None:
        """Say below the field what is wrong with it."""
        if sentence and sentence != self.fault.text():
            announce(self, sentence, is_urgent=True)
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def add_below(self, widget: QWidget) -> None:
        """Show something that belongs to the setting, below its help."""
        self._grid.addWidget(widget, 3, 1)

    def restore(self) -> None:
        """Put the default into the field."""
        self.field.show_value(self._default)
        self._take_change()

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(12)
        grid.setColumnMinimumWidth(0, self.fontMetrics().averageCharWidth() * 20)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.reset, 0, 2)
        grid.addWidget(self._help, 1, 1)
        grid.addWidget(self.fault, 2, 1)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)

    def _take_change(self) -> None:
        self._mind_reset()
        self.changed.emit()

    def _mind_reset(self) -> None:
        self.reset.setVisible(self.field.value != self._default)


def _groups() -> dict[str, tuple[str, ...]]:
    """Return the groups, with settings that are in none of them in the last."""
    named = {name for names in GROUPS.values() for name in names} | ELSEWHERE
    others = tuple(each.name for each in dataclasses.fields(Settings) if each.name not in named)
    return {**GROUPS, "For experts": GROUPS["For experts"] + others}


def _field(name: str, parent: QWidget) -> Field:
    described, default = describe(name), getattr(Settings(), name)
    if described.choices:
        return ChoiceField(described, parent)
    if isinstance(default, bool):
        return SwitchField(described, parent)
    if isinstance(default, int | float):
        return NumberField(described, is_whole=isinstance(default, int), parent=parent)
    return PathField(described, file_filter=MODEL_FILES if name == "model" else "", parent=parent)
