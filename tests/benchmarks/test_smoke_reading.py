"""The benchmark of reading runs, on little text; its figures are not judged here."""

from pathlib import Path

from core.model.weights import read_weights
from tests.benchmarks.reading import compare_forks, compare_speed


def test_both_engines_read_and_are_compared(starter_gguf: Path) -> None:
    (speed,) = compare_speed(read_weights(starter_gguf), [128], repeats=1)
    assert speed.ours > 0
    assert speed.high_level > 0


def test_forked_and_cold_answers_are_the_same(starter_gguf: Path) -> None:
    forks = list(compare_forks(read_weights(starter_gguf), 200, ["Who is it about?", "What is it?"]))
    assert all(fork.is_same for fork in forks)
