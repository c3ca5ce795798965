"""The benchmark of drafting runs, on few tokens; its figures are not judged here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import paths
from core.model.weights import read_weights
from tests.benchmarks.drafting import Bench, Lookup, bench, compare, sample_prompts


@pytest.fixture(scope="module")
def loaded(starter_gguf: Path) -> Iterator[Bench]:
    with bench(starter_gguf) as opened:
        yield opened


def test_batches_are_timed_in_turn_with_one_row(loaded: Bench) -> None:
    prices = list(loaded.prices(depth=40, sizes=(2, 4), repeats=1))
    assert [price.rows for price in prices] == [2, 4]
    assert all(price.clock_ratio > 0 and price.cpu_ratio > 0 for price in prices)


def test_a_question_about_a_sample_is_answered_both_ways(
    loaded: Bench, starter_gguf: Path, starter_embedder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(starter_embedder.parents[1]))
    asked = sample_prompts(read_weights(starter_gguf), loaded.model, count=1, passage_tokens=64)
    (pair,) = compare(loaded, asked, answer_tokens=4)
    assert 0 < len(pair.plain.tokens) <= 4
    assert all(ratio > 0 for ratio in pair.ratios)


def test_drafts_are_right_where_a_text_repeats_itself(loaded: Bench) -> None:
    prompt = tuple(loaded.model.tokenize("one two three four five six seven eight nine ten. " * 5, False))
    (pair,) = compare(loaded, iter([("What comes next?", prompt)]), answer_tokens=24)
    assert pair.drafted.accepted >= 12
    assert pair.plain.drafted == 0


def test_a_draft_is_what_followed_the_same_tokens_before() -> None:
    lookup = Lookup([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4])
    assert lookup.draft() == [5, 6, 7]
    lookup.learn(drafted=3, accepted=1)
    assert lookup.draft() == [5]
    lookup.tokens.append(9)
    assert lookup.draft() == []
