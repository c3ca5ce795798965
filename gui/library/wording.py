"""Where a document stands, in the words of the library."""

from PySide6.QtCore import QCoreApplication

from gui.library.shelf import Entry, State

LANGUAGES = {"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "he": "Hebrew"}


def tr(text: str) -> str:
    """Return a text in the window's language."""
    return QCoreApplication.translate("Library", text)


def status(entry: Entry) -> str:
    """Return where a document stands, in a few words."""
    match entry.state:
        case State.WAITING:
            return tr("Waiting to be opened")
        case State.OPENING:
            return tr("Reading the text, {0}").format(f"{entry.share:.0%}")
        case State.INDEXING:
            return tr("Can be asked · indexing, {0}").format(f"{entry.share:.0%}")
        case State.LOCKED:
            return tr("Protected by a password")
        case State.READY if entry.read_share is not None:
            return tr("Reading ahead, {0}").format(f"{entry.read_share:.0%}")
        case State.FAILED:
            return _reason(entry) or tr("Could not be opened")
    return _facts(entry)


def _reason(entry: Entry) -> str:
    """Return why a document failed, without its name, which stands above."""
    sentence = entry.failure.sentence if entry.failure else ""
    reason = sentence.removeprefix(entry.path.name).lstrip()
    return reason[:1].upper() + reason[1:]


def kept(entry: Entry) -> str:
    """Return what the disk holds of a document that was read, "" where it holds nothing."""
    if not entry.kept_bytes:
        return ""
    return tr("Read as a whole, and kept on the disk: {0}").format(size_text(entry.kept_bytes))


def size_text(size_bytes: int) -> str:
    """Return a size as a person says it."""
    if size_bytes < 1e9:
        return f"{size_bytes / 1e6:,.0f} MB"
    return f"{size_bytes / 1e9:,.1f} GB"


def _facts(entry: Entry) -> str:
    if entry.stored is None:
        return ""
    stored = entry.stored
    parts = [_counted(stored.page_count, tr("1 page"), tr("{0} pages"))]
    if stored.language in LANGUAGES:
        parts.append(tr(LANGUAGES[stored.language]))
    if stored.skipped:
        parts.append(_counted(len(stored.skipped), tr("1 page without text"), tr("{0} pages without text")))
    if entry.failure is not None:
        parts.append(tr("found by words only"))
    if entry.kept_bytes:
        parts.append(tr("read"))  # by a model: its first answer will not wait
    return " · ".join(parts)


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(f"{count:,}")
