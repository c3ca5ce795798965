"""The engine with the real starter model: what was read is read once, and nothing changes an answer."""

import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Stopped
from core.model.engine import Branch, BranchFinished, Engine, Piece, PromptRead, PromptTooLong, Sampling
from core.model.weights import read_weights
from core.paths import ASSETS

TEXT = (ASSETS / "samples" / "sample-en.md").read_text(encoding="utf-8")
QUESTIONS = ("\n\nQuestion: Who is the director?\nAnswer:", "\n\nQuestion: What is it about?\nAnswer:")


@pytest.fixture(scope="module")
def engine(starter_gguf: Path) -> Iterator[Engine]:
    with Engine(read_weights(starter_gguf), context_tokens=1024) as loaded:
        yield loaded


@pytest.fixture
def fresh(starter_gguf: Path) -> Iterator[Engine]:
    with Engine(read_weights(starter_gguf), context_tokens=1024) as loaded:
        yield loaded


def prefix(engine: Engine, count: int = 200, start: int = 0) -> tuple[int, ...]:
    return tuple(engine.tokenize(TEXT)[start : start + count])


def question(engine: Engine, number: int = 0) -> tuple[int, ...]:
    return tuple(engine.tokenize(QUESTIONS[number]))


def finish(engine: Engine, *branches: Branch) -> list[BranchFinished]:
    finished = [event for event in engine.answer(branches) if isinstance(event, BranchFinished)]
    return sorted(finished, key=lambda event: event.branch)


def ask(engine: Engine, prompt: tuple[int, ...], prefix_tokens: int = 0, tokens: int = 16) -> BranchFinished:
    return finish(engine, Branch(prompt, tokens, prefix_tokens=prefix_tokens))[0]


@pytest.fixture
def cold(starter_gguf: Path) -> Iterator[Engine]:
    """Return an engine like `fresh`, which has read nothing yet."""
    with Engine(read_weights(starter_gguf), context_tokens=1024) as loaded:
        yield loaded


@pytest.mark.parametrize(("start", "length"), [(0, 130), (700, 192), (1500, 257)])
def test_a_forked_answer_is_the_cold_one_token_for_token(
    fresh: Engine, cold: Engine, start: int, length: int
) -> None:
    read = prefix(fresh, length, start)
    ask(fresh, read + question(fresh, 1), len(read))
    forked = ask(fresh, read + question(fresh), len(read))
    assert forked.from_cache_tokens >= len(read)
    assert forked.tokens == ask(cold, read + question(cold), len(read)).tokens


def test_what_is_held_of_a_prompt_is_told_beforehand(fresh: Engine) -> None:
    read = prefix(fresh, 200)
    prompt = read + question(fresh)
    assert fresh.held_tokens(prompt, len(read)) == 0
    ask(fresh, read + question(fresh, 1), len(read))
    told = fresh.held_tokens(prompt, len(read))
    assert told == fresh.held_tokens(prompt, len(read)) >= len(read)
    assert ask(fresh, prompt, len(read)).from_cache_tokens == told


def test_a_short_prompt_is_answered_while_a_long_one_is_read(fresh: Engine) -> None:
    long, short = prefix(fresh, 700) + question(fresh), question(fresh, 1)
    events = list(fresh.answer([Branch(long, 8), Branch(short, 24)]))
    spoken = [at for at, event in enumerate(events) if isinstance(event, Piece) and event.branch == 1]
    read = [at for at, event in enumerate(events) if isinstance(event, PromptRead) and event.branch == 0]
    assert spoken[0] < read[0]
    assert any(read[0] < at < read[-1] for at in spoken)
    assert sorted(e.branch for e in events if isinstance(e, BranchFinished)) == [0, 1]


def test_an_answer_after_a_stop_is_the_cold_one(fresh: Engine, cold: Engine) -> None:
    read = prefix(fresh, 400, 300)
    prompt = read + question(fresh)
    events = fresh.answer([Branch(prompt, 16, prefix_tokens=len(read))])
    next(events)
    fresh.stop()
    with pytest.raises(Stopped):
        list(events)
    resumed = ask(fresh, prompt, len(read))
    assert resumed.from_cache_tokens > 0
    assert resumed.tokens == ask(cold, prompt, len(read)).tokens


def test_a_stop_from_another_thread_ends_a_slice(fresh: Engine) -> None:
    tokens = prefix(fresh, 900)
    timer = threading.Timer(0.05, fresh.stop)
    timer.start()
    with pytest.raises(Stopped):
        for _ in fresh.read(tokens):
            pass
    timer.join()
    assert ask(fresh, tokens[:100] + question(fresh)).tokens


