"""Texts become unit vectors, by any sentence-transformers folder on this machine.

Two engines can do it: the folder's quantised form (`quantisations`), where there is one, and else torch.
Torch is imported when it embeds its first text, since that takes seconds. Counting tokens needs the tokenizer
alone, which loads in less than one.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import EmbedderNotInstalled
from core.library import quantisations
from core.library.quantised import DEFAULT_MAX_TOKENS, Kind, QuantisedEmbedder
from core.library.tokenizer import Tokenizer, faults

BATCH_SIZE = 16
QUANTISED = "int8/1"  # in the ids of quantised vectors: torch's are near them, but not the same
SAMPLES, SAMPLE_BYTES = 64, 4096
DECISIVE = {".json", ".txt", ".model", ".safetensors", ".bin"}
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
os.environ.update(OFFLINE)  # read by these libraries when they are imported


class Embedder:
    """A sentence-transformers folder.

    Errors: EmbedderNotInstalled if there is no folder, EmbedderUnusable if what is in it does not work (which
    may turn out as late as at the first text).
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self.folder, self._threads = folder, threads
        if not folder.is_dir():
            raise EmbedderNotInstalled(folder)
        with faults(folder):
            modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
            self._transformer = folder / modules[0]["path"]

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer, for counting too; torch is not loaded for it."""
        return Tokenizer(self._transformer / "tokenizer.json")

    def prepare(self) -> Iterator[None]:
        """Make the folder's quantised form, if it can have one and has none yet: once, in half a minute.

        Yields some times a second, so that it can be stopped; what is embedded before, torch embeds. Where it
        cannot be made nothing is raised, and torch embeds all. Changes `embedder_id`.
        """
        if self._quantised is None:
            yield from quantisations.make(self.folder, self._hash)
            for known in ("_quantised", "embedder_id"):
                self.__dict__.pop(known, None)

    @cached_property
    def embedder_id(self) -> str:
        """A hash of all that decides the vectors: equal ids, comparable vectors. It needs no torch."""
        if self._quantised is None:
            return self._hash
        return hashlib.sha256(f"{self._hash} {QUANTISED}".encode()).hexdigest()[:32]

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens and prompt included; the rest has no say."""
        settings = self._transformer / "sentence_bert_config.json"
        with faults(self.folder):
            known = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
        return int(known.get("max_seq_length") or DEFAULT_MAX_TOKENS)

    @cached_property
    def dimension(self) -> int:
        """The length of a vector."""
        quantised = self._quantised
        return quantised.dimension if quantised else int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Return one unit vector for each text; shape (n, dimension).

        A question and a text that may answer it get the prompts that the model was trained with for each.
        """
        with faults(self.folder):
            if self._quantised:
                return self._quantised.embed(texts, kind)
            encode = self._model.encode_query if kind == "query" else self._model.encode_document
            vectors: NDArray[np.float32] = encode(
                list(texts), batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
            )
        return vectors.astype(np.float32, copy=False).reshape(len(texts), self.dimension)

    def embed_tokens(self, texts: Sequence[str], kind: Kind) -> list[NDArray[np.float32]]:
        """Return the unit vectors of each text's tokens, each (tokens, dimension), none of them prompt.

        Empty where they cannot be had or mean little: from torch, or where one token alone makes the vector.
        """
        if self._quantised is None or self._quantised.pooling != "mean":
            return []
        with faults(self.folder):
            return self._quantised.embed_tokens(texts, kind)

    @cached_property
    def _hash(self) -> str:
        """A hash of the folder; of weights only samples are read, and their size: all would take a second."""
        digest = hashlib.sha256()
        with faults(self.folder):
            for file in sorted(self.folder.rglob("*")):
                name = file.relative_to(self.folder)
                if name.parts[0] == quantisations.BESIDE or file.suffix not in DECISIVE or not file.is_file():
                    continue
                digest.update(f"{name.as_posix()} {file.stat().st_size}\n".encode())
                for part in _sampled(file):
                    digest.update(part)
        return digest.hexdigest()[:32]

    @cached_property
    def _quantised(self) -> QuantisedEmbedder | None:
        return quantisations.opened(self.folder, self._hash, self.tokenizer, self._threads)

    @cached_property
    def _model(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        if self._threads:
            torch.set_num_threads(self._threads)
        with faults(self.folder):
            return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)


def _sampled(file: Path) -> Iterator[bytes]:
    """Yield a small file whole, and of a large one parts at even distances."""
    file_bytes = file.stat().st_size
    with file.open("rb") as opened:
        if file_bytes <= 64 * 1024**2:
            yield opened.read()
            return
        for number in range(SAMPLES):
            opened.seek(number * (file_bytes - SAMPLE_BYTES) // (SAMPLES - 1))
            yield opened.read(SAMPLE_BYTES)
