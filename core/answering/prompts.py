"""Every word sent to the model, and the order in which it is sent.

The order is always: instructions, what is read (documents or passages), conversation. So everything up to the
end of the documents is a prefix that never changes, and a conversation only ever grows at its end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.answering.events import Mode
from core.documents.document import Document, Page
from core.library.passages import Passage
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
PART_INSTRUCTIONS = (
    "You take notes from one part of the documents that the user shows you, for answering a question. Use "
    "only what this part says; copy numbers, dates and names as they are written."
)
NOTE_REQUEST = (
    "Answer from this part alone, in one to three short sentences and in the language of the question. If it "
    "does not mention what is asked, write only: NOTHING HERE"
)
NOTES_INSTRUCTIONS = (
    "You answer questions about documents from notes that were taken of them, part by part, each under the "
    "pages it is about. Use only what the notes say. Answer briefly and exactly, in the language of the "
    "question; copy numbers, dates and names as they are written. If the notes do not say, answer that the "
    "document does not say."
)
MERGE_REQUEST = (
    "Do not answer yet: make one shorter note of these, with all that helps to answer, in their order and in "
    "the language of the question."
)
NOTES_REQUEST = "Answer with all that the notes say about it."
NO_NOTES = "[All parts were read, and none of them says anything about the question.]"
NO_NOTES_REQUEST = (
    "Nothing was found about this in the documents. Say only that the document does not say, in the language "
    "of the question."
)

THINK_TAG = "<think>"
BETWEEN = "\n\n"  # titles, pages and passages

Content = str | tuple[int, ...]  # text is tokenised; what the model wrote itself is tokens already


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, the passages found for it, and the answer once there is one.

    `answer` holds the very tokens that the model wrote, so that they need not be read again.
    """

    question: str
    passages: tuple[Passage, ...] = ()
    answer: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is given, in tokens; the first `prefix_tokens` are what other questions begin with too.

    `opens_in_thought` says that the model's template has opened its reasoning already; `stop_text` is where
    the answer of a model without turns is over.
    """

    tokens: tuple[int, ...]
    prefix_tokens: int
    opens_in_thought: bool = False
    stop_text: str = ""


def document_text(documents: Sequence[Document]) -> str:
    """Return whole documents as the model reads them: each under its title, each page under its number."""
    return BETWEEN.join(_whole(document) for document in documents)


def document_heading(document: Document) -> str:
    """Return the line under which a document's pages stand."""
    return f"Document: {document.title}"


def page_text(page: Page, piece: str | None = None) -> str:
    """Return a page, or a piece of it, as the model reads it: under its number; nothing of an empty page."""
    body = page.body if piece is None else piece
    return f"[page {page.page_number}]\n{body}" if body or piece is not None else ""


