"""How much is read at a time, and where the cuts lie."""

import random

import pytest

from core.model.pace import BLOCK_TOKENS, FIRST_TOKENS, LEAST_TOKENS, MOST_TOKENS, Pace, fork_point, next_cut


def cuts(begin: int, length: int, prefix_tokens: int, slice_tokens: int) -> list[int]:
    found = []
    while begin < length:
        begin = next_cut(begin, length, prefix_tokens, slice_tokens)
        found.append(begin)
    return found


def test_the_first_slice_is_short_since_nothing_is_known() -> None:
    assert Pace().slice_tokens == FIRST_TOKENS
    assert Pace().tokens_per_s == 0


@pytest.mark.parametrize(
    ("tokens_per_s", "slice_tokens"),
    [(1, BLOCK_TOKENS), (47, LEAST_TOKENS), (400, 192), (800, 384), (50_000, MOST_TOKENS)],
)
def test_a_slice_lasts_about_half_a_second_within_its_bounds(tokens_per_s: float, slice_tokens: int) -> None:
    pace = Pace()
    pace.add(128, 128 / tokens_per_s)
    assert pace.tokens_per_s == pytest.approx(tokens_per_s)
    assert pace.slice_tokens == slice_tokens


def test_the_rate_follows_what_was_read_last() -> None:
    pace = Pace()
    for _ in range(8):
        pace.add(128, 1)
    for _ in range(8):
        pace.add(128, 0.25)
    assert pace.tokens_per_s == pytest.approx(512, rel=0.01)


def test_a_short_slice_hardly_moves_the_rate() -> None:
    pace = Pace()
    pace.add(128, 1)
    pace.add(1, 1)
    assert 125 < pace.tokens_per_s < 128


def test_a_slice_that_took_no_time_breaks_nothing() -> None:
    pace = Pace()
    pace.add(64, 0)
    assert pace.slice_tokens == MOST_TOKENS


def test_a_cut_never_leaves_a_short_slice_before_the_last_of_its_part() -> None:
    assert cuts(0, 300, 0, 128) == [128, 256, 300]
    assert cuts(0, 300, 200, 128) == [128, 192, 200, 264, 300]


def test_the_prefix_ends_at_a_cut() -> None:
    for prefix_tokens in range(1, 260, 7):
        assert prefix_tokens in cuts(0, 260, prefix_tokens, 128)


def test_reading_always_goes_on_and_ends_at_the_end() -> None:
    chance = random.Random(1)
    for _ in range(300):
        length = chance.randint(1, 2000)
        found = cuts(0, length, chance.randint(0, length), chance.randint(1, 8) * BLOCK_TOKENS)
        assert found == sorted(set(found))
        assert found[-1] == length


def test_what_is_short_is_the_same_wherever_a_read_was_cut() -> None:
    """Slices of fewer than 64 tokens round differently, so the same tokens must always be in them."""
    chance = random.Random(2)
    for _ in range(300):
        length = chance.randint(1, 1500)
        prefix_tokens, slice_tokens = chance.randint(0, length), chance.randint(1, 8) * BLOCK_TOKENS
        whole = cuts(0, length, prefix_tokens, slice_tokens)
        stopped_at = chance.choice(whole)
        resumed = [*[cut for cut in whole if cut <= stopped_at], *cuts(stopped_at, length, prefix_tokens, 64)]
        assert short_slices(resumed) == short_slices(whole)


def short_slices(ends: list[int]) -> list[tuple[int, int]]:
    return [pair for pair in zip([0, *ends], ends, strict=False) if pair[1] - pair[0] < BLOCK_TOKENS]


def test_a_fork_lies_at_a_cut_of_the_prompt() -> None:
    assert fork_point(199, 200) == 192
    assert fork_point(200, 200) == 200
    assert fork_point(263, 200) == 200
    assert fork_point(264, 200) == 264
    assert fork_point(63, 200) == 0


def test_without_a_prefix_a_fork_is_where_the_prompts_part() -> None:
    assert fork_point(199, 0) == 199


def test_reading_on_from_a_fork_makes_the_same_short_slices() -> None:
    whole = cuts(0, 500, 210, 128)
    for common in range(64, 499, 13):
        start = fork_point(common, 210)
        assert short_slices([start, *cuts(start, 500, 210, 128)])[-1:] == short_slices(whole)[-1:]
