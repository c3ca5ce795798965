"""One field for one setting, of the kind that its description asks for."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from core.settings import Description
from gui.translating import tr
from gui.widgets.icon_button import IconButton

TEXT_MARGIN = 7
SPIN_WIDTH = 150
START = {"tokens": 4096}  # where a number begins that was none before, by its unit; else at 1
CHOICE_NAMES = {
    "system": "As the system has it", "light": "Light", "dark": "Dark",
    "en": "English", "he": "עברית",
    "auto": "Automatic", "on": "On", "off": "Off", "always": "Always", "never": "Never",
    "f16": "Full (f16)", "q8_0": "Half the memory (q8_0)",
}  # fmt: skip


class Field(QWidget):
    """Holds one value; `changed` tells that the person changed it."""

    changed = Signal()

    def __init__(self, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.description = description
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    @property
    def value(self) -> Any:
        """The value as it stands in the field."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Put a value into the field."""
        raise NotImplementedError

    @property
    def fault(self) -> str:
        """What is wrong with the value, in a sentence; "" where nothing is."""
        return ""

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        widget.setAccessibleName(tr(self.description.label))
        widget.setAccessibleDescription(tr(self.description.help))
        widget.installEventFilter(self)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's wheel would take the keyboard along first
        self.row.addWidget(widget, stretch)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The wheel scrolls the page; it changes a number only where the person is at it.
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class NumberField(Field):
    """A number; numbers that are no amounts, as -1 for "all", are chosen by their names."""

    def __init__(self, description: Description, *, is_whole: bool, parent: QWidget | None = None) -> None:
        super().__init__(description, parent)
        self._is_whole = is_whole
        self._named = dict(description.named)
        self.names = QComboBox(self)
        self.spin = self._spin()
        if self._named:
            for number, meaning in description.named:
                named = tr(meaning)
                self.names.addItem(named[:1].upper() + named[1:], number)
            self.names.addItem(self.tr("A number:"), None)
            self._add(self.names)
        self._add(self.spin)
        self.row.addStretch()
        self.names.setVisible(bool(self._named))
        self.names.activated.connect(self._take_name)
        self.spin.valueChanged.connect(lambda _value: self.changed.emit())

    @property
    def value(self) -> int | float:
        """The number, also where it is shown by its name."""
        named = self.names.currentData()
        if named is not None:
            return int(named)
        return round(self.spin.value()) if self._is_whole else self.spin.value()

    def show_value(self, value: int | float) -> None:
        """Show a number, by its name where it has one."""
        if value in self._named:
            self.names.setCurrentIndex(list(self._named).index(int(value)))
        else:
            self.names.setCurrentIndex(self.names.count() - 1)
            self.spin.setValue(value)
        self._mind_spin()

    def _spin(self) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(self)
        spin.setDecimals(0 if self._is_whole else 2)
        low, high = self.description.low or 0, self.description.high or 0
        spin.setRange(max(low, max(self._named) + 1) if self._named else low, high)
        spin.setSingleStep(1 if self._is_whole else 0.05)
        spin.setGroupSeparatorShown(self._is_whole)
        spin.setMinimumWidth(SPIN_WIDTH)
        # The stylesheet's padding does not reach the line in a spin box.
        spin.lineEdit().setTextMargins(TEXT_MARGIN, 0, TEXT_MARGIN, 0)
        if self.description.unit:
            spin.setSuffix(f" {tr(self.description.unit)}")
        spin.setValue(START.get(self.description.unit, 1))
        return spin

    def _take_name(self) -> None:
        self._mind_spin()
        if self.spin.isVisible():
            self.spin.setFocus()
            self.spin.selectAll()
        self.changed.emit()

    def _mind_spin(self) -> None:
        self.spin.setVisible(self.names.currentData() is None)


class ChoiceField(Field):
    """One of a few texts."""

    def __init__(self, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(description, parent)
        self.box = QComboBox(self)
        for choice in description.choices:
            self.box.addItem(tr(CHOICE_NAMES.get(choice, choice)), choice)
        self._add(self.box)
        self.row.addStretch()
        self.box.activated.connect(lambda _index: self.changed.emit())

    @property
    def value(self) -> str:
        """The chosen text."""
        return str(self.box.currentData())

    def show_value(self, value: str) -> None:
        """Choose a text."""
        self.box.setCurrentIndex(self.box.findData(value))


class SwitchField(Field):
    """Yes or no."""

    def __init__(self, description: Description, parent: QWidget | None = None) -> None:
        super().__init__(description, parent)
        self.box = QCheckBox(self.tr("On"), self)
        self._add(self.box)
        self.row.addStretch()
        self.box.clicked.connect(lambda _checked: self.changed.emit())

    @property
    def value(self) -> bool:
        """Whether it is on."""
        return self.box.isChecked()

    def show_value(self, value: bool) -> None:
        """Switch it on or off."""
        self.box.setChecked(value)


class PathField(Field):
    """The name of something installed, or a path, which can be looked for.

    `file_filter` is what the file dialog offers; "" looks for a folder.
    """

    def __init__(
        self, description: Description, *, file_filter: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(description, parent)
        self._file_filter = file_filter
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Automatic"))
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self._add(self.line, 1)
        browse = IconButton("folder", self.tr("Choose…"), self)
        browse.setAccessibleName(
            f"{tr(description.label)}: {browse.text()}"
        )  # there are several such buttons
        browse.clicked.connect(self._browse)
        self.row.addWidget(browse)

    @property
    def value(self) -> str:
        """The name or path."""
        return self.line.text().strip()

    def show_value(self, value: str) -> None:
        """Show a name or path."""
        self.line.setText(value)

    @property
    def fault(self) -> str:
        """That a path leads nowhere; a bare name may be of something installed."""
        path = Path(self.value).expanduser()
        if len(path.parts) > 1 and not path.exists():
            return self.tr("There is nothing at this place.")
        return ""

    def _browse(self) -> None:
        title, folder = tr(self.description.label), str(Path(self.value).expanduser().parent)
        if self._file_filter:
            chosen, _ = QFileDialog.getOpenFileName(self, title, folder, self._file_filter)
        else:
            chosen = QFileDialog.getExistingDirectory(self, title, folder)
        if chosen:
            self.line.setText(chosen)
            self.changed.emit()
