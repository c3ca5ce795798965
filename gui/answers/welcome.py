"""What a conversation shows before anything was asked: what the modes are, and questions to try."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.answering.events import Mode
from gui.ask.wording import MODE_ICONS, mode_name
from gui.icons import BESIDE_TEXT, icon
from gui.translating import tr
from gui.widgets.direction import kept
from gui.widgets.icon_view import IconView
from gui.widgets.text_label import TextLabel, breakable

WIDEST_PX = 560
MOST_EARLIER = 2


class SuggestionButton(QPushButton):
    """A question to try or to go on with; it ends in an ellipsis where the room does."""

    def __init__(
        self, question: str, parent: QWidget | None = None, *, name: str = "", icon_name: str = "send"
    ) -> None:
        super().__init__(parent)
        self.question = question
        self.setIcon(icon(icon_name, "accent"))
        self.setIconSize(BESIDE_TEXT)
        self.setAccessibleName(name or tr("Ask: {question}").format(question=question))
        self.setToolTip(question)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(kept(question))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 60
        self.setText(kept(self.fontMetrics().elidedText(self.question, Qt.TextElideMode.ElideRight, room)))


class Welcome(QScrollArea):
    """Teaches the modes in three lines, and offers earlier conversations and questions."""

    suggestion_chosen = Signal(str)
    conversation_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        inner = QWidget(page)
        inner.setMaximumWidth(WIDEST_PX)
        row = QHBoxLayout(page)
        row.setContentsMargins(20, 20, 20, 20)
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self.title = TextLabel("", "title", inner)
        self.text = TextLabel("", "dim", inner)
        self.earlier_label = TextLabel(self.tr("Go on with what was asked before"), "small", inner)
        self.try_label = TextLabel(self.tr("Try one of these"), "small", inner)
        self.buttons: list[SuggestionButton] = []
        self.earlier_buttons: list[SuggestionButton] = []
        self._shown: tuple[object, ...] = ()
        self._fill()
        self.setWidget(page)

    def show_welcome(
        self, title: str, questions: Sequence[str], text: str, earlier: Sequence[tuple[int, str]] = ()
    ) -> None:
        """Show a title, a text below it where there is one, and these questions.

        `earlier` are conversations to be gone on with, each its id and its title.
        """
        shown = (title, tuple(questions), text, tuple(earlier))
        if shown == self._shown:
            return  # whoever is at one of the buttons stays there
        self._shown = shown
        self.title.setText(breakable(title))
        self.text.setText(text)
        self.text.setVisible(bool(text))
        for button in (*self.buttons, *self.earlier_buttons):
            button.hide()
            button.deleteLater()
        # From top to bottom: the Tab key goes by the order in which they are made.
        self.earlier_buttons = [self._earlier_button(*each) for each in earlier[:MOST_EARLIER]]
        self.earlier_label.setVisible(bool(earlier))
        self.buttons = [self._button(question) for question in questions]
        self.try_label.setVisible(bool(questions))

    def _fill(self) -> None:
        self._column.addStretch(2)
        self._column.addWidget(self.title)
        self._column.addWidget(self.text)
        self._column.addSpacing(6)
        for mode, text in _lessons().items():
            self._column.addLayout(self._lesson(mode, text))
        self._column.addSpacing(10)
        self._earlier, self._questions = QVBoxLayout(), QVBoxLayout()
        for label, buttons in ((self.earlier_label, self._earlier), (self.try_label, self._questions)):
            self._column.addWidget(label)
            buttons.setSpacing(8)
            self._column.addLayout(buttons)
        self._column.addStretch(3)

    def _lesson(self, mode: Mode, text: str) -> QHBoxLayout:
        name = TextLabel(mode_name(mode), "", self.title.parentWidget())
        said = TextLabel(text, "dim", self.title.parentWidget())
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(name)
        words.addWidget(said)
        row = QHBoxLayout()
        row.setSpacing(12)
        view = IconView(MODE_ICONS[mode], self.title.parentWidget(), size=22, colour=mode.value)
        row.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _button(self, question: str) -> SuggestionButton:
        button = SuggestionButton(question, self.title.parentWidget())
        button.clicked.connect(lambda: self.suggestion_chosen.emit(question))
        self._questions.addWidget(button)
        return button

    def _earlier_button(self, conversation_id: int, title: str) -> SuggestionButton:
        name = self.tr("Go on with: {question}").format(question=title)
        button = SuggestionButton(title, self.title.parentWidget(), name=name, icon_name="history")
        button.clicked.connect(lambda: self.conversation_chosen.emit(conversation_id))
        self._earlier.addWidget(button)
        return button


def _lessons() -> dict[Mode, str]:
    return {
        Mode.WHOLE: tr(
            "The model reads every page: slow once, then kept. Best for questions about the whole."
        ),
        Mode.RETRIEVED: tr(
            "It reads only the passages found for your question. Fast, and strong on single facts."
        ),
        Mode.CLOSED: tr("It reads nothing and answers from memory: the baseline that a comparison can show."),
    }
