from pathlib import Path
from typing import Any

import pytest

from core.errors import ContextTooLarge, ModelTooLarge, ModelUnsupported
from core.model.weights import (
    Weights,
    available_memory,
    fitting_context,
    memory_needed,
    read_weights,
)
from tests.core.model.gguf_files import TENSORS, write_gguf

GIB = 1024**3


@pytest.fixture(scope="module")
def starter(starter_gguf: Path) -> Weights:
    return read_weights(starter_gguf)


def tiny(tmp_path: Path, **changes: Any) -> Weights:
    named = {key.replace("__", "."): value for key, value in changes.items()}
    return read_weights(write_gguf(tmp_path / "tiny.gguf", named))


def test_the_starter_model_says_what_it_is(starter: Weights, starter_gguf: Path) -> None:
    assert (starter.architecture, starter.quantisation) == ("llama", "Q4_1")
    assert (starter.context_tokens, starter.layer_count, set(starter.kv_heads)) == (8192, 30, {3})
    assert 134_000_000 < starter.parameter_count < 135_000_000
    assert (starter.bos_token, starter.eos_token) == ("<|im_start|>", "<|im_end|>")
    assert starter.chat_template is not None
    assert "im_start" in starter.chat_template
    assert (starter.sliding_window_tokens, starter.is_recurrent) == (None, False)
    assert starter.file_bytes == starter_gguf.stat().st_size


def test_a_sliding_window_is_seen(sliding_gguf: Path) -> None:
    weights = read_weights(sliding_gguf)
    assert (weights.sliding_window_tokens, weights.chat_template) == (512, None)


def test_a_token_takes_a_key_and_a_value_per_head_and_layer(starter: Weights) -> None:
    assert starter.kv_bytes_per_token("f16") == 30 * 3 * (64 + 64) * 2
    assert starter.kv_bytes_per_token("q8_0") == 30 * 3 * (64 + 64) * 34 // 32


def test_heads_may_differ_from_layer_to_layer(tmp_path: Path) -> None:
    weights = tiny(tmp_path, llama__attention__head_count_kv=[2, 0])
    assert weights.kv_heads == (2, 0)
    assert weights.kv_bytes_per_token("f16") == 2 * (16 + 16) * 2


def test_a_model_that_keeps_a_running_state_is_seen(tmp_path: Path) -> None:
    assert tiny(tmp_path, llama__ssm__state_size=16).is_recurrent
    assert not tiny(tmp_path).is_recurrent


def test_a_nameless_model_is_called_by_its_file(tmp_path: Path) -> None:
    assert tiny(tmp_path, general__name=None).name == "tiny"


def test_the_quantisation_is_the_commonest_where_none_is_named(tmp_path: Path) -> None:
    tensors = {**TENSORS, "blk.0.y": ((256, 32), 12)}
    assert read_weights(write_gguf(tmp_path / "a.gguf", tensors=tensors)).quantisation == "Q4_K"
    assert tiny(tmp_path, general__file_type=15).quantisation == "Q4_K_M"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"general__architecture": "bert"}, "not a model that writes text"),
        ({"general__type": "mmproj"}, "another model"),
        ({"general__architecture": None}, "general.architecture"),
        ({"llama__block_count": None}, "llama.block_count"),
        ({"llama__block_count": 3}, "damaged"),
        ({"llama__context_length": 0}, "damaged"),
        ({"llama__attention__head_count": "four"}, "damaged"),
        ({"llama__attention__layer_norm_rms_epsilon": -1e-5}, "damaged"),
    ],
)
def test_what_cannot_be_run_is_named(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ModelUnsupported, match=reason):
        tiny(tmp_path, **changes)


def test_a_vocabulary_alone_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsupported, match="only a vocabulary"):
        read_weights(write_gguf(tmp_path / "vocabulary.gguf", tensors={}))


def test_a_part_without_its_siblings_names_the_missing_one(tmp_path: Path) -> None:
    first = write_gguf(tmp_path / "model-00001-of-00002.gguf")
    with pytest.raises(ModelUnsupported, match=r"model-00002-of-00002\.gguf is missing"):
        read_weights(first)
    second = write_gguf(tmp_path / "model-00002-of-00002.gguf")
    assert read_weights(first).name == "Tiny"
    with pytest.raises(ModelUnsupported, match=r"open model-00001-of-00002\.gguf"):
        read_weights(second)


def test_the_window_is_all_that_was_trained_if_memory_allows(starter: Weights) -> None:
    assert fitting_context(starter, "f16", 8 * GIB) == 8192


def test_a_window_is_as_large_as_memory_allows(starter: Weights) -> None:
    available = memory_needed(starter, 3000, "f16")
    assert fitting_context(starter, "f16", available) == 2816  # eleven times 256
    assert fitting_context(starter, "q8_0", available) > 4096


def test_a_window_may_be_asked_for_but_not_beyond_the_training(starter: Weights) -> None:
    assert fitting_context(starter, "f16", 8 * GIB, wanted=1000) == 1000
    assert fitting_context(starter, "f16", 8 * GIB, wanted=100_000) == 8192


def test_a_window_asked_for_that_does_not_fit_is_refused(starter: Weights) -> None:
    with pytest.raises(ContextTooLarge) as caught:
        fitting_context(starter, "f16", memory_needed(starter, 1000, "f16"), wanted=4000)
    assert caught.value.context_tokens == 4000


def test_weights_that_do_not_fit_are_refused(starter: Weights) -> None:
    with pytest.raises(ModelTooLarge) as caught:
        fitting_context(starter, "f16", starter.file_bytes)
    assert caught.value.needed_bytes > starter.file_bytes


def test_some_memory_is_available() -> None:
    assert available_memory() > 0
