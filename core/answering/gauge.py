"""How full the model's window is with documents and a conversation about them."""

from collections.abc import Sequence
from functools import cached_property

from core.answering.estimates import Meter
from core.answering.events import Mode
from core.answering.parts import JOINT_TOKENS
from core.answering.prompts import Prompts, Turn, page_text
from core.answering.talk import Talk
from core.documents.document import Document


class Gauge:
    """Measures `documents`, `whole_text` in all, against a window that has room for an answer too."""

    def __init__(
        self,
        prompts: Prompts,
        documents: Sequence[Document],
        whole_text: str,
        context_tokens: int,
        answer_tokens: int,
    ) -> None:
        self._prompts, self._documents, self._whole_text = prompts, documents, whole_text
        self._window, self._answer_tokens = context_tokens, answer_tokens

    def meter(self, talk: Talk) -> Meter:
        """Return how full the window is with this conversation."""
        page_count = sum(len(document.pages) for document in self._documents)
        mode = Mode.WHOLE if self._fitting_pages == page_count else Mode.RETRIEVED
        empty, filled = (
            len(self._prompts.compose(mode, "", [*shown, Turn("")]).tokens)
            for shown in ([], talk.seen_by(mode))
        )
        return Meter(self._window, self.document_tokens, filled - empty, page_count, self._fitting_pages)

    @cached_property
    def document_tokens(self) -> int:
        """How many tokens the documents are."""
        return len(self._prompts.tokens(self._whole_text))

    @cached_property
    def _fitting_pages(self) -> int:
        """How many pages, from the first one on, fit the window with the instructions and an answer."""
        pages = [page for document in self._documents for page in document.pages]
        around = len(self._prompts.compose(Mode.WHOLE, "", [Turn("")]).tokens) + self._answer_tokens
        room = self._window - around
        if self.document_tokens <= room:
            return len(pages)
        for index, page in enumerate(pages):
            room -= len(self._prompts.tokens(page_text(page))) + JOINT_TOKENS
            if room < 0:
                return index
        return len(pages) - 1  # the titles are what is too much
