"""How a model's file is loaded."""

from pathlib import Path

import pytest
from llama_cpp import llama_cpp as llama

from core.errors import ModelUnsupported
from core.model.attending import measure
from core.model.backend import LoadedModel

WITH_AMX, WITHOUT = b"AVX512 = 1 | AMX_INT8 = 1 | ", b"AVX512 = 1 | "


@pytest.mark.parametrize(
    ("build", "is_packed", "packs"),
    [(WITH_AMX, True, False), (WITH_AMX, False, False), (WITHOUT, True, True), (WITHOUT, False, False)],
)
def test_weights_are_packed_if_that_is_wanted_and_never_for_tiles(
    monkeypatch: pytest.MonkeyPatch, build: bytes, is_packed: bool, packs: bool
) -> None:
    seen = []

    def load(_path: bytes, parameters: llama.llama_model_params) -> None:
        seen.append(parameters.use_extra_bufts)

    monkeypatch.setattr(llama, "llama_print_system_info", lambda: build)
    monkeypatch.setattr(llama, "llama_model_load_from_file", load)
    with pytest.raises(ModelUnsupported):
        LoadedModel(Path("model.gguf"), 0, is_packed=is_packed)
    assert seen == [packs]


def test_packed_weights_are_not_even_measured_with_a_build_for_tiles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []

    def load(_path: bytes, parameters: llama.llama_model_params) -> None:
        seen.append(parameters.use_extra_bufts)

    monkeypatch.setattr(llama, "llama_print_system_info", lambda: WITH_AMX)
    monkeypatch.setattr(llama, "llama_model_load_from_file", load)
    with pytest.raises(ModelUnsupported):  # at the ways to attend: no layout was tried before them
        measure(Path("model.gguf"), 1, lambda _share, _step: None)
    assert seen == [False]
