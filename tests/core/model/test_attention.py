"""The way to attend: measured once, chosen by what was measured, and right whichever it is."""

import json
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import llama_cpp.llama_cpp as llama
import pytest

from core import paths
from core.answering.assembly import load_engine, prepare_model
from core.errors import Stopped
from core.model import attention, conversion
from core.model.attention import (
    FLASH,
    MOST_DIVERGENCE,
    NOTE,
    WAYS,
    Attention,
    Layout,
    Note,
    Trial,
    attention_for,
    choose,
    is_packed,
    is_packed_for,
    measure_attention,
)
from core.model.backend import LoadedModel, was_built_for_amx
from core.model.converting import Reader, compare, quantise
from core.model.engine import Branch, BranchFinished, Engine
from core.model.snapshots import Snapshots
from core.model.weights import Weights, read_weights
from core.paths import ASSETS
from core.settings import Settings

PLAIN, PLAIN_BF16 = WAYS[1:]
TEXT = (ASSETS / "samples" / "sample-en.md").read_text(encoding="utf-8")
QUESTION = "\n\nQuestion: Who is the director?\nAnswer:"
SLOW = Trial("flash-f16", begin_s=1.0, deep_s=5.0, write_s=0.1)
GOOD = Trial("plain-bf16", begin_s=1.1, deep_s=3.0, write_s=0.1, divergence=0.001)
PACKED, MAPPED = Layout(True, begin_s=1.0, write_s=0.10), Layout(False, begin_s=0.7, write_s=0.105)
PLENTY = 64 * 1024**3


def says(code: str) -> attention.Command:
    """Return what stands in for the program that measures: Python code, told where to write."""

    def command(file: Path, _threads: int, note: Path) -> Sequence[str]:
        return (sys.executable, "-c", code, str(file), str(note))

    return command


def measuring(*trials: Trial, layouts: Sequence[Layout] = ()) -> attention.Command:
    measured = {"layouts": [asdict(each) for each in layouts], "trials": [asdict(each) for each in trials]}
    written = json.dumps(measured)
    return says(f"import sys; open(sys.argv[2], 'w').write({written!r}); print('0.33 timing', flush=True)")


def measure(weights: Weights, command: attention.Command) -> list[str]:
    return [event.step for event in measure_attention(weights, weights.path, 0, command)]


def chosen(weights: Weights, window_tokens: int = 8192, available_bytes: int = PLENTY) -> Attention:
    return attention_for(weights, weights.path, window_tokens, 0, available_bytes)


def answer(
    engine: Engine, prompt: tuple[int, ...], prefix_tokens: int, ids: tuple[str, ...] = ()
) -> BranchFinished:
    branch = Branch(prompt, 16, prefix_tokens=prefix_tokens, document_ids=ids)
    return next(event for event in engine.answer([branch]) if isinstance(event, BranchFinished))


def read_again_and_again(engine: Engine, tokens: tuple[int, ...]) -> None:
    """Read until a stop raises, always something that is not held."""
    for begin in range(1, len(tokens) - 128):
        for _ in engine.read(tokens[begin:]):
            pass


def test_the_way_that_reads_a_window_full_soonest_is_chosen() -> None:
    assert choose([SLOW, GOOD], 8192) == PLAIN_BF16
    faster = replace(GOOD, way=PLAIN.name, deep_s=2.0)
    assert choose([SLOW, faster, GOOD], 8192) == PLAIN


def test_a_short_window_keeps_what_is_faster_at_the_beginning() -> None:
    assert choose([SLOW, GOOD], 512) == FLASH


@pytest.mark.parametrize(
    "flawed",
    [
        replace(GOOD, deep_s=4.9),
        replace(GOOD, begin_s=1.4),
        replace(GOOD, write_s=0.12),
        replace(GOOD, divergence=0.02),
    ],
)
def test_what_is_hardly_faster_or_loses_elsewhere_is_not_chosen(flawed: Trial) -> None:
    assert choose([SLOW, flawed], 8192) == FLASH


