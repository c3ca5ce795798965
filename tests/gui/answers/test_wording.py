from dataclasses import replace

from core.answering.events import Mode
from gui.answers import wording
from tests.gui.answers.made import REPORT, answer


def test_a_page_tells_its_printed_label_where_it_has_another() -> None:
    assert wording.place(REPORT, 1) == "Annual report, page 1 (printed i)"
    assert wording.page(None, 4) == "page 4"


def test_the_cost_is_one_line() -> None:
    assert wording.cost(answer("A.")) == (
        "1,200 tokens read (900 from memory) · first word after 0.8 s · 4.0 s in all · 20.0 tokens/s"
    )


def test_the_cost_says_that_a_document_was_read_in_parts() -> None:
    assert wording.cost(replace(answer("A."), part_count=5)).startswith("Read in 5 parts · 1,200 tokens read")


def test_what_a_mode_saw_is_told() -> None:
    assert wording.seen(Mode.WHOLE, 6, 2, 6) == "Reads all 6 pages, cites 2"
    assert wording.seen(Mode.RETRIEVED, 2, 0, 6) == "Reads from 2 of 6 pages"
    assert wording.seen(Mode.CLOSED, 0, 0, 6).startswith("Saw no page")


def test_a_tool_tip_shows_any_text_as_it_is() -> None:
    tip = wording.tooltip("<Title>", ["טקסט"])
    assert "&lt;Title&gt;" in tip
    assert 'dir="rtl"' in tip
