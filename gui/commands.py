"""What each action of the window does."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QMenu

from core.answering.history import Summary
from core.settings import Settings
from gui.ask.suggestions import sample, suggestions
from gui.conduct import Conduct
from gui.exporting import Exporting
from gui.library.shelf import Entry
from gui.process.child import Failure
from gui.process.requests import GetModels, LoadConversation, LoadedConversation
from gui.process.worker import GONE, Call
from gui.settings.about import AboutDialog
from gui.settings.confirming import ConfirmDialog
from gui.settings.dialog import SettingsDialog
from gui.settings.models import ModelsDialog
from gui.settings.shortcuts import ShortcutsDialog
from gui.theme import Appearance
from gui.widgets.direction import kept
from gui.window import Window, entries_titles

MOST_RECENT = 10


class Commands(QObject):
    """Connects the actions, the menus and the dialogs."""

    def __init__(self, window: Window, conduct: Conduct, appearance: Appearance) -> None:
        super().__init__(window)
        self._window, self._conduct, self._appearance = window, conduct, appearance
        self._desk, self._exporting = window.desk, Exporting(window)
        self._recent = self._recent_menu()
        self._downloads: dict[str, Call] = {}  # under way, by the name of the set
        self._connect_documents()
        self._connect_questions()
        self._connect_pages()
        self._connect_view()
        self._connect_dialogs()
        self._connect_history()
        self._welcome()

    def open_first(self, files: Sequence[Path]) -> None:
        """Open what the program was started with; on the very first start, the sample."""
        if files:
            self._conduct.open(files)
        elif self._window.state.value("has_started") != "true":
            self._conduct.open([Path(sample())])
        self._window.state.setValue("has_started", "true")
        self._window.state.sync()

    def _on(self, name: str, run: object) -> None:
        self._window.actions_[name].triggered.connect(lambda _checked=False: run())  # type: ignore[operator]

    # Documents

    def _connect_documents(self) -> None:
        conduct, window = self._conduct, self._window
        self._on("open", conduct.ask_where_to_open)
        self._on("open_folder", conduct.ask_which_folder)
        self._on("remove", lambda: conduct.ask_removal(window.library.selected))
        self._on("quit", window.close)
        self._desk.shelf.opened.connect(self._take_opened)

    def _recent_menu(self) -> QMenu:
        file_menu = self._window.menuBar().findChild(QMenu, "File")
        assert file_menu is not None
        menu = QMenu(self.tr("Open recent"), file_menu)
        file_menu.insertMenu(file_menu.actions()[2], menu)
        menu.aboutToShow.connect(self._fill_recent)
        return menu

    def _fill_recent(self) -> None:
        self._recent.clear()
        for file in self._recent_files():
            action = self._recent.addAction(Path(file).name)
            action.setToolTip(file)
            action.triggered.connect(partial(self._conduct.open, [Path(file)]))
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("Nothing yet")).setEnabled(False)

    def _recent_files(self) -> list[str]:
        kept = self._window.state.value("recent") or []
        return [kept] if isinstance(kept, str) else [str(each) for each in kept]  # Qt saves one as itself

    def _take_opened(self, entry: Entry) -> None:
        file = str(entry.path)
        recent = [file, *(each for each in self._recent_files() if each != file)]
        self._window.state.setValue("recent", recent[:MOST_RECENT])

    # Questions

    def _connect_questions(self) -> None:
        window, conduct, talks = self._window, self._conduct, self._window.talks
        self._on("ask", window.composer.box.setFocus)
        self._on("stop", conduct.stop)
        self._on("new_conversation", conduct.begin_conversation)
        self._on("regenerate", lambda: self._ask_last_again(in_other_mode=False))
        self._on("other_mode", lambda: self._ask_last_again(in_other_mode=True))
        self._on("export", self._export_current)
        talks.current_changed.connect(self._welcome)
        talks.conversation_chosen.connect(self._load_conversation)
        window.history.listed.connect(self._welcome)
        self._desk.shelf.added.connect(lambda _entry: self._welcome_first())
        self._desk.shelf.renamed.connect(lambda _entry: self._welcome())
        talks.export_asked.connect(lambda turn: self._export_current(turn))

    def _ask_last_again(self, *, in_other_mode: bool) -> None:
        talk = self._window.talks.current
        if talk is not None:
            talk.ask_last_again(in_other_mode=in_other_mode)

    def _export_current(self, turn: int | None = None) -> None:
        talk = self._window.talks.current
        if talk is None or talk.conversation_id is None:
            sentence = self.tr("There is no answer to export yet. Ask something first.")
            self._window.banners.show_message("export", "info", sentence)
        elif turn is not None and not talk.is_kept(turn):
            sentence = self.tr("This question has no answer that was kept. Ask it again, then export it.")
            self._window.banners.show_message("export", "info", sentence)
        else:
            self._exporting.ask(talk.conversation_id, talk.title_of(turn), talk.history_turn(turn))

    def _welcome_first(self) -> None:
        """There is something to choose now."""
        if len(self._desk.shelf.entries) == 1:
            self._welcome()

    def _welcome(self) -> None:
        talk = self._window.talks.current
        if talk is None:
            text = self.tr("Open a PDF, or drop one here, and ask about it.")
            if self._desk.shelf.entries:
                text = self.tr("Choose a document from the list, or open another one, and ask about it.")
            self._window.talks.welcome.show_welcome(self.tr("Ask your documents"), (), text)
        elif talk.is_empty:
            questions = suggestions(talk.entries[0]) if len(talk.entries) == 1 else ()
            title = self.tr("Ask about {0}").format(entries_titles(talk.entries))
            earlier = self._window.history.about(talk.document_ids)
            kept = [(each.conversation_id, each.title) for each in earlier]
            talk.view.show_welcome(title, questions, "", kept)

    # Pages

    def _connect_pages(self) -> None:
        pages = self._window.pages
        for name in ("find_next", "find_previous", "zoom_in", "zoom_out", "fit_width", "fit_page", "rotate"):
            self._on(name, getattr(pages, name))
        self._on("find", pages.open_find)
        self._on("go_to_page", pages.focus_page_box)
        self._on("outline", pages.toggle_outline)

    # View

    def _connect_view(self) -> None:
        window = self._window
        self._on("search_library", self._search_library)
        self._on("documents", lambda: self._show_side("documents"))
        self._on("history", lambda: self._show_side("history"))
        self._on("next_pane", window.focus_next_pane)
        for name, pane in (("show_library", window.side), ("show_pages", window.pages)):
            action = window.actions_[name]
            action.setChecked(pane.isVisibleTo(window))
            action.toggled.connect(pane.setVisible)
        window.actions_["full_screen"].toggled.connect(
            lambda is_on: window.showFullScreen() if is_on else window.showNormal()
        )

    def _search_library(self) -> None:
        self._show_side("documents")
        self._window.library.search_line.setFocus()

    def _show_side(self, name: str) -> None:
        self._window.actions_["show_library"].setChecked(True)
        self._window.show_side(name)
        panel = self._window.library if name == "documents" else self._window.history
        panel.list.setFocus()

    # Dialogs

    def _connect_dialogs(self) -> None:
        self._on("models", self._show_models)
        self._on("settings", self._show_settings)
        self._on("shortcuts", self._show_shortcuts)
        self._on("about", lambda: _open(AboutDialog(self._window)))
        self._window.top.models_asked.connect(self._show_models)
        self._conduct.reading_ahead.not_kept.connect(self._tell_not_kept)

    def _show_models(self) -> None:
        settings, in_use = self._desk.settings, self._desk.model
        dialog = ModelsDialog(
            settings, self._window, download=self._download, coming=tuple(self._downloads), in_use=in_use
        )
        dialog.chosen.connect(self._change)
        _open(dialog)

    def _tell_not_kept(self, entries: Sequence[Entry]) -> None:
        sentence = self.tr(
            "There is too little room on the disk for what was read of {0}. "
            "It is read again at the next start."
        ).format(entries_titles(entries))
        room = (self.tr("Settings…"), self._window.actions_["settings"].trigger)
        self._window.banners.show_message("room", "warning", sentence, [room])

    def _show_settings(self) -> None:
        dialog = SettingsDialog(self._desk.settings, self._window)
        dialog.chosen.connect(self._change)
        ahead = self._conduct.reading_ahead
        ahead.counted.connect(dialog.kept.show_kept)
        dialog.kept.forgetting_asked.connect(ahead.forget_all)
        ahead.count()
        _open(dialog)

    def _show_shortcuts(self) -> None:
        _open(ShortcutsDialog(list(self._window.actions_.described()), self._window))

    def _change(self, settings: Settings) -> None:
        is_other_room = settings.snapshot_gb != self._desk.settings.snapshot_gb
        self._desk.change_settings(settings)
        if is_other_room:
            self._conduct.reading_ahead.fit()
        if settings.appearance != self._appearance.choice:  # each widget is styled anew
            self._appearance.choose(settings.appearance)

    def _download(self, set_name: str) -> Call:
        """Bring a set, or return the call that does: it goes on when its dialog is closed."""
        if set_name not in self._downloads:
            call = self._downloads[set_name] = self._desk.worker.call(GetModels(set_name))
            call.finished.connect(self._take_models)
            call.finished.connect(self._tell_installed)
            call.failed.connect(self._tell_download_failed)
            call.ended.connect(lambda: self._downloads.pop(set_name))
        return self._downloads[set_name]

    def _tell_installed(self, models: Sequence[Path]) -> None:
        if not self._shows_models():
            sentence = self.tr("{0} has been downloaded and can be used.").format(kept(models[0].stem))
            choose = (self.tr("Choose a model…"), self._window.actions_["models"].trigger)
            self._window.banners.show_message("download", "info", sentence, [choose])

    def _tell_download_failed(self, failure: Failure) -> None:
        if not self._shows_models() and failure != GONE:
            self._window.banners.show_failure("download", failure)

    def _shows_models(self) -> bool:
        return any(dialog.isVisible() for dialog in self._window.findChildren(ModelsDialog))

    def _take_models(self) -> None:
        if self._desk.model is None and not self._desk.is_loading:
            self._desk.load_model()
        self._desk.shelf.index_unfinished()

    # History

    def _connect_history(self) -> None:
        history = self._window.history
        history.opened.connect(self._load_conversation)
        history.deletion_asked.connect(self._delete)
        history.deleted.connect(self._window.talks.close_conversation)
        history.export_asked.connect(
            lambda conversation_id: self._exporting.ask(conversation_id, "conversation")
        )
        history.failed.connect(partial(self._window.banners.show_failure, "history"))

    def _delete(self, summary: Summary) -> None:
        sentence = self.tr("“{0}” is deleted from this computer with all its answers.").format(summary.title)
        dialog = ConfirmDialog(
            self.tr("Delete this conversation?"), sentence, self.tr("Delete"), self._window
        )
        dialog.accepted.connect(partial(self._window.history.delete, summary.conversation_id))
        _open(dialog)

    def _load_conversation(self, conversation_id: int) -> None:
        call = self._desk.worker.call(LoadConversation(conversation_id))
        call.finished.connect(self._show_conversation)
        call.failed.connect(partial(self._window.banners.show_failure, "history"))

    def _show_conversation(self, loaded: LoadedConversation) -> None:
        found = [self._desk.shelf.find(each) for each in loaded.conversation.document_ids]
        entries = [entry for entry in found if entry is not None]
        if not entries:
            sentence = self.tr("The documents of this conversation are no longer in the library.")
            self._window.banners.show_message("history", "info", sentence)
            return
        self._conduct.show_conversation(loaded, entries)


def _open(dialog: QDialog) -> None:
    """Show a dialog over its window; it is gone once it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
