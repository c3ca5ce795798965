import pytest

from tests.benchmarks import directions

pytestmark = pytest.mark.skipif(not directions.FONT.exists(), reason="needs the DejaVu fonts")


def test_the_directions_benchmark_counts_what_is_read_wrong() -> None:
    line = "החברה הגישה דוח 10-K לרשות."
    assert directions.wrong([line], directions.by_runs) == (0, [])
    share, pairs = directions.wrong([line], directions.as_seen)
    assert pairs == [(line, line.replace("10-K", "K-10"))]
    assert 0 < share < 0.2
