"""A conversation as the person sees it: turns that scroll, and stay at the newest while it is written."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QStackedLayout, QWidget

from core.answering.events import Answered, Event, Mode
from gui.answers import markdown
from gui.answers.column import TurnColumn
from gui.answers.shown import ShownDocument, ShownTurn
from gui.answers.turn import TurnView
from gui.answers.welcome import Welcome
from gui.icons import BESIDE_TEXT, icon
from gui.process.child import Failure
from gui.widgets.focus_ring import FocusRing
from gui.widgets.toast import Toast

NEAR_END_PX = 24
BUILT_AT_ONCE = 1  # turns of the history, the newest; the others follow while nothing else is to be done
FAR_PX = 120


class ConversationArea(QScrollArea):
    """What scrolls; says when there is another width to fill."""

    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends: dict[int, int] = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[event.key()])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class ConversationView(QWidget):
    """Shows turns. It is told what happens, and says what the person wants; it asks nobody itself.

    Turns count from 0.
    """

    cited = Signal(str, int, int, int)  # document, page number, start, end
    page_chosen = Signal(str, int)
    asked_again = Signal(int, tuple)  # turn, modes
    asked_anew = Signal(int, tuple)  # the same, but the passages are read again
    edited = Signal(int, str)
    voted = Signal(int, tuple)  # turn, the modes that won
    copied = Signal(str)
    suggestion_chosen = Signal(str)
    conversation_chosen = Signal(int)  # an earlier one, by its id
    export_requested = Signal(int)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents: Sequence[ShownDocument] = ()
        self._waiting: list[ShownTurn] = []  # the first turns of the history, not shown yet
        self._summary = ""
        self._follows = True
        self._anchor: tuple[TurnView, int] | None = None
        self.toast = Toast(self)
        self.copied.connect(lambda _text: self.toast.show_note(self.tr("Copied")))
        self.welcome = Welcome(self)
        self.area = ConversationArea(self)
        self.column = TurnColumn(self._visible_part)
        self.jump_button = QPushButton(icon("chevron-down"), self.tr("Jump to latest"), self)
        self._build_timer = QTimer(self)
        self._build_timer.setInterval(0)
        self._build_timer.timeout.connect(self._build_next)
        self._set_up()

    @property
    def turn_count(self) -> int:
        """How many turns there are."""
        return len(self._waiting) + len(self.column.turns)

    def begin(self, question: str, modes: Sequence[Mode]) -> int:
        """Show a new question, and wait for its answers; returns the number of the turn."""
        number = self.turn_count
        self._insert(number, len(self.column.turns), TurnView(question, modes, self._documents, self.column))
        self.jump()
        return number

    def begin_again(self, turn: int, modes: Sequence[Mode]) -> None:
        """Wait for answers of a turn in these modes, new ones or in the place of those there."""
        self._view(turn).answer_in(modes)
        self._chain(self._view(turn))

    def take(self, turn: int, event: Event) -> None:
        """Show what happens in a turn."""
        view = self._view(turn)
        view.take(event)
        if isinstance(event, Answered):
            self._chain(view)

    def show_preparing(self, turn: int, step: str, share: float) -> None:
        """Show a step before the reading, of which `share`, 0 to 1, is done."""
        self._view(turn).show_preparing(step, share)

    def set_quotes(self, turn: int, mode: Mode, quotes: Sequence[str]) -> None:
        """Show the document's own words for the citations of an answer, in their order."""
        self._view(turn).set_quotes(mode, quotes)

    def show_agreement(self, turn: int, agreement: object) -> None:
        """Show how the answers of a turn agree: an Agreement of `core.answering.agreement`."""
        self._view(turn).show_agreement(agreement)
        self._chain(self._view(turn))

    def show_vote(self, turn: int, winners: frozenset[Mode] | None) -> None:
        """Show what was voted; None where nothing was."""
        self._view(turn).show_vote(winners)

    def fail(self, turn: int, failure: Failure) -> None:
        """Say in a turn why it has no answer; what was written stays."""
        self._view(turn).fail(failure)

    def stop(self, turn: int) -> None:
        """Say in a turn that it was stopped; what was written stays."""
        self._view(turn).stop()

    def restore(self, turns: Sequence[ShownTurn]) -> None:
        """Show a conversation of the history, in the place of what is shown."""
        self.clear()
        self._waiting = list(turns)
        for _ in range(min(BUILT_AT_ONCE, len(turns))):
            self._build_next()
        self._build_timer.start()
        self.jump()

    def truncate(self, turn: int) -> None:
        """Remove a turn and all after it."""
        self.column.remove(max(0, turn - len(self._waiting)))
        del self._waiting[turn:]
        self._show_what_there_is()

    def clear(self) -> None:
        """Remove all turns."""
        self.truncate(0)

    def show_documents(self, documents: Sequence[ShownDocument]) -> None:
        """Learn the titles, labels and page counts of what is asked about."""
        if tuple(documents) != self._documents:
            self._documents = tuple(documents)
            for view in self.column.turns:
                view.show_documents(self._documents)

    def show_summary(self, text: str) -> None:
        """Say at each vote which mode has won on these documents so far."""
        self._summary = text
        for view in self.column.turns:
            view.show_summary(text)

    def show_welcome(
        self, title: str, questions: Sequence[str], text: str, earlier: Sequence[tuple[int, str]] = ()
    ) -> None:
        """Set what is shown while there is no turn: what the modes are, and what to ask or to go on with."""
        self.welcome.show_welcome(title, questions, text, earlier)
        self._show_what_there_is()

    def jump(self) -> None:
        """Go to the newest answer, and stay there while it grows."""
        self._follows = True
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._place_jump_button()

    def _view(self, turn: int) -> TurnView:
        while turn < len(self._waiting):  # somebody has a use for it: it cannot wait
            self._build_next()
        return self.column.turns[turn - len(self._waiting)]

    def _insert(self, number: int, index: int, view: TurnView) -> None:
        view.cited.connect(self.cited)
        view.page_chosen.connect(self.page_chosen)
        view.copied.connect(self.copied)
        view.stop_requested.connect(self.stop_requested)
        view.asked_again.connect(lambda modes: self.asked_again.emit(number, modes))
        view.asked_anew.connect(lambda modes: self.asked_anew.emit(number, modes))
        view.edited.connect(lambda text: self.edited.emit(number, text))
        view.voted.connect(lambda modes: self.voted.emit(number, modes))
        view.export_requested.connect(lambda: self.export_requested.emit(number))
        view.show_summary(self._summary)
        self.column.insert(index, view)
        self._chain(view)
        self._show_what_there_is()

    def _build_next(self) -> None:
        """Show one more turn of the history: from the newest to the oldest, as they are read."""
        if not self._waiting:
            self._build_timer.stop()
            return
        past = self._waiting.pop()
        modes = [answer.mode for answer in past.answers]
        view = TurnView(past.question, modes, self._documents, self.column)
        view.show_past(past)
        self._insert(len(self._waiting), 0, view)

    def _chain(self, view: TurnView) -> None:
        """Let the Tab key go through a turn behind the one before it, whenever its parts were made."""
        index = self.column.turns.index(view)
        before = self.column.turns[index - 1].focus_order() if index else [self.area]
        last = [widget for widget in before if widget.focusPolicy() != Qt.FocusPolicy.NoFocus][-1]
        for widget in view.focus_order():
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue  # what leads nowhere would break the chain
            QWidget.setTabOrder(last, widget)
            last = widget

    def _show_what_there_is(self) -> None:
        self._pages.setCurrentWidget(self.area if self.turn_count else self.welcome)
        self._place_jump_button()

    def _visible_part(self) -> QRect:
        return QRect(-self.column.pos(), self.area.viewport().size())

    def _hold(self) -> None:
        """Note where the topmost turn in sight stands, so that it stays there when others move."""
        top = self.area.verticalScrollBar().value()
        in_sight = (turn for turn in self.column.turns if turn.geometry().bottom() > top)
        turn = next(in_sight, None)
        self._anchor = (turn, turn.y() - top) if turn else None

    def _keep(self) -> None:
        bar = self.area.verticalScrollBar()
        if self._follows:
            bar.setValue(bar.maximum())
        elif self._anchor is not None and self._anchor[0] in self.column.turns:
            turn, offset = self._anchor
            bar.setValue(turn.y() - offset)
        self._place_jump_button()

    def _scrolled(self, value: int) -> None:
        self.column.catch_up()
        self._follows = value >= self.area.verticalScrollBar().maximum() - NEAR_END_PX
        self._place_jump_button()

    def _place_jump_button(self) -> None:
        bar = self.area.verticalScrollBar()
        is_far = bar.maximum() - bar.value() > FAR_PX
        self.jump_button.setVisible(is_far and not self._follows and self.turn_count > 0)
        size = self.jump_button.sizeHint()
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        place.moveBottom(self.height() - 12)
        self.jump_button.setGeometry(place)
        self.jump_button.raise_()

    def _set_up(self) -> None:
        self.area.setWidget(self.column)
        self.column.setAutoFillBackground(False)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.setAccessibleName(self.tr("Conversation"))
        FocusRing(self.area)
        self.area.verticalScrollBar().setSingleStep(24)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.area.resized.connect(self._fit)
        self.column.about_to_move.connect(self._hold)
        self.column.moved.connect(self._keep)
        self.welcome.suggestion_chosen.connect(self.suggestion_chosen)
        self.welcome.conversation_chosen.connect(self.conversation_chosen)
        self.jump_button.setIconSize(BESIDE_TEXT)
        self.jump_button.setAccessibleName(self.jump_button.text())
        self.jump_button.setToolTip(self.tr("Jump to latest (End)"))
        self.jump_button.clicked.connect(self.jump)
        self._pages = QStackedLayout()
        self._pages.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._pages)
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.area)
        QTimer.singleShot(0, self, markdown.warm_up)
        self._show_what_there_is()

    def _fit(self) -> None:
        # As if the bar were always there: else it could come and go by what it does to the width.
        width = self.area.width() - self.area.verticalScrollBar().sizeHint().width()
        if self.column.width() != width:
            self.column.resize(width, self.column.height())
            self.column.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_jump_button()
