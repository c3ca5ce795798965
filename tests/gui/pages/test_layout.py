import pytest
from PySide6.QtCore import QPointF

from core.documents.textlayer import Rectangle
from gui.pages.layout import GAP, MARGIN, PIXELS_PER_POINT, PageLayout, Spot

LETTER, WIDE = (612.0, 792.0), (792.0, 612.0)


def test_pages_stand_below_each_other_in_the_middle() -> None:
    layout = PageLayout([LETTER, WIDE], width=2000)
    first, second = layout.place(1), layout.place(2)
    assert first.top() == MARGIN
    assert second.top() == pytest.approx(first.bottom() + GAP)
    assert first.center().x() == second.center().x() == pytest.approx(1000)
    assert layout.height == pytest.approx(second.bottom() + MARGIN)


def test_at_full_size_a_point_has_the_pixels_of_a_screen() -> None:
    assert PageLayout([LETTER]).place(1).width() == pytest.approx(612 * PIXELS_PER_POINT)


def test_the_page_between_two_pages_is_the_one_above() -> None:
    layout = PageLayout([LETTER] * 3)
    assert layout.page_at(layout.place(2).top() - 1) == 1
    assert [layout.page_at(y) for y in (-50, layout.place(2).top(), 1e9)] == [1, 2, 3]


def test_pages_in_sight_are_those_that_reach_into_the_stretch() -> None:
    layout = PageLayout([LETTER] * 500)
    top = layout.place(250).top()
    assert layout.pages_between(top + 5, top + 10) == range(250, 251)
    assert layout.pages_between(layout.place(249).bottom() + 1, top + 10) == range(250, 251)
    assert PageLayout([]).pages_between(0, 100) == range(0)


@pytest.mark.parametrize("quarters", range(4))
def test_a_point_of_the_page_is_found_again_at_every_turn(quarters: int) -> None:
    layout = PageLayout([LETTER, WIDE], zoom=lambda _size: 1.7, quarters=quarters, width=900)
    box = layout.to_column(2, Rectangle(100, 200, 130, 215))
    x, y = layout.to_page(2, box.center())
    assert (x, y) == pytest.approx((115, 207.5))
    sides = (30, 15) if quarters % 2 == 0 else (15, 30)
    scale = 1.7 * PIXELS_PER_POINT
    assert (box.width(), box.height()) == pytest.approx((sides[0] * scale, sides[1] * scale))


def test_a_turn_to_the_right_brings_the_top_left_corner_to_the_top_right() -> None:
    layout = PageLayout([LETTER], quarters=1)
    corner = layout.to_column(1, Rectangle(0, 782, 10, 792))
    assert corner.right() == pytest.approx(layout.place(1).right())
    assert corner.top() == pytest.approx(layout.place(1).top())


def test_a_spot_stays_at_its_words_when_the_zoom_changes() -> None:
    near, far = PageLayout([LETTER] * 9, lambda _size: 3.0), PageLayout([LETTER] * 9, lambda _size: 0.5)
    spot = near.spot(QPointF(500, near.place(4).top() + 300))
    assert spot.page_number == 4
    again = far.spot(far.point(spot))
    assert again.page_number == 4
    assert again.down == pytest.approx(spot.down)
    assert far.point(Spot(99, 0, 0)).y() == pytest.approx(far.place(9).top())
