import pytest

from core.model.writing import LONGEST_LOOP, LOOP_TIMES, is_looping


@pytest.mark.parametrize("period", [1, 7, 30, LONGEST_LOOP])
def test_a_run_that_is_said_over_and_over_is_a_loop(period: int) -> None:
    unit = list(range(period))
    times = max(LOOP_TIMES, -(-64 // period))
    assert is_looping([*range(500, 520), *unit * times])
    assert not is_looping([*range(500, 520), *unit * (times - 1), *unit[:-1], 999])


def test_a_list_that_goes_on_is_none() -> None:
    rows = [token for number in range(40) for token in (10, 11, 100 + number, 12)]
    assert not is_looping(rows)


def test_a_few_repeated_words_are_none() -> None:
    assert not is_looping([1, 2, 3] * 8)
