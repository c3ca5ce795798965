"""A button that shows an icon and says the rest in its tool tip."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from gui import icons

ICON_SIZE = QSize(18, 18)


def described(text: str, shortcut: QKeySequence | str = "") -> str:
    """Return what a tool tip says of an action: its name, and the keys that do the same."""
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({keys})" if keys else text


class IconButton(QToolButton):
    """A flat button; `shortcut` is only told here, the action that owns it listens for it."""

    def __init__(
        self,
        icon_name: str,
        text: str,
        parent: QWidget | None = None,
        *,
        shortcut: QKeySequence | str = "",
        colour: str = "text",
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon")
        self.setIconSize(ICON_SIZE)
        self.show_as(icon_name, text, shortcut=shortcut, colour=colour)

    def show_as(
        self, icon_name: str, text: str, *, shortcut: QKeySequence | str = "", colour: str = "text"
    ) -> None:
        """Become the button for something else, as Ask becomes Stop."""
        self.setIcon(icons.icon(icon_name, colour))
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(described(text, shortcut))
