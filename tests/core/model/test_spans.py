"""Answers that attend to spans of what was read: the same cells, and nothing else of it."""

from collections.abc import Iterator
from pathlib import Path

import llama_cpp.llama_cpp as llama
import pytest

from core.errors import Stopped
from core.model.engine import Branch, BranchFinished, Engine, Piece, PromptRead
from core.model.memory import ModelMemory, Row
from core.model.snapshots import Snapshots
from core.model.weights import read_weights

FILLER = "The garden behind the house is large, and many old trees stand in it. " * 5
FIRST, SECOND = "The code of the gate is 4711.", "The code of the gate is 8235."
QUESTION = "\n\nQuestion: What is the code of the gate?\nAnswer: The code of the gate is"
DOCUMENTS = ("document",)


class Read:
    """A prefix in which two sentences contradict each other, and where they stand."""

    def __init__(self, engine: Engine) -> None:
        tokens, self.spans = list(engine.bos), []
        for text in ("Notes.\n", FILLER, FIRST, FILLER, SECOND, FILLER):
            piece = engine.tokenize(text)
            self.spans.append((len(tokens), len(tokens) + len(piece)))
            tokens += piece
        self.tokens, self.question = tuple(tokens), tuple(engine.tokenize(QUESTION))
        self.head, self.first, self.second = self.spans[0], self.spans[2], self.spans[4]

    def branch(self, *spans: tuple[int, int], answer_tokens: int = 8) -> Branch:
        prompt = self.tokens + self.question
        length = len(self.tokens)
        return Branch(prompt, answer_tokens, prefix_tokens=length, document_ids=DOCUMENTS, spans=spans)


@pytest.fixture(scope="module")
def engine(starter_gguf: Path) -> Iterator[Engine]:
    with Engine(read_weights(starter_gguf), context_tokens=1024) as loaded:
        for _ in loaded.read(Read(loaded).tokens):
            pass
        yield loaded


def finish(engine: Engine, *branches: Branch) -> list[BranchFinished]:
    finished = [event for event in engine.answer(branches) if isinstance(event, BranchFinished)]
    return sorted(finished, key=lambda event: event.branch)


def said(engine: Engine, branch: Branch) -> str:
    return engine.detokenize(finish(engine, branch)[0].tokens)


def test_an_answer_attends_to_its_spans_and_to_nothing_else(engine: Engine) -> None:
    read = Read(engine)
    assert "4711" in said(engine, read.branch(read.head, read.first))
    assert "8235" in said(engine, read.branch(read.head, read.second))


def test_spans_that_are_everything_change_nothing(engine: Engine) -> None:
    read = Read(engine)
    whole = read.branch()
    spans = read.branch((0, 100), (90, len(read.tokens)))
    assert finish(engine, spans)[0].tokens == finish(engine, whole)[0].tokens


def test_the_answer_is_that_of_a_memory_from_which_the_rest_was_removed(engine: Engine) -> None:
    read = Read(engine)
    length = len(read.tokens)
    answered = finish(engine, read.branch(read.head, read.second, answer_tokens=6))[0].tokens
    assert answered == _written_without(
        engine, read, [(read.head[1], read.second[0]), (read.second[1], length - 1)], 6
    )


def _written_without(engine: Engine, read: Read, gaps: list[tuple[int, int]], count: int) -> tuple[int, ...]:
    """Read all of it in a memory of its own, remove the gaps there, and write on greedily by hand."""
    memory = ModelMemory(
        engine._model.handle, context_tokens=1024, kv_type="f16", threads=2, sequences=2, on_gpu=False,
        is_stopping=lambda: False,
    )  # fmt: skip
    rows = [Row(token, at, 0, wants_next=False) for at, token in enumerate(read.tokens)]
    for begin in range(0, len(rows), 128):
        memory.compute(rows[begin : begin + 128])
    for begin, end in gaps:
        llama.llama_memory_seq_rm(memory._cells, 0, begin, end)
    place, waiting, written = len(rows), list(read.question), list[int]()
    while len(written) < count:
        last = len(waiting) - 1
        memory.compute([Row(token, place + at, 0, at == last) for at, token in enumerate(waiting)])
        place += len(waiting)
        logits = llama.llama_get_logits_ith(memory.handle, -1)
        size = llama.llama_vocab_n_tokens(engine._model._vocabulary)
        waiting = [max(range(size), key=logits.__getitem__)]
        written += waiting
    memory.close()
    return tuple(written)


