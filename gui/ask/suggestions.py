"""Questions to try, for a person who has not asked anything yet."""

import json
from functools import cache

from PySide6.QtCore import QLocale

from core.paths import ASSETS
from gui.library.shelf import Entry

SAMPLES = ASSETS / "samples"
ABOUT_ANY = {
    "he": ("על מה המסמך הזה?", "מהן המסקנות העיקריות?", "אילו מספרים ותאריכים מופיעים בו?"),
    "": ("What is this document about?", "What are its main conclusions?", "Which numbers matter most?"),
}  # fmt: skip


def sample() -> str:
    """Return the path of the sample document in the person's language."""
    is_hebrew = QLocale().language() == QLocale.Language.Hebrew
    return str(SAMPLES / ("sample-he.pdf" if is_hebrew else "sample-en.pdf"))


def suggestions(entry: Entry) -> tuple[str, ...]:
    """Return three questions that a person could ask about a document, in its language."""
    if entry.path.parent == SAMPLES:
        return _of_samples().get(entry.path.name, ())
    language = entry.stored.language if entry.stored else ""
    return ABOUT_ANY.get(language, ABOUT_ANY[""])


@cache
def _of_samples() -> dict[str, tuple[str, ...]]:
    suggested: dict[str, tuple[str, ...]] = {}
    for each in json.loads((SAMPLES / "questions.json").read_text(encoding="utf-8")):
        if each["suggested"]:
            earlier = suggested.get(each["document"], ())
            suggested[each["document"]] = (*earlier, each["question"])
    return suggested
