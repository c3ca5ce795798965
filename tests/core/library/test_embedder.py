import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.errors import EmbedderNotInstalled, EmbedderUnusable
from core.library import quantisations
from core.library.embedder import Embedder

ROOT = Path(__file__).parents[3]


@pytest.fixture
def copied(starter_embedder: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder in which the weights are a link: only what is small may be changed."""
    folder = tmp_path / "an embedder"
    shutil.copytree(
        starter_embedder, folder, ignore=shutil.ignore_patterns("*.safetensors", quantisations.BESIDE)
    )
    for file in starter_embedder.glob("*.safetensors"):
        (folder / file.name).symlink_to(file)
    return folder


def test_vectors_are_of_unit_length_and_alike_texts_are_near(embedder: Embedder) -> None:
    vectors = embedder.embed(["A cat sleeps.", "Stock markets fell.", "חתול ישן."], "document")
    assert vectors.shape == (3, embedder.dimension) == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    query = embedder.embed(["Where does the cat sleep?"], "query")[0]
    nearness = vectors @ query
    assert nearness[1] < min(nearness[0], nearness[2])


def test_questions_and_texts_have_the_prompts_of_their_model(embedder: Embedder) -> None:
    query, text = embedder.embed(["cat"], "query"), embedder.embed(["cat"], "document")
    assert not np.allclose(query, text, atol=1e-3)


def test_tokens_are_those_of_the_text_alone(embedder: Embedder) -> None:
    texts = ["Where does the cat sleep?", "", "איפה החתול ישן?"]
    asked, read = embedder.embed_tokens(texts, "query"), embedder.embed_tokens(texts, "document")
    for text, query, passage in zip(texts, asked, read, strict=True):
        assert query.shape == passage.shape == (embedder.tokenizer.count(text), embedder.dimension)
        np.testing.assert_allclose(np.linalg.norm(query, axis=1), 1, atol=1e-5)


def test_torch_gives_no_tokens(copied: Path) -> None:
    assert Embedder(copied).embed_tokens(["A cat sleeps."], "document") == []


def test_a_vector_does_not_depend_on_the_others_in_its_batch(embedder: Embedder) -> None:
    texts = ["short", "a somewhat longer text than the first " * 5, "", "mid size " * 3] * 6
    together = embedder.embed(texts, "document")
    alone = np.concatenate([embedder.embed([text], "document") for text in texts[:4]])
    np.testing.assert_allclose(together[:4], alone, atol=1e-4)
    np.testing.assert_allclose(together[4:8], alone, atol=1e-4)
    assert embedder.embed([], "document").shape == (0, 384)


def test_what_counting_and_naming_need_is_known_without_torch(starter_embedder: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from core.library.embedder import Embedder
embedder = Embedder(Path({str(starter_embedder)!r}))
print(embedder.embedder_id, embedder.max_tokens, embedder.tokenizer.count("a cat"))
assert not {{"torch", "transformers", "sentence_transformers"}} & sys.modules.keys()
"""
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.split()[1] == "512"


def test_the_id_changes_with_what_decides_the_vectors(copied: Path) -> None:
    before = Embedder(copied).embedder_id
    assert before == Embedder(copied).embedder_id
    config = copied / "config_sentence_transformers.json"
    config.write_text(config.read_text().replace("passage: ", "text: "))
    assert Embedder(copied).embedder_id != before


def test_an_embedder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbedderNotInstalled):
        Embedder(tmp_path / "nothing")


def _no_modules(folder: Path) -> None:
    (folder / "modules.json").unlink()


def _broken_modules(folder: Path) -> None:
    (folder / "modules.json").write_text("{")


def _odd_modules(folder: Path) -> None:
    (folder / "modules.json").write_text(json.dumps([]))


def _no_weights(folder: Path) -> None:
    for file in folder.glob("*.safetensors"):
        file.unlink()


def _broken_weights(folder: Path) -> None:
    for file in folder.glob("*.safetensors"):
        file.unlink()
        file.write_bytes(b"not a tensor in sight" * 100)


def _broken_config(folder: Path) -> None:
    (folder / "config.json").write_text("[]")


def _no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def _broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}")


HARMS = [
    _no_modules,
    _broken_modules,
    _odd_modules,
    _no_weights,
    _broken_weights,
    _broken_config,
    _no_tokenizer,
    _broken_tokenizer,
]


@pytest.mark.parametrize("harm", HARMS)
def test_a_folder_that_holds_no_working_embedder_is_named(copied: Path, harm: Callable[[Path], None]) -> None:
    harm(copied)
    with pytest.raises(EmbedderUnusable):
        use(copied)


def use(folder: Path) -> None:
    embedder = Embedder(folder)
    embedder.tokenizer.count("a cat")
    embedder.embed(["a cat"], "query")
