"""What was read is found again after a restart, and never wrongly."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model.conversion import fast_copy
from core.model.engine import Branch, BranchFinished, Engine, PromptRead
from core.model.snapshots import LEAST_TOKENS, Snapshots
from core.model.weights import read_weights
from core.paths import ASSETS

TEXT = (ASSETS / "samples" / "sample-en.md").read_text(encoding="utf-8")
PREFIX_TOKENS = 400


def _engine(gguf: Path, folder: Path, key: str = "a", *, save_every_s: float = 1e9) -> Engine:
    kept = Snapshots(folder, key, gguf.stem, save_every_s=save_every_s)
    weights = read_weights(gguf)
    return Engine(weights, context_tokens=1024, snapshots=kept, file=fast_copy(weights))


def _branch(engine: Engine, question: str = "Who is the director?") -> Branch:
    prefix = engine.bos + tuple(engine.tokenize(TEXT))[:PREFIX_TOKENS]
    asked = tuple(engine.tokenize(f"\n\nQuestion: {question}\nAnswer:"))
    return Branch(prefix + asked, 12, prefix_tokens=len(prefix), document_ids=("document",))


def _ask(engine: Engine, question: str = "Who is the director?") -> BranchFinished:
    events = list(engine.answer([_branch(engine, question)]))
    return next(event for event in events if isinstance(event, BranchFinished))


def _read_once(gguf: Path, folder: Path) -> BranchFinished:
    with _engine(gguf, folder) as engine:
        return _ask(engine)


@pytest.fixture(scope="module")
def first_reading(
    starter_gguf: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, BranchFinished]:
    """Return where the prefix is kept since it was read once, and the answer of then."""
    folder = tmp_path_factory.mktemp("kept")
    return folder, _read_once(starter_gguf, folder)


@pytest.fixture
def cold(first_reading: tuple[Path, BranchFinished], tmp_path: Path) -> BranchFinished:
    """Put what the first reading has kept into the test's own folder, and return its answer."""
    folder, answer = first_reading
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return answer


def _asked_again(gguf: Path, folder: Path, key: str = "a") -> BranchFinished:
    with _engine(gguf, folder, key) as engine:
        return _ask(engine)


def test_what_was_read_is_not_read_again_and_the_answer_is_the_same(
    starter_gguf: Path, tmp_path: Path, cold: BranchFinished
) -> None:
    again = _asked_again(starter_gguf, tmp_path)
    assert cold.from_cache_tokens == 0
    assert again.from_cache_tokens >= PREFIX_TOKENS
    assert again.tokens == cold.tokens


def _shorten(state: Path) -> None:
    state.write_bytes(state.read_bytes()[:-1000])


def _lie_about_tokens(state: Path) -> None:
    note = state.with_suffix(".note")
    _seal(note, token_count=_said(note)["token_count"] - 64)


def _said(note: Path) -> dict[str, Any]:
    said = json.loads(note.read_text().partition("\n")[2])
    assert isinstance(said, dict)
    return said


def _seal(note: Path, **changes: object) -> None:
    """Change a note as only one could who knows how it is sealed."""
    said = json.dumps({**_said(note), **changes})
    note.write_text(f"{hashlib.sha256(said.encode()).hexdigest()}\n{said}")


def _empty_the_note(state: Path) -> None:
    state.with_suffix(".note").write_text("")


@pytest.mark.parametrize("damage", [_shorten, _lie_about_tokens, _empty_the_note, Path.unlink])
def test_what_is_damaged_is_read_again(
    starter_gguf: Path, tmp_path: Path, cold: BranchFinished, damage: object
) -> None:
    (state,) = tmp_path.glob("*.kv")
    assert callable(damage)
    damage(state)
    again = _asked_again(starter_gguf, tmp_path)
    assert again.from_cache_tokens == 0
    assert again.tokens == cold.tokens
    assert _asked_again(starter_gguf, tmp_path).from_cache_tokens >= PREFIX_TOKENS


