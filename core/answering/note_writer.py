"""Lets a model write notes on parts of a document, and counts what they cost."""

from collections.abc import Generator

from core.answering.estimates import Rates
from core.answering.events import Reading
from core.answering.loops import without_loop
from core.answering.notes import is_over
from core.answering.progress import Ahead, Spent
from core.answering.prompts import Prompt
from core.answering.waiting import waited_for
from core.model.engine import Branch, Engine, Piece, PromptRead


class NoteWriter:
    """Writes one note at a time, greedily."""

    def __init__(self, engine: Engine, rates: Rates) -> None:
        self._engine, self._rates = engine, rates

    def write(
        self, prompt: Prompt, most_tokens: int, document_ids: tuple[str, ...], ahead: Ahead, spent: Spent
    ) -> Generator[Reading, None, str]:
        """Return what the model answers to `prompt`; it is stopped once it has said that nothing helps.

        Errors: Stopped.
        """
        draft = _Draft(prompt, self._rates, spent)
        for seconds, event in waited_for(self._engine.answer([_branch(prompt, most_tokens, document_ids)])):
            if isinstance(event, PromptRead):
                draft.read(event, seconds)
                yield ahead.reading(event, spent)
            elif isinstance(event, Piece):
                draft.grow(event, seconds)
            else:
                draft.end(event.generated_tokens, seconds)
            if is_over(draft.said):
                break
        draft.settle()
        return draft.text


class _Draft:
    """A note that is being written. What it costs is added to `spent` and to the rates."""

    def __init__(self, prompt: Prompt, rates: Rates, spent: Spent) -> None:
        self._prompt, self._rates, self._spent = prompt, rates, spent
        self.said, self._thought = "", ""
        self._begin = self._cached = self._count = 0
        self._write_s = 0.0

    @property
    def text(self) -> str:
        """The note; where the model only came to think, what it thought."""
        return without_loop(self.said.strip() or self._thought.strip())

    def read(self, read: PromptRead, seconds: float) -> None:
        self._cached = read.from_cache_tokens
        self._spent.read_s += seconds
        self._rates.add_reading(self._begin or self._cached, read.done_tokens, seconds)
        self._begin = read.done_tokens

    def grow(self, piece: Piece, seconds: float) -> None:
        self._count, self._write_s = self._count + 1, self._write_s + seconds
        if piece.is_thought:
            self._thought += piece.text
        else:
            self.said += piece.text

    def end(self, generated_tokens: int, seconds: float) -> None:
        self._count, self._write_s = generated_tokens, self._write_s + seconds

    def settle(self) -> None:
        tokens = len(self._prompt.tokens)
        self._rates.add_writing([tokens], [max(self._count, 1)], self._write_s)
        self._spent.read += tokens - self._cached
        self._spent.from_cache += self._cached
        self._spent.noted += self._count


def _branch(prompt: Prompt, most_tokens: int, document_ids: tuple[str, ...]) -> Branch:
    return Branch(
        prompt.tokens,
        most_tokens,
        opens_in_thought=prompt.opens_in_thought,
        prefix_tokens=prompt.prefix_tokens,
        stop_text=prompt.stop_text,
        document_ids=document_ids,
    )
