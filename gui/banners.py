"""What the person must know now, above the panes: one banner for each matter, the newest on top."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.process.child import Failure
from gui.translating import say
from gui.widgets.banner import Action, Banner, Level

MOST_SHOWN = 3


class Banners(QWidget):
    """Shows banners by matter: a second one about the same matter replaces the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 10, 6)
        self._column.setSpacing(6)
        self.hide()

    def show_message(
        self, matter: str, level: Level, sentence: str, actions: Sequence[Action] = ()
    ) -> Banner:
        """Show a banner; each of its actions, at most two, closes it."""
        self.dismiss(matter)
        while len(self._shown) >= MOST_SHOWN:
            self.dismiss(next(iter(self._shown)))
        banner = Banner(level, sentence, self, actions=tuple(actions))
        banner.closed.connect(lambda: self._forget(matter, banner))
        self._shown[matter] = banner
        self._column.insertWidget(0, banner)
        self.show()
        return banner

    def show_failure(self, matter: str, failure: Failure, actions: Sequence[Action] = ()) -> Banner:
        """Show what went wrong: a sentence for the person, or a bug with a report that can be copied."""
        if not failure.is_bug:
            return self.show_message(matter, "error", say(failure.sentence), actions)
        sentence = self.tr("This is a bug in OpenBook, not a mistake of yours. Nothing was sent anywhere.")
        report = (self.tr("Copy report"), lambda: QGuiApplication.clipboard().setText(failure.trace))
        return self.show_message(matter, "error", sentence, [report, *actions])

    def dismiss(self, matter: str) -> None:
        """Close the banner about this matter, if there is one."""
        if matter in self._shown:
            self._shown[matter].dismiss()

    def sentences(self) -> list[str]:
        """Return what is shown, the oldest first."""
        return [banner.sentence for banner in self._shown.values()]

    def _forget(self, matter: str, banner: Banner) -> None:
        if self._shown.get(matter) is banner:
            del self._shown[matter]
        self.setVisible(bool(self._shown))
