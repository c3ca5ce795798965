"""An embedder in 8-bit integers, run by ONNX Runtime: faster than torch, and ready without its long import.

The only module that runs onnxruntime on a person's texts.
"""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import psutil
from numpy.typing import NDArray
from tokenizers import Encoding

from core.library.tokenizer import Tokenizer

Kind = Literal["query", "document"]
Pooling = Literal["mean", "cls"]
Made = Callable[[Encoding, NDArray[np.float32]], NDArray[np.float32]]

DEFAULT_MAX_TOKENS = 512
INPUTS, OUTPUT = ("input_ids", "attention_mask"), "token_vectors"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What leads from a text to its vector in a sentence-transformers folder, beside the weights."""

    transformer: Path
    pooling: Pooling
    max_tokens: int
    prompts: dict[Kind, str]

    @classmethod
    def of(cls, folder: Path) -> "Recipe | None":
        """Return the folder's recipe, or None where it asks for more than this module can do.

        Errors: OSError, ValueError, KeyError and the like where the folder's own files are broken.
        """
        modules = _json(folder / "modules.json")
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
            return None
        transformer = folder / modules[0]["path"]
        settings = _json(transformer / "sentence_bert_config.json")
        pooling = _pooling(_json(folder / modules[1]["path"] / "config.json"))
        if pooling is None or settings.get("do_lower_case"):
            return None
        max_tokens = int(settings.get("max_seq_length") or DEFAULT_MAX_TOKENS)
        given = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
        prompts: dict[Kind, str] = {kind: given.get(kind) or "" for kind in get_args(Kind)}
        return cls(transformer, pooling, max_tokens, prompts)


class QuantisedEmbedder:
    """A quantised model in memory.

    Each text is a run of its own, on one thread, and the threads share the texts: nothing is padded, more
    cores make it faster, and a vector does not depend on the texts beside it (a batch shares its scales).
    Errors: whatever onnxruntime raises for a file that it cannot use.
    """

    def __init__(self, recipe: Recipe, file: Path, tokenizer: Tokenizer, threads: int = 0) -> None:
        self._recipe, self.pooling = recipe, recipe.pooling
        self._tokenizer = tokenizer
        self._threads = threads or psutil.cpu_count(logical=False) or os.cpu_count() or 1
        self._session = _session(file)
        self.dimension = int(self._session.get_outputs()[0].shape[2])

    def embed(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Return one unit vector for each text; shape (n, dimension)."""
        vectors = self._each(texts, kind, self._pooled)
        return np.stack(vectors) if vectors else np.empty((0, self.dimension), np.float32)

    def embed_tokens(self, texts: Sequence[str], kind: Kind) -> list[NDArray[np.float32]]:
        """Return the unit vectors of each text's tokens but the prompt's; each (tokens, dimension)."""
        prompt_chars = len(self._recipe.prompts[kind])

        def own(encoded: Encoding, of_tokens: NDArray[np.float32]) -> NDArray[np.float32]:
            return _unit(of_tokens[[end > max(start, prompt_chars) for start, end in encoded.offsets]])

        return self._each(texts, kind, own)

    def _each(self, texts: Sequence[str], kind: Kind, made: Made) -> list[NDArray[np.float32]]:
        """Return what `made` makes of each text's tokens and their vectors."""
        encoded = self._tokenizer.encode(
            [self._recipe.prompts[kind] + text for text in texts], self._recipe.max_tokens
        )
        longest_first = sorted(range(len(texts)), key=lambda at: -len(encoded[at].ids))
        pool = ThreadPoolExecutor(min(self._threads, max(1, len(texts))))
        try:
            found = pool.map(lambda at: made(encoded[at], self._of_tokens(encoded[at].ids)), longest_first)
            by_place = dict(zip(longest_first, found, strict=True))
        finally:
            # A stop waits for the texts that are being embedded, not for all.
            pool.shutdown(cancel_futures=True)
        return [by_place[at] for at in range(len(texts))]

    def _of_tokens(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        ids = np.array([tokens], np.int64)
        outputs = self._session.run([OUTPUT], dict(zip(INPUTS, (ids, np.ones_like(ids)), strict=True)))
        vectors: NDArray[np.float32] = outputs[0][0]
        return vectors

    def _pooled(self, _: Encoding, of_tokens: NDArray[np.float32]) -> NDArray[np.float32]:
        return _unit(of_tokens.mean(axis=0) if self.pooling == "mean" else of_tokens[0])


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return unit


def _session(file: Path) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # does something on Windows alone
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4  # what is fatal; the rest comes as exceptions
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _pooling(config: dict[str, Any]) -> Pooling | None:
    if not config.get("include_prompt", True):
        return None
    modes = config.get("pooling_mode") or [
        name.removeprefix("pooling_mode_")
        for name, on in config.items()
        if on is True and "pooling_mode_" in name
    ]
    known: dict[str, Pooling] = {"mean": "mean", "mean_tokens": "mean", "cls": "cls", "cls_token": "cls"}
    names = [modes] if isinstance(modes, str) else modes
    return known.get(names[0]) if len(names) == 1 else None


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
