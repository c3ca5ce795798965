"""How a model's file is loaded."""

from pathlib import Path

import pytest
from llama_cpp import llama_cpp as llama

from core.errors import ModelUnsupported
from core.model.attending import measure
from core.model.backend import LoadedModel

WITH_AMX, WITHOUT = b"AVX512 = 1 | AMX_INT8 = 1 | ", b"AVX512 = 1 | "


@pytest.fixture
def packings(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return what is filled with whether weights may be packed, each time that a model would be loaded."""
    seen: list[bool] = []

    def load(_path: bytes, parameters: llama.llama_model_params) -> None:
        seen.append(parameters.use_extra_bufts)

    monkeypatch.setattr(llama, "llama_model_load_from_file", load)
    return seen


@pytest.mark.parametrize(
    ("build", "is_packed", "packs"),
    [(WITH_AMX, True, False), (WITH_AMX, False, False), (WITHOUT, True, True), (WITHOUT, False, False)],
)
def test_weights_are_packed_if_that_is_wanted_and_never_for_tiles(
    monkeypatch: pytest.MonkeyPatch, packings: list[bool], build: bytes, is_packed: bool, packs: bool
) -> None:
    monkeypatch.setattr(llama, "llama_print_system_info", lambda: build)
    with pytest.raises(ModelUnsupported):
        LoadedModel(Path("model.gguf"), 0, is_packed=is_packed)
    assert packings == [packs]


def test_packed_weights_are_not_even_measured_with_a_build_for_tiles(
    monkeypatch: pytest.MonkeyPatch, packings: list[bool]
) -> None:
    monkeypatch.setattr(llama, "llama_print_system_info", lambda: WITH_AMX)
    with pytest.raises(ModelUnsupported):  # at the ways to attend: no layout was tried before them
        measure(Path("model.gguf"), 1, lambda _share, _step: None)
    assert packings == [False]
