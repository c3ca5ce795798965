"""One answer while it is written: its sampler, its tokens, and the text they make."""

from collections.abc import Iterator
from time import perf_counter
from typing import Literal

from core.model.backend import LoadedModel
from core.model.branches import Branch, BranchFinished, Piece
from core.model.memory import Row
from core.model.pieces import PieceStream, Run, StopText
from core.model.sampling import Sampler
from core.model.sequences import Held


class Writing:
    """Takes one token at a time from the model. Must be closed."""

    def __init__(self, model: LoadedModel, index: int, branch: Branch, held: Held, started_at: float) -> None:
        self.held, self.is_finished = held, False
        self._model, self._index, self._branch, self._started_at = model, index, branch, started_at
        self._from_cache_tokens = len(held.tokens)
        self._sampler, self._stream = Sampler(branch.sampling), PieceStream(branch.opens_in_thought)
        self._stop = StopText(branch.stop_text)
        self._tokens: list[int] = []
        self._first_token_s = 0.0

    @property
    def last_token(self) -> int:
        """The token that was written last and is not held yet."""
        return self._tokens[-1]

    def next_row(self) -> Row:
        """Return the row to compute for the token after the last one."""
        return Row(self.last_token, len(self.held.tokens), self.held.seq_id, wants_next=True)

    def take(self, context: object, row: int) -> Iterator[Piece | BranchFinished]:
        """Choose the token that follows row `row` of the last batch."""
        token = self._sampler.sample(context, row)
        if not self._first_token_s:
            self._first_token_s = perf_counter() - self._started_at
        if self._model.is_end(token):
            yield from self._finish("end")
            return
        self._tokens.append(token)
        yield from self._pieces(self._stop.feed(self._stream.feed(self._model.piece(token))))
        if self._stop.is_found:
            yield from self._finish("end")
        elif len(self._tokens) >= self._branch.answer_tokens:
            yield from self._finish("length")

    def _finish(self, reason: Literal["end", "length"]) -> Iterator[Piece | BranchFinished]:
        self.is_finished = True
        yield from self._pieces([*self._stop.feed(self._stream.finish()), *self._stop.finish()])
        yield BranchFinished(
            branch=self._index,
            tokens=tuple(self._tokens),
            reason=reason,
            read_tokens=len(self._branch.prompt) - self._from_cache_tokens,
            from_cache_tokens=self._from_cache_tokens,
            generated_tokens=len(self._tokens),
            first_token_s=self._first_token_s,
            total_s=perf_counter() - self._started_at,
        )

    def _pieces(self, runs: list[Run]) -> Iterator[Piece]:
        for text, is_thought in runs:
            yield Piece(self._index, text, is_thought)

    def close(self) -> None:
        """Give the sampler back."""
        self._sampler.close()
