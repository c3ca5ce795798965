"""Finds the passages for a question, and their places in what was read of the documents."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.answering.events import Mode
from core.answering.focus import FOCUS_TOKENS, Focus, Focused
from core.answering.job import Budget
from core.answering.prompts import Turn
from core.answering.talk import Talk
from core.errors import DocumentTooLong
from core.library.filling import CountTokens
from core.library.passages import Passage
from core.library.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Found:
    """The passages for a question; `focused` where the answer attends to them in what was read."""

    passages: tuple[Passage, ...] = ()
    focused: Focused | None = None


class Finder:
    """Finds passages in documents, for a question of `talk`; with a `focus` in what was read of them.

    `titles` are what the documents are called by their ids, in their order.
    """

    def __init__(
        self,
        retriever: Retriever,
        focus: Focus | None,
        talk: Talk,
        titles: Mapping[str, str],
        budget: Budget,
        count_tokens: CountTokens,
    ) -> None:
        self._retriever, self._focus, self._talk = retriever, focus, talk
        self._titles, self._budget, self._count_tokens = titles, budget, count_tokens

    def find(self, question: str, *, brings: bool) -> Found:
        """Return the passages for a question. With `brings` what lies on the disk is brought into memory."""
        most = self._budget.passage_tokens
        if self._focus and self._focus.is_possible():
            passages = self._retrieve(question, min(most, FOCUS_TOKENS))
            focused = self._focus.find(question, passages, brings=brings)
            if focused is not None and self._fits(Turn(question, passages), focused):
                return Found(passages, focused)
        return Found(self._retrieve(question, most))

    def usual(self) -> Found:
        """Return what stands in for a question that is not known yet: a usual focus, or nothing."""
        usual = self._focus.usual(self._budget.passage_tokens) if self._focus else None
        return Found((), usual if usual and self._fits(Turn(""), usual) else None)

    def _fits(self, turn: Turn, focused: Focused) -> bool:
        try:
            self._talk.compose(Mode.RETRIEVED, turn, self._budget.answer_tokens, focused.compose)
        except DocumentTooLong:
            return False
        return True

    def _retrieve(self, question: str, most_tokens: int) -> tuple[Passage, ...]:
        found = self._retriever.retrieve(
            question, tuple(self._titles), most_tokens, self._count_tokens, self._talk.questions
        )
        return tuple(replace(passage, title=self._titles[passage.document_id]) for passage in found)
