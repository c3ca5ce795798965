"""Focus: retrieved mode of documents that the model has read, which reads little but the question.

The answer attends to the passages where they stand in what was read. The sentences of the best one that are
nearest to the question stand behind it as text, and are read once more. In documents that were read in parts
the part with the best passage is attended to; passages of other parts are read anew, too.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.answering.excerpt import Likeness, excerpt
from core.answering.in_parts import InParts
from core.answering.places import PrefixUnclear, Range, ReadText
from core.answering.prompts import Prompt, Prompts, Turn
from core.documents.document import Document, Page
from core.errors import DocumentTooLong
from core.library.passages import Passage
from core.model.engine import Engine

FOCUS_TOKENS = 512  # of passages: more of them distract a small model, though they would cost no time
# Of the best passage: what a small model reads once more it copies rightly more often. 64 were right on three
# more of 64 questions, and are not taken for their wait: a tenth of that of reading anew is the most.
AGAIN_TOKENS = 48

Whole = Callable[[Sequence[Turn]], Prompt]


@dataclass(frozen=True)
class _Text:
    """What is read at once: all of the documents, or a part. `compose` asks about it."""

    text: str
    pages: Sequence[tuple[Document, Page]]
    document_ids: tuple[str, ...]
    compose: Whole
    pieces: Callable[[Sequence[int]], list[bytes]]

    @cached_property
    def prompt(self) -> Prompt:
        return self.compose([Turn("")])

    @cached_property
    def prefix(self) -> tuple[int, ...]:
        return self.prompt.tokens[: self.prompt.prefix_tokens]

    @cached_property
    def read(self) -> ReadText:
        """Errors: PrefixUnclear."""
        return ReadText(self.text, self.pages, self.pieces(self.prefix))


@dataclass(frozen=True, slots=True)
class Focused:
    """Passages found in what was read: the spans of its prefix, and what is read beside it.

    `anew` are the passages that are not in the prefix, and last an excerpt of the best one, which is.
    """

    spans: tuple[Range, ...]
    anew: tuple[Passage, ...]
    document_ids: tuple[str, ...]
    _compose: Whole

    def compose(self, turns: Sequence[Turn]) -> Prompt:
        """Return the prompt that asks the last of `turns`; what earlier ones found is not shown again."""
        earlier = [replace(turn, passages=()) for turn in turns[:-1]]
        return self._compose([*earlier, replace(turns[-1], passages=self.anew)])

    @property
    def attended_tokens(self) -> int:
        """How many tokens of the prefix the answer attends to."""
        return sum(end - begin for begin, end in self.spans) + 1  # its last one always


class Focus:
    """Finds passages of `documents` in what was read of them, where the model and the memory allow it."""

    def __init__(
        self,
        engine: Engine,
        prompts: Prompts,
        documents: Sequence[Document],
        whole_text: str,
        in_parts: Callable[[], InParts | None],
        likeness: Likeness,
    ) -> None:
        self._engine, self._prompts, self._documents = engine, prompts, documents
        self._whole_text, self._in_parts, self._likeness = whole_text, in_parts, likeness

    def is_possible(self) -> bool:
        """Whether anything is held in which passages could be found."""
        return self._held() is not None

    def usual(self, most_tokens: int) -> Focused | None:
        """Return what stands in for passages that are not known yet; None where they will be read anew."""
        held = self._held()
        if held is None:
            return None
        spans = ((0, min(most_tokens, FOCUS_TOKENS, len(held.prefix) - 1)),)
        return Focused(spans, (), held.document_ids, held.compose)

    def find(self, question: str, passages: Sequence[Passage], *, brings: bool) -> Focused | None:
        """Return the passages' places in what was read, None where they must be read anew.

        Asked where it `is_possible`. With `brings` what is on the disk is brought into memory, so that it can
        be answered from.
        """
        if not passages:
            return None
        best = max(passages, key=lambda passage: passage.score)
        for text in self._texts:
            if self._is_held(text) and self._has(text, best) and (not brings or self._bring(text)):
                found = [passage for passage in passages if text.read.has(passage)]
                anew = [passage for passage in passages if passage not in found]
                anew += self._again(question, best)
                return Focused(text.read.spans(found), tuple(anew), text.document_ids, text.compose)
        return None

    def _again(self, question: str, best: Passage) -> list[Passage]:
        """Return what of the best passage is read once more, under its page alone where that says enough."""
        text = excerpt(best.text, question, self._likeness, AGAIN_TOKENS, self._count_tokens)
        title = best.title if len(self._documents) > 1 else ""
        return [replace(best, text=text, title=title)] if text else []

    def _count_tokens(self, text: str) -> int:
        return len(self._prompts.tokens(text))

    def _held(self) -> _Text | None:
        """Return the first text that is held. A long document is not cut into parts where nothing is held."""
        ids = [document.document_id for document in self._documents]
        if not self._engine.weights.sees_everything or not self._engine.may_hold(ids):
            return None
        return next(filter(self._is_held, self._texts), None)

    def _is_held(self, text: _Text) -> bool:
        length = len(text.prefix)
        return self._engine.held_tokens(text.prompt.tokens, length, text.document_ids) >= length

    def _has(self, text: _Text, passage: Passage) -> bool:
        try:
            return text.read.has(passage)
        except PrefixUnclear:
            return False

    def _bring(self, text: _Text) -> bool:
        return self._engine.hold(text.prefix, text.document_ids)

    @cached_property
    def _texts(self) -> list[_Text]:
        try:
            in_parts = self._in_parts()
            return [self._whole()] if in_parts is None else list(self._of_parts(in_parts))
        except DocumentTooLong:  # for parts, too: nothing was read of it
            return []

    def _whole(self) -> _Text:
        pages = [(document, page) for document in self._documents for page in document.pages]
        ids = tuple(document.document_id for document in self._documents)
        return _Text(
            self._whole_text, pages, ids, self._prompts.on_whole(self._whole_text), self._engine.pieces
        )

    def _of_parts(self, in_parts: InParts) -> Iterator[_Text]:
        by_id = {document.document_id: document for document in self._documents}
        for part in in_parts.parts:
            pages = [(by_id[key], by_id[key].page(number)) for key, number in part.pages]
            compose = self._prompts.on_part(part.text)
            yield _Text(part.text, pages, part.document_ids, compose, self._engine.pieces)
