import pytest
from PySide6.QtCore import QSizeF

from gui.pages.layout import GAP, MARGIN, PIXELS_PER_POINT
from gui.pages.zoom import LARGEST, SMALLEST, SMALLEST_FIT, STEPS, Fit, Zoom, at

PAGE = (600.0, 900.0)


def test_a_page_that_fits_is_as_wide_as_the_room() -> None:
    zoom = Zoom(Fit.WIDTH).fitted(PAGE, QSizeF(832, 500))
    assert zoom.factor * 600 * PIXELS_PER_POINT == pytest.approx(832 - 2 * MARGIN)


def test_a_whole_page_fits_by_its_longer_side() -> None:
    zoom = Zoom(Fit.PAGE).fitted(PAGE, QSizeF(2000, 640))
    assert zoom.factor * 900 * PIXELS_PER_POINT == pytest.approx(640 - 2 * GAP)


def test_a_zoom_that_was_chosen_follows_no_room() -> None:
    assert at(1.5).fitted(PAGE, QSizeF(10, 10)) == at(1.5)


def test_steps_go_up_and_down_the_same_way_and_end() -> None:
    zoom, seen = at(SMALLEST), []
    for _ in range(len(STEPS) + 3):
        seen.append(zoom.factor)
        zoom = zoom.larger()
    assert seen[: len(STEPS)] == list(STEPS)
    assert zoom.factor == LARGEST
    for _ in range(len(STEPS) + 3):
        zoom = zoom.smaller()
    assert zoom.factor == SMALLEST


def test_a_step_from_a_fit_goes_to_the_next_round_number() -> None:
    assert Zoom(Fit.WIDTH, 0.853).larger() == at(0.9)
    assert Zoom(Fit.WIDTH, 0.853).smaller() == at(0.75)


@pytest.mark.parametrize(("asked", "given"), [(0.01, SMALLEST), (99, LARGEST), (1.0, 1.0)])
def test_no_zoom_leaves_its_bounds(asked: float, given: float) -> None:
    assert at(asked).factor == given


def test_a_room_too_small_for_any_page_still_gives_a_size() -> None:
    assert Zoom(Fit.WIDTH).fitted(PAGE, QSizeF(1, 1)).factor == SMALLEST_FIT