def test_weights_are_left_as_they_are_where_that_is_read_clearly_sooner() -> None:
    assert is_packed([PACKED, MAPPED]) is False
    assert is_packed([MAPPED, PACKED]) is False


@pytest.mark.parametrize("flawed", [replace(MAPPED, begin_s=0.95), replace(MAPPED, write_s=0.12)])
def test_weights_are_packed_where_that_gains_little_or_writes_slowly(flawed: Layout) -> None:
    assert is_packed([PACKED, flawed]) is True


def test_nothing_measured_means_the_usual_way(own: Weights) -> None:
    assert choose([], 8192) == FLASH
    assert choose([GOOD], 8192) == FLASH
    assert chosen(own) == FLASH
    assert is_packed([])
    assert is_packed_for(own, own.path, 0)


def test_it_is_measured_once_and_used_where_the_table_of_scores_fits(own: Weights) -> None:
    measure(own, measuring(SLOW, GOOD))
    assert measure(own, says("raise SystemExit('asked again')")) == []
    assert chosen(own) == PLAIN_BF16
    assert chosen(own, available_bytes=own.file_bytes + 8192 * own.kv_bytes_per_token("f16")) == FLASH


def test_another_number_of_threads_is_measured_anew(own: Weights) -> None:
    measure(own, measuring(SLOW, GOOD))
    assert attention_for(own, own.path, 8192, 1, PLENTY) == FLASH


