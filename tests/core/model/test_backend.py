"""How a model's file is loaded."""

from pathlib import Path

import pytest
from llama_cpp import llama_cpp as llama

from core.errors import ModelUnsupported
from core.model.backend import LoadedModel


@pytest.mark.parametrize(
    ("build", "wants"), [(b"AVX512 = 1 | AMX_INT8 = 1 | ", False), (b"AVX512 = 1 | ", True)]
)
def test_weights_are_never_laid_out_for_tiles(
    monkeypatch: pytest.MonkeyPatch, build: bytes, wants: bool
) -> None:
    seen = []

    def load(_path: bytes, parameters: llama.llama_model_params) -> None:
        seen.append(parameters.use_extra_bufts)

    monkeypatch.setattr(llama, "llama_print_system_info", lambda: build)
    monkeypatch.setattr(llama, "llama_model_load_from_file", load)
    with pytest.raises(ModelUnsupported):
        LoadedModel(Path("model.gguf"), 0)
    assert seen == [wants]
