"""One turn of a conversation: a question and its answer, or its answers side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.answering.events import Answer, Answered, Delta, Event, Mode, Refused
from gui.answers.card import AnswerCard
from gui.answers.costs import CostBars
from gui.answers.difference import DifferenceSection, Spans
from gui.answers.question import QuestionView
from gui.answers.shown import ShownDocument, ShownTurn
from gui.answers.vote import VoteRow
from gui.ask.wording import MODE_ICONS, mode_name
from gui.process.child import Failure
from gui.widgets.segmented_switch import Segment, SegmentedSwitch

# Below this width two answers are not side by side, but behind each other; a third needs so much more.
NARROW_PX, THIRD_PX = 620, 160
OTHER = {Mode.WHOLE: Mode.RETRIEVED, Mode.RETRIEVED: Mode.WHOLE, Mode.CLOSED: Mode.WHOLE}


class ComparisonFooter(QFrame):
    """Below answers side by side: how they differ, what they cost, and which is trusted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.difference = DifferenceSection(self)
        self.bars = CostBars(self)
        self.votes = VoteRow(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(14)
        for part in (self.difference, self.bars, self.votes):
            column.addWidget(part)
        self.hide()


class TurnView(QWidget):
    """Shows a question and what comes of it in each of its modes."""

    needs_room = Signal()
    cited = Signal(str, int, int, int)
    page_chosen = Signal(str, int)
    asked_again = Signal(tuple)
    asked_anew = Signal(tuple)
    edited = Signal(str)
    voted = Signal(tuple)
    copied = Signal(str)
    export_requested = Signal()
    stop_requested = Signal()

    def __init__(
        self,
        question: str,
        modes: Sequence[Mode],
        documents: Sequence[ShownDocument],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.cards: dict[Mode, AnswerCard] = {}
        self.switch: SegmentedSwitch | None = None
        self._documents = documents
        self._width = NARROW_PX
        self.question = QuestionView(question, self)
        self.footer: ComparisonFooter | None = None  # made when there is something to compare
        self._summary = ""
        self.question.edited.connect(self.edited)
        self.question.export_requested.connect(self.export_requested)
        self._lay_out()
        self.answer_in(modes)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still coming."""
        return any(card.is_busy for card in self.cards.values())

    @property
    def _is_narrow(self) -> bool:
        count = len(self.cards)
        return count > 1 and self._width < NARROW_PX + THIRD_PX * (count - 2)

    def answer_in(self, modes: Sequence[Mode]) -> None:
        """Wait for answers in these modes; those of others stay."""
        for mode in modes:
            if mode in self.cards:
                self.cards[mode].wait()
            else:
                self._add_card(mode)
        self._arrange()
        self._refresh()

    def show_past(self, past: ShownTurn) -> None:
        """Show the answers of a turn of the history."""
        for answer in past.answers:
            self.cards[answer.mode].finish(answer, past.quotes.get(answer.mode, ()))
        self._refresh()
        if past.agreement is not None:
            self.show_agreement(past.agreement)
        self.show_vote(past.winners)

    def show_documents(self, documents: Sequence[ShownDocument]) -> None:
        """Learn the titles and labels of what is read."""
        self._documents = documents
        for card in self.cards.values():
            card.show_documents(documents)

    def show_preparing(self, step: str, share: float) -> None:
        """Show a step that comes before the reading."""
        for card in self._busy_cards():
            card.show_preparing(step, share)

    def take(self, event: Event) -> None:
        """Show what happens in one of the modes."""
        is_first = isinstance(event, Delta) and not self.cards[event.mode].has_text
        self.cards[event.mode].take(event)
        if isinstance(event, Answered):
            self._refresh()
        elif isinstance(event, Refused):
            self._pass_over(event.mode)
        elif is_first:
            self._bring_forward(event.mode)

    def set_quotes(self, mode: Mode, quotes: Sequence[str]) -> None:
        """Show the document's words for the citations of one answer."""
        self.cards[mode].set_quotes(quotes)

    def show_agreement(self, agreement: object) -> None:
        """Show how the answers agree: an Agreement of `core.answering.agreement`."""
        answers = {mode: card.answer for mode, card in self.cards.items() if card.answer is not None}
        if self.footer is not None:
            self.footer.difference.show_agreement(agreement, answers)  # type: ignore[arg-type]

    def show_vote(self, winners: frozenset[Mode] | None) -> None:
        """Show which modes were voted for; None where there was no vote."""
        if self.footer is not None:
            self.footer.votes.show_vote(winners)

    def show_summary(self, text: str) -> None:
        """Say at the vote which mode has won so far."""
        self._summary = text
        if self.footer is not None:
            self.footer.votes.show_summary(text)

    def fail(self, failure: Failure) -> None:
        """Say what went wrong with the answers that are not there yet."""
        for card in self._busy_cards():
            card.fail(failure)
        self._refresh()

    def stop(self) -> None:
        """Say that the person stopped the answers that are not there yet."""
        for card in self._busy_cards():
            card.stop()
        self._refresh()

    def arrange(self, width: int) -> None:
        """Set the answers side by side, or behind each other where this width is too small for that."""
        self._width = width
        if self._is_narrow != (self.switch is not None):
            self._arrange()

    def height_for(self, width: int) -> int:
        """Return how high the turn is in this width."""
        return self._column.totalHeightForWidth(width)

    def focus_order(self) -> list[QWidget]:
        """Return what the Tab key goes through, in the order it is read."""
        order: list[QWidget] = [*self.question.focus_order()]
        if self.switch is not None:
            order += self.switch.findChildren(QWidget)
        for card in self.cards.values():
            order += card.focus_order()
        return order if self.footer is None else [*order, *self.footer.findChildren(QWidget)]

    def _busy_cards(self) -> list[AnswerCard]:
        return [card for card in self.cards.values() if card.is_busy]

    def _add_card(self, mode: Mode) -> None:
        card = AnswerCard(mode, self)
        card.show_documents(self._documents)
        card.cited.connect(self.cited)
        card.page_chosen.connect(self.page_chosen)
        card.asked_again.connect(lambda again: self.asked_again.emit((again,)))
        card.asked_anew.connect(lambda: self.asked_anew.emit((mode,)))
        card.copied.connect(self.copied)
        card.stop_requested.connect(self.stop_requested)
        self.cards = {each: (self.cards | {mode: card})[each] for each in Mode if each in {*self.cards, mode}}
        self._columns.insertWidget(list(self.cards).index(mode), card, 1)

    def _arrange(self) -> None:
        if self.switch is not None:
            self.switch.hide()
            self.switch.deleteLater()
            self.switch = None
        if self._is_narrow:
            self._add_switch()
        shown = self.switch.value if self.switch else ""
        for mode, card in self.cards.items():
            card.setVisible(not shown or mode.value == shown)

    def _add_switch(self) -> None:
        segments = tuple(
            Segment(mode.value, mode_name(mode), MODE_ICONS[mode], colour=mode.value) for mode in self.cards
        )
        self.switch = SegmentedSwitch(self.tr("Answers"), segments, self)
        self.switch.chosen.connect(self._show_only)
        self._column.insertWidget(1, self.switch)
        self.switch.show()

    def _pass_over(self, refused: Mode) -> None:
        """Of answers behind each other show one that comes, not one that does not."""
        others = [mode for mode, card in self.cards.items() if not card.is_refused]
        if self.switch is not None and self.switch.value == refused.value and others:
            self.switch.choose(others[0].value)

    def _bring_forward(self, written: Mode) -> None:
        """Of answers behind each other show the first that is written, as long as the other only reads."""
        if self.switch is not None and not self.cards[Mode(self.switch.value)].has_text:
            self.switch.choose(written.value)

    def _show_only(self, value: str) -> None:
        for mode, card in self.cards.items():
            card.setVisible(mode.value == value)

    def _refresh(self) -> None:
        modes, is_busy = list(self.cards), self.is_busy
        for mode, card in self.cards.items():
            card.offer(OTHER[mode] if len(modes) == 1 else None)
        self.question.set_busy(is_busy)
        answers = [card.answer for card in self.cards.values() if card.answer is not None]
        self._compare(answers if len(answers) > 1 and not is_busy else [])

    def _compare(self, answers: Sequence[Answer]) -> None:
        if not answers:
            if self.footer is not None:
                self.footer.hide()
                self.footer.difference.clear()
                self.footer.votes.show_vote(None)
            return
        if self.footer is None:
            self.footer = self._new_footer()
        self.footer.bars.show_answers(answers)
        self.footer.votes.show_modes([answer.mode for answer in answers])
        self.footer.show()

    def _new_footer(self) -> ComparisonFooter:
        footer = ComparisonFooter(self)
        footer.votes.voted.connect(self.voted)
        footer.votes.show_summary(self._summary)
        footer.difference.highlighted.connect(self._highlight)
        self._column.addWidget(footer)
        return footer

    def _highlight(self, spans: Spans) -> None:
        for mode, card in self.cards.items():
            card.highlight(spans.get(mode, ()))

    def _lay_out(self) -> None:
        self._columns = QHBoxLayout()
        self._columns.setSpacing(10)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.question)
        self._column.addLayout(self._columns)

    def sizeHint(self) -> QSize:
        return QSize(640, 200)  # the height is by the width: `height_for`

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.needs_room.emit()
        return is_handled
