"""One answer: what it saw, what it says, where that stands, and what it cost."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.answering.events import Answer, Answered, Citation, Delta, Event, Mode, Reading, Retrieved, Thought
from core.answering.unsupported import unsupported
from core.library.passages import Passage
from gui.answers import wording
from gui.answers.focused import FocusedNote
from gui.answers.notes import Note
from gui.answers.prose import AnswerText, Span
from gui.answers.reading import ReadingBar
from gui.answers.shown import ShownDocument
from gui.answers.sources import Source, SourceList
from gui.answers.strip import PageStrip
from gui.answers.thought import ThoughtSection
from gui.ask.wording import MODE_ICONS, mode_name
from gui.icons import BESIDE_TEXT, icon
from gui.process.child import Failure
from gui.translating import say
from gui.widgets.announcing import announce
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.focus_ring import FocusRing
from gui.widgets.icon_button import IconButton
from gui.widgets.icon_view import IconView
from gui.widgets.text_label import TextLabel

LINK = "source:"


class AnswerCard(QFrame):
    """The answer of one mode, from the moment it is asked for."""

    grew = Signal()
    cited = Signal(str, int, int, int)
    page_chosen = Signal(str, int)
    asked_again = Signal(Mode)  # the mode to answer in: its own, or the other one
    asked_anew = Signal()  # in its own mode, the passages being read again
    copied = Signal(str)
    stop_requested = Signal()

    def __init__(self, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = mode
        self._other: Mode | None = None
        self.answer: Answer | None = None
        self._documents: Sequence[ShownDocument] = ()
        self._passages: tuple[Passage, ...] = ()
        self._is_refused = False
        self._share = 0.0  # of what is to be read
        self._sources: list[Source] = []
        self._unsupported: list[Span] = []
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Answer: {mode}").format(mode=mode_name(mode)))
        self._make_parts()
        self._connect()
        self._lay_out()
        self.wait()

    @property
    def is_refused(self) -> bool:
        """Whether this mode cannot answer the question."""
        return self._is_refused

    @property
    def is_busy(self) -> bool:
        """Whether the answer is still coming."""
        return not self.reading.isHidden()

    @property
    def has_text(self) -> bool:
        """Whether there is something of the answer to be read."""
        return not self.text.isHidden()

    def show_documents(self, documents: Sequence[ShownDocument]) -> None:
        """Learn the titles and labels of what is read."""
        self._documents = tuple(documents)
        self.strip.show_documents(documents)
        self._mark_pages()
        self._show_sources([source.quote for source in self._sources])

    def wait(self) -> None:
        """Forget what was answered, and wait for an answer to come."""
        focused = QApplication.focusWidget()
        has_focus = focused is not None and self.isAncestorOf(focused)
        self.answer, self._passages, self._unsupported, self._is_refused = None, (), [], False
        self.thought.clear()
        self.text.finish("")
        self.text.hide()
        self._number_sources(())
        self._share = 0.0
        self._mark_pages()
        self.reading.show_step(self.tr("Starting"), 0.0)
        self.reading.show()
        if has_focus:
            self.reading.stop_button.setFocus()  # else the window's first button would get it
        for part in (self.focused, self.notice, self.cost, self.buttons):
            part.hide()

    def show_preparing(self, step: str, share: float) -> None:
        """Show a step that comes before the reading: a model is loaded."""
        self.reading.show_step(step, share)

    def take(self, event: Event) -> None:
        """Show what happens."""
        match event:
            case Retrieved():
                self._passages = event.passages
                self._mark_pages()
            case Reading():
                pages = sum(document.page_count for document in self._documents)
                self.reading.show_reading(event, pages, len(self._passages))
                self._share = event.done_tokens / max(1, event.total_tokens)
                self._mark_pages()
            case Thought():
                self.reading.show_writing()
                self._end_reading()
                self.thought.add(event.text)
            case Delta():
                self._write(event.text)
            case Answered():
                self.finish(event.answer)
                self._announce()
            case _:
                self.refuse(say(event.sentence))

    def finish(self, answer: Answer, quotes: Sequence[str] = ()) -> None:
        """Show a complete answer."""
        self.answer, self._passages, self._share = answer, answer.passages, 1.0
        self.thought.finish()
        self.model.setText(answer.model)
        self._number_sources(answer.citations)
        notes = self._notes(answer.citations)
        blocks = self.text.parsed(answer.text)
        tip = self.tr("No line in the document supports this sentence")
        self._unsupported = [Span(start, end, "unsupported", tip) for start, end in unsupported(answer)]
        self.text.finish(answer.text, notes, self._unsupported, blocks)
        self.text.setVisible(bool(answer.text))
        self._mark_pages()
        self.cost.setText(wording.cost(answer))
        self.cost.show()
        self.focused.setVisible(answer.is_focused)
        if answer.is_cut:
            self._notify("warning", self.tr("Cut at the answer length. Allow longer answers in Settings."))
        elif answer.is_looping:
            self._notify("warning", self.tr("The model began to repeat itself and was stopped."))
        elif self._unsupported and not answer.citations:
            self._notify("dim", self.tr("No line was found that supports this answer."))
        if quotes:
            self.set_quotes(quotes)
        self._end()

    def set_quotes(self, quotes: Sequence[str]) -> None:
        """Show the document's own words for each citation, in the order of the answer's citations."""
        if self.answer is not None:
            words = {_span(c): quote for c, quote in zip(self.answer.citations, quotes, strict=False)}
            self._show_sources([words.get(_span(source.citation), "") for source in self._sources])

    def refuse(self, sentence: str) -> None:
        """Say why this mode does not answer."""
        self._is_refused = True
        self._mark_pages()
        self._notify("warning", sentence)
        self._say_of_it(sentence)
        self._end()

    def fail(self, failure: Failure) -> None:
        """Say what went wrong; what was written stays."""
        self.text.stop()
        self._notify("danger", say(failure.sentence))
        self._say_of_it(self.notice.text())
        self._end()

    def stop(self) -> None:
        """Say that the person stopped it; what was written stays."""
        self.text.stop()
        self._notify("dim", self.tr("Stopped. What was read is kept."))
        self._say_of_it(self.notice.text())
        self._end()

    def highlight(self, spans: Sequence[Span]) -> None:
        """Lay colours behind parts of the answer, beside the marks that are there anyway."""
        self.text.show_spans([*self._unsupported, *spans])

    def offer(self, other: Mode | None) -> None:
        """Offer to ask the same in another mode, or in none."""
        self._other = other
        if other is None and self.other_button.hasFocus():
            self.again_button.setFocus()  # else the window's first button would get it
        self.other_button.setVisible(other is not None)
        if other is not None:
            text = self.tr("Ask: {mode}").format(mode=mode_name(other))
            self.other_button.setText(text)
            self.other_button.setIcon(icon(MODE_ICONS[other], other.value))
            self.other_button.setAccessibleName(text)
            self.other_button.setToolTip(self.tr("Ask the same in this mode, beside this answer"))

    def focus_order(self) -> list[QWidget]:
        """Return what the Tab key goes through."""
        buttons = (self.focused.anew_button, self.copy_button, self.again_button, self.other_button)
        sources = (*self.sources.rows, self.sources.more_button)
        thought = [self.thought.button, *filter(None, [self.thought.text])]
        return [self.strip, *thought, self.reading.stop_button, self.text, *sources, *buttons]

    def _write(self, text: str) -> None:
        if not self.text.text:
            self.thought.finish()
            self.reading.show_writing()
            self._end_reading()
            self.text.show()
        self.text.add(text)

    def _end_reading(self) -> None:
        if self._share < 1.0:
            self._share = 1.0
            self._mark_pages()

    def _end(self) -> None:
        self.reading.hide()
        self.buttons.show()
        self.copy_button.setEnabled(bool(self.text.text))
        self.grew.emit()

    def _announce(self) -> None:
        document = self.text.answer_document
        text = document.plain_text(0, document.characterCount())
        announce(self, self.tr("{mode} answered: {text}").format(mode=mode_name(self.mode), text=text))

    def _say_of_it(self, sentence: str) -> None:
        announce(self, f"{mode_name(self.mode)}: {sentence}")

    def _notify(self, kind: str, sentence: str) -> None:
        self.notice.setProperty("kind", kind)
        self.notice.style().polish(self.notice)
        self.notice.setText(sentence)
        self.notice.show()

    def _number_sources(self, citations: Sequence[Citation]) -> None:
        first = {_span(citation): citation for citation in reversed(citations)}
        order = dict.fromkeys(map(_span, citations))
        self._sources = [Source(n, first[span], "", "") for n, span in enumerate(order, 1)]
        self._show_sources([""] * len(self._sources))

    def _show_sources(self, quotes: Sequence[str]) -> None:
        known = {document.document_id: document for document in self._documents}
        self._sources = [
            Source(
                source.number,
                source.citation,
                wording.place(known.get(source.citation.document_id), source.citation.page_number),
                wording.place_in_line(known.get(source.citation.document_id), source.citation.page_number),
                quote,
            )
            for source, quote in zip(self._sources, quotes, strict=True)
        ]
        self.sources.show_sources(self._sources)

    def _notes(self, citations: Sequence[Citation]) -> list[Note]:
        numbers = {_span(source.citation): source.number for source in self._sources}
        return [Note(c.end, str(numbers[_span(c)]), f"{LINK}{numbers[_span(c)]}") for c in citations]

    def _mark_pages(self) -> None:
        """Mark what this mode reads; of whole documents only the share that is read by now."""
        read = {(p.document_id, span.page_number) for p in self._passages for span in p.spans}
        pages = [(d.document_id, n) for d in self._documents for n in range(1, d.page_count + 1)]
        if self._is_refused:
            read = set()
        elif self.mode is Mode.WHOLE:
            read = set(pages[: round(self._share * len(pages))])
        cited = {(source.citation.document_id, source.citation.page_number) for source in self._sources}
        self.strip.mark(read, cited)
        said = wording.seen(self.mode, len(read), len(cited), len(pages)) if pages else ""
        said = self.tr("Read no page") if self._is_refused else said
        self.seen.setText(said)
        self.seen.setVisible(bool(said))
        self.strip.setAccessibleName(said)

    def _follow(self, link: str) -> None:
        number = link.removeprefix(LINK)
        if link.startswith(LINK) and number.isdecimal() and 0 < int(number) <= len(self._sources):
            self._cite(self._sources[int(number) - 1].citation)

    def _cite(self, citation: Citation) -> None:
        self.cited.emit(citation.document_id, citation.page_number, citation.page_start, citation.page_end)

    def _tip(self, link: str) -> str:
        number = link.removeprefix(LINK)
        is_known = number.isdecimal() and 0 < int(number) <= len(self._sources)
        return self._sources[int(number) - 1].tip if is_known else ""

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text)
        self.copied.emit(self.text.text)

    def _make_parts(self) -> None:
        self.model = ElidedLabel("", self)
        self.model.setProperty("kind", "small")
        self.seen = TextLabel("", "small", self)
        self.strip = PageStrip(self.mode.value, self)
        self.thought = ThoughtSection(self)
        self.reading = ReadingBar(self)
        self.text = AnswerText(self)
        self.text.caret_colour = self.mode.value
        self.text.setAccessibleName(self.accessibleName())
        FocusRing(self.text, self, margin=5)
        self.notice = TextLabel("", "warning", self)
        self.sources = SourceList(self)
        self.focused = FocusedNote(self)
        self.cost = TextLabel("", "small", self)
        self.buttons = QWidget(self)
        self.copy_button = IconButton("copy", self.tr("Copy the answer"), self.buttons, colour="dim")
        self.again_button = IconButton("regenerate", self.tr("Answer again"), self.buttons, colour="dim")
        self.other_button = QPushButton(self.buttons)
        self.other_button.setProperty("kind", "quiet")
        self.other_button.setIconSize(BESIDE_TEXT)

    def _connect(self) -> None:
        self.text.grew.connect(self.grew)
        self.thought.grew.connect(self.grew)
        self.text.link_activated.connect(self._follow)
        self.text.set_link_tips(self._tip)
        self.sources.chosen.connect(self._cite)
        self.strip.page_chosen.connect(self.page_chosen)
        self.reading.stop_requested.connect(self.stop_requested)
        self.copy_button.clicked.connect(self._copy)
        self.focused.anew_asked.connect(self.asked_anew)
        self.again_button.clicked.connect(lambda: self.asked_again.emit(self.mode))
        self.other_button.clicked.connect(lambda: self.asked_again.emit(self._other))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        column.addLayout(self._header())
        column.addWidget(self.strip)
        column.addWidget(self.seen)
        for part in (
            self.thought,
            self.reading,
            self.text,
            self.notice,
            self.sources,
            self.focused,
            self.cost,
        ):
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self.copy_button, self.again_button, self.other_button):
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self.buttons)
        self.offer(None)

    def _header(self) -> QHBoxLayout:
        name = QLabel(mode_name(self.mode), self)
        name.setProperty("kind", "chip")
        name.setProperty("mode", self.mode.value)
        name.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)  # the model's gives way
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconView(MODE_ICONS[self.mode], self, colour=self.mode.value))
        row.addWidget(name)
        row.addWidget(self.model, 1, Qt.AlignmentFlag.AlignVCenter)
        return row

    def sizeHint(self) -> QSize:
        return QSize(320, 120)  # a layout would lay out the text for its favourite width, only to ask


def _span(citation: Citation) -> tuple[str, int, int, int]:
    return citation.document_id, citation.page_number, citation.page_start, citation.page_end
