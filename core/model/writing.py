"""One answer while it is written: its sampler, its tokens, and the text they make."""

from collections.abc import Iterator, Sequence
from time import perf_counter

from core.model.backend import LoadedModel
from core.model.branches import Branch, BranchFinished, Piece, Reason
from core.model.memory import Row
from core.model.pieces import PieceStream, Run, StopText
from core.model.sampling import Sampler
from core.model.sequences import Held

# A model that has said the same so often will say nothing else: greedy decoding has no way out of it.
LOOP_TIMES, LOOP_TOKENS, LONGEST_LOOP = 4, 64, 128


class Writing:
    """Takes one token at a time from the model. Must be closed."""

    def __init__(self, model: LoadedModel, index: int, branch: Branch, held: Held, started_at: float) -> None:
        self.held, self.index, self.is_finished = held, index, False
        self._model, self._branch, self._started_at = model, branch, started_at
        self._from_cache_tokens, self._read_tokens = (
            held.attended_tokens,
            len(branch.prompt) - len(held.tokens),
        )
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
        elif is_looping(self._tokens):
            yield from self._finish("loop")

    def _finish(self, reason: Reason) -> Iterator[Piece | BranchFinished]:
        self.is_finished = True
        yield from self._pieces([*self._stop.feed(self._stream.finish()), *self._stop.finish()])
        yield BranchFinished(
            branch=self.index,
            tokens=tuple(self._tokens),
            reason=reason,
            read_tokens=self._read_tokens,
            from_cache_tokens=self._from_cache_tokens,
            generated_tokens=len(self._tokens),
            first_token_s=self._first_token_s,
            total_s=perf_counter() - self._started_at,
        )

    def _pieces(self, runs: list[Run]) -> Iterator[Piece]:
        for text, is_thought in runs:
            yield Piece(self.index, text, is_thought)

    def close(self) -> None:
        """Give the sampler back."""
        self._sampler.close()


def is_looping(tokens: Sequence[int]) -> bool:
    """Whether `tokens` end in the same run over and over: four times, and 64 tokens of it at least."""
    for period in range(1, LONGEST_LOOP + 1):
        length = max(LOOP_TIMES * period, LOOP_TOKENS)
        if length > len(tokens):
            return False
        if tokens[-1] == tokens[-1 - period] and tokens[-length + period :] == tokens[-length:-period]:
            return True
    return False
