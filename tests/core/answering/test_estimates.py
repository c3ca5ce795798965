"""Seconds are foreseen from what was measured, and from nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import paths
from core.answering.estimates import Fit, Rates
from core.model.engine import PromptRead


def reading_s(begin: int, end: int) -> float:
    """Return what a machine would take with 20 ms a batch, 5 ms a token, 1 us for each before it."""
    return 0.02 + 0.005 * (end - begin) + 1e-6 * (end * end - begin * begin) / 2


def rates(key: str = "model") -> Rates:
    return Rates(paths.rates_file(), key)


def read(measured: Rates, length: int, slice_tokens: int = 128, slower: float = 1.0) -> None:
    for begin in range(0, length, slice_tokens):
        end = min(begin + slice_tokens, length)
        measured.add_reading(begin, end, slower * reading_s(begin, end))


def test_before_the_first_measurement_nothing_is_foreseen() -> None:
    assert rates().reading_s(0, 1000, 0) is None
    assert rates().writing_s(1000) is None
    assert rates().retrieve_s() is None


def test_what_is_held_costs_nothing() -> None:
    measured = rates()
    read(measured, 1000)
    assert measured.reading_s(1000, 1000, 900) == 0.0


def test_one_measurement_is_enough_to_foresee_the_like() -> None:
    measured = rates()
    measured.add_reading(0, 128, 1.28)
    assert measured.reading_s(0, 256, 0) == pytest.approx(2.56)


def test_later_tokens_take_longer() -> None:
    measured = rates()
    read(measured, 4100)
    early, late = measured.reading_s(0, 1024, 0), measured.reading_s(8000, 9024, 0)
    assert early == pytest.approx(0.04 + 0.005 * 1024 + 1e-6 * 1024**2 / 2, rel=0.1)
    assert late == pytest.approx(0.04 + 0.005 * 1024 + 1e-6 * (9024**2 - 8000**2) / 2, rel=0.1)


def test_a_few_tokens_cost_a_batch_of_their_own() -> None:
    measured = rates()
    read(measured, 1000)
    for end in (1010, 1020, 1005):
        measured.add_reading(1000, end, reading_s(1000, end))
    assert measured.reading_s(1000, 1008, 1000) == pytest.approx(reading_s(1000, 1008), rel=0.1)


def test_a_machine_that_has_become_slower_is_believed_in_time() -> None:
    measured = rates()
    read(measured, 4000)
    for _ in range(30):
        read(measured, 4000, slower=3.0)
    assert measured.reading_s(0, 1000, 0) == pytest.approx(3 * (0.04 + 5.0 + 0.5), rel=0.15)


def slice_read(done: int, total: int) -> PromptRead:
    return PromptRead(0, done, total, 0, 0.0)


def test_what_is_left_is_right_from_the_first_slice_to_the_last_also_where_later_ones_take_longer() -> None:
    measured = rates()
    read(measured, 8000)
    for done in range(128, 8000, 128):
        measured.add_reading(done - 128, done, reading_s(done - 128, done))
        left = measured.left_s(slice_read(done, 8000), 0)
        assert left == pytest.approx(
            reading_s(done, 8000) + 0.02 * ((8000 - done) / 128 - 1), rel=0.1, abs=0.1
        )


def test_what_is_left_follows_a_machine_that_is_busy_today_within_seconds() -> None:
    measured = rates()
    read(measured, 20_000)
    for done in range(128, 3200, 128):
        measured.add_reading(done - 128, done, 2 * reading_s(done - 128, done))
    left = measured.left_s(slice_read(3200, 8000), 0)
    assert left == pytest.approx(2 * (reading_s(3200, 8000) + 0.7), rel=0.2)


def test_before_anything_is_measured_it_is_not_known_what_is_left_but_at_the_end() -> None:
    assert rates().left_s(slice_read(128, 1000), 0) is None
    assert rates().left_s(slice_read(1000, 1000), 0) == 0.0


def test_each_step_of_a_reading_is_measured_and_passed_on() -> None:
    steps = [PromptRead(0, 384, 640, 256, 0.0), PromptRead(0, 640, 640, 256, 0.0)]
    measured = rates()
    assert list(measured.measured(steps)) == steps
    assert measured.left_s(slice_read(128, 256), 0) is not None
    held = rates()
    assert len(list(held.measured([PromptRead(0, 640, 640, 640, 0.0)]))) == 1
    assert held.left_s(slice_read(128, 256), 0) is None, "what costs nothing tells nothing"


def test_the_time_to_write_is_foreseen_for_an_answer_of_usual_length() -> None:
    measured = rates()
    for tokens in (50, 52, 48):
        measured.add_answer(tokens, retrieve_s=None)
        measured.add_writing([1000], [tokens], 0.05 * (tokens - 1))
    assert measured.writing_s(1000) == pytest.approx(0.05 * 49, rel=0.05)
    assert measured.retrieve_s() is None
    measured.add_answer(50, retrieve_s=0.3)
    assert measured.retrieve_s() == 0.3


def test_how_much_a_search_finds_is_learned_for_first_and_later_questions() -> None:
    measured = rates()
    assert measured.passage_share(is_first=True) == measured.passage_share(is_first=False) == 1.0
    measured.add_passages(0.8, is_first=True)
    measured.add_passages(0.1, is_first=False)
    measured.add_passages(0.2, is_first=False)
    measured.save()
    assert rates().passage_share(is_first=True) == 0.8
    assert 0.1 < rates().passage_share(is_first=False) < 0.2


def test_the_length_of_notes_is_learned_and_kept() -> None:
    measured = rates()
    assert measured.note_tokens(64) == 64
    measured.add_note(10)
    measured.add_note(20)
    measured.save()
    assert rates().note_tokens(64) == pytest.approx(12)


def test_an_answer_of_one_token_tells_no_rate() -> None:
    measured = rates()
    measured.add_answer(1, None)
    measured.add_writing([10, 10], [1, 1], 0.01)
    assert measured.writing_s(10) is None


def test_measured_rates_are_there_the_next_time_and_apart_for_each_model() -> None:
    first, other = rates("first"), rates("other")
    read(first, 2000)
    first.add_answer(20, 0.1)
    first.save()
    read(other, 2000, slower=2.0)
    other.save()
    again = rates("first")
    assert again.reading_s(0, 500, 0) == first.reading_s(0, 500, 0)
    assert again.retrieve_s() == 0.1
    assert rates("other").reading_s(0, 500, 0) == other.reading_s(0, 500, 0)
    assert rates("third").reading_s(0, 500, 0) is None


@pytest.mark.parametrize("content", ["", "[]", '{"version": 99, "models": {}}', "not json", '{"models": 3}'])
def test_a_file_of_rates_that_cannot_be_used_is_passed_over(content: str) -> None:
    paths.ensure_folder(paths.home())
    paths.rates_file().write_text(content)
    measured = rates()
    assert measured.reading_s(0, 10, 0) is None
    read(measured, 100)
    measured.save()
    assert "model" in json.loads(paths.rates_file().read_text())["models"]


def test_rates_that_cannot_be_saved_raise_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    Rates(tmp_path / "file" / "rates.json", "model").save()


def measurements() -> Iterator[tuple[int, float]]:
    yield from ((64, 1.0), (128, 0.9), (256, 1.1), (512, 0.8))


def test_no_coefficient_is_negative_however_odd_the_measurements() -> None:
    fit = Fit()
    for tokens, seconds in measurements():
        fit.add((1.0, tokens, tokens * tokens / 2), seconds)
    for tokens in (1, 64, 5000, 100_000):
        predicted = fit.predict((1.0, tokens, tokens * tokens / 2))
        assert predicted is not None
        assert predicted > 0
