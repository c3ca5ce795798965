"""The program as a person starts it: a process of its own, starter models, a data folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from core import paths
from core.screen import VARIABLES as SCREENS

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "main.py"
SAMPLE = paths.ASSETS / "samples" / "sample-en.pdf"
STARTER = "SmolLM2-135M-Instruct-Q4_1"

OpenBook = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path) -> dict[str, str]:
    """Return what a process in a terminal finds: this data folder, and no screen."""
    kept = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return {**kept, paths.HOME_VARIABLE: str(home)}


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory, starter_gguf: Path, starter_embedder: Path) -> Path:
    """Return a data folder with the starter models, which its tests share: what one has read, all have."""
    return _home_with_models(tmp_path_factory.mktemp("shared"), starter_gguf, starter_embedder)


@pytest.fixture
def own_home(tmp_path: Path, starter_gguf: Path, starter_embedder: Path) -> Path:
    """Return a data folder with the starter models and nothing else, for one test."""
    return _home_with_models(tmp_path / "own", starter_gguf, starter_embedder)


@pytest.fixture(scope="session")
def openbook(shared_home: Path) -> OpenBook:
    """Return a function that runs a command and returns the finished process."""

    def run(
        *arguments: object, home: Path = shared_home, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(MAIN), *map(str, arguments)],
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**environment(home), "PYTHONIOENCODING": "utf-8"},
            timeout=240,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF of one short page, which any model reads in a second."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.multi_cell(0, text="The lighthouse keeper is Joan Marsh. She has kept the light since 1987.")
    file = tmp_path_factory.mktemp("note") / "note.pdf"
    pdf.output(str(file))
    return file


def as_json(process: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return the one JSON object that the process printed; fail where it printed anything else."""
    value = json.loads(process.stdout)
    assert isinstance(value, dict)
    return value


def _home_with_models(home: Path, *installed: Path) -> Path:
    (home / "models").mkdir(parents=True)
    for model in installed:
        (home / "models" / model.name).symlink_to(model, target_is_directory=model.is_dir())
    return home
