from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer as HuggingFaceTokenizer

from core.library import tokenizer as module
from core.library.embedder import Embedder
from core.library.tokenizer import Tokenizer

FILE = "tokenizer.json"


@pytest.fixture(scope="module")
def tokenizer(starter_embedder: Path) -> Tokenizer:
    return Tokenizer(starter_embedder / FILE)


def test_the_tokenizer_counts_words_as_the_model_counts_their_sentence(tokenizer: Tokenizer) -> None:
    for text in ("The quick brown fox.", "Net sales: $1,577.00 (3.5%)", "שלום עולם, מה שלומך?", ""):
        assert sum(tokenizer.counts(text.split())) == tokenizer.count(text)


@pytest.mark.parametrize("repeats", [0, 1, 8, 9, 10, 100])
def test_a_text_is_cut_as_the_library_itself_cuts_it(
    tokenizer: Tokenizer, starter_embedder: Path, repeats: int
) -> None:
    text, max_tokens = "The ferry שלום " * repeats, 48
    theirs = HuggingFaceTokenizer.from_file(str(starter_embedder / FILE))
    theirs.enable_truncation(max_tokens)
    [ours], [expected] = tokenizer.encode([text], max_tokens), theirs.encode_batch([text])
    assert (ours.ids, ours.offsets) == (expected.ids, expected.offsets)
    assert len(ours.ids) <= max_tokens


def test_encoding_changes_no_count(tokenizer: Tokenizer) -> None:
    text = "a cat " * 50
    before = tokenizer.count(text)
    assert len(tokenizer.encode([text], 3)[0].ids) == 3
    assert tokenizer.count(text) == before > 100


def test_an_embedder_holds_one_tokenizer(starter_embedder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes 280 MB of memory and most of a second."""
    loaded = []

    class Counted:
        @staticmethod
        def from_file(file: str) -> Any:
            loaded.append(file)
            return HuggingFaceTokenizer.from_file(file)

    monkeypatch.setattr(module, "HuggingFaceTokenizer", Counted)
    embedder = Embedder(starter_embedder)
    embedder.embed(["a cat"], "query")
    embedder.tokenizer.count("a cat")
    assert len(loaded) == 1
