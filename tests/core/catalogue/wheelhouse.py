"""Tiny wheels in a folder that pip is pointed at, and sets made of them."""

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.catalogue.sets import SETS, Item, Kind, ModelSet, Wheel


class Wheelhouse:
    """A folder of wheels: all that pip can reach."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def add(self, package: str, content: bytes, tag: str = "py3-none-any", platform: str = "") -> Wheel:
        """Put a wheel with one member, `content`, into the folder and return its description."""
        stem = f"{package.replace('-', '_')}-1.0.0"
        path = self.folder / f"{stem}-{tag}.whl"
        member = f"{package}/content.bin"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, content)
            archive.writestr(
                f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0.0\n"
            )
            archive.writestr(
                f"{stem}.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n"
            )
            archive.writestr(f"{stem}.dist-info/RECORD", "")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return Wheel(
            package=package,
            version="1.0.0",
            file_name=path.name,
            file_bytes=path.stat().st_size,
            sha256=sha256,
            member=member,
            member_bytes=len(content),
            platform=platform,
        )

    def forget(self, wheel: Wheel) -> None:
        """Take a wheel away, so that fetching it again would fail."""
        (self.folder / wheel.file_name).unlink()


def point_pip_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip know no index, and no wheels but those in `folder`."""
    monkeypatch.setenv("PIP_CONFIG_FILE", str(folder / "no-such-file"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", folder.as_uri())


def item_of(name: str, wheels: Sequence[Wheel], content: bytes, kind: Kind = Kind.LANGUAGE_MODEL) -> Item:
    """Return the item that `wheels` make when their members are joined to `content`."""
    return Item(name, kind, tuple(wheels), hashlib.sha256(content).hexdigest(), len(content))


def offer(items: Sequence[Item], monkeypatch: pytest.MonkeyPatch, name: str = "tiny") -> ModelSet:
    """Put a set into the catalogue for the length of a test."""
    model_set = ModelSet(name, "Tiny", "For a test.", "MIT", tuple(items))
    monkeypatch.setitem(SETS, name, model_set)
    return model_set