def test_a_state_of_other_tokens_under_this_name_is_not_believed(
    starter_gguf: Path, tmp_path: Path, cold: BranchFinished
) -> None:
    with _engine(starter_gguf, tmp_path / "other") as engine:
        usual = _branch(engine)
        foreign = tuple(engine.tokenize("Something else altogether. " * 200))[: usual.prefix_tokens]
        prompt = foreign + usual.prompt[usual.prefix_tokens :]
        list(engine.answer([replace(usual, prompt=prompt)]))
    ((right,), (wrong,)) = (folder.glob("*.kv") for folder in (tmp_path, tmp_path / "other"))
    right.write_bytes(wrong.read_bytes())
    _seal(right.with_suffix(".note"), size_bytes=wrong.stat().st_size, checksum=checksum(wrong))
    again = _asked_again(starter_gguf, tmp_path)
    assert (again.from_cache_tokens, again.tokens) == (0, cold.tokens)


def checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_another_model_or_precision_reads_for_itself(starter_gguf: Path, tmp_path: Path) -> None:
    _read_once(starter_gguf, tmp_path)
    assert _asked_again(starter_gguf, tmp_path, key="b").from_cache_tokens == 0


def test_a_stopped_read_goes_on_from_what_was_saved(starter_gguf: Path, tmp_path: Path) -> None:
    with _engine(starter_gguf, tmp_path, save_every_s=0.0) as engine:
        reached = _read_and_stop(engine)
    again = _asked_again(starter_gguf, tmp_path)
    assert 0 < reached == again.from_cache_tokens
    (whole,) = Snapshots(tmp_path).all()
    assert not whole.is_partial


def _read_and_stop(engine: Engine) -> int:
    for event in engine.answer([_branch(engine)]):
        if isinstance(event, PromptRead) and event.done_tokens >= LEAST_TOKENS:
            return event.done_tokens  # closing the iterator stops
    raise AssertionError("it was read in one go")


def _keep(kept: Snapshots, tokens: Sequence[int], document: str, size: int = 1000) -> bool:
    def save(path: Path) -> int:
        return path.write_bytes(bytes(size))

    return kept.keep(tokens, (document,), size, save, is_partial=False)


def _prefix(number: int) -> list[int]:
    return [number] * LEAST_TOKENS