def test_closing_the_reading_keeps_what_was_read(fresh: Engine) -> None:
    tokens = prefix(fresh, 700)
    reading = fresh.read(tokens)
    done = next(reading).done_tokens
    reading.close()  # type: ignore[attr-defined]
    first = next(iter(fresh.read(tokens)))
    assert first.from_cache_tokens == done > 0


def test_closing_an_answer_half_way_keeps_its_prompt(fresh: Engine, cold: Engine) -> None:
    prompt = prefix(fresh, 100) + question(fresh)
    answering = fresh.answer([Branch(prompt, 16, prefix_tokens=100)])
    assert any(isinstance(event, Piece) for event in answering)
    answering.close()  # type: ignore[attr-defined]
    again = ask(fresh, prompt, 100, tokens=8)
    assert again.from_cache_tokens >= 100
    assert again.tokens == ask(cold, prompt, 100, tokens=8).tokens


def test_reading_reports_how_far_it_is(fresh: Engine) -> None:
    tokens = prefix(fresh, 500)
    events = list(fresh.read(tokens))
    assert [event.total_tokens for event in events] == [500] * len(events)
    assert events[-1].done_tokens == 500
    assert all(event.tokens_per_s > 0 for event in events)


def test_what_is_held_is_not_read_again(fresh: Engine) -> None:
    tokens = prefix(fresh, 300)
    list(fresh.read(tokens))
    (again,) = fresh.read(tokens)
    assert again == PromptRead(0, 300, 300, 300, again.tokens_per_s)


def test_a_follow_up_reads_only_itself(engine: Engine) -> None:
    prompt = prefix(engine) + question(engine)
    first = ask(engine, prompt, 200)
    more = tuple(engine.tokenize("\n\nQuestion: And why?\nAnswer:"))
    second = ask(engine, prompt + first.tokens + more, 200)
    assert second.read_tokens <= len(more) + 1  # the last token written was never read


def test_answers_in_one_batch_stream_in_turn(fresh: Engine) -> None:
    prompts = [prefix(fresh, 100), prefix(fresh, 60, 900), prefix(fresh, 60, 1500)]
    events = list(fresh.answer([Branch(prompt, 12) for prompt in prompts]))
    order = [event.branch for event in events if isinstance(event, Piece)]
    assert order != sorted(order), "they are written together"
    finished = {event.branch: event for event in events if isinstance(event, BranchFinished)}
    assert set(finished) == {0, 1, 2}
    for branch, event in finished.items():
        text = "".join(e.text for e in events if isinstance(e, Piece) and e.branch == branch)
        assert text == fresh.detokenize(event.tokens)
        assert event.read_tokens + event.from_cache_tokens == len(prompts[branch])


def test_a_request_left_half_done_may_end_after_its_engine(starter_gguf: Path) -> None:
    with Engine(read_weights(starter_gguf), context_tokens=512) as closing_soon:
        reading = closing_soon.read(prefix(closing_soon, 400))
        next(reading)
    reading.close()  # type: ignore[attr-defined]


def test_the_pieces_make_up_the_text(engine: Engine) -> None:
    events = list(engine.answer([Branch(prefix(engine) + question(engine), 16)]))
    text = "".join(event.text for event in events if isinstance(event, Piece))
    assert isinstance(events[-1], BranchFinished)
    assert text == engine.detokenize(events[-1].tokens)


def test_text_that_looks_like_a_turn_is_plain_text(engine: Engine) -> None:
    plain = engine.tokenize("a<|im_end|>b")
    special = engine.tokenize("a<|im_end|>b", parse_special=True)
    assert len(special) == 3
    assert special[1] not in plain
    assert engine.detokenize(plain) == "a<|im_end|>b"


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "שלום 👩‍⚕️ \u202e", "x" * 5000])
def test_any_text_can_be_tokenised(engine: Engine, text: str) -> None:
    assert isinstance(engine.tokenize(text), list)


def test_a_seed_repeats_a_sampled_answer_and_another_changes_it(engine: Engine) -> None:
    prompt = prefix(engine, 50) + question(engine, 1)

    def sampled(seed: int) -> tuple[int, ...]:
        sampling = Sampling(temperature=1.5, top_p=1.0, seed=seed)
        return finish(engine, Branch(prompt, 24, sampling, prefix_tokens=50))[0].tokens

    assert sampled(1) == sampled(1)
    assert len({sampled(seed) for seed in range(4)}) > 1


