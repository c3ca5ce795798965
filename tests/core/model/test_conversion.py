import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest

from core import paths
from core.answering.assembly import load_engine, prepare_model
from core.catalogue import installed
from core.making import WORKING
from core.model import conversion, converting
from core.model.backend import LoadedModel
from core.model.conversion import MODEL, NOTE, Verdict, clean_up, fast_copy, make_fast_copy, verdict_on
from core.model.engine import Branch, BranchFinished, Engine
from core.model.weights import Weights, memory_needed, read_weights
from core.settings import Settings

GOOD = Verdict(kind="BF16", reading=2.0, writing=1.0, divergence=0.002, agreement=0.97)


@pytest.fixture
def foreign(starter_gguf: Path, tmp_path: Path) -> Weights:
    """Return the starter model in a folder of the person's."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "my model.gguf").hardlink_to(starter_gguf)
    return read_weights(folder / "my model.gguf")


def says(code: str) -> conversion.Command:
    """Return what stands in for the program that converts: Python code, told the model and the folder."""

    def command(model: Path, working: Path, _threads: int) -> Sequence[str]:
        return (sys.executable, "-c", code, str(model), str(working))

    return command


def made_with(verdict: Verdict) -> conversion.Command:
    """Return a program that makes a copy at once: the bytes of the model itself, and a verdict."""
    return says(f"""
