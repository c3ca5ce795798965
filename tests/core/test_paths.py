import errno
from pathlib import Path

import pytest

from core import paths
from core.errors import DiskFull, LibraryUnwritable


def test_one_environment_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "elsewhere"))
    for place in (paths.models(), paths.library_file(), paths.indexes(), paths.settings_file()):
        assert place.is_relative_to(tmp_path / "elsewhere")


def test_without_the_variable_the_platform_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert paths.home().name == "openbook"
    assert paths.home().is_absolute()


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    assert paths.ensure_folder(tmp_path / "a" / "b").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryUnwritable, match="OPENBOOK_HOME"):
        paths.ensure_folder(tmp_path / "file" / "home")


def test_a_full_disk_is_told_from_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(DiskFull), paths.writing_to(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(LibraryUnwritable, match="Permission denied"), paths.writing_to(tmp_path):
        raise OSError(errno.EACCES, "Permission denied")
