import dataclasses
import gc
from pathlib import Path

from pytestqt.qtbot import QtBot

from core import paths
from core.model.fitness import Fit
from core.model.weights import memory_needed, read_weights
from gui.settings.survey import Survey, Surveyed, Wanted, survey


def wanted(*files: Path, folders: tuple[str, ...] = ()) -> Wanted:
    return Wanted(folders, files, "f16", 0)


def test_models_come_first_and_what_is_none_last(starter_gguf: Path, tmp_path: Path) -> None:
    paths.models().mkdir(parents=True)
    (paths.models() / "a-broken.gguf").write_text("no model")
    watched = tmp_path / "watched"
    watched.mkdir()
    (watched / starter_gguf.name).symlink_to(starter_gguf)
    found = survey(wanted(folders=(str(watched),)))
    assert [model.path.name for model in found.models] == [starter_gguf.name, "a-broken.gguf"]
    assert [model.fit for model in found.models] == [Fit.WHOLE, Fit.UNUSABLE]
    assert found.available_bytes > 0


def test_a_file_is_found_once_though_it_is_named_twice(starter_gguf: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.gguf"
    link.symlink_to(starter_gguf)
    assert len(survey(wanted(starter_gguf, link)).models) == 1


def test_the_model_in_memory_would_make_room_for_another(starter_gguf: Path) -> None:
    in_use = dataclasses.replace(wanted(starter_gguf), loaded=starter_gguf, loaded_tokens=8_000_000)
    weights = read_weights(starter_gguf)
    # What it holds is far more than what other programs take or give back meanwhile.
    assert memory_needed(weights, 8_000_000, "f16") > 100 * 1024**3
    assert survey(in_use).available_bytes - survey(wanted(starter_gguf)).available_bytes > 90 * 1024**3


def test_only_the_latest_survey_is_said(qtbot: QtBot, starter_gguf: Path) -> None:
    looking = Survey()
    said: list[Surveyed] = []
    looking.finished.connect(said.append)
    looking.begin(wanted(starter_gguf))
    looking.begin(wanted())
    qtbot.waitUntil(lambda: bool(said))
    qtbot.wait(50)
    assert [each.models for each in said] == [()]


def test_a_survey_may_outlive_who_asked_for_it(qtbot: QtBot, starter_gguf: Path) -> None:
    looking = Survey()
    looking.begin(wanted(starter_gguf))
    looking.deleteLater()
    del looking
    gc.collect()
    qtbot.wait(50)