def test_only_what_is_attended_to_counts_as_taken_from_memory(engine: Engine) -> None:
    read = Read(engine)
    spans = (read.head, read.first)
    attended = sum(end - begin for begin, end in spans) + 1  # and the prefix's last token
    events = list(engine.answer([read.branch(*spans)]))
    readings = [event for event in events if isinstance(event, PromptRead)]
    assert {event.from_cache_tokens for event in readings} == {attended}
    assert readings[-1].done_tokens == readings[-1].total_tokens == attended + len(read.question)
    finished = finish(engine, read.branch(*spans))[0]
    assert (finished.read_tokens, finished.from_cache_tokens) == (len(read.question), attended)


def test_it_is_dropped_when_the_answer_is_over_and_takes_no_room(engine: Engine) -> None:
    read = Read(engine)
    used, sequences = engine._table.used_cells(), len(list(engine._table))
    finished = finish(engine, read.branch(read.head, read.first))[0]
    assert (engine._table.used_cells(), len(list(engine._table))) == (used, sequences)
    follow_up = read.tokens + read.question + finished.tokens + tuple(engine.tokenize("\nAnd then?"))
    assert engine.held_tokens(follow_up, len(read.tokens)) == len(read.tokens)


def test_a_stopped_answer_leaves_what_was_read(engine: Engine) -> None:
    read = Read(engine)
    used = engine._table.used_cells()
    events = engine.answer([read.branch(read.head, read.first)])
    next(event for event in events if isinstance(event, Piece))
    engine.stop()
    with pytest.raises(Stopped):
        list(events)
    assert engine._table.used_cells() == used
    assert "4711" in said(engine, read.branch(read.head, read.first))


def test_the_whole_and_a_part_of_it_answer_side_by_side(engine: Engine) -> None:
    read = Read(engine)
    whole, first, second = finish(
        engine, read.branch(), read.branch(read.head, read.first), read.branch(read.head, read.second)
    )
    assert "4711" in engine.detokenize(first.tokens)
    assert "8235" in engine.detokenize(second.tokens)
    assert whole.from_cache_tokens >= len(read.tokens)


def test_what_lies_on_the_disk_is_brought_back_and_never_read(starter_gguf: Path, tmp_path: Path) -> None:
    def load() -> Engine:
        kept = Snapshots(tmp_path, "a", "starter", save_every_s=1e9)
        return Engine(read_weights(starter_gguf), context_tokens=1024, snapshots=kept)

    with load() as engine:
        read = Read(engine)
        assert not engine.may_hold(DOCUMENTS)
        assert not engine.hold(read.tokens, DOCUMENTS)
        for _ in engine.read(read.tokens, DOCUMENTS):
            pass
        here = finish(engine, read.branch(read.head, read.second))[0]
    with load() as engine:
        assert engine.may_hold(DOCUMENTS)
        assert not engine.may_hold(["another"])
        assert engine.hold(read.tokens, DOCUMENTS)
        assert engine.hold(read.tokens, DOCUMENTS), "and again, from memory"
        again = finish(engine, read.branch(read.head, read.second))[0]
        assert (again.tokens, again.read_tokens) == (here.tokens, here.read_tokens)


def test_what_is_damaged_on_the_disk_is_not_held(starter_gguf: Path, tmp_path: Path) -> None:
    with Engine(
        read_weights(starter_gguf), context_tokens=1024, snapshots=Snapshots(tmp_path, "a")
    ) as engine:
        read = Read(engine)
        for _ in engine.read(read.tokens, DOCUMENTS):
            pass
    for state in tmp_path.glob("*.kv"):
        state.write_bytes(b"no state")
    with Engine(
        read_weights(starter_gguf), context_tokens=1024, snapshots=Snapshots(tmp_path, "a")
    ) as engine:
        assert not engine.hold(read.tokens, DOCUMENTS)
        answered = finish(engine, read.branch(read.head, read.first))[0]
        assert answered.read_tokens == len(read.tokens + read.question), "read again, and as a whole"


def test_a_sliding_window_does_not_see_everything(engine: Engine, sliding_gguf: Path) -> None:
    assert engine.weights.sees_everything
    assert not read_weights(sliding_gguf).sees_everything
