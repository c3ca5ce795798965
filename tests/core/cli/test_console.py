import pytest

from core.cli.console import duration, remaining


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (1.25, "1.2 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
    ],
)
def test_a_duration_reads_as_a_person_says_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_the_time_left_follows_the_rate_so_far() -> None:
    assert remaining(25, 100, 10.0) == "30 s left"


@pytest.mark.parametrize(("done", "total", "elapsed_s"), [(0, 100, 5.0), (5, 100, 0.1), (100, 100, 9.0)])
def test_no_time_left_is_told_where_none_is_known(done: int, total: int, elapsed_s: float) -> None:
    assert remaining(done, total, elapsed_s) == ""
