"""llama.cpp's memory of what was read: cells, sequences that share them, and what fills them."""

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as llama

from core.model.attention import FLASH, PLAIN_ROWS, Attention
from core.model.llama_log import forget_errors
from core.model.pace import MOST_TOKENS

BF16 = 30  # GGML_TYPE_BF16, which llama_cpp does not name
KV_TYPES = {"f16": llama.GGML_TYPE_F16, "bf16": BF16, "q8_0": llama.GGML_TYPE_Q8_0}
FLASH_TYPES = {True: llama.LLAMA_FLASH_ATTN_TYPE_ENABLED, False: llama.LLAMA_FLASH_ATTN_TYPE_DISABLED}
ABORTED = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One token to compute: where it stands in which sequence, and whether we want to know what follows."""

    token: int
    position: int
    seq_id: int
    wants_next: bool


class Aborted(Exception):
    """The computing was told to stop; of the batch, the first rows may have been kept."""


class ModelMemory:
    """Holds up to `sequences` sequences in `context_tokens` cells. Must be closed before its model.

    `kv_type` is "f16" or "q8_0"; of 16 bits, `attention` decides which. It must be flash for q8_0.
    `is_stopping` is asked a few hundred times per batch, on the calling thread.
    Errors: MemoryError if it cannot be allocated.
    """

    def __init__(
        self,
        model: Any,
        *,
        context_tokens: int,
        kv_type: str,
        threads: int,
        sequences: int,
        on_gpu: bool,
        is_stopping: Callable[[], bool],
        attention: Attention = FLASH,
    ) -> None:
        self._abort = llama.ggml_abort_callback(lambda _: self._is_aborted())
        self._is_stopping, self._interrupt = is_stopping, False
        parameters = llama.llama_context_default_params()
        parameters.n_ctx, parameters.n_seq_max = context_tokens, sequences
        parameters.n_batch = parameters.n_ubatch = min(MOST_TOKENS, context_tokens)
        if not attention.is_flash:  # few rows at a time keep the table of scores small
            parameters.n_ubatch = min(PLAIN_ROWS, context_tokens)
        parameters.n_outputs_max = sequences  # room for their logits only, not for those of a whole batch
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.type_k = parameters.type_v = KV_TYPES[attention.half if kv_type == "f16" else kv_type]
        parameters.flash_attn_type = FLASH_TYPES[attention.is_flash]
        parameters.offload_kqv = parameters.op_offload = on_gpu
        parameters.kv_unified = True  # sequences share cells: a fork costs nothing
        parameters.swa_full = True  # a sliding window that forgets could not be forked or cut back
        parameters.abort_callback = self._abort
        forget_errors()
        self.handle = llama.llama_init_from_model(model, parameters)
        if not self.handle:
            raise MemoryError
        self._cells = llama.llama_get_memory(self.handle)
        self._batch = _Batch(parameters.n_batch)

    def compute(self, rows: Sequence[Row]) -> None:
        """Compute at most 512 rows and keep them in their sequences.

        If it is told to stop, the first of them may be kept.

        Errors: Aborted; KeyboardInterrupt if a signal handler raised it meanwhile.
        """
        self._interrupt = False
        result = llama.llama_decode(self.handle, self._batch.fill(rows))
        if self._interrupt:
            raise KeyboardInterrupt
        if result == ABORTED:
            raise Aborted
        if result != 0:
            raise RuntimeError(f"llama_decode returned {result}")

    def _is_aborted(self) -> bool:
        try:
            return self._is_stopping()
        except KeyboardInterrupt:  # cannot pass through llama.cpp: raised again on the other side
            self._interrupt = True
            return True

    def held_tokens(self, seq_id: int) -> int:
        """Return how many tokens a sequence holds: none once the memory is closed."""
        if not self.handle:  # a request that was left half done may end after its engine
            return 0
        return int(llama.llama_memory_seq_pos_max(self._cells, seq_id)) + 1

    def fork(self, source: int, target: int, *spans: tuple[int, int]) -> None:
        """Let `target` share the cells of `source` at these positions, [begin, end) each."""
        for begin, end in spans:
            llama.llama_memory_seq_cp(self._cells, source, target, begin, end)

    def trim(self, seq_id: int, length: int) -> bool:
        """Forget what lies beyond `length` tokens; False if this model cannot forget a part."""
        return bool(llama.llama_memory_seq_rm(self._cells, seq_id, length, -1))

    def state_bytes(self, seq_id: int) -> int:
        """Return how large the state of a sequence is, as `save` writes it."""
        return int(llama.llama_state_seq_get_size(self.handle, seq_id))

    def save(self, seq_id: int, tokens: Sequence[int], path: Path) -> int:
        """Write what a sequence holds to a file; return its bytes, 0 where that failed."""
        kept = (llama.llama_token * len(tokens))(*tokens)
        forget_errors()
        return int(
            llama.llama_state_seq_save_file(self.handle, str(path).encode(), seq_id, kept, len(tokens))
        )

    def load(self, seq_id: int, path: Path, most: int) -> list[int] | None:
        """Fill an empty sequence from a file, and return its tokens; None where that failed."""
        tokens, count = (llama.llama_token * most)(), ctypes.c_size_t()
        forget_errors()
        was_read = llama.llama_state_seq_load_file(
            self.handle, str(path).encode(), seq_id, tokens, most, ctypes.byref(count)
        )
        return list(tokens[: count.value]) if was_read else None

    def drop(self, seq_id: int) -> None:
        """Forget a whole sequence."""
        if self.handle:
            llama.llama_memory_seq_rm(self._cells, seq_id, -1, -1)

    def close(self) -> None:
        """Give the memory back; harmless when done already."""
        if self.handle:
            llama.llama_free(self.handle)
        self.handle = None


class _Batch:
    """Arrays that are filled anew for each call and lie still in memory."""

    def __init__(self, rows: int) -> None:
        self._tokens = (llama.llama_token * rows)()
        self._positions = (llama.llama_pos * rows)()
        self._counts = (ctypes.c_int32 * rows)(*[1] * rows)
        self._seq_ids = (llama.llama_seq_id * rows)()
        self._wants = (ctypes.c_int8 * rows)()
        pointer = ctypes.POINTER(llama.llama_seq_id)
        size = ctypes.sizeof(llama.llama_seq_id)
        begin = ctypes.addressof(self._seq_ids)
        self._pointers = (pointer * rows)(*(ctypes.cast(begin + row * size, pointer) for row in range(rows)))
        self._batch = llama.llama_batch(
            token=self._tokens,
            pos=self._positions,
            n_seq_id=self._counts,
            seq_id=self._pointers,
            logits=self._wants,
        )

    def fill(self, rows: Sequence[Row]) -> Any:
        count = len(rows)
        self._batch.n_tokens = count
        self._tokens[:count] = [row.token for row in rows]
        self._positions[:count] = [row.position for row in rows]
        self._seq_ids[:count] = [row.seq_id for row in rows]
        self._wants[:count] = [row.wants_next for row in rows]
        return self._batch
