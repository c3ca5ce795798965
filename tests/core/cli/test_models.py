import argparse
import json
from pathlib import Path

import pytest

from core import paths, settings
from core.cli import models
from core.settings import Settings


def test_models_of_watched_folders_are_listed(
    tmp_path: Path, starter_gguf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    (watched / "own.gguf").symlink_to(starter_gguf)
    settings.save(Settings(model_folders=(str(watched),)), paths.settings_file())
    assert models.run(argparse.Namespace(json=True)) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["watched"] == [str(watched)]
    assert [(model["name"], model["context_tokens"]) for model in facts["installed"]] == [("own", 8192)]
