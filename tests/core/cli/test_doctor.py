import argparse
import json
from pathlib import Path

import pytest

from core import paths
from core.cli import doctor


def run(*words: str) -> int:
    """Run the command as the command line does."""
    parser = argparse.ArgumentParser()
    doctor.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["doctor", *words])
    status: int = arguments.run(arguments)
    return status


@pytest.fixture
def starter(starter_gguf: Path, starter_embedder: Path) -> None:
    """Install the real starter set by links."""
    paths.models().mkdir(parents=True)
    for source in (starter_gguf, starter_embedder):
        (paths.models() / source.name).symlink_to(source, target_is_directory=source.is_dir())


@pytest.mark.usefixtures("starter")
def test_where_all_is_well_the_status_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    shown = capsys.readouterr().out
    assert "llama-cpp-python" in shown
    assert "multilingual-e5-small" in shown
    assert not any(line.startswith("fault") for line in shown.splitlines())


def test_a_fault_is_shown_with_what_to_do_and_the_status_is_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    shown = capsys.readouterr().out
    assert "openbook models get starter" in shown
    assert "2 faults" in shown


def test_json_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json") == 1
    shown = capsys.readouterr()
    findings = json.loads(shown.out)["findings"]
    assert {"name", "state", "value", "advice"} == set(findings[0])
    assert [each["name"] for each in findings if each["state"] == "fault"] == ["Language model", "Embedder"]
