"""The GGUF file format: what a file says of itself, read without loading its tensors.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little-endian).
"""

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from core.errors import ModelNotFound, ModelNotGguf, ModelTruncated, ModelUnsupported
from core.paths import reason_of
from core.sentences import said

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_ITEMS = 1 << 24  # no real file has more keys, tensors or array items; a damaged one claims to
MOST_BYTES = 1 << 48
MOST_DIMENSIONS = 4
DEFAULT_ALIGNMENT = 32

# Value types: a number's struct format, in the order of the specification; 8 is text, 9 is an array.
NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
TEXT, ARRAY = 8, 9

# Tensor types: number -> (name, values in a block, bytes in a block). Source: ggml.h and ggml-common.h.
TENSOR_TYPES = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 36), 10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210),
    15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98),
    19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8),
    28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54),
    35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextArray:
    """An array of texts that is read only where it is asked: `starts` are byte offsets into `raw`."""

    raw: bytes
    starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> str:
        start = self.starts[index]
        length = int.from_bytes(self.raw[start : start + 8], "little")
        return self.raw[start + 8 : start + 8 + length].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor's place: `offset` in bytes from the start of the file."""

    name: str
    shape: tuple[int, ...]
    type_name: str
    offset: int
    size_bytes: int

    @property
    def value_count(self) -> int:
        """How many numbers the tensor holds."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Gguf:
    """A GGUF file's own description of itself. Arrays of numbers are tuples, arrays of texts TextArrays."""

    metadata: dict[str, Any]
    tensors: tuple[Tensor, ...]
    file_bytes: int


def read_gguf(path: Path) -> Gguf:
    """Return what the file at `path` says of itself.

    Errors: ModelNotFound; ModelNotGguf; ModelTruncated, also where only tensors are cut off;
    ModelUnsupported for another version of the format, a damaged header, or a file that cannot be opened.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            return _Reader(path, mapped).read()
    except FileNotFoundError as error:
        raise ModelNotFound(path) from error
    except (IsADirectoryError, ValueError) as error:  # an empty file cannot be mapped
        raise ModelNotGguf(path) from error
    except OSError as error:
        raise ModelNotGguf(path) if path.is_dir() else ModelUnsupported(path, reason_of(error)) from error


class _Reader:
    """Walks once through the head of a file."""

    def __init__(self, path: Path, mapped: mmap.mmap) -> None:
        self._path, self._mapped, self._size, self._at = path, mapped, len(mapped), 0

    def read(self) -> Gguf:
        if self._mapped[:4] != MAGIC:
            raise ModelNotGguf(self._path)
        self._at = 4
        version = self._number("I")
        if version not in VERSIONS:
            raise ModelUnsupported(
                self._path, said("it is of version {version} of the GGUF format", version=version)
            )
        tensor_count, key_count = self._count(), self._count()
        metadata = {self._text(): self._value(self._number("I")) for _ in range(key_count)}
        places = [self._tensor_place() for _ in range(tensor_count)]
        return Gguf(metadata, self._tensors(places, metadata), self._size)

    def _damaged(self) -> ModelUnsupported:
        return ModelUnsupported(self._path, said("its header is damaged"))

    def _take(self, length: int) -> int:
        """Step over `length` bytes and return where they start."""
        start, end = self._at, self._at + length
        if end > self._size:
            if end > MOST_BYTES:
                raise self._damaged()
            raise ModelTruncated(self._path, self._size, end)
        self._at = end
        return start

    def _number(self, code: str) -> Any:
        form = "<" + code
        return struct.unpack_from(form, self._mapped, self._take(struct.calcsize(form)))[0]

    def _count(self) -> int:
        count: int = self._number("Q")
        if count > MOST_ITEMS:
            raise self._damaged()
        return count

    def _text(self) -> str:
        length: int = self._number("Q")
        start = self._take(length)
        return self._mapped[start : start + length].decode("utf-8", "replace")

    def _value(self, kind: int) -> Any:
        if kind in NUMBERS:
            return self._number(NUMBERS[kind])
        if kind == TEXT:
            return self._text()
        if kind != ARRAY:
            raise self._damaged()
        item_kind, count = self._number("I"), self._count()
        if item_kind == TEXT:
            return self._text_array(count)
        if item_kind not in NUMBERS:
            raise self._damaged()
        return self._number_array(NUMBERS[item_kind], count)

    def _number_array(self, code: str, count: int) -> tuple[Any, ...]:
        form = f"<{count}{code}"
        return struct.unpack_from(form, self._mapped, self._take(struct.calcsize(form)))

    def _text_array(self, count: int) -> TextArray:
        mapped, size, begin, at = self._mapped, self._size, self._at, self._at
        starts = []
        for _ in range(count):  # a vocabulary has 250,000 of these: nothing is called in this loop but this
            starts.append(at - begin)
            at += 8 + int.from_bytes(mapped[at : at + 8], "little")
            if at > size:
                break
        self._take(at - begin)
        return TextArray(mapped[begin:at], tuple(starts))

    def _tensor_place(self) -> tuple[str, tuple[int, ...], int, int]:
        name, dimension_count = self._text(), self._number("I")
        if dimension_count > MOST_DIMENSIONS:
            raise self._damaged()
        shape = self._number_array("Q", dimension_count)
        return name, shape, self._number("I"), self._number("Q")

    def _tensors(
        self, places: list[tuple[str, tuple[int, ...], int, int]], metadata: dict[str, Any]
    ) -> tuple[Tensor, ...]:
        alignment = metadata.get("general.alignment", DEFAULT_ALIGNMENT)
        if not isinstance(alignment, int) or alignment < 1 or alignment & (alignment - 1):
            raise self._damaged()
        begin = (self._at + alignment - 1) // alignment * alignment
        tensors = tuple(_tensor(name, shape, kind, begin + at) for name, shape, kind, at in places)
        self._check_ends(tensors)
        return tensors

    def _check_ends(self, tensors: tuple[Tensor, ...]) -> None:
        end = max((tensor.offset + tensor.size_bytes for tensor in tensors), default=0)
        if end > MOST_BYTES:
            raise self._damaged()
        if end > self._size:
            raise ModelTruncated(self._path, self._size, end)


def _tensor(name: str, shape: tuple[int, ...], kind: int, offset: int) -> Tensor:
    type_name, block_values, block_bytes = TENSOR_TYPES.get(kind, (f"type {kind}", 1, 0))
    return Tensor(name, shape, type_name, offset, prod(shape) * block_bytes // block_values)
