"""What a GGUF model is and what it needs, known without loading it."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from core.errors import ContextTooLarge, ModelTooLarge, ModelUnsupported
from core.model.gguf import Gguf, TextArray, read_gguf
from core.sentences import said

KV_BYTES = {"f16": 2.0, "q8_0": 34 / 32}  # per value; q8_0 keeps a scale with every 32 values
CONTEXT_STEP = 256  # llama.cpp rounds a window to this many tokens
SCRATCH_TOKENS = 512  # how many tokens pass through the layers at once
SCRATCH_WIDTHS = 24  # measured: scratch space is below so many f32 vectors per token in flight
MOST_LAYERS = 10_000
SCRATCH_LOGITS = 32  # rows of logits: one per sequence, and once more while they are sorted
BASE_BYTES = 48 * 1024**2  # llama.cpp's own tables

# Architectures that llama.cpp loads and that do not write text from left to right.
ENCODERS = {
    "bert", "clip", "dream", "eurobert", "gemma-embedding", "jina-bert-v2", "jina-bert-v3", "llada",
    "llada-moe", "modern-bert", "neo-bert", "nomic-bert", "nomic-bert-moe", "rnd1", "t5", "t5encoder",
    "wavtokenizer-dec",
}  # fmt: skip
COMPANIONS = {
    "mmproj": said("it is the eye of another model"),
    "adapter": said("it is an adapter of another model"),
}
RECURRENT_KEYS = (".ssm.", ".wkv.", ".shortconv.", ".kda.", ".token_shift_count")

# `general.file_type`, llama.cpp's enum llama_ftype.
FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
    12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K",
    19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL",
    26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16",
    36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """A language model as its file describes it.

    `context_tokens` is what it was trained for; `kv_heads` has one number per layer; `sliding_window_tokens`
    is None where every layer sees everything; `is_recurrent` is true where any layer keeps a running
    state instead of a cell per token. `bos_token` and `eos_token` are "" where the file names none.
    """

    path: Path
    file_bytes: int
    name: str
    architecture: str
    parameter_count: int
    quantisation: str
    context_tokens: int
    layer_count: int
    embedding_length: int
    vocabulary_size: int
    kv_heads: tuple[int, ...]
    key_length: int
    value_length: int
    sliding_window_tokens: int | None
    is_recurrent: bool
    chat_template: str | None
    bos_token: str
    eos_token: str

    @property
    def sees_everything(self) -> bool:
        """Whether every layer attends to all that was read: then an answer may attend to spans of it."""
        return not self.is_recurrent and self.sliding_window_tokens is None

    def kv_bytes_per_token(self, kv_type: str) -> int:
        """Return what one token takes in memory once it was read, in bytes."""
        return round(sum(self.kv_heads) * (self.key_length + self.value_length) * KV_BYTES[kv_type])


def read_weights(path: Path) -> Weights:
    """Return what the model at `path` says of itself.

    Errors: ModelNotFound, ModelNotGguf, ModelTruncated; ModelUnsupported for a model that does not write
    text, a part without its siblings, and a file that lacks what a model must say.
    """
    file = read_gguf(path)
    described = _Described(path, file.metadata)
    described.check()
    return _weights(path, file, described)


def memory_needed(weights: Weights, context_tokens: int, kv_type: str) -> int:
    """Return the memory that the model takes with a window of `context_tokens`, in bytes (an estimate).

    Measured beside the file and the tokens: 57, 87 and 90 MB for 135M, 270M and 1.5B parameters, where this
    says 82, 112 and 142. What llama.cpp repacks for speed replaces pages of the file, which the system takes
    back.
    """
    floats = SCRATCH_TOKENS * SCRATCH_WIDTHS * weights.embedding_length
    floats += SCRATCH_LOGITS * weights.vocabulary_size
    return weights.file_bytes + BASE_BYTES + 4 * floats + context_tokens * weights.kv_bytes_per_token(kv_type)


def fitting_context(weights: Weights, kv_type: str, available_bytes: int, wanted: int = 0) -> int:
    """Return the window to open, in tokens: all that the model was trained for, or as much as memory allows.

    `wanted` asks for a smaller window; more than the model was trained for is never given, because it would
    answer nonsense. The result is a multiple of 256 unless the model's own window is not.
    Errors: ModelTooLarge if not even 256 tokens fit; ContextTooLarge if `wanted` does not.
    """
    least = memory_needed(weights, CONTEXT_STEP, kv_type)
    if least > available_bytes:
        raise ModelTooLarge(least, available_bytes)
    most = min(wanted, weights.context_tokens) if wanted else weights.context_tokens
    needed = memory_needed(weights, most, kv_type)
    if needed <= available_bytes:
        return most
    if wanted:
        raise ContextTooLarge(wanted, needed, available_bytes)
    room = available_bytes - memory_needed(weights, 0, kv_type)
    return room // weights.kv_bytes_per_token(kv_type) // CONTEXT_STEP * CONTEXT_STEP


def available_memory() -> int:
    """Return how many bytes a new model may take: what is free, or less if a control group says so."""
    free: int = psutil.virtual_memory().available
    return min([free, *(room for room in map(_group_room, GROUP_FILES) if room is not None)])


# Where Linux says what a control group may use and uses: version 2, then version 1.
GROUP_FILES = (
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current"), "inactive_file"),
    (
        Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
        Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
        "total_inactive_file",
    ),
)


def _group_room(files: tuple[Path, Path, str]) -> int | None:
    limit_file, usage_file, cache_key = files
    try:
        limit, usage = limit_file.read_text().strip(), int(usage_file.read_text())
        statistics = (limit_file.parent / "memory.stat").read_text()
    except (OSError, ValueError):
        return None  # not Linux, or no group
    if not limit.isdigit():
        return None  # "max": no limit
    cached = re.search(rf"^{cache_key} (\d+)$", statistics, re.MULTILINE)
    return max(0, int(limit) - usage + (int(cached[1]) if cached else 0))


class _Described:
    """A file's metadata, asked for by what it must be."""

    def __init__(self, path: Path, metadata: dict[str, Any]) -> None:
        self._path, self._metadata = path, metadata
        self.architecture = self.text("general.architecture")

    def check(self) -> None:
        kind = self.text("general.type", "model")
        if kind in COMPANIONS:
            raise ModelUnsupported(self._path, COMPANIONS[kind])
        if self.architecture in ENCODERS:
            reason = said("{architecture} is not a model that writes text", architecture=self.architecture)
            raise ModelUnsupported(self._path, reason)
        self._check_siblings()

    def _check_siblings(self) -> None:
        parts = re.fullmatch(r"(.+)-(\d{5})-of-(\d{5})\.gguf", self._path.name)
        if parts is None:
            return
        names = [f"{parts[1]}-{n:05}-of-{parts[3]}.gguf" for n in range(1, int(parts[3]) + 1)]
        missing = [name for name in names if not (self._path.parent / name).exists()]
        if missing:
            raise ModelUnsupported(self._path, said("{name} is missing beside it", name=missing[0]))
        if parts[2] != "00001":
            raise ModelUnsupported(self._path, said("it is a part; open {name}", name=names[0]))

    def damaged(self) -> ModelUnsupported:
        return ModelUnsupported(self._path, said("its header is damaged"))

    def check_sense(self, file: Gguf) -> None:
        """Refuse what cannot be a model, and what llama.cpp would not refuse but die of."""
        if not file.tensors:
            raise ModelUnsupported(self._path, said("it holds no model, only a vocabulary"))
        least = min(self.of_model(key) for key in ("block_count", "embedding_length", "context_length"))
        if least < 1 or self.of_model("block_count") > MOST_LAYERS:
            raise self.damaged()
        self._check_blocks(file)
        self._check_epsilon()

    def _check_blocks(self, file: Gguf) -> None:
        blocks = {name.split(".")[1] for name in (tensor.name for tensor in file.tensors) if _is_block(name)}
        is_split = "split.count" in self._metadata  # the first part does not list the tensors of the others
        if not is_split and len(blocks) < self.of_model("block_count"):
            raise self.damaged()

    def _check_epsilon(self) -> None:
        for key in ("layer_norm_rms_epsilon", "layer_norm_epsilon"):
            epsilon = self._metadata.get(f"{self.architecture}.attention.{key}", 0.0)
            if not isinstance(epsilon, float) or not 0 <= epsilon < 1:
                raise self.damaged()

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._get(key, str, default))

    def number(self, key: str, default: int | None = None) -> int:
        return int(self._get(key, int, default))

    def _get(self, key: str, kind: type, default: Any) -> Any:
        value = self._metadata.get(key, default)
        if not isinstance(value, kind):
            raise ModelUnsupported(self._path, said("it does not say its {key}", key=key))
        return value

    def of_model(self, key: str, default: int | None = None) -> int:
        return self.number(f"{self.architecture}.{key}", default)

    def per_layer(self, key: str, layer_count: int, default: int) -> tuple[int, ...]:
        value = self._metadata.get(f"{self.architecture}.{key}", default)
        values = value if isinstance(value, tuple) else (value,) * layer_count
        if not all(isinstance(each, int) and each >= 0 for each in values):
            raise self.damaged()
        return values

    def optional(self, key: str, kind: type) -> Any:
        value = self._metadata.get(key)
        return value if isinstance(value, kind) else None

    def has(self, *infixes: str) -> bool:
        return any(infix in key for key in self._metadata for infix in infixes)


