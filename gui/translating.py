"""The language of the window. The texts in the code are English; the others lie in `assets/translations`.

A text is marked where it is used, by `self.tr` in a widget and by `tr` elsewhere; `gui.texts` collects them.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from core.paths import ASSETS
from core.sentences import Sentence, Words
from gui.widgets.direction import kept

TRANSLATIONS = ASSETS / "translations"
SOURCE = "en"


def tr(text: str) -> str:
    """Return a text in the window's language."""
    return QCoreApplication.translate("", text)


def say(words: Words) -> str:
    """Return what core says in the window's language; somebody else's words stay as they are."""
    return words.translated(tr, kept) if isinstance(words, Sentence) else words


def counted(count: int, one: str, many: str) -> str:
    """Return a number with its noun: `one` for 1, else `many`, with the number for {0}."""
    return one if count == 1 else many.format(f"{count:,}")


def apply(app: QApplication, language: str) -> str:
    """Let what is shown from now on be in a language, "system" for the system's; return its code.

    Where there is no translation it is English. The window is mirrored for a language that asks for it.
    """
    code = _of_system() if language == "system" else language
    if language != "system":
        QLocale.setDefault(QLocale(code))
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for folder, name in ((qt, "qtbase"), (str(TRANSLATIONS), "openbook")):
        translator = QTranslator(app)
        if code != SOURCE and translator.load(f"{name}_{code}", folder):
            app.installTranslator(translator)
    app.setLayoutDirection(QLocale(code).textDirection())
    return code


def _of_system() -> str:
    """Return the first of the person's languages that there is a translation for, else English."""
    ours = {SOURCE, *(file.stem.removeprefix("openbook_") for file in TRANSLATIONS.glob("openbook_*.qm"))}
    wanted = [language.partition("-")[0] for language in QLocale.system().uiLanguages()]
    return next((language for language in wanted if language in ours), SOURCE)
