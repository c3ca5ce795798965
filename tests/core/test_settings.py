import dataclasses
import json
from pathlib import Path

import pytest

from core import settings
from core.errors import SettingInvalid, SettingsUnreadable, SettingUnknown
from core.settings import Settings, describe


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    chosen = Settings(model="a.gguf", temperature=0.5, threads=3, model_folders=("/one", "/שניים"))
    settings.save(chosen, tmp_path / "new" / "settings.json")
    assert settings.load(tmp_path / "new" / "settings.json") == chosen


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == Settings()


def test_a_setting_that_was_not_saved_has_its_default(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"threads": 2}))
    assert settings.load(file) == Settings(threads=2)


def test_every_setting_is_described_and_its_default_is_allowed() -> None:
    for each in dataclasses.fields(Settings):
        described = describe(each.name)
        assert described.label
        assert described.help.endswith(".")


def test_numbers_that_are_no_amounts_are_told_where_one_is_typed() -> None:
    assert describe("gpu_layers").told == (
        "Graphics card: How many of the model's layers the graphics card (GPU) computes, where there is one. "
        "-1: all; 0: none."
    )
    assert describe("answer_tokens").told == (
        "Answer length: Where an answer ends at the latest; 512 tokens are some 380 words."
    )


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("threads", -1, "between 0 and 1024"),
        ("threads", "two", "a whole number"),
        ("threads", True, "a whole number"),
        ("threads", 1.5, "a whole number"),
        ("temperature", "hot", "a number"),
        ("temperature", float("nan"), "between"),
        ("kv_type", "f4", "one of f16, q8_0"),
        ("model", 7, "text"),
        ("model_folders", "/one", "a list of texts"),
        ("model_folders", (1,), "a list of texts"),
        ("appearance", "blue", "one of system, light, dark"),
        ("threads", (1,), "a whole number"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: object, wanted: str) -> None:
    with pytest.raises(SettingInvalid, match=wanted) as caught:
        dataclasses.replace(Settings(), **{name: value})  # type: ignore[arg-type]
    assert name in str(caught.value)


def test_a_whole_number_is_a_number() -> None:
    assert Settings(temperature=1).temperature == 1


@pytest.mark.parametrize("content", ["{", "[]", "7", '"text"', "\x00"])
def test_a_file_that_holds_no_settings_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(content)
    with pytest.raises(SettingsUnreadable, match=r"settings\.json"):
        settings.load(file)


def test_a_setting_of_another_version_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"colour": "blue"}')
    with pytest.raises(SettingUnknown, match="colour"):
        settings.load(file)