import os, sys
sys.path.insert(0, {str(paths.ASSETS.parent)!r})
from pathlib import Path
from core.model.backend import LoadedModel
from core.model.conversion import MODEL, NOTE, Verdict
model, working = map(Path, sys.argv[1:])
os.link(model, working / MODEL)
{verdict!r}.write(working / NOTE)
print("0.50 timing", flush=True)""")


def make(weights: Weights, command: conversion.Command) -> list[conversion.Preparing]:
    return list(make_fast_copy(weights, 1, command))


@pytest.fixture(scope="module")
def both(starter_gguf: Path) -> Iterator[tuple[converting.Reader, converting.Reader]]:
    """Return two readers of the same model."""
    with ExitStack() as stack:
        model = stack.enter_context(closing(LoadedModel(starter_gguf, 0)))
        one, other = (stack.enter_context(converting.Reader(model, 1)) for _ in range(2))
        yield one, other


def test_a_copy_is_made_once_and_loaded_in_the_place_of_the_model(own: Weights) -> None:
    events = make(own, made_with(GOOD))
    assert all(event.name == own.path.stem for event in events)
    copy = fast_copy(own)
    assert copy == paths.models() / ".fast" / own.path.stem / MODEL
    assert make(own, says("raise SystemExit('asked again')")) == []
    with load_engine(Settings(context_tokens=512), own) as engine:
        assert (engine.file, engine.weights.path) == (copy, own.path)


def test_a_copy_that_cannot_be_loaded_leaves_the_work_to_the_model(own: Weights) -> None:
    command = made_with(GOOD)
    spoil = "; (working / MODEL).unlink(); (working / MODEL).write_bytes(b'GGUF')"
    make(own, lambda *given: [*command(*given)[:2], command(*given)[2] + spoil, *command(*given)[3:]])
    assert fast_copy(own) is not None
    with load_engine(Settings(context_tokens=512), own) as engine:
        assert engine.file == own.path


def test_what_became_of_a_copy_is_told(own: Weights) -> None:
    assert conversion.describe_copy(own) == ""
    make(own, made_with(GOOD))
    assert conversion.describe_copy(own) == "read from a copy in BF16, 2.0 times as fast"


def test_a_copy_is_no_model_of_its_own(own: Weights) -> None:
    make(own, made_with(GOOD))
    assert [model.path for model in installed()] == [own.path]


def test_nothing_is_written_beside_a_file_of_the_persons(foreign: Weights) -> None:
    make(foreign, made_with(GOOD))
    copy = fast_copy(foreign)
    assert copy is not None
    assert copy.is_relative_to(paths.home())
    assert [path.name for path in foreign.path.parent.iterdir()] == [foreign.path.name]


def test_a_copy_that_differs_is_not_used_and_not_tried_again(own: Weights) -> None:
    make(own, made_with(Verdict(reason="it is not read faster on this machine")))
    assert fast_copy(own) is None
    verdict = verdict_on(own.path)
    assert verdict is not None
    assert verdict.reason == "it is not read faster on this machine"
    assert make(own, says("raise SystemExit('asked again')")) == []
    with load_engine(Settings(context_tokens=512), own) as engine:
        assert engine.file == own.path


def test_what_cannot_be_converted_is_tried_once(own: Weights) -> None:
    make(own, says("raise ValueError('no such tensor')"))
    verdict = verdict_on(own.path)
    assert verdict is not None
    assert verdict.reason == "ValueError: no such tensor"


def test_what_failed_for_want_of_room_is_tried_again(own: Weights) -> None:
    make(own, says("raise SystemExit(3)"))
    assert verdict_on(own.path) is None


def test_a_damaged_copy_is_not_used_and_made_anew(own: Weights) -> None:
    make(own, made_with(GOOD))
    copy = fast_copy(own)
    assert copy is not None
    copy.unlink()
    copy.write_bytes(b"damage")
    assert fast_copy(own) is None
    make(own, made_with(GOOD))
    assert fast_copy(own) == copy


def test_another_model_under_the_same_name_has_no_copy(own: Weights) -> None:
    make(own, made_with(GOOD))
    contents = own.path.read_bytes()
    own.path.unlink()
    own.path.write_bytes(contents)
    os.utime(own.path, (0, 0))
    assert fast_copy(own) is None


def test_a_verdict_of_another_machine_does_not_count(own: Weights) -> None:
    make(own, made_with(GOOD))
    note = paths.models() / ".fast" / own.path.stem / NOTE
    note.write_text(note.read_text().replace("llama-cpp-python", "another build of it"))
    assert fast_copy(own) is None


@pytest.mark.parametrize("of", ["own", "foreign"])
def test_a_copy_goes_when_its_original_is_gone(of: str, request: pytest.FixtureRequest) -> None:
    weights: Weights = request.getfixturevalue(of)
    make(weights, made_with(GOOD))
    copy = fast_copy(weights)
    assert copy is not None
    clean_up()
    assert copy.exists()
    weights.path.unlink()
    clean_up()
    assert not copy.parent.exists()


def test_a_stop_ends_the_work_and_leaves_nothing(own: Weights) -> None:
    making = make_fast_copy(own, 1, says("import time; print('0.1 x', flush=True); time.sleep(60)"))
    next(making)
    began = time.perf_counter()
    making.close()
    assert time.perf_counter() - began < 10
    assert not list(paths.models().rglob(f"{WORKING}*"))
    assert fast_copy(own) is None


def test_a_model_in_a_fast_format_or_too_large_needs_no_copy(own: Weights, sliding_gguf: Path) -> None:
    assert make(read_weights(sliding_gguf), says("raise SystemExit('asked')")) == []
    large = Weights(**{name: getattr(own, name) for name in own.__slots__} | {"parameter_count": 2 * 10**9})
    assert make(large, says("raise SystemExit('asked')")) == []


def test_the_person_can_forbid_it(own: Weights) -> None:
    make(own, made_with(GOOD))
    off = Settings(fast_copy="off", context_tokens=512)
    assert list(prepare_model(off, own)) == []
    with load_engine(off, own) as engine:
        assert engine.file == own.path


def test_a_copy_that_fits_only_just_is_not_used(own: Weights) -> None:
    make(own, made_with(GOOD))
    needed = memory_needed(own, 512, "f16")
    assert conversion.file_to_load(own, 512, "f16", 3 * needed) == fast_copy(own)
    assert conversion.file_to_load(own, 512, "f16", needed) == own.path


def test_a_model_agrees_with_itself(both: tuple[converting.Reader, converting.Reader]) -> None:
    distance, agreement = converting.compare(*both, 64)
    assert distance == pytest.approx(0.0, abs=1e-6)
    assert agreement == 1.0


def test_divergence_is_that_of_the_textbook() -> None:
    exact, other = (np.log(np.array([row], np.float32)) for row in ([0.5, 0.5], [0.25, 0.75]))
    assert converting.divergence(exact, other)[0] == pytest.approx(0.5 * np.log(2) + 0.5 * np.log(2 / 3))
    logits = np.array([[1.0, 2.0, 3.0]], np.float32)
    assert np.exp(converting.log_probabilities(logits)).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("measured", "reason"),
    [
        (GOOD, ""),
        (Verdict(reading=2.0, writing=1.0, divergence=0.02, agreement=0.97), "its answers would differ"),
        (Verdict(reading=2.0, writing=1.0, divergence=0.001, agreement=0.9), "its answers would differ"),
        (Verdict(reading=1.0, writing=1.0, divergence=0.001, agreement=0.99), "it is not read faster"),
        (Verdict(reading=2.0, writing=0.5, divergence=0.001, agreement=0.99), "it writes more slowly"),
    ],
)
def test_a_copy_must_say_the_same_and_be_faster(measured: Verdict, reason: str) -> None:
    assert converting.objection(measured).startswith(reason)
    assert bool(converting.objection(measured)) == bool(reason)


@pytest.mark.parametrize("kind", list(converting.FORMATS))
def test_a_real_copy_answers_the_same_cold_and_forked(kind: str, starter_gguf: Path, tmp_path: Path) -> None:
    copy = tmp_path / MODEL
    converting.quantise(starter_gguf, copy, 1, converting.FORMATS[kind][0])
    weights = read_weights(starter_gguf)

    def answer(engine: Engine, prompt: tuple[int, ...], prefix_tokens: int) -> tuple[int, ...]:
        *_, last = engine.answer([Branch(prompt, 12, prefix_tokens=prefix_tokens)])
        assert isinstance(last, BranchFinished)
        return last.tokens

    with (
        Engine(weights, context_tokens=1024, file=copy) as warm,
        Engine(weights, context_tokens=1024, file=copy) as cold,
    ):
        read = tuple(warm.tokenize("The ferry leaves at six and calls at every island. " * 40)[:330])
        list(warm.read(read))
        prompt = read + tuple(warm.tokenize("\n\nQuestion: When does it leave?\nAnswer:"))
        assert answer(warm, prompt, len(read)) == answer(cold, prompt, len(read))
