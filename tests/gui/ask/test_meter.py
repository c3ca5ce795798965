from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.answering.estimates import Meter, Outlook
from core.answering.events import Mode
from gui import theme
from gui.ask.meter import ContextMeter, WindowBar
from gui.ask.wording import seconds
from gui.process.requests import Foreseen
from gui.widgets.elided_label import ElidedLabel

METER = Meter(
    context_tokens=8192, document_tokens=4000, conversation_tokens=96, page_count=12, fitting_pages=12
)
FORESEEN = Foreseen(
    METER,
    {
        Mode.WHOLE: Outlook(4100, 0, 8192, fits=True, first_token_s=24.3, total_s=30.0),
        Mode.RETRIEVED: Outlook(1250, 50, 8192, fits=True, first_token_s=None, total_s=None),
    },
)


@pytest.fixture
def meter(qtbot: QtBot) -> ContextMeter:
    made = ContextMeter()
    qtbot.addWidget(made)
    return made


def _texts(meter: ContextMeter) -> list[str]:
    return [label.text() for label in meter.findChildren(ElidedLabel)]


def test_it_says_how_much_fits_and_what_a_question_costs(meter: ContextMeter) -> None:
    meter.show_foreseen(FORESEEN, (Mode.WHOLE, Mode.RETRIEVED))
    fill, costs = _texts(meter)
    assert fill == "All 12 pages fit · 50% full"
    assert costs == "Whole ≈ 24 s · Retrieved 1,200 tokens"


def test_a_document_that_is_too_long_is_named_with_what_fits(meter: ContextMeter) -> None:
    too_long = Outlook(30_000, 0, 8192, fits=False, first_token_s=None, total_s=None)
    meter_values = replace(METER, document_tokens=30_000, page_count=90, fitting_pages=24)
    meter.show_foreseen(Foreseen(meter_values, {Mode.WHOLE: too_long}), (Mode.WHOLE,))
    fill, costs = _texts(meter)
    assert fill == "24 of 90 pages fit the window"
    assert costs == "Whole too long"


def test_a_document_that_is_read_in_parts_says_in_how_many(meter: ContextMeter) -> None:
    in_parts = Outlook(33_000, 0, 8192, fits=True, first_token_s=190.0, total_s=200.0, part_count=5)
    meter_values = replace(METER, document_tokens=30_000, page_count=90, fitting_pages=24)
    meter.show_foreseen(Foreseen(meter_values, {Mode.WHOLE: in_parts}), (Mode.WHOLE,))
    fill, costs = _texts(meter)
    assert fill == "24 of 90 pages fit the window"
    assert costs == "Whole in 5 parts ≈ 3:10 min"


def test_what_does_not_read_the_whole_document_is_not_measured_by_it(meter: ContextMeter) -> None:
    too_long = Outlook(30_000, 0, 8192, fits=False, first_token_s=None, total_s=None)
    foreseen = replace(FORESEEN, costs={**FORESEEN.costs, Mode.WHOLE: too_long})
    meter.show_foreseen(replace(foreseen, meter=replace(METER, document_tokens=30_000)), (Mode.RETRIEVED,))
    assert _texts(meter)[0] == "A question fills 15% of the window"
    bar = meter.findChild(WindowBar)
    assert bar is not None
    picture = bar.grab().toImage()
    assert QColor(theme.current().danger) not in [picture.pixelColor(x, 3) for x in range(picture.width())]


def test_costs_go_below_where_the_room_is_short(meter: ContextMeter) -> None:
    meter.show_foreseen(FORESEEN, (Mode.WHOLE, Mode.RETRIEVED))
    meter.show()
    fill, costs = meter.findChildren(ElidedLabel)
    for width, is_below in ((700, False), (260, True)):
        meter.resize(width, meter.sizeHint().height())
        meter.layout().activate()  # type: ignore[union-attr]
        assert (costs.y() > fill.y()) == is_below
        assert not fill.is_elided
        assert not costs.is_elided


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.84, "0.8 s"),
        (9.97, "10 s"),
        (59.4, "59 s"),
        (59.6, "1:00 min"),
        (100.0, "1:40 min"),
        (7500, "2:05 h"),
    ],
)
def test_durations_are_said_as_a_person_says_them(value: float, said: str) -> None:
    assert seconds(value) == said
