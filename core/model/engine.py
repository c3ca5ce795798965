"""The engine: holds what was read, forks answers from it, and lets several be written at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock
from time import perf_counter
from types import TracebackType
from typing import Self

from core.errors import ContextTooLarge, ModelUnsupported, Stopped
from core.model.attention import FLASH, Attention
from core.model.backend import LoadedModel, can_use_gpu, physical_cores
from core.model.branches import Branch, BranchFinished, Piece, PromptRead, PromptTooLong
from core.model.kept import Kept
from core.model.memory import Aborted, ModelMemory, Row
from core.model.pace import BLOCK_TOKENS, Pace, next_cut
from core.model.sampling import Sampling
from core.model.sequences import Held, Prompt, Sequences, needed_cells
from core.model.snapshots import Snapshots
from core.model.weights import Weights, available_memory, memory_needed
from core.model.writing import Writing
from core.sentences import Sentence, said

__all__ = [
    "Branch",
    "BranchFinished",
    "Engine",
    "Piece",
    "PromptRead",
    "PromptTooLong",
    "Sampling",
]

MOST_SEQUENCES = 16
STEPS_PER_BLOCK = 8  # of writing, for each block of 64 tokens read: about a quarter of the time
LAST_ROW = -1  # of those that were computed with wants_next


class Engine:
    """One model, loaded, with a memory of what it read. A context manager.

    One request (a `read` or an `answer`) runs at a time; only `stop` may be called meanwhile, from any thread
    or signal handler. `device` says where it computes, for people; `fallback` is why a GPU that should have
    been used is not, or None.
    `context_tokens` is what one prompt with its answer may take; `side_tokens` are room beyond it, so that
    short prompts can be answered beside a long one: `capacity_tokens` in all. `file` is loaded
    in the place of `weights.path`: the same model in another format, its weights packed or not. `snapshots`
    keep what was read on disk.
    Errors: ModelUnsupported, ContextTooLarge.
    """

    def __init__(
        self,
        weights: Weights,
        *,
        context_tokens: int,
        kv_type: str = "f16",
        threads: int = 0,
        gpu_layers: int = -1,
        side_tokens: int = 0,
        branches: int = 4,
        file: Path | None = None,
        snapshots: Snapshots | None = None,
        attention: Attention = FLASH,
        is_packed: bool = True,
    ) -> None:
        self.weights, self.context_tokens, self.attention = weights, context_tokens, attention
        self.file, self.is_packed = file or weights.path, is_packed
        self.capacity_tokens = context_tokens + side_tokens
        self.fallback: Sentence | None = None
        self._kv_type, self._threads, self._branches = kv_type, threads or physical_cores(), branches
        self._stopping, self._running = Event(), Lock()
        self._pace = Pace()
        self._table = Sequences(self.capacity_tokens, MOST_SEQUENCES, is_whole_only=weights.is_recurrent)
        self._model, self._memory = self._load(gpu_layers if can_use_gpu() else 0)
        slides = weights.sliding_window_tokens is not None
        self.snapshots = snapshots
        self._kept = Kept(snapshots, self._memory, self._table, slides=slides)

    def _load(self, gpu_layers: int) -> tuple[LoadedModel, ModelMemory]:
        try:
            loaded = self._load_on(gpu_layers)
        except (ModelUnsupported, ContextTooLarge) as error:
            if not gpu_layers:
                raise
            reason = error.reason if isinstance(error, ModelUnsupported) else said("its memory is too small")
            self.fallback = said(
                "The GPU cannot run this model ({reason}), so it runs on the processor.", reason=reason
            )
            loaded, gpu_layers = self._load_on(0), 0
        layers = loaded[0].layer_count + 1  # the output layer counts too
        shown = layers if gpu_layers < 0 else min(gpu_layers, layers)
        self.device = f"GPU: {shown} layers" if gpu_layers else f"CPU, {self._threads} threads"
        return loaded

    def _load_on(self, gpu_layers: int) -> tuple[LoadedModel, ModelMemory]:
        model = LoadedModel(self.file, gpu_layers, is_packed=self.is_packed)
        try:
            memory = ModelMemory(
                model.handle,
                context_tokens=self.capacity_tokens,
                kv_type=self._kv_type,
                threads=self._threads,
                sequences=MOST_SEQUENCES,
                on_gpu=gpu_layers != 0,
                is_stopping=self._stopping.is_set,
                attention=FLASH if gpu_layers else self.attention,
            )
        except MemoryError as error:
            model.close()
            needed = memory_needed(self.weights, self.capacity_tokens, self._kv_type)
            raise ContextTooLarge(self.capacity_tokens, needed, available_memory()) from error
        return model, memory

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back; harmless when done already."""
        self._memory.close()
        self._model.close()

    @property
    def bos(self) -> tuple[int, ...]:
        """The token that every prompt must begin with, where the vocabulary wants one."""
        return self._model.bos

    def tokenize(self, text: str, *, parse_special: bool = False) -> list[int]:
        """Return the tokens of `text`, never with BOS.

        Text from outside must be tokenised without `parse_special`: then "<|im_end|>" in it ends no turn.
        """
        return self._model.tokenize(text, parse_special)

    def detokenize(self, tokens: Sequence[int]) -> str:
        """Return the text that tokens stand for, without control tokens."""
        return self._model.detokenize(tokens)

    def pieces(self, tokens: Sequence[int]) -> list[bytes]:
        """Return the bytes that each of the tokens stands for: none for a control token."""
        return self._model.pieces(tokens)

    def held_tokens(
        self, tokens: Sequence[int], prefix_tokens: int = 0, document_ids: tuple[str, ...] = ()
    ) -> int:
        """Return how many of a prompt's first tokens need not be read if it is answered now.

        Changes nothing, not even what is forgotten first.
        """
        return self._available(Prompt(list(tokens), prefix_tokens, document_ids))

    def may_hold(self, document_ids: Sequence[str]) -> bool:
        """Whether anything that was read of these documents may be held; false only where it is not."""
        return self._kept.has_any(document_ids) or any(self._table)

    def hold(self, prefix: Sequence[int], document_ids: tuple[str, ...] = ()) -> bool:
        """Bring a prefix into memory from the disk where it is there, and say whether it is held.

        Nothing is read for it. Errors: PromptTooLong.
        """
        prompt = Prompt(list(prefix), len(prefix), document_ids)
        with self._request():
            if not self._table.holding(prompt.tokens) and any(self._kept.longest(prompt, len(prefix) - 1)):
                self._make_room([prompt], 0)
                if held := self._kept.restored(prompt, len(prefix) - 1):
                    self._keep(held)
            return self._table.holding(prompt.tokens) is not None

    def stop(self) -> None:
        """Make the running request raise Stopped within a fraction of a second; without one, do nothing."""
        self._stopping.set()

    def read(self, tokens: Sequence[int], document_ids: tuple[str, ...] = ()) -> Iterator[PromptRead]:
        """Read `tokens`, a prefix of prompts to come, so that they are held; only what is not held yet.

        Errors: Stopped; PromptTooLong.
        """
        prompt, total = Prompt(list(tokens), len(tokens), document_ids), len(tokens)
        with self._request():
            if self._table.holding(prompt.tokens):
                yield PromptRead(0, total, total, total, self._pace.tokens_per_s)
                return
            self._make_room([prompt], 0)
            held = self._acquire(prompt)
            try:
                yield from self._read(held, prompt, 0)
            finally:
                self._keep(held)

    def answer(self, branches: Sequence[Branch]) -> Iterator[PromptRead | Piece | BranchFinished]:
        """Read each branch's prompt, then write all answers together, a token of each per step.

        The prompt with least to read comes first, and its answer is written on while the others are read.
        Only what is not held yet is read. A finished answer stays held with its prompt, so a follow-up whose
        prompt begins with both reads only itself. Closing the iterator ends the request and keeps the same.
        Errors: Stopped; PromptTooLong; ValueError for a prompt that has nothing behind its prefix.
        """
        prompts = [
            Prompt(list(each.prompt), each.prefix_tokens, each.document_ids, bool(each.spans))
            for each in branches
        ]
        if not all(len(prompt.tokens) > prompt.prefix_tokens for prompt in prompts):
            raise ValueError("nothing follows an empty prompt, or one that ends with its prefix")
        writings: list[Writing] = []
        with self._request():
            self._make_room(prompts, sum(branch.answer_tokens for branch in branches))
            started_at = perf_counter()
            try:
                for index in self._reading_order(prompts):
                    spans, is_alone = branches[index].spans, len(branches) == 1
                    held = self._acquire(prompts[index], spans, is_alone=is_alone)
                    writings.append(Writing(self._model, index, branches[index], held, started_at))
                    yield from self._read_beside(writings, prompts[index])
                    yield from writings[-1].take(self._memory.handle, LAST_ROW)
                yield from self._write(writings)
            finally:
                for writing in writings:
                    writing.close()
                    self._keep(writing.held)

    @contextmanager
    def _request(self) -> Iterator[None]:
        if not self._running.acquire(blocking=False):
            raise RuntimeError("the engine runs one request at a time")
        self._stopping.clear()
        self._kept.begin()
        try:
            yield
        except Aborted as error:
            raise Stopped from error
        finally:
            self._running.release()

    def _make_room(self, prompts: Sequence[Prompt], answer_tokens: int) -> None:
        needed = needed_cells(prompts, answer_tokens, is_whole_only=self.weights.is_recurrent)
        if needed > self.capacity_tokens or len(prompts) > self._branches:
            raise PromptTooLong(needed, self.capacity_tokens)
        for held, keep in self._table.to_drop(prompts, answer_tokens):
            self._cut(held, keep)

    def _cut(self, held: Held, length: int) -> None:
        """Forget what a sequence holds beyond `length`, or all of it where that is not possible."""
        if length and self._memory.trim(held.seq_id, length):
            held.trim(length)
        else:
            self._memory.drop(held.seq_id)
            self._table.drop(held)

    def _acquire(
        self, prompt: Prompt, spans: Sequence[tuple[int, int]] = (), *, is_alone: bool = False
    ) -> Held:
        """Return an open sequence that holds the longest beginning of the prompt that is held anywhere."""
        source = self._table.holding(prompt.shareable) if spans else None
        if source is not None:
            return self._share(source, prompt.prefix_tokens, spans)
        fork = self._table.find(prompt)
        restored = self._kept.restored(prompt, fork.length)
        if restored is not None:
            return restored
        if fork.source is None:
            held = self._table.open()
        elif fork.takes_over and is_alone:  # else a later branch may need it as it is
            held, held.is_open = fork.source, True
        else:
            held = self._table.copy(fork.source, fork.length)
            self._memory.fork(fork.source.seq_id, held.seq_id, (0, fork.length))
        if is_alone:
            # What follows then lies in memory just behind the prefix, as in a first reading. That decides
            # in which order attention adds up, and so how it rounds.
            for sibling in self._table.siblings(prompt):
                self._cut(sibling, 0)
        return held

    def _share(self, source: Held, length: int, spans: Sequence[tuple[int, int]]) -> Held:
        """Return an open sequence that shares these spans of the first `length` cells of `source`.

        And the last one: llama.cpp wants positions to go on from the last that is there.
        """
        shared = (*spans, (length - 1, length))
        held = self._table.sparse_copy(source, length, shared)
        self._memory.fork(source.seq_id, held.seq_id, *shared)
        return held

    def _read(self, held: Held, prompt: Prompt, branch: int) -> Iterator[PromptRead]:
        """Read what `held` lacks of the prompt; the last row of the last batch tells what follows."""
        total, cached, gap = len(prompt.tokens), held.attended_tokens, held.gap_tokens
        while (begin := len(held.tokens)) < total:
            end = next_cut(begin, total, prompt.prefix_tokens, self._pace.slice_tokens)
            started_at = perf_counter()
            self._compute_slice(held, prompt.tokens[begin:end], wants_next=end == total)
            self._pace.add(end - begin, perf_counter() - started_at)
            self._kept.keep(held, prompt, self._stopping.is_set)
            yield PromptRead(branch, end - gap, total - gap, cached, self._pace.tokens_per_s)

    def _available(self, prompt: Prompt) -> int:
        """Return how many of the prompt's first tokens are held, in memory or on the disk."""
        held = self._table.find(prompt).length
        kept = next(self._kept.longest(prompt, held), None)
        return kept.token_count if kept else held

    def _reading_order(self, prompts: Sequence[Prompt]) -> list[int]:
        """Return the prompts' indexes, that with least to read first."""

        def to_read(index: int) -> int:
            return len(prompts[index].tokens) - self._available(prompts[index])

        return sorted(range(len(prompts)), key=to_read)

    def _read_beside(
        self, writings: Sequence[Writing], prompt: Prompt
    ) -> Iterator[PromptRead | Piece | BranchFinished]:
        """Read the prompt of the last of `writings`, and let the others go on between the slices.

        As many steps for each block that is read: what is written does not depend on how fast it goes.
        """
        *begun, last = writings
        before = last.held.attended_tokens
        for read in self._read(last.held, prompt, last.index):
            yield read
            if read.done_tokens < read.total_tokens:
                blocks = (read.done_tokens - before) // BLOCK_TOKENS
                yield from self._write(begun, blocks * STEPS_PER_BLOCK)
            before = read.done_tokens

    def _compute_slice(self, held: Held, tokens: Sequence[int], *, wants_next: bool) -> None:
        begin, last = len(held.tokens), len(tokens) - 1
        rows = [
            Row(token, begin + index, held.seq_id, wants_next and index == last)
            for index, token in enumerate(tokens)
        ]
        self._compute(rows)
        self._table.extend(held, tokens)

    def _compute(self, rows: Sequence[Row]) -> None:
        if self._stopping.is_set():
            raise Aborted
        self._memory.compute(rows)

    def _write(
        self, writings: Sequence[Writing], steps: int | None = None
    ) -> Iterator[Piece | BranchFinished]:
        """Write a token of each answer per step, until all are finished or so many steps are done."""
        done = 0
        while (running := [w for w in writings if not w.is_finished]) and done != steps:
            done += 1
            self._compute([writing.next_row() for writing in running])
            for writing in running:
                self._table.extend(writing.held, [writing.last_token])
            for row, writing in enumerate(running):
                yield from writing.take(self._memory.handle, row)

    def _keep(self, held: Held) -> None:
        """Keep a sequence that was worked on for later requests, as far as llama.cpp has it.

        One that lacks cells is of no use to any other prompt.
        """
        if held.is_sparse:
            self._cut(held, 0)
            return
        reached = self._memory.held_tokens(held.seq_id)
        held.trim(reached)
        if not held.tokens or reached > len(held.tokens):  # stopped half way through a slice
            self._cut(held, len(held.tokens))
        if held in self._table:
            for covered in self._table.close(held):
                self._cut(covered, 0)