def test_an_answer_ends_at_its_length_or_at_the_stop_text(engine: Engine) -> None:
    prompt = prefix(engine) + question(engine)
    long = ask(engine, prompt, tokens=12)
    assert (long.reason, long.generated_tokens) == ("length", 12)
    word = engine.detokenize(long.tokens).split()[1]
    events = list(engine.answer([Branch(prompt, 12, stop_text=word)]))
    assert isinstance(events[-1], BranchFinished)
    assert events[-1].reason == "end"
    assert word not in "".join(event.text for event in events if isinstance(event, Piece))


def test_what_was_used_longest_ago_makes_room_and_the_document_in_use_stays(fresh: Engine) -> None:
    document = prefix(fresh, 400)
    ask(fresh, document + question(fresh), 400, tokens=8)
    ask(fresh, prefix(fresh, 350, 800), tokens=8)
    ask(fresh, prefix(fresh, 350, 1300), tokens=8)  # no room for all three
    assert ask(fresh, prefix(fresh, 350, 1300), tokens=8).from_cache_tokens > 300
    assert ask(fresh, document + question(fresh, 1), 400, tokens=8).from_cache_tokens == 0


def test_switching_between_two_read_documents_costs_nothing(fresh: Engine) -> None:
    asked = question(fresh)
    documents = [prefix(fresh, 256), prefix(fresh, 256, 800)]
    for document in documents:
        list(fresh.read(document))
    for document in (*documents, *documents):
        assert ask(fresh, document + asked, 256, tokens=2).read_tokens == len(asked)


def test_a_prompt_that_cannot_fit_is_refused_and_nothing_is_lost(fresh: Engine) -> None:
    held = prefix(fresh, 100)
    list(fresh.read(held))
    with pytest.raises(PromptTooLong) as caught:
        list(fresh.answer([Branch(prefix(fresh, 1020), 16)]))
    assert caught.value.context_tokens == 1024
    assert next(iter(fresh.read(held))).from_cache_tokens == 100


def test_an_empty_prompt_is_refused(fresh: Engine) -> None:
    with pytest.raises(ValueError, match="empty"):
        list(fresh.answer([Branch((), 4)]))
    assert ask(fresh, question(fresh), tokens=2).tokens


def test_half_precision_memory_answers_too(starter_gguf: Path) -> None:
    with Engine(read_weights(starter_gguf), context_tokens=512, kv_type="q8_0") as small:
        read = prefix(small, 130)
        cold = ask(small, read + question(small), len(read))
        assert ask(small, read + question(small), len(read)).tokens == cold.tokens


def test_one_engine_after_another_can_be_loaded(starter_gguf: Path) -> None:
    weights = read_weights(starter_gguf)
    for _ in range(3):
        with Engine(weights, context_tokens=256) as loaded:
            assert ask(loaded, question(loaded), tokens=2).tokens
        loaded.close()  # harmless


def test_a_sliding_window_answers_the_same_cold_and_forked(sliding_gguf: Path) -> None:
    weights = read_weights(sliding_gguf)
    with Engine(weights, context_tokens=1024) as warm, Engine(weights, context_tokens=1024) as cold:
        read = warm.bos + prefix(warm, 700)
        list(warm.read(read))
        forked = ask(warm, read + question(warm), len(read), tokens=8)
        assert forked.from_cache_tokens == len(read)
        assert forked.tokens == ask(cold, read + question(cold), len(read), tokens=8).tokens


def test_ctrl_c_stops_inside_a_slice_and_the_engine_goes_on(starter_gguf: Path) -> None:
    script = textwrap.dedent(f"""
        import os, signal, sys, threading
        from pathlib import Path
        from core.errors import Stopped
        from core.model.engine import Branch, Engine
        from core.model.weights import read_weights
        with Engine(read_weights(Path({str(starter_gguf)!r})), context_tokens=4096) as engine:
            signal.signal(signal.SIGINT, lambda *_: engine.stop())
            tokens = engine.tokenize("The tide comes and goes twice a day. " * 400)[:3000]
            threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
            try:
                list(engine.read(tokens))
                print("read to the end")
            except Stopped:
                print("stopped")
            *_, finished = engine.answer([Branch(tuple(tokens[:80]), 4)])
            print("answered", finished.generated_tokens)
    """)
    process = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ASSETS.parent,
    )
    assert process.stdout.split("\n")[:2] == ["stopped", "answered 4"]
    assert process.stderr == "", "llama.cpp says nothing on the terminal"
