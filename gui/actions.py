"""Everything a person can do, described once: menus, shortcuts and the help sheet are made from this."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenuBar

from gui.icons import icon
from gui.translating import tr

SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class Described:
    """An action: `name` is for code, `group` its menu, `shortcut` in Qt's portable notation."""

    name: str
    group: str
    text: str
    shortcut: str = ""
    icon: str = ""
    is_checkable: bool = False


ACTIONS = (
    Described("open", "File", "Open PDFs…", "Ctrl+O", "open"),
    Described("open_folder", "File", "Open a folder…", "Ctrl+Shift+O", "folder"),
    Described("remove", "File", "Remove from library…", "", "remove"),
    Described("export", "File", "Export conversation…", "Ctrl+Shift+E", "export"),
    Described("quit", "File", "Quit", "Ctrl+Q"),
    Described("ask", "Ask", "Go to the question box", "Ctrl+L", "edit"),
    Described("stop", "Ask", "Stop", "Ctrl+.", "stop"),
    Described("new_conversation", "Ask", "New conversation", "Ctrl+N", "add"),
    Described("regenerate", "Ask", "Answer again", "Ctrl+R", "regenerate"),
    Described("other_mode", "Ask", "Ask the same in the other mode", "Ctrl+Shift+R", "compare"),
    Described("mode_whole", "Ask", "Whole document", "Ctrl+1", "whole", is_checkable=True),
    Described("mode_retrieved", "Ask", "Retrieved chunks", "Ctrl+2", "retrieved", is_checkable=True),
    Described("mode_compare", "Ask", "Compare both", "Ctrl+3", "compare", is_checkable=True),
    Described("closed_book", "Ask", "Compare with closed book too", "Ctrl+4", "closed", is_checkable=True),
    Described("find", "Document", "Find in document", "Ctrl+F", "search"),
    Described("find_next", "Document", "Next hit", "F3", "next"),
    Described("find_previous", "Document", "Previous hit", "Shift+F3", "previous"),
    Described("go_to_page", "Document", "Go to page…", "Ctrl+G"),
    Described("zoom_in", "Document", "Zoom in", "Ctrl++", "zoom-in"),
    Described("zoom_out", "Document", "Zoom out", "Ctrl+-", "zoom-out"),
    Described("fit_width", "Document", "Fit width", "Ctrl+0", "fit-width"),
    Described("fit_page", "Document", "Fit page", "Ctrl+9", "fit-page"),
    Described("rotate", "Document", "Rotate", "Ctrl+Shift+L", "rotate"),
    Described("outline", "Document", "Outline and thumbnails", "Ctrl+Shift+B", "page-outline"),
    Described("search_library", "View", "Search documents", "Ctrl+K", "search"),
    Described("documents", "View", "Documents", "Ctrl+Shift+D", "library"),
    Described("history", "View", "History", "Ctrl+H", "history"),
    Described("show_library", "View", "Show the library", "Ctrl+B", is_checkable=True),
    Described("show_pages", "View", "Show the pages", "Ctrl+Shift+P", is_checkable=True),
    Described("next_pane", "View", "Next pane", "F6"),
    Described("full_screen", "View", "Full screen", "F11", is_checkable=True),
    Described("models", "Tools", "Choose a model…", "Ctrl+M", "model"),
    Described("settings", "Tools", "Settings…", "Ctrl+,", "settings"),
    Described("shortcuts", "Help", "Keyboard shortcuts", "F1", "help"),
    Described("about", "Help", "About OpenBook"),
)
MENUS = {
    "File": ("open", "open_folder", SEPARATOR, "remove", "export", SEPARATOR, "quit"),
    "Ask": (
        "ask", "stop", "new_conversation", SEPARATOR, "regenerate", "other_mode", SEPARATOR,
        "mode_whole", "mode_retrieved", "mode_compare", "closed_book",
    ),
    "Document": (
        "find", "find_next", "find_previous", "go_to_page", SEPARATOR,
        "zoom_in", "zoom_out", "fit_width", "fit_page", "rotate", SEPARATOR, "outline",
    ),
    "View": (
        "search_library", "documents", "history", SEPARATOR,
        "show_library", "show_pages", "next_pane", "full_screen",
    ),
    "Tools": ("models", "settings"),
    "Help": ("shortcuts", "about"),
}  # fmt: skip


class Actions:
    """The window's actions by name: `actions["open"]`."""

    def __init__(self, window: QMainWindow) -> None:
        self._by_name = {each.name: _made(each, window) for each in ACTIONS}
        window.addActions(list(self._by_name.values()))

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def fill(self, bar: QMenuBar) -> None:
        """Put the menus into the menu bar."""
        for title, names in MENUS.items():
            menu = bar.addMenu(f"&{tr(title)}")
            menu.setObjectName(title)
            for name in names:
                if name == SEPARATOR:
                    menu.addSeparator()
                else:
                    menu.addAction(self._by_name[name])

    def described(self) -> Iterator[tuple[str, str, str]]:
        """Yield group, text and shortcut of every action, for the help sheet."""
        for each in ACTIONS:
            shortcut = self._by_name[each.name].shortcut()
            yield tr(each.group), tr(each.text), shortcut.toString(QKeySequence.SequenceFormat.NativeText)


def _made(each: Described, window: QMainWindow) -> QAction:
    action = QAction(tr(each.text), window)
    action.setObjectName(each.name)
    action.setCheckable(each.is_checkable)
    if each.icon:
        action.setIcon(icon(each.icon))
        action.setIconVisibleInMenu(not each.is_checkable)  # its place is that of the tick
    if each.shortcut:
        action.setShortcut(QKeySequence(each.shortcut))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{action.text().rstrip('…')} ({shown})")
    return action
