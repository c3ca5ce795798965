"""Where a document stands, in the words of the library."""

import time
from datetime import datetime

from gui.ask.wording import about
from gui.library.shelf import Entry, State
from gui.process.requests import KeptReading
from gui.translating import counted, say, tr
from gui.widgets.direction import kept

LANGUAGES = {"ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "he": "Hebrew"}


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
            return _read_ahead(entry)
        case State.FAILED:
            return _reason(entry) or tr("Could not be opened")
    return _facts(entry)


def hindrance(entry: Entry) -> str:
    """Return why a document that can be asked about is not searched by meaning; "" where it is."""
    return say(entry.failure.sentence) if entry.failure is not None and entry.state is State.READY else ""


def _reason(entry: Entry) -> str:
    """Return why a document failed, without its name, which stands above."""
    sentence = say(entry.failure.sentence) if entry.failure else ""
    reason = sentence.removeprefix(kept(entry.path.name)).lstrip()
    return reason[:1].upper() + reason[1:]


def _read_ahead(entry: Entry) -> str:
    """Return how far a model has read a document; the row may cut the end, so that is the least of it."""
    reading, share = entry.reading, f"{entry.read_share or 0:.0%}"
    if entry.is_paused:
        return tr("{0} read · goes on later").format(share)
    parts = [tr("{0} read").format(share)]
    if reading is not None and reading.remaining_s is not None and reading.remaining_s >= 1:
        parts.append(tr("{0} left").format(about(reading.remaining_s)))
    if reading is not None and reading.part_count > 1:
        parts.append(tr("part {0} of {1}").format(reading.part, reading.part_count))
    return " · ".join(parts)


def kept_text(kept: KeptReading | None) -> str:
    """Return what the disk holds of a document that was read, and since when; "" where it holds nothing."""
    if kept is None:
        return ""
    size, used = size_text(kept.size_bytes), age_text(kept.used_s)
    said = tr("Read as a whole and kept on the disk: {0}, last used {1}").format(size, used)
    return "\n".join((said, tr("It stays there until you forget it")) if kept.is_pinned else (said,))


def age_text(then_s: float) -> str:
    """Return how long ago a moment was, in whole days: "today", "3 days ago"; seconds count from 1970."""
    then, now = (datetime.fromtimestamp(s).astimezone().date() for s in (then_s, time.time()))
    days = max(0, (now - then).days)
    if days < 2:
        return tr("yesterday") if days else tr("today")
    if days < 60:
        return tr("{0} days ago").format(days)
    return tr("{0} months ago").format(days // 30)


def size_text(size_bytes: float) -> str:
    """Return a size as a person says it."""
    if size_bytes < 1e9:
        return tr("{0} MB").format(f"{size_bytes / 1e6:,.0f}")
    return tr("{0} GB").format(f"{size_bytes / 1e9:,.1f}")


def _facts(entry: Entry) -> str:
    if entry.stored is None:
        return ""
    stored = entry.stored
    parts = [counted(stored.page_count, tr("1 page"), tr("{0} pages"))]
    if entry.failure is not None:
        parts.append(tr("found by words only"))
    if entry.kept is not None:  # by a model: its first answer will not wait
        parts.append(tr("read {0}").format(age_text(entry.kept.used_s)))
    elif entry.failure is None and stored.language in LANGUAGES:  # a row has no room for everything
        parts.append(tr(LANGUAGES[stored.language]))
    if stored.skipped:
        parts.append(counted(len(stored.skipped), tr("1 page without text"), tr("{0} pages without text")))
    return " · ".join(parts)
