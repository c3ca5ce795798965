"""The history: conversations that are kept, with all that their answers said, read and cost.

    history = History(library)
    conversation_id = history.start([document.document_id])
    turn_id = history.add_turn(conversation_id, PastTurn(question, time.time(), answers))

Light to import: the values cross to the window.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from core.answering.events import Answer, Citation, Mode, Timings, TokenCounts
from core.documents.document import Span
from core.library.passages import Passage

if TYPE_CHECKING:
    from core.answering.talk import Past
    from core.library.store import Library

VERSION = 1  # of the saved form of an answer
TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A question that was asked at `asked_s` (seconds since 1970), and its answers, one for each mode.

    `winners` are the modes that the person voted for: none of them, some, or None before a vote.
    """

    question: str
    asked_s: float
    answers: tuple[Answer, ...]
    winners: frozenset[Mode] | None = None
    turn_id: int = 0

    @property
    def past(self) -> "Past":
        """The turn as `Session.recall` wants it."""
        return self.question, {answer.mode: (answer.passages, answer.text) for answer in self.answers}


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list. Its title is the name it was given, or else its first question."""

    conversation_id: int
    title: str
    created_s: float
    changed_s: float
    document_ids: tuple[str, ...]
    turn_count: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with all its turns."""

    conversation_id: int
    title: str
    created_s: float
    changed_s: float
    document_ids: tuple[str, ...]
    turns: tuple[PastTurn, ...]


class History:
    """The conversations of a library; belongs to the library's thread.

    Errors: NotInHistory for a conversation or a turn that is not kept; LibraryError.
    """

    def __init__(self, library: "Library") -> None:
        self._kept = library.conversations

    def summaries(self, search: str = "") -> list[Summary]:
        """Return the conversations that were asked anything, the last changed first.

        Every word of `search` must be in a title, question or answer, in any case, or be part of a word.
        """
        return [self._summary(row) for row in self._kept.summaries(search)]

    def load(self, conversation_id: int) -> Conversation:
        """Return a conversation with all its answers."""
        found = self._summary(self._kept.summary(conversation_id))
        answers: dict[int, list[Answer]] = {}
        for turn_id, saved in self._kept.answers(conversation_id):
            answers.setdefault(turn_id, []).append(decode(saved))
        turns = tuple(
            PastTurn(question, asked_s, _in_order(answers.get(turn_id, ())), _voted(winners), turn_id)
            for turn_id, question, asked_s, winners in self._kept.turns(conversation_id)
        )
        return Conversation(
            conversation_id, found.title, found.created_s, found.changed_s, found.document_ids, turns
        )

    def start(self, document_ids: Sequence[str]) -> int:
        """Begin a conversation about documents and return its id.

        Errors: NotInLibrary for a document that is not kept (any more).
        """
        return self._kept.start(document_ids)

    def add_turn(self, conversation_id: int, turn: PastTurn) -> int:
        """Add a turn at the end and return its id; that of `turn` is passed over.

        Errors: NotInLibrary, where it quotes a document that was forgotten meanwhile.
        """
        answers = [_to_save(answer) for answer in turn.answers]
        return self._kept.add_turn(
            conversation_id, turn.question, turn.asked_s, _saved(turn.winners), answers
        )

    def set_answer(self, turn_id: int, answer: Answer) -> None:
        """Keep an answer to a turn, in the place of what its mode answered before.

        Errors: NotInLibrary, as `add_turn`.
        """
        self._kept.set_answer(turn_id, _to_save(answer))

    def truncate(self, conversation_id: int, from_turn: int) -> None:
        """Drop the turn with this index (from 0) and all that follow."""
        self._kept.truncate(conversation_id, from_turn)

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation a title; an empty one makes its first question the title again."""
        self._kept.rename(conversation_id, " ".join(title.split()))

    def delete(self, conversation_id: int) -> None:
        """Remove a conversation, and every trace of it from the disk.

        Errors: LibraryBusy where another process reads on: it is gone, and its traces go when the library is
        next opened.
        """
        self._kept.delete(conversation_id)

    def vote(self, turn_id: int, winners: Collection[Mode] | None) -> None:
        """Keep which modes answered best: several, none of them, or None to take the vote back."""
        self._kept.set_winners(turn_id, _saved(winners))

    def votes(self, document_ids: Collection[str] | None = None) -> dict[Mode, int]:
        """Return how often each mode won in conversations about exactly these documents (None: about any)."""
        wins = dict.fromkeys(Mode, 0)
        for saved in self._kept.winners(document_ids):
            for mode in _voted(saved) or ():
                wins[mode] += 1
        return wins

    def _summary(self, row: Any) -> Summary:
        conversation_id, name, created_s, changed_s, question, turn_count = row
        documents = tuple(self._kept.document_ids(conversation_id))
        return Summary(
            conversation_id, name or automatic_title(question), created_s, changed_s, documents, turn_count
        )


def encode(answer: Answer) -> str:
    """Return an answer as JSON."""
    return json.dumps({"version": VERSION, **asdict(answer)}, ensure_ascii=False)


def decode(saved: str) -> Answer:
    """Return the answer that `encode` made JSON of."""
    fields = json.loads(saved)
    del fields["version"]
    fields.update(
        mode=Mode(fields["mode"]),
        passages=tuple(_passage(each) for each in fields["passages"]),
        citations=tuple(Citation(**each) for each in fields["citations"]),
        timings=Timings(**fields["timings"]),
        tokens=TokenCounts(**fields["tokens"]),
    )
    return Answer(**fields)


def _passage(saved: dict[str, Any]) -> Passage:
    spans = tuple(Span(**span) for span in saved["spans"])
    return Passage(**{**saved, "spans": spans, "chunk_ids": tuple(saved["chunk_ids"])})


def _to_save(answer: Answer) -> tuple[str, str, str, list[str]]:
    read = [passage.document_id for passage in answer.passages]
    cited = [citation.document_id for citation in answer.citations]
    return answer.mode, answer.text, encode(answer), list(dict.fromkeys(read + cited))


def _in_order(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    order = list(Mode)
    return tuple(sorted(answers, key=lambda answer: order.index(answer.mode)))


def _saved(winners: Collection[Mode] | None) -> str | None:
    return None if winners is None else json.dumps(sorted(winners))


def _voted(saved: str | None) -> frozenset[Mode] | None:
    return None if saved is None else frozenset(Mode(mode) for mode in json.loads(saved))


def automatic_title(question: str) -> str:
    """Return the title of a conversation that has no name and begins with this question."""
    line = " ".join(question.split())
    if len(line) <= TITLE_CHARS:
        return line
    return line[: TITLE_CHARS - 1].rsplit(" ", 1)[0] + "…"