def passage_text(passages: Sequence[Passage]) -> str:
    """Return passages as the model reads them: each under its document's title, if any, and its page."""
    return BETWEEN.join(f"[{_place(passage)}]\n{passage.text}" for passage in passages)


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
        self._tokenize = lru_cache(maxsize=1024)(lambda text, special: tuple(tokenize(text, special)))

    def tokens(self, text: str) -> tuple[int, ...]:
        """Return the tokens of `text` at the beginning of a message; what was asked lately costs nothing."""
        return self._tokenize(text, False)

    def compose(self, mode: Mode, opening: str, turns: Sequence[Turn]) -> Prompt:
        """Return the prompt that asks the last of `turns`; whole documents, the `opening`, stand first.

        The prefix ends with the opening; without one it ends before the last question.
        """
        return self._compose(INSTRUCTIONS[mode], opening, turns)

    def compose_note(self, part: str, turns: Sequence[Turn]) -> Prompt:
        """Return the prompt that asks for a note on a part of documents, for the last of `turns`.

        The prefix ends with the part.
        """
        return self._compose(PART_INSTRUCTIONS, part, turns, request=NOTE_REQUEST)

    def on_whole(self, opening: str) -> Callable[[Sequence[Turn]], Prompt]:
        """Return what asks about whole documents, as `compose` does."""
        return lambda turns: self.compose(Mode.WHOLE, opening, turns)

    def on_part(self, part: str) -> Callable[[Sequence[Turn]], Prompt]:
        """Return what asks about a part of documents for an answer, behind the prefix of `compose_note`."""
        return lambda turns: self._compose(PART_INSTRUCTIONS, part, turns)

    def compose_merge(self, notes: str, turns: Sequence[Turn]) -> Prompt:
        """Return the prompt that asks for one shorter note in the place of several."""
        return self._compose(NOTES_INSTRUCTIONS, "", turns, notes, MERGE_REQUEST)

    def compose_from_notes(self, notes: str, turns: Sequence[Turn]) -> Prompt:
        """Return the prompt that asks the last of `turns` of what was noted; `notes` may be empty."""
        if notes:
            return self._compose(NOTES_INSTRUCTIONS, "", turns, notes, NOTES_REQUEST)
        return self._compose(NOTES_INSTRUCTIONS, "", turns, NO_NOTES, NO_NOTES_REQUEST)

    def _compose(
        self, instructions: str, opening: str, turns: Sequence[Turn], notes: str = "", request: str = ""
    ) -> Prompt:
        messages = self._messages(instructions, opening, turns)
        asked = messages[-1][1]
        asked[-1:] = [*filter(None, [notes]), *asked[-1:], *filter(None, [request])]
        pieces = self._template.pieces([role for role, _ in messages])
        tokens, opening_ends, question_begins = list(self._first(pieces[0])), 0, 0
        for (_, contents), piece in zip(messages, pieces[1:], strict=True):
            for at, content in enumerate(contents):
                question_begins = len(tokens)
                tokens += self._content(content, is_first=at == 0)
                if opening and content is opening:
                    opening_ends = len(tokens)
            tokens += self._tokenize(piece, True)
        opens_in_thought = pieces[-1].rstrip().endswith(THINK_TAG)
        prefix_tokens = opening_ends or question_begins
        return Prompt(tuple(tokens), prefix_tokens, opens_in_thought, self._template.stop_text)

    def _content(self, content: Content, *, is_first: bool) -> tuple[int, ...]:
        # Tokenised one by one: the tokens of a document do not depend on the question behind it.
        return (
            content
            if isinstance(content, tuple)
            else self._tokenize("\n\n" * (not is_first) + content, False)
        )

    def _first(self, piece: str) -> tuple[int, ...]:
        tokens = self._tokenize(piece, True)
        return tokens if tokens[: len(self._bos)] == self._bos else self._bos + tokens

    def _messages(
        self, instructions: str, opening: str, turns: Sequence[Turn]
    ) -> list[tuple[str, list[Content]]]:
        """Return the role and the content of each message, up to the question that is open."""
        messages: list[tuple[str, list[Content]]] = []
        first: list[Content] = [instructions]
        if self._template.has_system:
            messages, first = [(SYSTEM, first)], []
        if opening:
            first.append(opening)
        for turn, passages in zip(turns, _not_shown_before(turns), strict=True):
            reading = [passage_text(passages)] if passages else []
            messages.append((USER, [*first, *reading, f"Question: {turn.question}"]))
            messages.append((ASSISTANT, [turn.answer]))
            first = []
        return messages[:-1]


def _not_shown_before(turns: Sequence[Turn]) -> list[list[Passage]]:
    """Return the passages of each turn that no earlier turn has shown."""
    shown: set[int] = set()
    fresh = []
    for turn in turns:
        fresh.append([passage for passage in turn.passages if not shown.issuperset(passage.chunk_ids)])
        shown.update(chunk_id for passage in turn.passages for chunk_id in passage.chunk_ids)
    return fresh


def _whole(document: Document) -> str:
    pages = filter(None, map(page_text, document.pages))
    return BETWEEN.join([document_heading(document), *pages])


def _place(passage: Passage) -> str:
    page = f"page {passage.page_number}"
    return f"{passage.title}, {page}" if passage.title else page
