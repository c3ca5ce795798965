import os
from dataclasses import replace
from pathlib import Path

import pytest

from core import paths
from core.diagnosis import (
    Finding,
    State,
    cpu_features,
    diagnose,
    disk,
    gpu,
    judge,
    llama,
    memory,
    probe,
    window,
)
from core.model.weights import read_weights
from core.screen import VARIABLES, has_screen

GIB = 1024**3


def found(name: str) -> Finding:
    """Return the one finding of that name."""
    (finding,) = [each for each in diagnose() if each.name == name]
    return finding


@pytest.fixture
def models() -> Path:
    folder = paths.models()
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def starter(models: Path, starter_gguf: Path, starter_embedder: Path) -> Path:
    """Install the real starter set by links."""
    (models / starter_gguf.name).symlink_to(starter_gguf)
    (models / starter_embedder.name).symlink_to(starter_embedder, target_is_directory=True)
    return models


def test_with_the_starter_models_there_is_no_fault(starter: Path) -> None:
    findings = {finding.name: finding for finding in diagnose()}
    assert [name for name, finding in findings.items() if finding.state is State.FAULT] == []
    assert "features: " in findings["llama.cpp"].value
    assert "8,192 tokens" in findings["SmolLM2-135M-Instruct-Q4_1"].value
    assert "complete" in findings["multilingual-e5-small"].value
    assert "FTS5" in findings["Keyword search"].value
    assert findings["Data folder"].value == str(paths.home())


def test_without_models_each_kind_is_a_fault_that_says_how_to_get_one() -> None:
    for name in ("Language model", "Embedder"):
        finding = found(name)
        assert finding.state is State.FAULT
        assert "openbook models get starter" in finding.advice


def test_every_fault_says_what_to_do(models: Path) -> None:
    (models / "broken.gguf").write_bytes(b"no model")
    paths.settings_file().write_text("{")
    faults = [finding for finding in diagnose() if finding.state is State.FAULT]
    assert {fault.name for fault in faults} >= {"broken", "Embedder", "Settings"}
    assert all(fault.advice for fault in faults)


def test_a_truncated_model_is_a_fault(models: Path, starter_gguf: Path) -> None:
    with starter_gguf.open("rb") as whole:
        (models / "half.gguf").write_bytes(whole.read(10_000_000))
    finding = found("half")
    assert finding.state is State.FAULT
    assert "incomplete" in finding.advice


def test_a_model_that_answers_no_questions_is_a_warning(models: Path, starter_gguf: Path) -> None:
    weights = replace(read_weights(starter_gguf), chat_template=None)
    finding = judge("base", weights, "f16", 8 * GIB)
    assert finding.state is State.WARNING
    assert "answers no questions" in finding.advice


def test_a_model_is_judged_by_the_memory_that_is_free(starter_gguf: Path) -> None:
    weights = read_weights(starter_gguf)
    assert "of which all fit" in judge("ample", weights, "f16", 8 * GIB).value
    assert "of which all" not in judge("scarce", weights, "f16", GIB // 3).value
    finding = judge("none", weights, "f16", 1_000_000)
    assert finding.state is State.WARNING
    assert "Close other programs" in finding.advice


def test_an_incomplete_embedder_is_a_fault(models: Path) -> None:
    (models / "mine").mkdir()
    (models / "mine" / "modules.json").write_text("[]")
    finding = found("mine")
    assert finding.state is State.FAULT
    assert "config.json is missing" in finding.advice


def test_a_data_folder_that_cannot_be_used_is_a_fault() -> None:
    paths.home().write_text("a file where the folder should be")
    finding = found("Data folder")
    assert finding.state is State.FAULT
    assert "OPENBOOK_HOME" in finding.advice


def test_a_library_that_crashes_does_not_take_the_doctor_with_it() -> None:
    with pytest.raises(RuntimeError, match="crashes on this computer"):
        probe(os.abort)


def test_a_library_that_cannot_be_loaded_gives_its_reason() -> None:
    with pytest.raises(RuntimeError, match="No such file or directory"):
        probe(_open_what_is_not_there)


def test_a_probe_runs_in_another_process() -> None:
    assert probe(os.getpid) != os.getpid()


def test_cpu_features_are_those_that_are_switched_on() -> None:
    assert cpu_features("CPU : SSE3 = 1 | AVX2 = 1 | AVX512 = 0 | REPACK = 1 | ") == [
        "SSE3",
        "AVX2",
        "REPACK",
    ]


def test_a_build_with_amx_works_and_is_said_not_to_use_it() -> None:
    with_amx, without = (llama(f"CPU : AVX2 = 1 | {more}REPACK = 1 | ") for more in ("AMX_INT8 = 1 | ", ""))
    assert with_amx.state is without.state is State.OK
    assert "left unused" in with_amx.value
    assert "left unused" not in without.value


def test_a_build_without_vector_instructions_is_a_warning() -> None:
    assert llama("CPU : SSE3 = 1 | AVX2 = 0 | ").state is State.WARNING


def test_a_gpu_that_is_there_and_cannot_be_used_is_a_warning() -> None:
    assert gpu(offloads=True, has_nvidia=True).state is State.OK
    assert gpu(offloads=False, has_nvidia=False).state is State.OK
    finding = gpu(offloads=False, has_nvidia=True)
    assert finding.state is State.WARNING
    assert "GGML_CUDA" in finding.advice


@pytest.mark.parametrize(
    ("free_bytes", "state"),
    [(50 * GIB, State.OK), (GIB, State.WARNING), (1_000_000, State.FAULT)],
)
def test_a_disk_is_judged_by_the_room_that_is_left(free_bytes: int, state: State) -> None:
    assert disk(free_bytes).state is state


def test_little_free_memory_is_a_warning() -> None:
    assert memory(8 * GIB, 16 * GIB) == Finding("Memory", State.OK, "8.0 of 16.0 GB free")
    assert memory(GIB // 2, 16 * GIB).state is State.WARNING


def _open_what_is_not_there() -> None:
    Path("/no/such/library.so").read_bytes()


def test_the_windows_toolkit_is_tried_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    if not has_screen():
        assert "no screen here" in window().value
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert window().state is State.OK
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    broken = window()
    assert broken.state is State.FAULT
    assert "apt install" in broken.advice
