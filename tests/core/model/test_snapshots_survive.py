"""What was read outlives kills, flipped bits and full disks; and whatever happens, the answer is the same."""

import random
import shutil
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.errors import Stopped
from core.model.engine import Engine
from core.model.snapshots import Load, Snapshot, Snapshots
from tests.core.model import mortal

SEED = 20261124
KILLS = 30
FLIPS = 200

needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork, SIGKILL or RLIMIT_FSIZE")


@pytest.fixture(params=["starter_gguf", "sliding_gguf"])
def gguf(request: pytest.FixtureRequest) -> Path:
    """Return a dense model, then one with a sliding window where it is installed."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Path)
    return found


def test_cold_in_memory_stopped_and_restored_in_a_new_process_the_answer_is_the_same(
    gguf: Path, tmp_path: Path
) -> None:
    with mortal.engine(gguf, tmp_path / "kept") as reader:
        cold, in_memory = mortal.ask(reader), mortal.ask(reader)
    with mortal.engine(gguf, tmp_path / "stopped", save_every_s=1e9) as reader:
        stop_half_way(reader)
        resumed = mortal.ask(reader)
    restored = mortal.ask_in_a_new_process(gguf, tmp_path / "kept")
    assert cold.from_cache_tokens == 0
    assert in_memory.from_cache_tokens >= mortal.PREFIX_TOKENS
    assert 0 < resumed.from_cache_tokens < mortal.PREFIX_TOKENS
    assert restored.from_cache_tokens == mortal.PREFIX_TOKENS
    assert cold.tokens == in_memory.tokens == resumed.tokens == restored.tokens


def stop_half_way(reader: Engine) -> None:
    """Read a slice of the prompt, and be told to stop before the next one is done."""
    events = reader.answer([mortal.branch(reader)])
    next(events)
    reader.stop()
    with pytest.raises(Stopped):
        next(events)


@needs_kill
def test_a_reading_that_is_killed_thirty_times_comes_back_each_time(
    starter_gguf: Path, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    moments = [chance.uniform(0.0, 1.2) for _ in range(KILLS)]
    first, *said, last = mortal.ask_killed(starter_gguf, tmp_path, moments)
    assert (first.from_cache_tokens, last.tokens) == (0, first.tokens), SEED
    assert {each.tokens for each in said} <= {first.tokens}, SEED


@needs_kill
def test_killed_thirty_times_while_it_is_kept_whatever_has_a_note_is_whole(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    mortal.keep_killed(tmp_path, [chance.uniform(0.005, 0.06) for _ in range(KILLS)])
    kept = Snapshots(tmp_path, "key")
    noted = kept.all()
    assert noted
    for each in noted:
        number = int(each.document_ids[0])
        assert kept.restore(each, mortal.prefix(number), expecting(mortal.state(number), each)), SEED
    kept.forget_all_but([each.document_ids[0] for each in noted])
    assert not list(tmp_path.glob("*.partial")), "what was half written goes"
    assert len(kept.all()) == len(noted)


def expecting(content: bytes, snapshot: Snapshot) -> Load:
    """Return what loads a state whose content is known."""

    def load(path: Path, _most: int) -> Sequence[int]:
        assert path.read_bytes() == content
        return mortal.prefix(int(snapshot.document_ids[0]))

    return load


@pytest.fixture(scope="module")
def kept_once(starter_gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one snapshot, its state and its note."""
    folder = tmp_path_factory.mktemp("kept")
    with mortal.engine(starter_gguf, folder, save_every_s=1e9) as reader:
        mortal.ask(reader)
    return folder


def test_a_flipped_bit_anywhere_in_a_state_or_its_note_is_noticed(kept_once: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    tokens = tokens_of(kept_once)
    for file in sorted(kept_once.iterdir()):
        bits = chance.sample(range(8 * file.stat().st_size), FLIPS)
        assert not [bit for bit in bits if is_believed(kept_once, tmp_path / "copy", file, bit, tokens)], SEED


def is_believed(kept: Path, copy: Path, file: Path, bit: int, tokens: Sequence[int]) -> bool:
    """Whether a copy of what is kept, with a bit of one file flipped, would be given to the model."""
    shutil.copytree(kept, copy)
    flip(copy / file.name, bit)
    reached = False

    def load(_path: Path, _most: int) -> Sequence[int]:
        nonlocal reached
        reached = True
        return tokens

    snapshots = Snapshots(copy, "key")
    for found in snapshots.longest(tokens, 0):
        snapshots.restore(found, tokens, load)
    snapshots.forget("some other document")
    assert list(copy.iterdir()) == [], "what is damaged goes"
    copy.rmdir()
    return reached


def flip(file: Path, bit: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(bit // 8)
        (byte,) = opened.read(1)
        opened.seek(bit // 8)
        opened.write(bytes([byte ^ (1 << bit % 8)]))


def tokens_of(folder: Path) -> Sequence[int]:
    """Return the tokens of the one snapshot: they stand in the state behind three numbers."""
    (state,) = folder.glob("*.kv")
    content = state.read_bytes()
    (count,) = struct.unpack_from("<I", content, 8)
    return struct.unpack_from(f"<{count}i", content, 12)


@pytest.mark.parametrize("where", ["the first bit of the state", "its last", "the note"])
def test_with_a_flipped_bit_the_text_is_read_again_and_the_answer_is_the_same(
    starter_gguf: Path, kept_once: Path, tmp_path: Path, where: str
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(kept_once, folder)
    with mortal.engine(starter_gguf, folder, save_every_s=1e9) as reader:
        right = mortal.ask(reader)
    (state,), (note,) = folder.glob("*.kv"), folder.glob("*.note")
    flip(note if where == "the note" else state, 8 * state.stat().st_size - 1 if where == "its last" else 0)
    with mortal.engine(starter_gguf, folder, save_every_s=1e9) as reader:
        again = mortal.ask(reader)
    assert (right.from_cache_tokens, again.from_cache_tokens) == (mortal.PREFIX_TOKENS, 0)
    assert again.tokens == right.tokens


@needs_kill
def test_a_disk_that_is_full_costs_no_answer_and_keeps_nothing_half(
    starter_gguf: Path, tmp_path: Path
) -> None:
    state_bytes = 6_000_000  # of the 320 tokens, and more than a file may have
    full = mortal.ask_in_a_new_process(starter_gguf, tmp_path, most_bytes=state_bytes // 2)
    assert list(tmp_path.iterdir()) == []
    roomy = mortal.ask_in_a_new_process(starter_gguf, tmp_path)
    assert Snapshots(tmp_path).all()[0].size_bytes > state_bytes
    again = mortal.ask_in_a_new_process(starter_gguf, tmp_path)
    assert (full.from_cache_tokens, roomy.from_cache_tokens, again.from_cache_tokens) == (0, 0, 320)
    assert full.tokens == roomy.tokens == again.tokens
