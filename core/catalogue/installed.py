"""What is installed: models in the models folder, the person's own among them, and in folders watched."""

import json
import os
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core import paths
from core.catalogue.sets import SETS, Item, Kind

EMBEDDER_FILES = ("modules.json", "config.json", "tokenizer.json")
WEIGHTS_FILE = "model.safetensors"
PART = re.compile(r"-(\d{5})-of-\d{5}$")
HEADER_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One model on this machine; `set_name` is the set in the catalogue that has it, "" where none does."""

    path: Path
    kind: Kind
    size_bytes: int
    set_name: str

    @property
    def name(self) -> str:
        """What a person calls it: the file name without its ending, or the folder's name."""
        return self.path.stem if self.kind is Kind.LANGUAGE_MODEL else self.path.name


def installed(further_folders: Iterable[str] = ()) -> list[InstalledModel]:
    """Return all models in the models folder and below, by path; hidden folders are left out.

    Of `further_folders`, which the person watches, only the language models count.
    """
    files = list(_visible_files(paths.models()))
    further = (path for folder in further_folders for path in _visible_files(Path(folder).expanduser()))
    ggufs = {path.resolve(): path for path in (*further, *files) if _is_gguf(path)}  # one file, one model
    found = [_found(path, Kind.LANGUAGE_MODEL) for path in ggufs.values()]
    found += [_found(path.parent, Kind.EMBEDDER) for path in files if path.name == EMBEDDER_FILES[0]]
    return sorted(found, key=lambda model: model.path)


def is_installed(item: Item) -> bool:
    """Whether `item` is there and, as far as sizes tell, whole."""
    path = paths.models() / item.name
    if item.kind is Kind.EMBEDDER:
        return path.is_dir() and not what_is_missing(path)
    return path.is_file() and path.stat().st_size == item.installed_bytes


def what_is_missing(folder: Path) -> str:
    """Say in a few words what keeps an embedder's folder from being whole, "" where nothing does.

    Reads names and sizes only. Weights in another form than safetensors are taken on trust.
    """
    for name in EMBEDDER_FILES:
        if not (folder / name).is_file():
            return f"{name} is missing"
    weights = folder / WEIGHTS_FILE
    if not weights.exists():
        has_weights = any(folder.glob("*.bin")) or any(folder.glob("**/*.safetensors"))
        return "" if has_weights else f"{WEIGHTS_FILE} is missing"
    return "" if weights.stat().st_size == _expected_bytes(weights) else f"{WEIGHTS_FILE} is incomplete"


def _visible_files(folder: Path) -> Iterator[Path]:
    """Walk the folder, through links too: large models often lie on another disk."""
    seen: set[str] = set()
    for parent, folders, names in os.walk(folder, followlinks=True):
        if (real := os.path.realpath(parent)) in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        visible = (Path(parent, name) for name in names if not name.startswith("."))
        yield from (path for path in visible if path.is_file())


def _is_gguf(path: Path) -> bool:
    """Whether the file is a GGUF; of one in several parts only the first counts, which names the others."""
    part = PART.search(path.stem)
    return path.suffix.lower() == ".gguf" and (part is None or part[1] == "00001")


def _found(path: Path, kind: Kind) -> InstalledModel:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    owners = [each.name for each in SETS.values() if _holds(each.items, path)]
    return InstalledModel(path, kind, sum(file.stat().st_size for file in files), "".join(owners))


def _holds(items: tuple[Item, ...], path: Path) -> bool:
    return any(path == paths.models() / item.name for item in items)


def _expected_bytes(weights: Path) -> int:
    """Return the size that a safetensors file should have by its own header, -1 where there is no header."""
    try:
        with weights.open("rb") as file:
            (header_bytes,) = HEADER_LENGTH.unpack(file.read(HEADER_LENGTH.size))
            header = json.loads(file.read(min(header_bytes, weights.stat().st_size)))
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
    except (struct.error, ValueError, KeyError, TypeError, AttributeError):
        return -1
    return HEADER_LENGTH.size + int(header_bytes) + max(ends, default=0)
