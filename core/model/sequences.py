"""Which sequence of llama.cpp's memory holds which tokens: the plan of who reads what, and who makes room."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from core.model.pace import fork_point


@dataclass(frozen=True, slots=True)
class Prompt:
    """Tokens to be held. Its first `prefix_tokens` are the part that other prompts begin with too.

    Where that part is documents, `document_ids` names them, and it may be kept on disk. A sparse one attends
    to some of its prefix only.
    """

    tokens: Sequence[int]
    prefix_tokens: int = 0
    document_ids: tuple[str, ...] = ()
    is_sparse: bool = False

    @property
    def shareable(self) -> Sequence[int]:
        """The tokens that another sequence may hold for it: what stands behind gaps is its own."""
        return self.tokens[: self.prefix_tokens] if self.is_sparse else self.tokens


@dataclass(slots=True, eq=False)
class Held:
    """A sequence: its id in llama.cpp, the tokens it holds, and the memory cells they are in.

    A fork shares the cells of what it was forked from, so `cells` has a number for each token that is
    unique over all sequences. An open one is being read or written right now. A sparse one shares only some
    of the cells of its beginning, `gap_tokens` less: nothing may be forked from it. Before `least_fork`
    tokens it lacks what a fork would need: it was brought back from a disk, and some of its layers slide.
    """

    seq_id: int
    tokens: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    used_at: int = 0
    is_open: bool = True
    is_sparse: bool = False
    gap_tokens: int = 0
    least_fork: int = 0

    @property
    def attended_tokens(self) -> int:
        """How many tokens the next one attends to."""
        return len(self.tokens) - self.gap_tokens

    def trim(self, length: int) -> None:
        """Forget what lies beyond `length` tokens."""
        del self.tokens[length:], self.cells[length:]


@dataclass(frozen=True, slots=True)
class Fork:
    """What a prompt finds held: the first `length` tokens of `source`, which has no more if `takes_over`."""

    source: Held | None
    length: int
    takes_over: bool = False


class Sequences:
    """The table of held sequences, true to llama.cpp's memory if its owner repeats every change there.

    `capacity_tokens` is the number of cells, `most` the number of sequence ids. With `is_whole_only` a
    sequence cannot be cut back, only dropped (recurrent models).
    """

    def __init__(self, capacity_tokens: int, most: int, *, is_whole_only: bool = False) -> None:
        self.capacity_tokens, self._most, self._is_whole_only = capacity_tokens, most, is_whole_only
        self._held: list[Held] = []
        self._clock, self._cells = count(1), count()

    def __iter__(self) -> Iterator[Held]:
        return iter(self._held)

    def used_cells(self) -> int:
        """Return how many cells are taken: what sequences share counts once."""
        return len(set().union(*(held.cells for held in self._held)))

    def open(self) -> Held:
        """Return a new, empty sequence. The caller has seen to it that an id is free."""
        taken = {held.seq_id for held in self._held}
        held = Held(next(each for each in range(self._most) if each not in taken))
        self._held.append(held)
        return held

    def drop(self, held: Held) -> None:
        """Forget a sequence."""
        self._held.remove(held)

    def extend(self, held: Held, tokens: Sequence[int]) -> None:
        """Take note of tokens that a sequence has come to hold."""
        held.tokens.extend(tokens)
        held.cells.extend(next(self._cells) for _ in tokens)

    def copy(self, source: Held, length: int) -> Held:
        """Return a new sequence that shares the first `length` cells of `source`."""
        held = self.open()
        held.tokens, held.cells = source.tokens[:length], source.cells[:length]
        held.least_fork = source.least_fork
        source.used_at = next(self._clock)
        return held

    def sparse_copy(self, source: Held, length: int, spans: Sequence[tuple[int, int]]) -> Held:
        """Return a new sequence that shares of the first `length` cells of `source` those in `spans`."""
        held = self.copy(source, length)
        held.is_sparse = True
        held.gap_tokens = length - len({position for span in spans for position in range(*span)})
        return held

    def holding(self, tokens: Sequence[int]) -> Held | None:
        """Return a sequence that holds all of `tokens`, as used just now; None if there is none."""
        for held in self._held:
            if not held.is_sparse and common_prefix(held.tokens, tokens) == len(tokens):
                held.used_at = next(self._clock)
                return held
        return None

    def close(self, held: Held) -> list[Held]:
        """Keep an open sequence for later, and return the ones to drop since it holds all that they hold."""
        held.is_open, held.used_at = False, next(self._clock)
        return [each for each in self._held if each is not held and not each.is_open and _covers(held, each)]

    def find(self, prompt: Prompt) -> Fork:
        """Return the held sequence from which the least of `prompt` is left to read.

        The last token of the prompt is never found: it must be read again for what follows it.
        """
        best = Fork(None, 0)
        for held in self._held:
            length = self._usable(held, prompt)
            if length > best.length or (length == best.length and length == len(held.tokens)):
                best = Fork(held, length, not held.is_open and length == len(held.tokens))
        return best if best.length else Fork(None, 0)

    def siblings(self, prompt: Prompt) -> list[Held]:
        """Return what holds the same prefix as `prompt`, and then goes another way."""
        known = prompt.prefix_tokens
        return [
            held
            for held in self._held
            if known and not held.is_open and common_prefix(held.tokens, prompt.tokens) >= known
        ]

    def to_drop(self, prompts: Sequence[Prompt], answer_tokens: int) -> Iterator[tuple[Held, int]]:
        """Yield (sequence, tokens to keep of it), least recently used first, until all that comes fits.

        After each the caller cuts or drops it, here and in llama.cpp. What the prompts begin with is kept.
        """
        for held in sorted(self._held, key=lambda held: held.used_at):
            if self._fits(prompts, answer_tokens):
                return
            keep = max((self._usable(held, prompt) for prompt in prompts), default=0)
            if keep < len(held.tokens):
                yield held, 0 if self._is_whole_only else keep
        for held in sorted(self._held, key=lambda held: held.used_at):
            if self._fits(prompts, answer_tokens):
                return
            if all(self.find(prompt).source is not held for prompt in prompts):
                yield held, 0
        # Two of the prompts may begin alike and find that in two sequences that share no cells.
        for held in sorted(self._held, key=lambda held: len(held.tokens)):
            if self._fits(prompts, answer_tokens):
                return
            yield held, 0

    def _fits(self, prompts: Sequence[Prompt], answer_tokens: int) -> bool:
        fresh = self._fresh(prompts) + answer_tokens
        return (
            len(self._held) + len(prompts) <= self._most and self.used_cells() + fresh <= self.capacity_tokens
        )

    def _fresh(self, prompts: Sequence[Prompt]) -> int:
        """Return how many tokens will be read; a later prompt may be forked from an earlier one."""
        fresh = 0
        for index, prompt in enumerate(prompts):
            lengths = [self.find(prompt).length, *(self._meet(prompt, each) for each in prompts[:index])]
            fresh += len(prompt.tokens) - max(lengths)
        return fresh

    def _meet(self, prompt: Prompt, earlier: Prompt) -> int:
        return 0 if self._is_whole_only else _fork_length(prompt, earlier.shareable)

    def _usable(self, held: Held, prompt: Prompt) -> int:
        if held.is_sparse:
            return 0
        length = len(held.tokens)
        if length < len(prompt.tokens) and common_prefix(held.tokens, prompt.shareable) == length:
            return length
        forked = 0 if self._is_whole_only else _fork_length(prompt, held.tokens)
        return forked if forked >= held.least_fork else 0


def needed_cells(prompts: Sequence[Prompt], answer_tokens: int, *, is_whole_only: bool = False) -> int:
    """Return how many cells the prompts and answers take where nothing is held."""
    table = Sequences(0, len(prompts), is_whole_only=is_whole_only)
    return table._fresh(prompts) + answer_tokens


def common_prefix(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens both begin with."""
    most = min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    return bisect_left(range(1, most + 1), True, key=lambda length: one[:length] != other[:length])


def _fork_length(prompt: Prompt, tokens: Sequence[int]) -> int:
    common = min(common_prefix(tokens, prompt.shareable), len(prompt.tokens) - 1)
    return fork_point(common, prompt.prefix_tokens)


def _covers(held: Held, other: Held) -> bool:
    return len(held.tokens) >= len(other.tokens) and held.tokens[: len(other.tokens)] == other.tokens
