"""What is installed and whether it works: the facts behind `openbook doctor`.

The native libraries are tried out in a process of their own each, because one that was built for another
processor does not fail politely: it kills the process that loads it.
"""

import importlib.util
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import psutil

from core import paths, settings
from core.catalogue import InstalledModel, Kind, installed, what_is_missing
from core.errors import (
    EmbedderUnusable,
    ModelError,
    ModelTooLarge,
    ModelUnsupported,
    OpenBookError,
)
from core.model.conversion import describe_copy
from core.model.weights import Weights, available_memory, fitting_context, memory_needed, read_weights
from core.screen import has_screen
from core.sentences import GIB

Result = TypeVar("Result")

PYTHON_WANTED = (3, 11)
DISK_FAULT_BYTES = 100_000_000
DISK_WARNING_BYTES = 2_000_000_000
MEMORY_WARNING_BYTES = 1_000_000_000
VECTOR_FEATURES = {"AVX", "AVX2", "AVX512", "NEON", "SVE", "VSX"}
OPEN_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"
QT_ADVICE = (
    "On Debian and its kin: sudo apt install libegl1 libxkbcommon-x11-0 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-keysyms1"
)
GET_STARTER = "Run: openbook models get starter"
CUDA_BUILD = (
    'Reinstall with: CMAKE_ARGS="-DGGML_CUDA=on" python -m pip install --force-reinstall --no-cache-dir '
    "llama-cpp-python"
)


class State(StrEnum):
    """How bad a finding is; only a fault keeps something from working."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` says what to do about it, "" where nothing needs doing."""

    name: str
    state: State
    value: str
    advice: str = ""


def diagnose() -> list[Finding]:
    """Look at everything OpenBook stands on, and return what was found, in the order a person reads it."""
    return [
        _python(),
        *_llama(),
        _library("PDF reading", "pypdfium2", _try_pdfium),
        _library("Nearest vectors", "hnswlib", _try_hnswlib),
        _embedding(),
        _keyword_search(),
        window(),
        _settings(),
        *_models(),
        _data_folder(),
        disk(_free_bytes(paths.home())),
        memory(available_memory(), psutil.virtual_memory().total),
    ]


def probe(function: Callable[[], Result]) -> Result:
    """Return what `function` returns in a process of its own.

    Errors: RuntimeError where that process dies or the library cannot be loaded, with the reason.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(function).result()
        except BrokenProcessPool as error:
            raise RuntimeError("it crashes on this computer") from error
        except (ImportError, OSError, AttributeError, RuntimeError) as error:
            raise RuntimeError(str(error)) from error


def _python() -> Finding:
    value = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < PYTHON_WANTED:
        return Finding("Python", State.FAULT, value, "Install Python 3.11 or newer.")
    if importlib.util.find_spec("pip") is None:
        advice = "Models cannot be downloaded without pip. Run: python -m ensurepip"
        return Finding("Python", State.WARNING, f"{value}, without pip", advice)
    return Finding("Python", State.OK, value)


def _llama() -> Iterator[Finding]:
    try:
        system, offloads = probe(_try_llama)
    except RuntimeError as error:
        yield _broken("llama.cpp", "llama-cpp-python", str(error))
        return
    yield llama(system)
    yield gpu(offloads, has_nvidia=shutil.which("nvidia-smi") is not None)


def llama(system: str) -> Finding:
    """Judge what llama.cpp says of its own build."""
    features = cpu_features(system)
    value = f"llama-cpp-python {_version('llama-cpp-python')}; features: {', '.join(features) or 'none'}"
    if "AMX_INT8" in features:
        value += "; AMX is in this build and left unused, since some compilers build it wrongly"
    if VECTOR_FEATURES & set(features):
        return Finding("llama.cpp", State.OK, value)
    advice = "This build uses no vector instructions and is slow. Reinstall llama-cpp-python from source."
    return Finding("llama.cpp", State.WARNING, value, advice)


def cpu_features(system: str) -> list[str]:
    """Return what is switched on in llama.cpp's own description of a build ("CPU : AVX2 = 1 | ...")."""
    return [name for name, value in re.findall(r"(\w+) = (\d+)", system) if value != "0"]


def gpu(offloads: bool, has_nvidia: bool) -> Finding:
    """Judge whether llama.cpp was built without a use for the GPU that is there."""
    if offloads:
        return Finding("GPU", State.OK, "this build of llama.cpp can use it")
    value = "not supported by this build of llama.cpp; everything runs on the CPU"
    return Finding("GPU", State.WARNING, value, CUDA_BUILD) if has_nvidia else Finding("GPU", State.OK, value)


def _library(name: str, package: str, attempt: Callable[[], None]) -> Finding:
    try:
        probe(attempt)
    except RuntimeError as error:
        return _broken(name, package, str(error))
    return Finding(name, State.OK, f"{package} {_version(package)}")


def _broken(name: str, package: str, reason: str) -> Finding:
    advice = f"Reinstall it: python -m pip install --force-reinstall {package}"
    return Finding(name, State.FAULT, f"{package} does not work: {reason}", advice)


def _embedding() -> Finding:
    """Look for the packages only: to import them takes seconds, and a model's own error says more."""
    missing = [name for name in ("sentence-transformers", "torch") if not _version(name)]
    if missing:
        return _broken("Embedding", " ".join(missing), "it is not installed")
    value = f"sentence-transformers {_version('sentence-transformers')}, torch {_version('torch')}"
    return Finding("Embedding", State.OK, value)


