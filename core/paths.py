"""Where OpenBook keeps things: one data folder, moved by one environment variable."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from core.errors import DiskFull, LibraryUnwritable
from core.sentences import Words, said

HOME_VARIABLE = "OPENBOOK_HOME"
REASONS = {
    errno.EACCES: said("Permission denied"),
    errno.EPERM: said("Operation not permitted"),
    errno.EROFS: said("Read-only file system"),
    errno.EIO: said("Input/output error"),
}
FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows knows no quota error
ASSETS = Path(__file__).resolve().parent.parent / "assets"


def home() -> Path:
    """Return the data folder: OPENBOOK_HOME where set, else the platform's own place for user data."""
    moved = os.environ.get(HOME_VARIABLE)
    return (
        Path(moved).expanduser().resolve()
        if moved
        else platformdirs.user_data_path("openbook", appauthor=False)
    )


def models() -> Path:
    """Return the folder of language models (GGUF files) and embedders (one folder each)."""
    return home() / "models"


def library_file() -> Path:
    """Return the path of the library's database."""
    return home() / "library.sqlite"


def indexes() -> Path:
    """Return the folder of nearest-neighbour indexes, which are caches and may be deleted."""
    return home() / "indexes"


def quantised() -> Path:
    """Return the folder of what was made of embedders that lie elsewhere: caches, which may be deleted."""
    return home() / "quantised"


def snapshots() -> Path:
    """Return the folder of what models have read: it may be deleted, and is then read again."""
    return home() / "snapshots"


def rates_file() -> Path:
    """Return the path of the speeds measured on this machine, by which costs are foreseen."""
    return home() / "rates.json"


def settings_file() -> Path:
    """Return the path of the saved settings."""
    return home() / "settings.json"


def ensure_folder(path: Path) -> Path:
    """Create `path` where missing, prove that it can be written, and return it.

    Errors: LibraryUnwritable, DiskFull.
    """
    with writing_to(path):
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    return path


def write_whole(path: Path, text: str) -> None:
    """Put `text` into a file, whole or not at all.

    Errors: OSError.
    """
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to write at `path` into ours.

    Errors: DiskFull, LibraryUnwritable.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(path) from error
        raise LibraryUnwritable(path, reason_of(error)) from error


def reason_of(error: OSError) -> Words:
    """Return why the operating system refuses, in our words where we have them, else in its own."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
