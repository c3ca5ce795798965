"""What was asked and answered in a conversation, and how much of it each mode still sees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from core.answering.events import Mode
from core.answering.prompts import Prompt, Prompts, Turn
from core.errors import DocumentTooLong
from core.library.passages import Passage

READING_MODES = (Mode.WHOLE, Mode.RETRIEVED)

# A question that was put, and for each mode that answered it the passages it read and the answer's text.
Past = tuple[str, Mapping[Mode, tuple[tuple[Passage, ...], str]]]
Exchange = dict[Mode, Turn]  # one question, as each mode that answered it was asked and answered
Compose = Callable[[Sequence[Turn]], Prompt]  # the turns to show, the last of them open -> the prompt


class Talk:
    """A conversation, for a model that has a window of `context_tokens`."""

    def __init__(self, prompts: Prompts, context_tokens: int) -> None:
        self._prompts, self._window = prompts, context_tokens
        self._exchanges: list[Exchange] = []
        self._first = dict.fromkeys(Mode, 0)  # the oldest exchange that still fits each mode's window
        self._written: dict[str, tuple[int, ...]] = {}  # answers of this session, with the tokens they are

    def recall(self, past: Sequence[Past]) -> None:
        """Go on from this conversation; what was written here itself is known again by its text."""
        exchanges = [
            {mode: self._recalled(question, *said) for mode, said in answers.items()}
            for question, answers in past
        ]
        kept = _common_beginning(self._exchanges, exchanges)
        self._first = {mode: first if first <= kept else 0 for mode, first in self._first.items()}
        self._exchanges = exchanges

    def remember(self, exchange: Exchange, mode: Mode, turn: Turn, text: str) -> None:
        """Add what a mode answered to the exchange, and the exchange with its first answer."""
        if not exchange:
            self._exchanges.append(exchange)
        exchange[mode] = turn
        self._written[text] = turn.answer

    @property
    def questions(self) -> list[str]:
        """What was asked so far, oldest first."""
        return [turn.question for exchange in self._exchanges for turn in [*exchange.values()][:1]]

    def seen_by(self, mode: Mode, first: int | None = None) -> list[Turn]:
        """Return what a mode is shown: from exchange `first`, or from the oldest that still fits."""
        begin = self._first[mode] if first is None else first
        return [*filter(None, (_as_seen(each, mode) for each in self._exchanges[begin:]))]

    def compose(self, mode: Mode, turn: Turn, room_tokens: int, compose: Compose) -> Prompt:
        """Return the prompt that asks `turn`, with room behind it; `settle` makes it so for good.

        The oldest questions go first; the documents stay. Errors: DocumentTooLong.
        """
        return self._composed(mode, turn, room_tokens, compose)[0]

    def settle(self, mode: Mode, turn: Turn, room_tokens: int, compose: Compose) -> Prompt:
        """Do as `compose` does, and see no more of this mode's questions that were too old for it."""
        prompt, self._first[mode] = self._composed(mode, turn, room_tokens, compose)
        return prompt

    def _composed(self, mode: Mode, turn: Turn, room_tokens: int, compose: Compose) -> tuple[Prompt, int]:
        for first in range(self._first[mode], len(self._exchanges) + 1):
            prompt = compose([*self.seen_by(mode, first), turn])
            needed = len(prompt.tokens) + room_tokens
            if needed <= self._window:
                return prompt, first
        raise DocumentTooLong(needed, self._window)

    def _recalled(self, question: str, passages: tuple[Passage, ...], text: str) -> Turn:
        return Turn(question, passages, self._written.get(text) or self._prompts.tokens(text))


def _as_seen(exchange: Exchange, mode: Mode) -> Turn | None:
    """Return a past exchange as `mode` is shown it: its own answer, or the other reading mode's."""
    if mode in exchange:
        return exchange[mode]
    others = [exchange[other] for other in READING_MODES if other in exchange]
    if mode not in READING_MODES or not others:
        return None
    return replace(others[0], passages=())  # they are in what this mode reads itself, or are not for it


def _common_beginning(some: Sequence[Exchange], others: Sequence[Exchange]) -> int:
    """Return how many exchanges both conversations begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False))
    return sum(1 for _ in same)
