import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import LibraryUnwritable
from core.making import WORKING, MakingFailed, run, workplace


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_the_last_whole_line_is_how_far_it_is(tmp_path: Path) -> None:
    said = list(
        run(python("import time; print('1\\n2\\nhal', end='', flush=True); time.sleep(0.5)"), tmp_path)
    )
    assert said[-1] == "2"


def test_the_reason_of_a_failure_is_its_last_word(tmp_path: Path) -> None:
    with pytest.raises(MakingFailed, match="ValueError: no such thing") as caught:
        list(run(python("raise ValueError('no such thing')"), tmp_path))
    assert caught.value.is_final


def test_what_may_go_well_another_time_is_not_final(tmp_path: Path) -> None:
    with pytest.raises(MakingFailed, match="exit status 3") as caught:
        list(run(python("raise SystemExit(3)"), tmp_path))
    assert not caught.value.is_final


def test_the_program_is_told_what_is_added_to_the_environment(tmp_path: Path) -> None:
    code = "import os, sys; sys.exit(os.environ['ADDED'])"
    with pytest.raises(MakingFailed, match="this"):
        list(run(python(code), tmp_path, {"ADDED": "this"}))


def test_the_folder_goes_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), workplace(tmp_path) as working:
        (working / "half made").with_name("missing").unlink()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_makes_is_not(tmp_path: Path) -> None:
    ended = subprocess.Popen(python(""))
    ended.wait()
    left = tmp_path / f"{WORKING}{ended.pid}-x"
    left.mkdir()
    with workplace(tmp_path) as working, workplace(tmp_path):
        assert working.exists()
        assert not left.exists()


def test_a_place_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryUnwritable), workplace(tmp_path / "file" / "place"):
        pass
