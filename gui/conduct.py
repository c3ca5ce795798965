"""What the panes of the window do together: a document is opened, asked about, cited, removed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from core.answering.events import Mode
from gui.ask.wording import mode_name
from gui.library.reading_ahead import ReadingAhead
from gui.library.shelf import PASSWORD_WANTED, Entry, State
from gui.process.child import Failure
from gui.process.requests import CountConversations, CountVotes, Foreseen, FoundPdfs, LoadedConversation
from gui.returning import Returning
from gui.settings.passwords import PasswordDialog
from gui.settings.removing import RemovalDialog
from gui.translating import say, tr
from gui.widgets.direction import kept
from gui.window import Window, entries_titles

OF_ANOTHER_PROCESSOR = (-4, -1073741795, 3221225501)  # SIGILL; Windows' illegal instruction
USABLE = (State.INDEXING, State.READY)


class Conduct(QObject):
    """Connects the documents, the conversation about them and the pages. One for each window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._desk, self._shelf = window, window.desk, window.desk.shelf
        self._wanted: Entry | None = None  # to be chosen as soon as it is open
        self._foreseen: Foreseen | None = None
        self._connect_documents()
        self._connect_answers()
        self.reading_ahead = self._read_ahead()
        self._desk.failed.connect(partial(window.banners.show_failure, "desk"))
        self._desk.crashed.connect(self._tell_crash)
        self._desk.model_changed.connect(self._show_model)
        self._refresh()

    def open(self, files: Sequence[Path]) -> None:
        """Open files and folders; the first one that is a file is shown."""
        entries = self._shelf.open(files)
        self._window.show_side("documents")
        if entries:
            self._wanted = entries[0]
            if entries[0].stored is None and entries[0].path.is_file():
                self._window.pages.show_file(entries[0].path)  # while its text is being read
            self._choose_wanted(entries[0])
            self._refresh()

    def ask_where_to_open(self) -> None:
        """Let the person choose PDFs."""
        files, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Open PDFs"), self._last_folder(), self.tr("PDF documents (*.pdf)")
        )
        self._open_chosen(files)

    def ask_which_folder(self) -> None:
        """Let the person choose a folder, whose PDFs are opened."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Open a folder"), self._last_folder())
        self._open_chosen([folder] if folder else [])

    def ask_removal(self, entries: Sequence[Entry]) -> None:
        """Ask whether documents shall be removed, and say what is deleted with them."""
        kept = [entry for entry in entries if entry.document_id]
        for entry in entries:
            if entry not in kept:
                self._shelf.remove(entry)
        counts: list[int] = []
        for entry in kept:
            call = self._desk.worker.call(CountConversations(entry.document_id))
            call.finished.connect(counts.append)
            call.finished.connect(lambda _count: self._confirm_removal(kept, counts))

    def show_conversation(self, loaded: LoadedConversation, entries: Sequence[Entry]) -> None:
        """Show a conversation of the history, and the documents that it is about."""
        self._window.talks.reopen(loaded, entries)
        self._window.library.choose_all(list(entries))

    def unlock(self, entry: Entry) -> None:
        """Ask for the password of a protected document."""
        was_wrong = entry.failure is not None and entry.failure.name == "DocumentPasswordWrong"
        dialog = PasswordDialog(entry.path.name, was_wrong=was_wrong, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.entered.connect(partial(self._shelf.retry, entry))
        dialog.open()

    # Documents

    def _connect_documents(self) -> None:
        library, shelf, pages = self._window.library, self._shelf, self._window.pages
        self._window.files_dropped.connect(self.open)
        library.open_asked.connect(self.ask_where_to_open)
        library.removal_asked.connect(self.ask_removal)
        library.unlock_asked.connect(self.unlock)
        library.question_wanted.connect(self._window.composer.box.setFocus)
        library.chosen.connect(self._show_chosen)
        Returning(self._window, lambda: self._wanted is None and not library.selected)
        shelf.loaded.connect(self._refresh)
        shelf.opened.connect(self._take_opened)
        shelf.changed.connect(self._take_change)
        shelf.password_wanted.connect(self.unlock)
        shelf.removed.connect(self._take_removed)
        shelf.renamed.connect(self._window.talks.refresh)
        shelf.renamed.connect(lambda _entry: self._refresh())
        shelf.folder_opened.connect(self._take_folder)
        pages.locate_requested.connect(self._locate)
        pages.unlock_requested.connect(lambda: self._with_shown(self.unlock))
        pages.retry_requested.connect(lambda: self._with_shown(self._shelf.retry))
        pages.asked_about.connect(self._ask_about)
        pages.supply.refused.connect(self._take_refusal)

    def _open_chosen(self, files: Sequence[str]) -> None:
        if files:
            self._window.state.setValue("folder", str(Path(files[0]).parent))
            self.open([Path(file) for file in files])

    def _last_folder(self) -> str:
        return str(self._window.state.value("folder") or Path.home())

    def _choose_wanted(self, entry: Entry) -> None:
        if entry is self._wanted and entry.state in USABLE and entry.is_described:
            self._wanted = None
            self._window.library.choose(entry)

    def _show_chosen(self, entries: Sequence[Entry]) -> None:
        usable = [entry for entry in entries if entry.state in USABLE and entry.document_id]
        if not usable:
            self._show_unusable(entries[0])
            return
        missing = [entry for entry in usable if not entry.is_described]
        for entry in missing:
            self._shelf.describe(entry)  # comes back through `opened`
        if not missing:
            self._show_pages(usable[0])
        self._window.talks.show_about(usable)  # at once: the next question is about these

    def _show_unusable(self, entry: Entry) -> None:
        """Show nothing of the document before: the questions would go to it."""
        if entry.failure is not None:
            self._window.pages.show_refusal(entry.failure)
        else:
            self._window.pages.clear()
        self._window.talks.show_welcome()

    def _take_opened(self, entry: Entry) -> None:
        self._choose_wanted(entry)
        self._window.talks.refresh(entry)
        selected = self._window.library.selected
        if entry in selected:
            self._show_chosen(selected)

    def _take_change(self, entry: Entry) -> None:
        if entry.state in (State.FAILED, State.LOCKED):
            if entry is self._wanted:
                self._window.library.choose(entry)
            elif self._window.library.selected == [entry]:
                self._show_unusable(entry)
        self._refresh()

    def _take_removed(self, entry: Entry) -> None:
        self._window.talks.close_about(entry)
        self._window.history.refresh()
        if not self._window.library.selected:
            self._window.pages.clear()
            self._window.talks.show_welcome()
        self._refresh()

    def _show_pages(self, entry: Entry) -> None:
        if entry.stored is not None:
            self._window.pages.show_document(
                entry.document_id,
                entry.path,
                entry.password,
                entry.labels,
                entry.outline,
                entry.stored.skipped,
            )

    def _confirm_removal(self, entries: Sequence[Entry], counts: Sequence[int]) -> None:
        if len(counts) < len(entries):
            return  # the others are still being counted
        title = entries[0].title if len(entries) == 1 else entries_titles(entries)
        dialog = RemovalDialog(title, sum(counts), document_count=len(entries), parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in entries:
            dialog.accepted.connect(partial(self._shelf.remove, entry))
        dialog.open()

    def _take_folder(self, found: FoundPdfs) -> None:
        """Show the first document of a folder, unless one is shown, and say what was not opened."""
        if self._wanted is None and not self._window.library.selected:
            self._wanted = next((entry for entry in self._shelf.entries if entry.path in found.paths), None)
            self._refresh()
        if not found.paths:
            sentence = self.tr("There is no PDF in {0}.").format(kept(str(found.folder)))
            self._window.banners.show_message("folder", "info", sentence)
        elif found.left_out:
            sentence = self.tr(
                "{0} holds more PDFs than are opened at once: the first {1} were, {2} were not."
            )
            folder = kept(str(found.folder))
            shown = sentence.format(folder, f"{len(found.paths):,}", f"{found.left_out:,}")
            self._window.banners.show_message("folder", "warning", shown)

    def _take_refusal(self, failure: Failure) -> None:
        """Ask for the password of a document whose text is known already, when its pages need it."""
        document_id = self._window.pages.document_id
        entry = self._shelf.find(document_id) if document_id else None
        if entry is not None and failure.name in PASSWORD_WANTED:
            entry.failure = failure
            self.unlock(entry)

    def _shown_entry(self) -> Entry | None:
        """Return the document in the pane of pages, or the one that could not be shown there."""
        document_id, selected = self._window.pages.document_id, self._window.library.selected
        return self._shelf.find(document_id) if document_id else next(iter(selected), None)

    def _with_shown(self, act: Callable[[Entry], object]) -> None:
        if (entry := self._shown_entry()) is not None:
            act(entry)

    def _locate(self, _document_id: str) -> None:
        entry = self._shown_entry()
        file, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Where is it now?"), self._last_folder(), self.tr("PDF documents (*.pdf)")
        )
        if entry is not None and file:
            self._shelf.locate(entry, Path(file))

    # Questions and answers

    def _connect_answers(self) -> None:
        window, talks = self._window, self._window.talks
        window.composer.asked.connect(self._ask)
        window.composer.stopped.connect(self.stop)
        window.escaped.connect(self.escape)
        talks.suggestion_chosen.connect(window.composer.submit)
        talks.cited.connect(self._cite)
        talks.page_chosen.connect(self._go_to_page)
        talks.current_changed.connect(self._take_talk)
        talks.busy_changed.connect(self._refresh)
        talks.kept.connect(self._take_kept)
        window.top.modes_changed.connect(self._show_costs)
        self._desk.foreseen.connect(self._take_foreseen)

    def _read_ahead(self) -> ReadingAhead:
        talks, top = self._window.talks, self._window.top

        def wanted() -> Sequence[Entry]:
            return talks.current.entries if talks.current and Mode.WHOLE in top.modes else []

        ahead = ReadingAhead(self._desk, wanted, lambda: talks.busy is not None)
        for signal in (talks.current_changed, talks.busy_changed, top.modes_changed):
            signal.connect(ahead.refresh)
        talks.read.connect(ahead.follow)
        talks.kept.connect(ahead.count)
        self._window.library.rereading_asked.connect(ahead.forget)
        self._window.library.pin_asked.connect(ahead.pin)
        return ahead

    def stop(self) -> None:
        """Stop the answer that is coming, of this conversation or else of another."""
        current = self._window.talks.current
        busy = current if current is not None and current.is_busy else self._window.talks.busy
        if busy is not None:
            busy.stop()

    def escape(self) -> None:
        """Stop the answer that comes; else close the search; else leave the full screen."""
        if self._window.talks.busy is not None:
            self.stop()
        elif self._window.pages.find_bar.isVisible():
            self._window.pages.find_bar.dismiss()
        else:
            self._window.actions_["full_screen"].setChecked(False)

    def begin_conversation(self) -> None:
        """Begin a new conversation about the documents of the present one."""
        current = self._window.talks.current
        if current is not None:
            self._window.talks.begin(current.entries)
            self._window.composer.box.setFocus()

    def _ask(self, question: str) -> None:
        talk = self._window.talks.current
        if talk is not None:
            talk.ask(question, self._window.top.modes)

    def _ask_about(self, quoted: str) -> None:
        self._window.composer.write(f"“{' '.join(quoted.split())}”\n")

    def _cite(self, document_id: str, page_number: int, start: int, end: int) -> None:
        if self._bring(document_id):
            self._window.pages.show_citation(document_id, page_number, start, end)

    def _go_to_page(self, document_id: str, page_number: int) -> None:
        if self._bring(document_id):
            self._window.pages.go_to(page_number)

    def _bring(self, document_id: str) -> bool:
        """Show the pages of a document; false, with a word about it, where it is gone."""
        entry = self._shelf.find(document_id)
        if entry is None:
            sentence = self.tr("This document is no longer in the library. Open its file to see its pages.")
            self._window.banners.show_message("gone", "info", sentence)
            return False
        self._window.actions_["show_pages"].setChecked(True)
        self._show_pages(entry)
        return True

    def _take_talk(self) -> None:
        talk = self._window.talks.current
        self._foreseen = None
        self._window.composer.meter.say("")
        self._desk.set_subject(talk.conversation_id if talk else None, talk.document_ids if talk else ())
        self._count_votes()
        self._refresh()

    def _take_kept(self) -> None:
        self._window.history.refresh()
        talk = self._window.talks.current
        if talk is not None:
            self._desk.set_subject(talk.conversation_id, talk.document_ids)
        self._count_votes()

    def _count_votes(self) -> None:
        talk = self._window.talks.current
        if talk is not None and talk.document_ids:
            call = self._desk.worker.call(CountVotes(talk.document_ids))
            call.finished.connect(lambda wins: talk.view.show_summary(_votes_text(wins)))

    def _take_foreseen(self, foreseen: Foreseen | None) -> None:
        self._foreseen = foreseen
        self._show_costs()

    def _show_costs(self) -> None:
        meter = self._window.composer.meter
        if self._foreseen is not None:
            meter.show_foreseen(self._foreseen, self._window.top.modes)

    def _refresh(self) -> None:
        """Bring the question box in line with what can be asked now."""
        talk, composer = self._window.talks.current, self._window.composer
        composer.set_busy(self._window.talks.busy is not None)
        if talk is None:
            awaited = filter(None, [*self._window.library.selected, self._wanted])
            is_coming = any(entry.state in (State.WAITING, State.OPENING) for entry in awaited)
            is_coming |= not self._shelf.is_loaded
            nothing = self.tr("Choose a document") if self._shelf.entries else self.tr("Open a document")
            composer.set_subject(self.tr("Opening…") if is_coming else nothing)
            soon = self.tr("It can be asked about as soon as its text has been read.")
            composer.set_hindrance(soon if is_coming else self.tr("Choose a document first, or open one."))
        else:
            composer.set_subject(self.tr("Ask about {0}").format(entries_titles(talk.entries)))
            failure = self._desk.model_failure
            composer.set_hindrance(say(failure.sentence) if failure else "")

    # Model and processes

    def _show_model(self) -> None:
        failure, banners = self._desk.model_failure, self._window.banners
        if failure is not None:
            choose = (self.tr("Choose a model…"), self._window.actions_["models"].trigger)
            if failure.name == "ModelNotInstalled":  # the first start: nothing is wrong
                banners.show_message("model", "info", say(failure.sentence), [choose])
            else:
                banners.show_failure("model", failure, [choose])
        else:
            banners.dismiss("model")
            if self._desk.model is not None and self._desk.model.fallback:
                banners.show_message("gpu", "warning", say(self._desk.model.fallback))
        self._refresh()

    def _tell_crash(self, exit_code: int) -> None:
        sentence = self.tr(
            "The part of OpenBook that reads and answers has ended unexpectedly ({0}). "
            "Nothing is lost: documents and answers are kept."
        ).format(exit_code)
        if exit_code in OF_ANOTHER_PROCESSOR:
            sentence = self.tr(
                "A library was built for another processor than this one, and so the part of OpenBook that "
                "reads and answers has ended. “openbook doctor” in a terminal says which, and what to do. "
                "Nothing is lost."
            )
        restart = (self.tr("Restart"), self._desk.restart)
        self._window.banners.show_message("crash", "error", sentence, [restart])
        self._refresh()


def _votes_text(wins: dict[Mode, int]) -> str:
    if not any(wins.values()):
        return ""
    counts = [f"{mode_name(mode)} {count:,}" for mode, count in wins.items() if count]
    return tr("So far on this document: {0}").format(" · ".join(counts))
