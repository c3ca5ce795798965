"""What a model with a sliding window has read, brought back from the disk: it lacks what has slid out."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.model.engine import Branch, BranchFinished, Engine
from core.model.snapshots import Load, Snapshot, Snapshots
from core.model.weights import read_weights
from core.paths import ASSETS

TEXT = (ASSETS / "samples" / "sample-en.md").read_text(encoding="utf-8")
QUESTION = "\n\nQuestion: Who is the director?\nAnswer:"
READ_TOKENS = 1500  # nearly three windows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "snapshots"


def loaded(gguf: Path, folder: Path) -> Engine:
    return Engine(read_weights(gguf), context_tokens=4096, snapshots=Snapshots(folder, "key", "name"))


def ask(engine: Engine, read_tokens: int, document_ids: tuple[str, ...]) -> BranchFinished:
    read = engine.bos + tuple(engine.tokenize(TEXT)[:read_tokens])
    branch = Branch(
        read + tuple(engine.tokenize(QUESTION)), 24, prefix_tokens=len(read), document_ids=document_ids
    )
    return next(event for event in engine.answer([branch]) if isinstance(event, BranchFinished))


def test_an_answer_behind_several_windows_is_the_same_cold_held_and_restored(
    sliding_gguf: Path, folder: Path
) -> None:
    with loaded(sliding_gguf, folder) as engine:
        cold = ask(engine, READ_TOKENS, ("book",))
        held = ask(engine, READ_TOKENS, ("book",))
    with loaded(sliding_gguf, folder) as engine:
        restored = ask(engine, READ_TOKENS, ("book",))
        again = ask(engine, READ_TOKENS, ("book",))
    assert (cold.from_cache_tokens, restored.from_cache_tokens) == (0, READ_TOKENS + 1)
    assert held.tokens == restored.tokens == again.tokens == cold.tokens


def test_what_was_brought_back_is_not_forked_where_its_window_is_gone(
    sliding_gguf: Path, folder: Path, tmp_path: Path
) -> None:
    with loaded(sliding_gguf, folder) as engine:
        ask(engine, READ_TOKENS, ("book",))
    with loaded(sliding_gguf, folder) as engine:
        ask(engine, READ_TOKENS, ("book",))
        earlier = ask(engine, 700, ())
    with loaded(sliding_gguf, tmp_path / "none") as engine:
        assert earlier.from_cache_tokens == 0
        assert earlier.tokens == ask(engine, 700, ()).tokens


def test_a_model_that_sees_everything_is_forked_anywhere(starter_gguf: Path, folder: Path) -> None:
    for from_cache in (0, 640):
        with loaded(starter_gguf, folder) as engine:
            ask(engine, READ_TOKENS, ("book",))
            if from_cache:
                assert ask(engine, 700, ()).from_cache_tokens >= from_cache


class Unreadable(Snapshots):
    """A disk that takes what is written and gives nothing back."""

    def restore(self, snapshot: Snapshot, tokens: Sequence[int], load: Load) -> bool:
        return False


def test_a_disk_that_gives_nothing_back_costs_one_more_reading_and_no_answer(
    sliding_gguf: Path, folder: Path, tmp_path: Path
) -> None:
    weights = read_weights(sliding_gguf)
    with Engine(weights, context_tokens=4096, snapshots=Unreadable(folder, "key", "name")) as engine:
        found = ask(engine, 700, ("book",))
    with loaded(sliding_gguf, tmp_path / "none") as engine:
        assert found.tokens == ask(engine, 700, ()).tokens
