import json
import struct
from pathlib import Path

import pytest

from core import paths
from core.catalogue.installed import WEIGHTS_FILE, InstalledModel, installed, what_is_missing
from core.catalogue.sets import Kind


def weights(size_bytes: int) -> bytes:
    """Return a safetensors file with one tensor of that many zero bytes."""
    header = {
        "__metadata__": {"format": "pt"},
        "zeros": {"dtype": "U8", "shape": [size_bytes], "data_offsets": [0, size_bytes]},
    }
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(size_bytes)


def make_embedder(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("modules.json", "config.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    (folder / WEIGHTS_FILE).write_bytes(weights(10))
    return folder


def test_nothing_is_installed_where_there_is_no_folder() -> None:
    assert installed() == []


def test_models_of_the_catalogue_and_the_persons_own_are_listed() -> None:
    folder = paths.models()
    (folder / "mine" / "deep").mkdir(parents=True)
    own = folder / "mine" / "deep" / "Own.GGUF"
    known = folder / "gemma-3-270m-Q4_K_M.gguf"
    own.write_bytes(b"12345")
    known.write_bytes(b"123")
    embedder = make_embedder(folder / "own-embedder")
    size_bytes = sum(path.stat().st_size for path in embedder.iterdir())
    assert installed() == [
        InstalledModel(known, Kind.LANGUAGE_MODEL, 3, "sliding"),
        InstalledModel(own, Kind.LANGUAGE_MODEL, 5, ""),
        InstalledModel(embedder, Kind.EMBEDDER, size_bytes, ""),
    ]
    assert [model.name for model in installed()] == ["gemma-3-270m-Q4_K_M", "Own", "own-embedder"]


def test_a_model_in_several_parts_is_listed_once() -> None:
    paths.models().mkdir(parents=True)
    for number in (1, 2, 3):
        (paths.models() / f"large-{number:05}-of-00003.gguf").write_bytes(b"part")
    assert [model.path.name for model in installed()] == ["large-00001-of-00003.gguf"]


def test_models_behind_a_link_are_listed_once(tmp_path: Path) -> None:
    embedder = make_embedder(tmp_path / "other-disk" / "embedder")
    paths.models().mkdir(parents=True)
    (paths.models() / "linked").symlink_to(embedder, target_is_directory=True)
    (embedder / "loop").symlink_to(embedder, target_is_directory=True)
    (paths.models() / "gone.gguf").symlink_to(tmp_path / "gone.gguf")
    assert [(model.path, model.kind) for model in installed()] == [(paths.models() / "linked", Kind.EMBEDDER)]


def test_language_models_in_watched_folders_are_listed_too(tmp_path: Path) -> None:
    watched = tmp_path / "watched"
    make_embedder(watched / "embedder")
    (watched / "deep").mkdir()
    (watched / "deep" / "own.gguf").write_bytes(b"own")
    paths.models().mkdir(parents=True)
    (paths.models() / "known.gguf").write_bytes(b"known")
    assert {model.name for model in installed((str(watched),))} == {"own", "known"}


def test_a_model_that_can_be_reached_in_two_ways_is_listed_once(tmp_path: Path) -> None:
    paths.models().mkdir(parents=True)
    (paths.models() / "known.gguf").write_bytes(b"known")
    (tmp_path / "link").symlink_to(paths.models(), target_is_directory=True)
    folders = (str(paths.models()), str(tmp_path / "link"), str(tmp_path / "gone"))
    assert [model.path for model in installed(folders)] == [paths.models() / "known.gguf"]


def test_what_is_still_coming_is_not_listed() -> None:
    make_embedder(paths.models() / ".partial" / "starter" / "built")
    (paths.models() / ".partial" / "half.gguf").write_bytes(b"half")
    (paths.models() / ".hidden.gguf").write_bytes(b"hidden")
    assert installed() == []


def test_a_whole_embedder_misses_nothing(tmp_path: Path) -> None:
    assert what_is_missing(make_embedder(tmp_path / "embedder")) == ""


@pytest.mark.parametrize("name", ["modules.json", "config.json", "tokenizer.json", WEIGHTS_FILE])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = make_embedder(tmp_path / "embedder")
    (folder / name).unlink()
    assert what_is_missing(folder) == f"{name} is missing"


@pytest.mark.parametrize("content", [weights(10)[:-1], b"", b"short", bytes(100), b"\xff" * 100])
def test_weights_that_are_not_whole_are_named(tmp_path: Path, content: bytes) -> None:
    folder = make_embedder(tmp_path / "embedder")
    (folder / WEIGHTS_FILE).write_bytes(content)
    assert what_is_missing(folder) == f"{WEIGHTS_FILE} is incomplete"


def test_weights_in_another_form_are_taken_on_trust(tmp_path: Path) -> None:
    folder = make_embedder(tmp_path / "embedder")
    (folder / WEIGHTS_FILE).rename(folder / "pytorch_model.bin")
    assert what_is_missing(folder) == ""