def _is_block(name: str) -> bool:
    return re.match(r"blk\.\d+\.", name) is not None


def _weights(path: Path, file: Gguf, said: _Described) -> Weights:
    said.check_sense(file)
    layers, width = said.of_model("block_count"), said.of_model("embedding_length")
    heads = said.per_layer("attention.head_count", layers, 1)
    head_length = width // max(1, *heads)
    tokens = said.optional("tokenizer.ggml.tokens", TextArray) or ()
    bos, eos = (said.optional(f"tokenizer.ggml.{each}_token_id", int) for each in ("bos", "eos"))
    return Weights(
        path=path,
        file_bytes=file.file_bytes,
        name=said.text("general.name", "").strip() or path.stem,
        architecture=said.architecture,
        parameter_count=sum(tensor.value_count for tensor in file.tensors),
        quantisation=_quantisation(file),
        context_tokens=said.of_model("context_length"),
        layer_count=layers,
        embedding_length=width,
        vocabulary_size=len(tokens) or said.of_model("vocab_size", 0),
        kv_heads=said.per_layer("attention.head_count_kv", layers, max(heads)),
        key_length=said.of_model("attention.key_length", head_length),
        value_length=said.of_model("attention.value_length", head_length),
        sliding_window_tokens=said.optional(f"{said.architecture}.attention.sliding_window", int) or None,
        is_recurrent=said.architecture.startswith(("rwkv", "mamba")) or said.has(*RECURRENT_KEYS),
        chat_template=said.optional("tokenizer.chat_template", str),
        bos_token=_token(tokens, bos),
        eos_token=_token(tokens, eos),
    )


def _token(tokens: Any, token_id: int | None) -> str:
    return tokens[token_id] if token_id is not None and 0 <= token_id < len(tokens) else ""


def _quantisation(file: Gguf) -> str:
    named = FILE_TYPES.get(file.metadata.get("general.file_type", -1))
    if named:
        return named
    held: Counter[str] = Counter()
    for tensor in file.tensors:
        held[tensor.type_name] += tensor.value_count
    return held.most_common(1)[0][0]