def test_what_was_not_used_for_longest_makes_room(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a", budget_bytes=2500)
    for number in range(4):
        assert _keep(kept, _prefix(number), f"document {number}")
    assert [each.document_ids for each in kept.all()] == [("document 3",), ("document 2",)]
    assert len(list(tmp_path.iterdir())) == 4


def test_of_parts_that_do_not_all_fit_the_first_ones_stay(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a", budget_bytes=2500)
    assert [_keep(kept, _prefix(number), "book") for number in range(4)] == [True, True, False, False]
    assert next(kept.longest(_prefix(0), 0)).token_count == LEAST_TOKENS
    assert _keep(kept, _prefix(9), "another")
    assert {each.document_ids for each in kept.all()} == {("book",), ("another",)}


def test_parts_of_another_window_make_room_once_the_model_was_loaded_anew(tmp_path: Path) -> None:
    before = Snapshots(tmp_path, "a", budget_bytes=2500)
    assert [_keep(before, _prefix(number), "book") for number in range(2)] == [True, True]
    after = Snapshots(tmp_path, "a", budget_bytes=2500)
    assert [_keep(after, _prefix(number), "book") for number in range(10, 13)] == [True, True, False]


def test_what_is_pinned_stays(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a", budget_bytes=2500)
    _keep(kept, _prefix(0), "pinned")
    kept.pin("pinned", is_pinned=True)
    for number in range(1, 4):
        _keep(kept, _prefix(number), f"document {number}")
    assert kept.held_bytes("pinned") == 1000


def test_what_is_read_anew_of_a_pinned_document_is_pinned(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a", budget_bytes=2500)
    _keep(kept, _prefix(0), "pinned")
    kept.pin("pinned", is_pinned=True)
    _keep(kept, _prefix(1), "pinned")
    _keep(kept, _prefix(2), "other")
    assert [each.is_pinned for each in kept.all()] == [True, True]
    kept.pin("pinned", is_pinned=False)
    assert _keep(kept, _prefix(3), "other")
    assert len(kept.all()) == 2


def test_what_was_answered_from_memory_counts_as_used(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a", budget_bytes=2500)
    for number, name in enumerate(("first", "second")):
        _keep(kept, _prefix(number), name)
    kept.mark_used(["first"])
    _keep(kept, _prefix(2), "third")
    assert (kept.held_bytes("first"), kept.held_bytes("second")) == (1000, 0)


def test_all_is_forgotten_with_what_is_pinned(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path)
    _keep(kept, _prefix(0), "pinned")
    kept.pin("pinned", is_pinned=True)
    kept.forget_all()
    assert not list(tmp_path.iterdir())


def test_a_smaller_budget_deletes_at_once_what_was_not_used_for_longest_and_is_not_pinned(
    tmp_path: Path,
) -> None:
    kept = Snapshots(tmp_path, "a", budget_bytes=4500)
    for number in range(4):
        _keep(kept, _prefix(number), f"document {number}")
    kept.pin("document 0", is_pinned=True)
    kept.limit(2500)
    assert {each.document_ids for each in kept.all()} == {("document 0",), ("document 3",)}
    kept.limit(0)
    assert [each.document_ids for each in kept.all()] == [("document 0",)]


def test_a_budget_of_nothing_keeps_nothing(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a", budget_bytes=0)
    assert not _keep(kept, _prefix(0), "document")
    assert kept.all() == []


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not _keep(Snapshots(tmp_path / "file" / "folder", "a"), _prefix(0), "document")


def test_forgetting_a_document_leaves_no_file_of_it(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a")
    _keep(kept, _prefix(0), "one")
    _keep(kept, _prefix(1), "other")
    kept.forget("one")
    assert [each.document_ids for each in kept.all()] == [("other",)]
    kept.forget_all_but([])
    assert list(tmp_path.iterdir()) == []


def test_a_state_whose_note_cannot_be_written_does_not_stay(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a")
    _keep(kept, _prefix(0), "one")
    (note,) = tmp_path.glob("*.note")
    kept.forget("one")
    note.mkdir()
    assert not _keep(kept, _prefix(0), "one")
    assert list(tmp_path.iterdir()) == [note]


def test_forgetting_a_document_takes_what_does_not_say_what_it_holds(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a")
    _keep(kept, _prefix(0), "kept")
    for name in ("half.written.partial", "without-a-note.kv", "of-an-older-version.json"):
        (tmp_path / name).write_text("the words of a document")
    kept.forget("another")
    assert len(kept.all()) == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_what_somebody_may_still_be_writing_is_left_alone_for_an_hour(tmp_path: Path) -> None:
    ours = tmp_path / f"name.{os.getpid()}-1234abcd.partial"
    between, old = tmp_path / "renamed.kv", tmp_path / "old.kv"
    for file in (ours, between, old):
        file.write_text("")
    os.utime(old, (time.time() - 4000, time.time() - 4000))
    Snapshots(tmp_path, "a").forget_all_but([])
    assert set(tmp_path.iterdir()) == {ours, between}


def test_a_slow_disk_is_written_to_more_rarely(tmp_path: Path) -> None:
    kept = Snapshots(tmp_path, "a", save_every_s=0.001)

    def slowly(path: Path) -> int:
        time.sleep(0.02)
        return path.write_bytes(bytes(1000))

    assert kept.save_every_s == 0.001
    kept.keep(_prefix(0), ("document",), 1000, slowly, is_partial=True)
    assert kept.save_every_s > 0.02 * 10