def test_what_failed_with_one_build_of_llama_cpp_is_measured_with_another(
    own: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that dies of an instruction leaves a note, which another build must not heed."""
    for build, command, way in (
        ("with tiles", says("import os; os.kill(os.getpid(), 9)"), FLASH),
        ("without them", measuring(SLOW, GOOD), PLAIN_BF16),
    ):
        libraries = tmp_path / build
        libraries.mkdir()
        (libraries / "libggml-cpu.so").write_text(build)
        monkeypatch.setattr(conversion, "_libraries", partial(Path, libraries))
        measure(own, command)
        assert chosen(own) == way


@pytest.mark.parametrize("broken", ['{"trials": [{}]}', '{"layouts": [{}], "trials": []}', '{"trials": []}'])
def test_a_broken_note_is_measured_anew(own: Weights, broken: str) -> None:
    measure(own, measuring(SLOW, GOOD))
    next(paths.models().rglob(NOTE)).write_text(broken)
    assert chosen(own) == FLASH
    measure(own, measuring(SLOW, GOOD))
    assert chosen(own) == PLAIN_BF16


def test_what_cannot_be_measured_is_not_tried_again(own: Weights) -> None:
    measure(own, says("raise SystemExit('no such instruction')"))
    assert chosen(own) == FLASH
    assert measure(own, says("print('0.1 x', flush=True)")) == []


def test_the_note_on_a_model_that_is_gone_goes_with_the_next_measuring(own: Weights) -> None:
    other = own.path.with_name("other.gguf")
    other.symlink_to(own.path.resolve())
    measure(own, measuring(SLOW, GOOD))
    note = next(paths.models().rglob(NOTE))
    stray = paths.models() / ".fast" / "gone" / NOTE
    stray.parent.mkdir()
    stray.write_text(note.read_text().replace(str(own.path.resolve()), str(own.path.with_name("gone.gguf"))))
    measure(own, measuring(SLOW, GOOD))
    assert [*paths.models().rglob(NOTE)] == [note]
    assert not stray.parent.exists()


def test_measuring_can_be_given_up_and_leaves_nothing(own: Weights) -> None:
    events = measure_attention(
        own, own.path, 0, says("import time; print('0.1 x', flush=True); time.sleep(60)")
    )
    next(events)
    began = time.monotonic()
    events.close()
    assert time.monotonic() - began < 30
    assert not [each for each in paths.models().rglob("*") if each.is_file() and each != own.path]


def test_the_person_can_forbid_it_and_rounded_memory_needs_the_usual_way(own: Weights) -> None:
    measure(own, measuring(SLOW, replace(GOOD, begin_s=0.1)))
    off = Settings(fast_copy="off", context_tokens=512)
    assert list(prepare_model(off, own)) == []
    for settings in (off, Settings(kv_type="q8_0", context_tokens=512)):
        with load_engine(settings, own) as engine:
            assert engine.attention == FLASH
    with load_engine(Settings(context_tokens=512), own) as engine:
        assert engine.attention == PLAIN_BF16


def test_what_was_read_is_found_again_when_weights_are_packed_no_longer(own: Weights) -> None:
    settings = Settings(context_tokens=1024)

    def asked(command: attention.Command) -> tuple[bool, BranchFinished]:
        for note in paths.models().rglob(NOTE):
            note.unlink()
        measure(own, command)
        with load_engine(settings, own) as engine:
            read, question = tuple(engine.tokenize(TEXT)[:256]), tuple(engine.tokenize(QUESTION))
            return engine.is_packed, answer(engine, read + question, len(read), ("book",))

    before, first = asked(measuring(SLOW, layouts=[PACKED, replace(MAPPED, begin_s=1.0)]))
    after, second = asked(measuring(SLOW, layouts=[PACKED, MAPPED]))
    assert (before, after) == (True, False)
    assert (first.from_cache_tokens, second.from_cache_tokens) == (0, 256)
    assert second.tokens == first.tokens  # no weight of the starter's format can be packed


def test_packed_weights_expect_the_same_as_those_in_the_file(starter_gguf: Path, tmp_path: Path) -> None:
    """What was read with the ones is gone on with by the others, and so what they say must be alike."""
    packable = tmp_path / "packable.gguf"
    quantise(starter_gguf, packable, 0, llama.LLAMA_FTYPE_MOSTLY_Q4_0)
    with ExitStack() as stack:
        models = [closing(LoadedModel(packable, 0, is_packed=packed)) for packed in (False, True)]
        exact, other = (stack.enter_context(Reader(stack.enter_context(each), 2)) for each in models)
        distance, _ = compare(exact, other, 128)
    assert distance <= MOST_DIVERGENCE


def test_the_real_measuring_says_something_of_each_way(starter_gguf: Path) -> None:
    """The starter's is done before any test: its note lies beside it."""
    notes = [Note.read(file) for file in (starter_gguf.resolve().parent / ".fast").rglob(NOTE)]
    note = next(note for note in notes if note and note.trials)
    trials, layouts = note.trials, note.layouts
    assert [layout.is_packed for layout in layouts] == ([] if was_built_for_amx() else [True, False])
    assert all(layout.begin_s > layout.write_s > 0 for layout in layouts)
    assert [trial.way for trial in trials] == [way.name for way in WAYS]
    assert all(trial.deep_s > trial.begin_s > 0 and trial.write_s > 0 for trial in trials)
    assert [trial.divergence > 0 for trial in trials] == [False, False, True]


@pytest.mark.parametrize("way", [PLAIN, PLAIN_BF16], ids=lambda way: way.name)
def test_plain_attention_answers_the_same_cold_forked_stopped_and_restored(
    starter_gguf: Path, tmp_path: Path, way: Attention
) -> None:
    weights = read_weights(starter_gguf)

    def loaded(folder: str) -> Engine:
        snapshots = Snapshots(tmp_path / folder, f"{way.name}", "starter")
        return Engine(weights, context_tokens=1024, snapshots=snapshots, attention=way)

    with loaded("one") as engine:
        read, asked = tuple(engine.tokenize(TEXT)[300:832]), tuple(engine.tokenize(QUESTION))
        cold = answer(engine, read + asked, len(read), ("book",)).tokens
        assert answer(engine, read + asked, len(read), ("book",)).tokens == cold
    with loaded("one") as engine:
        restored = answer(engine, read + asked, len(read), ("book",))
        assert (restored.from_cache_tokens, restored.tokens) == (len(read), cold)
    with loaded("two") as engine:
        timer = threading.Timer(0.4, engine.stop)
        timer.start()
        with pytest.raises(Stopped):
            read_again_and_again(engine, read)
        timer.join()
        assert answer(engine, read + asked, len(read), ("book",)).tokens == cold
