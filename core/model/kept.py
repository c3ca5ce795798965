"""What was read is kept on the disk and found there: between an engine's sequences and its snapshots."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter

from core.model.memory import ModelMemory
from core.model.sequences import Held, Prompt, Sequences
from core.model.snapshots import Snapshot, Snapshots


class Kept:
    """Saves sequences and brings them back. `slides`: some layers see only the last tokens of a sequence.

    Of such layers llama.cpp saves only what they still see, so a sequence that was brought back can be
    forked at its end, and not before. What is computed behind it is then rounded otherwise than behind the
    whole: so what was just saved is brought back at once, and an answer is the same ever after.
    """

    def __init__(
        self, snapshots: Snapshots | None, memory: ModelMemory, table: Sequences, *, slides: bool
    ) -> None:
        self._snapshots, self._memory, self._table, self._slides = snapshots, memory, table, slides
        self._exchanges = slides  # until one fails: what is read again for it must not fail for ever
        self._saved_at = 0.0

    def begin(self) -> None:
        """Count the time to the next save on the way from now."""
        self._saved_at = perf_counter()

    def has_any(self, document_ids: Sequence[str]) -> bool:
        """Whether anything is kept of these documents."""
        return self._snapshots is not None and self._snapshots.has_any(document_ids)

    def longest(self, prompt: Prompt, more_than: int) -> Iterator[Snapshot]:
        """Yield the snapshots of the prompt's prefix, the longest first, that are longer than `more_than`."""
        if self._snapshots is not None and prompt.document_ids and more_than < prompt.prefix_tokens:
            yield from self._snapshots.longest(prompt.tokens[: prompt.prefix_tokens], more_than)

    def restored(self, prompt: Prompt, more_than: int) -> Held | None:
        """Return an open sequence that holds more of the prompt's prefix, from the disk."""
        for snapshot in self.longest(prompt, more_than):
            held = self._table.open()
            if self._bring(snapshot, held, prompt.tokens):
                return held
            self._memory.drop(held.seq_id)
            self._table.drop(held)
        return None

    def keep(self, held: Held, prompt: Prompt, is_stopping: Callable[[], bool]) -> None:
        """Save what was read of a document: when it is read, and now and then on the way."""
        count = len(held.tokens)
        is_partial = count < prompt.prefix_tokens
        if self._snapshots is None or not prompt.document_ids or count > prompt.prefix_tokens:
            return
        is_early = is_partial and perf_counter() - self._saved_at < self._snapshots.save_every_s
        if is_stopping() or is_early:
            return
        save = partial(self._memory.save, held.seq_id, held.tokens)
        state_bytes = self._memory.state_bytes(held.seq_id)
        is_kept = self._snapshots.keep(
            held.tokens, prompt.document_ids, state_bytes, save, is_partial=is_partial
        )
        self._saved_at = perf_counter()
        if is_kept and self._exchanges and not is_partial:
            self._exchange(held, prompt)

    def _exchange(self, held: Held, prompt: Prompt) -> None:
        """Let a sequence hold what was saved of it; where that fails it is empty, and read again."""
        snapshot = next(self.longest(prompt, len(held.tokens) - 1), None)
        if snapshot is not None:
            self._memory.drop(held.seq_id)
            held.trim(0)
            self._exchanges = self._bring(snapshot, held, prompt.tokens)
            if not self._exchanges:
                self._memory.drop(held.seq_id)

    def _bring(self, snapshot: Snapshot, held: Held, tokens: Sequence[int]) -> bool:
        """Load a snapshot into an empty sequence."""
        assert self._snapshots is not None
        is_sound = self._snapshots.restore(snapshot, tokens, partial(self._memory.load, held.seq_id))
        if is_sound:
            self._table.extend(held, tokens[: snapshot.token_count])
            held.least_fork = snapshot.token_count if self._slides else 0
        return is_sound
