"""An embedder's tokenizer: in memory once, since a vocabulary of 250,000 pieces takes 280 MB there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tokenizers import Encoding
from tokenizers import Tokenizer as HuggingFaceTokenizer

from core.errors import EmbedderUnusable


class Tokenizer:
    """Counts tokens, and encodes texts for the model.

    Errors: EmbedderUnusable if tokenizer.json is missing or broken.
    """

    def __init__(self, file: Path) -> None:
        with faults(file.parent):
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

    def encode(self, texts: Sequence[str], max_tokens: int) -> list[Encoding]:
        """Return the tokens of each text, special ones too: no more than the first `max_tokens` with them.

        Each is cut by itself: to have the tokenizer do it would change how it counts.
        """
        room = max_tokens - int(self._tokenizer.num_special_tokens_to_add(is_pair=False))
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for each in encoded:
            each.truncate(room)
        return [self._tokenizer.post_process(each) for each in encoded]


@contextmanager
def faults(folder: Path) -> Iterator[None]:
    """Turn whatever a library says about a folder of unknown content into EmbedderUnusable."""
    try:
        yield
    except EmbedderUnusable:
        raise
    except Exception as error:
        raise EmbedderUnusable(folder, " ".join(str(error).split())[:300] or type(error).__name__) from error
