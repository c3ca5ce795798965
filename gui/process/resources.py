"""What the lanes of the core child share: the library, the embedder, and who has to wait for whom."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core import paths
from core.answering.assembly import embedder_if_any
from core.library.embedder import Embedder
from core.library.store import Library
from core.settings import Settings

WAIT_S = 0.1


class Resources:
    """One library per lane (SQLite wants a connection of its own in each thread), one embedder for all."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._embedders: dict[str, Embedder | None] = {}
        self._making = threading.Lock()
        self._answering = threading.Event()

    @property
    def library(self) -> Library:
        """The library of the calling thread, opened when first asked for."""
        if not hasattr(self._own, "library"):
            self._own.library = Library(paths.library_file())
        library: Library = self._own.library
        return library

    def close_library(self) -> None:
        """Close the library of the calling thread."""
        if hasattr(self._own, "library"):
            self._own.library.close()
            del self._own.library

    def embedder(self, settings: Settings) -> Embedder | None:
        """Return the embedder that the settings name, None where it is not installed.

        What is missing is looked for again each time: the person may have brought it meanwhile.
        """
        with self._making:
            found = self._embedders.get(settings.embedder)
            if found is None:
                found = embedder_if_any(settings)
                self._embedders[settings.embedder] = found
            return found

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Keep indexing from taking the processor while a question is answered."""
        self._answering.set()
        try:
            yield
        finally:
            self._answering.clear()

    def is_answering(self) -> bool:
        """Whether a question is being answered; a caller that gives way sleeps for WAIT_S and asks again."""
        return self._answering.is_set()

    @staticmethod
    def give_way() -> None:
        """Let a question go first."""
        time.sleep(WAIT_S)
