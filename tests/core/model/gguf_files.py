"""Writes small GGUF files: a head like a real model's, and tensors of zeros."""

import struct
from pathlib import Path
from typing import Any

from core.model.gguf import NUMBERS, TENSOR_TYPES, TEXT

ALIGNMENT = 32
UINT32, FLOAT32, BOOL, ARRAY, F32 = 4, 6, 7, 9, 0

LLAMA: dict[str, Any] = {
    "general.architecture": "llama",
    "general.name": "Tiny",
    "llama.block_count": 2,
    "llama.embedding_length": 64,
    "llama.context_length": 4096,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "tokenizer.ggml.tokens": ["<unk>", "<s>", "</s>", "ש"],
    "tokenizer.ggml.bos_token_id": 1,
    "tokenizer.ggml.eos_token_id": 2,
    "tokenizer.ggml.add_bos_token": True,
}
TENSORS = {"token_embd.weight": ((64, 4), F32), "blk.0.x": ((64,), F32), "blk.1.x": ((64,), F32)}


def write_gguf(
    path: Path, changes: dict[str, Any] | None = None, tensors: dict[str, Any] = TENSORS, version: int = 3
) -> Path:
    """Write a file whose metadata are LLAMA's with `changes`; a key changed to None is left out."""
    metadata = {key: value for key, value in {**LLAMA, **(changes or {})}.items() if value is not None}
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(metadata))
    head += b"".join(_text(key) + _value(value) for key, value in metadata.items())
    body = b""
    for name, (shape, kind) in tensors.items():
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, len(body))
        body += bytes(_size(shape, kind))
        body += bytes(-len(body) % ALIGNMENT)
    path.write_bytes(head + bytes(-len(head) % ALIGNMENT) + body)
    return path


def _size(shape: tuple[int, ...], kind: int) -> int:
    _, block_values, block_bytes = TENSOR_TYPES[kind]
    count = 1
    for length in shape:
        count *= length
    return count * block_bytes // block_values


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def _value(value: Any) -> bytes:
    kind, body = _typed(value)
    return struct.pack("<I", kind) + body


def _typed(value: Any) -> tuple[int, bytes]:
    if isinstance(value, str):
        return TEXT, _text(value)
    if isinstance(value, list):
        items = [_typed(each) for each in value]
        return ARRAY, struct.pack("<IQ", items[0][0], len(items)) + b"".join(body for _, body in items)
    kind = {bool: BOOL, int: UINT32, float: FLOAT32}[type(value)]
    return kind, struct.pack("<" + NUMBERS[kind], value)