def _keyword_search() -> Finding:
    value = f"SQLite {sqlite3.sqlite_version}"
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.OperationalError:
        advice = "Use a Python whose SQLite has FTS5; the one from python.org does."
        return Finding("Keyword search", State.FAULT, f"{value} without full-text search (FTS5)", advice)
    finally:
        connection.close()
    return Finding("Keyword search", State.OK, f"{value} with full-text search (FTS5)")


def window() -> Finding:
    """Try to open the window's toolkit, where there is a screen; a process that fails to is ended by Qt."""
    found = _version("PySide6-Essentials")
    if not found:
        return _broken("Window", "PySide6-Essentials", "it is not installed")
    if not has_screen():
        return Finding("Window", State.OK, f"Qt {found}; there is no screen here")
    tried = subprocess.run([sys.executable, "-c", OPEN_QT], capture_output=True, text=True, check=False)
    if tried.returncode:
        reason = next((line for line in tried.stderr.splitlines() if line.strip()), "it does not start")
        return Finding("Window", State.FAULT, f"Qt {found}: {reason}", QT_ADVICE)
    return Finding("Window", State.OK, f"Qt {found}")


def _settings() -> Finding:
    path = paths.settings_file()
    try:
        settings.load(path)
    except OpenBookError as error:
        return Finding("Settings", State.FAULT, "cannot be read", str(error))
    return Finding("Settings", State.OK, str(path) if path.exists() else "defaults")


def _models() -> Iterator[Finding]:
    """Yield a finding for each installed model, and a fault for a kind of which none works."""
    found = installed()
    examine = {Kind.LANGUAGE_MODEL: _language_model, Kind.EMBEDDER: _embedder}
    for kind, look_at in examine.items():
        findings = [look_at(model) for model in found if model.kind is kind]
        yield from findings
        if not any(finding.state is State.OK for finding in findings):
            value = "none of those installed can be used" if findings else "none is installed"
            yield Finding(str(kind).capitalize(), State.FAULT, value, GET_STARTER)


def _language_model(model: InstalledModel) -> Finding:
    try:
        weights = read_weights(model.path)
    except ModelUnsupported as error:  # a sound file of another kind
        return Finding(model.name, State.WARNING, "cannot be used", str(error))
    except ModelError as error:
        return Finding(model.name, State.FAULT, "cannot be used", str(error))
    finding = judge(model.name, weights, _kv_type(), available_memory())
    copy = describe_copy(weights)
    return replace(finding, value=f"{finding.value}; {copy}") if copy else finding


def judge(name: str, weights: Weights, kv_type: str, available_bytes: int) -> Finding:
    """Judge whether a model that can be read would answer questions in the memory that is free."""
    value = (
        f"{weights.architecture}, {weights.parameter_count / 1e6:,.0f} million parameters in "
        f"{weights.quantisation}, window of {weights.context_tokens:,} tokens"
    )
    if not weights.chat_template:
        advice = "It continues a text and answers no questions. Get one that does: openbook models get small"
        return Finding(name, State.WARNING, f"{value}, no chat template", advice)
    try:
        fitting_tokens = fitting_context(weights, kv_type, available_bytes)
    except ModelTooLarge as error:
        return Finding(name, State.WARNING, value, str(error))
    needed = memory_needed(weights, fitting_tokens, kv_type) / GIB
    fitting = "all" if fitting_tokens == weights.context_tokens else f"{fitting_tokens:,}"
    return Finding(name, State.OK, f"{value}, of which {fitting} fit into memory now ({needed:.1f} GB)")


def _kv_type() -> str:
    try:
        return settings.load(paths.settings_file()).kv_type
    except OpenBookError:  # reported as a finding of its own
        return settings.Settings().kv_type


def _embedder(model: InstalledModel) -> Finding:
    missing = what_is_missing(model.path)
    if missing:
        return Finding(model.name, State.FAULT, "cannot be used", str(EmbedderUnusable(model.path, missing)))
    return Finding(model.name, State.OK, f"embedder, complete, {model.size_bytes / GIB:.1f} GB")


def _data_folder() -> Finding:
    try:
        paths.ensure_folder(paths.home())
    except OpenBookError as error:
        return Finding("Data folder", State.FAULT, str(paths.home()), str(error))
    return Finding("Data folder", State.OK, str(paths.home()))


def _free_bytes(path: Path) -> int:
    """Return what is free on the disk that holds `path`, which need not exist yet."""
    folder = next(each for each in (path, *path.parents) if each.is_dir())
    return shutil.disk_usage(folder).free


def disk(free_bytes: int) -> Finding:
    """Judge the room that is left where the data folder lies."""
    value = f"{free_bytes / GIB:.1f} GB free"
    if free_bytes < DISK_WARNING_BYTES:
        state = State.FAULT if free_bytes < DISK_FAULT_BYTES else State.WARNING
        return Finding("Disk", state, value, "Free some space on the disk that holds the data folder.")
    return Finding("Disk", State.OK, value)


def memory(available_bytes: int, total_bytes: int) -> Finding:
    """Judge the memory that is free."""
    value = f"{available_bytes / GIB:.1f} of {total_bytes / GIB:.1f} GB free"
    if available_bytes < MEMORY_WARNING_BYTES:
        return Finding("Memory", State.WARNING, value, "Close other programs before asking.")
    return Finding("Memory", State.OK, value)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _try_llama() -> tuple[str, bool]:
    import llama_cpp

    return llama_cpp.llama_print_system_info().decode(), bool(llama_cpp.llama_supports_gpu_offload())


def _try_pdfium() -> None:
    import pypdfium2

    pypdfium2.PdfDocument.new().close()


def _try_hnswlib() -> None:
    import hnswlib

    hnswlib.Index(space="cosine", dim=2).init_index(max_elements=1)
