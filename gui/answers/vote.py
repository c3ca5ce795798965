"""Which answer was better: the person's vote on a comparison."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.answering.events import Mode
from gui.ask.wording import MODE_ICONS, mode_name
from gui.icons import BESIDE_TEXT, icon
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.text_label import TextLabel


class VoteRow(QWidget):
    """One button for each answer, one for all, one for none; a line below says who has won so far."""

    voted = Signal(tuple)  # the modes that won

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[tuple[Mode, ...], QPushButton] = {}
        question = TextLabel(self.tr("Which answer do you trust?"), "heading", self)
        self._flow = FlowLayout(spacing=6)
        self.summary = TextLabel("", "small", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(question)
        column.addLayout(self._flow)
        column.addWidget(self.summary)
        self.summary.hide()

    def show_modes(self, modes: Sequence[Mode]) -> None:
        """Offer the answers of these modes."""
        if set(self.buttons) >= {(mode,) for mode in modes} and len(self.buttons) == len(modes) + 2:
            return
        self._flow.clear()
        self.buttons.clear()
        for mode in modes:
            self._add((mode,), mode_name(mode), MODE_ICONS[mode], mode.value)
        every = self.tr("Both") if len(modes) == 2 else self.tr("All")
        self._add(tuple(modes), every, "vote-both", "text")
        none = self.tr("Neither") if len(modes) == 2 else self.tr("None")
        self._add((), none, "vote-neither", "text")

    def show_vote(self, winners: Collection[Mode] | None) -> None:
        """Show what was voted, nothing before a vote."""
        for modes, button in self.buttons.items():
            button.setChecked(winners is not None and set(modes) == set(winners))

    def show_summary(self, text: str) -> None:
        """Say below the buttons which mode has won so far."""
        self.summary.setText(text)
        self.summary.setVisible(bool(text))

    def _add(self, modes: tuple[Mode, ...], text: str, icon_name: str, colour: str) -> None:
        button = QPushButton(icon(icon_name, colour), text, self)
        button.setCheckable(True)
        button.setIconSize(BESIDE_TEXT)
        button.setAccessibleName(self.tr("Vote: {answer}").format(answer=text))
        button.setToolTip(self._tip(modes, text))
        button.clicked.connect(lambda: self._vote(modes))
        self.buttons[modes] = button
        self._flow.addWidget(button)

    def _tip(self, modes: tuple[Mode, ...], text: str) -> str:
        if not modes:
            return self.tr("No answer was good")
        if len(modes) > 1:
            return self.tr("The answers were equally good")
        return self.tr("{answer} answered better").format(answer=text)

    def _vote(self, modes: tuple[Mode, ...]) -> None:
        self.show_vote(modes)
        self.voted.emit(modes)
