"""Every word sent to the model, and the order in which it is sent.

The order is always: instructions, what is read (documents or passages), conversation. So everything up to the
end of the documents is a prefix that never changes, and a conversation only ever grows at its end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.answering.events import Mode
from core.documents.document import Document
from core.library.retriever import Passage
from core.model.template import ASSISTANT, SYSTEM, USER, ChatTemplate

INSTRUCTIONS = {
    Mode.WHOLE: (
        "You answer questions about the documents that the user shows you. Use only what the documents say. "
        "Answer briefly and exactly, in the language of the question; copy numbers, dates and names as they "
        "are written. If the documents do not say, answer that the document does not say."
    ),
    Mode.RETRIEVED: (
        "You answer questions about passages from documents that the user shows you. Use only what the "
        "passages say. Answer briefly and exactly, in the language of the question; copy numbers, dates and "
        "names as they are written. If the passages do not say, answer that the document does not say."
    ),
    Mode.CLOSED: (
        "You answer questions from what you know. Answer briefly and exactly, in the language of the "
        "question. If you do not know, say so."
    ),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, the passages found for it, and the answer once there is one.

    `answer` holds the very tokens that the model wrote, so that they need not be read again.
    """

    question: str
    passages: tuple[Passage, ...] = ()
    answer: tuple[int, ...] = ()


def document_text(documents: Sequence[Document]) -> str:
    """Return whole documents as the model reads them: each under its title, each page under its number."""
    return "\n\n".join(_whole(document) for document in documents)


def passage_text(passages: Sequence[Passage]) -> str:
    """Return passages as the model reads them: each under its document's title and page number."""
    return "\n\n".join(f"[{p.title}, page {p.page_number}]\n{p.text}" for p in passages)


class Prompts:
    """Writes the prompts for one model, as tokens.

    `tokenize` maps (text, parse_special) to token ids and adds nothing; `bos` is what the vocabulary wants
    in front of everything.
    """

    def __init__(
        self, template: ChatTemplate, tokenize: Callable[[str, bool], list[int]], bos: tuple[int, ...] = ()
    ) -> None:
        self._template = template
        self._bos = bos
        self._tokenize = lru_cache(maxsize=256)(lambda text, special: tuple(tokenize(text, special)))

    def compose(self, mode: Mode, opening: str, turns: Sequence[Turn]) -> tuple[int, ...]:
        """Return the prompt that asks the last of `turns`; whole documents, the `opening`, stand first."""
        contents = self._contents(mode, opening, turns)
        pieces = self._template.pieces([role for role, _ in contents])
        tokens = list(self._literal(pieces[0]))
        for (_, content), piece in zip(contents, pieces[1:], strict=True):
            tokens += [*content, *self._tokenize(piece, True)]
        return tuple(tokens)

    def _literal(self, first_piece: str) -> tuple[int, ...]:
        tokens = self._tokenize(first_piece, True)
        return tokens if tokens[: len(self._bos)] == self._bos else self._bos + tokens

    def _contents(self, mode: Mode, opening: str, turns: Sequence[Turn]) -> list[tuple[str, tuple[int, ...]]]:
        """Pair each message's role with its tokens; nothing in it is ever a special token."""
        contents: list[tuple[str, tuple[int, ...]]] = []
        first = [INSTRUCTIONS[mode]]
        if self._template.has_system:
            contents, first = [(SYSTEM, self._content(first))], []
        for texts, turn in zip(_readings([*first, opening], turns), turns, strict=True):
            contents.append((USER, self._content([*texts, f"Question: {turn.question}"])))
            contents.append((ASSISTANT, turn.answer))
        return contents[:-1]

    def _content(self, texts: Sequence[str]) -> tuple[int, ...]:
        # Tokenised one by one: the tokens of a document do not depend on the question behind it.
        parts = [text for text in texts if text]
        return tuple(
            t for i, text in enumerate(parts) for t in self._tokenize("\n\n" * (i > 0) + text, False)
        )


def _readings(first: Sequence[str], turns: Sequence[Turn]) -> list[list[str]]:
    """Return what stands before each question: `first`, and only passages that were not shown yet."""
    shown: set[int] = set()
    readings = []
    for turn in turns:
        new = [p for p in turn.passages if not shown.issuperset(p.chunk_ids)]
        shown.update(chunk_id for passage in new for chunk_id in passage.chunk_ids)
        readings.append([passage_text(new)])
    return [[*first, *readings[0]], *readings[1:]]


def _whole(document: Document) -> str:
    pages = [f"[page {page.page_number}]\n{page.body}" for page in document.pages if page.body]
    return "\n\n".join([f"Document: {document.title}", *pages])
