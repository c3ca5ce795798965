"""What every test shares: a data folder of its own, and the starter models."""

import os
import sys
from pathlib import Path

import pytest

from core import paths
from core.library.embedder import Embedder
from core.model.attention import measure_attention
from core.model.conversion import fast_copy, make_fast_copy
from core.model.weights import read_weights

os.environ.setdefault("HF_HUB_OFFLINE", "1")
INSTALLED_MODELS = paths.models()  # read before any test moves the data folder
STARTER, EMBEDDER = "SmolLM2-135M-Instruct-Q4_1.gguf", "multilingual-e5-small"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Prepare the models that tests ask for before the first test's time runs: it takes minutes, once."""
    wanted = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    if session.config.option.collectonly:
        return
    if wanted & {"starter_gguf", "quick_gguf"} and (INSTALLED_MODELS / STARTER).exists():
        _prepare_model(INSTALLED_MODELS / STARTER)
    if "starter_embedder" in wanted and (INSTALLED_MODELS / EMBEDDER).exists():
        _prepare_embedder(INSTALLED_MODELS / EMBEDDER)


def pytest_unconfigure() -> None:
    """Close what llama_cpp opens when it is imported, and leaves to the interpreter to complain about."""
    opened = sys.modules.get("llama_cpp._utils")
    if opened is not None:
        opened.outnull_file.close()
        opened.errnull_file.close()


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a data folder of its own, with nothing in it."""
    home = tmp_path / "openbook"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home))
    return home


def _installed(name: str) -> Path:
    path = INSTALLED_MODELS / name
    if not path.exists():
        pytest.fail(f"{path} is missing; `make test` brings it (python main.py models get starter)")
    return path


@pytest.fixture(scope="session")
def starter_gguf() -> Path:
    """Return the path of SmolLM2-135M-Instruct, Q4_1, 8,192 tokens: a dense model with a chat template."""
    path = _installed(STARTER)
    _prepare_model(path)
    return path


@pytest.fixture(scope="session")
def quick_gguf(starter_gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the starter in Q4_0, which is read twice as fast and knows less.

    It is for tests that read much, of how a model is asked and not of what it says.
    """
    from llama_cpp.llama_cpp import LLAMA_FTYPE_MOSTLY_Q4_0

    from core.model.converting import quantise

    quick = tmp_path_factory.mktemp("quick") / starter_gguf.name.replace("Q4_1", "Q4_0")
    quantise(starter_gguf, quick, threads=0, file_type=LLAMA_FTYPE_MOSTLY_Q4_0)
    return quick


@pytest.fixture(scope="session")
def starter_embedder() -> Path:
    """Return the folder of multilingual-e5-small, 384 dimensions, 512 tokens, and quantised."""
    folder = _installed(EMBEDDER)
    _prepare_embedder(folder)
    return folder


def _prepare_model(path: Path) -> None:
    """Make and measure what is kept beside the model: no test's own data folder needs to do it again."""
    weights = read_weights(path)
    for _ in make_fast_copy(weights, threads=0):
        pass
    for _ in measure_attention(weights, fast_copy(weights) or path, threads=0):
        pass


def _prepare_embedder(folder: Path) -> None:
    for _ in Embedder(folder).prepare():
        pass


@pytest.fixture(scope="session")
def sliding_gguf() -> Path:
    """Return the path of Gemma 3 270M, with sliding-window attention; skip where it is missing."""
    path = INSTALLED_MODELS / "gemma-3-270m-Q4_K_M.gguf"
    if not path.exists():
        pytest.skip("the model set `sliding` is not installed")
    return path
