"""Texts become unit vectors, by any sentence-transformers folder on this machine.

The only module that imports sentence_transformers and torch, and it does so when the first text is embedded:
that import takes seconds. Counting tokens needs the folder's tokenizer alone, which loads in less than one.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer as HuggingFaceTokenizer

from core.errors import EmbedderNotInstalled, EmbedderUnusable

Kind = Literal["query", "document"]

BATCH_SIZE = 16
DEFAULT_MAX_TOKENS = 512
SAMPLES, SAMPLE_BYTES = 64, 4096
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
os.environ.update(OFFLINE)  # read by these libraries when they are imported


class Tokenizer:
    """An embedder's tokenizer, for counting.

    Errors: EmbedderUnusable if tokenizer.json is missing or broken.
    """

    def __init__(self, file: Path) -> None:
        with _faults(file.parent):
            self._tokenizer: Any = HuggingFaceTokenizer.from_file(str(file))
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return the number of tokens of each word, special tokens left out."""
        encoded = self._tokenizer.encode_batch_fast(list(words), add_special_tokens=False)
        return [len(each) for each in encoded]

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, special tokens left out."""
        return self.counts([text])[0]


class Embedder:
    """A sentence-transformers folder.

    Errors: EmbedderNotInstalled if there is no folder, EmbedderUnusable if what is in it does not work (which
    may turn out as late as at the first text).
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self.folder, self._threads = folder, threads
        if not folder.is_dir():
            raise EmbedderNotInstalled(folder)
        with _faults(folder):
            modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
            self._transformer = folder / modules[0]["path"]

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer alone; torch is not loaded for it."""
        return Tokenizer(self._transformer / "tokenizer.json")

    @cached_property
    def embedder_id(self) -> str:
        """A hash of all that decides the vectors: equal ids, equal vectors. Torch is not loaded for it.

        Of the weights only samples are read, and their size: half a gigabyte would take a second.
        """
        digest = hashlib.sha256()
        with _faults(self.folder):
            for file in sorted(self.folder.rglob("*")):
                if file.suffix in (".json", ".txt", ".model", ".safetensors", ".bin") and file.is_file():
                    digest.update(
                        f"{file.relative_to(self.folder).as_posix()} {file.stat().st_size}\n".encode()
                    )
                    for part in _sampled(file):
                        digest.update(part)
        return digest.hexdigest()[:32]

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens and prompt included; the rest has no say."""
        settings = self._transformer / "sentence_bert_config.json"
        with _faults(self.folder):
            known = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
        return int(known.get("max_seq_length") or DEFAULT_MAX_TOKENS)

    @cached_property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Return one unit vector for each text; shape (n, dimension).

        A question and a text that may answer it get the prompts that the model was trained with for each.
        """
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        with _faults(self.folder):
            vectors: NDArray[np.float32] = encode(
                list(texts), batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
            )
        return vectors.astype(np.float32, copy=False).reshape(len(texts), self.dimension)

    @cached_property
    def _model(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        if self._threads:
            torch.set_num_threads(self._threads)
        with _faults(self.folder):
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


@contextmanager
def _faults(folder: Path) -> Iterator[None]:
    """Turn whatever a library says about a folder of unknown content into EmbedderUnusable."""
    try:
        yield
    except EmbedderUnusable:
        raise
    except Exception as error:
        raise EmbedderUnusable(folder, " ".join(str(error).split())[:300] or type(error).__name__) from error
