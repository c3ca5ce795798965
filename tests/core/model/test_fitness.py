from pathlib import Path

from core.model.fitness import Fit, judge
from core.model.weights import memory_needed, read_weights

GIB = 1024**3


def test_a_model_that_fits_is_a_toy_all_the_same(starter_gguf: Path) -> None:
    judged = judge(starter_gguf, "f16", 0, 64 * GIB)
    assert judged.fit is Fit.WHOLE
    assert judged.context_tokens == 8192
    assert judged.is_toy
    assert judged.has_chat_template
    assert judged.needed_bytes == memory_needed(read_weights(starter_gguf), 8192, "f16")


def test_with_little_memory_the_window_is_smaller(starter_gguf: Path) -> None:
    free = int(memory_needed(read_weights(starter_gguf), 4096, "f16") / 0.8) + 1
    judged = judge(starter_gguf, "f16", 0, free)
    assert judged.fit is Fit.SMALLER_WINDOW
    assert judged.context_tokens == 4096
    assert judge(starter_gguf, "q8_0", 0, free).context_tokens > 4096


def test_what_does_not_fit_at_all_is_too_large(starter_gguf: Path) -> None:
    judged = judge(starter_gguf, "f16", 0, 1000)
    assert judged.fit is Fit.TOO_LARGE
    assert judged.needed_bytes > 1000


def test_a_window_that_is_wanted_and_does_not_fit_is_too_large(starter_gguf: Path) -> None:
    free = int(memory_needed(read_weights(starter_gguf), 4096, "f16") / 0.8) + 1
    judged = judge(starter_gguf, "f16", 8000, free)
    assert (judged.fit, judged.context_tokens) == (Fit.TOO_LARGE, 8000)


def test_a_file_that_is_no_model_is_unusable_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("not a model")
    judged = judge(path, "f16", 0, GIB)
    assert judged.fit is Fit.UNUSABLE
    assert judged.weights is None
    assert "notes.gguf" in str(judged.reason)
    assert not judged.is_toy
